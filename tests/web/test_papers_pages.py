"""Board papers on the site: what goes in, made once, the same bytes again, released by a second person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

import web_matrix
from goldenthread.findings.model import (
    FOCUSED_VISIT,
    MINUTES,
    MONITORING_VISIT,
    Finding,
    InspectionReport,
    Letter,
)
from goldenthread.papers.plan import Action as PlanAction
from goldenthread.papers.plan import DeliveryState, ImpactState, Plan
from goldenthread.papers.plan import Objective as PlanObjective
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.roles import ROLES
from goldenthread.web.accounts.standing import today
from goldenthread.web.database.scope import as_service
from goldenthread.web.history.models import Entry, Signature
from goldenthread.web.history.queries import about
from goldenthread.web.indicators.alongside import alongside
from goldenthread.web.indicators.queries import told
from goldenthread.web.intake.queries import latest, store
from goldenthread.web.papers import actions, making
from goldenthread.web.papers.inputs import Inputs, SetPaper, set_paper
from goldenthread.web.papers.models import Document, Making, Paper
from goldenthread.web.papers.needs import needs
from goldenthread.web.papers.queries import read_by, report_of, sources, waiting_for_release
from goldenthread.web.papers.signed import statement
from goldenthread.web.plan.actions import Accepted, accept_source, add_objective
from goldenthread.web.plan.models import Requirement
from web_people import MAKER, confirm, person, proof
from web_store import registered

pytestmark = pytest.mark.django_db
AS_AT = date(2026, 3, 31)
PEOPLE = """
pers_person_id
C1
"""
REPORT = InspectionReport(
    file="report.pdf",
    authority="Nowhere Borough Council",
    framework="ilacs_2023",
    inspection_start=date(2023, 3, 13),
    inspection_end=date(2023, 3, 24),
    published=None,
    judgements={"overall": "inadequate"},
    findings=(
        Finding(1, "area_for_improvement", "authority", None, "The timeliness of visits.", ("outcome_3",), 2),
        Finding(2, "area_for_improvement", "authority", None, "The quality of plans.", (), 2),
    ),
    doubts=(),
    sha256="a" * 64,
)
SignedIn = Callable[..., Client]


@pytest.fixture
def snapshot(tmp_path: Path) -> str:
    return registered(tmp_path / "store", AS_AT, ssd_person=PEOPLE)


def asked(snapshot: str, *audiences: str) -> dict[str, Any]:
    """What is sent to ask for a paper of these records and nothing else: the board's, where none is said."""
    return {"audience": audiences or ("board",), "snapshot": snapshot}


def quickly(inputs: Inputs, *, store: Path, told: Any) -> SetPaper:
    return SetPaper(f"%PDF of {inputs.digest}".encode())


