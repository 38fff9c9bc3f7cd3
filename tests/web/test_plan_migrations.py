"""What a migration of the plan carries over, and carries back."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from django.db import connection

import web_migrations
from goldenthread.web.config.server import Running
from web_migrations import OneByOne
from web_plan import action

GROUPS = "0007_workstreams_and_merging"


def migrate(server: Running, to: str) -> None:
    name = connection.settings_dict["NAME"]
    told = {"DATABASE_URL": server.url("gt_owner", name), "GOLDENTHREAD_ENVIRONMENT": "test"}
    settings = {"DJANGO_SETTINGS_MODULE": "goldenthread.web.config.settings"}
    program = str(Path(web_migrations.__file__))
    command = [sys.executable, program, "migrate", "plan", to, "--no-input", "--verbosity=0"]
    connection.close()
    subprocess.run(command, env={**os.environ, **told, **settings}, check=True)


def before(migration: str) -> str:
    found = OneByOne(connection).get_migration("plan", migration)
    return next(name for app, name in found.dependencies if app == "plan")


def said(sql: str) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [tuple(row) for row in cursor.fetchall()]


IN_WORDS = "SELECT code, workstream FROM plan_action ORDER BY id"
AS_GROUPS = (
    "SELECT code, COALESCE(plan_workstream.name, '') FROM plan_action"
    " LEFT JOIN plan_workstream ON plan_workstream.id = workstream_id ORDER BY plan_action.id"
)
CARRIED = [("A1", "Front door"), ("A2", ""), ("A3", "Front door"), ("A4", "Voice, of “children”")]


def test_every_name_an_action_carried_in_words_is_a_group_and_goes_back_to_words(
    own_database: None, server: Running
) -> None:
    for _, name in CARRIED:
        action(workstream=name)
    assert said(AS_GROUPS) == CARRIED
    migrate(server, before(GROUPS))
    assert said(IN_WORDS) == CARRIED
    migrate(server, GROUPS)
    assert said(AS_GROUPS) == CARRIED
    assert said("SELECT name, kind FROM plan_workstream ORDER BY name") == [
        ("Front door", "workstream"),
        ("Voice, of “children”", "workstream"),
    ]
