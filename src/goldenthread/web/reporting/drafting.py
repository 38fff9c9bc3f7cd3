"""A draft to begin a commentary with: what explains the last change, or the one that was asked about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from goldenthread.errors import GoldenThreadError
from goldenthread.web.accounts.permissions import FigureTier
from goldenthread.web.indicators.models import Step
from goldenthread.web.indicators.moved_words import told
from goldenthread.web.indicators.moving import Periods, can_be_explained, movement
from goldenthread.web.indicators.taken import from_json
from goldenthread.web.reporting.models import Line

_ONE = timedelta(days=1)


@dataclass(frozen=True)
class Asked:
    """What the address asks for: a draft at all, and of which change; the last months where none is said."""

    wanted: bool
    step: Step
    before: date | None
    after: date | None

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Asked:
        before, after = _day(query.get("before", "")), _day(query.get("after", ""))
        step = Step.QUARTER if query.get("step") == Step.QUARTER else Step.MONTH
        whole = before is not None and after is not None and before < after
        wanted = whole or query.get("draft") == "yes"
        return cls(wanted, step, before if whole else None, after if whole else None)


def draft_for(line: Line, asked: Asked) -> str:
    """The draft, from the records of the cycle's cut-off; "" where they explain no such change."""
    periods = _periods(line, asked)
    if periods is None or not can_be_explained(line.indicator):
        return ""
    try:
        return told(movement(periods, held=line.cycle), tier=FigureTier.SUPPRESSED).draft
    except GoldenThreadError:
        return ""


def _periods(line: Line, asked: Asked) -> Periods | None:
    if asked.before and asked.after:
        return Periods(line.indicator, asked.step, asked.before, asked.after)
    ends = [one.end for one in from_json(line.figures) if (one.end + _ONE).day == 1]
    return Periods(line.indicator, Step.MONTH, *ends[-2:]) if len(ends) > 1 else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
