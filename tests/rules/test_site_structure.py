"""The rules of the house inside the site, read off the running code: nobody has to remember them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

import goldenthread
from goldenthread.web.accounts.policy import policy_of
from goldenthread.web.config.rooms import ROOMS

SOURCE = Path(goldenthread.__file__).parent
# Upper floors may know lower ones; rooms on one floor do not know each other.
FLOORS = (
    {"config"},
    {"retention"},
    {"papers"},
    {
        "boards",
        "inspection",
        "intervention",
        "past",
        "programme",
        "reminders",
        "reporting",
        "sheets",
        "analysts",
        "api",
    },
    {"plan", "indicators", "oversight", "audits", "voice", "workforce", "early_help"},
    {"intake"},
    {"access"},
    {"signin", "trail"},
    {"accounts"},
    {"history", "evidence"},
    {"page"},
)
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}


def _routes(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        address = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern, address)
        else:
            yield address, pattern


def _ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("goldenthread.web.")]


def _relations() -> list[models.Field]:
    found = (field for model in _ours() for field in (*model._meta.fields, *model._meta.local_many_to_many))
    return [field for field in found if field.is_relation]


def _modules(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*.py") if "__pycache__" not in path.parts]


@cache
def _imports(path: Path) -> tuple[str, ...]:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    plain = [name.name for node in nodes if isinstance(node, ast.Import) for name in node.names]
    return (*plain, *(node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module))


def test_every_room_stands_on_one_floor() -> None:
    assert {room.name for room in ROOMS} == set(FLOOR)


@pytest.mark.parametrize(
    ("address", "pattern"), [pytest.param(*route, id=route[0] or "/") for route in _routes(get_resolver())]
)
def test_every_route_declares_its_policy(address: str, pattern: URLPattern) -> None:
    assert policy_of(pattern.callback) is not None, (
        f"/{address} is open to nobody: give its view @policy(...)"
    )


def test_relations_between_models_point_down_and_leave_no_name_behind() -> None:
    wrong = []
    for field in _relations():
        here, there = field.model._meta.app_label, field.related_model._meta.app_label
        if here == there or there not in FLOOR:
            continue
        if FLOOR[there] <= FLOOR[here]:
            wrong.append(f"{field} points up or sideways to {there}")
        if not field.remote_field.hidden:  # "+": of many to many Django makes it a longer name that ends so
            wrong.append(f'{field} crosses apps: related_name="+"')
    assert wrong == []


def test_no_relation_leads_outside_our_own_models() -> None:
    outside = [str(field) for field in _relations() if field.related_model._meta.app_label not in FLOOR]
    assert outside == []


def test_below_the_site_nothing_imports_django() -> None:
    below = [path for path in _modules(SOURCE) if "web" not in path.relative_to(SOURCE).parts[:1]]
    wrong = [path.name for path in below for name in _imports(path) if name.split(".")[0] == "django"]
    assert set(wrong) <= {"site.py"}  # cli/site.py, inside its functions


def test_only_the_sites_command_imports_the_site() -> None:
    below = [path for path in _modules(SOURCE) if path.relative_to(SOURCE).parts[0] != "web"]
    wrong = {
        str(path.relative_to(SOURCE))
        for path in below
        for name in _imports(path)
        if name.startswith("goldenthread.web")
    }
    assert wrong <= {"cli/site.py", "cli/trail.py", "cli/demonstration.py"}


def test_get_model_is_for_migrations() -> None:
    site = [path for path in _modules(SOURCE / "web") if "migrations" not in path.parts]
    assert [path.name for path in site if "apps.get_model" in path.read_text(encoding="utf-8")] == []


def test_views_write_nothing_themselves() -> None:
    """Writes are in actions: a view that saves a model has skipped the history row."""
    writes = re.compile(r"\.(save|create|bulk_create|update_or_create|get_or_create|delete)\(")
    wrong = [
        str(path)
        for path in (*SOURCE.glob("web/*/views*.py"), *SOURCE.glob("web/*/views/*.py"))
        if writes.search(path.read_text(encoding="utf-8"))
    ]
    assert wrong == []


def test_templates_escape_everything_and_hold_no_script_or_style() -> None:
    wrong = []
    for path in SOURCE.glob("web/*/templates/**/*.html"):
        text = path.read_text(encoding="utf-8")
        markup = re.sub(r"{%.*?%}", "", text, flags=re.DOTALL)
        wrong += [f"{path.name}: {found.group()}" for found in re.finditer(r"\son\w+=", markup)]
        for banned in (
            r"\|\s*safe\b",
            r"autoescape off",
            r"\sstyle=",
            r"<style",
            r"<script(?![^>]*\ssrc=)",
            r"(src|href)=\W?https?://",
        ):
            wrong += [f"{path.name}: {found.group()}" for found in re.finditer(banned, text)]
    assert wrong == []


def test_python_marks_nothing_as_safe_html_and_writes_no_sql_outside_the_fences() -> None:
    banned = re.compile(r"mark_safe|\.raw\(|\.extra\(|RawSQL")
    wrong = [
        path.name for path in _modules(SOURCE / "web") if banned.search(path.read_text(encoding="utf-8"))
    ]
    assert wrong == []
