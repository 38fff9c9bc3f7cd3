"""The plan's pages: each answers its question in a sentence, to those who may see it, in a number of queries
that does not grow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goldenthread.web.accounts.standing import today
from goldenthread.web.evidence.refs import EvidenceRef
from goldenthread.web.plan import actions
from goldenthread.web.plan.models import Action, Objective, Requirement
from web_people import MAKER, person
from web_plan import BOARD, action, agreed, claimed, objective, source
from web_queries import queries_of

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]

READS = {
    "director": 200,
    "head_of_service": 200,
    "team_manager": 200,
    "social_worker": 200,
    "improvement_lead": 200,
    "action_owner": 200,
    "performance_analyst": 200,
    "auditor": 200,
    "board_secretary": 200,
    "independent_chair": 200,
    "board_member": 403,
    "government_observer": 200,
    "administrator": 403,
}


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


@pytest.fixture
def whole(db: None) -> dict[str, str]:
    """A plan with something on every page; gives the pages' addresses."""
    first, second = source().requirements.all()
    answer = objective(first)
    actions.add_measure(by=MAKER, objective=answer, indicator="assessment_45wd")
    owner = person("head_of_service")
    done = claimed(action(owner, towards=answer), owner)
    late = agreed(action(towards=answer, workstream="Front door"), due=today() - timedelta(days=10))
    actions.record_decision(by=MAKER, meeting=BOARD, on=today(), text="Go on", why="", about=late)
    return {
        "home": "/plan/",
        "requirements": "/plan/requirements/",
        "thread": f"/plan/requirements/{first.pk}/",
        "unanswered": f"/plan/requirements/{second.pk}/",
        "objectives": "/plan/objectives/",
        "objective": f"/plan/objectives/{answer.pk}/",
        "late": f"/plan/actions/{late.pk}/",
        "claimed": f"/plan/actions/{done.pk}/",
        "awaiting": "/plan/awaiting-sign-off/",
    }


@pytest.mark.parametrize("role", READS)
def test_who_may_read_the_plan(role: str, whole: dict[str, str], signed_in: SignedIn) -> None:
    client = signed_in(role)
    assert {client.get(address).status_code for address in whole.values()} == {READS[role]}


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ("home", "1 of 2 actions is late; 1 waits for sign-off."),
        ("requirements", "1 of 2 findings has no objective yet; 1 has an action that is late."),
        ("thread", "1 objective and 2 actions answer it: 1 is late; 1 waits for sign-off."),
        ("unanswered", "No objective answers this finding yet."),
        ("objectives", "1 of 1 objective has an action that is late."),
        ("objective", "1 of 2 actions is late; 1 waits for sign-off. None has evidence of a difference"),
        ("awaiting", "1 action waits for sign-off; 1 of them you may sign off."),
    ],
)
def test_a_page_answers_its_question_in_a_sentence(
    page: str, sentence: str, whole: dict[str, str], signed_in: SignedIn
) -> None:
    assert sentence in text_of(signed_in("director"), whole[page])


def test_a_colour_comes_with_its_reason(whole: dict[str, str], signed_in: SignedIn) -> None:
    page = text_of(signed_in("director"), whole["late"])
    assert ">Red</strong>" in page
    assert "working days late" in page
    assert "Impact: none yet" in page


def test_an_empty_plan_says_what_will_be_here_and_offers_the_first_step(signed_in: SignedIn) -> None:
    assert "Add an objective" in text_of(signed_in("improvement_lead"), "/plan/")
    reader = text_of(signed_in("auditor"), "/plan/")
    assert "It begins with an objective" in reader
    assert "Add an objective" not in reader


@pytest.mark.parametrize(
    ("query", "listed"),
    [
        ("", {"A1", "A2", "A3"}),
        ("?show=late", {"A1"}),
        ("?show=soon", {"A2"}),
        ("?show=mine", {"A3"}),
        ("?show=proposed", {"A3"}),
        ("?show=sign-off", set()),
        ("?workstream=Front+door", {"A2"}),
        ("?objective=O2", {"A3"}),
        ("?show=anything-else", {"A1", "A2", "A3"}),
    ],
)
def test_the_filters_are_links_and_list_what_they_count(
    query: str, listed: set[str], signed_in: SignedIn
) -> None:
    client = signed_in("action_owner")
    one, other = objective(), objective(text="Plans change lives")
    agreed(action(towards=one), due=today() - timedelta(days=10))
    agreed(action(towards=one, workstream="Front door"), due=today() + timedelta(days=3))
    action(client.person, towards=other)  # type: ignore[attr-defined]
    page = text_of(client, f"/plan/{query}")
    assert {code for code in ("A1", "A2", "A3") if f'">{code} ' in page} == listed


def test_the_most_urgent_stands_first(signed_in: SignedIn) -> None:
    one = objective()
    owner = person("head_of_service")
    later = agreed(action(towards=one), due=today() + timedelta(days=200))
    late = agreed(action(towards=one), due=today() - timedelta(days=10))
    very_late = agreed(action(towards=one), due=today() - timedelta(days=100))
    waits = claimed(action(owner, towards=one), owner)
    page = text_of(signed_in("director"), "/plan/")
    places = [page.index(f'">{one.code} ') for one in (very_late, late, waits, later)]
    assert places == sorted(places)


@pytest.mark.parametrize(
    "address",
    ["/plan/requirements/9999/", "/plan/objectives/9999/", "/plan/actions/9999/", "/plan/evidence/9999/"],
)
def test_what_is_not_there_is_the_same_for_everybody(address: str, signed_in: SignedIn) -> None:
    assert signed_in("director").get(address).status_code == 404


def test_no_page_asks_the_database_more_when_the_plan_grows(
    whole: dict[str, str], signed_in: SignedIn
) -> None:
    names = ("home", "requirements", "thread", "objectives", "objective", "awaiting")
    client, pages = signed_in("director"), [whole[name] for name in names]
    queries_of(client, pages)
    before = queries_of(client, pages)
    requirement, first = Requirement.objects.first(), Objective.objects.get()
    for number in range(4):
        owner = person("head_of_service")
        another = objective(requirement, text=f"Another {number}")
        actions.add_measure(by=MAKER, objective=another, indicator="assessment_45wd")
        for towards in (first, another):
            claimed(action(owner, towards=towards), owner)
            agreed(action(towards=towards), due=today() - timedelta(days=5))
    source("More.", "And more.", file="another.pdf", digest="e")
    assert queries_of(client, pages) == before


def test_an_action_asks_no_more_for_more_notes_and_evidence(
    whole: dict[str, str], signed_in: SignedIn, django_assert_num_queries: Any
) -> None:
    client = signed_in("director")
    key = int(whole["late"].split("/")[3])

    def add() -> None:
        lead, one = person("improvement_lead"), Action.objects.get(pk=key)
        actions.add_note(by=lead, action=one, text="Going well")
        ref = EvidenceRef(kind="minute", key="m", label="Minutes", as_of=date(2026, 3, 1))
        actions.pin_document(by=lead, action=one, ref=ref, shows="It began", where="Folder")

    add()
    client.get(whole["late"])
    with CaptureQueriesContext(connection) as asked:
        client.get(whole["late"])
    for _ in range(4):
        add()
    with django_assert_num_queries(len(asked)):
        client.get(whole["late"])
