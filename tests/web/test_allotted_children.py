"""Children allotted to those who audit: these and no others, by name, to a last day, to read and not to take away;
never to somebody with a tie to the child. A declared tie subtracts from every reach."""

# ruff: noqa: E501  (drawn tables are as wide as the model's names)

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from goldenthread.web.access.actions import (
    InConflict,
    NotGiven,
    Sample,
    allot,
    end_conflict,
    record_conflict,
    withdraw,
)
from goldenthread.web.access.conflicts import Tie
from goldenthread.web.access.models import Allotment, ChildView, Conflict
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.standing import today
from goldenthread.web.database.scope import as_service
from goldenthread.web.history.models import Entry
from goldenthread.web.oversight.models import ClockRow
from web_access import WHY, asking, page_of, restricted
from web_duties import duties
from web_people import person
from web_text import told

pytestmark = pytest.mark.django_db
TOMORROW = today() + timedelta(days=1)


@pytest.fixture(autouse=True)
def _records(settings: Any) -> None:
    duties(settings.STORE)


@pytest.fixture
def director(db: None) -> Person:
    return person("director")


def _allot(to: Person, *children: str, by: Person, ends: date = TOMORROW) -> list[Allotment]:
    with asking(by):
        return allot(Sample(to, children, ends, WHY), by=by)


def _page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return told(answer.content.decode())


@pytest.mark.parametrize("role", ["auditor", "moderator", "principal_social_worker"])
def test_an_auditor_reads_the_children_allotted_and_no_others(
    role: str, director: Person, signed_in: Callable[..., Client]
) -> None:
    client = signed_in(role)
    assert client.get(page_of("C1")).status_code == 404
    _allot(client.person, "C1", by=director)
    page = _page(client, "/access/allotted/")
    assert "C1" in page
    assert "You are seen to look: auditing practice." in page
    assert "auditing practice" in _page(client, page_of("C1"))
    for child in ("C2", "C3", "C0"):
        assert client.get(page_of(child)).status_code == 404
    with asking(client.person):
        assert list(ClockRow.objects.values_list("child_id", flat=True)) == ["C1"]
    assert client.get("/practice/list.csv").status_code == 403


