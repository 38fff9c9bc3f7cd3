"""Evidence of an action merged into another: seen and counted where it goes on, and never copied."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from goldenthread.web.accounts.standing import today
from goldenthread.web.plan import actions, queries
from goldenthread.web.plan.as_paper import as_paper
from goldenthread.web.plan.models import Action, Evidence
from goldenthread.web.plan.queries import GoesOn
from goldenthread.web.plan.rules import NotDone
from web_impact import judged, minute, sufficient
from web_people import person, proof
from web_plan import action, agreed, claimed, fresh, objective

SignedIn = Callable[..., Client]


@pytest.mark.parametrize(
    ("into", "key", "end"),
    [({}, 1, 1), ({1: 2}, 1, 2), ({1: 2, 2: 3}, 1, 3), ({1: 2, 2: 3}, 3, 3), ({1: 2, 2: 1}, 1, 2)],
    ids=["not merged", "merged", "merged on", "the one that goes on", "a ring ends"],
)
def test_an_action_goes_on_in_the_last_it_was_merged_into(into: dict[int, int], key: int, end: int) -> None:
    assert GoesOn(into, {}).of(key) == end


def test_what_counts_for_an_action_comes_from_all_that_go_on_in_it() -> None:
    assert GoesOn({1: 2, 2: 3, 4: 3}, {}).here([3, 2, 5]) == {3: [3, 1, 2, 4], 2: [2], 5: [5]}


def merge(one: Action, into: Action) -> None:
    held, by = fresh(one), person("improvement_lead")
    actions.merge(by=by, action=held, version=held.version, into=fresh(into), why="One piece of work")


@pytest.fixture
def pair(db: None) -> tuple[Action, Action, Evidence]:
    """An action merged into another, which has no evidence of its own; and what was pinned to the first."""
    first, onward = action(text="The first"), agreed(action(text="Goes on"))
    piece = sufficient(minute(first))
    merge(first, onward)
    return first, onward, piece


def test_it_is_seen_from_the_action_it_goes_on_in_with_its_judgement(pair: Any, signed_in: SignedIn) -> None:
    first, onward, piece = pair
    page = " ".join(signed_in("auditor").get(f"/plan/actions/{onward.pk}/").content.decode().split())
    assert "1 of 1 piece judged sufficient" in page
    assert f"{first.code}</a>, merged into this. Judged sufficient by" in page
    assert list(Evidence.objects.values_list("pk", "action")) == [(piece.pk, first.pk)]
    listed = signed_in("auditor").get("/plan/evidence/").content.decode()
    assert f"/plan/actions/{onward.pk}/" in listed
    assert "merged into it" in listed


def test_an_impact_may_rest_on_it_and_papers_show_it(pair: Any) -> None:
    first, onward, piece = pair
    assert queries.evidence_for(fresh(onward)) == [piece]
    assert queries.evidence_for(fresh(first)) == []
    assert queries.evidence_for(onward.objective) == [piece]
    assert judged(onward, "evidenced", piece).state == "evidenced"
    paper = as_paper(as_at=today())
    assert paper is not None
    [shown] = next(one.evidence for one in paper.actions if one.id == onward.code)
    assert shown.label.endswith(f"(from action {first.code})")


def test_its_age_counts_where_it_goes_on(pair: Any) -> None:
    first, onward, _ = pair
    sufficient(minute(onward, days_old=400))  # older than what came with the first
    rows = queries.pieces(as_at=today())
    assert {row.code for row in rows} == {onward.code}
    assert [row.evidence.action_id for row in rows if row.newest] == [first.pk]
    assert queries.gone_stale(rows) == []


def test_found_wanting_it_puts_the_sign_off_of_where_it_goes_on_in_question(signed_in: SignedIn) -> None:
    owner, first = person("head_of_service"), action(towards=objective())
    onward, piece = claimed(action(owner), owner), minute(first)
    held = fresh(onward)
    actions.reopen(by=person("improvement_lead"), action=held, version=held.version, why="More to come")
    merge(first, onward)
    held = fresh(onward)
    actions.claim(by=owner, action=held, version=held.version, words="It is so", on=today())
    held = fresh(onward)
    told = {"version": held.version, "words": "Seen", "on": today(), "proof": proof()}
    actions.sign_off(by=person("director"), action=held, **told)
    assert not queries.in_question()
    sufficient(piece, enough=False)
    assert [one.pk for one in queries.in_question()] == [onward.pk]
    assert [one.pk for one in queries.failed_evidence(onward)] == [piece.pk]
    for role, offered in (("improvement_lead", True), ("auditor", False)):
        page = signed_in(role).get(f"/plan/actions/{onward.pk}/").content.decode()
        assert "judged not sufficient since" in page
        assert (f"/plan/actions/{onward.pk}/open-again/" in page) is offered  # by whoever keeps the plan


def test_neither_owner_judges_it(db: None) -> None:
    owner = person("director")
    first, onward = action(text="The first"), agreed(action(owner))
    piece = minute(first)
    merge(first, onward)
    told = {"version": 1, "sufficient": True, "why": "x", "on": today(), "proof": proof()}
    with pytest.raises(NotDone, match="You own this action"):
        actions.judge_evidence(by=owner, evidence=piece, **told)


def test_opened_again_the_action_takes_its_evidence_back(pair: Any) -> None:
    first, onward, piece = pair
    held = fresh(first)
    actions.reopen(by=person("improvement_lead"), action=held, version=held.version, why="It stands alone")
    both = queries.evidence_by_action([first.pk, onward.pk])
    assert both == {first.pk: [piece], onward.pk: []}


def test_reading_what_counts_takes_two_queries(pair: Any, django_assert_num_queries: Any) -> None:
    first, onward, _ = pair
    with django_assert_num_queries(2):
        queries.evidence_by_action([first.pk, onward.pk])
