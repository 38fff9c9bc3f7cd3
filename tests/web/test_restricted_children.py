"""A restricted child is seen by named people only: on no list, in no search, in no count of rows, under no
pseudonym; and still counted in figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client

from goldenthread.web.access.actions import (
    NotGiven,
    ask_to_lift,
    lift,
    list_person,
    record_conflict,
    restrict,
    sign_names,
    unlist,
)
from goldenthread.web.access.models import ChildView, Notice, Restriction
from goldenthread.web.access.purposes import Purpose, pseudonym
from goldenthread.web.access.queries import fence_of
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.standing import today
from goldenthread.web.database.scope import DatabaseScope, as_service, tell
from goldenthread.web.history.models import Entry
from goldenthread.web.oversight.models import ClockRow, TeamCount
from goldenthread.web.oversight.needs import needs
from web_access import WHY, asking, page_of, restricted
from web_duties import duties
from web_people import person
from web_text import told

pytestmark = pytest.mark.django_db
REVIEW = today() + timedelta(days=90)


@pytest.fixture(autouse=True)
def _records(settings: Any) -> None:
    duties(settings.STORE)  # C1 and C2 overdue with North, C5 with North and held by South


def _head() -> Person:
    return person("head_of_service", team="North", service_area="Assessment")


def _page(client: Client, address: str = "/practice/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return told(answer.content.decode())


# who would reach C1 by their role
REACHING = [
    ("director", {}),
    ("head_of_service", {"team": "North", "service_area": "Assessment"}),
    ("team_manager", {"team": "North"}),
    ("social_worker", {"worker": "Ann"}),
]


@pytest.mark.parametrize(("role", "about"), REACHING)
def test_whoever_is_not_named_sees_nothing_of_the_child(
    role: str, about: dict[str, str], signed_in: Callable[..., Client]
) -> None:
    client = signed_in(role, **about)
    assert "C1" in _page(client)
    restricted("C1")
    for address in ("/practice/", "/practice/?show=soon", "/practice/?worker=Ann", "/practice/?group=worker"):
        assert "C1" not in _page(client, address)
    assert client.get(page_of("C1")).status_code == 404


@pytest.mark.parametrize(("role", "about"), REACHING)
def test_whoever_is_named_sees_the_child_as_far_as_their_role_goes(
    role: str, about: dict[str, str], signed_in: Callable[..., Client]
) -> None:
    client = signed_in(role, **about)
    restricted("C1", client.person)
    assert "C1" in _page(client)
    assert client.get(page_of("C1")).status_code == 200


def test_being_named_gives_no_reach_of_its_own(signed_in: Callable[..., Client]) -> None:
    client = signed_in("team_manager", team="South")
    restricted("C1", client.person)
    assert client.get(page_of("C1")).status_code == 404


def test_the_analyst_does_not_see_the_child_under_a_pseudonym(signed_in: Callable[..., Client]) -> None:
    client, hidden = signed_in("performance_analyst"), pseudonym("C1", Purpose.OVERSIGHT)
    assert hidden in _page(client)
    restricted("C1")
    assert hidden not in _page(client)
    assert client.get(page_of(hidden)).status_code == 404
    assert hidden not in client.get("/practice/list.csv").content.decode()


def test_counts_of_rows_leave_the_child_out_and_counts_of_teams_do_not(
    signed_in: Callable[..., Client],
) -> None:
    client = signed_in("team_manager", team="North")
    before = list(TeamCount.objects.values_list("team", "clock", "overdue"))
    restricted("C1")
    assert "2 duties are overdue, for 2 children; the longest wait is 16 working days." in _page(client)
    assert list(TeamCount.objects.values_list("team", "clock", "overdue")) == before
    with asking(client.person):
        assert [need.count for need in needs(client.person, on=today())] == [2]


def test_a_page_for_a_restricted_child_is_the_one_for_no_child_at_all(
    signed_in: Callable[..., Client],
) -> None:
    client = signed_in("director")
    restricted("C1")
    hidden, absent = (client.get(page_of(child)) for child in ("C1", "C0"))
    assert hidden.status_code == absent.status_code == 404
    assert told(hidden.content.decode()) == told(absent.content.decode())
    assert ChildView.objects.count() == 0


@pytest.mark.parametrize("reach", ["all", "some"])
def test_the_database_itself_shows_no_row_of_a_restricted_child(reach: str) -> None:
    """Plain SQL, as the site's role: a page that forgot to ask would still show nothing."""
    listed = person("director")
    with as_service("tests"):
        assert ClockRow.objects.filter(child_id="C1").count() == 1
    restricted("C1", listed)
    somebody = person("director") if reach == "all" else person("team_manager", team="North")
    for asks, rows in ((somebody, 0), (listed, 1)):
        with asking(asks), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM oversight_clockrow WHERE child_id = 'C1'")
            assert cursor.fetchone()[0] == rows
            cursor.execute("SELECT count(*) FROM access_restriction WHERE child = 'C1'")
    tell(DatabaseScope(person=""))
    assert ClockRow.objects.count() == 0


