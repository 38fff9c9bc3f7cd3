"""What holds even where our code is wrong: the site's database role cannot pass by, change history or change
tables."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from goldenthread.web.access.actions import Look, record_view
from goldenthread.web.access.models import ChildView
from goldenthread.web.access.purposes import Purpose
from goldenthread.web.database.fences import CHILD_IN_REACH
from goldenthread.web.database.scope import DatabaseScope, Reach, as_service, scoped, tell
from goldenthread.web.history.actions import About, record
from goldenthread.web.history.models import Entry
from web_people import MAKER, person

pytestmark = pytest.mark.django_db


def _one(query: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()


def _refused(statement: str, match: str) -> None:
    with pytest.raises(DatabaseError, match=match), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_site_runs_as_a_role_that_is_nothing_special() -> None:
    assert _one("SELECT current_user")[0] == "gt_app"
    assert _one(
        "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user"
    ) == (False, False, False, False)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (a int)",
        "ALTER TABLE history_entry ADD COLUMN a int",
        "DROP TABLE history_entry",
        "ALTER TABLE history_entry DISABLE TRIGGER only_grows",
        "ALTER TABLE access_childview DISABLE ROW LEVEL SECURITY",
        "DROP POLICY fence ON access_childview",
        "CREATE SCHEMA mine",
        "CREATE ROLE mine",
    ],
)
def test_the_site_cannot_change_a_table(statement: str) -> None:
    _refused(statement, "permission denied|must be owner")


@pytest.mark.parametrize("role", ["gt_owner", "postgres"])
def test_the_site_cannot_become_another_role(role: str) -> None:
    _refused(f"SET ROLE {role}", "permission denied")


@pytest.mark.parametrize("table", ["history_entry", "evidence_exhibit", "access_childview"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_site_cannot_alter_what_only_grows(table: str, statement: str) -> None:
    _refused(statement.format(table), "permission denied")


@pytest.mark.parametrize("table", ["history_entry", "evidence_exhibit", "access_childview"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_even_the_owner_is_stopped_by_the_trigger(
    as_owner: psycopg.Connection, table: str, statement: str
) -> None:
    with pytest.raises(psycopg.errors.RaiseException, match="only grows"):
        as_owner.execute(statement.format(table))


def test_history_goes_when_its_act_does() -> None:
    before = Entry.objects.count()

    @transaction.atomic
    def act() -> None:
        record(by=MAKER, act="did", about=About("thing", "1", "a thing"))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()
    assert Entry.objects.count() == before


def test_one_sees_ones_own_looks_and_the_director_sees_everybodys() -> None:
    worker, other, director = person("social_worker"), person("social_worker"), person("director")
    with scoped(DatabaseScope(person=worker.reference)):
        record_view(Look(Purpose.CASE_WORK, "a child", {"C1": True}), by=worker)
        assert ChildView.objects.count() == 1
    with scoped(DatabaseScope(person=other.reference)):
        assert ChildView.objects.count() == 0
    with scoped(DatabaseScope(person=director.reference, access_log=True)):
        assert ChildView.objects.count() == 1
    with scoped(DatabaseScope(person="")):
        assert ChildView.objects.count() == 0


def test_nobody_writes_a_look_in_anothers_name() -> None:
    worker, other = person("social_worker"), person("social_worker")
    with (
        pytest.raises(DatabaseError, match="row-level security"),
        scoped(DatabaseScope(person=other.reference)),
    ):
        record_view(Look(Purpose.CASE_WORK, "a child", {"C1": True}), by=worker)


# who asks, and how many they see of (team North, worker Ann), (North, Ben), (South, Cay)
REACHES = [
    (DatabaseScope(person="p", reach=Reach.ALL), 3),
    (DatabaseScope(person="p", reach=Reach.SOME, teams=frozenset({"North"})), 2),
    (DatabaseScope(person="p", reach=Reach.SOME, teams=frozenset({"North", "South"})), 3),
    (DatabaseScope(person="p", reach=Reach.SOME, worker="Ann"), 1),
    (DatabaseScope(person="p", reach=Reach.SOME, teams=frozenset({"South"}), worker="Ann"), 2),
    (DatabaseScope(person="p", reach=Reach.SOME), 0),
    (DatabaseScope(person="p", reach=Reach.NONE, teams=frozenset({"North"})), 0),
    (DatabaseScope(person=""), 0),
    (None, 0),
]


@pytest.mark.parametrize(("scope", "seen"), REACHES)
def test_a_fenced_table_shows_the_rows_in_reach(scope: DatabaseScope | None, seen: int) -> None:
    """The expression every such fence uses, as the site's role."""
    rows = "(VALUES ('North', 'Ann'), ('North', 'Ben'), ('South', 'Cay')) AS held (team, worker)"
    if scope is not None:
        tell(scope)
    assert _one(f"SELECT count(*) FROM {rows} WHERE {CHILD_IN_REACH}")[0] == seen


def test_every_fenced_table_is_fenced_against_its_owner_too() -> None:
    fenced = _one("SELECT count(*) FROM pg_class WHERE relrowsecurity AND NOT relforcerowsecurity")
    assert fenced[0] == 0
    assert _one("SELECT relforcerowsecurity FROM pg_class WHERE relname = 'access_childview'")[0] is True


def test_the_service_reaches_all_and_says_it_is_one() -> None:
    with as_service("register"):
        assert _one("SELECT current_setting('goldenthread.person')")[0] == "service:register"


def test_somebody_from_outside_without_a_last_day_is_refused_by_the_database() -> None:
    somebody = person("board_member")
    with pytest.raises(IntegrityError, match="membership_external_ends"), transaction.atomic():
        somebody.memberships.update(ends=None)


def test_every_change_of_a_model_has_its_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)  # SystemExit if one is missing
