"""Why a figure moved between two periods: which teams and children made the change, and how much of it is
late recording rather than practice.

The change that a board sees is between what was said of the earlier period then and what is said of the later
one now. Part of it is only that the earlier period has since been recorded more fully. So the change is split
at one point: what the earlier period comes to now. From what was known then to that is late recording; from
that to the later period is practice. It can be told only where records as they were known then are held; else
the whole change is given undivided, and that is said.

The later period is as fresh as the earlier one once was, and will itself be added to: that is not known yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from goldenthread.errors import InputRefused, NotAnswerable
from goldenthread.indicators import compute
from goldenthread.indicators.catalogue import get
from goldenthread.indicators.definition import Indicator
from goldenthread.indicators.figures import NO_TEAM
from goldenthread.records.tables import Records

_TEAMS_NAMED = 2
_COUNTED = ("count", "percent")


@dataclass(frozen=True)
class Side:
    """One period's figure, with both counts. `start` is None for a number on a day."""

    end: date
    numerator: int
    denominator: int | None
    value: float | None
    start: date | None = None


@dataclass(frozen=True)
class TeamMoved:
    """One team's numbers in each period, and how far the numerator moved in it."""

    team: str
    before: Side
    after: Side

    @property
    def moved(self) -> int:
        return self.after.numerator - self.before.numerator


@dataclass(frozen=True)
class ChildMoved:
    """A child whose part in the figure is not the same in both periods.

    `was` and `now` say how many of the child's cases are counted; None where the child has no case there.
    `late` is set where cases of the earlier period were not known when its figure was first given.
    """

    child_id: str
    team: str
    was: int | None
    now: int | None
    late: bool = False


@dataclass(frozen=True)
class Movement:
    """The change in one indicator between two periods. It names children."""

    indicator: Indicator
    before: Side
    after: Side
    known_then: Side | None  # the earlier period as it was known when first given; None if it cannot be told
    why_not_told: str
    teams: tuple[TeamMoved, ...]
    children: tuple[ChildMoved, ...]

    @property
    def first_said(self) -> Side:
        """The earlier figure as it was first given, where that is known."""
        return self.known_then or self.before

    @property
    def change(self) -> float | None:
        """The change in value a board sees."""
        return _difference(self.after, self.first_said)

    @property
    def late_recording(self) -> float | None:
        """How much of it is the earlier period having been recorded more fully since."""
        return _difference(self.before, self.known_then) if self.known_then else None

    @property
    def practice(self) -> float | None:
        """How much is left: the two periods as both are known now."""
        return _difference(self.after, self.before)

    @property
    def draft(self) -> str:
        """A sentence or two for the owner to edit. It names teams and numbers, and no child."""
        return " ".join((_what_moved(self), _by_whom(self), _how_much_is_late(self))).strip()


def explain(  # noqa: PLR0913  what is asked, each named
    records: Records,
    clock_rows: pl.DataFrame,
    *,
    id: str,
    before: date,
    after: date,
    period: str = "month",
    known_then: tuple[Records, pl.DataFrame] | None = None,
    also: Sequence[Indicator] = (),
) -> Movement:
    """What moved an indicator between the periods that end on `before` and `after`.

    `known_then`: the records as they were known when the earlier figure was first given, with their clock
    rows. Refuses periods the source does not answer, and a split, which is many figures.
    """
    one = get(id, also=also)
    _refuse(one, before=before, after=after)
    found = _Found.of(records, clock_rows, one, period=period, ends=(before, after), also=also)
    then, why_not = _as_known(known_then, one, period=period, end=before, also=also)
    return Movement(
        indicator=one,
        before=found.side(before),
        after=found.side(after),
        known_then=then.side(before) if then else None,
        why_not_told=why_not,
        teams=_teams(found, before=before, after=after),
        children=_children(found, then, before=before, after=after),
    )


@dataclass(frozen=True)
class _Found:
    """The figures and the cases of the periods, from one set of records."""

    whole: pl.DataFrame
    by_team: pl.DataFrame
    cases: pl.DataFrame

    @classmethod
    def of(
        cls,
        records: Records,
        clock_rows: pl.DataFrame,
        one: Indicator,
        *,
        period: str,
        ends: tuple[date, ...],
        also: Sequence[Indicator],
    ) -> _Found:
        asked: dict[str, Any] = {"ids": [one.id], "period": period, "also": also}
        whole = compute.figures(records, clock_rows, **asked)
        missing = [end for end in ends if end not in whole["period_end"].to_list()]
        if missing:
            raise NotAnswerable(
                f"{one.title}: the source does not answer the {period} that ends on "
                f"{' or '.join(str(end) for end in missing)}."
            )
        spans = whole.select("period_start", "period_end").unique()
        cases = compute.cases(records, clock_rows, **asked).join_where(
            spans,
            pl.col("on") <= pl.col("period_end"),
            pl.col("on") >= pl.coalesce("period_start", "period_end"),
        )
        by_team = compute.figures(records, clock_rows, **asked, by=["team"])
        return cls(whole, by_team, cases.with_columns(pl.col("team").fill_null(NO_TEAM)))

    def side(self, end: date) -> Side:
        return _side(self.whole.filter(period_end=end).row(0, named=True))

    def of_child(self, end: date) -> dict[str, tuple[int, str]]:
        """Each child with how many cases are counted in a period, and the team of the last."""
        each = self.cases.filter(period_end=end).drop_nulls("child_id").sort("on", "about")
        counted = each.group_by("child_id", maintain_order=True).agg(
            pl.col("in_numerator").sum(), pl.col("team").last()
        )
        return {child: (number, team) for child, number, team in counted.iter_rows()}


