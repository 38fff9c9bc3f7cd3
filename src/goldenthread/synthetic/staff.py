"""Teams and workers of a made-up authority, numbered so that nobody could take them for real people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from goldenthread.synthetic.chance import Mix, one_of
from goldenthread.synthetic.rows import Row
from goldenthread.synthetic.scenario import Change, Scenario

AREAS = ("North", "South", "East", "West", "Central", "Coast", "Valley", "Moor")
_NUMBERS = ("One", "Two", "Three", "Four")

# Cases per worker, and the share of the authority's children a kind of team holds at any time.
CASELOAD = 15
_LOAD = {"assessment": 0.05, "safeguarding": 0.20, "disabled": 0.03, "care": 0.09, "leaving": 0.10}
_SERVICES = {
    "front_door": "Front Door and Assessment Service",
    "assessment": "Front Door and Assessment Service",
    "safeguarding": "Safeguarding Service",
    "disabled": "Safeguarding Service",
    "care": "Children in Care Service",
    "leaving": "Leaving Care Service",
}
_TITLES = Mix({"Social worker": 62.0, "Senior social worker": 24.0, "Newly qualified social worker": 14.0})
_HOURS = Mix({1.0: 80.0, 0.8: 10.0, 0.6: 6.0, 0.5: 4.0})
_AGENCY = 0.13


@dataclass(frozen=True)
class Team:
    """A team, how often it visits in time, and who can hold a case in it."""

    id: str
    name: str
    kind: str
    service: str
    visit_in_time: Change
    manager: str
    workers: tuple[str, ...]


@dataclass(frozen=True)
class Staff:
    """Everyone, with the rows that say so."""

    teams: dict[str, tuple[Team, ...]]
    professionals: list[Row]
    departments: list[Row]
    managers: Mapping[str, str]  # by team

    def team(self, kind: str, area: int) -> Team:
        """The team of a kind that serves an area."""
        teams = self.teams[kind]
        return teams[area % len(teams)]


def hire(*, children: int, scenario: Scenario, rng: Random) -> Staff:
    """Teams and workers enough for a made-up authority of this many children."""
    areas = area_count(children)
    professionals: list[Row] = []
    teams: dict[str, tuple[Team, ...]] = {}
    for kind, names in _team_names(areas).items():
        size = max(2, round(children * scenario.posts * _LOAD.get(kind, 0.02) / CASELOAD / len(names)))
        teams[kind] = tuple(
            Team(
                id=f"T{sum(map(len, teams.values())) + place:02d}",
                name=name,
                kind=kind,
                service=_SERVICES[kind],
                visit_in_time=_visits(name, scenario),
                manager=_id(len(professionals) + 1),
                workers=_workers(professionals, size=size, kind=kind, rng=rng),
            )
            for place, name in enumerate(names, start=1)
        )
    managers = {team.id: team.manager for group in teams.values() for team in group}
    return Staff(teams, professionals, _departments(teams), managers)


def _visits(team: str, scenario: Scenario) -> Change:
    slipping = dict(scenario.slipping_teams)
    return Change(slipping[team], slipping[team]) if team in slipping else scenario.visit_in_time


def area_count(children: int) -> int:
    return min(len(AREAS), max(2, children // 500))


def _team_names(areas: int) -> dict[str, tuple[str, ...]]:
    return {
        "front_door": ("Front Door Team",),
        "assessment": tuple(f"Assessment Team {area}" for area in AREAS[:areas]),
        "safeguarding": tuple(f"Safeguarding Team {area}" for area in AREAS[:areas]),
        "disabled": ("Disabled Children Team",),
        "care": tuple(f"Children in Care Team {number}" for number in _NUMBERS[: max(2, areas // 2)]),
        "leaving": ("Leaving Care Team",),
    }


def _workers(professionals: list[Row], *, size: int, kind: str, rng: Random) -> tuple[str, ...]:
    """Adds a manager and the workers of one team, and gives the workers' ids."""
    first = len(professionals) + 1
    for number in range(first, first + size + 1):
        title = "Team manager" if number == first else _title(kind, rng)
        professionals.append(
            {
                "prof_professional_id": _id(number),
                "prof_professional_name": f"Worker {number:03d}",
                "prof_professional_job_title": title,
                "prof_full_time_equivalency": 1.0 if number == first else _HOURS.draw(rng),
                "prof_agency_worker_flag": "Y" if rng.random() < _AGENCY else "N",
            }
        )
    return tuple(map(_id, range(first + 1, first + size + 1)))


def _id(number: int) -> str:
    return f"WK{number:04d}"


def _title(kind: str, rng: Random) -> str:
    return "Personal adviser" if kind == "leaving" else _TITLES.draw(rng)


def _departments(teams: dict[str, tuple[Team, ...]]) -> list[Row]:
    services = {
        service: f"S{place:02d}" for place, service in enumerate(dict.fromkeys(_SERVICES.values()), 1)
    }
    rows: list[Row] = [{"dept_team_id": key, "dept_team_name": service} for service, key in services.items()]
    for team in (team for group in teams.values() for team in group):
        rows.append(
            {
                "dept_team_id": team.id,
                "dept_team_name": team.name,
                "dept_team_parent_id": services[team.service],
                "dept_team_parent_name": team.service,
            }
        )
    return rows


def pick_worker(team: Team, rng: Random) -> str:
    return one_of(rng, team.workers)
