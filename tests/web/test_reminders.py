"""Reminders: what waits for somebody, once a day at most, as they want it, and in no words but our own."""

from __future__ import annotations

import smtplib
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from goldenthread.web.accounts.models import Cover, Membership, Person
from goldenthread.web.accounts.standing import today
from goldenthread.web.page.needs import Need
from goldenthread.web.plan import actions as plan
from goldenthread.web.reminders import waiting as asked
from goldenthread.web.reminders.actions import send_reminders, set_preference
from goldenthread.web.reminders.models import Fate, Kind, Message, Preference, every_kind
from goldenthread.web.reminders.waiting import PLAIN, waiting
from web_intervention import visit
from web_people import MAKER, person
from web_plan import action, agreed, claimed, fresh
from web_programme import concern

SignIn = Callable[..., Client]
WRITTEN = "Call the mother of Madeup Child"
MONDAY = date(2026, 11, 30)
SATURDAY = date(2026, 12, 5)
CHRISTMAS = date(2026, 12, 25)  # a Friday, and a bank holiday


@pytest.fixture
def owner(db: None) -> Person:
    """Whose action, with words that must not leave the site, is late."""
    somebody = person("head_of_service", name="Ola Madeup")
    agreed(action(somebody, text=WRITTEN), due=MONDAY - timedelta(days=30))
    return somebody


def wants(somebody: Person, rhythm: str, *, weekday: int = 0, kinds: list[str] | None = None) -> None:
    set_preference(by=somebody, version=1, rhythm=rhythm, weekday=weekday, kinds=kinds or every_kind())


def addressed(sent: list[EmailMessage]) -> list[str]:
    return sorted(to for message in sent for to in message.to)


def test_the_owner_of_a_late_action_is_told_once(owner: Person, mailoutbox: list[EmailMessage]) -> None:
    assert send_reminders(on=MONDAY) == {"sent": 1}
    assert send_reminders(on=MONDAY) == {}
    (message,) = mailoutbox
    assert message.to == [owner.email]
    assert message.subject == "Golden Thread: 1 thing waits in the plan, 1 late"
    assert "Late:\n- Action A1: due 31 Oct 2026, 21 working days late" in message.body
    assert "http://127.0.0.1:8000/plan/actions/" in message.body
    assert Message.objects.get().fate == Fate.SENT


def test_no_word_that_somebody_wrote_leaves_the_site(owner: Person, mailoutbox: list[EmailMessage]) -> None:
    send_reminders(on=MONDAY)
    assert not any(WRITTEN in message.body + message.subject for message in mailoutbox)


def test_a_need_without_a_short_form_is_told_without_its_words(
    owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asked, "needs", lambda person, on: [Need(WRITTEN, "/plan/", kind="made up")])
    (one,) = waiting(owner, on=MONDAY)
    assert (one.words, one.kind) == (PLAIN, Kind.OTHER)


def test_a_late_review_of_the_programme_is_told_without_its_words(db: None) -> None:
    somebody = person("head_of_service")
    held = concern(WRITTEN, owner=somebody)
    type(held).objects.filter(pk=held.pk).update(review_by=MONDAY - timedelta(days=7))
    (one,) = waiting(somebody, on=MONDAY)
    assert (one.words, one.kind) == (
        "A review of yours in the programme: due 23 Nov 2026, 5 working days late",
        Kind.OVERDUE,
    )


def test_what_the_regulator_expects_is_told_to_whoever_keeps_the_plan_and_not_what_it_is(db: None) -> None:
    lead, owner = person("improvement_lead"), person("head_of_service")
    visit(lead, draft_received=date(2026, 11, 20), comments_due=date(2026, 12, 3))
    told = [one.words for one in waiting(lead, on=MONDAY)]
    assert told == ["Something expected of the authority is due in 3 working days"]
    assert waiting(owner, on=MONDAY) == []


