"""One child's record opened for an hour: to a professional who proved again who they are and said why; a
manager and the guardian told at once, a review owed in two working days; no other child, nothing to take
away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from goldenthread.web.access.actions import NotGiven, open_child, review_opening
from goldenthread.web.access.models import Notice, Opening, OpeningKind
from goldenthread.web.access.needs import needs
from goldenthread.web.access.purposes import Purpose, pseudonym
from goldenthread.web.access.views_of_openings import may_review
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.roles import ROLES
from goldenthread.web.accounts.standing import LONDON
from goldenthread.web.database.scope import as_service
from goldenthread.web.history.models import Entry
from goldenthread.web.oversight.models import ClockRow
from web_access import WHY, asking, clock, confirm, page_of, restricted
from web_duties import duties
from web_people import PASSWORD, person
from web_text import told

pytestmark = pytest.mark.django_db
EMERGENCY, WHO = "/access/emergency/", "/access/who-is-it/"
BACKEND = "goldenthread.web.accounts.backend.EmailAndPassword"
CHILD = page_of("C3")  # held by South


@pytest.fixture(autouse=True)
def _records(settings: Any) -> None:
    duties(settings.STORE)


@pytest.fixture
def guardian(db: None) -> Person:
    return person("director")


@pytest.fixture
def manager(db: None) -> Person:
    return person("team_manager", team="North")


@pytest.fixture
def worker(guardian: Person, manager: Person, signed_in: Callable[..., Client]) -> Client:
    """A social worker of North, out of whose reach C3 is."""
    return signed_in("social_worker", team="North", worker="Ann")


def _open(client: Client, child: str = "C3", address: str = EMERGENCY) -> Any:
    confirm(client)
    return client.post(address, {"child": child, "reason": WHY})


def test_the_record_opens_to_read_and_says_why_one_looks(worker: Client) -> None:
    assert worker.get(CHILD).status_code == 404
    assert _open(worker).status_code == 302
    page = told(worker.get(CHILD).content.decode())
    assert "C3" in page
    assert "You are seen to look: an emergency." in page


def test_who_one_is_is_asked_again_before_anything_else(worker: Client) -> None:
    asked = worker.get(EMERGENCY)
    assert asked["Location"] == "/people/confirm/?next=%2Faccess%2Femergency%2F"
    assert worker.post(EMERGENCY, {"child": "C3", "reason": WHY})["Location"] == asked["Location"]
    worker.post("/people/confirm/", {"password": PASSWORD, "next": EMERGENCY})
    assert worker.post(EMERGENCY, {"child": "C3", "reason": WHY}).status_code == 302
    assert worker.post(EMERGENCY, {"child": "C4", "reason": WHY})["Location"] == asked["Location"]
    with as_service("tests"):
        assert Opening.objects.count() == 1


@pytest.mark.parametrize(
    ("after", "status"),
    [
        (timedelta(minutes=59, seconds=59), 200),
        (timedelta(minutes=60), 404),
        (timedelta(minutes=60, seconds=1), 404),
    ],
)
def test_it_is_open_for_sixty_minutes(
    after: timedelta, status: int, worker: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = clock(monkeypatch)
    _open(worker)
    at(after)
    worker.force_login(worker.person, backend=BACKEND)  # an idle session would have ended before the hour
    assert worker.get(CHILD).status_code == status
    with asking(worker.person):  # type: ignore[attr-defined]
        assert ClockRow.objects.filter(child_id="C3").count() == (1 if status == 200 else 0)


def test_another_child_is_still_out_of_reach(worker: Client) -> None:
    _open(worker)
    for child in ("C2", "C4"):
        assert worker.get(page_of(child)).status_code == 404


def test_another_person_gains_nothing(worker: Client, signed_in: Callable[..., Client]) -> None:
    _open(worker)
    assert signed_in("social_worker", team="North", worker="Ben").get(CHILD).status_code == 404


def test_each_use_is_one_history_row_two_notices_and_one_review(
    worker: Client, guardian: Person, manager: Person, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        _open(worker)
    opened = Entry.objects.filter(about_kind="opening")
    assert [entry.act for entry in opened] == ["opened a child's record in an emergency"]
    with as_service("tests"):
        notices = {notice.to: notice.people for notice in Notice.objects.all()}
        assert notices == {"manager": [manager.reference], "guardian": [guardian.reference]}
        assert Opening.objects.filter(reviewed_at=None).count() == 1
    assert sorted(address for letter in mail.outbox for address in letter.to) == sorted(
        [manager.email, guardian.email]
    )
    assert not any("C3" in letter.body + letter.subject for letter in mail.outbox)
    assert "C3" not in repr([(entry.about_label, entry.about_key, entry.details) for entry in opened])


def test_both_are_told_on_their_first_page_and_the_child_is_not_named_there(
    worker: Client, guardian: Person, manager: Person, signed_in: Callable[..., Client]
) -> None:
    _open(worker)
    for somebody in (guardian, manager):
        page = told(signed_in(somebody).get("/").content.decode())
        assert "opened a child&#x27;s record in an emergency: review it by" in page
        assert "C3" not in page.partition("<h2")[0]


# who answers for a social worker of North, and what each of them is told as
TOLD_ONCE = [
    (["director"], {"director": "manager"}),
    (["director", "information_guardian"], {"director": "manager", "information_guardian": "guardian"}),
    (["team_manager", "director"], {"team_manager": "manager", "director": "guardian"}),
    (["information_guardian"], {"information_guardian": "guardian"}),
]


@pytest.mark.parametrize(("roles", "expected"), TOLD_ONCE)
def test_whoever_manages_and_guards_is_told_once(
    roles: list[str],
    expected: dict[str, str],
    signed_in: Callable[..., Client],
    django_capture_on_commit_callbacks: Any,
) -> None:
    people = {role: person(role, team="North" if role == "team_manager" else None) for role in roles}
    somebody = person("social_worker", team="North", worker="Ann")
    with django_capture_on_commit_callbacks(execute=True), asking(somebody):
        opened = open_child(by=somebody, kind=OpeningKind.EMERGENCY, child="C3", reason=WHY)
    assert sorted(opened.told) == sorted(one.reference for one in people.values())
    for role, one in people.items():
        with asking(one):
            assert [notice.to for notice in Notice.objects.all()] == [expected[role]]
        page = told(signed_in(one).get("/").content.decode())
        assert page.count("opened a child&#x27;s record in an emergency: review it by") == 1
        assert [letter.to for letter in mail.outbox].count([one.email]) == 1


@pytest.mark.parametrize("wrong", ["C77", "C 3", "c3"])
def test_a_wrong_identifier_opens_nothing_and_costs_the_proof(wrong: str, worker: Client) -> None:
    page = _open(worker, wrong)
    assert "No child in the records has this identifier" in page.content.decode()
    assert worker.get(EMERGENCY).status_code == 302
    with as_service("tests"):
        assert (Opening.objects.count(), Notice.objects.count()) == (0, 0)
    assert not Entry.objects.filter(about_kind="opening").exists()


def test_a_reason_is_given(worker: Client) -> None:
    confirm(worker)
    assert "Say why" in worker.post(EMERGENCY, {"child": "C3", "reason": " "}).content.decode()


PROFESSIONALS = {"director", "head_of_service", "team_manager", "social_worker"}


@pytest.mark.parametrize("role", sorted(ROLES))
def test_only_professionals_open_records(role: str, signed_in: Callable[..., Client]) -> None:
    client = signed_in(role)
    confirm(client)
    assert client.get(EMERGENCY).status_code == (200 if role in PROFESSIONALS else 403)
    assert client.get(WHO).status_code == (200 if role == "performance_analyst" else 403)


def test_a_restricted_child_opens_too(worker: Client) -> None:
    restricted("C3")
    _open(worker)
    assert worker.get(CHILD).status_code == 200
    restricted("C1")  # in reach, and nobody is listed
    assert worker.get(page_of("C1")).status_code == 404
    _open(worker, "C1")
    assert worker.get(page_of("C1")).status_code == 200


def test_a_conflict_is_stronger_than_an_emergency(worker: Client) -> None:
    worker.post("/access/conflicts/add/", {"children": "C3", "tie": WHY})
    assert "not yours to open" in _open(worker).content.decode()
    assert worker.get(CHILD).status_code == 404


def test_it_is_not_taken_away(guardian: Person, signed_in: Callable[..., Client]) -> None:
    head = signed_in("head_of_service", team="North", service_area="Assessment")
    _open(head)
    assert "C3" in told(head.get("/practice/?show=soon").content.decode())
    file = head.get("/practice/list.csv?show=soon")
    assert file.status_code == 200
    assert "C3" not in file.content.decode()


def test_the_analyst_asks_who_a_child_is_by_the_pseudonym(
    guardian: Person, signed_in: Callable[..., Client]
) -> None:
    analyst, shown = signed_in("performance_analyst"), pseudonym("C3", Purpose.OVERSIGHT)
    opened = _open(analyst, shown, WHO)
    page = told(analyst.get(opened["Location"]).content.decode())
    assert "C3" in page
    assert "putting records right" in page
    assert analyst.get(CHILD).status_code == 200
    assert analyst.get(page_of("C4")).status_code == 404
    with as_service("tests"):
        assert Opening.objects.get().kind == OpeningKind.PUT_RIGHT


def test_a_role_that_ends_within_the_hour_ends_it(worker: Client) -> None:
    _open(worker)
    worker.person.memberships.all().delete()  # type: ignore[attr-defined]
    assert worker.get(CHILD).status_code in {403, 404}
    with asking(worker.person):  # type: ignore[attr-defined]
        assert ClockRow.objects.filter(child_id="C3").count() == 0


def test_one_can_give_it_back_before_the_hour_is_over(worker: Client) -> None:
    _open(worker)
    with as_service("tests"):
        key = Opening.objects.get().pk
    worker.post(f"/access/opened/{key}/close/")
    assert worker.get(CHILD).status_code == 404


def test_nobody_to_tell_opens_nothing() -> None:
    alone = person("director")
    with asking(alone), pytest.raises(NotGiven, match="Nobody could be told"):
        open_child(by=alone, kind=OpeningKind.EMERGENCY, child="C3", reason=WHY)


# who opens; who is told as their manager
LINES = [
    ("social_worker", {"team": "North", "worker": "Ann"}, "team_manager"),
    ("team_manager", {"team": "North", "service_area": "Assessment"}, "head_of_service"),
    ("head_of_service", {"service_area": "Assessment"}, "director"),
    ("director", {}, "director"),
]


@pytest.mark.parametrize(("role", "about", "told_to"), LINES)
def test_whoever_manages_the_person_is_told(role: str, about: dict[str, str], told_to: str) -> None:
    others = {
        "team_manager": person("team_manager", team="North"),
        "head_of_service": person("head_of_service", team="North", service_area="Assessment"),
        "director": person("director"),
    }
    somebody = person(role, **about)
    with asking(somebody):
        open_child(by=somebody, kind=OpeningKind.EMERGENCY, child="C3", reason=WHY)
        assert Notice.objects.get(to="manager").people == [others[told_to].reference]


# The review -------------------------------------------------------------------------------------------

# opened on, in London: the last day on which its review is in time (two working days; Christmas 2026 is a
# Friday and Boxing Day's holiday the Monday after: gov.uk/bank-holidays)
DUE = [
    (datetime(2026, 11, 23, 9, 0, tzinfo=LONDON), date(2026, 11, 25)),  # Monday
    (datetime(2026, 11, 26, 23, 59, tzinfo=LONDON), date(2026, 11, 30)),  # Thursday, late
    (datetime(2026, 11, 28, 12, 0, tzinfo=LONDON), date(2026, 12, 1)),  # Saturday
    (datetime(2026, 12, 24, 12, 0, tzinfo=LONDON), date(2026, 12, 30)),  # before Christmas
]


@pytest.mark.parametrize(("opened", "due"), DUE)
def test_a_review_is_owed_in_two_working_days(
    opened: datetime, due: date, guardian: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    somebody = person("social_worker", ends=date(2027, 12, 31), starts=date(2026, 1, 1))
    for one in (somebody, guardian):
        one.memberships.update(starts=date(2026, 1, 1), ends=date(2027, 12, 31))
    clock(monkeypatch)(opened)
    with asking(somebody):
        made = open_child(by=somebody, kind=OpeningKind.EMERGENCY, child="C3", reason=WHY)
    assert made.review_due == due
    for day, late in ((due, 0), (due + timedelta(days=1), 1)):
        with asking(guardian):
            owed = [need for need in needs(guardian, on=day) if need.late]
            assert len(owed) == late, day


def test_the_review_is_kept_and_ends_the_matter(
    worker: Client, manager: Person, signed_in: Callable[..., Client]
) -> None:
    _open(worker)
    with as_service("tests"):
        key = Opening.objects.get().pk
    reviewer = signed_in(manager)
    page = told(reviewer.get(f"/access/opened/{key}/").content.decode())
    assert "C3" in page
    assert WHY in page
    reviewer.post(f"/access/opened/{key}/", {"right": "yes", "words": "It was needed"})
    with as_service("tests"):
        made = Opening.objects.get()
        assert (made.right, made.reviewed_by) == (True, manager.reference)
    acts = Entry.objects.filter(about_kind="opening").values_list("act", flat=True)
    assert set(acts) == {"opened a child's record in an emergency", "reviewed an opened record"}


def test_nobody_reviews_what_they_opened(worker: Client) -> None:
    _open(worker)
    with as_service("tests"):
        made = Opening.objects.get()
    address = f"/access/opened/{made.pk}/"
    assert "Your review" not in worker.get(address).content.decode()
    assert worker.post(address, {"right": "yes", "words": "Fine"}).status_code == 403
    own = worker.person  # type: ignore[attr-defined]
    with asking(own):
        with pytest.raises(NotGiven, match="Somebody else reviews"):
            review_opening(by=own, opening=made, right=True, words=WHY)
        with pytest.raises(IntegrityError, match="reviewed_by_another"), transaction.atomic():
            Opening.objects.filter(pk=made.pk).update(reviewed_at=timezone.now(), reviewed_by=own.reference)


def test_a_manager_who_is_not_named_reviews_the_reason_and_is_not_shown_a_restricted_child(
    worker: Client, manager: Person, signed_in: Callable[..., Client]
) -> None:
    restricted("C3")
    _open(worker)
    with as_service("tests"):
        key = Opening.objects.get().pk
    page = told(signed_in(manager).get(f"/access/opened/{key}/").content.decode())
    assert "C3" not in page
    assert "Your review" in page


@pytest.mark.parametrize(
    ("role", "told", "opener", "reviews"),
    [
        ("team_manager", True, False, True),
        ("team_manager", False, False, False),
        ("director", False, False, True),  # answers for who sees whom
        ("director", True, True, False),
    ],
)
def test_whoever_was_told_or_answers_for_access_reviews_but_never_who_opened_it(
    role: str, told: bool, opener: bool, reviews: bool
) -> None:
    somebody = person(role, team="North" if role == "team_manager" else "")
    opening = Opening(told=[somebody.reference] if told else [], person=somebody.reference if opener else "x")
    assert may_review(somebody, opening) is reviews


def test_whoever_was_not_told_does_not_find_it(worker: Client, signed_in: Callable[..., Client]) -> None:
    _open(worker)
    with as_service("tests"):
        key = Opening.objects.get().pk
    other = signed_in("team_manager", team="South")
    assert other.get(f"/access/opened/{key}/").status_code == 404
    assert "No review is owed" in other.get("/access/opened/").content.decode()
