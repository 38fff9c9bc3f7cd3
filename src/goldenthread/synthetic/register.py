"""What a personnel system holds of a made-up authority's workforce, which no table of the model has: posts
and who was in them, and absences; and the workforce census's figures that follow from it, month by month.

    workforce/posts.csv      a line for each time somebody was in a post
    workforce/absences.csv   a line for each time one of the authority's own workers was off sick
    workforce/by_month.csv   the figures at the end of each month

Of posts that hold cases; managers are not in it, and do not change. The figures are the census's: in
full-time posts, a post that agency staff cover is vacant, and only the authority's own workers leave or are
off sick.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields
from datetime import date
from pathlib import Path

from goldenthread.synthetic import days
from goldenthread.synthetic.days import Day
from goldenthread.synthetic.posts import BEFORE, OPEN, Post, Spell
from goldenthread.synthetic.staff import Staff
from goldenthread.synthetic.workforce import Absence

FOLDER = "workforce"


@dataclass(frozen=True)
class Workforce:
    """How things stand on a day, and came and went in the twelve months up to it, in full-time posts."""

    posts: float
    vacant: float
    covered: float  # of the vacant ones, by agency staff
    agency: float  # those who cover, and those beside the established posts
    started: float
    left: float
    days_contracted: float
    days_sick: float

    @property
    def in_post(self) -> float:
        return self.posts - self.vacant

    @property
    def vacancy_rate(self) -> float:
        return _per_cent(self.vacant, self.posts)

    @property
    def cover_rate(self) -> float:
        return _per_cent(self.covered, self.vacant)

    @property
    def agency_rate(self) -> float:
        return _per_cent(self.agency, self.agency + self.in_post)

    @property
    def turnover_rate(self) -> float:
        return _per_cent(self.left, self.in_post)

    @property
    def absence_rate(self) -> float:
        return _per_cent(self.days_sick, self.days_contracted)


_RATES = ("vacancy_rate", "cover_rate", "agency_rate", "turnover_rate", "absence_rate")


def _per_cent(part: float, whole: float) -> float:
    return 100 * part / whole if whole else 0.0


def workforce(staff: Staff, on: date) -> Workforce:
    """The figures as at a day."""
    day, year_before = days.from_date(on), days.add_months(days.from_date(on), -12)
    hours = {spell.worker: post.hours for post in staff.posts for spell in post.spells}
    established = [post for post in staff.posts if post.is_established]
    own = [spell for post in established for spell in post.spells if not spell.is_agency]
    vacant = [post for post in established if not _has_its_own(post, day)]
    return Workforce(
        posts=_total(post.hours for post in established),
        vacant=_total(post.hours for post in vacant),
        covered=_total(post.hours for post in vacant if post.on(day)),
        agency=_total(post.hours for post in staff.posts if (there := post.on(day)) and there.is_agency),
        started=_total(hours[spell.worker] for spell in own if year_before < spell.start <= day),
        left=_total(hours[spell.worker] for spell in own if year_before <= spell.end < day),
        days_contracted=_total(hours[spell.worker] * _working_days(spell, year_before, day) for spell in own),
        days_sick=_total(
            hours[sick.worker] * _working_days(sick, year_before, day) for sick in staff.absences
        ),
    )


def _total(hours: Iterable[float]) -> float:
    return round(sum(hours), 1)


def _has_its_own(post: Post, day: Day) -> bool:
    there = post.on(day)
    return there is not None and not there.is_agency


def _working_days(spell: Spell | Absence, after: Day, until: Day) -> int:
    """Working days of the spell after one day and up to another."""
    start, end = max(spell.start - 1, after), min(spell.end, until)
    return days.working_days_after(start, end) if end > start else 0


def write_workforce(staff: Staff, folder: Path, *, months: int, end: date) -> Path:
    """Write the three files; gives their folder."""
    folder.mkdir(parents=True, exist_ok=True)
    last = days.from_date(end)
    _write(folder / "posts.csv", _POSTS, _post_rows(staff, last))
    _write(folder / "absences.csv", ("worker", "from", "to"), _absence_rows(staff))
    heads = ("month_end", *(each.name for each in fields(Workforce)), *_RATES)
    _write(folder / "by_month.csv", heads, _month_rows(staff, months, last))
    return folder


_POSTS = ("post", "team", "title", "hours", "established", "worker", "agency", "from", "to")


def _post_rows(staff: Staff, last: Day) -> Iterator[tuple[object, ...]]:
    """`from` is blank where it was before anybody asks, `to` where it had not ended."""
    for post in staff.posts:
        about = (post.id, post.team, post.title, post.hours, "Y" if post.is_established else "N")
        for spell in post.spells:
            start = None if spell.start == BEFORE else days.to_date(spell.start)
            end = None if spell.end == OPEN or spell.end > last else days.to_date(spell.end)
            if spell.start <= last:
                yield (*about, spell.worker, "Y" if spell.is_agency else "N", start, end)
        if not post.spells:
            yield (*about, None, None, None, None)


def _absence_rows(staff: Staff) -> Iterator[tuple[object, ...]]:
    for sick in staff.absences:
        yield sick.worker, days.to_date(sick.start), days.to_date(sick.end)


def _month_rows(staff: Staff, months: int, last: Day) -> Iterator[tuple[object, ...]]:
    for back in reversed(range(months + 1)):
        on = days.to_date(days.add_months(last, -back))
        found = workforce(staff, on)
        yield (on, *astuple(found), *(round(getattr(found, rate), 1) for rate in _RATES))


def _write(path: Path, heads: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(heads)
        out.writerows(rows)
