"""What a page shows and offers to whom: children by name or pseudonym, no button that would be refused."""

from __future__ import annotations

import re

import pytest

import web_matrix
from goldenthread.web.access.purposes import Purpose, pseudonym
from web_matrix import World
from web_text import told

pytestmark = pytest.mark.django_db
CHILDREN = ("C1", "C2", "C3", "C4", "C5")


def named(page: str) -> set[str]:
    """The children a page names, and those it shows under a pseudonym, as P1 for C1."""
    text = told(page)
    seen = {child for child in CHILDREN if re.search(rf"\b{child}\b", text)}
    return seen | {
        f"P{child[1:]}" for child in CHILDREN if any(pseudonym(child, why) in text for why in Purpose)
    }


# Overdue: C1, C2 (North), C5 (an assessment of North's, a child of South's); due soon: C3 (South).
SEEN = {
    "director": {"C1", "C2", "C3", "C5"},
    "reviewing_officer": {"C1", "C2", "C3", "C5"},
    "head_of_service": {"C1", "C2", "C5"},
    "deputy": {"C1", "C2", "C5"},
    "team_manager": {"C1", "C2", "C5"},
    "manager of South": {"C3", "C5"},
    "social_worker": {"C1", "C5"},
    "performance_analyst": {"P1", "P2", "P3", "P5"},
    "manager and analyst": {"C1", "C2", "P3", "C5"},
}
TAKEN = {
    "head_of_service": {"C1", "C2", "C5"},
    "performance_analyst": {"P1", "P2", "P5"},
    "manager and analyst": {
        "P1",
        "P2",
        "P5",
    },  # leave to download is the analyst's, and so are the pseudonyms
}


def test_each_sees_the_children_they_reach_and_as_they_may(world: World) -> None:
    found = {
        name: named(web_matrix.asked(actor, "GET", "/practice/").content.decode())
        for name, actor in world.actors.items()
        if actor.signed_in
    }
    assert {name: seen for name, seen in found.items() if seen} == SEEN


def test_each_takes_away_the_children_their_leave_is_for(world: World) -> None:
    found = {
        name: named(web_matrix.asked(actor, "GET", "/practice/list.csv").content.decode())
        for name, actor in world.actors.items()
        if actor.signed_in
    }
    assert {name: seen for name, seen in found.items() if seen} == TAKEN


def test_each_sees_behind_a_figure_the_children_they_reach(world: World) -> None:
    address = "/performance/assessment_overdue_open/children/"
    found = {
        name: named(web_matrix.asked(actor, "GET", address).content.decode())
        for name, actor in world.actors.items()
        if actor.signed_in
    }
    overdue = {name: seen - {"C3", "P3"} for name, seen in SEEN.items()}
    assert {name: seen for name, seen in found.items() if seen} == overdue


def pages(world: World) -> list[web_matrix.Pair]:
    """Every page, of something its reader reaches."""
    return [pair for pair in web_matrix.pairs(world) if pair.method == "GET" and _whole(world, pair)]


def _whole(world: World, pair: web_matrix.Pair) -> bool:
    answers = pair.actor in READERS and web_matrix.expected(world, pair) == "in"
    return answers and not pair.route.endswith((":download", ":chart"))


# Between them they open every page, and each lacks what another has.
READERS = {
    *("director", "head_of_service", "improvement_lead", "performance_analyst", "administrator"),
    *("government_observer", "elected_member"),
}


def test_no_page_offers_what_would_be_refused_or_keeps_back_what_would_not(world: World) -> None:
    """Of the links and forms that a page has for anybody, each reader has those of the pages that let them
    in, but for what turns on whose the thing is: see KEPT_BACK."""
    offers: dict[tuple[str, str], dict[str, set[tuple[str, str]]]] = {}
    for pair in pages(world):
        said = web_matrix.answer(world, pair)
        if said.status_code == 200 and said.headers["Content-Type"].startswith("text/html"):
            got = web_matrix.offered(said, at=web_matrix.address(pair))
            offers.setdefault((pair.route, pair.thing.scope), {})[pair.actor] = got
    wrong = []
    for (route, scope), by_actor in offers.items():
        every = set().union(*by_actor.values())
        for actor, got in by_actor.items():
            may = {one for one in every if web_matrix.let_in(world.actors[actor], world.rows[one[0]])}
            wrong += [f"{actor} on {route} ({scope}) is offered {one}" for one in got - may]
            kept = {one for one in may - got if (one[0], route) not in KEPT_BACK}
            wrong += [f"{actor} on {route} ({scope}) is not offered {one}" for one in kept]
    assert wrong == [], "\n".join(wrong)