def failing(inputs: Inputs, *, store: Path, told: Any) -> SetPaper:
    raise OSError("made up")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A paper in no time: what is in it is tested once, below."""
    monkeypatch.setattr(making, "set_paper", quickly)


def ask(by: Person, **parts: Any) -> Paper:
    newest = latest()
    assert newest is not None
    inputs = Inputs(
        snapshot=newest.identity,
        reports=parts.get("reports", ()),
        plan=parts.get("plan"),
        alongside=alongside(),
        audience=parts.get("audience", "board"),
    )
    with transaction.atomic():
        return actions.ask_for_paper(by=by, snapshot=newest, inputs=inputs)[0]


def draft(by: Person, **parts: Any) -> Paper:
    paper = ask(by, **parts)
    making.work()
    paper.refresh_from_db()
    return paper


def released(by: Person, *, second: Person, **parts: Any) -> Paper:
    paper = draft(by, **parts)
    actions.release(by=second, paper=paper, proof=proof())
    paper.refresh_from_db()
    return paper


def a_plan(title: str = "A plan") -> Plan:
    action = PlanAction(
        id="A1", objective="O1", title="See children sooner", owner="Head of service", workstream="",
        agreed_on=None, original_due=None, due=None, slips=0, delivery_state=DeliveryState.PROPOSED,
        signed_off_by=None, impact_state=ImpactState.NONE_YET, evidence=(),
    )  # fmt: skip
    return Plan(title=title, as_at=AS_AT, objectives=(PlanObjective("O1", "Seen", ()),), actions=(action,))


def accepted() -> None:
    with as_service("tests"):
        accept_source(
            by=MAKER, report=REPORT, findings=[Accepted(one, original=one.text) for one in REPORT.findings]
        )


# Who may


@pytest.mark.parametrize("role", sorted(ROLES))
def test_papers_are_made_by_those_who_make_papers(role: str, signed_in: SignedIn, snapshot: str) -> None:
    allowed = Permission.MAKE_PAPERS in ROLES[role].permissions
    assert signed_in(role).get("/papers/new/").status_code == (200 if allowed else 403)


@pytest.mark.parametrize("role", sorted(ROLES))
def test_a_draft_is_there_only_for_those_who_see_drafts(
    role: str, signed_in: SignedIn, snapshot: str, quick: None
) -> None:
    paper = draft(person("board_secretary"))
    client = signed_in(role)
    permissions = ROLES[role].permissions
    if Permission.SEE_DRAFT_PAPERS in permissions:
        expected = 200
    else:
        expected = 404 if Permission.SEE_PAPERS in permissions else 403
    assert client.get(f"/papers/{paper.pk}/").status_code == expected
    assert client.get(f"/papers/{paper.pk}/paper.pdf").status_code == expected
    shown = client.get("/papers/").content.decode()
    assert (f"/papers/{paper.pk}/" in shown) == (expected == 200)


@pytest.mark.parametrize("audience", sorted(web_matrix.AUDIENCES))
def test_an_audiences_papers_are_opened_by_the_roles_that_the_table_says(audience: str) -> None:
    opened = {key for key, role in ROLES.items() if audience in read_by([role], on=today())}
    assert opened == web_matrix.opened_by(audience)


def test_a_role_without_the_right_and_a_day_without_the_audience_open_nothing() -> None:
    """A deputy holds the role of whoever they cover without its papers."""
    director = ROLES["director"]
    assert read_by([replace(director, permissions=frozenset())], on=today()) == set()
    assert read_by([director], on=date(1999, 12, 31)) == set()  # before the first row of the audiences


@pytest.mark.parametrize(
    ("role", "audience", "status"),
    [
        ("team_manager", "board", 200),
        ("team_manager", "scrutiny", 200),
        ("board_member", "board", 404),  # without an agreement
        ("board_member", "partners", 200),
        ("elected_member", "scrutiny", 200),
        ("elected_member", "board", 404),
        ("administrator", "published", 403),
    ],
)
def test_a_released_paper_is_there_for_those_it_is_for(
    role: str, audience: str, status: int, signed_in: SignedIn, snapshot: str, quick: None
) -> None:
    paper = released(person("board_secretary"), second=person("director"), audience=audience)
    client = signed_in(role)
    for address in (f"/papers/{paper.pk}/", f"/papers/{paper.pk}/paper.pdf"):
        assert client.get(address).status_code == status
    assert (f"/papers/{paper.pk}/" in client.get("/papers/").content.decode()) is (status == 200)


@pytest.mark.parametrize("role", ["independent_chair", "government_observer"])
def test_an_agreement_opens_the_boards_papers_to_its_last_day(
    role: str, signed_in: SignedIn, snapshot: str, quick: None
) -> None:
    paper = released(person("board_secretary"), second=person("director"))
    somebody = person(role)
    for last_day, expected in ((today(), 200), (today() - timedelta(days=1), 404)):
        somebody.memberships.update(agreed_until=last_day)
        client = signed_in(Person.objects.get(pk=somebody.pk))
        assert client.get(f"/papers/{paper.pk}/").status_code == expected


def test_a_paper_that_is_not_there_is_not_found(signed_in: SignedIn) -> None:
    assert signed_in("director").get("/papers/999/").status_code == 404


# Asking for one


def test_the_page_says_what_would_be_in_it_and_what_is_missing(signed_in: SignedIn, snapshot: str) -> None:
    page = signed_in("board_secretary").get("/papers/new/").content.decode()
    assert "The paper would be as at 31 March 2026" in page
    assert "No report is chosen, so no finding is shown." in page
    assert "There is no plan, or it was left out." in page
    assert "measures, for the service and by team." in page


def test_every_report_and_the_plan_are_chosen_at_first(signed_in: SignedIn, snapshot: str) -> None:
    accepted()
    with as_service("tests"):
        answered = list(Requirement.objects.filter(number=1))
        add_objective(by=MAKER, text="Children are seen in time", answers=answered)
    page = signed_in("board_secretary").get("/papers/new/").content.decode()
    assert "1 report with 2 findings." in page
    assert "1 objective and no actions" in page
    assert "1 finding is answered by no objective" in page
    without = signed_in("board_secretary").get("/papers/new/", asked(snapshot)).content.decode()
    assert "No report is chosen" in without


def test_records_that_are_gone_are_said_beside_the_field(signed_in: SignedIn, snapshot: str) -> None:
    accepted()
    answer = signed_in("board_secretary").post("/papers/new/", asked("gone") | {"reports": ["1"]})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count("Those records are no longer held: choose others") == 2  # at the top, beside the field
    assert Paper.objects.count() == 0


def test_before_the_first_load_the_page_says_so(signed_in: SignedIn) -> None:
    page = signed_in("board_secretary").get("/papers/new/").content.decode()
    assert "There are no records yet" in page


def test_a_paper_waits_and_its_page_looks_again(signed_in: SignedIn, snapshot: str) -> None:
    client = signed_in("board_secretary")
    answer = client.post("/papers/new/", asked(snapshot), follow=True)
    page = answer.content.decode()
    assert "The paper is being made." in page
    assert '<meta http-equiv="refresh"' in page
    paper = Paper.objects.get()
    assert (paper.state, paper.made_by, paper.snapshot) == (Making.WAITING, client.person, snapshot)
    assert client.get(f"/papers/{paper.pk}/paper.pdf").status_code == 404


def test_the_same_again_is_the_same_paper(signed_in: SignedIn, snapshot: str, quick: None) -> None:
    first = draft(person("board_secretary"))
    answer = signed_in("improvement_lead").post("/papers/new/", asked(snapshot), follow=True)
    assert answer.redirect_chain == [(f"/papers/{first.pk}/", 302)]
    assert "has been made already" in answer.content.decode()
    assert Paper.objects.count() == 1


def test_one_paper_is_made_for_each_audience_chosen(signed_in: SignedIn, snapshot: str, quick: None) -> None:
    client = signed_in("board_secretary")
    answer = client.post("/papers/new/", asked(snapshot, "board", "scrutiny"), follow=True)
    assert answer.redirect_chain == [("/papers/", 302)]
    assert set(Paper.objects.values_list("audience", "snapshot")) == {
        ("board", snapshot),
        ("scrutiny", snapshot),
    }
    page = answer.content.decode()
    assert "Paper for elected members on scrutiny as at 31 March 2026" in page
    assert "Small numbers withheld" in page


@pytest.mark.parametrize(
    ("audiences", "said"),
    [((), "Choose who the paper is for"), (("everybody",), "Choose who the paper is for from those listed")],
)
def test_whom_it_is_for_is_chosen_from_the_audiences_there_are(
    audiences: tuple[str, ...], said: str, signed_in: SignedIn, snapshot: str
) -> None:
    sent = {"snapshot": snapshot, **({"audience": audiences} if audiences else {})}
    page = signed_in("board_secretary").post("/papers/new/", sent).content.decode()
    assert page.count(said) == 2  # at the top, beside the field
    assert not Paper.objects.exists()


def test_the_page_says_for_whom_it_is_and_what_is_withheld(
    signed_in: SignedIn, snapshot: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def setting(inputs: Inputs, *, store: Path, told: Any) -> SetPaper:
        made = quickly if inputs.audience == "board" else set_paper
        return made(inputs, store=store, told=told)

    monkeypatch.setattr(making, "set_paper", setting)
    inside = draft(person("board_secretary"))
    outside = draft(person("board_secretary"), audience="scrutiny")
    client = signed_in("director")
    said = client.get(f"/papers/{inside.pk}/").content.decode()
    assert "Nothing: figures are as counted" in said
    said = client.get(f"/papers/{outside.pk}/").content.decode()
    assert "Elected members on scrutiny" in said
    assert "Those who work in the service; Elected member on scrutiny; Inspector" in said
    assert "Counts from 1 to 5 are withheld" in said
    confirm(client)
    said = client.get(f"/papers/{outside.pk}/release/").content.decode()
    assert statement(outside) in said
    assert "This paper is for elected members on scrutiny." in said
    assert "Small numbers are withheld" in said


# What readers outside were told before


def told_by_now() -> dict[str, int | None]:
    """Fenced: read by the site's own work."""
    with as_service("tests"):
        return told()


