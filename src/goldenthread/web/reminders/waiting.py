"""What waits for somebody, as a message may say it: codes, dates and counts, never what people wrote.

It is read off the needs of the plan and of the rooms beside it, the same that the Today page shows, so they
cannot disagree. A need says its own short form; one of the plan that has none is told without any words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.standing import standing_of
from goldenthread.web.page.elsewhere import provider
from goldenthread.web.page.needs import Need
from goldenthread.web.plan.needs import needs
from goldenthread.web.reminders.models import Kind

PLAIN = "The plan has something for you"
# What a deputy is told of whoever they cover: what must not lie. What they may decide themselves comes to
# them as their own.
_OF_OTHERS = {Kind.OVERDUE, Kind.DUE, Kind.UPDATE}


@dataclass(frozen=True)
class Waiting:
    """One thing that waits. `covering` is who it is really for, "" for one's own."""

    kind: Kind
    words: str
    href: str
    covering: str = ""


def waiting(person: Person, *, on: date, kinds: Iterable[str] = tuple(Kind.values)) -> list[Waiting]:
    """What waits for a person on a day, of the kinds asked for, most pressing first; nothing for whoever may
    no longer see the plan."""
    if not person.is_active:
        return []
    wanted = set(kinds)
    found = [one for one in _found(person, on) if one.kind in wanted]
    return sorted(found, key=lambda one: (bool(one.covering), list(Kind).index(one.kind)))


def _found(person: Person, on: date) -> Iterator[Waiting]:
    own = [_said(need) for need in needs(person, on=on)]
    yield from own
    asked = provider("NEEDS_BESIDE_THE_PLAN")
    yield from (_said(need) for need in (asked(person, on=on) if asked else ()))
    told = {one.href for one in own}
    for covered in standing_of(person).covered:
        for need in needs(covered, on=on):
            said = _said(need, covering=covered.name)
            if said.kind in _OF_OTHERS and said.href not in told:
                yield said


def _said(need: Need, *, covering: str = "") -> Waiting:
    kind = Kind(need.kind) if need.kind in Kind.values else Kind.OTHER
    return Waiting(kind, need.brief or PLAIN, need.href, covering)
