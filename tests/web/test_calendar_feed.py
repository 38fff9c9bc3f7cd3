"""The calendar link: a secret that shows one person's dates and nothing else, and ends when it should."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import vobject
from django.test import Client

from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.standing import today
from goldenthread.web.history.models import Entry
from goldenthread.web.plan import actions as plan
from goldenthread.web.programme.actions import close_concern
from goldenthread.web.reminders import actions
from goldenthread.web.reminders.models import CalendarLink
from web_intervention import visit
from web_people import person
from web_plan import BOARD, action, agreed, claimed, fresh
from web_programme import concern

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
WRITTEN = "Call the mother of Madeup Child"


def _address(token: str) -> str:
    return f"/reminders/calendar/{token}/plan.ics"


def _made(somebody: Person) -> str:
    return actions.make_link(by=somebody, on=today()).token


def _read(token: str, status: int = 200) -> Any:
    answer = Client().get(_address(token))
    assert answer.status_code == status
    return answer


def _days(token: str) -> dict[str, date]:
    """Each event's words and day, as another reader of the format than the one that wrote it finds them."""
    return {event.summary.value: event.dtstart.value for event in _events(token)}


def _due(token: str) -> Any:
    """The event of an action's own due date."""
    return next(event for event in _events(token) if event.summary.value.startswith("Action"))


def _events(token: str) -> list[Any]:
    calendar = vobject.readOne(_read(token).content.decode())
    calendar.validate(raiseException=True)
    return list(calendar.contents.get("vevent", []))


def test_a_calendar_shows_the_due_dates_of_ones_own_open_actions() -> None:
    owner, other = person("head_of_service"), person("head_of_service")
    mine, theirs, done = agreed(action(owner)), agreed(action(other)), claimed(action(owner), owner)
    director = person("director")
    from web_people import proof

    given = {"version": done.version, "words": "Seen", "on": today(), "proof": proof()}
    plan.sign_off(by=director, action=fresh(done), **given)
    found = _days(_made(owner))
    assert found.pop(f"An update on action {mine.code} is due") > today()
    assert found == {f"Action {mine.code} is due": mine.due}
    assert theirs.code not in str(found)


def test_what_is_due_to_the_regulator_is_in_the_calendar_of_whoever_keeps_the_plan() -> None:
    lead, due = person("improvement_lead"), today() + timedelta(days=5)
    visit(lead, draft_received=today(), comments_due=due)
    assert _days(_made(lead)) == {"Something is due to the regulator": due}
    assert _days(_made(person("head_of_service"))) == {}


def test_reviews_of_the_programme_are_in_their_owners_calendar_until_closed() -> None:
    owner, due = person("head_of_service"), today() + timedelta(days=5)
    held = concern(WRITTEN, owner=owner, due=5)
    assert _days(_made(owner)) == {"A review in the programme is due": due}
    close_concern(by=owner, concern=held, version=held.version, why="It is over", on=today())
    assert _days(_made(owner)) == {}


def test_a_milestone_is_in_it_until_it_is_done() -> None:
    owner = person("head_of_service")
    held = agreed(action(owner))
    due = today() + timedelta(days=10)
    step = plan.add_milestone(by=owner, action=held, version=held.version, text=WRITTEN, by_whom="", due=due)
    words = f"A milestone of action {held.code} is due"
    assert _days(_made(owner))[words] == due
    plan.finish_milestone(by=owner, milestone=step, version=step.version, on=today())
    assert words not in _days(_made(owner))


def test_a_date_that_moves_is_the_same_event_on_another_day() -> None:
    owner, director = person("head_of_service"), person("director")
    held = agreed(action(owner))
    token = _made(owner)
    before = _due(token)
    later = held.due + timedelta(days=30)
    change = plan.propose_date(
        by=owner, action=fresh(held), version=held.version, proposed=later, why="Short", on=today()
    )
    plan.decide_date(by=director, change=change, agreed=True, meeting=BOARD, why="Fair", on=today())
    after = _due(token)
    assert before.uid.value == after.uid.value
    assert int(after.sequence.value) > int(before.sequence.value)
    assert (after.dtstart.value, after.dtend.value) == (later, later + timedelta(days=1))