def test_a_paper_for_readers_outside_is_made_with_what_they_were_told_and_adds_to_it(
    snapshot: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two audiences of one pool: what one was told, the other's paper is made knowing."""
    given = []

    def setting(inputs: Inputs, *, store: Path, told: Any) -> SetPaper:
        given.append((inputs.audience, dict(told)))
        return SetPaper(inputs.digest.encode(), told={**told, f"m|counted||2026-03-31|{len(given)}": None})

    monkeypatch.setattr(making, "set_paper", setting)
    by = person("board_secretary")
    draft(by)
    first = draft(by, audience="scrutiny")
    second = draft(by, audience="published")
    assert given == [("board", {}), ("scrutiny", {}), ("published", {"m|counted||2026-03-31|2": None})]
    assert told_by_now().keys() == {"m|counted||2026-03-31|2", "m|counted||2026-03-31|3"}
    assert (first.document.told, second.document.told) == ({}, given[2][1])


def test_a_paper_that_fails_tells_nobody_anything(snapshot: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def too_late(paper: Paper, made: SetPaper, *, told: Any) -> None:
        raise ValueError

    monkeypatch.setattr(actions, "keep", too_late)
    monkeypatch.setattr(
        making, "set_paper", lambda inputs, store, told: SetPaper(b"%PDF", told={"m|base||2026-03-31|*": 9})
    )
    assert draft(person("board_secretary"), audience="published").state == Making.FAILED
    assert told_by_now() == {}


# Making it


def test_the_paper_is_kept_with_its_digest_and_made_again_is_the_same(snapshot: str) -> None:
    paper = draft(person("board_secretary"), reports=(REPORT,), plan=a_plan())
    content = bytes(paper.document.content)
    assert content.startswith(b"%PDF")
    assert paper.digest == sha256(content).hexdigest()
    assert paper.size == len(content)
    again = set_paper(Inputs.from_json(paper.inputs), store=store(), told={})
    assert sha256(again.content).hexdigest() == paper.digest


def test_the_findings_are_those_of_the_register(snapshot: str) -> None:
    accepted()
    assert report_of(sources().get()) == REPORT


@pytest.mark.parametrize("kind", [FOCUSED_VISIT, MONITORING_VISIT, MINUTES])
def test_a_letters_findings_are_those_of_the_register_too(kind: str) -> None:
    finding = Finding(1, "area_for_improvement", "authority", None, "See them.", (), 1, paragraph="point 1")
    letter = Letter(
        file="letter.txt", title="A made-up letter", authority="Nowhere", issued=AS_AT, findings=(finding,),
        dates=(), doubts=(), sha256="c" * 64, kind=kind, visit_start=AS_AT, visit_end=AS_AT,
    )  # fmt: skip
    with as_service("tests"):
        accept_source(by=MAKER, report=letter, findings=[Accepted(finding, original=finding.text)])
    assert report_of(sources().get()) == letter


def test_inputs_are_the_same_however_they_are_kept() -> None:
    inputs = Inputs(snapshot="s", reports=(REPORT,), plan=a_plan())
    assert Inputs.from_json(inputs.to_json()) == inputs
    assert Inputs.from_json(inputs.to_json()).digest == inputs.digest
    assert Inputs(snapshot="s", reports=(), plan=a_plan()).digest != inputs.digest
    assert Inputs(snapshot="s", reports=(REPORT,), plan=a_plan("Another")).digest != inputs.digest


def test_records_that_went_meanwhile_fail_the_paper_in_a_sentence(
    signed_in: SignedIn, snapshot: str, tmp_path: Path
) -> None:
    import shutil

    client = signed_in("board_secretary")
    paper = ask(client.person)
    shutil.rmtree(tmp_path / "store" / "snapshots" / snapshot)
    making.work()
    paper.refresh_from_db()
    assert paper.state == Making.FAILED
    assert Document.objects.count() == 0
    assert (
        "The records it was to be made from are no longer held."
        in client.get(f"/papers/{paper.pk}/").content.decode()
    )
    assert ask(client.person) != paper  # a paper that failed may be asked for again


def test_a_fault_keeps_nothing_and_says_no_more_than_that(
    snapshot: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(inputs: Inputs, *, store: Path, told: Any) -> SetPaper:
        raise ValueError("C1 Jane")

    monkeypatch.setattr(making, "set_paper", broken)
    paper = draft(person("board_secretary"))
    assert (paper.state, paper.why) == (Making.FAILED, "A fault of ours stopped it: nothing was kept.")
    assert not Entry.objects.filter(details__icontains="Jane").exists()


def test_a_paper_that_stopped_the_site_twice_is_given_up(snapshot: str, quick: None) -> None:
    paper = ask(person("board_secretary"))
    Paper.objects.update(tries=actions.MOST_TRIES)
    making.work()
    paper.refresh_from_db()
    assert paper.state == Making.FAILED


# Releasing it


def test_whoever_made_it_does_not_release_it(signed_in: SignedIn, snapshot: str, quick: None) -> None:
    maker = person("board_secretary", "director")
    paper = draft(maker)
    client = signed_in(maker)
    assert "it waits for somebody else to release it" in client.get(f"/papers/{paper.pk}/").content.decode()
    assert client.post(f"/papers/{paper.pk}/release/").status_code == 403
    paper.refresh_from_db()
    assert not paper.released
    with pytest.raises(actions.ReleaseRefused):
        actions.release(by=maker, paper=paper, proof=proof())


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"director"}))
def test_others_do_not_release(role: str, signed_in: SignedIn, snapshot: str, quick: None) -> None:
    paper = draft(person("board_secretary"))
    assert signed_in(role).post(f"/papers/{paper.pk}/release/").status_code == 403


