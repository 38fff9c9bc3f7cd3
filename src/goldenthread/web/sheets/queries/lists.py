"""Each list of the plan as a file holds it: the rows its page shows to whoever asks, in the page's order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from goldenthread.papers.plan_sheets import columns
from goldenthread.papers.plan_sheets.columns import SheetOf, Use
from goldenthread.papers.plan_sheets.writing import Filled
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.standing import standing_of
from goldenthread.web.plan import queries, rules
from goldenthread.web.sheets.queries import held


@dataclass(frozen=True)
class AskedFor:
    """Who asks for a list, with which filters of its page, as at which day."""

    person: Person
    filters: Mapping[str, str]
    as_at: date


def _read_only(of: SheetOf) -> SheetOf:
    """A list is there to read: without the columns to fill in."""
    return SheetOf(of.name, of.of, tuple(one for one in of.columns if one.use is not Use.FILL))


def _requirements(asked: AskedFor) -> Filled:
    filters = queries.RequirementFilters.of(asked.filters)
    found = queries.requirement_list(filters, as_at=asked.as_at)
    return Filled(columns.REQUIREMENTS, held.requirements(found.rows))


def _objectives(asked: AskedFor) -> Filled:
    return Filled(_read_only(columns.OBJECTIVES), held.objective_rows(as_at=asked.as_at))


def _actions(asked: AskedFor) -> Filled:
    known = ("show", "objective", "workstream")
    filters = queries.Filters(**{name: asked.filters.get(name, "") for name in known})
    rows = queries.register(asked.person, filters, as_at=asked.as_at).rows
    return Filled(_read_only(columns.ACTIONS), held.actions(rows))


def _awaiting(asked: AskedFor) -> Filled:
    rows = queries.awaiting_sign_off(as_at=asked.as_at)
    return Filled(_read_only(columns.ACTIONS), held.actions(rows))


def _exceptions(asked: AskedFor) -> Filled:
    return Filled(columns.EXCEPTIONS, held.exceptions(queries.exceptions(as_at=asked.as_at)))


def _dates(asked: AskedFor) -> Filled:
    return Filled(columns.DATES, held.dates(queries.moved_dates()))


def _evidence(asked: AskedFor) -> Filled:
    return Filled(columns.EVIDENCE, held.evidence(standing_of(asked.person).figures))


def _decisions(asked: AskedFor) -> Filled:
    return Filled(columns.DECISIONS, held.decisions())


def _milestones(asked: AskedFor) -> Filled:
    return Filled(_read_only(columns.MILESTONES), held.milestones())


def _progress(asked: AskedFor) -> Filled:
    return Filled(columns.PROGRESS, held.notes())


LISTS: Mapping[str, tuple[str, Callable[[AskedFor], Filled]]] = {
    "requirements": ("Requirements", _requirements),
    "objectives": ("Objectives", _objectives),
    "actions": ("Actions", _actions),
    "awaiting-sign-off": ("Actions awaiting sign-off", _awaiting),
    "exceptions": ("Actions off plan", _exceptions),
    "dates": ("Dates asked for", _dates),
    "evidence": ("Evidence", _evidence),
    "decisions": ("Decisions", _decisions),
    "milestones": ("Milestones", _milestones),
    "progress": ("Notes on progress", _progress),
}
"""Every list that may be taken away, by its name in the address: its title, and its rows."""


def own_actions(owner: Person, *, as_at: date) -> Filled:
    """The actions still to be done that are this person's, to be filled in and sent back."""
    rows = queries.as_rows(queries.still_to_do(owner), as_at=as_at)
    return Filled(columns.UPDATE, held.actions(row for row in rows if rules.owns(owner, row.action)))
