"""Every indicator, by id; and which of them a source can answer.

`BUILT` are the product's own; `INDICATORS` adds those of the folder the process was started with.

What a source cannot carry is listed with the reason, and never computed.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from types import MappingProxyType, ModuleType
from typing import NamedTuple

from goldenthread.errors import InputRefused
from goldenthread.indicators import (
    adopters,
    adoption,
    assessment,
    care_leavers,
    child_protection,
    children_in_care,
    children_in_need,
    early_help,
    front_door,
    local,
    missing,
    placements,
    section_47,
    workforce,
)
from goldenthread.indicators.definition import Indicator
from goldenthread.indicators.periods import answered, default_span
from goldenthread.records.tables import Records
from goldenthread.standards.indicators import indicator_facts, lacking


class Unanswerable(NamedTuple):
    """An indicator the source cannot carry, and why in plain words."""

    id: str
    title: str
    reason: str


def _of(module: ModuleType) -> list[Indicator]:
    return [
        thing for name, thing in vars(module).items() if isinstance(thing, Indicator) and name == thing.id
    ]


BUILT: tuple[Indicator, ...] = tuple(
    one
    for module in (
        front_door,
        early_help,
        assessment,
        section_47,
        child_protection,
        children_in_need,
        children_in_care,
        placements,
        missing,
        care_leavers,
        adoption,
        adopters,
        workforce,
    )
    for one in _of(module)
)

INDICATORS: tuple[Indicator, ...] = (*BUILT, *local.of_this_process())

PAIRS = MappingProxyType(
    {
        "assessment_45wd": "assessment_overdue_open",
        "assessment_45wd_from_referral": "assessment_overdue_open",
        "assessment_duration_bands": "assessment_overdue_open",
        "assessment_duration_median": "assessment_overdue_open",
        "icpc_15wd": "icpc_overdue",
        "icpc_duration_bands": "icpc_overdue",
        "eh_timeliness": "eh_open_caseload",
        "cla_health_assessment_initial": "cla_health_assessment_due",
        "adoption_placed_within_12m": "adoption_waiting",
        "adoption_a1": "adoption_waiting",
        "adoption_a2": "adoption_waiting",
        "adopter_stage2_4m": "adopters_waiting",
    }
)
"""What was completed in time, and what is to be read beside it: the work that is late and still open."""

_BY_ID = MappingProxyType({one.id: one for one in INDICATORS})


def get(id: str, *, also: Sequence[Indicator] = ()) -> Indicator:
    """The indicator of that id, here or in `also`; an unknown one is refused with the nearest names."""
    if id in _BY_ID:
        return _BY_ID[id]
    own = {one.id: one for one in also}
    if id in own:
        return own[id]
    near = get_close_matches(id, [*_BY_ID, *own], n=3, cutoff=0.5)
    raise InputRefused(
        source=f"indicator {id!r}",
        why="there is no such indicator",
        what_to_do=f"did you mean {' or '.join(near)}" if near else "leave the id out to see them all",
    )


def not_built() -> tuple[Unanswerable, ...]:
    """Indicators known to practice that no records of the model could answer, each with what is lacking."""
    facts = indicator_facts()
    return tuple(
        Unanswerable(id, facts[id].title, f"for want of {record}") for id, record in lacking().items()
    )


def answerable(records: Records) -> tuple[Indicator, ...]:
    """Indicators whose default figure (last full month, or stock at the as-at date) the source carries."""
    return tuple(one for one in INDICATORS if answered(one, records, None))


def as_stated(records: Records) -> tuple[Indicator, ...]:
    """Those answered from what the source states in place of the history that would show it."""
    return tuple(one for one in answerable(records) if one.instead and why_not(one, records))


def unanswerable(records: Records) -> tuple[Unanswerable, ...]:
    """The rest, each with what the source lacks."""
    able = {one.id for one in answerable(records)}
    return tuple(
        Unanswerable(one.id, one.title, why_not(one, records)) for one in INDICATORS if one.id not in able
    )


def only_lately(records: Records) -> tuple[Unanswerable, ...]:
    """Those answered for the last full month alone, because the source lists each child once."""
    once = "the source lists each child once, so earlier months would come out low: the last full month only"
    return tuple(
        Unanswerable(one.id, one.title, once)
        for one in answerable(records)
        if any(need.lists_children_once(records) for need in one.needs)
    )


def why_not(one: Indicator, records: Records) -> str:
    """What the source lacks to answer the default figure from history, in plain words; empty if nothing."""
    span = default_span(one, records)
    if span is None:
        return "no whole calendar month has ended in what the source holds"
    start = span.start or span.end
    short = [need for need in one.needs if not need.met(records, start=start, end=span.end)]
    return "; ".join(dict.fromkeys(need.lack(records) for need in short))
