"""What is overdue and soon due, by duty and team: counts only, no child is named or numbered in a paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from goldenthread.clocks.rows import Basis, Status
from goldenthread.papers.words import ClockWords

NO_TEAM = "No team recorded"
_RUNNING = (Status.DUE, Status.DUE_SOON, Status.OVERDUE)


@dataclass(frozen=True)
class TeamDuty:
    """One team's running duties of one kind. `longest_late` is in working days, 0 when none is overdue."""

    team: str
    running: int
    overdue: int
    due_soon: int
    longest_late: int


@dataclass(frozen=True)
class Duty:
    """A duty's running occurrences, team by team, most overdue first.

    `rules` are the branches of the rule applied to them; `assumed` counts those whose branch the source
    leaves open, and `rules_assumed` name the branches taken.
    """

    words: ClockWords
    teams: tuple[TeamDuty, ...]
    rules: tuple[str, ...]
    assumed: int
    rules_assumed: tuple[str, ...]

    @property
    def running(self) -> int:
        return sum(team.running for team in self.teams)

    @property
    def overdue(self) -> int:
        return sum(team.overdue for team in self.teams)

    @property
    def due_soon(self) -> int:
        return sum(team.due_soon for team in self.teams)

    @property
    def longest_late(self) -> int:
        return max((team.longest_late for team in self.teams), default=0)


def duties(clock_rows: pl.DataFrame, words: Mapping[str, ClockWords]) -> tuple[Duty, ...]:
    """Every duty with a row, in the words' order; a duty the words do not name keeps its id, at the end."""
    names = {clock: place for place, clock in enumerate(words)}
    found = sorted(clock_rows["clock"].unique().to_list(), key=lambda id: (names.get(id, len(names)), id))
    running = clock_rows.filter(pl.col("status").is_in(_RUNNING))
    return tuple(_duty(words.get(id, ClockWords(id, id)), running.filter(clock=id)) for id in found)


def _duty(words: ClockWords, rows: pl.DataFrame) -> Duty:
    assumed = rows.filter(pl.col("basis") == Basis.ASSUMED)
    return Duty(
        words=words,
        teams=_by_team(rows),
        rules=_rules(rows),
        assumed=assumed.height,
        rules_assumed=_rules(assumed),
    )


def _rules(rows: pl.DataFrame) -> tuple[str, ...]:
    return tuple(sorted(rows["rule"].drop_nulls().unique().to_list()))


def _by_team(rows: pl.DataFrame) -> tuple[TeamDuty, ...]:
    overdue = pl.col("status") == Status.OVERDUE
    counts = (
        rows.group_by(pl.col("team").fill_null(NO_TEAM))
        .agg(
            running=pl.len(),
            overdue=overdue.sum(),
            due_soon=(pl.col("status") == Status.DUE_SOON).sum(),
            longest_late=pl.col("days_late").filter(overdue).max().fill_null(0),
        )
        .sort(["overdue", "longest_late", "team"], descending=[True, True, False])
    )
    return tuple(TeamDuty(**row) for row in counts.iter_rows(named=True))
