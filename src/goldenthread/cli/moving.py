"""`movement`: why a figure moved between two periods."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from goldenthread.cli.output import say, say_json, say_table
from goldenthread.clocks.engine import all_clocks
from goldenthread.indicators import local
from goldenthread.indicators.movement import Movement, Side, explain
from goldenthread.records.history import combined
from goldenthread.records.store import manifests
from goldenthread.records.tables import Records


@dataclass(frozen=True)
class Moved:
    """Which indicator, between which periods, and from which store."""

    store: Path
    indicator: str
    before: date
    after: date
    period: str
    local: Path | None = None

    def explained(self) -> Movement:
        """The movement, in the history the store holds, with the earlier period as it was first known."""
        records = combined(self.store).records
        return explain(
            records,
            all_clocks(records),
            id=self.indicator,
            before=self.before,
            after=self.after,
            period=self.period,
            known_then=self._known_then(),
            also=local.definitions(self.local) if self.local else (),
        )

    def _known_then(self) -> tuple[Records, pl.DataFrame] | None:
        """The history as it was known when the first snapshot that reaches the earlier period's end came;
        None where that is still the latest, so that nothing has been learnt since."""
        dates = sorted({manifest.as_at for manifest in manifests(self.store)})
        reached = [day for day in dates if day >= self.before]
        if not reached or reached[0] == dates[-1]:
            return None
        records = combined(self.store, known_on=reached[0]).records
        return records, all_clocks(records)


def say_movement(asked: Moved, *, show_rows: bool, json: bool) -> None:
    """The draft sentence and the teams; the children only if asked for."""
    found = asked.explained()
    if json:
        say_json(_object(found, show_rows=show_rows))
        return
    say(found.draft)
    teams = [_team(one) for one in _object(found, show_rows=False)["teams"]]
    headings = {"team": "Team", "before": str(found.before.end), "after": str(found.after.end)}
    say_table("Teams, those that moved most first", teams, {**headings, "moved": "Moved"})
    if show_rows:
        children = _object(found, show_rows=True)["children"]
        names = {"child_id": "Child", "team": "Team", "was": "Was counted", "now": "Is counted"}
        say_table("Children whose part differs", children, {**names, "late": "Recorded late"})


def _team(said: dict[str, Any]) -> dict[str, Any]:
    return {"team": said["team"], "before": _counts(said["before"]), "after": _counts(said["after"])} | {
        "moved": f"{said['moved']:+d}"
    }


def _counts(side: dict[str, Any]) -> str:
    if side["denominator"] is None:
        return str(side["numerator"])
    return f"{side['numerator']} of {side['denominator']}"


def _object(found: Movement, *, show_rows: bool) -> dict[str, Any]:
    said: dict[str, Any] = {
        "indicator": found.indicator.id,
        "definition": found.indicator.definition,
        "draft": found.draft,
        "before": _side(found.before),
        "as_first_known": _side(found.known_then) if found.known_then else None,
        "after": _side(found.after),
        "change": found.change,
        "late_recording": found.late_recording,
        "practice": found.practice,
        "why_not_told": found.why_not_told,
        "teams": [
            {"team": one.team, "before": _side(one.before), "after": _side(one.after), "moved": one.moved}
            for one in found.teams
        ],
    }
    if show_rows:
        said["children"] = [vars(one) for one in found.children]
    return said


def _side(side: Side) -> dict[str, Any]:
    return vars(side)
