"""What falls on a day for somebody: the days of a calendar, each from the room that knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Event:
    """A whole day in a calendar. `key` is its lasting name: the same thing moved is the same event. `words`
    leave the site: codes and what a rule says, never what people wrote."""

    key: str
    day: date
    words: str
    href: str
    version: int = 0
