"""The figures the site holds are those the library works out from the latest snapshot: all of them, or the
ones before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from goldenthread.clocks.engine import all_clocks
from goldenthread.indicators import catalogue, compute
from goldenthread.records.store import open_snapshot
from goldenthread.web.database.scope import DatabaseScope, Reach, scoped, tell
from goldenthread.web.indicators import actions
from goldenthread.web.indicators.actions import follow, refill
from goldenthread.web.indicators.models import Figure, Filling, OpenDuty, Step
from goldenthread.web.intake.actions import reconcile
from goldenthread.web.intake.queries import latest, manifest_of
from web_figures import assessments, few_measures, held, registered

pytestmark = pytest.mark.django_db

DRAWN = assessments("2026-02 North 6 3", "2026-03 North 8 2", "2026-03 South 3 0")
LATER = assessments("2026-03 North 1 1", "2026-04 North 7 0")
SOMEBODY = DatabaseScope(person="person:1")


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    few_measures(monkeypatch)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


def _seen(**where: Any) -> list[tuple[Any, ...]]:
    with scoped(SOMEBODY):
        rows = Figure.objects.filter(**where).order_by("indicator", "period_end", "team")
        return list(rows.values_list("indicator", "team", "period_end", "numerator", "denominator", "value"))


@pytest.mark.parametrize("step", list(Step))
@pytest.mark.parametrize("by", [(), ("team",)])
def test_what_is_held_is_what_the_library_works_out(store: Path, step: Step, by: tuple[str, ...]) -> None:
    held(store, DRAWN)
    records = open_snapshot(store, manifest_of(latest()))  # type: ignore[arg-type]
    period = None if step is Step.LATEST else step.value
    figures = compute.figures(records, all_clocks(records), period=period, by=by)
    made = [
        (
            row["indicator"],
            row.get("team"),
            row["period_end"],
            row["numerator"],
            row["denominator"],
            row["value"],
        )
        for row in figures.iter_rows(named=True)
    ]
    assert made
    assert _seen(step=step, team__isnull=not by) == sorted(
        made, key=lambda row: (row[0], row[2], row[1] or "")
    )


def test_a_team_and_the_authority_drawn_by_hand(store: Path) -> None:
    held(store, DRAWN)
    march = {row[1]: row[3:5] for row in _seen(indicator="assessment_45wd", step="latest")}
    assert march == {None: (11, 13), "North": (8, 10), "South": (3, 3)}


def test_each_figure_names_its_snapshot_and_definition(store: Path) -> None:
    filled = held(store, DRAWN)
    with scoped(SOMEBODY):
        named = set(Figure.objects.filter(indicator="assessment_45wd").values_list("snapshot", "definition"))
    assert named == {(filled.snapshot, "assessment_45wd/1")}


def test_duties_open_and_overdue_are_counted_by_team(store: Path) -> None:
    open_one = DRAWN + "\nA99 | C1 | 2025-12-01 |  | North | Ann | Y"
    held(store, open_one)
    with scoped(SOMEBODY):
        duty = OpenDuty.objects.get(clock="ts_assessment_45")
    assert (duty.team, duty.running, duty.overdue) == ("North", 1, 1)


def test_a_later_snapshot_takes_the_place_of_the_one_before(store: Path) -> None:
    first = held(store, DRAWN)
    second = held(store, LATER, as_at=date(2026, 4, 30))
    with scoped(SOMEBODY):
        assert set(Figure.objects.values_list("snapshot", flat=True)) == {second.snapshot}
    assert first.snapshot != second.snapshot
    assert Filling.objects.get().as_at == date(2026, 4, 30)


@pytest.mark.parametrize("word", ["title", "unit", "how", "why", "source"])
def test_definitions_with_other_words_are_other_definitions(
    word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = actions.definitions_digest()
    first, *others = catalogue.INDICATORS
    monkeypatch.setattr(catalogue, "INDICATORS", (replace(first, **{word: "in other words"}), *others))
    assert actions.definitions_digest() != before


def test_where_the_last_snapshot_is_gone_nothing_is_left(store: Path) -> None:
    held(store, DRAWN)
    refill(None)
    assert _seen() == []
    assert not Filling.objects.exists()


def test_a_fault_half_way_leaves_the_figures_before(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held(store, DRAWN)
    before = _seen()
    registered(store, LATER, as_at=date(2026, 4, 30))
    monkeypatch.setattr(OpenDuty.objects, "bulk_create", _fail)
    with pytest.raises(ZeroDivisionError):
        refill(latest())
    assert _seen() == before


def _fail(*_: object, **__: object) -> None:
    raise ZeroDivisionError


def test_the_figures_follow_the_register_once_its_change_is_sure(
    store: Path, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True) as after:
        registered(store, DRAWN)
        assert not Filling.objects.exists()  # the load does not wait for them
    assert len(after) == 1
    assert Filling.objects.get().snapshot == latest().identity  # type: ignore[union-attr]


def test_figures_in_line_with_the_register_are_not_worked_out_again(
    store: Path, django_capture_on_commit_callbacks: Any
) -> None:
    held(store, DRAWN)
    with django_capture_on_commit_callbacks() as after:
        reconcile(store)
    assert after == []


@pytest.mark.parametrize("changed", [{"definitions": "others"}, {"fault": "did not work"}])
def test_new_definitions_and_an_earlier_fault_are_reasons_to_try_again(
    store: Path, django_capture_on_commit_callbacks: Any, changed: dict[str, str]
) -> None:
    held(store, DRAWN)
    Filling.objects.update(**changed)
    with django_capture_on_commit_callbacks(execute=True):
        reconcile(store)
    filled = Filling.objects.get()
    assert (filled.definitions, filled.fault) == (actions.definitions_digest(), "")


def test_a_fault_after_a_load_is_kept_in_words_and_does_not_undo_the_load(
    store: Path, django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    held(store, DRAWN)
    monkeypatch.setattr(actions, "refill", _fail)
    with django_capture_on_commit_callbacks(execute=True):
        second = registered(store, LATER, as_at=date(2026, 4, 30))
    assert latest().identity == second  # type: ignore[union-attr]
    assert Filling.objects.get().fault == "a fault of ours (ZeroDivisionError)"


def test_filling_leaves_the_transaction_as_it_found_it(store: Path) -> None:
    """A load that a person's request carries out must not leave that request reaching every child."""
    with transaction.atomic():
        tell(DatabaseScope(person="person:7", reach=Reach.SOME, teams=frozenset({"North"})))
        held(store, DRAWN)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_setting('goldenthread.person'), current_setting('goldenthread.reach')"
            )
            assert cursor.fetchone() == ("person:7", "some")


def test_nobody_sees_a_figure_whom_the_database_does_not_know(store: Path) -> None:
    held(store, DRAWN)
    with scoped(DatabaseScope(person="")):
        assert not Figure.objects.exists()
        assert not OpenDuty.objects.exists()


def test_nobody_but_the_site_itself_writes_a_figure(store: Path) -> None:
    held(store, DRAWN)
    with pytest.raises(DatabaseError, match="row-level security"), scoped(SOMEBODY):
        Figure.objects.update(value=100)


def test_the_command_works_them_out_again(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    registered(store, DRAWN)
    call_command("refill_indicators")
    assert "figures as at 2026-03-31" in capsys.readouterr().out


def test_follow_does_nothing_before_the_first_load() -> None:
    follow(None)
    assert not Filling.objects.exists()