def test_the_site_itself_still_counts_the_child() -> None:
    restricted("C1")
    with as_service("duties"):
        assert ClockRow.objects.filter(child_id="C1").count() == 1


def test_what_is_shut_to_one_person_is_never_worked_out_for_another() -> None:
    restricted("C1")
    director = person("director")
    with as_service("tests"), pytest.raises(RuntimeError, match="whoever the database was told"):
        fence_of(director)


# A restriction's two people, and its names ------------------------------------------------------------


def test_a_restriction_holds_from_the_moment_it_is_asked_for(signed_in: Callable[..., Client]) -> None:
    client = signed_in("director")
    restricted("C1", signed=False)
    assert "C1" not in _page(client)


def test_names_hold_once_somebody_else_has_signed() -> None:
    named = person("team_manager", team="North")
    head = _head()
    with asking(head):
        made = restrict(by=head, child="C1", reason=WHY, review_on=REVIEW)
        list_person(by=head, restriction=made, person=named, why=WHY)
    with asking(named):
        assert "C1" in fence_of(named).shut
    director = person("director")
    with asking(director):
        sign_names(by=director, restriction=made)
    with asking(named):
        assert "C1" not in fence_of(named).shut


def test_a_name_taken_off_is_off_at_once() -> None:
    named, director = person("team_manager", team="North"), person("director")
    made = restricted("C1", named)
    with asking(director):
        unlist(by=director, listing=made.listings.get())
    with asking(named):
        assert "C1" in fence_of(named).shut


def test_nobody_puts_themselves_on_the_list_but_those_who_sign_and_the_guardian_is_told(
    django_capture_on_commit_callbacks: Any,
) -> None:
    head, director, guardian = _head(), person("director"), person("director")
    with asking(head):
        made = restrict(by=head, child="C1", reason=WHY, review_on=REVIEW)
        with pytest.raises(NotGiven, match="Somebody else puts you"):
            list_person(by=head, restriction=made, person=head, why=WHY)
    with django_capture_on_commit_callbacks(execute=True), asking(director):
        list_person(by=director, restriction=made, person=director, why=WHY)
        assert "C1" not in fence_of(director).shut
    with asking(guardian):
        notice = Notice.objects.get()
        assert guardian.reference in notice.people
        assert director.reference not in notice.people
    assert guardian.email in [address for letter in mail.outbox for address in letter.to]
    assert not any("C1" in letter.body + letter.subject for letter in mail.outbox)


def test_the_form_offers_ones_own_name_to_those_who_sign_alone(signed_in: Callable[..., Client]) -> None:
    for child, somebody, offered in (("C1", _head(), False), ("C2", person("director"), True)):
        with asking(somebody):
            made = restrict(by=somebody, child=child, reason=WHY, review_on=REVIEW)
        page = signed_in(somebody).get(f"/access/restricted/{made.pk}/names/").content.decode()
        assert (f'value="{somebody.pk}"' in page.partition('name="person"')[2]) is offered


def test_nobody_signs_what_they_asked_for() -> None:
    director = person("director")
    with asking(director):
        made = restrict(by=director, child="C1", reason=WHY, review_on=REVIEW)
        with pytest.raises(IntegrityError, match="restriction_two_to_sign"), transaction.atomic():
            Restriction.objects.filter(pk=made.pk).update(signed_by=director.reference)


def test_lifting_takes_two_people(signed_in: Callable[..., Client]) -> None:
    client = signed_in("director")
    director, other = client.person, person("director")
    made = restricted("C1")
    with asking(director):
        ask_to_lift(by=director, restriction=made, why=WHY)
        with pytest.raises(NotGiven, match="Somebody else lifts"):
            lift(by=director, restriction=made)
    assert "C1" not in _page(client)
    with asking(other):
        lift(by=other, restriction=made)
    assert "C1" in _page(client)


def test_the_first_reason_to_lift_stands_and_the_second_asker_is_told_that_it_waits() -> None:
    first, second = person("director", name="Ada First"), person("director")
    made = restricted("C1")
    with asking(first):
        ask_to_lift(by=first, restriction=made, why=WHY)
    with asking(second), pytest.raises(NotGiven, match="Ada First has asked already"):
        ask_to_lift(by=second, restriction=made, why="Another reason altogether, said later.")
    with asking(second):
        held = Restriction.objects.get(pk=made.pk)
    assert (held.lift_why, held.lift_asked_by) == (WHY, first.reference)


