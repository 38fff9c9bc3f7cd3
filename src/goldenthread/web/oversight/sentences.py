"""The sentences at the top of the Practice pages."""

from __future__ import annotations

from datetime import date

from goldenthread.web.oversight.actions import TWO_WEEKS
from goldenthread.web.oversight.queries import OVERDUE, Counted, Narrowed
from goldenthread.web.oversight.words import DUTIES
from goldenthread.web.page.templatetags.page import counted, day


def of_list(narrowed: Narrowed, found: Counted, *, within: str) -> str:
    """Such as: 12 children have a visit overdue; the longest wait is 37 working days."""
    return _overdue(narrowed, found) if narrowed.show == OVERDUE else _soon(narrowed, found, within=within)


def two_weeks(as_at: date, today: date) -> str:
    """The two weeks that "soon" looks ahead: from the day of the records, which may be long past."""
    if today <= as_at + TWO_WEEKS / 2:
        return "in the next two weeks"
    return f"in the two weeks after {day(as_at)}"


def of_needs(clock: str, overdue: int, *, where: str) -> str:
    """Such as: 3 care visits are overdue in your team."""
    duty = DUTIES[clock]
    return (
        f"1 {duty.bare} is overdue in {where}"
        if overdue == 1
        else f"{overdue:,} {duty.many} are overdue in {where}"
    )


def of_others(kinds: int, overdue: int, *, where: str) -> str:
    """Such as: 41 duties of 14 other kinds are overdue in the whole service."""
    return f"{overdue:,} duties of {kinds} other kinds are overdue in {where}"


def _overdue(narrowed: Narrowed, found: Counted) -> str:
    if not narrowed.duty:
        if not found.overdue:
            return "Nothing is overdue."
        are = "is" if found.overdue == 1 else "are"
        return (
            f"{counted(found.overdue, 'duty,duties')} {are} overdue, for"
            f" {counted(found.children, 'child,children')}; {_longest(found)}."
        )
    duty = DUTIES[narrowed.duty]
    if not found.children:
        return f"No child has {duty.one} overdue."
    have = "has" if found.children == 1 else "have"
    return f"{counted(found.children, 'child,children')} {have} {duty.one} overdue; {_longest(found)}."


def _longest(found: Counted) -> str:
    return f"the longest wait is {counted(found.longest, 'working day')}"


def _soon(narrowed: Narrowed, found: Counted, *, within: str) -> str:
    many = DUTIES[narrowed.duty].many if narrowed.duty else "duties"
    one = DUTIES[narrowed.duty].bare if narrowed.duty else "duty"
    if not found.soon:
        return f"No {many} fall due {within}."
    fall = "falls" if found.soon == 1 else "fall"
    return f"{counted(found.soon, f'{one},{many}')} {fall} due {within}."
