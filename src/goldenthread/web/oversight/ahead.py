"""The weeks ahead: what falls due, with whom, and what of it will be late if work goes on as it does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from goldenthread.web.oversight.lines import NOBODY
from goldenthread.web.oversight.queries import SOON, WEEKS_AHEAD
from goldenthread.web.oversight.words import DUTIES
from goldenthread.web.page.tables import Cell, Column, Table
from goldenthread.web.page.templatetags.page import counted

_LAST = WEEKS_AHEAD[-1]


@dataclass(frozen=True)
class Ahead:
    """The page's sentence and its tables."""

    sentence: str
    tables: tuple[Table, ...]


def ahead(by_holder: Sequence[dict[str, Any]], by_duty: Sequence[dict[str, Any]], *, by_team: bool) -> Ahead:
    """From the counts by team and worker, and by clock: a line for each team or, for somebody who answers
    for one, for each worker; then one for each duty. The most expected late come first."""
    holders = _teams(by_holder) if by_team else [(_worker(row), row) for row in _worst_first(by_holder)]
    duties = [(_duty(row["clock"]), row) for row in _worst_first(by_duty)]
    tables = (
        _table("Team" if by_team else "Worker", holders),
        _table("Duty", duties),
    )
    return Ahead(sentence=_sentence(by_duty), tables=tuple(table for table in tables if table.rows))


def _teams(rows: Sequence[dict[str, Any]]) -> list[tuple[Cell, dict[str, Any]]]:
    teams = list(dict.fromkeys(row["team"] for row in rows))
    summed = [{"team": team} | _sum([row for row in rows if row["team"] == team]) for team in teams]
    return [(_team(row["team"]), row) for row in _worst_first(summed)]


def _sum(rows: Sequence[dict[str, Any]]) -> dict[str, int]:
    names = ["overdue", "unsaid", *(f"{what}_{weeks}" for weeks in WEEKS_AHEAD for what in ("due", "late"))]
    return {name: sum(row[name] for row in rows) for name in names}


def _worst_first(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: (-row[f"late_{_LAST}"], -row["overdue"], -row[f"due_{_LAST}"]))


def _table(first: str, lines: Sequence[tuple[Cell, dict[str, Any]]]) -> Table:
    weeks = [Column(f"In {counted(n, 'week')}", numeric=True) for n in WEEKS_AHEAD]
    return Table(
        caption=f"By {first.lower()}, the most expected late first",
        columns=[Column(first), Column("Overdue", numeric=True), *weeks, Column("Not said", numeric=True)],
        rows=[
            [
                name,
                Cell(f"{row['overdue']:,}"),
                *(Cell(_due(row[f"due_{n}"], row[f"late_{n}"])) for n in WEEKS_AHEAD),
                Cell(f"{row['unsaid']:,}"),
            ]
            for name, row in lines
        ],
    )


def _due(due: int, late: int) -> str:
    return f"{due:,} ({late:,} late)" if late else f"{due:,}"


def _team(team: str) -> Cell:
    return Cell(team or NOBODY, href=reverse("oversight:team", args=[team]) if team else "")


def _worker(row: dict[str, Any]) -> Cell:
    said = {"show": SOON, "team": row["team"], "worker": row["worker"]}
    return Cell(row["worker"] or NOBODY, href=_list_at(said) if row["worker"] else "")


def _duty(clock: str) -> Cell:
    return Cell(DUTIES[clock].tab, href=_list_at({"duty": clock, "show": SOON}))


def _list_at(said: dict[str, str]) -> str:
    return f"{reverse('oversight:home')}?{urlencode({name: value for name, value in said.items() if value})}"


def _sentence(rows: Sequence[dict[str, Any]]) -> str:
    every = _sum(rows)
    if not every[f"due_{_LAST}"]:
        return "Nothing falls due in the next four weeks."
    first, *later = (every[f"due_{weeks}"] for weeks in WEEKS_AHEAD)
    fall = "falls" if first == 1 else "fall"
    words = dict(zip(WEEKS_AHEAD, ("one week", "two weeks", "four weeks"), strict=True))
    rest = " and ".join(f"{n:,} in {words[weeks]}" for n, weeks in zip(later, WEEKS_AHEAD[1:], strict=True))
    late, due = every[f"late_{_LAST}"], every[f"due_{_LAST}"]
    return (
        f"{counted(first, 'duty,duties')} {fall} due in the next week, {rest}. At the present pace"
        f" {f'{late:,}' if late else 'none'} of those {due:,} will be late."
    )