def test_nobody_asks_to_lift_what_is_lifted() -> None:
    first, second = person("director"), person("director")
    made = restricted("C1")
    with asking(first):
        ask_to_lift(by=first, restriction=made, why=WHY)
    with asking(second):
        lift(by=second, restriction=made)
    with asking(first), pytest.raises(NotGiven, match="lifted already"):
        ask_to_lift(by=first, restriction=made, why=WHY)


def test_the_database_lifts_nothing_for_one_person_alone() -> None:
    director = person("director")
    made = restricted("C1")
    with (
        asking(director),
        pytest.raises(IntegrityError, match="restriction_two_to_lift"),
        transaction.atomic(),
    ):
        Restriction.objects.filter(pk=made.pk).update(
            lifted_at=made.asked_at, lift_asked_by=director.reference, lifted_by=director.reference
        )


def test_a_child_is_restricted_once() -> None:
    restricted("C1")
    guardian = person("information_guardian")
    with asking(guardian), pytest.raises(NotGiven, match="restricted already"):
        restrict(by=guardian, child="C1", reason=WHY, review_on=REVIEW)


# who asks; which children they may ask for, of C1 restricted already, C2 with North, C3 and C4 with South, C5
# assessed by North and held by South, C0 and nobody not there
ASKING = [
    ("team_manager", {"team": "North"}, {"C2"}),
    ("team_manager", {"team": "South"}, {"C3", "C4", "C5"}),
    ("team_manager", {}, set()),
    ("head_of_service", {"team": "North", "service_area": "Assessment"}, {"C2"}),
    ("head_of_service", {}, set()),
    ("information_guardian", {}, {"C0", "C2", "C3", "C4", "C5"}),
]


@pytest.mark.parametrize(("role", "about", "theirs"), ASKING)
def test_a_child_out_of_reach_is_asked_for_in_vain_as_one_that_is_not_there(
    role: str, about: dict[str, str], theirs: set[str], signed_in: Callable[..., Client]
) -> None:
    restricted("C1")
    client = signed_in(role, **about)
    for child in ("C0", "C1", "C2", "C3", "C4", "C5"):
        form = {"child": child, "reason": WHY, "review_on": f"{REVIEW:%d/%m/%Y}"}
        page = client.post("/access/restricted/add/", form, follow=True).content.decode()
        assert ("nobody sees this child who is not named" in page) is (child in theirs), child
        refused = f"Not in the records that you reach: {child}" in page
        assert refused is (child not in theirs and role != "information_guardian"), child


def test_an_analyst_who_manages_a_team_restricts_children_of_the_team_alone() -> None:
    """The whole authority under pseudonyms is no reach by name."""
    both = person("performance_analyst", "team_manager", team="North")
    with asking(both):
        restrict(by=both, child="C2", reason=WHY, review_on=REVIEW)
        with pytest.raises(NotGiven, match="Not in the records that you reach: C3"):
            restrict(by=both, child="C3", reason=WHY, review_on=REVIEW)


def test_a_child_in_conflict_is_not_theirs_to_restrict() -> None:
    manager = person("team_manager", team="North")
    with asking(manager):
        record_conflict(by=manager, person=manager, children=["C2"], tie=WHY)
        with pytest.raises(NotGiven, match="Not in the records that you reach: C2"):
            restrict(by=manager, child="C2", reason=WHY, review_on=REVIEW)


def test_a_manager_asks_and_sees_of_the_list_what_they_asked_for(signed_in: Callable[..., Client]) -> None:
    manager, director = signed_in("team_manager", team="North"), signed_in("director")
    restricted("C3")
    form = {"child": "C2", "reason": WHY, "review_on": f"{REVIEW:%d/%m/%Y}"}
    address = manager.post("/access/restricted/add/", form)["Location"]
    assert manager.get(page_of("C2")).status_code == 404
    page = _page(manager, "/access/restricted/")
    assert "C2" in page
    assert "C3" not in page
    assert manager.post(f"{address}sign/").status_code == 403
    assert "Signed." in director.post(f"{address}sign/", follow=True).content.decode()


