"""The plan as it was submitted, set as a tagged PDF (PDF/UA-1) from what was kept of it then: the same
submission gives the same bytes. What was kept holds words, dates and states and no figure, so that nothing in
it is withheld from the regulator or the department it was sent to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from goldenthread.papers.render import pdf_of
from goldenthread.papers.wording import counted, long_date


@dataclass(frozen=True)
class Submitted:
    """What was sent: `content` as it was kept, with `digest`, when, to whom, and by whom it was kept."""

    content: Mapping[str, Any]
    digest: str
    kind: str
    to_whom: str
    sent_on: date
    kept_by: str
    kept_on: date


def submitted_pdf(submitted: Submitted) -> bytes:
    """The plan's bytes."""
    return pdf_of("submitted.typ", on=submitted.sent_on, plan=submitted_view(submitted))


def submitted_view(submitted: Submitted) -> dict[str, Any]:
    """Every word of the page."""
    objectives = submitted.content["objectives"]
    actions = sum(len(one["actions"]) for one in objectives)
    day = submitted.sent_on
    return {
        "title": submitted.content["title"],
        "kind": submitted.kind,
        "to_whom": submitted.to_whom,
        "sent": long_date(day),
        "date": [day.year, day.month, day.day],
        "kept_by": submitted.kept_by,
        "kept_on": long_date(submitted.kept_on),
        "digest": submitted.digest,
        "holds": f"{counted(len(objectives), 'objective')} and {counted(actions, 'action')}.",
        "objectives": [_objective(one) for one in objectives],
    }


def _objective(one: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "code": one["code"],
        "text": one["text"],
        "answers": _answers(one["answers"]),
        "rows": [_row(action) for action in one["actions"]],
    }


def _answers(found: Sequence[Mapping[str, Any]]) -> str:
    named = [f"finding {one['number']} of {one['source']}" for one in found]
    return f"Answers {', '.join(named)}" if named else "Answers no finding"


def _row(action: Mapping[str, Any]) -> list[str]:
    due = long_date(date.fromisoformat(action["due"])) if action["due"] else "No date"
    return [action["code"], action["text"], action["owner"], due, action["state"], action["impact"]]
