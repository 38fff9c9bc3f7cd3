"""Counts by team: as counted, or with small numbers withheld, by what the reader may see."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from goldenthread.papers.duties import NO_TEAM
from goldenthread.papers.outward import EVERY_TEAM
from goldenthread.web.oversight.disclosure import about, withheld
from goldenthread.web.oversight.lines import NOBODY
from goldenthread.web.oversight.models import TeamCount
from goldenthread.web.oversight.queries import Narrowed
from goldenthread.web.oversight.words import DUTIES
from goldenthread.web.page.elsewhere import provider
from goldenthread.web.page.tables import Cell, Column, Table
from goldenthread.web.page.templatetags.page import counted

WITHHELD = "withheld"


@dataclass(frozen=True)
class TeamFigures:
    """What those who see no children are shown."""

    sentence: str
    tables: tuple[Table, ...]
    note: str


@dataclass(frozen=True)
class Told:
    """What readers outside were told is overdue, by clock and team: a team's count is shown to them where it
    is what they were told, and what is due is withheld with the whole of its duty."""

    overdue: Mapping[tuple[str, str], int | None]

    @classmethod
    def of(cls, as_at: date) -> Told:
        """Asked of whoever the settings name: DUTIES_TOLD is a function of the records' day. Without it,
        nothing was told."""
        asked = provider("DUTIES_TOLD")
        return cls(asked(as_at) if asked else {})

    def hides_overdue(self, clock: str, counts: Mapping[str, int]) -> set[str]:
        """The teams whose count of this duty was not told as it stands. A team that the duty's table does not
        have owes nothing of it, which is no secret."""
        if not any(counts.values()):
            return set()
        if (clock, EVERY_TEAM) not in self.overdue:
            return set(counts)
        told = {team: self.overdue.get((clock, team or NO_TEAM), 0) for team in counts}
        return {team for team, count in counts.items() if told[team] != count}

    def hides_soon(self, clock: str, counts: Mapping[str, int]) -> set[str]:
        """What is due by team is in no other table; small counts go, with as many as it takes, and all of
        them where the duty as a whole is withheld."""
        whole = self.overdue.get((clock, EVERY_TEAM)) is None
        return set(counts) if whole and any(counts.values()) else withheld(counts)


def shown_to(counts: Sequence[TeamCount], *, told: Told | None, within: str) -> TeamFigures:
    """The counts as a reader may see them: as counted, or as they were told to those outside. There are no
    totals where numbers are withheld."""
    internal = told is None
    overdue = {(count.team, count.clock): count.overdue for count in counts}
    soon = {(count.team, count.clock): count.soon for count in counts}
    teams = sorted({count.team for count in counts}, key=lambda team: (team == "", team))
    tables = (
        _table("Overdue, by team", "Overdue", overdue, teams, hides=told.hides_overdue if told else None),
        _table(f"Due {within}, by team", "Due", soon, teams, hides=told.hides_soon if told else None),
    )
    note = (
        ""
        if internal
        else f"Counts of 1 to 5 are withheld, and others where these could be worked out: “{WITHHELD}”."
    )
    return TeamFigures(sentence=_sentence(sum(overdue.values()), internal=internal), tables=tables, note=note)


def holders_table(rows: Sequence[dict[str, Any]], *, narrowed: Narrowed) -> Table:
    """Who has what: the teams of somebody who sees several, the workers of somebody who sees one. Those with
    most overdue first, each linked to what they have."""
    teams = dict.fromkeys(row["team"] for row in rows)
    if len(teams) > 1:
        lines = [_team_line(team, [row for row in rows if row["team"] == team]) for team in teams]
    else:
        lines = [_worker_line(row, narrowed) for row in rows]
    lines.sort(key=lambda line: (-line.overdue, -line.soon))
    columns = [
        Column("Team" if len(teams) > 1 else "Worker"),
        Column("Overdue", numeric=True),
        Column("Due soon", numeric=True),
    ]
    what = DUTIES[narrowed.duty].tab if narrowed.duty else "Every duty"
    return Table(f"{what}: who has most overdue, first", columns, [line.cells for line in lines])


@dataclass(frozen=True)
class _Holder:
    name: Cell
    overdue: int
    soon: int

    @property
    def cells(self) -> list[Cell]:
        return [self.name, Cell(f"{self.overdue:,}"), Cell(f"{self.soon:,}")]


def _team_line(team: str, rows: Sequence[dict[str, Any]]) -> _Holder:
    href = reverse("oversight:team", args=[team]) if team else ""
    overdue, soon = sum(row["overdue"] for row in rows), sum(row["soon"] for row in rows)
    return _Holder(Cell(team or NOBODY, href=href), overdue, soon)


def _worker_line(row: dict[str, Any], narrowed: Narrowed) -> _Holder:
    said = narrowed.said | {"team": row["team"], "worker": row["worker"]}
    href = "?" + urlencode({name: value for name, value in said.items() if value})
    return _Holder(
        Cell(row["worker"] or NOBODY, href=href if row["worker"] else ""), row["overdue"], row["soon"]
    )


def workers_table(rows: Sequence[dict[str, Any]], *, team: str) -> Table:
    """A team's workers by duty, each linked to the list of theirs."""
    numbers = [Column(label, numeric=True) for label in ("Overdue", "Due soon", "All open")]
    columns = [Column("Worker"), Column("Duty"), *numbers]
    lines = [
        [
            Cell(row["worker"] or NOBODY),
            Cell(DUTIES[row["clock"]].tab, href=reverse("oversight:duty", args=[row["clock"]])),
            Cell(f"{row['overdue']:,}", href=_list_at(row, team, "overdue") if row["overdue"] else ""),
            Cell(f"{row['soon']:,}", href=_list_at(row, team, "soon") if row["soon"] else ""),
            Cell(f"{row['still_open']:,}"),
        ]
        for row in rows
    ]
    return Table(caption="What each worker has open", columns=columns, rows=lines)


