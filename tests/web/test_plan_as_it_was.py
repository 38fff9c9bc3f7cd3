"""The plan on any past day is the plan of that day, exactly; and the site cannot write it anew."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.standing import today
from goldenthread.web.past.asking import as_it_was
from goldenthread.web.past.installing import covered
from goldenthread.web.past.models import RowVersion
from goldenthread.web.plan import queries
from goldenthread.web.plan.models import Action, Objective
from plan_steps import Steps

SEED, STEPS = 20261130, 120


def _printed() -> dict[str, Any]:
    """The whole plan as it stands: every row of every table, and what the plan's own pages make of it."""
    models = apps.get_app_config("plan").get_models(include_auto_created=True)
    rows = {model._meta.db_table: list(model._base_manager.order_by("pk").values()) for model in models}
    strands = queries.strands(Objective.objects.all(), as_at=today())
    shown = [(row.action.code, row.delivery, row.action.owner_words) for one in strands for row in one.rows]
    register = queries.register(Person.objects.order_by("pk")[0], queries.Filters(), as_at=today())
    return {
        "rows": rows,
        "shown": shown,
        "counts": (register.late, register.due_soon, register.waiting, queries.title()),
        "decisions": [decision.text for decision in queries.decisions_of(strands)],
        "requirements": [(row.requirement.pk, row.late, row.unanswered) for row in _requirements()],
    }


def _requirements() -> list[queries.RequirementRow]:
    return queries.requirement_rows(as_at=today())


def _now() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        found: datetime = cursor.fetchone()[0]
    return found


def test_the_plan_as_at_each_moment_is_the_plan_that_was_printed_then(own_database: None) -> None:
    steps, printed, taken = Steps(random.Random(SEED)), [], set[str]()
    for _ in range(STEPS):
        taken.add(steps.take())
        printed.append((_now(), _printed()))

    assert len({name for name in taken if "refused" not in name}) >= 15
    assert len({str(plan) for _, plan in printed}) > STEPS // 2
    for moment, plan in printed:
        with as_it_was(moment):
            assert _printed() == plan


def test_everything_one_transaction_did_counts_from_one_moment(own_database: None) -> None:
    steps = Steps(random.Random(SEED))
    with transaction.atomic():
        for _ in range(10):
            steps.take()
    last = RowVersion.objects.latest("pk")
    together = RowVersion.objects.filter(transaction=last.transaction)
    assert together.count() > 3
    assert {version.at for version in together} == {last.at}


def test_what_was_undone_was_never_there(own_database: None) -> None:
    steps = Steps(random.Random(SEED))
    before = RowVersion.objects.count()
    with transaction.atomic():
        steps._add_action()
        transaction.set_rollback(True)
    assert RowVersion.objects.count() == before


def test_every_table_of_the_plan_is_kept(django_db_setup: None, as_owner: psycopg.Connection[Any]) -> None:
    """A model added to the plan is kept from its migration on; here is what fails if it were not."""
    models = apps.get_app_config("plan").get_models(include_auto_created=True)
    tables = {model._meta.db_table for model in models}
    assert tables <= {one.table for one in covered()}
    asked = (
        "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'past_write'",
        "SELECT viewname FROM pg_views WHERE schemaname = 'past'",
        "SELECT relation FROM past_kept",
    )
    for question in asked:
        assert {row[0] for row in as_owner.execute(question).fetchall()} == tables | {"accounts_person"}


def test_every_column_of_the_plan_can_be_asked_as_it_was(db: None, as_owner: psycopg.Connection[Any]) -> None:
    columns = (
        "SELECT table_name, column_name, data_type FROM information_schema.columns"
        " WHERE table_schema = %s AND table_name LIKE 'plan\\_%%'"
    )
    now, then = (set(as_owner.execute(columns, [schema]).fetchall()) for schema in ("public", "past"))
    assert now == then


