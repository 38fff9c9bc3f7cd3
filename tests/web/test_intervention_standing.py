"""Where the authority stands, what is expected of it as at a day, the plan as it was submitted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goldenthread.clocks.after_inspection import Standing
from goldenthread.findings.model import NoticeDate
from goldenthread.web.accounts.standing import today
from goldenthread.web.intervention import actions, queries
from goldenthread.web.intervention.actions.standing import digest_of
from goldenthread.web.intervention.models import Fulfilment, LadderStep, Reply, Submission, Support
from goldenthread.web.intervention.needs import needs
from goldenthread.web.plan.models import Source, SourceKind
from goldenthread.web.plan.rules import NotDone
from web_intervention import PDF, point, published, visit
from web_people import MAKER, person
from web_plan import action, fresh, objective, source

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]
AS_AT = date(2025, 12, 29)


def notice(*dates: tuple[str, str, date | None], issued: date = date(2025, 11, 25)) -> Source:
    """A made-up notice that sets these dates."""
    set_ = [NoticeDate(what, printed, printed, None, last, 2).to_json() for what, printed, last in dates]
    return Source.objects.create(
        digest="n" * 64, kind=SourceKind.NOTICE, file="notice.pdf", title="Improvement Notice",
        published=issued, dates=set_, accepted_by_name=MAKER.name, accepted_by_id=MAKER.reference,
    )  # fmt: skip


def rows(as_at: date = AS_AT) -> dict[str, tuple[str, str]]:
    found = queries.standing.expectations(as_at=as_at)
    return {row.what: (str(row.due), row.words) for row in found}


# What is expected


def test_an_inspections_statement_is_due_70_working_days_from_its_receipt() -> None:
    visit(final_received=date(2025, 9, 18), plan_asked=True)
    assert rows() == {"Final statement of proposed action": ("2025-12-29", "due today")}
    assert rows(date(2025, 12, 30))["Final statement of proposed action"][1] == "overdue by 1 working day"


def test_a_focused_visits_priority_action_asks_for_a_draft_and_a_final_plan() -> None:
    visit(kind="focused visit", final_received=date(2025, 11, 28), priority_action=True)
    assert rows() == {
        "Draft action plan": ("2025-12-30", "due in 1 working day"),
        "Final action plan": ("2026-03-11", "due in 51 working days"),
    }


NOTHING = [
    {"kind": "inspection", "final_received": date(2025, 9, 18)},
    {"kind": "focused visit", "final_received": date(2025, 9, 18), "plan_asked": True},
    {"kind": "monitoring visit", "final_received": date(2025, 9, 18), "plan_asked": True},
    {"kind": "peer challenge", "final_received": date(2025, 9, 18), "plan_asked": True},
    {"kind": "focused visit", "final_received": date(2018, 7, 31), "priority_action": True},
]


@pytest.mark.parametrize("days", NOTHING)
def test_a_visit_that_asks_for_no_plan_starts_no_clock(days: dict[str, Any]) -> None:
    visit(**days)
    assert rows() == {}


def test_a_report_not_received_yet_has_no_last_day() -> None:
    visit(plan_asked=True)
    assert rows() == {"Final statement of proposed action": ("None", "not started")}


def test_comments_on_a_draft_are_due_on_the_day_of_its_letter_and_done_by_being_sent() -> None:
    made = visit(draft_received=date(2025, 12, 1), comments_due=date(2025, 12, 29))
    assert rows() == {"Comments on the draft's accuracy": ("2025-12-29", "due today")}
    type(made).objects.update(comments_sent=date(2025, 12, 29))
    assert rows() == {"Comments on the draft's accuracy": ("2025-12-29", "done on 29 December 2025")}


def test_a_notices_days_stand_as_it_prints_them() -> None:
    notice(("improvement plan", "12 December 2025", date(2025, 12, 12)), ("chair's letter", "later", None))
    assert rows() == {
        "Improvement plan": ("2025-12-12", "overdue by 9 working days"),
        "Chair's letter": ("None", "its last day cannot be worked out"),
    }


def test_a_notice_that_sets_no_day_for_its_plan_is_given_a_month_and_a_doubt() -> None:
    notice(("review by the department", "31 August 2026", date(2026, 8, 31)))
    found = {row.what: row for row in queries.standing.expectations(as_at=AS_AT)}
    plan = found["Improvement plan that answers the notice"]
    assert plan.due == date(2025, 12, 25)
    assert plan.doubtful
    assert not found["Review by the department"].doubtful


def test_the_list_begins_with_what_is_late_and_ends_with_what_is_done() -> None:
    notice(
        ("plan", "p", date(2025, 12, 12)),
        ("far away", "f", date(2026, 8, 31)),
        ("soon", "s", date(2026, 1, 5)),
        ("chair's letter", "c", date(2025, 12, 1)),
    )
    key = next(row.key for row in queries.standing.expectations(as_at=AS_AT) if row.what == "Chair's letter")
    actions.say_done(
        by=person("improvement_lead"), key=key, what="It", done_on=date(2025, 12, 1), evidence="The letter"
    )
    told = [(row.what, row.standing) for row in queries.standing.expectations(as_at=AS_AT)]
    assert told == [
        ("Plan", Standing.OVERDUE),
        ("Soon", Standing.DUE_SOON),
        ("Far away", Standing.TO_COME),
        ("Chair's letter", Standing.DONE),
    ]


def test_done_is_somebodys_word_with_what_shows_it_once_and_can_be_taken_back(signed_in: SignedIn) -> None:
    lead = person("improvement_lead")
    made = visit(final_received=date(2025, 9, 18), plan_asked=True)
    key, client = f"visit-{made.pk}-final_statement", signed_in(lead)
    typed = {"done_on": "1/12/2025", "evidence": ""}
    address = f"/intervention/expected/{key}/done/"
    assert "Enter what shows it" in client.post(address, typed).content.decode()
    client.post(address, typed | {"evidence": "The regulator's receipt"})
    page = client.get("/intervention/").content.decode()
    assert "Done on 1 December 2025" in page
    assert "The regulator&#x27;s receipt" in page
    assert "already" in client.post(address, typed | {"evidence": "Again"}).content.decode()
    client.post(f"/intervention/expected/{key}/not-done/", {"why": "It was another letter"})
    held = Fulfilment.objects.get()
    assert held.taken_back_why == "It was another letter"
    assert rows(date(2026, 1, 5))["Final statement of proposed action"][1].startswith("overdue")


@pytest.mark.parametrize(("days", "refused"), [(0, False), (1, True)])
def test_nothing_is_done_on_a_day_to_come(days: int, refused: bool, signed_in: SignedIn) -> None:
    made = visit(final_received=date(2025, 9, 18), plan_asked=True)
    day = (today() + timedelta(days=days)).strftime("%d/%m/%Y")
    address = f"/intervention/expected/visit-{made.pk}-final_statement/done/"
    answer = signed_in("improvement_lead").post(address, {"done_on": day, "evidence": "The receipt"})
    assert ("one before" in answer.content.decode()) is refused
    assert Fulfilment.objects.exists() is not refused


def test_what_is_not_expected_cannot_be_done(signed_in: SignedIn) -> None:
    client = signed_in("improvement_lead")
    for step in ("done", "not-done"):
        assert client.get(f"/intervention/expected/visit-0-final_statement/{step}/").status_code == 404


def test_the_home_page_says_it_in_a_sentence(signed_in: SignedIn) -> None:
    notice(("plan", "p", today() - timedelta(days=30)), ("letter", "l", today() + timedelta(days=300)))
    page = signed_in("government_observer").get("/intervention/").content.decode()
    assert "2 things still expected of us: 1 overdue." in page
    assert "Say that it is done" not in page


def test_more_rows_ask_the_database_no_more(
    signed_in: SignedIn, django_assert_num_queries: Callable[..., object]
) -> None:
    lead = person("improvement_lead")
    client = signed_in(lead)

    def another() -> None:
        visit(lead, final_received=date(2025, 9, 18), plan_asked=True)
        actions.add_step(by=lead, fields={"rung": "notice", "on": AS_AT, "why": "It", "document": ""})
        actions.add_support(by=lead, fields=SUPPORT)
        sent = actions.submit(by=lead, kind="draft plan", to_whom="Ofsted", sent_on=AS_AT)
        _reply(sent)

    action()
    another()
    client.get("/intervention/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/intervention/")
    for _ in range(4):
        another()
    with django_assert_num_queries(len(asked)):
        client.get("/intervention/")


# Today


def test_today_tells_whoever_keeps_the_plan_what_is_late_and_nobody_else() -> None:
    notice(("plan", "p", AS_AT - timedelta(days=10)), ("far away", "f", date(2026, 8, 31)))
    lead, chair = person("improvement_lead"), person("independent_chair")
    (told,) = needs(lead, on=AS_AT)
    assert told.sentence.startswith("Plan, set by the notice: overdue by")
    assert told.late
    assert needs(chair, on=AS_AT) == []


def test_today_tells_those_named_what_was_said_and_nobody_works_on() -> None:
    from web_access import asking

    lead, director = person("improvement_lead"), person("director")
    made = visit(lead)
    point(made, lead)
    point(made, lead, said="strength")
    with asking(lead):
        assert [one.sentence for one in needs(lead, on=AS_AT)] == [
            "Inspection, 2 March 2026: 1 point of the feedback not worked on"
        ]
        published(made)
        assert [one.sentence for one in needs(lead, on=AS_AT)] == [
            "Inspection, 2 March 2026: 1 point of the feedback not worked on",
            "Inspection, 2 March 2026: 2 points of the feedback to compare with the report",
        ]
    with asking(director):
        assert needs(director, on=AS_AT) == []


# The ladder and the support


LADDER = """
    day         stands
    2024-12-31  nowhere
    2025-01-01  support
    2025-05-13  support
    2025-05-14  notice
    2026-01-01  support