def test_a_second_person_releases_it_once(signed_in: SignedIn, snapshot: str, quick: None) -> None:
    paper = draft(person("board_secretary"))
    client = signed_in("director")
    confirm(client)
    page = client.post(f"/papers/{paper.pk}/release/", follow=True).content.decode()
    assert "The paper is released" in page
    paper.refresh_from_db()
    assert paper.released_by == client.person
    again = client.post(f"/papers/{paper.pk}/release/").content.decode()
    assert f"released already, by {client.person.name}" in again


def test_a_release_asks_who_it_is_is_signed_and_copies_the_heads_out(
    signed_in: SignedIn,
    snapshot: str,
    quick: None,
    settings: Any,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    paper = draft(person("board_secretary"))
    client = signed_in("director")
    address = f"/papers/{paper.pk}/release/"
    assert client.get(address)["Location"] == f"/people/confirm/?next=%2Fpapers%2F{paper.pk}%2Frelease%2F"
    assert "Confirm that it is you before you sign" in client.post(address).content.decode()
    paper.refresh_from_db()
    assert not paper.released
    confirm(client)
    assert statement(paper) in client.get(address).content.decode()
    connection.check_constraints()  # as commit does: the links are made
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address)
    signed = Signature.objects.get()
    assert (signed.role, signed.statement, signed.record["file"]) == (
        "Director of children's services",
        statement(paper),
        paper.digest,
    )
    assert "Matches what stands today" in client.get(f"/papers/{paper.pk}/").content.decode()
    assert list(settings.HEADS.glob("history-*.json"))


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (Making.WAITING, "This paper is not made yet"),
        (Making.FAILED, "This paper is not made yet"),
        (Making.MADE, "The paper is released"),
    ],
)
def test_a_release_sent_straight_is_taken_only_where_the_paper_is_made(
    state: Making, said: str, signed_in: SignedIn, snapshot: str, quick: None
) -> None:
    by = person("board_secretary")
    paper = draft(by) if state == Making.MADE else ask(by)
    if state == Making.FAILED:
        actions.fail(paper, why="A fault of ours")
    client = signed_in("director")
    confirm(client)
    page = client.post(f"/papers/{paper.pk}/release/", follow=True).content.decode()
    assert said in page
    paper.refresh_from_db()
    assert paper.released is (state == Making.MADE)