# (what, on which page): offered only to some of those the page of it lets in, because of whose the thing is.
_STEPS = ("plan:claim", "plan:impact", "plan:note", "plan:propose-date", "plan:sign-off", "plan:start")
_OF_ONES_OWN = ("add-milestone", "wait-for", "edit-milestone", "finish-milestone", "milestone-date")
# Of an action that is one's own, or at the level the scheme of delegation says.
_OF_DELIVERY = {
    *((f"plan:{one}", "plan:action") for one in (*_OF_ONES_OWN, "decide-date")),
    *((f"plan:{one}", f"plan:{one}") for one in (*_OF_ONES_OWN, "report-exception", "decide-date")),
    *((f"plan:{one}", "plan:board") for one in ("start", "claim", "sign-off")),
    ("plan:decide-date", "today"),
    ("plan:action", "plan:mine"),
}
# What waits for oneself, or is one's own: a line of a list, or a link one made.
_WAITS_FOR_ONESELF = {
    *((f"plan:{one}", "reminders:home") for one in ("awaiting", "requirements", "decide-date")),
    ("reminders:end-link", "reminders:home"),
    ("sheets:update", "sheets:home"),
    ("intake:quality", "today"),
    *(("programme:ideas", page) for page in ("today", "reminders:home")),
}
# Of an objective, by somebody who owns none of its actions; of the programme, by whoever answers for it.
_OF_IMPACT = {
    *(("plan:objective-impact", f"plan:{page}") for page in ("objective", "objective-impact")),
    *(("programme:review", f"programme:{page}") for page in ("concern", "review")),
    *(("programme:count", f"programme:{page}") for page in ("rollout", "count")),
}
# Of a measure of a cycle, by whoever answers for it; of a cycle, what waits for oneself.
_OF_REPORTING = {
    *(("reporting:correct", f"reporting:{page}") for page in ("line", "correct")),
    *((f"reporting:{one}", page) for one in ("cycle", "line") for page in ("today", "reminders:home")),
}
KEPT_BACK = {
    *_OF_REPORTING,
    *_OF_DELIVERY,
    *_WAITS_FOR_ONESELF,
    *_OF_IMPACT,
    ("oversight:child", "intake:quality-check"),  # to those whom the list itself names children
    ("access:opening", "access:openings"),  # those one opened, was told of or guards
    ("access:restrictions", "today"),  # those who sign are asked to; who asks for one is not
    ("papers:paper", "today"),
    ("papers:paper", "papers:home"),  # to those the paper is for
    ("papers:download", "papers:home"),
    ("plan:awaiting", "today"),
    ("plan:requirements", "today"),
    ("plan:reopen", "plan:awaiting"),
    ("plan:sign-off", "plan:awaiting"),
    ("intake:names", "intake:home"),
    # a measure withheld from those outside is not told to have changed
    *((f"indicators:{one}", "indicators:changes") for one in ("indicator", "movement")),
    ("oversight:duty", "oversight:home"),  # with the list of children, which some have and some do not
    ("oversight:team", "oversight:home"),
    ("oversight:team", "oversight:ahead"),  # a line for each team, for those who answer for several
    *((f"intervention:{one}", "intervention:visit") for one in ("accuracy", "feedback", "file", "looks")),
    ("intervention:confirm-publication", "intervention:visit"),  # never by whoever gave the moment
    ("intervention:feedback", "today"),
    ("intervention:visit", "today"),
    *((step, "plan:action") for step in _STEPS),
    *((step, step) for step in _STEPS),
}
