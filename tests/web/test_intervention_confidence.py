"""What is said in confidence: seen by those named, each look written down, by nobody else before publication;
what was said is worked on at once and compared with the letter, and nothing of it is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goldenthread.web.accounts.standing import LONDON, today
from goldenthread.web.history.models import Entry
from goldenthread.web.intervention import actions, queries, rules
from goldenthread.web.intervention.models import (
    AccuracyPoint,
    FeedbackPoint,
    KeptFile,
    Look,
    PublicationChange,
    Reader,
    Visit,
)
from goldenthread.web.plan.models import Objective
from goldenthread.web.plan.rules import NotDone
from web_access import asking
from web_intervention import PDF, WORDS, accuracy, draft_file, point, published, visit
from web_people import person
from web_plan import source

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]
SOON = timedelta(days=7)


def _page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


# Who sees it


SHUT = [
    "/intervention/visits/{0}/feedback/",
    "/intervention/visits/{0}/accuracy/",
    "/intervention/files/{1}/",
]


@pytest.mark.parametrize("role", ["director", "independent_chair", "government_observer", "head_of_service"])
def test_whoever_is_not_named_is_told_that_there_is_no_such_page(role: str, signed_in: SignedIn) -> None:
    lead = person("improvement_lead")
    made = visit(lead)
    point(made, lead)
    kept = draft_file(made, lead)
    client = signed_in(role)
    for address in SHUT:
        assert client.get(address.format(made.pk, kept.pk)).status_code == 404
    assert WORDS not in _page(client, f"/intervention/visits/{made.pk}/")


def test_somebody_named_sees_it_and_each_look_leaves_a_row(signed_in: SignedIn) -> None:
    lead, chair = person("improvement_lead"), person("independent_chair")
    made = visit(lead, named=(chair,))
    point(made, lead)
    kept = draft_file(made, lead)
    client = signed_in(chair)
    assert WORDS in _page(client, f"/intervention/visits/{made.pk}/feedback/")
    assert client.get(f"/intervention/files/{kept.pk}/").content == PDF
    with asking(lead):
        looks = [(one.who_id, one.what) for one in Look.objects.order_by("id")]
    assert looks == [(chair.reference, "the feedback"), (chair.reference, "the draft report itself")]
    page = _page(client, f"/intervention/visits/{made.pk}/looks/")
    assert "2 looks by 1 person" in page
    assert "The draft report itself" in page


def test_whoever_guards_access_sees_who_looked_and_nothing_of_what_was_said(signed_in: SignedIn) -> None:
    lead = person("improvement_lead")
    made = visit(lead)
    point(made, lead)
    signed_in(lead).get(f"/intervention/visits/{made.pk}/feedback/")
    guardian = signed_in("information_guardian")
    page = _page(guardian, f"/intervention/visits/{made.pk}/looks/")
    assert lead.name in page
    assert WORDS not in page
    assert guardian.get(f"/intervention/visits/{made.pk}/feedback/").status_code == 404
    assert signed_in("independent_chair").get(f"/intervention/visits/{made.pk}/looks/").status_code == 404


def test_whoever_is_named_no_longer_is_shut_out_at_once(signed_in: SignedIn) -> None:
    lead, chair = person("improvement_lead"), person("independent_chair")
    made = visit(lead, named=(chair,))
    client = signed_in(chair)
    assert client.get(f"/intervention/visits/{made.pk}/feedback/").status_code == 200
    actions.end_reader(by=lead, reader=Reader.objects.get(person=chair))
    assert client.get(f"/intervention/visits/{made.pk}/feedback/").status_code == 404


def test_the_database_itself_shows_nothing_to_whoever_is_not_named() -> None:
    lead, director = person("improvement_lead"), person("director")
    made = visit(lead)
    point(made, lead)
    accuracy(made, lead)
    draft_file(made, lead)
    draft_file(made, lead, kind="report")
    held = (FeedbackPoint, AccuracyPoint, KeptFile)
    with asking(lead):
        assert [model.objects.count() for model in held] == [1, 1, 2]
    with asking(director):
        assert [model.objects.count() for model in held] == [0, 0, 0]
    assert [model.objects.count() for model in held] == [0, 0, 0]


def test_the_database_lets_nobody_write_where_they_are_not_named() -> None:
    lead, director = person("improvement_lead"), person("director")
    made = visit(lead)
    with pytest.raises(Exception, match="row-level security"), transaction.atomic():
        point(made, director)


def test_a_look_is_never_changed_nor_removed() -> None:
    lead = person("improvement_lead")
    made = visit(lead)
    with asking(lead):
        actions.note_look(by=lead, visit=made, what="the feedback")
        for change in (lambda: Look.objects.update(what="nothing"), lambda: Look.objects.all().delete()):
            with pytest.raises(Exception, match=r"permission denied|only grows"), transaction.atomic():
                change()


def test_nobody_names_themselves(signed_in: SignedIn) -> None:
    director = person("director")
    made = visit()
    with pytest.raises(NotDone, match="You do not name yourself"):
        actions.name_reader(by=director, visit=made, person=director, why="To see")
    page = signed_in(director).get(f"/intervention/visits/{made.pk}/names/").content.decode()
    assert f'<option value="{director.pk}">' not in page


def test_only_somebody_who_sees_the_plan_is_named() -> None:
    lead = person("improvement_lead")
    with pytest.raises(NotDone, match="no role that sees the plan"):
        actions.name_reader(by=lead, visit=visit(lead), person=person("board_member"), why="To see")


def test_the_last_one_who_keeps_the_plan_stays_named() -> None:
    lead, chair, director = person("improvement_lead"), person("independent_chair"), person("director")
    made = visit(lead, named=(chair,))
    own = Reader.objects.get(person=lead)
    with pytest.raises(NotDone, match="Name somebody else who keeps the plan first"):
        actions.end_reader(by=director, reader=own)
    actions.name_reader(by=lead, visit=made, person=director, why="The director")
    actions.end_reader(by=director, reader=own)
    assert not rules.is_named(lead, made)


def test_history_holds_no_word_of_what_was_said() -> None:
    lead = person("improvement_lead")
    made = visit(lead)
    noted = point(made, lead)
    with asking(lead):
        fields = {"said": "priority", "theme": "Help", "said_by": "", "words": "Another secret."}
        assert actions.change_feedback(by=lead, point=noted, version=1, fields=fields)
    accuracy(made, lead)
    told = " ".join(f"{one.act} {one.about_label} {one.details}" for one in Entry.objects.all())
    for secret in (WORDS, "Another secret.", "There are four teams.", "There are five."):
        assert secret not in told
    assert "noted feedback point 1" in told


# Files


def test_a_file_is_kept_sealed_and_handed_out_as_it_was() -> None:
    lead = person("improvement_lead")
    kept = draft_file(visit(lead), lead)
    assert kept.digest == sha256(PDF).hexdigest()
    assert PDF not in bytes(kept.content)
    with asking(lead):
        assert draft_file(kept.visit, lead).pk == kept.pk, "the same file is kept once"


def test_a_file_that_is_no_pdf_is_refused_beside_its_field(signed_in: SignedIn) -> None:
    lead = person("improvement_lead")
    made = visit(lead)
    sent = {"kind": "draft report", "file": SimpleUploadedFile("draft.pdf", b"<script>")}
    page = signed_in(lead).post(f"/intervention/visits/{made.pk}/files/add/", sent).content.decode()
    assert "The file must be a PDF" in page
    with asking(lead):
        assert not KeptFile.objects.exists()


# The embargo and its end


BEFORE, AFTER = timedelta(seconds=-1), timedelta(0)


@pytest.mark.parametrize(("past", "status"), [(BEFORE, 404), (AFTER, 200)])
def test_the_report_opens_to_all_who_see_the_plan_at_its_moment(
    past: timedelta, status: int, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead, moment = person("improvement_lead"), timezone.now() + timedelta(minutes=5)
    made = published(visit(lead), moment)
    report, draft = draft_file(made, lead, kind="report"), draft_file(made, lead)
    client = signed_in("independent_chair")
    monkeypatch.setattr(timezone, "now", lambda: moment + past)
    assert client.get(f"/intervention/files/{report.pk}/").status_code == status
    assert client.get(f"/intervention/files/{draft.pk}/").status_code == 404, "a draft is never published"


def test_while_its_moment_is_not_known_the_embargo_holds(signed_in: SignedIn) -> None:
    lead = person("improvement_lead")
    report = draft_file(visit(lead), lead, kind="report")
    assert signed_in("director").get(f"/intervention/files/{report.pk}/").status_code == 404


def test_a_moment_needs_a_second_person_who_is_named() -> None:
    lead, director = person("improvement_lead"), person("director")
    made = visit(lead, named=(director,))
    moment = timezone.now() + SOON
    change = actions.change_publication(by=lead, visit=made, moment=moment, why="The letter")
    made.refresh_from_db()
    assert made.published_at is None
    with pytest.raises(NotDone, match="somebody else who is named"):
        actions.confirm_publication(by=lead, change=change)
    actions.confirm_publication(by=director, change=change)
    made.refresh_from_db()
    assert made.published_at == moment


def test_later_needs_one_person_and_sooner_needs_two() -> None:
    lead, now = person("improvement_lead"), timezone.now()
    made = published(visit(lead), now + SOON)
    actions.change_publication(by=lead, visit=made, moment=now + 2 * SOON, why="Put off")
    made.refresh_from_db()
    assert made.published_at == now + 2 * SOON
    sooner = actions.change_publication(by=lead, visit=made, moment=now + SOON, why="Sooner")
    made.refresh_from_db()
    assert (made.published_at, sooner.confirmed_at) == (now + 2 * SOON, None)


def test_the_database_refuses_a_moment_confirmed_by_whoever_gave_it() -> None:
    lead = person("improvement_lead")
    change = actions.change_publication(by=lead, visit=visit(lead), moment=timezone.now() + SOON, why="It")
    for wrong in ({"confirmed_by": lead}, {"confirmed_by": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PublicationChange.objects.filter(pk=change.pk).update(confirmed_at=timezone.now(), **wrong)


@pytest.mark.parametrize("days", [-1, 0])
def test_a_moment_that_is_past_is_refused(days: int) -> None:
    lead, moment = person("improvement_lead"), timezone.now() + timedelta(days=days)
    made = visit(lead)
    with pytest.raises(NotDone, match="still to come"):
        actions.change_publication(by=lead, visit=made, moment=moment, why="It")


def test_what_is_published_is_not_shut_again() -> None:
    lead, moment = person("improvement_lead"), timezone.now() + SOON
    made = published(visit(lead))
    with pytest.raises(NotDone, match="cannot be shut again"):
        actions.change_publication(by=lead, visit=made, moment=moment, why="It")


def test_the_acts_ask_for_the_name_again() -> None:
    lead, director = person("improvement_lead"), person("director")
    made, moment = visit(lead), timezone.now() + SOON
    with pytest.raises(NotDone, match="Only somebody named"):
        actions.change_publication(by=director, visit=made, moment=moment, why="It")
    change = actions.change_publication(by=lead, visit=made, moment=moment, why="It")
    with pytest.raises(NotDone, match="Only somebody named"):
        actions.confirm_publication(by=director, change=change)


def test_whoever_is_not_named_neither_gives_nor_confirms_a_moment(signed_in: SignedIn) -> None:
    lead = person("improvement_lead")
    made = visit(lead)
    change = actions.change_publication(by=lead, visit=made, moment=timezone.now() + SOON, why="It")
    client = signed_in("director")
    assert client.get(f"/intervention/visits/{made.pk}/publication/").status_code == 404
    assert client.post(f"/intervention/publication/{change.pk}/confirm/").status_code == 404
    assert client.post(f"/intervention/publication/{change.pk}/withdraw/").status_code == 404


def test_a_moment_is_given_in_londons_time(signed_in: SignedIn) -> None:
    lead, director = person("improvement_lead"), person("director")
    made = visit(lead, named=(director,))
    day = today() + timedelta(days=30)
    typed = {"day": day.strftime("%d/%m/%Y"), "time": "09:30", "why": "The letter"}
    signed_in(lead).post(f"/intervention/visits/{made.pk}/publication/", typed)
    page = _page(signed_in(director), f"/intervention/visits/{made.pk}/")
    assert "9:30 on" in page
    assert "Confirm the moment" in page
    change = PublicationChange.objects.get()
    assert change.moment == datetime(day.year, day.month, day.day, 9, 30, tzinfo=LONDON)


# What was said, worked on and compared


def test_a_point_is_worked_on_at_once_and_answers_the_finding_it_became() -> None:
    lead = person("improvement_lead")
    made = visit(lead, source=source("Visits are late.", "Plans drift."))
    noted = point(made, lead)
    with asking(lead):
        objective = actions.start_work(by=lead, point=noted, text="Children are seen in time")
        became = made.source.requirements.get(number=1)
        given = {"outcome": "confirmed", "requirement": became, "words": "", "on": today()}
        noted.refresh_from_db()
        assert actions.compare(by=lead, point=noted, version=noted.version, **given)
        noted.refresh_from_db()
    assert (noted.objective, noted.requirement, noted.words) == (objective, became, WORDS)
    assert list(objective.answers.all()) == [became]


def test_work_begun_after_the_comparison_answers_the_finding_too() -> None:
    lead = person("improvement_lead")
    made = visit(lead, source=source("Visits are late."))
    noted, became = point(made, lead), made.source.requirements.get()
    with asking(lead):
        given = {"outcome": "confirmed", "requirement": became, "words": "", "on": today()}
        actions.compare(by=lead, point=noted, version=1, **given)
        begun = actions.start_work(by=lead, point=noted, text="Children are seen in time")
    assert list(begun.answers.all()) == [became]


def test_work_on_a_point_begins_once() -> None:
    lead = person("improvement_lead")
    noted = point(visit(lead), lead)
    with asking(lead):
        actions.start_work(by=lead, point=noted, text="Children are seen in time")
        with pytest.raises(NotDone, match="has begun already"):
            actions.start_work(by=lead, point=noted, text="Children are seen in time")
    assert Objective.objects.count() == 1


COMPARED = """
    said       outcome            finding  words  done
    concern    confirmed          yes      no     yes
    concern    confirmed          no       yes    no
    concern    changed            yes      yes    yes
    concern    changed            yes      no     no
    concern    changed            no       yes    no
    concern    not_in_the_letter  no       yes    yes
    concern    not_in_the_letter  no       no     no
    strength   confirmed          no       no     yes
    strength   changed            no       no     no