def _side(row: dict[str, Any]) -> Side:
    return Side(
        row["period_end"], row["numerator"] or 0, row["denominator"], row["value"], row["period_start"]
    )


def _refuse(one: Indicator, *, before: date, after: date) -> None:
    if one.parts:
        raise InputRefused(
            source=one.id,
            why="is a split, which is many figures at once",
            what_to_do="ask of a figure that is one number",
        )
    if before >= after:
        raise InputRefused(
            source="the periods",
            why=f"{before} is not before {after}",
            what_to_do="give the end of the earlier period first",
        )


def _as_known(
    known_then: tuple[Records, pl.DataFrame] | None,
    one: Indicator,
    *,
    period: str,
    end: date,
    also: Sequence[Indicator],
) -> tuple[_Found | None, str]:
    if known_then is None:
        return None, "no records as they were known then are held"
    records, clock_rows = known_then
    try:
        return _Found.of(records, clock_rows, one, period=period, ends=(end,), also=also), ""
    except NotAnswerable:
        return None, "the records as they were known then do not answer that period"


def _teams(found: _Found, *, before: date, after: date) -> tuple[TeamMoved, ...]:
    """Every team in either period, those that moved the numerator most first."""
    rows = {
        end: {row["team"]: _side(row) for row in found.by_team.filter(period_end=end).iter_rows(named=True)}
        for end in (before, after)
    }
    names = dict.fromkeys([*rows[before], *rows[after]])
    nothing = {end: Side(end, 0, None, None, found.side(end).start) for end in (before, after)}
    moved = [
        TeamMoved(name, rows[before].get(name, nothing[before]), rows[after].get(name, nothing[after]))
        for name in names
    ]
    return tuple(sorted(moved, key=lambda one: (-abs(one.moved), one.team)))


def _children(found: _Found, then: _Found | None, *, before: date, after: date) -> tuple[ChildMoved, ...]:
    """Children whose part differs between the periods, or whose earlier cases came to be known late."""
    was, now = found.of_child(before), found.of_child(after)
    known = then.of_child(before) if then else was
    moved = []
    for child in sorted({*was, *now, *known}):
        late = _counted(was, child) != _counted(known, child)
        if _counted(was, child) != _counted(now, child) or late:
            _, team = now.get(child) or was.get(child) or known[child]
            moved.append(ChildMoved(child, team, _counted(was, child), _counted(now, child), late))
    return tuple(moved)


def _counted(side: dict[str, tuple[int, str]], child: str) -> int | None:
    return side[child][0] if child in side else None


def _difference(later: Side, earlier: Side) -> float | None:
    if later.value is None or earlier.value is None:
        return None
    return later.value - earlier.value


def _what_moved(one: Movement) -> str:
    change = one.change
    was = f"{_figure(one, one.first_said)} ({one.before.end})"
    said = f"from {was} to {_figure(one, one.after)} ({one.after.end})"
    if change is None:
        return f"{one.indicator.title} cannot be compared: {said}."
    if change == 0:
        return f"{one.indicator.title} did not move: {_figure(one, one.after)} in both."
    return f"{one.indicator.title} {'rose' if change > 0 else 'fell'} {said}."


def _by_whom(one: Movement) -> str:
    """Teams that moved the way the whole did, most first; nothing where nobody did."""
    if one.indicator.kind not in _COUNTED or not one.practice:
        return ""
    direction = one.after.numerator - one.before.numerator
    same = [team for team in one.teams if team.moved * direction > 0][:_TEAMS_NAMED]
    if not same:
        return ""
    named = " and ".join(f"{team.team} ({team.before.numerator} to {team.after.numerator})" for team in same)
    return f"Of those counted, the largest part of the change is in {named}."


def _how_much_is_late(one: Movement) -> str:
    if one.late_recording is None:
        return f"How much of it is late recording cannot be told: {one.why_not_told}."
    if one.late_recording == 0:
        return "None of it is late recording: the earlier period stands as it was first given."
    return (
        f"Of this, {_points(one, one.late_recording)} is late recording: the earlier period now comes to "
        f"{_figure(one, one.before)}. {_capital(_points(one, one.practice))} is practice."
    )


def _points(one: Movement, change: float | None) -> str:
    if change is None:
        return "an unknown part"
    unit = " percentage points" if one.indicator.kind == "percent" else ""
    number = f"{change:+,.0f}" if one.indicator.kind == "count" else f"{change:+,.1f}"
    return f"{number}{unit}"


def _figure(one: Movement, side: Side) -> str:
    if side.value is None:
        return "no figure"
    if one.indicator.kind == "count":
        return f"{side.value:,.0f}"
    if one.indicator.kind == "percent":
        return f"{side.value:.1f}% ({side.numerator} of {side.denominator})"
    return f"{side.value:,.1f}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
