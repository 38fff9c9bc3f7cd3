"""Which day, and from which day to which."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from goldenthread.web.page.forms import DayField, PageForm


def _as_written(value: str) -> str:
    """A day as an address has it, as people write it."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return value
    return f"{day:%d/%m/%Y}"


class _DaysGoneBy(PageForm):
    """Days that are not in the future."""

    def __init__(self, given: Mapping[str, Any] | None = None, *, today: date) -> None:
        super().__init__({name: _as_written(value) for name, value in given.items()} if given else None)
        self.today = today

    def _gone_by(self, name: str) -> date | None:
        day: date | None = self.cleaned_data[name]
        if day is not None and day > self.today:
            self.add_error(name, "Choose today or a day that has been")
        return day


class DayForm(_DaysGoneBy):
    """A day to see the plan on."""

    on = DayField(label="The plan on", error_messages={"required": "Enter the day you want to see"})

    def clean_on(self) -> date | None:
        return self._gone_by("on")


class SpanForm(_DaysGoneBy):
    """From the end of one day to the end of another; today if none is said."""

    since = DayField(label="Changes since", error_messages={"required": "Enter the day to begin from"})
    until = DayField(label="Up to", required=False, help_text="Today, if you leave it empty")

    def clean_since(self) -> date | None:
        return self._gone_by("since")

    def clean_until(self) -> date | None:
        return self._gone_by("until")

    def clean(self) -> dict[str, Any] | None:
        given = super().clean()
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", "Enter the same day or a later one")
        return given