def test_a_table_that_comes_later_and_a_column_that_comes_later_are_kept(
    own_database: None, server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a migration of somebody else's would: the table is there, `migrate` ends, rows are kept."""
    from django.db import models

    from goldenthread.web.past import installing

    class Milestone(models.Model):
        words = models.CharField(max_length=20)
        weight = models.IntegerField(default=3)

        class Meta:
            app_label = "somewhere_made_up"
            db_table = "plan_milestone_made_up"

    kept = installing.Covered(Milestone)
    monkeypatch.setattr(installing, "covered", lambda: [kept])
    name = connection.settings_dict["NAME"]
    with psycopg.connect(server.url("gt_owner", name), autocommit=True) as owner:
        owner.execute(f"CREATE TABLE {kept.table} (id bigserial PRIMARY KEY, words varchar(20) NOT NULL)")
        owner.execute(f"INSERT INTO {kept.table} (words) VALUES ('there already')")
        _install_as(owner)
        first = _now()
        owner.execute(f"UPDATE {kept.table} SET words = 'changed'")
        owner.execute(f"ALTER TABLE {kept.table} ADD COLUMN weight integer NOT NULL DEFAULT 5")
        _install_as(owner)
    with as_it_was(first):
        assert list(Milestone.objects.values_list("words", "weight")) == [("there already", 3)]
    with as_it_was(_now()):
        assert list(Milestone.objects.values_list("words", "weight")) == [("changed", 5)]


def _install_as(owner: psycopg.Connection[Any]) -> None:
    """Install as the owner of the tables, as `migrate` runs."""
    from goldenthread.web.past.installing import install

    before = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(USER="gt_owner", PASSWORD=owner.info.password)
    try:
        install()
    finally:
        connection.close()
        connection.settings_dict.update(before)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "forgery",
    [
        (
            "INSERT INTO past_rowversion (relation, key, row, gone, at, written_at, transaction)"
            " VALUES ('plan_action', '1', '{}', false, now(), now(), 1)"
        ),
        "UPDATE past_rowversion SET row = '{}'",
        "DELETE FROM past_rowversion",
        "TRUNCATE past_rowversion",
        "UPDATE past_kept SET since = now()",
        "ALTER TABLE plan_action DISABLE TRIGGER past_write",
        "DROP TRIGGER past_write ON plan_action",
        "CREATE OR REPLACE FUNCTION past_played() RETURNS timestamptz LANGUAGE sql AS 'SELECT now()'",
        "SET session_replication_role = replica",
        "TRUNCATE plan_measure",
    ],
)
def test_the_site_itself_cannot_write_the_past(forgery: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(forgery)


@pytest.mark.django_db
def test_not_even_the_owner_of_the_tables_changes_a_version(as_owner: psycopg.Connection[Any]) -> None:
    with pytest.raises(psycopg.errors.RaiseException, match="only grows"):
        as_owner.execute("DELETE FROM past_rowversion")


@pytest.mark.django_db
def test_nothing_is_written_while_the_past_is_asked() -> None:
    with pytest.raises(DatabaseError), as_it_was(_now()):
        Objective.objects.create(code="O9", text="Slipped in")


@pytest.mark.django_db
def test_the_present_is_asked_again_once_the_block_is_left() -> None:
    Steps(random.Random(SEED))
    with as_it_was(_now() - timedelta(days=365)):
        assert not Action.objects.exists()
    assert Action.objects.exists()


def test_in_production_no_day_can_be_played(
    own_database: None, server: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A demonstration plays days gone by; where people work, the database's own clock is the only one."""
    from dataclasses import replace

    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, name="production")
    with psycopg.connect(server.url("gt_owner", connection.settings_dict["NAME"])) as owner:
        _install_as(owner)
    began = _now()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('goldenthread.played', '2020-01-01', true)")
        Objective.objects.create(code="O9", text="Said to be old")
    version = RowVersion.objects.latest("pk")
    assert began <= version.at == version.written_at
