"""The rows of a whole plan brought in, one act of the plan for each. `made` holds what earlier rows became,
by kind and lasting name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from goldenthread.web.accounts.models import Person
from goldenthread.web.evidence.refs import EvidenceRef
from goldenthread.web.plan import actions as plan

Given = Mapping[str, Any]


def _requirement(by: Person, given: Given, on: date) -> None:
    kind, title = given["source"]
    made = plan.bring_in_requirement(by=by, kind=kind, title=title, fields=given["fields"])
    given["made"]["requirement", given["code"]] = made


def _repeat(by: Person, given: Given, on: date) -> None:
    known = given["made"]
    earlier = known.get(("requirement", given["repeats"]))
    if earlier is not None:
        one = known["requirement", given["code"]]
        plan.bring_in_repeat(by=by, requirement=one, earlier=earlier)


def _objective(by: Person, given: Given, on: date) -> None:
    known = given["made"]
    answers = [known["requirement", code] for code in given["answers"]]
    made = plan.bring_in_objective(by=by, fields=given["fields"], answers=answers)
    for indicator in given["measures"]:
        plan.add_measure(by=by, objective=made, indicator=indicator)
    known["objective", given["code"]] = made


def _action(by: Person, given: Given, on: date) -> None:
    known = given["made"]
    fields = {
        **given["fields"],
        "objective": known["objective", given["objective"]],
        "merged_into": known.get(("action", given["merged_into"])),
    }
    known["action", given["code"]] = plan.bring_in_action(by=by, fields=fields)


def _ties(by: Person, given: Given, on: date) -> None:
    known = given["made"]
    plan.bring_in_ties(
        by=by,
        action=known["action", given["code"]],
        answers=[known["requirement", code] for code in given["answers"]],
        waits_for=[known["action", code] for code in given["waits_for"]],
    )


def _milestone(by: Person, given: Given, on: date) -> None:
    known = given["made"]
    action = known["action", given["action"]]
    made = plan.bring_in_milestone(by=by, action=action, fields=given["fields"])
    known["milestone", given["code"]] = made


def _note(by: Person, given: Given, on: date) -> None:
    said = {key: given[key] for key in ("on", "by_name", "text", "forecast")}
    plan.bring_in_note(by=by, action=given["made"]["action", given["action"]], **said)


def _date(by: Person, given: Given, on: date) -> None:
    known = given["made"]
    step = known.get(("milestone", given["milestone"]))
    made = plan.bring_in_date(by=by, thing=known[given["thing"]], milestone=step, fields=given["fields"])
    known["date asked for", given["code"]] = made


def _evidence(by: Person, given: Given, on: date) -> None:
    action, digest = given["made"]["action", given["action"]], given["digest"]
    ref = EvidenceRef(kind=given["kind"], key=digest, label=given["label"], as_of=given["as_of"])
    file = plan.found_again(digest=digest, name=given["file"], by=by) if digest else None
    plan.bring_in_evidence(by=by, action=action, ref=ref, shows=given["shows"], file=file, **given["stood"])


def _group(by: Person, given: Given, on: date) -> None:
    plan.bring_in_group(by=by, fields=given["fields"])


def _colour(by: Person, given: Given, on: date) -> None:
    action = given["made"]["action", given["action"]]
    plan.bring_in_colour(by=by, action=action, fields=given["fields"])


def _report(by: Person, given: Given, on: date) -> None:
    known = given["made"]
    plan.bring_in_report(
        by=by,
        action=known["action", given["action"]],
        date_change=known.get(("date asked for", given["request"])),
        fields=given["fields"],
    )


def _decision(by: Person, given: Given, on: date) -> None:
    plan.bring_in_decision(by=by, about=given["made"][given["about"]], fields=given["fields"])


RESTORED: Mapping[str, Callable[[Person, Given, date], None]] = {
    "restore requirement": _requirement,
    "restore repeat": _repeat,
    "restore objective": _objective,
    "restore action": _action,
    "restore ties": _ties,
    "restore milestone": _milestone,
    "restore note on progress": _note,
    "restore date asked for": _date,
    "restore piece of evidence": _evidence,
    "restore group": _group,
    "restore colour set": _colour,
    "restore report of what is off plan": _report,
    "restore decision": _decision,
}
