"""What could stop us, pilots and roll-outs, staff ideas: rules and pages."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from typing import Any

import openpyxl
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goldenthread.web.accounts.standing import today
from goldenthread.web.history.models import Entry
from goldenthread.web.page.models import SentForm
from goldenthread.web.plan.actions import Ownership
from goldenthread.web.plan.rules import NotDone
from goldenthread.web.programme import actions, queries, rules
from goldenthread.web.programme.actions import ConcernWords, CountWords, ReviewWords, Score
from goldenthread.web.programme.dates import dates
from goldenthread.web.programme.models import Concern, Count, Idea, Review
from goldenthread.web.programme.needs import needs
from web_people import person
from web_plan import action, objective
from web_programme import concern, concern_words, count, idea, rollout

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
DAY = timedelta(days=1)


def text(client: Client, address: str, **sent: Any) -> str:
    answer = client.post(address, sent) if sent else client.get(address)
    assert answer.status_code == 200, answer.status_code
    return " ".join(unescape(answer.content.decode()).split())


# The register


def test_late_for_review_comes_first_then_the_greatest_and_the_closed_last() -> None:
    concern("small", likelihood=1, harm=2)
    concern("great", likelihood=4, harm=5)
    concern("late", likelihood=1, harm=1, due=-40)
    closed = concern("closed", likelihood=5, harm=5)
    actions.close_concern(by=person("director"), concern=closed, version=1, why="Gone", on=today())
    order = [row.concern.text for row in queries.register("", as_at=today()).everything]
    assert order == ["late", "great", "small", "closed"]


@pytest.mark.parametrize(
    ("likelihood", "harm", "size"),
    [(1, 5, "Small"), (2, 4, "Middling"), (3, 4, "Middling"), (3, 5, "Great"), (5, 5, "Great")],
)
def test_how_great_is_likelihood_times_harm(likelihood: int, harm: int, size: str) -> None:
    assert queries.shown(concern(likelihood=likelihood, harm=harm), as_at=today()).size == size


def test_what_has_happened_is_as_likely_as_can_be() -> None:
    row = queries.shown(concern("No money", kind="funding", harm=3), as_at=today())
    assert (row.size, row.scored) == ("Great", "15 of 25: harm 3")


@pytest.mark.parametrize(
    ("as_at", "said", "late"),
    [
        (date(2026, 6, 18), "due 19 Jun 2026", False),
        (date(2026, 6, 19), "due 19 Jun 2026, today", False),
        (date(2026, 6, 20), "due 19 Jun 2026, 1 working day late", True),  # a Saturday
        (date(2026, 6, 22), "due 19 Jun 2026, 1 working day late", True),
        (date(2026, 6, 23), "due 19 Jun 2026, 2 working days late", True),
    ],
)
def test_a_review_is_late_by_working_days(as_at: date, said: str, late: bool) -> None:
    made = concern()
    Concern.objects.filter(pk=made.pk).update(review_by=date(2026, 6, 19))
    made.refresh_from_db()
    row = queries.shown(made, as_at=as_at)
    assert (row.review, row.late) == (said, late)


def test_a_risk_has_a_likelihood_and_nothing_else_has_one() -> None:
    for kind, likelihood in (("risk", None), ("issue", 3)):
        made = concern(kind="risk" if kind == "issue" else "issue")
        with pytest.raises(IntegrityError), transaction.atomic():
            Concern.objects.filter(pk=made.pk).update(kind=kind, likelihood=likelihood)


def test_its_owner_and_whoever_keeps_the_plan_review_it_and_nobody_else() -> None:
    owner = person("head_of_service")
    made = concern(owner=owner)
    given = {"review": ReviewWords("Two have left", Score(5, 4), "Hire two", today() + 30 * DAY)}
    given["on"] = today()
    with pytest.raises(NotDone, match="This belongs to"):
        actions.review_concern(by=person("team_manager"), concern=made, version=1, **given)
    assert actions.review_concern(by=owner, concern=made, version=1, **given)
    made.refresh_from_db()
    assert actions.review_concern(by=person("improvement_lead"), concern=made, version=2, **given)
    made.refresh_from_db()
    assert (made.likelihood, made.harm, made.next_step, made.version) == (4, 5, "Hire two", 3)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Review.objects.update(words="Nothing")


def test_to_own_a_concern_is_not_enough_to_review_it() -> None:
    for role, why in (("head_of_service", ""), ("auditor", "This belongs to"), ("director", "")):
        owner = person(role)
        assert rules.why_not_review(owner, concern(owner=owner)).startswith(why)
    assert rules.why_not_review(owner, concern(owner=person("auditor"))) == ""  # a director keeps the plan
    assert "This belongs to" in rules.why_not_review(person("head_of_service"), concern(owner=owner))


def test_the_acts_refuse_what_is_closed_already() -> None:
    made, lead = concern(), person("improvement_lead")
    assert rules.why_not_change(made) == rules.why_not_review(lead, made) == ""
    actions.close_concern(by=lead, concern=made, version=1, why="Filled", on=today())
    made.refresh_from_db()
    later = today() + 30 * DAY
    review = ReviewWords("x", Score(5, 4), "y", later)
    words = ConcernWords("risk", "Other words", Score(5, 4), Ownership(person=lead), "y", later)
    by = {"by": lead, "concern": made, "version": 2}
    for act in (
        lambda: actions.close_concern(**by, why="Again", on=today()),
        lambda: actions.review_concern(**by, review=review, on=today()),
        lambda: actions.edit_concern(**by, words=words),
    ):
        with pytest.raises(NotDone, match="This is closed: open it again"):
            act()


@pytest.mark.parametrize(("role", "told"), [("head_of_service", 1), ("administrator", 0)])
def test_a_review_is_in_the_calendar_of_an_owner_who_sees_the_plan(role: str, told: int) -> None:
    owner = person(role)
    concern(owner=owner)
    assert len(list(dates(owner))) == told


def test_the_act_itself_refuses_a_next_review_beyond_the_bank_holidays_held() -> None:
    lead = person("improvement_lead")
    made = concern(owner=lead)
    review = ReviewWords("x", Score(5, 4), "y", date(2099, 1, 1))
    with pytest.raises(NotDone, match="bank holidays are held for those years"):
        actions.review_concern(by=lead, concern=made, version=1, review=review, on=today())


def test_a_review_from_a_page_gone_stale_changes_nothing() -> None:
    made = concern()
    review = ReviewWords("x", Score(5, 4), "y", today() + 30 * DAY)
    lead = person("improvement_lead")
    assert not actions.review_concern(by=lead, concern=made, version=7, review=review, on=today())
    assert Review.objects.count() == 0


def test_what_is_closed_is_opened_again_before_it_is_changed(signed_in: SignIn) -> None:
    made, lead = concern(), signed_in("improvement_lead")
    address = f"/programme/{made.pk}/"
    assert lead.post(f"{address}close/", {"version": 1, "why": "Filled"}).status_code == 302
    assert "by Improvement Lead Madeup" in text(lead, address)
    assert "This is closed: open it again" in text(lead, f"{address}edit/")
    assert "This is closed" in text(lead, f"{address}review/")
    later = (today() + 20 * DAY).strftime("%d/%m/%Y")
    form = {"version": 2, "why": "They left", "review_by": later}
    assert lead.post(f"{address}open-again/", form).status_code == 302
    assert "opened the risk again: They left" in text(lead, address)


def test_the_home_answers_what_could_stop_us_and_its_counts_match_the_lists(signed_in: SignIn) -> None:
    lead = signed_in("improvement_lead")
    assert "Add the first" in text(lead, "/programme/")
    concern("Workers leave", likelihood=4, harm=5)
    concern("No money", kind="funding", harm=1, due=-30)
    page = text(lead, "/programme/")
    assert "1 risk and 1 thing about funding could stop us; 1 is late for review." in page
    assert "The greatest: Workers leave" in page
    for show, names in (("", 2), ("late", 1), ("risk", 1), ("issue", 0), ("closed", 0)):
        found = text(lead, f"/programme/?show={show}")
        assert found.count('data-label="How great"') == names
    assert "All open (2)" in page
    assert "Late for review (1)" in page


def test_a_concern_is_raised_on_its_form_and_tied_to_what_it_bears_on(signed_in: SignIn) -> None:
    lead = signed_in("improvement_lead")
    one = action(towards=objective())
    form = concern_words(version=0, actions=one.pk, objectives=one.objective.pk)
    assert lead.post("/programme/add/", form).status_code == 302
    page = text(lead, f"/programme/{Concern.objects.get().pk}/")
    assert "12 of 25: likelihood 3, harm 4" in page
    assert "A1</a> Check each visit weekly" in page
    assert "O1</a> Children are seen in time" in page
    assert "raised the risk" in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"likelihood": ""}, "Choose how likely the risk is"),
        ({"owner_role": ""}, "Choose an owner, or enter the owner's role"),
        ({"review_by": ""}, "Enter when it is looked at again"),
        ({"review_by": "1/1/2099"}, "bank holidays are held for those years"),
        ({"text": ""}, "Enter what could stop us"),
        ({"kind": ""}, "Choose what kind of thing it is"),
    ],
)
def test_what_is_wrong_is_said_twice(changes: dict[str, str], said: str, signed_in: SignIn) -> None:
    page = text(signed_in("improvement_lead"), "/programme/add/", version=0, **concern_words(**changes))
    assert page.count(said) == 2
    assert Concern.objects.count() == 0


def test_the_second_of_two_editors_sees_both_texts(signed_in: SignIn) -> None:
    made = concern()
    address = f"/programme/{made.pk}/edit/"
    first, second = signed_in("improvement_lead"), signed_in("director")
    assert first.post(address, concern_words(version=1, text="The first")).status_code == 302
    page = text(second, address, **concern_words(version=1, text="The second"))
    assert "Somebody else saved this" in page
    assert "The first" in page
    assert "The second" in page


# Pilots and roll-outs


def test_a_roll_out_tells_how_far_it_has_come(signed_in: SignIn) -> None:
    made = rollout(action())
    lead = signed_in("improvement_lead")
    assert "Nothing has been counted yet." in text(lead, f"/programme/roll-outs/{made.pk}/")
    count(made, date(2026, 1, 31), live=1, trained=10)
    count(made, date(2026, 2, 28), live=3, trained=80, defects=1, closed=9)
    said = "On 28 February 2026: live in 3 of 4 areas, 80 of 100 people trained, 1 defect open and 9 closed."
    assert said in text(lead, f"/programme/roll-outs/{made.pk}/")
    page = text(lead, "/programme/roll-outs/")
    assert said in page
    assert "1 pilot or roll-out goes on, with 1 defect open." in page


def test_of_one_day_the_count_entered_last_is_shown() -> None:
    made = rollout(action())
    count(made, date(2026, 1, 31), trained=10)
    count(made, date(2026, 1, 31), trained=12)
    assert [one.trained for one in queries.progress(made).counts] == [12]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (CountWords(today() + DAY, 1, 1, 1, 1), "not after today"),
        (CountWords(today(), 5, 1, 1, 1), "There are 4 areas in all"),
        (CountWords(today(), 4, 101, 1, 1), "There are 100 people in all"),
    ],
)
def test_a_count_fits_what_there_is(words: CountWords, said: str) -> None:
    with pytest.raises(NotDone, match=said):
        actions.count_rollout(by=person("director"), rollout=rollout(action()), count=words, on=today())


def test_whoever_works_the_action_counts_its_roll_out_until_it_has_ended() -> None:
    owner = person("head_of_service")
    made, words = rollout(action(owner)), CountWords(today(), 1, 1, 0, 0)
    with pytest.raises(NotDone, match="only its owner"):
        actions.count_rollout(by=person("team_manager"), rollout=made, count=words, on=today())
    assert actions.count_rollout(by=owner, rollout=made, count=words, on=today()).trained == 1
    made.ended_on, made.outcome = today(), "All teams use it"
    made.save()
    with pytest.raises(NotDone, match="has ended"):
        actions.count_rollout(by=owner, rollout=made, count=words, on=today())
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Count.objects.update(trained=2)


def test_a_roll_out_ends_with_what_came_of_it(signed_in: SignIn) -> None:
    made, lead = rollout(action()), signed_in("improvement_lead")
    address = f"/programme/roll-outs/{made.pk}/"
    form = {"version": 1, "kind": "pilot", "name": "A pilot", "areas": 4, "people": 9}
    form["action"] = made.action_id
    ended = {**form, "ended_on": "1/3/2026", "outcome": ""}
    assert text(lead, f"{address}edit/", **ended).count("Enter what came of it") == 2
    assert lead.post(f"{address}edit/", {**ended, "outcome": "It is kept"}).status_code == 302
    assert "Ended on 1 March 2026: It is kept" in text(lead, address)
    assert "Somebody else saved this" in text(lead, f"{address}edit/", **{**ended, "outcome": "No"})


# Staff ideas


def test_an_idea_is_put_forward_answered_and_becomes_an_action(signed_in: SignIn) -> None:
    worker, lead, one = signed_in("social_worker"), signed_in("improvement_lead"), action()
    form = {"words": "Let us share a rota", "said_by": "Front door team"}
    assert worker.post("/programme/ideas/add/", form).status_code == 302
    page = text(worker, "/programme/ideas/")
    assert "1 of 1 idea waits for an answer; 0 became actions." in page
    assert "Front door team" in page
    answer = {"version": 1, "answer": "Yes, from May", "action": one.pk}
    made = Idea.objects.get()
    assert lead.post(f"/programme/ideas/{made.pk}/answer/", answer).status_code == 302
    page = text(worker, "/programme/ideas/")
    assert "0 of 1 idea wait for an answer; 1 became an action." in page
    assert "It became action" in page
    assert worker.get(f"/programme/ideas/{made.pk}/answer/").status_code == 403


def test_of_an_idea_without_a_name_nothing_says_who_put_it_forward(signed_in: SignIn) -> None:
    worker = signed_in("social_worker")
    key = {"form_key": "k" * 32}
    sent = {"words": "Listen to night staff", "said_by": "", **key}
    assert worker.post("/programme/ideas/add/", sent).status_code == 302
    who = worker.person  # type: ignore[attr-defined]
    made = Idea.objects.get()
    (entry,) = Entry.objects.filter(about_kind="idea")
    assert (entry.who_name, entry.about_key) == ("an idea without a name", str(made.pk))
    kept = [str(vars(row)) for row in (made, entry)]
    assert not any(name in row for row in kept for name in (who.name, who.reference, who.email))
    assert [one.location for one in SentForm.objects.filter(who=who.reference)] == ["/programme/ideas/"]
    assert "somebody who is not named" in text(worker, "/programme/ideas/")


def test_an_idea_answered_by_two_keeps_both_texts_in_view(signed_in: SignIn) -> None:
    made, first, second = idea(), signed_in("improvement_lead"), signed_in("director")
    address = f"/programme/ideas/{made.pk}/answer/"
    assert first.post(address, {"version": 1, "answer": "Yes", "action": ""}).status_code == 302
    page = text(second, address, version=1, answer="No, not now", action="")
    assert "Somebody else saved this" in page
    assert "No, not now" in page


# Today, and many


def test_today_names_ones_own_late_reviews_and_counts_the_rest_for_whoever_keeps_the_plan() -> None:
    owner, lead = person("head_of_service"), person("improvement_lead")
    concern("Workers leave", owner=owner, due=-30)
    concern("No money", kind="funding", due=-30)
    concern("Not yet", owner=owner, due=30)
    idea()
    own = [need.sentence for need in needs(owner, on=today())]
    assert len(own) == 1
    assert own[0].startswith("A review of yours, Workers leave: due")
    told = [need.sentence for need in needs(lead, on=today())]
    assert told == ["2 things that could stop us are late for review", "1 staff idea waits for an answer"]
    assert needs(person("administrator"), on=today()) == []


def test_the_lists_take_as_many_queries_however_long_they_are(signed_in: SignIn) -> None:
    client = signed_in("improvement_lead")

    def more() -> None:
        one = action(person("head_of_service"))
        concern(owner=person("head_of_service"), actions=[one], objectives=[one.objective])
        count(rollout(one), date(2026, 1, 31))
        made = idea()
        given = {"version": 1, "answer": "Yes", "action": one, "on": today()}
        actions.answer_idea(by=person("director"), idea=made, **given)

    def counted() -> list[int]:
        found = []
        for page in ("/programme/", "/programme/roll-outs/", "/programme/ideas/"):
            with CaptureQueriesContext(connection) as asked:
                assert client.get(page).status_code == 200
            found.append(len(asked))
        return found

    more()
    few = counted()
    for _ in range(4):
        more()
    assert counted() == few


# Taken away


def test_each_list_is_taken_away_as_its_page_shows_it(signed_in: SignIn) -> None:
    concern("Agency workers leave", likelihood=4, harm=5)
    closed = concern("Over", likelihood=1, harm=1)
    actions.close_concern(by=person("director"), concern=closed, version=1, why="Gone", on=today())
    held = rollout(action())
    count(held, today())
    idea("=1+1", said_by="")
    observer = signed_in("government_observer")
    drawn = {
        "register": [["Agency workers leave", "Risk", "Great", "20"]],
        "register.csv?show=closed": [["Over", "Risk", "Small", "1"]],
        "roll-outs": [["A new form", "Roll-out", held.action.code, str(today()), "1", "4"]],
        "ideas": [[str(today()), "", "'=1+1", ""]],
    }
    for name, rows in drawn.items():
        address = name if "." in name else f"{name}.csv"
        said = observer.get(f"/programme/lists/{address}").content.decode().removeprefix("\ufeff")
        found = list(csv.reader(io.StringIO(said, newline="")))
        assert [row[: len(rows[0])] for row in found[1:]] == rows, name
    book = openpyxl.load_workbook(
        io.BytesIO(observer.get("/programme/lists/register.xlsx?show=closed").content)
    )
    assert (book.sheetnames, book["Register"]["A2"].value) == (["Key", "Register"], "Over")
    assert "/programme/lists/register.csv?show=closed" in text(observer, "/programme/?show=closed")
    for page, name in (("ideas/", "ideas"), ("roll-outs/", "roll-outs")):
        assert f"/programme/lists/{name}.xlsx" in text(observer, f"/programme/{page}")


@pytest.mark.parametrize(("role", "status"), [("administrator", 403), ("board_secretary", 200)])
def test_who_may_not_see_the_programme_takes_none_of_it_away(
    signed_in: SignIn, role: str, status: int
) -> None:
    assert signed_in(role).get("/programme/lists/ideas.csv").status_code == status