def test_the_database_refuses_a_release_by_the_maker(snapshot: str, quick: None) -> None:
    maker = person("director")
    paper = draft(maker)
    with pytest.raises(IntegrityError, match="paper_not_released_by_its_maker"), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(
            released_by=maker, released_by_name=maker.name, released_at=paper.made_at
        )


# Discarding a draft


def discard(client: Client, paper: Paper, why: str = "Loaded again") -> str:
    return client.post(f"/papers/{paper.pk}/discard/", {"why": why}, follow=True).content.decode()


@pytest.mark.parametrize("own", [True, False])
def test_a_draft_is_discarded_by_its_maker_or_another_who_makes_papers(
    own: bool, signed_in: SignedIn, snapshot: str, quick: None
) -> None:
    maker = person("board_secretary")
    paper = draft(maker)
    client = signed_in(maker if own else "board_secretary")
    assert "Enter why it is discarded" in discard(client, paper, why="")
    page = discard(client, paper)
    assert "The draft is discarded." in page
    assert f"/papers/{paper.pk}/" not in page
    told = client.get(f"/papers/{paper.pk}/").content.decode()
    assert f"{client.person.name} discarded it on" in told
    assert "Loaded again" in told
    assert client.get(f"/papers/{paper.pk}/paper.pdf").status_code == 404
    assert Document.objects.filter(paper=paper).exists()
    assert about(kind="paper", key=str(paper.pk)).filter(act="discarded the draft").count() == 1


