"""Made-up people for every role, in teams that are named as the records name them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from goldenthread.records.tables import Records
from goldenthread.web.accounts.actions import add_person, give_role, keep_team
from goldenthread.web.accounts.models import Person, Team
from goldenthread.web.accounts.roles import ROLES
from goldenthread.web.history.actions import Service

MAKER = Service("demonstration")
DOMAIN = "wexcombe.example"  # a name that no address on the internet can have
_LONG_BEFORE = timedelta(days=4 * 365)
_LONG_AFTER = timedelta(days=4 * 365)


@dataclass(frozen=True)
class Player:
    """Somebody in the story. `job` is what the plan calls them where they own or sign off its actions."""

    key: str
    name: str
    roles: tuple[str, ...]
    job: str = ""
    team: str = ""
    area: str = ""
    worker_in: str = ""

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Player:
        return cls(**{**data, "roles": tuple(data["roles"])})

    @property
    def email(self) -> str:
        return f"{self.key}@{DOMAIN}"

    @property
    def label(self) -> str:
        """What they are, for whoever chooses whom to sign in as."""
        role = ", ".join(ROLES[role].label for role in self.roles)
        span = self.team or self.area or self.worker_in
        return f"{role}, {span}" if span else role


def keep_teams(records: Records) -> dict[str, Team]:
    """Every team of the records, in the service the records put it in."""
    rows = (
        records.table("ssd_department")
        .filter(pl.col("dept_team_parent_name").is_not_null())
        .select("dept_team_name", "dept_team_parent_name")
        .sort("dept_team_name")
        .collect()
    )
    return {name: keep_team(by=MAKER, name=name, service_area=area) for name, area in rows.iter_rows()}


def add_people(
    players: Iterable[Player], *, teams: Mapping[str, Team], records: Records, password: str, on: date
) -> dict[str, Person]:
    """The people by their key, each with their roles from long before the story to long after it."""
    return {
        player.key: _add(player, teams=teams, records=records, password=password, on=on) for player in players
    }


def _add(player: Player, *, teams: Mapping[str, Team], records: Records, password: str, on: date) -> Person:
    worker = busiest_worker(records, player.worker_in) if player.worker_in else ""
    person = add_person(by=MAKER, email=player.email, name=player.name, password=password, worker=worker)
    for role in player.roles:
        give_role(
            by=MAKER,
            person=person,
            role=role,
            starts=_starts(role, on),
            ends=_ends(role, on),
            team=teams.get(player.team),
            service_area=player.area,
        )
    return person


def _starts(role: str, on: date) -> date:
    return on if ROLES[role].longest_days else on - _LONG_BEFORE


def _ends(role: str, on: date) -> date | None:
    longest = ROLES[role].longest_days
    if longest:
        return on + timedelta(days=longest - 1)
    return on + _LONG_AFTER if ROLES[role].external else None


def busiest_worker(records: Records, team: str) -> str:
    """The worker of a team with most duties overdue, so that whoever signs in as them has something to do;
    without one, whoever holds most open duties; "" where nobody does."""
    from goldenthread.clocks.engine import all_clocks

    rows = all_clocks(records).filter(
        pl.col("team") == team,
        pl.col("worker").is_not_null(),
        pl.col("status").is_in(["due", "due_soon", "overdue"]),
    )
    most = (
        rows.group_by("worker")
        .agg(overdue=(pl.col("status") == "overdue").sum(), running=pl.len())
        .sort(["overdue", "running", "worker"], descending=[True, True, False])
    )
    return str(most["worker"][0]) if most.height else ""


def whom_to_sign_in_as(players: Sequence[Player]) -> list[tuple[str, str, str]]:
    """(what they are, name, address) for each, in the order of the story."""
    return [(player.label, player.name, player.email) for player in players]
