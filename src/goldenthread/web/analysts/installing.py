"""Makes the schema as it is described, with a comment on every view and column, and lets its role read it.

Views, not copies: figures are replaced all or none of a snapshot, and whoever reads through a view sees
either. They read in their owner's name, so the reader needs, and has, no right to any table.
"""

from __future__ import annotations

from typing import Any

from django.db import connections, transaction
from psycopg import sql

from goldenthread.standards.timescales import timescales
from goldenthread.web.analysts.described import SAYS, SCHEMA, VIEWS, View
from goldenthread.web.database.roles import REPORT

_READ = {"indicators_definition", "indicators_figure", "indicators_openduty", "intake_snapshot"}


def take_away(using: str = "default") -> None:
    """Before a migration: nothing then depends on the tables but their own."""
    with connections[using].cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")


def install(using: str = "default") -> None:
    """The schema anew. Harmless when repeated; nothing where the tables are not there."""
    connection = connections[using]
    if not set(connection.introspection.table_names()) >= _READ:
        return
    with transaction.atomic(using=using), connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
        cursor.execute(f"CREATE SCHEMA {SCHEMA}")
        _comment(cursor, "SCHEMA", sql.Identifier(SCHEMA), SAYS)
        for view in VIEWS:
            _make(cursor, view)
        _let_in(cursor)


def _make(cursor: Any, view: View) -> None:
    name = sql.Identifier(SCHEMA, view.name)
    columns = sql.SQL(", ").join(
        sql.SQL("{} AS {}").format(sql.SQL(column.is_), sql.Identifier(column.name))
        for column in view.columns
    )
    of = sql.SQL(view.of).format(clocks=_clocks())
    cursor.execute(sql.SQL("CREATE VIEW {} AS SELECT {} FROM {}").format(name, columns, of))
    _comment(cursor, "VIEW", name, view.says)
    for column in view.columns:
        _comment(cursor, "COLUMN", sql.Identifier(SCHEMA, view.name, column.name), column.meaning)


def _clocks() -> sql.Composable:
    """Every timescale's id and what it is called."""
    return sql.SQL(", ").join(
        sql.SQL("({}, {})").format(sql.Literal(id), sql.Literal(one.title))
        for id, one in timescales().items()
    )


def _comment(cursor: Any, what: str, name: sql.Composable, says: str) -> None:
    cursor.execute(sql.SQL("COMMENT ON {} {} IS {}").format(sql.SQL(what), name, sql.Literal(says)))


def _let_in(cursor: Any) -> None:
    """gt_report reads the views; an authority that has not made the role has nobody to let in."""
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [REPORT])
    if cursor.fetchone():
        cursor.execute(f"GRANT USAGE ON SCHEMA {SCHEMA} TO {REPORT}")
        cursor.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA {SCHEMA} TO {REPORT}")
