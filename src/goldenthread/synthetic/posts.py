"""Posts that hold cases, who was in each and when, and to whom a case passes when somebody leaves."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from goldenthread.synthetic.days import Day

BEFORE: Day = -1_000_000  # the start of a spell that began before anybody asks
OPEN: Day = 1_000_000  # the last day of a spell that has not ended
_GOLDEN = 0.6180339887498949
_MANAGER_HOLDS = 27  # days that a manager holds a case at a time, where nobody in the team is in post


@dataclass(frozen=True)
class Spell:
    """A worker in a post, from the first day to the last, both included."""

    worker: str
    start: Day
    end: Day
    is_agency: bool = False

    def covers(self, day: Day) -> bool:
        return self.start <= day <= self.end


@dataclass
class Post:
    """A post, and everyone who was in it, in order. One not established is agency staff beside the others."""

    id: str
    team: str
    title: str
    hours: float  # of a full-time post
    is_established: bool = True
    spells: list[Spell] = field(default_factory=list)

    def on(self, day: Day) -> Spell | None:
        """Who was in the post on a day."""
        return next((spell for spell in self.spells if spell.covers(day)), None)


@dataclass(frozen=True)
class Holding:
    """A worker who holds a case, from the first day to the last, and whether one who left passed it on."""

    worker: str
    start: Day
    end: Day
    is_handed_over: bool


class Rota:
    """Who in a team can hold a case on each day."""

    def __init__(self, posts: Sequence[Post], manager: str) -> None:
        spells = [(post.id, spell) for post in posts for spell in post.spells]
        changes = {BEFORE, *(spell.start for _, spell in spells), *(spell.end + 1 for _, spell in spells)}
        self._days = sorted(changes)
        self._there = [tuple(one for one in spells if one[1].covers(day)) for day in self._days]
        self._manager = manager

    def at(self, day: Day, place: float) -> str:
        """The worker at a place from 0 to 1 among those in post."""
        return self._pick(day, place, post=None)[1].worker

    def held(self, place: float, start: Day, end: Day) -> Iterator[Holding]:
        """Who holds a case that is given to the worker at a place: when one leaves it passes to whoever comes
        into the post on the next day, or else to somebody else in the team."""
        for number, (_, group) in enumerate(
            groupby(self._turns(place, start, end), key=lambda turn: turn.worker)
        ):
            turns = list(group)
            yield Holding(turns[0].worker, turns[0].start, turns[-1].end, is_handed_over=number > 0)

    def _turns(self, place: float, start: Day, end: Day) -> Iterator[Spell]:
        day, post = start, None
        while day <= end:
            post, spell = self._pick(day, place, post=post)
            last = min(end, spell.end)
            yield Spell(spell.worker, day, last)
            day, place = last + 1, (place + _GOLDEN) % 1.0

    def _pick(self, day: Day, place: float, *, post: str | None) -> tuple[str | None, Spell]:
        there = self._there[bisect_right(self._days, day) - 1]
        if not there:
            return None, Spell(self._manager, day, day + _MANAGER_HOLDS)
        same = [one for one in there if one[0] == post] if post else []
        return same[0] if same else there[int(place * len(there))]
