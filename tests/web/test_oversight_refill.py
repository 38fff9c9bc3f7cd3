"""The duties follow the records: all of a snapshot's or none, and fenced in the database itself."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection

from goldenthread.errors import CalendarExhausted
from goldenthread.web.database.scope import DatabaseScope, Reach, as_service, tell
from goldenthread.web.intake.actions import reconcile
from goldenthread.web.intake.queries import latest
from goldenthread.web.oversight import actions
from goldenthread.web.oversight.disclosure import SMALL, about, withheld
from goldenthread.web.oversight.models import ClockRow, Filling, TeamCount
from web_duties import ASSESSMENTS, duties
from web_store import kept, registered

pytestmark = pytest.mark.django_db


def _children() -> list[str]:
    with as_service("tests"):
        return sorted(ClockRow.objects.values_list("child_id", flat=True))


def test_only_what_is_still_owed_is_held(settings: Any) -> None:
    done = ASSESSMENTS.replace(
        "cina_assessment_worker_id", "cina_assessment_worker_id | cina_assessment_auth_date"
    )
    rows = done.strip().splitlines()
    drawn = "\n".join(
        [rows[0], *(row + (" | 2026-02-01" if row.startswith("A1") else " |") for row in rows[1:])]
    )
    duties(settings.STORE, ssd_cin_assessments=drawn)
    assert _children() == ["C2", "C3", "C4", "C5"]


def test_the_duties_are_those_of_the_latest_records_whatever_the_order_of_loading(settings: Any) -> None:
    duties(settings.STORE)
    one = "pers_person_id\nC9"
    owed = "cina_assessment_id | cina_person_id | cina_assessment_start_date\nA9 | C9 | 2026-04-01"
    earlier = {"ssd_person": one, "ssd_cin_assessments": owed.replace("2026-04-01", "2026-01-05")}
    registered(settings.STORE, date(2026, 2, 28), **earlier)
    assert _children() == ["C1", "C2", "C3", "C4", "C5"]
    registered(settings.STORE, date(2026, 4, 30), ssd_person=one, ssd_cin_assessments=owed)
    assert _children() == ["C9"]
    assert Filling.objects.get().as_at == date(2026, 4, 30)


def test_a_load_from_the_command_line_is_picked_up_at_the_next_start(settings: Any) -> None:
    kept(settings.STORE, date(2026, 3, 31), ssd_person="pers_person_id\nC1")
    assert Filling.objects.count() == 0
    reconcile(settings.STORE)  # what the site does when it starts
    assert Filling.objects.get().snapshot == latest().identity


def test_nothing_is_worked_out_twice(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    duties(settings.STORE)
    monkeypatch.setattr(actions, "open_duties", lambda _: pytest.fail("worked out again"))
    reconcile(settings.STORE)


def test_no_records_no_duties(settings: Any) -> None:
    duties(settings.STORE)
    assert actions.refill(None) is None
    assert _children() == []
    assert TeamCount.objects.count() == Filling.objects.count() == 0


def test_a_snapshot_whose_duties_cannot_be_worked_out_leaves_the_older_ones_and_is_said(
    settings: Any, monkeypatch: pytest.MonkeyPatch, signed_in: Any
) -> None:
    duties(settings.STORE)

    def fail(_: Any) -> Any:
        raise CalendarExhausted("The bank holidays end before this duty does.")

    with monkeypatch.context() as broken:
        broken.setattr(actions, "open_duties", fail)
        registered(settings.STORE, date(2026, 4, 30), ssd_person="pers_person_id\nC9")
    assert _children() == ["C1", "C2", "C3", "C4", "C5"]
    page = signed_in("director").get("/practice/").content.decode()
    assert "The bank holidays end before this duty does" in page
    assert "Records as at 31 March 2026" in page
    reconcile(settings.STORE)  # tried again at the next start
    assert Filling.objects.get().fault == ""


def test_a_fault_half_way_through_filling_changes_nothing(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    duties(settings.STORE)

    def fail(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(actions, "_count", fail)
    with pytest.raises(ZeroDivisionError):
        actions.refill(latest())
    assert _children() == ["C1", "C2", "C3", "C4", "C5"]
    assert Filling.objects.count() == 1


def test_filling_leaves_the_scope_of_the_transaction_as_it_was(settings: Any) -> None:
    duties(settings.STORE)
    tell(DatabaseScope(person="somebody", reach=Reach.SOME, teams=frozenset({"South"})))
    actions.refill(latest())
    assert sorted(ClockRow.objects.values_list("child_id", flat=True)) == ["C3", "C4", "C5"]


def test_the_command_works_them_out_again(settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    duties(settings.STORE)
    call_command("refill_oversight")
    assert "5 open duties as at 2026-03-31" in capsys.readouterr().out


# who the database is told asks     | children whose duties it gives
FENCED = [
    (DatabaseScope(person=""), []),
    (DatabaseScope(person="a", reach=Reach.NONE), []),
    (DatabaseScope(person="a", reach=Reach.ALL), ["C1", "C2", "C3", "C4", "C5"]),
    (DatabaseScope(person="a", reach=Reach.SOME, teams=frozenset({"North"})), ["C1", "C2", "C5"]),
    (DatabaseScope(person="a", reach=Reach.SOME, teams=frozenset({"South"})), ["C3", "C4", "C5"]),
    (DatabaseScope(person="a", reach=Reach.SOME, worker="Ann"), ["C1", "C5"]),
    (DatabaseScope(person="a", reach=Reach.SOME, worker="Dee"), ["C5"]),
    (DatabaseScope(person="a", reach=Reach.SOME, teams=frozenset({""})), []),
]


@pytest.mark.parametrize(("scope", "given"), FENCED)
def test_the_database_itself_gives_only_the_children_in_reach(
    scope: DatabaseScope, given: list[str], settings: Any
) -> None:
    duties(settings.STORE)
    tell(scope)
    with connection.cursor() as cursor:
        cursor.execute("SELECT child_id FROM oversight_clockrow ORDER BY 1")
        assert [child for (child,) in cursor.fetchall()] == given


def test_nobody_adds_a_duty_to_a_child_out_of_reach(settings: Any) -> None:
    duties(settings.STORE)
    with as_service("tests"):
        row = ClockRow.objects.filter(child_id="C3").get()
    tell(DatabaseScope(person="a", reach=Reach.SOME, teams=frozenset({"North"})))
    row.pk = None
    with pytest.raises(DatabaseError, match="row-level security"):
        row.save(force_insert=True)


def test_row_security_is_forced_on_the_owner_too(as_owner: psycopg.Connection[Any]) -> None:
    found = as_owner.execute(
        "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE relname = 'oversight_clockrow'"
    ).fetchone()
    assert found == (True, True)


def test_teams_are_counted_without_any_child(settings: Any) -> None:
    duties(settings.STORE)
    counted = {row.team: (row.overdue, row.soon, row.still_open) for row in TeamCount.objects.all()}
    assert counted == {"North": (3, 0, 3), "South": (0, 1, 2)}


# counts by team                     | withheld
WITHHELD = [
    ({"a": 0, "b": 0}, set()),
    ({"a": 6, "b": 20}, set()),
    ({"a": 5, "b": 20, "c": 9}, {"a", "c"}),
    ({"a": 1, "b": 6, "c": 9}, {"a", "b"}),
    ({"a": 1, "b": 1, "c": 0, "d": 30}, {"a", "b", "d"}),
    ({"a": 4, "b": 5}, {"a", "b"}),
    ({"a": 3, "b": 0}, {"a", "b"}),
    ({"a": 1, "b": 1, "c": 0}, {"a", "b", "c"}),
    ({}, set()),
]


@pytest.mark.parametrize(("counts", "hidden"), WITHHELD)
def test_what_is_withheld(counts: dict[str, int], hidden: set[str]) -> None:
    assert withheld(counts) == hidden


def test_no_small_count_can_be_worked_out_even_by_whoever_knows_the_total() -> None:
    """Every table of three teams with counts to 12: against somebody who knows the total and, where zeros are
    shown, that what is withheld is not zero, each small count might be any of at least six values."""
    for counts in product(range(13), repeat=3):
        table = dict(enumerate(counts))
        hidden = withheld({str(key): count for key, count in table.items()})
        small = [key for key, count in table.items() if 0 < count <= SMALL]
        assert all(str(key) in hidden for key in small)
        if small and len(hidden) < len(counts):
            total = sum(count for key, count in table.items() if str(key) in hidden)
            assert total - len(hidden) >= 5  # the most one of them may be, less the least


@pytest.mark.parametrize(("count", "near"), [(0, 0), (4, 0), (5, 10), (14, 10), (15, 20), (104, 100)])
def test_a_total_is_given_to_the_nearest_ten(count: int, near: int) -> None:
    assert about(count) == near
