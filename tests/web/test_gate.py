"""Children's rows leave the store by one gate: in reach only, named only where allowed, written down before
shown."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import Http404

from goldenthread.web.access.models import ChildView
from goldenthread.web.access.purposes import Purpose, pseudonym
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Identity
from goldenthread.web.accounts.standing import ChildReach, standing_of
from goldenthread.web.database.scope import DatabaseScope, tell
from goldenthread.web.intake import gate
from goldenthread.web.intake.gate import Seen
from web_people import person
from web_store import registered

pytestmark = pytest.mark.django_db

HELD = """
invo_person_id | invo_professional_role_id | invo_professional_team | invo_professional_id | invo_involvement_start_date
C1             | allocated                 | North                  | Ann                  | 2025-01-01
C2             | allocated                 | North                  | Ben                  | 2025-01-01
C3             | allocated                 | South                  | Cay                  | 2025-01-01
"""  # noqa: E501
CHILDREN = """
pers_person_id
C1
C2
C3
C4
"""


@pytest.fixture(autouse=True)
def _held(settings: Any, tmp_path: Path) -> None:
    registered(tmp_path / "store", date(2026, 3, 31), ssd_person=CHILDREN, ssd_involvements=HELD)


def _everybody(records: Any) -> pl.DataFrame:
    return records.table("ssd_person").select(child_id="pers_person_id").collect().sort("child_id")


def _see(by: Person, **how: Any) -> Seen:
    tell(standing_of(by).database_scope(by.reference))
    ask = gate.one_child if "child" in how else gate.children
    return ask(by=by, purpose=Purpose.OVERSIGHT, what="a list", rows=_everybody, **how)


# Who sees whom of C1 (North, Ann), C2 (North, Ben), C3 (South, Cay) and C4 (nobody's)
SEEN = [
    ("director", "", "", "", ["C1", "C2", "C3", "C4"]),
    ("head_of_service", "North", "Safeguarding", "", ["C1", "C2"]),
    ("team_manager", "North", "", "", ["C1", "C2"]),
    ("team_manager", "South", "", "", ["C3"]),
    ("team_manager", "", "", "", []),
    ("social_worker", "North", "", "Ann", ["C1"]),
    ("social_worker", "North", "", "", []),
]


@pytest.mark.parametrize(("role", "team", "area", "worker", "seen"), SEEN)
def test_one_sees_the_children_in_ones_reach(
    role: str, team: str, area: str, worker: str, seen: list[str]
) -> None:
    found = _see(person(role, team=team, service_area=area, worker=worker))
    assert found.rows["child_id"].to_list() == seen
    assert found.total == len(seen)
    assert set(found.rows["identity"]) <= {"identified"}


@pytest.mark.parametrize("role", ["improvement_lead", "board_member", "administrator", "board_secretary"])
def test_a_role_without_the_permission_sees_no_child(role: str) -> None:
    with pytest.raises(PermissionDenied):
        _see(person(role))
    assert ChildView.objects.count() == 0


def test_the_analyst_sees_every_child_under_a_pseudonym_that_stays_the_same() -> None:
    analyst = person("performance_analyst")
    first, second = _see(analyst).rows, _see(analyst).rows
    assert first["child_id"].to_list() == second["child_id"].to_list()
    assert first["child_id"].n_unique() == 4
    assert not set(first["child_id"]) & {"C1", "C2", "C3", "C4"}
    assert set(first["identity"]) == {"pseudonymous"}


def test_two_roles_never_add_up_to_more_names_than_either_gives() -> None:
    both = person("performance_analyst", "team_manager", team="South")
    rows = _see(both).rows
    named = rows.filter(pl.col("identity") == "identified")["child_id"].to_list()
    assert named == ["C3"]
    assert rows.height == 4


def test_a_child_out_of_reach_is_answered_like_one_that_does_not_exist() -> None:
    manager = person("team_manager", team="South")
    assert _see(manager, child="C3").total == 1
    for child in ("C1", "no such child"):
        with pytest.raises(Http404):
            _see(manager, child=child)
    assert ChildView.objects.count() == 1


def test_a_pseudonym_opens_its_child_and_the_childs_own_identifier_does_not() -> None:
    analyst = person("performance_analyst")
    assert _see(analyst, child=pseudonym("C1", Purpose.OVERSIGHT)).rows["child_id"].to_list() == [
        pseudonym("C1", Purpose.OVERSIGHT)
    ]
    with pytest.raises(Http404):
        _see(analyst, child="C1")


def test_every_look_is_written_down_with_whom_why_and_from_what() -> None:
    manager = person("team_manager", team="North")
    _see(manager, rows_shown=(0, 1))
    look = ChildView.objects.get()
    assert (look.person, look.purpose, look.what) == (manager.reference, "oversight of practice", "a list")
    assert look.children == ["C1"]  # the one shown, of two in reach
    assert len(look.snapshot) == 16


def test_no_row_no_page() -> None:
    """Where the look cannot be written down (here: the database was not told who asks), nothing is given."""
    director = person("director")
    tell(DatabaseScope(person=""))
    with pytest.raises(DatabaseError, match="row-level security"):
        gate.children(by=director, purpose=Purpose.OVERSIGHT, what="a list", rows=_everybody)


def test_a_row_of_ones_own_team_is_in_reach_though_the_child_is_held_elsewhere() -> None:
    """An assessment done by North on a child South now holds is North's to see."""
    manager = person("team_manager", team="North")
    tell(standing_of(manager).database_scope(manager.reference))
    rows = pl.DataFrame({"child_id": ["C3", "C3"], "team": ["North", "South"]})
    found = gate.children(by=manager, purpose=Purpose.OVERSIGHT, what="a list", rows=lambda _: rows)
    assert found.rows["team"].to_list() == ["North"]


@pytest.mark.parametrize("how", [{}, {"child": "C1"}])
def test_without_records_there_is_nobody_to_see(how: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "latest", lambda: None)
    with pytest.raises(Http404):
        _see(person("director"), **how)


def test_a_row_without_a_worker_is_nobodys_own() -> None:
    """A reach by team alone names no worker: rows whose worker is blank are not thereby in it."""
    rows = pl.DataFrame({"team": ["North", "South"], "worker": ["", ""]})
    reach = ChildReach(identity=Identity.IDENTIFIED, teams=frozenset({"North"}), worker="")
    assert rows.select(gate._covers(reach, rows)).to_series().to_list() == [True, False]