def test_no_word_that_somebody_wrote_is_in_it() -> None:
    owner = person("head_of_service")
    agreed(action(owner, text=WRITTEN))
    assert WRITTEN.encode() not in _read(_made(owner)).content


def test_the_lines_are_as_the_format_asks() -> None:
    owner = person("head_of_service")
    agreed(action(owner))
    content = _read(_made(owner)).content
    assert content.endswith(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert b"X-PUBLISHED-TTL:PT6H\r\n" in content


def test_a_link_is_shown_once_and_kept_as_a_digest(signed_in: SignIn) -> None:
    client = signed_in("director")
    shown = client.post("/reminders/calendar/new/").content.decode()
    (token,) = {part.split("/")[0] for part in shown.split("/reminders/calendar/")[1:] if "plan.ics" in part}
    assert _read(token)
    assert token not in client.get("/reminders/").content.decode()
    held = CalendarLink.objects.get()
    assert token not in str(held.__dict__)
    assert len(token) >= 40
    assert not Entry.objects.filter(details__icontains=token).exists()


def test_a_new_link_ends_the_old_one() -> None:
    owner = person("director")
    old, new = _made(owner), _made(owner)
    _read(old, 404)
    _read(new)


def test_a_link_ends_when_its_owner_says_so(signed_in: SignIn) -> None:
    client = signed_in("director")
    token = _made(client.person)  # type: ignore[attr-defined]
    assert client.post("/reminders/calendar/end/").status_code == 302
    _read(token, 404)


def test_a_link_ends_with_its_last_day() -> None:
    token = _made(person("director"))
    CalendarLink.objects.update(starts=today() - timedelta(days=365), ends=today())
    _read(token)
    CalendarLink.objects.update(ends=today() - timedelta(days=1))
    _read(token, 404)


@pytest.mark.parametrize("gone", ["left", "without a role"])
def test_a_link_ends_with_its_owners_rights(gone: str) -> None:
    owner = person("director")
    token = _made(owner)
    if gone == "left":
        Person.objects.filter(pk=owner.pk).update(is_active=False)
    else:
        owner.memberships.update(starts=today() + timedelta(days=1), ends=None)
    _read(token, 404)


def test_a_link_is_read_so_often_a_day_and_no_more() -> None:
    token = _made(person("director"))
    CalendarLink.objects.update(reads=actions.MOST_READS_A_DAY - 1, reads_on=today())
    _read(token)
    _read(token, 429)
    CalendarLink.objects.update(reads_on=today() - timedelta(days=1))
    _read(token)


def test_nothing_on_the_way_keeps_it_finds_it_or_tells_where_it_came_from() -> None:
    answer = _read(_made(person("director")))
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert not answer.cookies


def test_a_link_that_goes_wrong_is_not_in_the_logs(caplog: pytest.LogCaptureFixture) -> None:
    from goldenthread.web.config.logs import WithoutWords

    caplog.handler.setFormatter(WithoutWords())
    with caplog.at_level(logging.DEBUG, logger="django.request"):
        _read("a-token-that-is-none", 404)
    written = "\n".join(caplog.handler.format(record) for record in caplog.records)
    assert "a-token-that-is-none" not in written
    assert "reminders:feed" in written


def test_the_link_signs_nobody_in() -> None:
    client = Client()
    client.get(_address(_made(person("director"))))
    assert client.get("/plan/").status_code == 302


def test_a_calendar_asks_no_more_of_the_database_as_actions_grow(django_assert_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    owner = person("head_of_service")
    token, counts = _made(owner), []
    for _ in range(2):
        for _ in range(5):
            agreed(action(owner))
        with CaptureQueriesContext(connection) as asked:
            _read(token)
        counts.append(len(asked))
    assert counts[0] == counts[1]
