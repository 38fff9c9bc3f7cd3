"""An announcement reaches each person once, however many lists they are on and however often it is sent, and
nobody before the report is published."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from goldenthread.web.history.models import Entry
from goldenthread.web.intervention import actions, posting, queries
from goldenthread.web.intervention.models import Announcement, Delivery, ListMember, Sending
from goldenthread.web.plan.rules import NotDone
from web_intervention import a_list, announcement, published, visit
from web_people import person

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def _no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters go when a test says so, and not behind its back."""
    monkeypatch.setattr(posting, "wake", lambda: None)


def _addresses() -> list[str]:
    return [address for letter in mail.outbox for address in letter.to]


def _ready(*lists: Any) -> tuple[Any, Announcement]:
    lead = person("improvement_lead")
    return lead, announcement(published(visit(lead)), lead, *lists)


def test_somebody_on_several_lists_is_written_to_once() -> None:
    ada, bea = person("director"), person("head_of_service")
    staff = a_list("Staff", ada, bea, outside=("school@madeup.example",))
    members = a_list("Members", ada, outside=("School@Madeup.example", "police@madeup.example"))
    lead, made = _ready(staff, members)
    assert actions.send(by=lead, announcement=made) == 4
    posting.work()
    everybody = [ada.email, bea.email, "police@madeup.example", "school@madeup.example"]
    assert sorted(_addresses()) == sorted(everybody)
    assert all(len(letter.to) == 1 and not letter.cc and not letter.bcc for letter in mail.outbox)
    of_ada = Delivery.objects.get(address=ada.email)
    assert of_ada.through == "Members, Staff"


def test_an_outside_address_that_is_somebodys_own_is_theirs_and_once() -> None:
    ada = person("director")
    lead, made = _ready(a_list("Staff", ada), a_list("Members", outside=(ada.email.upper(),)))
    assert actions.send(by=lead, announcement=made) == 1


def test_pressed_twice_nothing_goes_twice(signed_in: SignedIn) -> None:
    lead, made = _ready(a_list("Staff", person("director"), person("auditor")))
    client = signed_in(lead)
    for _ in range(2):
        answer = client.post(f"/intervention/announcements/{made.pk}/send/", follow=True)
        posting.work()
    assert "nothing went twice" in answer.content.decode()
    assert len(_addresses()) == 2


def test_the_database_holds_one_letter_to_an_address() -> None:
    lead, made = _ready(a_list("Staff", person("director")))
    actions.send(by=lead, announcement=made)
    held = Delivery.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(announcement=made, address=held.address, through="Staff")


@pytest.mark.parametrize("known", [True, False])
def test_nothing_goes_under_embargo(known: bool, signed_in: SignedIn) -> None:
    lead, director = person("improvement_lead"), person("director")
    made = visit(lead)
    if known:
        published(made, timezone.now() + timedelta(minutes=5))
    letter = announcement(made, lead, a_list("Staff", director))
    page = signed_in(lead).post(f"/intervention/announcements/{letter.pk}/send/", follow=True)
    told = page.content.decode()
    assert ("under embargo until" in told) if known else ("not known yet" in told)
    assert "Send it to" not in told
    assert not Delivery.objects.exists()


def test_the_database_refuses_a_letter_sent_before_its_embargo_ends() -> None:
    lead, made = _ready(a_list("Staff", person("director")))
    now = timezone.now()
    for not_before in (now + timedelta(seconds=1), None):
        with pytest.raises(IntegrityError), transaction.atomic():
            Announcement.objects.filter(pk=made.pk).update(
                sent_at=now, sent_by_name=lead.name, not_before=not_before
            )


def test_what_waits_for_publication_is_read_by_those_named_alone(signed_in: SignedIn) -> None:
    lead, made = _ready(a_list("Staff", person("director")))
    client = signed_in("director")
    assert client.get(f"/intervention/announcements/{made.pk}/").status_code == 404
    assert client.post(f"/intervention/announcements/{made.pk}/send/").status_code == 404
    actions.send(by=lead, announcement=made)
    assert client.get(f"/intervention/announcements/{made.pk}/").status_code == 200


def test_history_does_not_hold_a_letters_words() -> None:
    lead, made = _ready(a_list("Staff", person("director")))
    actions.send(by=lead, announcement=made)
    told = " ".join(f"{one.act} {one.about_label} {one.details}" for one in Entry.objects.all())
    assert "sent the announcement" in told
    assert made.subject not in told
    assert made.body not in told


def test_a_letter_that_cannot_be_sent_is_said_and_tried_again_alone(
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, bea = person("director"), person("auditor")
    lead, made = _ready(a_list("Staff", ada, bea))
    actions.send(by=lead, announcement=made)
    real = posting.EmailMessage.send

    def refuse_adas(letter: Any, **given: Any) -> int:
        if letter.to == [ada.email]:
            raise OSError(f"no such box: {ada.email}")
        return int(real(letter, **given))

    with monkeypatch.context() as broken:
        broken.setattr(posting.EmailMessage, "send", refuse_adas)
        posting.work()
    assert _addresses() == [bea.email]
    client = signed_in(lead)
    assert "Try 1 letter again" in client.get(f"/intervention/announcements/{made.pk}/").content.decode()
    for _ in range(2):
        client.post(f"/intervention/announcements/{made.pk}/again/")
        posting.work()
    assert _addresses() == [bea.email, ada.email]


def test_a_letter_handed_over_when_the_site_stopped_is_not_sent_again(signed_in: SignedIn) -> None:
    lead, made = _ready(a_list("Staff", person("director")))
    actions.send(by=lead, announcement=made)
    actions.begin_delivery()
    signed_in(lead).post(f"/intervention/announcements/{made.pk}/again/")
    posting.work()
    assert _addresses() == []
    assert Delivery.objects.get().state == Sending.SENDING
    page = signed_in(lead).get(f"/intervention/announcements/{made.pk}/").content.decode()
    assert "Handed over; no word yet" in page


def test_whoever_signs_in_no_longer_is_not_written_to() -> None:
    gone, ada = person("director"), person("director")
    kept = a_list("Staff", gone, ada)
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    assert [one.address for one in queries.announcing.recipients([kept.pk])] == [ada.email]


def test_a_list_with_nobody_on_it_sends_nothing() -> None:
    lead, made = _ready(a_list("Staff"))
    with pytest.raises(NotDone, match="nobody on its lists"):
        actions.send(by=lead, announcement=made)


def test_a_list_has_each_once_and_a_name_of_its_own(signed_in: SignedIn) -> None:
    ada = person("director")
    kept = a_list("Staff", ada, ada, outside=("a@madeup.example", "A@madeup.example"))
    assert kept.members.count() == 2
    client = signed_in("improvement_lead")
    page = client.post("/intervention/lists/", {"name": "staff", "version": 0}).content.decode()
    assert "There is a list of that name already." in page
    member = ListMember.objects.get(person=ada)
    client.post(f"/intervention/members/{member.pk}/off/")
    assert not ListMember.objects.filter(person=ada).exists()


def test_a_member_is_a_person_or_an_address_and_not_both(signed_in: SignedIn) -> None:
    ada, kept = person("director"), a_list("Staff")
    client = signed_in("improvement_lead")
    for typed in ({}, {"person": ada.pk, "email": "a@madeup.example"}):
        page = client.post(f"/intervention/lists/{kept.pk}/", typed).content.decode()
        assert "Choose somebody who signs in here, or enter an e-mail address" in page
    assert not kept.members.exists()
