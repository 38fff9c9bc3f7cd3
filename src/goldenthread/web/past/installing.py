"""What keeps the plan as it was: a trigger on every table of the plan, and a view of each as at a moment.

Nothing here names a table of the plan: whatever models the app has are kept, many-to-many tables too, from
the migration that makes them. Of people their names alone are kept, so that an old page calls them as it did.

    past.plan_action    the rows of public.plan_action as at the setting goldenthread.as_at

A query that finds the schema `past` first reads the past; see `asking.as_it_was`. The views are made anew
after each migration and take nothing for granted of how a table looked before: a column that was not there
yet reads as empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections, transaction
from django.db.models import NOT_PROVIDED, Field, Model
from psycopg import sql

from goldenthread.web.accounts.models import Person
from goldenthread.web.database.roles import APP

KEPT_APP = "plan"
SCHEMA = "past"


@dataclass(frozen=True)
class Covered:
    """A table whose rows are kept. `columns` are the ones kept; none are named where all are."""

    model: type[Model]
    columns: tuple[str, ...] = ()

    @property
    def table(self) -> str:
        return str(self.model._meta.db_table)

    @property
    def key(self) -> str:
        return str(self.model._meta.pk.column)

    @property
    def arguments(self) -> list[str]:
        """What the trigger is told: the key's column, and which columns to keep."""
        return [self.key, *self.columns]


def covered() -> list[Covered]:
    """Every table of the plan, and the people's names."""
    models = apps.get_app_config(KEPT_APP).get_models(include_auto_created=True)
    ours = [Covered(model) for model in models if model._meta.managed and not model._meta.proxy]
    return [*ours, Covered(Person, ("id", "name"))]


def take_views_away(using: str = "default") -> None:
    """Before a migration: nothing then depends on the tables but their own."""
    with connections[using].cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")


def install(using: str = "default") -> None:
    """Triggers, views, and what is there already taken up. Harmless when repeated; nothing where the tables
    are not there (a migration taken back)."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    if "past_rowversion" not in tables:
        return
    with transaction.atomic(using=using), connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
        cursor.execute(f"CREATE SCHEMA {SCHEMA}")
        cursor.execute(f"GRANT USAGE ON SCHEMA {SCHEMA} TO {APP}")
        cursor.execute(_PLAYED.format(moment="NULL" if settings.ENVIRONMENT.production else _AS_PLAYED))
        for one in covered():
            if one.table in tables:
                _keep(cursor, one)


# Days gone by are played in a demonstration and in tests. In production the function that the trigger asks
# answers nothing, and only the tables' owner could make it say otherwise.
_PLAYED = """
CREATE OR REPLACE FUNCTION past_played() RETURNS timestamptz LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$ SELECT {moment}::timestamptz $$
"""
_AS_PLAYED = (
    "CASE WHEN current_setting('goldenthread.played', true) <> ''"
    " THEN least(current_setting('goldenthread.played', true)::timestamptz, clock_timestamp()) END"
)
_TRIGGERS = """
DROP TRIGGER IF EXISTS past_write ON {table};
CREATE CONSTRAINT TRIGGER past_write AFTER INSERT OR UPDATE OR DELETE ON {table}
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION past_write({arguments});
CREATE OR REPLACE TRIGGER past_not_at_a_stroke BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION past_not_at_a_stroke()
"""
_IMAGE = "past_image(to_jsonb(held), {columns}::text[])"
_LATEST = (
    "(SELECT DISTINCT ON (key) key, row, gone FROM past_rowversion WHERE relation = {name}"
    " ORDER BY key, id DESC)"
)
# Rows that were there before they were kept, and those a migration changed without changing a row, such as a
# column that came with a value.
_TAKE_UP = f"""
INSERT INTO past_rowversion (relation, key, row, gone, at, written_at, transaction)
SELECT {{name}}, held.{{key}}::text, {_IMAGE}, false, clock.now, clock.now, 0
FROM {{table}} AS held CROSS JOIN (SELECT clock_timestamp() AS now) AS clock
LEFT JOIN {_LATEST} AS last ON last.key = held.{{key}}::text
WHERE last.key IS NULL OR last.gone OR last.row <> {_IMAGE};
INSERT INTO past_rowversion (relation, key, row, gone, at, written_at, transaction)
SELECT {{name}}, last.key, last.row, true, clock.now, clock.now, 0
FROM {_LATEST} AS last CROSS JOIN (SELECT clock_timestamp() AS now) AS clock
WHERE NOT last.gone AND NOT EXISTS (SELECT 1 FROM {{table}} AS held WHERE held.{{key}}::text = last.key);
INSERT INTO past_kept (relation, since) VALUES ({{name}}, clock_timestamp()) ON CONFLICT DO NOTHING
"""
_VIEW = """
CREATE VIEW {view} AS SELECT {columns} FROM (
    SELECT DISTINCT ON (key) row, gone FROM public.past_rowversion WHERE relation = {name}
        AND at <= NULLIF(current_setting('goldenthread.as_at', true), '')::timestamptz
        ORDER BY key, id DESC) AS latest,
    LATERAL jsonb_to_record(latest.row) AS r({record}) WHERE NOT latest.gone