def test_those_who_sign_alone_are_asked_and_offered_to_and_may(signed_in: Callable[..., Client]) -> None:
    """Whoever asked for the restriction sees how it stands, and is offered nothing that is not theirs."""
    head, asks, signs = signed_in(_head()), signed_in("director"), signed_in("director")
    day = f"{REVIEW:%d/%m/%Y}"
    address = head.post("/access/restricted/add/", {"child": "C1", "reason": WHY, "review_on": day})[
        "Location"
    ]
    offers = ("Sign the restriction", "Sign the names", "Lift the restriction")

    def offered(client: Client) -> list[bool]:
        page = _page(client, address)
        return [offer in page for offer in offers]

    assert (offered(head), offered(signs)) == ([False] * 3, [True, False, False])
    signs.post(f"{address}sign/")
    head.post(f"{address}names/", {"person": person("team_manager", team="North").pk, "why": WHY})
    asks.post(f"{address}lift/", {"why": WHY})
    assert (offered(head), offered(signs)) == ([False] * 3, [False, True, True])
    assert "asked to be lifted" not in _page(head, "/")
    assert "1 restriction asked to be lifted" in _page(signs, "/")
    refused = head.post(f"{address}lift/", {"agree": "yes"}, follow=True).content.decode()
    assert "Somebody who signs restrictions lifts them" in refused
    assert "1 restriction asked to be lifted" in _page(signs, "/")


def test_the_list_is_read_by_those_who_sign_and_by_whoever_asked() -> None:
    made = restricted("C1")
    for role, seen in (("director", 1), ("head_of_service", 0), ("team_manager", 0), ("administrator", 0)):
        with asking(person(role)):
            assert Restriction.objects.filter(pk=made.pk).count() == seen, role


def test_history_tells_of_each_act_and_names_no_child() -> None:
    restricted("C1", person("team_manager", team="North"))
    acts = list(Entry.objects.filter(about_kind="restriction").values_list("act", "about_label", "details"))
    assert {act for act, _, _ in acts} == {
        "restricted a child",
        "listed somebody for a restricted child",
        "signed a restriction",
    }
    assert "C1" not in repr(acts)


def test_the_pages_keep_the_list(signed_in: Callable[..., Client]) -> None:
    """A head of service asks, a director signs and names, another lifts: through the pages."""
    manager = person("team_manager", team="North")
    head, director, other = signed_in(_head()), signed_in("director"), signed_in("director")
    day = f"{REVIEW:%d/%m/%Y}"
    asked = head.post(
        "/access/restricted/add/", {"child": "C1", "reason": WHY, "review_on": day}, follow=True
    )
    address = asked.redirect_chain[-1][0]
    assert "nobody sees this child who is not named" in asked.content.decode()
    named = head.post(f"{address}names/", {"person": manager.pk, "why": WHY}, follow=True)
    assert "not in force" in named.content.decode()
    assert "1 restriction to be signed" in told(director.get("/").content.decode())
    assert "Signed." in director.post(f"{address}sign/", follow=True).content.decode()
    with asking(manager):
        assert "C1" not in fence_of(manager).shut
    director.post(f"{address}lift/", {"why": WHY})
    refused = director.post(f"{address}lift/", {"agree": "yes"}, follow=True).content.decode()
    assert "Somebody else lifts what you asked to lift" in refused
    assert (
        "The restriction is lifted"
        in other.post(f"{address}lift/", {"agree": "yes"}, follow=True).content.decode()
    )
    assert Restriction.objects.filter(lifted_at=None).count() == 0


def test_of_two_who_set_a_review_day_the_second_sees_both(signed_in: Callable[..., Client]) -> None:
    client, made = signed_in("director"), restricted("C1")
    address, later = f"/access/restricted/{made.pk}/review/", REVIEW + timedelta(days=1)
    first, second = ({"review_on": f"{day:%d/%m/%Y}", "version": 1} for day in (later, REVIEW))
    assert client.post(address, first).status_code == 302
    page = client.post(address, second).content.decode()
    assert "Somebody else saved this" in page
    assert f"{later:%-d %B %Y}" in page
    assert client.post(address, {**second, "version": 2}).status_code == 302
    with as_service("tests"):
        assert Restriction.objects.get(pk=made.pk).review_on == REVIEW


def test_a_restriction_of_no_child_in_the_records_is_kept_and_questioned(
    signed_in: Callable[..., Client],
) -> None:
    form = {"child": "C77", "reason": WHY, "review_on": f"{REVIEW:%d/%m/%Y}"}
    page = signed_in("director").post("/access/restricted/add/", form, follow=True).content.decode()
    assert "No child in today&#x27;s records has this identifier" in page


@pytest.mark.parametrize("days", [0, 185])
def test_a_restriction_is_looked_at_again_within_six_months(
    days: int, signed_in: Callable[..., Client]
) -> None:
    form = {"child": "C1", "reason": WHY, "review_on": f"{today() + timedelta(days=days):%d/%m/%Y}"}
    assert "within six months" in signed_in("director").post("/access/restricted/add/", form).content.decode()


@pytest.mark.parametrize("table", ["restriction", "listing", "opening", "allotment", "conflict", "notice"])
def test_whoever_is_nobody_reads_and_writes_none_of_it(table: str) -> None:
    tell(DatabaseScope(person=""))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM access_{table}")
        assert cursor.fetchone()[0] == 0
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO access_{table} DEFAULT VALUES")
