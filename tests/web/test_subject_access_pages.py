"""Subject access on the site: the clock, what is gathered, each place decided on, the answer, the trail."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from goldenthread.clocks.subject_access import deadline
from goldenthread.web.access.models import ChildView
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.standing import standing_of, today
from goldenthread.web.database.scope import tell
from goldenthread.web.history.models import Entry
from goldenthread.web.retention import carrying_out, request_actions
from goldenthread.web.retention.actions import Refused
from goldenthread.web.retention.fence import let_in, with_all_eyes
from goldenthread.web.retention.models import Decision, Place, Request
from goldenthread.web.retention.queries import deadline_of
from web_people import person
from web_retention import GONE, STAYS, a_duty, a_look, a_store
from web_store import registered
from web_text import told

pytestmark = pytest.mark.django_db
GUARDIAN = "information_guardian"
RECEIVED = date(2025, 9, 3)


@pytest.fixture(autouse=True)
def store(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(carrying_out, "wake", lambda: None)
    a_store(Path(settings.STORE))
    tell(with_all_eyes())
    return Path(settings.STORE)


def as_asked_by(somebody: Person) -> Person:
    """The database knows who asks, as within a page."""
    tell(standing_of(somebody).database_scope(somebody.reference))
    return let_in(somebody)


def a_request(by: Person, *, received: date = RECEIVED, child: str = STAYS) -> Request:
    return request_actions.open_request(
        by=by, child=child, asked_by="Asking Madeup", capacity="subject", received=received
    )


@pytest.fixture
def guardian() -> Person:
    return as_asked_by(person(GUARDIAN))


def decided(request: Request, by: Person, decision: str = Decision.REDACT) -> None:
    every = {place.pk: decision for place in Place.objects.filter(request=request)}
    request_actions.decide(by=by, request=request, decisions=every)


# The clock


def test_the_clock_stops_while_clarification_is_waited_for(guardian: Person) -> None:
    asked = a_request(guardian)
    assert deadline_of(asked).due == date(2025, 10, 3)
    request_actions.ask_clarification(
        by=guardian, request=asked, question="which years?", on=date(2025, 9, 10)
    )
    assert deadline_of(asked).due is None
    request_actions.take_clarification(by=guardian, request=asked, on=date(2025, 9, 17))
    assert deadline_of(asked).due == date(2025, 10, 10)


@pytest.mark.parametrize(("on", "allowed"), [(date(2025, 10, 3), True), (date(2025, 10, 4), False)])
def test_time_is_extended_within_the_first_month_and_not_after(
    on: date, allowed: bool, guardian: Person
) -> None:
    asked = a_request(guardian)
    if not allowed:
        with pytest.raises(Refused, match="within the first month"):
            request_actions.extend(by=guardian, request=asked, why="many years", on=on)
        return
    request_actions.extend(by=guardian, request=asked, why="many years", on=on)
    asked.refresh_from_db()
    assert deadline_of(asked) == deadline(RECEIVED, is_complex=True)


def test_steps_that_make_no_sense_are_refused(guardian: Person) -> None:
    asked = a_request(guardian)
    for act, said in (
        (
            lambda: request_actions.take_clarification(by=guardian, request=asked, on=RECEIVED),
            "No clarification",
        ),
        (
            lambda: request_actions.ask_clarification(
                by=guardian, request=asked, question="?", on=RECEIVED - timedelta(days=1)
            ),
            "before the request",
        ),
        (lambda: request_actions.make_answer(by=guardian, request=asked), "Gather what is held first"),
        (
            lambda: request_actions.mark_words(by=guardian, request=asked, words="x"),
            "Gather what is held first",
        ),
        (
            lambda: request_actions.end_request(
                by=guardian, request=asked, answered=True, why="given", on=today()
            ),
            "Make the answer first",
        ),
    ):
        with pytest.raises(Refused, match=said):
            act()


# Gathering and deciding


def test_everything_is_gathered_and_what_is_about_others_waits(guardian: Person) -> None:
    asked = a_request(guardian)
    request_actions.gather_for(by=guardian, request=asked)
    waiting = {place.where: place.parts[1] for place in Place.objects.filter(request=asked)}
    assert "ZZ9 9ZZ" in waiting.values()
    with pytest.raises(Refused, match="still have to be decided"):
        request_actions.make_answer(by=guardian, request=asked)


def test_the_answer_holds_the_childs_rows_and_not_what_was_redacted(guardian: Person) -> None:
    tell(with_all_eyes())
    a_duty(STAYS)
    a_look(STAYS, GONE)
    as_asked_by(guardian)
    asked = a_request(guardian)
    request_actions.gather_for(by=guardian, request=asked)
    decided(asked, guardian)
    content = request_actions.make_answer(by=guardian, request=asked)
    page = zipfile.ZipFile(io.BytesIO(content)).read("answer.html").decode()
    assert all(word in page for word in (STAYS, "2015", "cla_visit", "Who looked at this child"))
    assert all(word not in page for word in (GONE, "ZZ9 9ZZ", "ZZ8 8ZZ"))
    asked.refresh_from_db()
    assert asked.answer_digest == sha256(content).hexdigest()
    assert request_actions.make_answer(by=guardian, request=asked) == content  # the same again


def test_words_a_reader_marks_are_looked_for_everywhere(guardian: Person) -> None:
    asked = a_request(guardian)
    request_actions.gather_for(by=guardian, request=asked)
    before = Place.objects.filter(request=asked).count()
    request_actions.mark_words(by=guardian, request=asked, words="l3")
    asked.refresh_from_db()
    assert asked.words == ["l3"]
    assert Place.objects.filter(request=asked).count() > before


def test_decisions_hold_when_it_is_gathered_again_as_long_as_the_words_do(
    guardian: Person, store: Path
) -> None:
    asked = a_request(guardian)
    request_actions.gather_for(by=guardian, request=asked)
    decided(asked, guardian)
    registered(
        store,
        date(2026, 6, 30),
        ssd_person=f"pers_person_id | pers_dob\n{STAYS} | 2015-05-05",
        ssd_cla_placement=(
            "clap_cla_placement_id | clap_person_id | clap_cla_placement_postcode"
            f"\np1 | {STAYS} | ZZ9 9ZZ\np9 | {STAYS} | ZZ7 7ZZ"
        ),
    )
    with pytest.raises(Refused, match="has changed since it was gathered"):
        request_actions.make_answer(by=guardian, request=asked)
    request_actions.gather_for(by=guardian, request=asked)
    waiting = Place.objects.filter(request=asked, decision=Decision.WAITING)
    assert [place.parts[1] for place in waiting] == ["ZZ7 7ZZ"]


def test_a_decision_after_the_answer_asks_for_a_new_one(guardian: Person) -> None:
    asked = a_request(guardian)
    request_actions.gather_for(by=guardian, request=asked)
    decided(asked, guardian)
    request_actions.make_answer(by=guardian, request=asked)
    decided(asked, guardian, Decision.KEEP)
    with pytest.raises(Refused, match="Make the answer first"):
        request_actions.end_request(by=guardian, request=asked, answered=True, why="given", on=today())


def test_when_it_ends_the_words_that_were_decided_on_are_gone(guardian: Person) -> None:
    asked = a_request(guardian)
    request_actions.gather_for(by=guardian, request=asked)
    decided(asked, guardian)
    request_actions.make_answer(by=guardian, request=asked)
    request_actions.end_request(by=guardian, request=asked, answered=True, why="by hand", on=today())
    assert Place.objects.count() == 0
    with pytest.raises(Refused, match="has ended"):
        request_actions.gather_for(by=guardian, request=asked)


def test_each_look_is_written_down_with_its_purpose_and_history_names_no_child(guardian: Person) -> None:
    asked = a_request(guardian)
    request_actions.gather_for(by=guardian, request=asked)
    decided(asked, guardian)
    request_actions.make_answer(by=guardian, request=asked)
    looks = ChildView.objects.filter(purpose="answering a subject access request")
    assert [look.children for look in looks] == [[STAYS], [STAYS]]
    entries = Entry.objects.filter(about_kind="subject access request")
    assert entries.count() == 4
    assert all(STAYS not in str(vars(entry)) for entry in entries)


def test_the_guardian_sees_no_more_of_the_site_after_gathering_than_before(guardian: Person) -> None:
    tell(with_all_eyes())
    a_duty(STAYS)
    as_asked_by(guardian)
    from goldenthread.web.oversight.models import ClockRow

    assert ClockRow.objects.count() == 0
    request_actions.gather_for(by=guardian, request=a_request(guardian))
    assert ClockRow.objects.count() == 0


# The pages


def test_from_a_request_to_its_answer_by_the_pages(signed_in: Callable[..., Client]) -> None:
    client = signed_in(GUARDIAN)
    form = {
        "child": STAYS,
        "asked_by": "Asking Madeup",
        "capacity": "parent",
        "received": f"{today():%d/%m/%Y}",
    }
    page = client.post("/retention/requests/new/", form, follow=True)
    address = page.redirect_chain[-1][0]
    assert "The answer is due on" in page.content.decode()

    gathered = client.post(f"{address}gather/", follow=True).content.decode()
    assert "It can be made once every place is decided" in gathered
    refused = client.post(f"{address}answer/")
    assert refused.status_code == 409
    queue = client.get(f"{address}redaction/").content.decode()
    assert "<mark>ZZ9 9ZZ</mark>" in queue

    tell(with_all_eyes())
    choices = {f"place-{place.pk}": "redact" for place in Place.objects.all()}
    assert (
        "Everything is decided" in client.post(f"{address}redaction/", choices, follow=True).content.decode()
    )
    answer = client.post(f"{address}answer/")
    assert answer.headers["Content-Type"] == "application/zip"
    assert STAYS not in answer.headers["Content-Disposition"]
    assert zipfile.ZipFile(io.BytesIO(answer.content)).testzip() is None
    ended = client.post(
        f"{address}end/", {"answered": "yes", "why": "sent by post", "on": f"{today():%d/%m/%Y}"}, follow=True
    )
    assert "Answered on" in ended.content.decode()
    assert "Answered" in client.get("/retention/requests/").content.decode()


@pytest.mark.parametrize(
    ("step", "form", "said"),
    [
        ("clarification", {"question": "which?", "on": ""}, "The clock is stopped"),
        ("extend", {"why": "many years", "on": ""}, "They were told on"),
    ],
)
def test_the_clock_is_kept_by_the_pages(
    step: str, form: dict[str, str], said: str, signed_in: Callable[..., Client]
) -> None:
    client = signed_in(GUARDIAN)
    asked = a_request(as_asked_by(client.person), received=today())  # type: ignore[attr-defined]
    form = {**form, "on": f"{today():%d/%m/%Y}"}
    assert said in client.post(f"/retention/requests/{asked.pk}/{step}/", form, follow=True).content.decode()


def test_a_refusal_is_said_in_the_form_and_what_was_typed_stays(signed_in: Callable[..., Client]) -> None:
    client = signed_in(GUARDIAN)
    asked = a_request(as_asked_by(client.person))  # type: ignore[attr-defined]
    page = client.post(f"/retention/requests/{asked.pk}/words/", {"words": "Sibling Madeup"}).content.decode()
    assert "Gather what is held first" in page
    assert "Sibling Madeup" in page


def test_what_is_late_comes_up_on_the_first_page_and_names_no_child(signed_in: Callable[..., Client]) -> None:
    client = signed_in(GUARDIAN)
    a_request(as_asked_by(client.person))  # type: ignore[attr-defined]
    page = told(client.get("/").content.decode())
    assert "An answer to a subject access request is late" in page
    assert STAYS not in page


@pytest.mark.parametrize("role", ["director", "team_manager", "administrator", "performance_analyst"])
def test_nobody_else_answers_requests(role: str, signed_in: Callable[..., Client], guardian: Person) -> None:
    asked = a_request(guardian)
    client = signed_in(role)
    for address in ("", "new/", f"{asked.pk}/", f"{asked.pk}/redaction/", f"{asked.pk}/end/"):
        assert client.get(f"/retention/requests/{address}").status_code == 403
    assert client.post(f"/retention/requests/{asked.pk}/answer/").status_code == 403


def test_a_request_that_is_not_there_is_not_found(signed_in: Callable[..., Client]) -> None:
    address = "/retention/requests/00000000-0000-4000-8000-000000000000/"
    assert signed_in(GUARDIAN).get(address).status_code == 404


def test_a_request_received_tomorrow_is_refused(signed_in: Callable[..., Client]) -> None:
    tomorrow = today() + timedelta(days=1)
    form = {"child": STAYS, "asked_by": "x", "capacity": "subject", "received": f"{tomorrow:%d/%m/%Y}"}
    assert "has not come yet" in signed_in(GUARDIAN).post("/retention/requests/new/", form).content.decode()


def test_the_fence_opens_to_nobody_without_the_permission() -> None:
    with pytest.raises(PermissionDenied):
        let_in(person("social_worker"))
