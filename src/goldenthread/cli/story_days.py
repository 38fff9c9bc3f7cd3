"""The days of the demonstration's story, moved to where its records stand, so that it never grows old."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

STORY_AS_AT = date(2026, 3, 31)  # the dates of demo_plan.json and demo_story.yaml are as if it were this day
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def mover(as_at: date) -> Callable[[date], date]:
    """A function that takes a day of the story to where it falls with records as at `as_at`: as many months
    on, and back to a working day."""
    from goldenthread.standards.calendar import add_months, is_working_day

    months = (as_at.year - STORY_AS_AT.year) * 12 + as_at.month - STORY_AS_AT.month

    def move(day: date) -> date:
        if day == STORY_AS_AT:
            return as_at
        found = add_months(day, months)
        while not is_working_day(found):
            found -= timedelta(days=1)
        return found

    return move


def moved(data: Any, move: Callable[[date], date]) -> Any:
    """Plain data with every day in it moved, whether it stands there as a date or as text."""
    if isinstance(data, dict):
        return {key: moved(value, move) for key, value in data.items()}
    if isinstance(data, list):
        return [moved(value, move) for value in data]
    if isinstance(data, date):
        return move(data)
    if isinstance(data, str) and _DAY.fullmatch(data):
        return move(date.fromisoformat(data)).isoformat()
    return data
