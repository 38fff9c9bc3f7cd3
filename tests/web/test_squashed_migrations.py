"""What each app's migrations made one by one, the one that replaces them makes at one go: the same models,
their columns in the same order, and the database is told the same in SQL. That databases made either way are
the same to the letter is proved by `make squashed`."""

from __future__ import annotations

import re

import pytest
from django.db.migrations import RunSQL
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from web_migrations import OneByOne

Node = tuple[str, str]
# What was done to rows that were there already: a new database has none.
OF_ROWS = ("INSERT INTO plan_", "UPDATE ", "SET CONSTRAINTS ")


@pytest.fixture(scope="module")
def squashed() -> MigrationLoader:
    return MigrationLoader(None)


@pytest.fixture(scope="module")
def one_by_one() -> MigrationLoader:
    return OneByOne(None)


@pytest.fixture(scope="module")
def new(squashed: MigrationLoader) -> list[Node]:
    return sorted(squashed.replacements)


@pytest.fixture(scope="module")
def old(squashed: MigrationLoader, new: list[Node]) -> list[Node]:
    return [squashed.replacements[key].replaces[-1] for key in new]


def statements(loader: MigrationLoader, nodes: list[Node]) -> list[str]:
    plan = dict.fromkeys(step for node in nodes for step in loader.graph.forwards_plan(node))
    told = [one for step in plan for one in loader.graph.nodes[step].operations if isinstance(one, RunSQL)]
    return [str(sql) for one in told for sql in ([one.sql] if isinstance(one.sql, str) else one.sql)]


def last_said(told: list[str]) -> dict[str, str]:
    """A statement each, but of a function told twice the last."""
    plain = [sql.replace("CREATE OR REPLACE ", "CREATE ") for sql in told if not sql.startswith(OF_ROWS)]
    return {(re.match(r"\s*CREATE FUNCTION \w+", sql) or re.match(r"(?s).*", sql))[0]: sql for sql in plain}  # type: ignore[index]


def columns(state: ProjectState) -> dict[Node, list[str]]:
    return {key: list(model.fields) for key, model in state.models.items()}


def test_every_app_with_more_than_one_migration_was_squashed(new: list[Node]) -> None:
    assert len(new) == 14


def test_the_same_models_with_their_columns_in_the_same_order(
    squashed: MigrationLoader, one_by_one: MigrationLoader, new: list[Node], old: list[Node]
) -> None:
    before, after = one_by_one.project_state(old), squashed.project_state(new)
    assert columns(after) == columns(before)
    assert MigrationAutodetector(before, after).changes(graph=squashed.graph) == {}


def test_the_database_is_told_the_same(
    squashed: MigrationLoader, one_by_one: MigrationLoader, new: list[Node], old: list[Node]
) -> None:
    assert last_said(statements(squashed, new)) == last_said(statements(one_by_one, old))


def test_nothing_is_done_to_rows_that_a_new_database_cannot_have(
    squashed: MigrationLoader, one_by_one: MigrationLoader, new: list[Node], old: list[Node]
) -> None:
    of_rows = [
        len([sql for sql in statements(loader, nodes) if sql.startswith(OF_ROWS)])
        for loader, nodes in ((one_by_one, old), (squashed, new))
    ]
    assert of_rows == [4, 0]
