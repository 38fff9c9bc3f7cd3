"""Every write of the plan: who, what, in one transaction with its row of history.

Whoever calls has been let in by the route's policy; the rules about one object are asked again here, and
again by the database. A step made on a page that has gone stale raises ChangedMeanwhile.
"""

from goldenthread.web.plan.actions.brought_in import bring_in_action, bring_in_evidence, bring_in_objective
from goldenthread.web.plan.actions.by_hand import Asked, Described, add_to_source, enter_source
from goldenthread.web.plan.actions.dates import decide_date, propose_date, propose_objective_date
from goldenthread.web.plan.actions.decisions import record_decision
from goldenthread.web.plan.actions.delegation import SCHEME, set_plan_settings, set_scheme
from goldenthread.web.plan.actions.delivery import (
    Beside,
    Ownership,
    add_action,
    add_note,
    agree,
    claim,
    edit_action,
    merge,
    reopen,
    sign_off,
    start,
    stop,
)
from goldenthread.web.plan.actions.evidence import Speaks, judge_evidence, pin, pin_document
from goldenthread.web.plan.actions.impact import (
    Impact,
    judge_impact,
    judge_objective,
    put_question_of_reading,
    put_questions,
)
from goldenthread.web.plan.actions.kept_files import HandedIn, content_of, pin_file
from goldenthread.web.plan.actions.measures import (
    HandFigure,
    HandWords,
    add_hand_measure,
    add_reading,
    edit_hand_measure,
    set_baseline,
)
from goldenthread.web.plan.actions.objectives import (
    add_measure,
    add_objective,
    edit_objective,
    remove_measure,
)
from goldenthread.web.plan.actions.progress import (
    LONGEST_SET_DAYS,
    Report,
    add_milestone,
    edit_milestone,
    end_colour,
    finish_milestone,
    report_exception,
    set_colour,
    stand_by,
    wait_for,
    wait_no_more,
)
from goldenthread.web.plan.actions.register import (
    SEVERITY_OF_KIND,
    Accepted,
    accept_source,
    answer_many,
    answer_requirement,
    correct_requirement,
    name_plan,
    say_it_has_come,
)
from goldenthread.web.plan.actions.skeleton import FirstAction, make_objective
from goldenthread.web.plan.actions.ties import add_verdict, name_direct_answers, say_repeats
from goldenthread.web.plan.actions.workstreams import (
    Group,
    add_workstream,
    edit_workstream,
    workstream_named,
)
from goldenthread.web.plan.register_rules import Answer, Wording

__all__ = [
    "LONGEST_SET_DAYS",
    "SCHEME",
    "SEVERITY_OF_KIND",
    "Accepted",
    "Answer",
    "Asked",
    "Beside",
    "Described",
    "FirstAction",
    "Group",
    "HandFigure",
    "HandWords",
    "HandedIn",
    "Impact",
    "Ownership",
    "Report",
    "Speaks",
    "Wording",
    "accept_source",
    "add_action",
    "add_hand_measure",
    "add_measure",
    "add_milestone",
    "add_note",
    "add_objective",
    "add_reading",
    "add_to_source",
    "add_verdict",
    "add_workstream",
    "agree",
    "answer_many",
    "answer_requirement",
    "bring_in_action",
    "bring_in_evidence",
    "bring_in_objective",
    "claim",
    "content_of",
    "correct_requirement",
    "decide_date",
    "edit_action",
    "edit_hand_measure",
    "edit_milestone",
    "edit_objective",
    "edit_workstream",
    "end_colour",
    "enter_source",
    "finish_milestone",
    "judge_evidence",
    "judge_impact",
    "judge_objective",
    "make_objective",
    "merge",
    "name_direct_answers",
    "name_plan",
    "pin",
    "pin_document",
    "pin_file",
    "propose_date",
    "propose_objective_date",
    "put_question_of_reading",
    "put_questions",
    "record_decision",
    "remove_measure",
    "reopen",
    "report_exception",
    "say_it_has_come",
    "say_repeats",
    "set_baseline",
    "set_colour",
    "set_plan_settings",
    "set_scheme",
    "sign_off",
    "stand_by",
    "start",
    "stop",
    "wait_for",
    "wait_no_more",
    "workstream_named",
]
