"""Every write of the plan: who, what, in one transaction with its row of history.

Whoever calls has been let in by the route's policy; the rules about one object are asked again here, and
again by the database. A step made on a page that has gone stale raises ChangedMeanwhile.
"""

from goldenthread.web.plan.actions.brought_in import bring_in_action, bring_in_evidence
from goldenthread.web.plan.actions.dates import decide_date, propose_date
from goldenthread.web.plan.actions.decisions import record_decision
from goldenthread.web.plan.actions.delivery import (
    Ownership,
    add_action,
    add_note,
    agree,
    claim,
    edit_action,
    judge_impact,
    reopen,
    sign_off,
    start,
    stop,
)
from goldenthread.web.plan.actions.evidence import judge_evidence, pin, pin_document
from goldenthread.web.plan.actions.objectives import (
    add_measure,
    add_objective,
    edit_objective,
    remove_measure,
)
from goldenthread.web.plan.actions.register import (
    SEVERITY_OF_KIND,
    Accepted,
    accept_source,
    answer_requirement,
    name_plan,
)

__all__ = [
    "SEVERITY_OF_KIND",
    "Accepted",
    "Ownership",
    "accept_source",
    "add_action",
    "add_measure",
    "add_note",
    "add_objective",
    "agree",
    "answer_requirement",
    "bring_in_action",
    "bring_in_evidence",
    "claim",
    "decide_date",
    "edit_action",
    "edit_objective",
    "judge_evidence",
    "judge_impact",
    "name_plan",
    "pin",
    "pin_document",
    "propose_date",
    "record_decision",
    "remove_measure",
    "reopen",
    "sign_off",
    "start",
    "stop",
]
