"""Every route, asked by everybody in every method: who is let in is as the hand-kept tables say.

Here a drawn share; `make matrix` asks everything.
"""

from __future__ import annotations

import random

import pytest

import web_matrix
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.roles import ROLES
from web_matrix import World

pytestmark = pytest.mark.django_db
SEED = 20261124
DRAWN = 800


def test_the_roles_are_those_of_the_hand_kept_table() -> None:
    held = {
        key: {
            "role": key,
            "figures": role.figures.value,
            "identity": role.identity.value,
            "scope": role.scope.value,
            "external": "yes" if role.external else "no",
            "longest": str(role.longest_days or ""),
            "papers": sorted(role.papers_for),
            "may": sorted(permission.name for permission in role.permissions),
        }
        for key, role in ROLES.items()
    }
    said = {
        key: row | {"may": sorted(row["may"].split()), "papers": sorted(web_matrix.papers_for(row))}
        for key, row in web_matrix.roles().items()
    }
    assert held == said


def test_every_route_has_one_row_and_every_row_a_route() -> None:
    rows = [row.route for row in web_matrix.rows()]
    assert sorted(rows) == sorted(web_matrix.routes())


def test_every_right_in_the_tables_is_a_permission() -> None:
    known = {permission.name for permission in Permission}
    said = {right for row in web_matrix.rows() for right in row.any_of} - web_matrix._WHOLE
    assert said <= known


def test_whoever_asks_for_whatever_in_whatever_way_is_answered_as_the_tables_say(
    world: World,
) -> None:
    every = list(web_matrix.pairs(world))
    chosen = random.Random(SEED).sample(every, DRAWN)
    found = [why for pair in chosen if (why := web_matrix.wrong(world, pair))]
    assert found == []
    assert len(every) >= 10_000