def test_a_discarded_draft_waits_for_nobody_and_cannot_be_released(snapshot: str, quick: None) -> None:
    maker, director = person("board_secretary"), person("director")
    paper = draft(maker)
    actions.discard(by=maker, paper=paper, why="Loaded again")
    assert needs(director, on=today()) == []
    with pytest.raises(actions.ReleaseRefused):
        actions.release(by=director, paper=paper, proof=proof())
    with pytest.raises(actions.DiscardRefused, match="discarded already"):
        actions.discard(by=director, paper=paper, why="Again")
    assert draft(maker).pk != paper.pk  # the same inputs may be made again


def test_a_released_paper_is_never_discarded(signed_in: SignedIn, snapshot: str, quick: None) -> None:
    paper = released(person("board_secretary"), second=person("director"))
    client = signed_in("board_secretary")
    assert "a released paper stays" in discard(client, paper)
    assert "/discard/" not in client.get(f"/papers/{paper.pk}/").content.decode()
    with pytest.raises(IntegrityError, match="paper_released_when_made"), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(
            state="discarded", why="x", discarded_by_name="x", discarded_at=paper.made_at
        )


def test_a_paper_that_is_being_made_is_not_discarded(snapshot: str) -> None:
    maker = person("board_secretary")
    with pytest.raises(actions.DiscardRefused, match="is being made"):
        actions.discard(by=maker, paper=ask(maker), why="x")


@pytest.mark.parametrize("role", ["board_member", "independent_chair", "government_observer", "auditor"])
def test_others_do_not_discard(role: str, signed_in: SignedIn, snapshot: str, quick: None) -> None:
    paper = draft(person("board_secretary"))
    assert signed_in(role).post(f"/papers/{paper.pk}/discard/", {"why": "x"}).status_code == 403


def test_the_database_refuses_to_change_a_paper_that_is_kept(snapshot: str, quick: None) -> None:
    paper = draft(person("board_secretary"))
    with pytest.raises(DatabaseError), transaction.atomic():
        Document.objects.filter(paper=paper).update(content=b"other")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM papers_document")


def test_a_release_waits_on_the_today_page_of_whoever_may(snapshot: str, quick: None) -> None:
    maker = person("board_secretary", "director")
    paper = draft(maker)
    second = person("director")
    assert [need.href for need in needs(second, on=today())] == [reverse("papers:paper", args=[paper.pk])]
    assert needs(maker, on=today()) == []
    assert needs(person("board_member"), on=today()) == []


def test_only_the_latest_draft_of_a_date_waits(snapshot: str, quick: None) -> None:
    maker, director = person("board_secretary"), person("director")
    draft(maker)
    later = draft(maker, plan=a_plan())
    assert [need.href for need in needs(director, on=today())] == [reverse("papers:paper", args=[later.pk])]
    actions.release(by=director, paper=later, proof=proof())
    assert needs(director, on=today()) == []


