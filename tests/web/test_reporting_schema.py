"""The schema `reporting`: an analyst's tool reads figures, of one snapshot at a time, as a role that can read
nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from django.test import Client

from goldenthread.web.analysts.described import VIEWS
from goldenthread.web.analysts.printed import page
from goldenthread.web.config.server import Running
from goldenthread.web.indicators.actions import refill
from goldenthread.web.intake.queries import latest
from goldenthread.web.retention.declared import DECLARED
from web_figures import assessments, few_measures, held, registered

MANUAL = Path(__file__).parents[2] / "docs" / "manual" / "reporting-schema.md"


@pytest.fixture
def analyst(server: Running, django_db_setup: None) -> Iterator[psycopg.Connection[Any]]:
    """A connection to this process's database as gt_report."""
    with _connected(server) as opened:
        yield opened


def _connected(server: Running) -> psycopg.Connection[Any]:
    return psycopg.connect(server.url("gt_report", connection.settings_dict["NAME"]), autocommit=True)


def test_the_role_is_nothing_special(analyst: psycopg.Connection[Any]) -> None:
    asked = "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, current_user FROM pg_roles"
    found = analyst.execute(f"{asked} WHERE rolname = current_user").fetchone()
    assert found == (False, False, False, False, "gt_report")


def test_it_may_use_one_schema(analyst: psycopg.Connection[Any]) -> None:
    schemas = "SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'"
    usable = f"{schemas} AND has_schema_privilege(oid, 'USAGE')"
    assert {"public", "past", "reporting"} <= {name for (name,) in analyst.execute(schemas)}
    assert analyst.execute(usable).fetchall() == [("reporting",)]


def test_it_may_read_the_views_described_and_no_other_relation(analyst: psycopg.Connection[Any]) -> None:
    readable = """
        SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        AND c.relkind IN ('r', 'v', 'm', 'p', 'f')
        AND (has_table_privilege(c.oid, 'SELECT') OR has_any_column_privilege(c.oid, 'SELECT'))
    """
    assert set(analyst.execute(readable)) == {("reporting", view.name) for view in VIEWS}


def test_it_may_write_nowhere(analyst: psycopg.Connection[Any]) -> None:
    writable = """
        SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname !~ '^pg_' AND c.relkind IN ('r', 'v', 'm', 'p', 'f')
        AND has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
    """
    assert [name for (name,) in analyst.execute(writable)] == []


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM public.indicators_figure",
        "SELECT * FROM public.oversight_clockrow",
        "SELECT * FROM public.accounts_person",
        "SELECT * FROM past.plan_action",
        "DELETE FROM reporting.indicators",
        "SET default_transaction_read_only = off; DELETE FROM reporting.indicators",
        "SET default_transaction_read_only = off; CREATE TABLE reporting.mine (a int)",
        "SET default_transaction_read_only = off; CREATE TEMP TABLE mine (a int)",
        "SET ROLE gt_app",
        "SET ROLE gt_owner",
    ],
)
def test_it_is_refused_elsewhere(analyst: psycopg.Connection[Any], statement: str) -> None:
    with pytest.raises(psycopg.Error, match=r"permission denied|read-only|does not exist"):
        analyst.execute(statement)


def test_telling_the_database_who_one_is_opens_nothing_more(analyst: psycopg.Connection[Any]) -> None:
    """Row security asks a setting that anybody may set; the role is stopped before it."""
    analyst.execute("SET goldenthread.person = 'service:figures'; SET goldenthread.reach = 'all'")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        analyst.execute("SELECT * FROM public.oversight_clockrow")


def test_nothing_the_views_read_names_a_child(as_owner: psycopg.Connection[Any]) -> None:
    used = as_owner.execute(
        "SELECT DISTINCT table_name FROM information_schema.view_table_usage WHERE view_schema = 'reporting'"
    )
    tables = {name for (name,) in used}
    declared = {one.class_._meta.db_table: one for one in DECLARED}
    assert tables == {
        *("indicators_definition", "indicators_figure", "indicators_filling", "indicators_openduty"),
        "intake_snapshot",
    }
    assert not [name for name in tables if declared[name].child or declared[name].personal]


def test_each_view_and_column_says_what_it_is(analyst: psycopg.Connection[Any]) -> None:
    said = dict(
        analyst.execute("SELECT c.relname, obj_description(c.oid) FROM pg_class c WHERE c.relkind = 'v'")
    )
    columns = analyst.execute(
        "SELECT c.relname, a.attname, col_description(c.oid, a.attnum) FROM pg_class c"
        " JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relnamespace = 'reporting'::regnamespace"
    )
    assert {view.name: said[view.name] for view in VIEWS} == {view.name: view.says for view in VIEWS}
    assert set(columns) == {(view.name, one.name, one.meaning) for view in VIEWS for one in view.columns}


def test_the_printed_dictionary_is_fresh() -> None:
    assert MANUAL.read_text(encoding="utf-8") == page(), "run `make manual`"


def test_figures_follow_a_load_all_or_none(
    own_database: None, server: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few_measures(monkeypatch)
    first = held(
        tmp_path / "store", assessments("2026-02 North 6 3", "2026-03 North 8 2", "2026-03 South 3 0")
    )
    with _connected(server) as analyst:
        assert _timely(analyst, "figures_by_month") == [
            (date(2026, 2, 28), None, 6, 9, first.snapshot),
            (date(2026, 3, 31), None, 11, 13, first.snapshot),
        ]
        assert _timely(analyst, "figures_by_team")[-2:] == [
            (date(2026, 3, 31), "North", 8, 10, first.snapshot),
            (date(2026, 3, 31), "South", 3, 3, first.snapshot),
        ]
        with transaction.atomic():
            registered(tmp_path / "store", assessments("2026-04 North 7 0"), as_at=date(2026, 4, 30))
            second = refill(latest())
            assert second is not None
            assert _snapshots(analyst) == {first.snapshot}
        assert _snapshots(analyst) == {second.snapshot}
        answered = "SELECT answered, lacking IS NULL FROM reporting.indicators WHERE indicator = %s"
        assert analyst.execute(answered, ["assessment_45wd"]).fetchone() == (True, True)
        assert analyst.execute(answered, ["cla_count"]).fetchone() in [(True, True), (False, False)]


def _timely(analyst: psycopg.Connection[Any], view: str) -> list[tuple[Any, ...]]:
    team = "team" if view == "figures_by_team" else "NULL"
    asked = f"SELECT period_end, {team}, numerator, denominator, snapshot FROM reporting.{view}"
    of_one = f"{asked} WHERE indicator = 'assessment_45wd' AND denominator > 0 ORDER BY period_end, 2"
    return analyst.execute(of_one).fetchall()


def _snapshots(analyst: psycopg.Connection[Any]) -> set[str]:
    """Which snapshot each thing an analyst can read says it is of."""
    found = analyst.execute(
        "SELECT snapshot FROM reporting.latest_figures UNION SELECT snapshot FROM reporting.figures_by_month"
        " UNION SELECT snapshot FROM reporting.open_duties"
        " UNION SELECT snapshot FROM reporting.snapshots WHERE in_use"
    )
    return {snapshot for (snapshot,) in found}


@pytest.mark.django_db
def test_the_page_says_how_to_connect_and_shows_no_secret(
    signed_in: Callable[..., Client], server: Running
) -> None:
    said = signed_in("performance_analyst").get("/analysts/").content.decode()
    assert "gt_report" in said
    assert "There are none yet" in said
    assert not [word for word in server.passwords.values() if word in said]