def _list_at(row: dict[str, Any], team: str, show: str) -> str:
    said = {"duty": row["clock"], "show": show, "team": team, "worker": row["worker"]}
    return f"{reverse('oversight:home')}?{urlencode({name: value for name, value in said.items() if value})}"


def _table(
    caption: str,
    what: str,
    counts: dict[tuple[str, str], int],
    teams: Sequence[str],
    *,
    hides: Callable[[str, Mapping[str, int]], set[str]] | None,
) -> Table:
    """Each team's duties in words, those it has none of left out: two dozen columns are read by nobody."""
    by_duty = {clock: {team: counts.get((team, clock), 0) for team in teams} for clock in DUTIES}
    hidden = {clock: hides(clock, column) if hides else set() for clock, column in by_duty.items()}
    rows = [
        [Cell(team or NOBODY.capitalize()), Cell(_of_team(team, by_duty, hidden) or "Nothing")]
        for team in teams
    ]
    return Table(caption=caption, columns=[Column("Team"), Column(what)], rows=rows)


def _of_team(team: str, by_duty: dict[str, dict[str, int]], hidden: dict[str, set[str]]) -> str:
    """Such as: Assessments 3, Care visits withheld."""
    told = [
        f"{DUTIES[clock].tab} {WITHHELD if team in hidden[clock] else f'{counts[team]:,}'}"
        for clock, counts in by_duty.items()
        if counts[team] or team in hidden[clock]
    ]
    return ", ".join(told)


def _sentence(overdue: int, *, internal: bool) -> str:
    if internal:
        return f"{counted(overdue, 'duty is,duties are')} overdue." if overdue else "Nothing is overdue."
    near = about(overdue)
    return f"About {near:,} duties are overdue." if near else "Few or no duties are overdue."