"""
_VIEW_OF_NAMES = """
CREATE VIEW {view} AS SELECT {columns} FROM public.{table} AS p LEFT JOIN (
    SELECT DISTINCT ON (key) key, row FROM public.past_rowversion WHERE relation = {name}
        AND at <= NULLIF(current_setting('goldenthread.as_at', true), '')::timestamptz
        ORDER BY key, id DESC) AS latest ON latest.key = p.{key}::text
"""


def _keep(cursor: Any, one: Covered) -> None:
    table, view = sql.Identifier("public", one.table), sql.Identifier(SCHEMA, one.table)
    words = {
        "name": sql.Literal(one.table),
        "table": sql.Identifier(one.table),
        "view": view,
        "key": sql.Identifier(one.key),
        "columns": sql.Literal(list(one.columns)),
        "arguments": sql.SQL(", ").join(map(sql.Literal, one.arguments)),
    }
    cursor.execute(sql.SQL(_TRIGGERS).format(**words | {"table": table}))
    cursor.execute(sql.SQL(_TAKE_UP).format(**words))
    made = _view_of_names(cursor, one) if one.columns else _view(cursor, one)
    cursor.execute(sql.SQL(_VIEW_OF_NAMES if one.columns else _VIEW).format(**words | made))
    cursor.execute(sql.SQL("GRANT SELECT ON {} TO {}").format(view, sql.Identifier(APP)))


def _columns(cursor: Any, table: str) -> list[tuple[str, str, bool]]:
    """(name, type, whether it is never null) of each column of a table."""
    cursor.execute(
        "SELECT attname, format_type(atttypid, atttypmod), attnotnull FROM pg_attribute"
        " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
        [f"public.{table}"],
    )
    return [(str(name), str(kind), bool(full)) for name, kind, full in cursor.fetchall()]


def _view(cursor: Any, one: Covered) -> dict[str, sql.Composable]:
    found = _columns(cursor, one.table)
    empty = {field.column: _empty(field) for field in one.model._meta.concrete_fields}
    columns, record = [], []
    for name, kind, full in found:
        held = sql.SQL("r.{}").format(sql.Identifier(name))
        if full and empty.get(name) is not None:
            value = sql.SQL("{}::{}").format(sql.Literal(empty[name]), sql.SQL(kind))
            held = sql.SQL("COALESCE({}, {})").format(held, value)
        columns.append(sql.SQL("{} AS {}").format(held, sql.Identifier(name)))
        record.append(sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(kind)))
    return {"columns": sql.SQL(", ").join(columns), "record": sql.SQL(", ").join(record)}


def _view_of_names(cursor: Any, one: Covered) -> dict[str, sql.Composable]:
    """The table as it is, but for the columns that are kept: those as they were."""
    columns = []
    for name, kind, _ in _columns(cursor, one.table):
        now = sql.SQL("p.{}").format(sql.Identifier(name))
        if name in one.columns and name != one.key:
            was = sql.SQL("(latest.row ->> {})::{}").format(sql.Literal(name), sql.SQL(kind))
            now = sql.SQL("COALESCE({}, {})").format(was, now)
        columns.append(sql.SQL("{} AS {}").format(now, sql.Identifier(name)))
    return {"columns": sql.SQL(", ").join(columns)}


def _empty(field: Field[Any, Any]) -> str | None:
    """What a column that was not there yet reads as, as PostgreSQL writes it; None where nothing would be
    true of it."""
    if field.primary_key or field.is_relation:
        return None
    if field.default is not NOT_PROVIDED and not callable(field.default):
        return str(field.default)
    if field.get_internal_type() == "JSONField":
        return "[]" if field.default is list else "{}"
    return "" if field.empty_strings_allowed else None
