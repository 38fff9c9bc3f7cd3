"""Who looked: one's own looks always, everybody's for those who answer for it; and a note on unusual
looking."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from goldenthread.web.access import queries
from goldenthread.web.access.actions import Look, most_children_a_day, record_view
from goldenthread.web.access.models import ChildView, Notice
from goldenthread.web.access.purposes import Purpose, pseudonym
from goldenthread.web.accounts.models import Person
from goldenthread.web.database.scope import DatabaseScope, as_service, tell
from goldenthread.web.history.models import Entry
from web_access import asking, looks_at, page_of, restricted
from web_duties import duties
from web_people import person
from web_text import told

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(settings: Any) -> Person:
    """Somebody who has looked at C1, and before that at C2."""
    duties(settings.STORE)
    made = person("team_manager", team="North", name="Made-up Manager")
    with asking(made):
        for child in ("C2", "C1"):
            record_view(Look(Purpose.OVERSIGHT, f"A page of {child[1]}", {child: True}), by=made)
    return made


def _page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return told(answer.content.decode())


def test_ones_own_looks_are_always_ones_own_to_read(
    manager: Person, signed_in: Callable[..., Client]
) -> None:
    page = _page(signed_in(manager), "/access/mine/")
    assert "2 looks written down." in page
    assert page.index("C1") < page.index("C2")
    assert "oversight of practice" in page
    assert "C1" not in _page(signed_in("team_manager", team="North"), "/access/mine/")


def test_those_who_answer_for_it_read_who_looked_and_what_somebody_looked_at(
    manager: Person, signed_in: Callable[..., Client]
) -> None:
    client = signed_in("director")
    assert "Made-up Manager" in _page(client, looks_at("C1"))
    assert "0 looks" in _page(client, looks_at("C4"))
    assert "C2" in _page(client, f"/access/people/{manager.public_id}/")
    found = client.post("/access/find/", {"child": "C1"})
    assert found["Location"] == looks_at("C1")


@pytest.mark.parametrize(
    "role", ["head_of_service", "team_manager", "social_worker", "performance_analyst", "administrator"]
)
def test_nobody_else_reads_others_looks(role: str, manager: Person, signed_in: Callable[..., Client]) -> None:
    client = signed_in(role)
    whose = f"/access/people/{manager.public_id}/"
    for address in (looks_at("C1"), f"{looks_at('C1')}file.csv", whose, "/access/find/"):
        assert client.get(address).status_code == 403


def test_reading_the_trail_is_a_look_and_does_not_swell_it(
    manager: Person, signed_in: Callable[..., Client]
) -> None:
    """A page of the trail leaves a row with the children on it; the next page counts that row and names
    none."""
    client = signed_in(manager)
    for _ in range(3):
        _page(client, "/access/mine/")
    with asking(manager):
        looks = ChildView.objects.filter(purpose=Purpose.GUARDING)
        assert [look.children for look in looks] == [["C1", "C2"]] * 3
    assert "2 children" in _page(client, "/access/mine/")


@pytest.mark.parametrize("of", ["mine", "person", "child"])
def test_the_trail_as_a_file_has_a_line_for_each_child_and_is_written_down(
    of: str, manager: Person, signed_in: Callable[..., Client]
) -> None:
    client = signed_in(manager) if of == "mine" else signed_in("director")
    child = f"{looks_at('C1')}file.csv"
    whose = f"/access/people/{manager.public_id}.csv"
    answer = client.get({"mine": "/access/mine.csv", "person": whose, "child": child}[of])
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {row["child"] for row in rows} == ({"C1"} if of == "child" else {"C1", "C2"})
    assert {row["who"] for row in rows} == {"Made-up Manager"}
    assert Entry.objects.filter(act="downloaded who looked").count() == 1


def test_a_child_who_is_shut_by_now_is_counted_in_ones_trail_and_not_named(
    manager: Person, signed_in: Callable[..., Client]
) -> None:
    restricted("C1")
    page = _page(signed_in(manager), "/access/mine/")
    assert "C1" not in page
    assert "C2" in page
    assert "C1" not in signed_in(manager).get("/access/mine.csv").content.decode()


def test_those_seen_under_pseudonyms_are_counted_and_never_named(
    settings: Any, signed_in: Callable[..., Client]
) -> None:
    duties(settings.STORE)
    analyst = signed_in("performance_analyst")
    _page(analyst, "/practice/")
    page = _page(analyst, "/access/mine/")
    assert "C1" not in page
    assert "4 children" in page


def _times_used(index: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_get_xact_numscans(%s::regclass)", [index])
        return int(cursor.fetchone()[0])


def test_who_looked_at_a_child_is_found_by_an_index() -> None:
    """PostgreSQL's own count of the index's uses in this transaction. Rows just written wait in a list before
    they enter the index, and what that costs is weighed each time: reading every row is put out of the
    question, so that the answer is whether the index can be used at all, behind the fence."""
    look = {"person_name": "A", "purpose": "oversight", "what": "a list", "snapshot": "", "identified": True}
    with as_service("tests"):
        somebody = {"person": "service:tests", **look}
        ChildView.objects.bulk_create(
            ChildView(children=[f"N{number}", f"M{number}"], **somebody) for number in range(3000)
        )
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
        before = _times_used("childview_whom")
        assert [one.children for one in queries.looks_at("M7")] == [["N7", "M7"]]
        assert _times_used("childview_whom") == before + 1


def test_the_index_shows_nobody_a_look_that_the_fence_keeps_from_them() -> None:
    one, other, guardian = person("social_worker"), person("social_worker"), person("information_guardian")
    for looker in (one, other):
        _look(looker, "C1")
    for asks, looks in ((one, 1), (other, 1), (guardian, 2), (person("team_manager"), 0)):
        with asking(asks), connection.cursor() as cursor:
            assert queries.looks_at("C1").count() == looks
            cursor.execute("SELECT count(*) FROM access_looks_at('C1')")
            assert cursor.fetchone()[0] == looks
    tell(DatabaseScope(person=""))
    assert queries.looks_at("C1").count() == 0


# Unusual looking --------------------------------------------------------------------------------------


def _look(by: Person, *children: str, identified: bool = True) -> None:
    with asking(by):
        record_view(Look(Purpose.OVERSIGHT, "a list", dict.fromkeys(children, identified)), by=by)


def test_more_children_in_a_day_than_the_rule_says_is_told_once(settings: Any) -> None:
    settings.MANY_CHILDREN_A_DAY = [(date(2026, 1, 1), 3)]
    director, worker = person("director"), person("social_worker")
    _look(worker, "C1", "C2")
    _look(worker, "C2", "C3")  # three, C2 counted once
    _look(worker, "C4", "C5", identified=False)
    with as_service("tests"):
        assert Notice.objects.count() == 0
    _look(worker, "C4")
    _look(worker, "C5")
    with as_service("tests"):
        notices = list(Notice.objects.all())
    assert [(notice.to, notice.people) for notice in notices] == [("manager", [director.reference])]
    assert "more than 3 children by name in one day" in notices[0].words
    assert Entry.objects.filter(act="looked at many children in a day").count() == 1


def test_whoever_was_told_marks_it_as_read(settings: Any, signed_in: Callable[..., Client]) -> None:
    settings.MANY_CHILDREN_A_DAY = [(date(2026, 1, 1), 1)]
    client, worker = signed_in("director"), person("social_worker")
    _look(worker, "C1", "C2")
    assert "more than 1 children" in _page(client, "/")
    with as_service("tests"):
        keys = list(Notice.objects.values_list("pk", flat=True))
    for key in keys:
        client.post(f"/access/told/{key}/read/")
    assert "more than 1 children" not in _page(client, "/")
    assert signed_in("team_manager").post(f"/access/told/{keys[0]}/read/").status_code == 404


@pytest.mark.parametrize(
    ("on", "most"), [(date(2026, 3, 31), 100), (date(2026, 4, 1), 40), (date(2027, 1, 1), 40)]
)
def test_the_rule_of_the_day_is_the_one_in_force(on: date, most: int, settings: Any) -> None:
    settings.MANY_CHILDREN_A_DAY = [(date(2026, 1, 1), 100), (date(2026, 4, 1), 40)]
    assert most_children_a_day(on) == most


# Pseudonyms -------------------------------------------------------------------------------------------


def test_a_child_has_one_pseudonym_for_a_purpose_and_another_for_the_next(settings: Any) -> None:
    names = {purpose: pseudonym("C1", purpose) for purpose in Purpose}
    assert len(set(names.values())) == len(Purpose)
    assert names == {purpose: pseudonym("C1", purpose) for purpose in Purpose}
    settings.SECRET_KEY = "another key"
    assert not set(names.values()) & {pseudonym("C1", purpose) for purpose in Purpose}


def test_a_hundred_thousand_children_have_a_hundred_thousand_pseudonyms() -> None:
    assert len({pseudonym(f"W{n:06d}", Purpose.OVERSIGHT) for n in range(100_000)}) == 100_000


def test_a_pseudonym_made_for_one_purpose_opens_nothing_for_another(
    settings: Any, signed_in: Callable[..., Client]
) -> None:
    duties(settings.STORE)
    client = signed_in("performance_analyst")
    assert client.get(page_of(pseudonym("C1", Purpose.OVERSIGHT))).status_code == 200
    assert client.get(page_of(pseudonym("C1", Purpose.PAPER))).status_code == 404