"""


@pytest.mark.parametrize("line", LADDER.strip().splitlines()[1:])
def test_the_ladder_says_where_the_authority_stood_on_a_day(line: str) -> None:
    day, stands = line.split()
    lead = person("improvement_lead")
    for on, rung in (("2025-01-01", "support"), ("2025-05-14", "notice"), ("2026-01-01", "support")):
        fields = {"rung": rung, "on": date.fromisoformat(on), "why": "Made up", "document": ""}
        actions.add_step(by=lead, fields=fields)
    wrong = actions.add_step(
        by=lead, fields={"rung": "trust", "on": date(2024, 1, 1), "why": "In error", "document": ""}
    )
    actions.take_back_step(by=lead, step=wrong, why="Another county")
    step = queries.standing.rung_on(date.fromisoformat(day), list(queries.standing.steps()))
    assert (step.rung if step else "nowhere") == stands


def test_a_step_is_taken_back_once_with_a_reason_and_stays_to_be_seen(signed_in: SignedIn) -> None:
    client = signed_in("improvement_lead")
    client.post("/intervention/ladder/add/", {"rung": "notice", "on": "14/5/2025", "why": "Inadequate"})
    step = LadderStep.objects.get()
    address = f"/intervention/ladder/{step.pk}/take-back/"
    assert "Enter the reason" in client.post(address, {"why": ""}).content.decode()
    client.post(address, {"why": "Another county"})
    assert "taken back by" in client.get("/intervention/").content.decode()
    assert "already" in client.post(address, {"why": "Again"}).content.decode()


SUPPORT = {
    "kind": "mentor", "organisation": "Invented Borough", "role": "Director", "starts": date(2025, 6, 1),
    "ends": None, "days": 12, "purpose": "A director to talk to", "came_of_it": "",
}  # fmt: skip


def test_support_says_who_what_for_and_what_came_of_it(signed_in: SignedIn) -> None:
    client = signed_in("director")
    typed = {**SUPPORT, "starts": "1/6/2025", "ends": "", "version": 0}
    wrong = client.post("/intervention/support/add/", typed | {"ends": "31/5/2025"}).content.decode()
    assert "It does not end before it begins" in wrong
    client.post("/intervention/support/add/", typed)
    held = Support.objects.get()
    client.post(f"/intervention/support/{held.pk}/", typed | {"came_of_it": "A new front door", "version": 1})
    page = signed_in("independent_chair").get("/intervention/").content.decode()
    assert "Mentor: Director, Invented Borough" in page
    assert "A new front door" in page


# The plan as submitted


def _reply(sent: Submission, **given: Any) -> Reply:
    fields = {"from_whom": "Ofsted", "received_on": today(), "answer": "accepts", "words": "We accept it."}
    return actions.submission_reply(by=person("improvement_lead"), submission=sent, **{**fields, **given})


def test_the_plan_is_kept_as_it_stood_and_a_later_change_does_not_reach_it() -> None:
    from goldenthread.web.plan.actions import edit_action

    lead, made = person("improvement_lead"), action(towards=objective(*source().requirements.all()))
    sent = actions.submit(by=lead, kind="final statement", to_whom="Ofsted", sent_on=today())
    assert edit_action(
        by=lead, action=made, version=made.version, text="Another", owner=_role(made), workstream=""
    )
    held = Submission.objects.get(pk=sent.pk)
    assert fresh(made).text == "Another"
    assert held.content["objectives"][0]["actions"][0]["text"] == "Check each visit weekly"
    assert digest_of(held.content) == held.digest


def test_what_was_sent_is_taken_away_as_a_pdf_the_same_each_time(signed_in: SignedIn) -> None:
    due = action().due
    assert due is not None
    lead = person("improvement_lead")
    sent = actions.submit(by=lead, kind="final statement", to_whom="Ofsted", sent_on=date(2025, 12, 1))
    client, at = signed_in("government_observer"), f"/intervention/submissions/{sent.pk}/plan.pdf"
    page = client.get(f"/intervention/submissions/{sent.pk}/").content.decode()
    assert at in page
    assert f"due {due.day} {due:%B %Y}" in page
    first, again = client.get(at), client.get(at)
    assert first.content.startswith(b"%PDF")
    assert first.content == again.content
    assert f"plan-as-submitted-2025-12-01-{sent.digest[:8]}.pdf" in first["Content-Disposition"]


def _role(made: Any) -> Any:
    from goldenthread.web.plan.actions import Ownership

    return Ownership(role=made.owner_role)


def test_what_was_submitted_and_what_came_back_never_change() -> None:
    action()
    lead = person("improvement_lead")
    _reply(actions.submit(by=lead, kind="draft plan", to_whom="Ofsted", sent_on=today()))
    for change in (
        lambda: Submission.objects.update(to_whom="Nobody"),
        lambda: Reply.objects.all().delete(),
        lambda: Reply.objects.update(words="Nothing"),
    ):
        with pytest.raises(Exception, match=r"permission denied|only grows"), transaction.atomic():
            change()


def test_an_empty_plan_is_not_submitted(signed_in: SignedIn) -> None:
    typed = {"kind": "draft plan", "to_whom": "Ofsted", "sent_on": "1/12/2025", "meets": ""}
    page = signed_in("improvement_lead").post("/intervention/submissions/add/", typed).content.decode()
    assert "There is nothing in the plan yet to send." in page
    assert not Submission.objects.exists()


def test_what_is_submitted_meets_what_it_was_sent_for(signed_in: SignedIn) -> None:
    action()
    made = visit(final_received=date(2025, 9, 18), plan_asked=True)
    typed = {
        "kind": "final statement", "to_whom": "Ofsted", "sent_on": "1/12/2025",
        "meets": f"visit-{made.pk}-final_statement",
    }  # fmt: skip
    client = signed_in("improvement_lead")
    client.post("/intervention/submissions/add/", typed)
    held = Fulfilment.objects.get()
    assert held.done_on == date(2025, 12, 1)
    assert held.submission == Submission.objects.get()
    assert rows()["Final statement of proposed action"][1] == "done on 1 December 2025"


def test_a_reply_is_kept_with_its_letter_and_taken_to_an_action_as_evidence(signed_in: SignedIn) -> None:
    action()
    sent = actions.submit(by=person("improvement_lead"), kind="draft plan", to_whom="Ofsted", sent_on=today())
    typed = {
        "from_whom": "Ofsted", "received_on": today().strftime("%d/%m/%Y"), "answer": "accepts",
        "words": "We accept it.", "file": SimpleUploadedFile("reply.pdf", PDF),
    }  # fmt: skip
    signed_in("improvement_lead").post(f"/intervention/submissions/{sent.pk}/reply/", typed)
    reply = Reply.objects.get()
    head = signed_in("head_of_service")
    page = head.get(f"/intervention/submissions/{sent.pk}/").content.decode()
    assert "Take it to an action as evidence" in page
    assert head.get(f"/intervention/files/{reply.file_id}/").content == PDF
    led = head.post(f"/intervention/replies/{reply.pk}/evidence/", follow=True)
    assert led.status_code == 200
    assert "Accepts it: Ofsted" in led.content.decode()


def test_a_reply_does_not_come_before_the_plan_was_sent() -> None:
    action()
    sent = actions.submit(by=person("improvement_lead"), kind="draft plan", to_whom="Ofsted", sent_on=today())
    with pytest.raises(NotDone, match="does not come before"):
        _reply(sent, received_on=today() - timedelta(days=1))
    assert _reply(sent, received_on=today()).pk


# Who may


READS = ("director", "improvement_lead", "independent_chair", "government_observer", "team_manager")


@pytest.mark.parametrize("role", READS)
def test_the_ladder_and_the_days_are_open_to_whoever_sees_the_plan(role: str, signed_in: SignedIn) -> None:
    keeps = role in {"director", "improvement_lead"}
    client = signed_in(role)
    page = client.get("/intervention/").content.decode()
    assert ("Record a visit" in page) is keeps
    assert client.get("/intervention/visits/add/").status_code == (200 if keeps else 403)


def test_a_visits_days_keep_their_order(signed_in: SignedIn) -> None:
    typed = {
        "version": 0, "kind": "inspection", "by_whom": "Ofsted", "on_site_from": "6/3/2026",
        "on_site_to": "2/3/2026", "draft_received": "17/4/2026", "comments_due": "1/4/2026",
        "final_received": "1/12/2035",
    }  # fmt: skip
    page = signed_in("improvement_lead").post("/intervention/visits/add/", typed).content.decode()
    assert "The last day does not come before the first" in page
    assert "Comments are not due before the draft is received" in page
    assert "bank holidays are held for those years" in page


def test_the_second_of_two_who_change_a_visit_sees_both(signed_in: SignedIn) -> None:
    lead = person("improvement_lead")
    made = visit(lead)
    client = signed_in(lead)
    typed = {
        "version": 1, "kind": "inspection", "on_site_from": "2/3/2026", "on_site_to": "6/3/2026",
    }  # fmt: skip
    address = f"/intervention/visits/{made.pk}/change/"
    assert client.post(address, typed | {"by_whom": "First saved"}).status_code == 302
    told = client.post(address, typed | {"by_whom": "Second typed"}).content.decode()
    assert "Somebody else saved this" in told
    assert "First saved" in told
    assert "Second typed" in told
