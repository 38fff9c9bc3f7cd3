"""Many at once: a form sent twenty times acts once, and of two editors the second is told. The small forms of
`make idempotency` and `make editors`."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps

import editors
import idempotency
from goldenthread.web.intake import loading
from goldenthread.web.papers import making
from goldenthread.web.retention import carrying_out


@pytest.fixture
def nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked for is counted, not what is then made of it."""
    monkeypatch.setattr(loading, "wake", lambda: None)
    monkeypatch.setattr(making, "wake", lambda: None)
    monkeypatch.setattr(carrying_out, "wake", lambda: None)


SOME = (
    "plan:add-objective",  # adds
    "plan:sign-off",  # a step, and signed
    "plan:remove-measure",  # removes
    "intake:new",  # an upload read by a handler of its own
    "inspection:upload",  # an upload read by Django's
    "intake:feed",  # sent in by a service
    "signin:service",  # a token, shown in the answer alone
    "access:emergency",
    "trail:check",
)


def test_posts_at_once_have_the_effect_of_one_and_every_route_is_among_those_tried(
    live_site: str, nothing_more: None
) -> None:
    posts = idempotency.all_posts()
    assert idempotency.routes_that_take_a_post() == set(posts) | set(idempotency.HARMLESS)
    told = [idempotency.measure(route, posts[route], at=live_site, parallel=5) for route in SOME]
    assert [one for one in told if not one.holds] == []


def test_of_editors_at_once_nobody_loses_a_save_or_a_word(own_database: None) -> None:
    done = [editors.edit(thing, editors=3, saves=4) for thing in editors.editables()]
    assert [one for one in done if not one.holds] == []
    assert all(one.acknowledged for one in done)
    assert any(one.refused for one in done)


# Of what has a version, what is not among them, and why.
ELSEWHERE = {
    "intervention.FeedbackPoint": "edited by those named for the visit: has tests of its own",
    "intervention.AccuracyPoint": "edited by those named for the visit: has tests of its own",
    "intervention.Announcement": "never edited, only sent",
    "reporting.CorrectiveAction": "never edited: done once, and checked once",
    "intake.Snapshot": "the version of its format",
    "sheets.Brought": "the version of its action when it was brought in",
}


def test_whatever_has_a_version_is_among_what_editors_edit(own_database: None) -> None:
    versioned = {
        model._meta.label
        for model in apps.get_models()
        if model.__module__.startswith("goldenthread.") and _has_a_version(model)
    }
    assert versioned - set(ELSEWHERE) == {type(one.row)._meta.label for one in editors.editables()}


def _has_a_version(model: Any) -> bool:
    return any(field.name == "version" for field in model._meta.get_fields())
