"""The plan as it was submitted, set as a tagged PDF (PDF/UA-1) from what was kept of it then: the same
submission gives the same bytes. What was kept holds words, dates and states and no figure, so that nothing in
it is withheld from the regulator or the department it was sent to.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from importlib import resources
from typing import Any

from goldenthread.papers.render import own_fonts, showable_view
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
    import typst

    template = resources.files(__package__).joinpath("submitted.typ").read_bytes()
    return typst.compile(
        template,
        format="pdf",
        font_paths=own_fonts(),
        sys_inputs={"plan": json.dumps(showable_view(submitted_view(submitted)), ensure_ascii=False)},
        pdf_standards="ua-1",
        timestamp=datetime.combine(submitted.sent_on, time(), tzinfo=UTC),
    )


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
