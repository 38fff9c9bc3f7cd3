"""The pages of the plan as it was, and of what changed: in plain words, grouped, with who and why."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from goldenthread.web.accounts.standing import LONDON, today
from goldenthread.web.config.demo.calendar import on_the_day
from goldenthread.web.past.changes import HEADER, changes
from goldenthread.web.past.models import ReadUpTo
from goldenthread.web.past.playing import write_down
from goldenthread.web.plan import actions
from web_impact import by_hand, reading
from web_people import MAKER, person, proof
from web_plan import BOARD, action, agreed, fresh, objective, source
from web_text import told

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
PAST = "/plan-as-it-was/"


def played(day: date, *, at: time = time(10)) -> None:
    """What has been done since the last call happened on that day, as the database writes it down."""
    write_down(datetime.combine(day, at, tzinfo=LONDON))


def days_ago(number: int) -> date:
    return today() - timedelta(days=number)


def _iso(number: int) -> str:
    return days_ago(number).isoformat()


def _page(client: Client, address: str, status: int = 200) -> str:
    """What the page says, without its markup."""
    answer = client.get(address)
    assert answer.status_code == status
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", told(answer.content.decode()))).split())


def test_a_past_day_shows_the_words_the_owner_and_the_colour_of_that_day(signed_in: SignIn) -> None:
    made = agreed(action("Head of visits", text="Count each visit", due=5), due=days_ago(10))
    played(days_ago(20))
    held = fresh(made)
    owner = actions.Ownership(role="Head of something else")
    given = {"version": held.version, "text": "Count and check each visit", "workstream": ""}
    actions.edit_action(by=MAKER, action=held, owner=owner, **given)
    played(days_ago(2))

    client = signed_in("director")
    before, after = (_page(client, f"{PAST}?on={_iso(number)}") for number in (15, 1))
    assert "Count each visit" in before
    assert "Head of visits" in before
    assert "none of 1 action was late" in before
    assert "Count and check each visit" in after
    assert "Head of something else" in after
    assert "1 of 1 action was late" in after


def test_each_day_a_boundary_falls_where_london_says(signed_in: SignIn) -> None:
    objective(text="Seen late in the evening")
    played(days_ago(3), at=time(23, 59))
    client = signed_in("director")
    earlier = objective(text="Much earlier")
    played(days_ago(30))
    assert earlier.text in _page(client, f"{PAST}?on={_iso(4)}")
    assert "Seen late in the evening" not in _page(client, f"{PAST}?on={_iso(4)}")
    assert "Seen late in the evening" in _page(client, f"{PAST}?on={_iso(3)}")


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (lambda: f"{today() + timedelta(days=1)}", "Choose today or a day that has been"),
        (lambda: "never", "Enter a date such as"),
        (lambda: "", "Enter the day you want to see"),
        (lambda: "1999-12-31", "The plan is not known as it was on 31 December 1999"),
        (lambda: today().isoformat(), "This is the plan as it stands now"),
    ],
)
def test_a_day_that_cannot_be_shown_is_said_in_words(
    signed_in: SignIn, on: Callable[[], str], said: str
) -> None:
    objective()
    played(days_ago(1))
    assert said in _page(signed_in("director"), f"{PAST}?on={on()}")


def test_an_action_is_shown_with_what_hung_on_it_then(signed_in: SignIn) -> None:
    owner = person("head_of_service")
    made = agreed(action(owner))
    actions.add_note(by=owner, action=fresh(made), text="Begun in one team")
    played(days_ago(9))
    actions.add_note(by=owner, action=fresh(made), text="Now in every team")
    held = fresh(made)
    actions.claim(by=owner, action=held, version=held.version, words="All do it", on=today())
    played(days_ago(3))

    page = _page(signed_in("director"), f"{PAST}actions/{made.pk}/?on={_iso(5)}")
    assert "Begun in one team" in page
    assert "Now in every team" not in page
    assert "All do it" not in page
    assert f"Action {made.code} on" in page


@pytest.mark.parametrize("kind", ["actions", "objectives"])
def test_what_was_not_in_the_plan_yet_is_said_to_be_so(signed_in: SignIn, kind: str) -> None:
    objective(text="There from the start")
    played(days_ago(9))
    made = action()
    played(days_ago(2))
    key = made.pk if kind == "actions" else made.objective.pk
    client = signed_in("director")
    assert "It was not in the plan on" in _page(client, f"{PAST}{kind}/{key}/?on={_iso(5)}", 404)
    _page(client, f"{PAST}{kind}/{key}/?on={_iso(1)}")


def test_an_objective_is_shown_as_it_was(signed_in: SignIn) -> None:
    made = objective(*source("Visits are late.").requirements.all(), text="Seen in time")
    measure = actions.add_measure(by=MAKER, objective=made, indicator="visits_made_up")
    played(days_ago(9))
    actions.remove_measure(by=MAKER, measure=measure)
    actions.edit_objective(by=MAKER, objective=made, version=made.version, text="Other words", answers=[])
    played(days_ago(3))

    page = _page(signed_in("director"), f"{PAST}objectives/{made.pk}/?on={_iso(5)}")
    assert "Seen in time" in page
    assert "Visits are late." in page
    assert "visits_made_up" in page
    later = _page(signed_in("director"), f"{PAST}objectives/{made.pk}/?on={_iso(2)}")
    assert "It answered no finding" in later
    assert "visits_made_up" not in later


# What changed


@pytest.fixture
def busy() -> dict[str, Any]:
    """A plan in which, between ten days ago and today, everything that can happen to an action does."""
    owner, other = person("head_of_service", name="Ola Madeup"), person("director", name="Dee Madeup")
    with on_the_day(days_ago(10)):
        kept, moved, done = (agreed(action(owner, text=text)) for text in ("Kept", "Moved", "Done"))
    held = fresh(moved)
    later = held.due + timedelta(days=30)
    given = {"version": held.version, "proposed": later, "why": "A team is short", "on": today()}
    change = actions.propose_date(by=owner, action=held, **given)
    actions.decide_date(by=other, change=change, agreed=True, meeting=BOARD, why="Fair", on=today())
    held = fresh(done)
    actions.claim(by=owner, action=held, version=held.version, words="It is so", on=today())
    held = fresh(done)
    signed = {"version": held.version, "words": "I saw it", "on": today(), "proof": proof()}
    actions.sign_off(by=other, action=held, **signed)
    held = fresh(done)
    actions.reopen(by=other, action=held, version=held.version, why="It slipped back")
    added = action(owner, text="Brand new")
    played(today(), at=time(0, 1))
    return {"kept": kept, "moved": moved, "done": done, "added": added}


def test_changes_are_told_in_a_sentence_then_thing_by_thing(signed_in: SignIn, busy: dict[str, Any]) -> None:
    page = _page(signed_in("director"), f"{PAST}changes/?since={_iso(5)}")
    sentence = "3 actions changed: 1 added, 1 moved later, 1 with a new date asked for, 1 claimed complete,"
    assert f"{sentence} 1 signed off, 1 opened again." in page
    assert f"Action {busy['kept'].code}" not in page
    for said in (
        "Ola Madeup asked for a new date: A team is short",
        "opened the action again: It slipped back",
    ):
        assert said in page
    assert "Times moved later: 0 → 1" in page.replace("nothing", "0")
    assert "Brand new" in page


def test_each_change_stands_under_its_objective(busy: dict[str, Any]) -> None:
    since = datetime.combine(days_ago(5), time(12), tzinfo=LONDON)
    found = changes(since, datetime.now(tz=LONDON))
    for group in found.groups:
        for thing in group.things:
            if thing.table == "plan_action":
                made = next(one for one in busy.values() if str(one.pk) == thing.key)
                assert group.heading == f"Objective {made.objective.code}: {made.objective.text}"


def test_nothing_changed_is_said_too(signed_in: SignIn, busy: dict[str, Any]) -> None:
    address = f"{PAST}changes/?since={_iso(8)}&until={_iso(5)}"
    assert "Nothing in the plan has changed" in _page(signed_in("director"), address)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("since=", "Enter the day to begin from"),
        ("since=2026-01-05&until=2026-01-04", "Enter the same day or a later one"),
        ("since=9/9/2199", "Choose today or a day that has been"),
    ],
)
def test_a_span_that_cannot_be_is_said_in_words(signed_in: SignIn, query: str, said: str) -> None:
    assert said in _page(signed_in("director"), f"{PAST}changes/?{query}")


def test_changes_leave_as_csv_and_as_a_workbook_that_say_the_same(
    signed_in: SignIn, busy: dict[str, Any]
) -> None:
    client, query = signed_in("director"), f"?since={_iso(5)}"
    text = client.get(f"{PAST}changes/csv/{query}").content.decode("utf-8-sig")
    lines = [tuple(line) for line in csv.reader(io.StringIO(text))]
    book = load_workbook(io.BytesIO(client.get(f"{PAST}changes/workbook/{query}").content))
    cells = [tuple(cell or "" for cell in row) for row in book.active.iter_rows(values_only=True)]
    assert lines[0] == cells[0] == HEADER
    assert lines == cells
    assert any("A team is short" in line for line in lines)


def test_words_that_a_spreadsheet_would_run_are_text(signed_in: SignIn) -> None:
    objective(text="Before")
    played(days_ago(9))
    objective(text="=1+1")
    played(days_ago(1))
    client, query = signed_in("director"), f"?since={_iso(5)}"
    book = load_workbook(io.BytesIO(client.get(f"{PAST}changes/workbook/{query}").content))
    assert {cell.data_type for row in book.active.iter_rows() for cell in row if cell.value} == {"s"}
    assert ",=1+1" not in client.get(f"{PAST}changes/csv/{query}").content.decode()


def test_a_meeting_is_a_place_to_begin_from(signed_in: SignIn, busy: dict[str, Any]) -> None:
    page = signed_in("director").get(f"{PAST}changes/").content.decode()
    assert f"?since={today().isoformat()}" in page
    assert BOARD in page


def test_somebody_begins_where_they_last_read(signed_in: SignIn, busy: dict[str, Any]) -> None:
    client = signed_in("director")
    assert "since=read" not in client.get(f"{PAST}changes/").content.decode()
    shown = datetime.now(tz=LONDON) - timedelta(days=5)
    assert client.post(f"{PAST}changes/read/", {"up_to": shown.isoformat()}).status_code == 302
    page = _page(client, f"{PAST}changes/?since=read")
    assert "you last read them" in page
    assert "Brand new" in page


def test_a_reading_is_never_set_back_nor_into_the_future(signed_in: SignIn) -> None:
    client = signed_in("director")
    for up_to in ("2199-01-01T00:00:00+00:00", "2020-01-01T00:00:00+00:00", "nonsense"):
        client.post(f"{PAST}changes/read/", {"up_to": up_to})
    held = ReadUpTo.objects.get(person=client.person)  # type: ignore[attr-defined]
    assert timedelta(0) <= datetime.now(tz=LONDON) - held.at < timedelta(minutes=5)


def test_the_link_to_send_says_both_days(signed_in: SignIn, busy: dict[str, Any]) -> None:
    page = signed_in("director").get(f"{PAST}changes/?since={_iso(5)}").content.decode()
    assert f"changes/?since={_iso(5)}&amp;until={today().isoformat()}" in page


def test_no_page_asks_more_of_the_database_as_the_plan_grows(signed_in: SignIn) -> None:
    client, owner = signed_in("director"), person("head_of_service")
    first = action(owner)
    played(days_ago(5))
    addresses = (
        f"{PAST}?on={_iso(2)}",
        f"{PAST}objectives/{first.objective.pk}/?on={_iso(2)}",
        f"{PAST}changes/?since={_iso(20)}",
    )
    counts = []
    for _ in range(2):
        for number in range(8):
            towards = first.objective if number % 2 else None
            made = agreed(action(owner, towards=towards))
            actions.add_note(by=owner, action=made, text="A word")
        played(days_ago(4))
        counts.append([_queries(client, address) for address in addresses])
    assert counts[0] == counts[1]


def _queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize(
    ("role", "shown"),
    [("improvement_lead", True), ("independent_chair", False), ("government_observer", False)],
)
def test_a_figure_entered_by_hand_is_for_those_who_see_figures_as_counted(
    signed_in: SignIn, role: str, shown: bool
) -> None:
    made = objective()
    played(days_ago(20))
    measure = by_hand(made, unit="count", baseline=37.25)
    reading(measure, value=2.75, on=days_ago(12))
    played(days_ago(10))
    address = f"{PAST}changes/?since={_iso(15)}&until={_iso(5)}"
    page = _page(signed_in(role), address)
    assert ("37.25" in page, "2.75" in page) == (shown, shown)
    assert ("a figure, shown with its objective" in page) != shown
    then = _page(signed_in(role), f"{PAST}objectives/{made.pk}/?on={_iso(5)}")
    assert ("37.25" in then, "2.75" in then) == (shown, shown)
