"""What stands on the time axis of a measure's chart: the plan's actions, and what else happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from goldenthread.web.page.templatetags.page import day


@dataclass(frozen=True)
class Mark:
    """A day of an action that is meant to move the measure, `event` in words ("agreed", "signed off"); or of
    something that happened, `title` saying what. `href` is "" where there is no page of it."""

    on: date
    code: str
    event: str
    title: str
    href: str

    @property
    def short(self) -> str:
        """As it stands on a chart: A1 where it begins, A1 done where it ends; E1 for what happened."""
        return f"{self.code} done" if self.event == SIGNED_OFF else self.code

    @property
    def is_action(self) -> bool:
        return self.event != HAPPENED

    @property
    def words(self) -> str:
        if not self.is_action:
            return f"{self.code} {day(self.on)}: {self.title}"
        return f"{self.code} {self.event} {day(self.on)}"


AGREED, SIGNED_OFF, HAPPENED = "agreed", "signed off", "happened"


def said(marks: Sequence[Mark]) -> str:
    """The marks as a sentence for somebody who cannot see the chart; "" where there are none."""
    actions = "; ".join(mark.words for mark in marks if mark.is_action)
    events = "; ".join(mark.words for mark in marks if not mark.is_action)
    told = [f"Marked on the time axis are actions of the plan: {actions}."] if actions else []
    told += [f"Marked on the time axis is what happened: {events}."] if events else []
    return " ".join(told)
