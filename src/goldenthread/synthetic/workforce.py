"""Posts through the months: people leave, posts stand vacant, agency staff cover them, people are appointed.

How many leave, stand vacant and are covered follows the scenario, spread so evenly that even a small
authority has its share; who and when is drawn. People are appointed over months and not in one day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from goldenthread.synthetic import days
from goldenthread.synthetic.chance import Bands, between
from goldenthread.synthetic.days import Day
from goldenthread.synthetic.posts import BEFORE, OPEN, Post, Spell
from goldenthread.synthetic.scenario import Change, Scenario

MONTHS_BEFORE = 24  # before the window, so that a year's turnover is known on its first day
EXTRA = 0.024  # agency staff beside the established posts, for each of these
_APPOINTED = 0.04  # of posts, at most in a month
_CONTRACT = Bands((60, 180, 50), (181, 365, 50))  # days an agency worker stays
_SICK = Bands((1, 5, 80), (10, 50, 20))  # working days
_SICK_ON_AVERAGE = 8.4


@dataclass(frozen=True)
class Months:
    """The months made up: `share` is the level of a changing share on a day."""

    start: Day
    end: Day
    scenario: Scenario

    def share(self, change: Change, day: Day) -> float:
        return change.share((day - self.start) / max(1, self.end - self.start))


@dataclass(frozen=True)
class Absence:
    """A worker who was off sick, from the first day to the last, both working days."""

    worker: str
    start: Day
    end: Day


def fill(posts: Sequence[Post], *, months: Months, rng: Random, engage: Callable[[Post, bool], str]) -> None:
    """Writes who was in each post. `engage` names a new worker for a post, of an agency or not."""
    filling = _Filling(posts, months, rng, engage)
    filling.begin()
    for month in range(1 - MONTHS_BEFORE, _count(months) + 1):
        filling.live_through(days.add_months(months.start, month - 1))


def _count(months: Months) -> int:
    """Months from the first day to the last."""
    count = 0
    while days.add_months(months.start, count) < months.end:
        count += 1
    return count


class _Filling:
    """The posts as they stand, and what happens to them in a month."""

    def __init__(
        self, posts: Sequence[Post], months: Months, rng: Random, engage: Callable[[Post, bool], str]
    ) -> None:
        self._established = [post for post in posts if post.is_established]
        self._extra = [post for post in posts if not post.is_established]
        self._months, self._rng, self._engage = months, rng, engage
        self._contracts: dict[str, Day] = {}  # by post: the day its agency worker's contract ends
        self._owed = 0.0  # people who should have left, and have not

    def begin(self) -> None:
        day = days.add_months(self._months.start, -MONTHS_BEFORE)
        vacant = {post.id for post in self._some(self._established, self._wanted_vacant(day))}
        for post in self._established:
            if post.id not in vacant:
                self._come(post, BEFORE, is_agency=False)
        for post in self._extra:
            self._come(post, BEFORE, is_agency=True)
        self._cover(day)

    def live_through(self, month: Day) -> None:
        """A month: some leave, some are appointed, contracts end, and vacancies are covered."""
        standing = self._vacant()
        self._let_leave(month)
        self._appoint(month, standing)
        self._end_contracts(month)
        self._cover(month)

    # what happens

    def _let_leave(self, month: Day) -> None:
        there = [post for post in self._established if self._is_permanent(post)]
        self._owed += len(there) * self._share(self._months.scenario.workers_leave, month) / 12
        for post in self._some(there, int(self._owed)):
            self._owed -= 1
            self._go(post, self._some_day(month))

    def _appoint(self, month: Day, standing: Sequence[Post]) -> None:
        """Into posts that stood vacant before this month: more than should, and not all at once."""
        too_many = len(self._vacant()) - self._wanted_vacant(month)
        at_most = max(1, round(_APPOINTED * len(self._established)))
        for post in self._some(standing, max(0, min(too_many, at_most))):
            day = days.next_working_day(self._some_day(month) + 1)
            if self._is_covered(post):
                self._go(post, day - 1)
            self._come(post, day, is_agency=False)

    def _end_contracts(self, month: Day) -> None:
        over = days.add_months(month, 1)
        for post in (*self._established, *self._extra):
            if self._is_covered(post) and self._contracts[post.id] < over:
                self._go(post, self._contracts[post.id])
                if not post.is_established:
                    self._come(post, self._contracts[post.id] + 1, is_agency=True)

    def _cover(self, month: Day) -> None:
        vacant = self._vacant()
        covered = [post for post in vacant if self._is_covered(post)]
        share = self._share(self._months.scenario.vacancies_covered, month)
        missing = round(share * len(vacant)) - len(covered)
        free = [post for post in vacant if not self._is_covered(post)]
        for post in self._some(free, missing):
            self._come(post, max(month, post.spells[-1].end + 1 if post.spells else BEFORE), is_agency=True)
        for post in self._some(covered, -missing):
            self._go(post, self._some_day(month))

    def _come(self, post: Post, day: Day, *, is_agency: bool) -> None:
        post.spells.append(Spell(self._engage(post, is_agency), day, OPEN, is_agency))
        if is_agency:
            begun = max(day, days.add_months(self._months.start, -MONTHS_BEFORE))
            self._contracts[post.id] = begun + _CONTRACT.draw(self._rng)

    def _go(self, post: Post, day: Day) -> None:
        last = post.spells[-1]
        post.spells[-1] = replace(last, end=max(day, last.start))

    # how things stand

    def _vacant(self) -> list[Post]:
        return [post for post in self._established if not self._is_permanent(post)]

    def _is_permanent(self, post: Post) -> bool:
        return bool(post.spells) and post.spells[-1].end == OPEN and not post.spells[-1].is_agency

    def _is_covered(self, post: Post) -> bool:
        return bool(post.spells) and post.spells[-1].end == OPEN and post.spells[-1].is_agency

    def _wanted_vacant(self, day: Day) -> int:
        return round(self._share(self._months.scenario.posts_vacant, day) * len(self._established))

    # drawing

    def _share(self, change: Change, day: Day) -> float:
        return self._months.share(change, day)

    def _some_day(self, month: Day) -> Day:
        return month + between(self._rng, 0, 26)

    def _some(self, posts: Sequence[Post], count: int) -> list[Post]:
        """So many of the posts, or all where there are fewer."""
        if count <= 0:
            return []
        drawn = sorted((self._rng.random(), place) for place in range(len(posts)))
        return [posts[place] for _, place in drawn[:count]]


def absences(posts: Sequence[Post], *, months: Months, rng: Random) -> Iterator[Absence]:
    """When the authority's own workers were off sick: often for days, now and then for weeks."""
    first = days.add_months(months.start, -MONTHS_BEFORE)
    for post in posts:
        for spell in (spell for spell in post.spells if not spell.is_agency):
            yield from _off_sick(spell, max(spell.start, first), min(spell.end, months.end), months, rng)


def _off_sick(spell: Spell, first: Day, last: Day, months: Months, rng: Random) -> Iterator[Absence]:
    day = days.next_working_day(first)
    while True:
        share = months.share(months.scenario.off_sick, day)
        well = round(_SICK_ON_AVERAGE * (1 - share) / share)
        start = days.add_working_days(day, between(rng, 1, 2 * well))
        end = days.add_working_days(start, _SICK.draw(rng) - 1)
        if start > last:
            return
        yield Absence(spell.worker, start, min(end, last))
        day = end