"""


@pytest.mark.parametrize("row", [line.split() for line in COMPARED.strip().splitlines()[1:]])
def test_what_a_comparison_needs(row: list[str]) -> None:
    said, outcome, finding, words, done = row
    lead = person("improvement_lead")
    made = visit(lead, source=source("Visits are late."))
    noted = point(made, lead, said=said)
    given: dict[str, Any] = {
        "outcome": outcome.replace("_", " "),
        "requirement": made.source.requirements.get() if finding == "yes" else None,
        "words": "Softer" if words == "yes" else "",
        "on": today(),
    }
    with asking(lead):
        if done == "yes":
            assert actions.compare(by=lead, point=noted, version=1, **given)
        else:
            with pytest.raises(NotDone):
                actions.compare(by=lead, point=noted, version=1, **given)


def test_the_words_before_a_change_are_kept(signed_in: SignedIn) -> None:
    lead = person("improvement_lead")
    noted = point(visit(lead), lead)
    client = signed_in(lead)
    typed = {"said": "concern", "theme": "Help", "said_by": "", "words": "Now other words", "version": 1}
    client.post(f"/intervention/feedback/{noted.pk}/", typed)
    page = _page(client, f"/intervention/visits/{noted.visit_id}/feedback/")
    assert "Now other words" in page
    assert f"Before: {WORDS}" in page


def test_the_second_of_two_editors_sees_both_texts(signed_in: SignedIn) -> None:
    lead = person("improvement_lead")
    noted = point(visit(lead), lead)
    client = signed_in(lead)
    typed = {"said": "concern", "theme": "Help", "said_by": "", "version": 1}
    client.post(f"/intervention/feedback/{noted.pk}/", {**typed, "words": "First saved"})
    page = client.post(f"/intervention/feedback/{noted.pk}/", {**typed, "words": "Second typed"})
    told = page.content.decode()
    assert "Somebody else saved this" in told
    assert "First saved" in told
    assert "Second typed" in told


# The draft's accuracy


def test_points_of_accuracy_are_sent_together_and_change_no_more() -> None:
    lead = person("improvement_lead")
    made = visit(lead, draft_received=date(2026, 4, 1), comments_due=date(2026, 4, 17))
    first = accuracy(made, lead)
    with asking(lead):
        assert actions.send_points(by=lead, visit=made, on=date(2026, 4, 16)) == 1
        with pytest.raises(NotDone, match="stays as it was sent"):
            actions.change_accuracy_point(by=lead, point=first, version=1, fields={"says": "Other"})
        with pytest.raises(NotDone, match="no point that was not sent"):
            actions.send_points(by=lead, visit=made, on=date(2026, 4, 17))
        late = AccuracyPoint.objects.get(pk=first.pk)
        given = {"reply": "accepted", "words": "Put right"}
        with pytest.raises(NotDone, match="does not come before"):
            actions.record_reply(by=lead, point=late, version=1, on=date(2026, 4, 15), **given)
        assert actions.record_reply(by=lead, point=late, version=1, on=date(2026, 4, 16), **given)
    made.refresh_from_db()
    assert made.comments_sent == date(2026, 4, 16)


def test_points_are_not_sent_before_there_is_a_draft() -> None:
    lead = person("improvement_lead")
    made = visit(lead)
    accuracy(made, lead)
    with asking(lead), pytest.raises(NotDone, match="the day the draft was received"):
        actions.send_points(by=lead, visit=made, on=today())


def test_the_page_lists_points_by_page_and_says_when_comments_are_due(signed_in: SignedIn) -> None:
    lead, due = person("improvement_lead"), today() + timedelta(days=60)
    made = visit(lead, draft_received=today(), comments_due=due)
    accuracy(made, lead, page=9)
    accuracy(made, lead, page=2)
    page = _page(signed_in(lead), f"/intervention/visits/{made.pk}/accuracy/")
    assert page.index("Page 2") < page.index("Page 9")
    assert "Comments: due in" in page
    assert "2 points raised; 0 sent; 0 answered." in page


def test_somebody_named_who_does_not_keep_the_plan_reads_the_points_and_is_offered_no_step(
    signed_in: SignedIn,
) -> None:
    lead, reader = person("improvement_lead"), person("head_of_service")
    made = visit(lead, named=(reader,), draft_received=today())
    accuracy(made, lead, page=9)
    point(made, lead)
    for page in ("accuracy", "feedback"):
        address = f"/intervention/visits/{made.pk}/{page}/"
        assert f"{address}add/" in _page(signed_in(lead), address)
        assert f"{address}add/" not in _page(signed_in(reader), address)


# Where a visit stands


STAGES = """
    on          stands                                     next
    2026-03-01  It is to come.                             They arrive on 2 March 2026.
    2026-03-02  They are here until 6 March 2026.          Their feedback.
    2026-03-06  They are here until 6 March 2026.          Their feedback.
    2026-03-07  They left on 6 March 2026.                 Their feedback.
    2026-03-09  Feedback was given on 9 March 2026.        The draft report.
    2026-04-01  The draft is here, under embargo.          Comments on its accuracy, by 17 April 2026.
    2026-04-16  Comments on the draft were sent on 16 April 2026.  The report.
    2026-05-05  The report is here, under embargo.         Publication at 9:30 on 12 May 2026.