@pytest.mark.parametrize("later", ["of the same", "that failed", "for another audience", "of another day"])
def test_a_draft_waits_until_a_later_one_of_its_day_and_audience_is_made(
    later: str, snapshot: str, quick: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    maker, director = person("board_secretary"), person("director")
    paper = draft(maker)
    if later == "that failed":
        monkeypatch.setattr(making, "set_paper", failing)
    if later == "of another day":
        registered(tmp_path / "store", AS_AT + timedelta(days=28), ssd_person=PEOPLE)
    draft(maker, plan=a_plan(), audience="partners" if later == "for another audience" else "board")
    waits = paper in waiting_for_release(director)
    assert waits is (later != "of the same")


def test_a_reader_from_outside_is_told_of_a_paper_until_they_open_it(
    signed_in: SignedIn, snapshot: str, quick: None
) -> None:
    paper = released(person("board_secretary"), second=person("director"), audience="partners")
    client = signed_in("board_member")
    (need,) = needs(client.person, on=today())
    assert need.sentence == (
        "Paper for partners without an agreement to share as at 31 March 2026 is released, and you have not"
        " opened it yet"
    )
    client.get(f"/papers/{paper.pk}/paper.pdf")
    assert needs(client.person, on=today()) == []


def test_a_report_about_another_authority_is_noted(signed_in: SignedIn, snapshot: str) -> None:
    accepted()
    page = signed_in("board_secretary").get("/papers/new/").content.decode()
    assert "This report is about Nowhere Borough Council; the records are from" in page


# Taking it away


def test_the_download_is_the_file_itself_and_is_written_down(
    signed_in: SignedIn, snapshot: str, quick: None
) -> None:
    paper = released(person("board_secretary"), second=person("director"), audience="partners")
    client = signed_in("board_member")
    answer = client.get(f"/papers/{paper.pk}/paper.pdf")
    assert sha256(answer.content).hexdigest() == paper.digest
    assert answer.headers["Content-Type"] == "application/pdf"
    name = f"paper-for-partners-2026-03-31-{paper.digest[:8]}.pdf"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    entry = Entry.objects.get(act="downloaded the paper")
    assert (entry.who_name, entry.details) == (client.person.name, {"digest": paper.digest})


def test_a_draft_says_so_in_its_name(signed_in: SignedIn, snapshot: str, quick: None) -> None:
    paper = draft(person("board_secretary"))
    answer = signed_in("director").get(f"/papers/{paper.pk}/paper.pdf")
    assert 'filename="DRAFT-board-paper' in answer.headers["Content-Disposition"]


def test_the_history_of_a_draft_is_not_for_those_outside(
    signed_in: SignedIn, snapshot: str, quick: None
) -> None:
    maker = person("board_secretary", name="Kit Madeup")
    paper = released(maker, second=person("director"), audience="partners")
    for role, shown in (("director", True), ("board_member", False)):
        answer = signed_in(role).get(f"/papers/{paper.pk}/")
        assert answer.status_code == 200
        assert ("asked for the paper" in answer.content.decode()) is shown


def test_a_draft_is_offered_to_be_discarded_to_those_who_make_papers(
    signed_in: SignedIn, snapshot: str, quick: None
) -> None:
    paper = draft(person("board_secretary"))
    for role, offered in (("board_secretary", True), ("head_of_service", False)):
        answer = signed_in(role).get(f"/papers/{paper.pk}/")
        assert answer.status_code == 200
        assert ("Discard the draft" in answer.content.decode()) is offered


def test_the_list_asks_as_much_of_the_database_for_one_paper_as_for_ten(
    signed_in: SignedIn, snapshot: str, quick: None, django_assert_num_queries: Any
) -> None:
    maker, client = person("board_secretary"), signed_in("director")
    draft(maker)
    client.get("/papers/")
    with connection.execute_wrapper(_counter := Counting()):
        client.get("/papers/")
    for number in range(9):
        draft(maker, plan=a_plan(f"Plan {number}"))
    with django_assert_num_queries(_counter.count):
        client.get("/papers/")


class Counting:
    """Counts what is asked of the database."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.count += 1
        return execute(sql, params, many, context)
