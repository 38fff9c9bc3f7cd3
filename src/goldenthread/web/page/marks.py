"""What stands on the time axis of a measure's chart: the plan's actions, on the days that matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from goldenthread.web.page.templatetags.page import day


@dataclass(frozen=True)
class Mark:
    """A day of an action that is meant to move the measure. `event` is in words ("agreed", "signed off")."""

    on: date
    code: str
    event: str
    title: str
    href: str

    @property
    def short(self) -> str:
        """As it stands on a chart: A1 where it begins, A1 done where it ends."""
        return self.code if self.event == AGREED else f"{self.code} done"

    @property
    def words(self) -> str:
        return f"{self.code} {self.event} {day(self.on)}"


AGREED, SIGNED_OFF = "agreed", "signed off"


def said(marks: Sequence[Mark]) -> str:
    """The marks as a sentence for somebody who cannot see the chart; "" where there are none."""
    if not marks:
        return ""
    return f"Marked on the time axis are actions of the plan: {'; '.join(mark.words for mark in marks)}."
