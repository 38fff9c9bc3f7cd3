"""Teams and workers of a made-up authority, numbered so that nobody could take them for real people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from random import Random

from goldenthread.synthetic.chance import Mix
from goldenthread.synthetic.posts import Post, Rota
from goldenthread.synthetic.rows import Row
from goldenthread.synthetic.scenario import Change, Scenario
from goldenthread.synthetic.workforce import EXTRA, Absence, Months, absences, fill

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
_MANAGER = "Team manager"


@dataclass(frozen=True)
class Team:
    """A team, how often it visits in time, and the posts that hold cases in it."""

    id: str
    name: str
    kind: str
    service: str
    visit_in_time: Change
    manager: str
    posts: tuple[Post, ...]

    @cached_property
    def rota(self) -> Rota:
        """Who can hold a case, day by day."""
        return Rota(self.posts, self.manager)


@dataclass(frozen=True)
class Staff:
    """Everyone, with the rows that say so."""

    teams: dict[str, tuple[Team, ...]]
    professionals: list[Row]
    departments: list[Row]
    managers: Mapping[str, str]  # by team
    absences: tuple[Absence, ...]

    @property
    def posts(self) -> tuple[Post, ...]:
        """Every post that holds cases: managers' are none."""
        return tuple(post for group in self.teams.values() for team in group for post in team.posts)

    def team(self, kind: str, area: int) -> Team:
        """The team of a kind that serves an area."""
        teams = self.teams[kind]
        return teams[area % len(teams)]


def hire(*, children: int, months: Months, seed: int) -> Staff:
    """Teams and posts enough for a made-up authority of this many children, and who was in them."""
    scenario, rng = months.scenario, Random(f"{seed}:staff")
    people = _People()
    teams: dict[str, tuple[Team, ...]] = {}
    for kind, names in _team_names(area_count(children)).items():
        size = max(2, round(children * scenario.posts * _LOAD.get(kind, 0.02) / CASELOAD / len(names)))
        placed = sum(map(len, teams.values()))
        teams[kind] = tuple(
            _team(kind, name, f"T{placed + place:02d}", size=size, scenario=scenario, people=people, rng=rng)
            for place, name in enumerate(names, start=1)
        )
    posts = [post for group in teams.values() for team in group for post in team.posts]
    fill(posts, months=months, rng=rng, engage=people.engage)
    sick = tuple(absences(posts, months=months, rng=Random(f"{seed}:sick")))
    managers = {team.id: team.manager for group in teams.values() for team in group}
    return Staff(teams, people.rows, _departments(teams), managers, sick)


class _People:
    """Everyone who ever worked there, numbered as they came."""

    def __init__(self) -> None:
        self.rows: list[Row] = []

    def engage(self, post: Post, is_agency: bool) -> str:
        return self.add(post.title, post.hours, is_agency=is_agency)

    def add(self, title: str, hours: float, *, is_agency: bool = False) -> str:
        number = len(self.rows) + 1
        self.rows.append(
            {
                "prof_professional_id": f"WK{number:04d}",
                "prof_professional_name": f"Worker {number:03d}",
                "prof_professional_job_title": title,
                "prof_full_time_equivalency": hours,
                "prof_agency_worker_flag": "Y" if is_agency else "N",
            }
        )
        return f"WK{number:04d}"


def _team(
    kind: str, name: str, id: str, *, size: int, scenario: Scenario, people: _People, rng: Random
) -> Team:
    return Team(
        id=id,
        name=name,
        kind=kind,
        service=_SERVICES[kind],
        visit_in_time=_visits(name, scenario),
        manager=people.add(_MANAGER, 1.0),
        posts=tuple(_posts(kind, id, size, rng)),
    )


def _posts(kind: str, team: str, size: int, rng: Random) -> Iterator[Post]:
    """The established posts of a team, and those of agency staff beside them."""
    extra = int(size * EXTRA + rng.random())
    for number in range(1, size + extra + 1):
        yield Post(f"{team}-P{number:03d}", team, _title(kind, rng), _HOURS.draw(rng), number <= size)


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