@pytest.mark.parametrize(
    ("rhythm", "weekday", "on", "comes"),
    [
        ("daily", 0, MONDAY, True),
        ("daily", 0, SATURDAY, False),
        ("daily", 0, CHRISTMAS, False),
        ("weekly", 0, MONDAY, True),
        ("weekly", 1, MONDAY, False),
        ("weekly", 1, MONDAY + timedelta(days=1), True),
        ("off", 0, MONDAY, False),
    ],
)
def test_it_comes_as_they_want_it(
    owner: Person, mailoutbox: list[EmailMessage], rhythm: str, weekday: int, on: date, comes: bool
) -> None:
    wants(owner, rhythm, weekday=weekday)
    send_reminders(on=on)
    assert (owner.email in addressed(mailoutbox)) is comes


def test_only_the_kinds_they_chose_are_told(owner: Person, mailoutbox: list[EmailMessage]) -> None:
    wants(owner, "daily", kinds=["date"])
    send_reminders(on=MONDAY)
    assert mailoutbox == []


@pytest.mark.django_db
@pytest.mark.parametrize(("due", "kind"), [(-1, Kind.OVERDUE), (0, Kind.DUE), (14, Kind.DUE), (15, None)])
def test_an_action_is_late_the_day_after_and_soon_ten_working_days_before(due: int, kind: Any) -> None:
    somebody = person("head_of_service")
    agreed(action(somebody), due=MONDAY + timedelta(days=due))
    found = [one.kind for one in waiting(somebody, on=MONDAY)]
    assert found == ([kind] if kind else [])


@pytest.mark.django_db
def test_what_awaits_a_sign_off_and_a_date_is_told_to_who_may_answer() -> None:
    somebody, director, secretary = (
        person(role) for role in ("head_of_service", "director", "board_secretary")
    )
    claimed(action(somebody), somebody)
    held = agreed(action(somebody))
    later = held.due + timedelta(days=30)
    plan.propose_date(
        by=somebody, action=fresh(held), version=held.version, proposed=later, why=WRITTEN, on=today()
    )
    told = {who.pk: {one.kind for one in waiting(who, on=today())} for who in (somebody, director, secretary)}
    assert Kind.SIGN_OFF in told[director.pk]
    assert Kind.SIGN_OFF not in told[somebody.pk]
    assert Kind.DATE not in told[somebody.pk]
    assert any(Kind.DATE in kinds for kinds in told.values())


@pytest.mark.django_db
def test_word_that_is_owed_of_an_action_is_told(mailoutbox: list[EmailMessage]) -> None:
    somebody = person("head_of_service")
    agreed(action(somebody, due=400))
    later = today() + timedelta(days=120)
    found = [one for one in waiting(somebody, on=later) if one.kind is Kind.UPDATE]
    assert [one.words for one in found] == ["An update is overdue on 1 action"]


def test_a_deputy_is_told_what_is_due_of_whom_they_cover(
    owner: Person, mailoutbox: list[EmailMessage]
) -> None:
    deputy = person("head_of_service")
    day = today()
    Cover.objects.create(covered=owner, deputy=deputy, starts=day, ends=day)
    send_reminders(on=MONDAY)
    (theirs,) = [message for message in mailoutbox if message.to == [deputy.email]]
    assert "Late, of Ola Madeup, whom you cover:\n- Action A1: due" in theirs.body


def test_whoever_has_left_gets_none(owner: Person, mailoutbox: list[EmailMessage]) -> None:
    Person.objects.filter(pk=owner.pk).update(is_active=False)
    send_reminders(on=MONDAY)
    assert mailoutbox == []


def test_whoever_holds_no_role_any_more_gets_none(owner: Person, mailoutbox: list[EmailMessage]) -> None:
    day = today() - timedelta(days=1)
    Membership.objects.filter(person=owner).update(ends=day)
    send_reminders(on=MONDAY)
    assert mailoutbox == []


def test_nobody_for_whom_nothing_waits_gets_any(db: None, mailoutbox: list[EmailMessage]) -> None:
    person("head_of_service")
    assert send_reminders(on=MONDAY) == {}
    assert mailoutbox == []


# What may go wrong between the database and the mail server