"""


@pytest.mark.parametrize("line", STAGES.strip().splitlines()[1:])
def test_a_visit_says_where_it_stands_on_each_day(line: str) -> None:
    day, stands, then = (part for part in line.strip().split("  ") if part)
    moment = datetime(2026, 5, 12, 9, 30, tzinfo=LONDON)
    made = Visit(
        kind="inspection", on_site_from=date(2026, 3, 2), on_site_to=date(2026, 3, 6),
        feedback_on=date(2026, 3, 9), draft_received=date(2026, 4, 1), comments_due=date(2026, 4, 17),
        comments_sent=date(2026, 4, 16), final_received=date(2026, 5, 5), published_at=moment,
    )  # fmt: skip
    on = date.fromisoformat(day)
    told = queries.visits.stage(made, on=on, at=datetime(on.year, on.month, on.day, 12, tzinfo=LONDON))
    assert (told.stands, told.next) == (stands.strip(), then.strip())
    assert queries.visits.stage(made, on=on, at=moment).stands == "The report is published."


def test_more_points_ask_the_database_no_more(
    signed_in: SignedIn, django_assert_num_queries: Callable[..., object]
) -> None:
    lead = person("improvement_lead")
    made = visit(lead, source=source("Visits are late."))
    address = f"/intervention/visits/{made.pk}/feedback/"
    client = signed_in(lead)

    def another() -> None:
        noted = point(made, lead)
        with asking(lead):
            actions.start_work(by=lead, point=noted, text="Children are seen in time")

    another()
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    for _ in range(4):
        another()
    with django_assert_num_queries(len(asked)):
        client.get(address)