@pytest.mark.parametrize(("days", "status"), [(0, 200), (7, 200), (8, 404)])
def test_an_allotment_holds_to_its_last_day(
    days: int,
    status: int,
    director: Person,
    signed_in: Callable[..., Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from django.utils import timezone

    auditor = person("auditor", ends=today() + timedelta(days=90))
    _allot(auditor, "C1", by=director, ends=today() + timedelta(days=7))
    moment = timezone.now() + timedelta(days=days)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    assert signed_in(auditor).get(page_of("C1")).status_code == status


def test_a_role_that_ends_takes_its_children_with_it(
    director: Person, signed_in: Callable[..., Client]
) -> None:
    client = signed_in("auditor")
    _allot(client.person, "C1", by=director)
    client.person.memberships.update(role="social_worker")
    assert client.get(page_of("C1")).status_code == 404
    with asking(client.person):
        assert ClockRow.objects.count() == 0


def test_what_is_taken_back_is_gone_at_once(director: Person, signed_in: Callable[..., Client]) -> None:
    client = signed_in("auditor")
    first, _ = _allot(client.person, "C1", "C2", by=director)
    with asking(director):
        withdraw(by=director, allotment=first)
    for child in ("C1", "C2"):
        assert client.get(page_of(child)).status_code == 404


def test_a_restricted_child_stays_shut_until_the_auditor_is_named(
    director: Person, signed_in: Callable[..., Client]
) -> None:
    client = signed_in("auditor")
    _allot(client.person, "C1", by=director)
    made = restricted("C1")
    assert client.get(page_of("C1")).status_code == 404
    assert "C1" not in _page(client, "/access/allotted/")
    from goldenthread.web.access.actions import list_person

    with asking(director):
        list_person(by=director, restriction=made, person=client.person, why=WHY)
    assert client.get(page_of("C1")).status_code == 200


# who gives; to whom; which children; until when; why not
REFUSED = [
    ("director", "auditor", ("C77",), 1, "Not in the records that you reach: C77"),
    ("head of North", "auditor", ("C1", "C3"), 1, "Not in the records that you reach: C3"),
    ("director", "team_manager", ("C1",), 1, "holds no role that is given children"),
    ("director", "auditor", ("C1",), 93, "Give a last day from today to 92 days on"),
    ("director", "auditor", ("C1",), -1, "Give a last day from today"),
    ("director", "auditor", (), 1, "Name at least one child"),
]


@pytest.mark.parametrize(("giver", "role", "children", "days", "why"), REFUSED)
def test_what_is_not_to_be_given_is_refused_whole(
    giver: str, role: str, children: tuple[str, ...], days: int, why: str, director: Person
) -> None:
    head = person("head_of_service", team="North", service_area="Assessment")
    by = director if giver == "director" else head
    with pytest.raises(NotGiven, match=why):
        _allot(person(role), *children, by=by, ends=today() + timedelta(days=days))
    with as_service("tests"):
        assert Allotment.objects.count() == 0


def test_a_head_of_service_gives_children_of_their_own_teams() -> None:
    head = person("head_of_service", team="North", service_area="Assessment")
    assert len(_allot(person("auditor"), "C1", "C2", by=head)) == 2


def test_nobody_gives_children_to_themselves() -> None:
    both = person("director", "auditor")
    with pytest.raises(NotGiven, match="Somebody else allots"):
        _allot(both, "C1", by=both)
    with (
        pytest.raises(IntegrityError, match="allotment_by_another"),
        transaction.atomic(),
        as_service("tests"),
    ):
        Allotment.objects.create(
            sample=Allotment().id, child="C1", person="p", by="p", starts=today(), ends=today(), why=WHY
        )


# Ties -------------------------------------------------------------------------------------------------

# the auditor has also been; what stands between them and C1, held by Ann in North until today
TIED = [
    (None, {"worker": "Ann"}, Tie.WORKED),
    (None, {"worker": " ann "}, Tie.WORKED),
    (None, {"name": "Ann"}, Tie.WORKED),
    ("team_manager", {"team": "North", "service_area": "Assessment"}, Tie.SUPERVISED),
    ("head_of_service", {"service_area": "Assessment"}, Tie.MANAGED),
    ("team_manager", {"team": "South"}, None),
    ("head_of_service", {"service_area": "Care"}, None),
    (None, {"worker": "Cay"}, None),
]


@pytest.mark.parametrize(("also", "about", "tie"), TIED)
def test_nobody_audits_a_child_they_have_a_tie_to(
    also: str | None, about: dict[str, str], tie: Tie | None, director: Person
) -> None:
    person("team_manager", team="North", service_area="Assessment")  # puts North in its area
    auditor = person("auditor", *([also] if also else []), **about)
    auditor.memberships.filter(role="auditor").update(team=None, service_area="")
    if tie is None:
        assert len(_allot(auditor, "C1", by=director)) == 1
        return
    with pytest.raises(InConflict) as refused:
        _allot(auditor, "C1", "C3", by=director)
    assert refused.value.found == {"C1": {tie}}
    with as_service("tests"):
        assert Allotment.objects.count() == 0


def test_the_worker_on_an_assessment_has_a_tie_though_the_case_was_never_theirs(director: Person) -> None:
    with pytest.raises(InConflict) as refused:
        _allot(person("auditor", worker="Ann"), "C5", by=director)  # held by South's Dee, assessed by Ann
    assert refused.value.found == {"C5": {Tie.WORKED}}


def test_the_page_says_which_children_and_why_and_offers_no_way_past(
    signed_in: Callable[..., Client],
) -> None:
    client, auditor = signed_in("director"), person("auditor", worker="Ann")
    form = {"person": auditor.pk, "children": "C1\nC3", "ends": f"{TOMORROW:%d/%m/%Y}", "why": WHY}
    page = told(client.post("/access/allotments/add/", form).content.decode())
    assert "choose somebody else" in page
    assert "worked with the child or decided about them" in page
    for name in ("override", "force", "anyway"):
        assert name not in page.lower()
        client.post("/access/allotments/add/", form | {name: "yes"})
    with as_service("tests"):
        assert Allotment.objects.count() == 0
    client.post("/access/allotments/add/", form | {"children": "C3"})
    assert "C3" in _page(client, "/access/allotments/")


# role and who they are: each reaches C1
EVERYBODY = [
    ("director", {}),
    ("head_of_service", {"team": "North", "service_area": "Assessment"}),
    ("team_manager", {"team": "North"}),
    ("social_worker", {"worker": "Ann"}),
]


@pytest.mark.parametrize(("role", "about"), EVERYBODY)
def test_a_declared_tie_takes_the_child_from_every_reach(
    role: str, about: dict[str, str], signed_in: Callable[..., Client]
) -> None:
    client = signed_in(role, **about)
    assert "C1" in _page(client, "/practice/")
    answer = client.post("/access/conflicts/add/", {"children": "C1\nC2", "tie": WHY}, follow=True)
    assert "You have a conflict with 2 children" in answer.content.decode()
    assert "C1" not in _page(client, "/practice/")
    assert client.get(page_of("C1")).status_code == 404
    with asking(client.person), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM oversight_clockrow WHERE child_id = 'C1'")
        assert cursor.fetchone()[0] == 0


def test_a_tie_is_stronger_than_being_named_and_than_an_allotment(
    director: Person, signed_in: Callable[..., Client]
) -> None:
    client = signed_in("auditor")
    _allot(client.person, "C1", by=director)
    with asking(client.person):
        record_conflict(by=client.person, person=client.person, children=["C1"], tie=WHY)
    assert client.get(page_of("C1")).status_code == 404
    with pytest.raises(InConflict):
        _allot(client.person, "C1", by=director)
    manager = signed_in("team_manager", team="North")
    restricted("C2", manager.person)
    with asking(manager.person):
        record_conflict(by=manager.person, person=manager.person, children=["C2"], tie=WHY)
    assert manager.get(page_of("C2")).status_code == 404


def test_the_guardian_records_ties_of_others_and_nobody_else_does(director: Person) -> None:
    manager, other = person("team_manager", team="North"), person("team_manager", team="North")
    with asking(other), pytest.raises(NotGiven, match="Only the information guardian"):
        record_conflict(by=other, person=manager, children=["C1"], tie=WHY)
    with asking(director):
        assert len(record_conflict(by=director, person=manager, children=["C1"], tie=WHY)) == 1


def test_nobody_ends_a_tie_of_their_own(director: Person) -> None:
    with asking(director):
        (made,) = record_conflict(by=director, person=director, children=["C1"], tie=WHY)
        with pytest.raises(NotGiven, match="Somebody else ends"):
            end_conflict(by=director, conflict=made, why=WHY)
        with pytest.raises(IntegrityError, match="ended_by_another"), transaction.atomic():
            Conflict.objects.update(ended_at=made.recorded_at, ended_by=director.reference)
    other = person("director")
    with asking(other):
        end_conflict(by=other, conflict=Conflict.objects.get(), why=WHY)
    with asking(director):
        assert ClockRow.objects.filter(child_id="C1").count() == 1


def test_histories_tell_of_allotments_and_ties_without_a_child(director: Person) -> None:
    auditor = person("auditor")
    _allot(auditor, "C3", by=director)
    with asking(auditor):
        record_conflict(by=auditor, person=auditor, children=["C1"], tie=WHY)
    acts = list(Entry.objects.exclude(about_kind="team").values_list("act", "about_label", "details"))
    assert {"allotted children", "recorded a conflict"} <= {act for act, _, _ in acts}
    assert not any(child in repr(acts) for child in ("'C1'", "'C3'"))


def test_the_list_of_ones_own_children_is_a_look_like_any_other(
    director: Person, signed_in: Callable[..., Client]
) -> None:
    client = signed_in("auditor")
    _allot(client.person, "C1", "C3", by=director)
    _page(client, "/access/allotted/")
    with asking(client.person):
        look = ChildView.objects.get()
    assert (look.children, look.identified, look.purpose) == (["C1", "C3"], True, "auditing practice")