@pytest.mark.parametrize(
    ("fault", "fate", "again"),
    [
        (ConnectionRefusedError(), Fate.REFUSED, True),
        (smtplib.SMTPRecipientsRefused({}), Fate.REFUSED, True),
        (smtplib.SMTPServerDisconnected(), Fate.UNKNOWN, False),
        (TimeoutError(), Fate.UNKNOWN, False),
    ],
)
def test_what_was_surely_not_sent_is_tried_again_and_nothing_else_is(
    owner: Person,
    mailoutbox: list[EmailMessage],
    monkeypatch: pytest.MonkeyPatch,
    fault: Exception,
    fate: Fate,
    again: bool,
) -> None:
    def refuse(self: EmailMessage) -> int:
        raise fault

    with monkeypatch.context() as broken:
        broken.setattr(EmailMessage, "send", refuse)
        assert send_reminders(on=MONDAY) == {fate: 1}
    send_reminders(on=MONDAY)
    assert bool(mailoutbox) is again


def test_killed_between_writing_down_and_sending_it_errs_to_one_too_few(
    owner: Person, mailoutbox: list[EmailMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(self: EmailMessage) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr(EmailMessage, "send", die)
        with pytest.raises(KeyboardInterrupt):
            send_reminders(on=MONDAY)
    assert send_reminders(on=MONDAY) == {}
    assert send_reminders(on=MONDAY + timedelta(days=1)) == {"sent": 1}
    assert len(mailoutbox) == 1


def test_eight_at_once_send_each_person_one(own_database: None, mailoutbox: list[EmailMessage]) -> None:
    owners = [person("head_of_service") for _ in range(3)]
    for somebody in owners:
        agreed(action(somebody), due=MONDAY - timedelta(days=30))

    def send(_: int) -> None:
        from django.db import connection

        send_reminders(on=MONDAY)
        connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(send, range(8)))
    mine = Counter(to for to in addressed(mailoutbox) if to in {one.email for one in owners})
    assert mine == {one.email: 1 for one in owners}


# The page


@pytest.mark.django_db
def test_somebody_sets_what_they_want(signed_in: SignIn) -> None:
    client = signed_in("director")
    given = {"rhythm": "weekly", "weekday": "3", "kinds": ["overdue", "date"], "version": "1"}
    assert client.post("/reminders/", given).status_code == 302
    held = Preference.objects.get(person=client.person)  # type: ignore[attr-defined]
    assert (held.rhythm, held.weekday, held.kinds) == ("weekly", 3, ["overdue", "date"])
    assert "each Thursday at most" in client.get("/reminders/").content.decode()


@pytest.mark.django_db
def test_the_same_page_saved_elsewhere_first_is_said(signed_in: SignIn) -> None:
    client = signed_in("director")
    client.post("/reminders/", {"rhythm": "off", "version": "1"})
    given = {"rhythm": "daily", "weekday": "0", "kinds": ["overdue"], "version": "1"}
    answer = client.post("/reminders/", given)
    assert answer.status_code == 200
    assert "Somebody else saved this" in answer.content.decode()
    assert Preference.objects.get().rhythm == "off"


@pytest.mark.django_db
def test_nothing_chosen_is_said_beside_the_choices(signed_in: SignIn) -> None:
    answer = signed_in("director").post("/reminders/", {"rhythm": "daily", "version": "1"})
    assert "Choose at least one, or choose never" in answer.content.decode()


def test_the_page_shows_what_waits(owner: Person, signed_in: SignIn) -> None:
    page = signed_in(owner).get("/reminders/").content.decode()
    assert "1 thing waits for you now" in page
    assert "Action A1: due" in page
    assert WRITTEN not in page


def test_on_the_site_somebody_is_told_as_by_mail(owner: Person) -> None:
    """What is sent is read off the lines of the Today page: no second place decides what waits."""
    from goldenthread.web.plan.needs import needs

    assert [one.href for one in waiting(owner, on=MONDAY)] == [one.href for one in needs(owner, on=MONDAY)]
    assert MAKER.name not in {one.words for one in waiting(owner, on=MONDAY)}
