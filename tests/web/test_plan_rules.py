"""Nobody signs off their own work, and no step is skipped: said by the form, the act and the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client

from goldenthread.web.accounts.standing import today
from goldenthread.web.evidence.refs import EvidenceRef
from goldenthread.web.history.queries import about
from goldenthread.web.plan import actions, rules
from goldenthread.web.plan.actions import Impact
from goldenthread.web.plan.models import Action, Evidence, Note, Requirement
from goldenthread.web.plan.rules import ChangedMeanwhile, NotDone
from goldenthread.web.plan.rules_of_impact import why_not_judge_objective
from web_people import confirm, person, proof
from web_plan import BOARD, action, agreed, claimed, fresh, objective, source

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]
STATES = ("proposed", "agreed", "in progress", "claimed complete", "signed off", "stopped")


def sign_off(by: Any, made: Action) -> None:
    actions.sign_off(by=by, action=made, version=made.version, words="I saw it", on=today(), proof=proof())


def test_owning_an_action_is_not_enough_to_work_it() -> None:
    """Whoever's role no longer lets them work is not let in by their name on it."""
    for role, works in (("action_owner", True), ("auditor", False)):
        owner = person(role)
        assert rules.may_work(owner, agreed(action(owner))) is works


def test_the_rule_on_sign_off_says_nothing_to_those_who_sign_nothing() -> None:
    """They are told by the page they cannot open: of who else does it, they need no telling."""
    waiting = claimed(action(), person("improvement_lead"))
    assert rules.why_not_sign_off(person("auditor"), waiting) == ""
    assert rules.why_not_impact(person("auditor"), waiting) == ""


def test_what_waits_is_said_to_be_theirs_to_those_who_sign(signed_in: SignedIn) -> None:
    claimed(action(), person("improvement_lead"))
    for role, theirs in (("director", True), ("auditor", False)):
        page = signed_in(role).get("/plan/awaiting-sign-off/").content.decode()
        assert "1 action waits for sign-off" in page
        assert ("1 of them you may sign off" in page) is theirs


def test_an_action_that_has_ended_bars_its_owner_from_no_judgement_of_the_objective() -> None:
    owner = person("head_of_service")
    made = action(owner)
    assert "You own an action" in why_not_judge_objective(owner, made.objective)
    by = person("improvement_lead")
    actions.stop(by=by, action=made, version=made.version, why="Not needed")
    assert why_not_judge_objective(owner, made.objective) == ""


# Sign-off


def test_somebody_else_signs_off_and_stands_beside_it() -> None:
    owner, director = person("head_of_service"), person("director")
    done = claimed(action(owner), owner)
    sign_off(director, done)
    held = fresh(done)
    assert (held.state, held.signed_off_by, held.signed_off_role) == (
        "signed off",
        director,
        "Director of children's services",
    )
    assert [entry.act for entry in about(kind="action", key=str(held.pk))][:2] == [
        "signed off the action",
        "claimed the action complete",
    ]


def test_the_owner_is_refused_by_the_act() -> None:
    owner = person("head_of_service")
    done = claimed(action(owner), owner)
    with pytest.raises(NotDone, match="You own this action"):
        sign_off(owner, done)
    assert fresh(done).state == "claimed complete"


def test_whoever_claimed_it_is_refused_though_somebody_else_owns_it() -> None:
    director = person("director")
    done = claimed(action(person("head_of_service")), director)
    with pytest.raises(NotDone, match="You claimed this action complete"):
        sign_off(director, done)


def test_whoever_holds_the_role_that_owns_it_is_refused() -> None:
    director = person("director")
    done = claimed(action("director of Children's services"), person("improvement_lead"))
    with pytest.raises(NotDone, match="You own this action"):
        sign_off(director, done)


@pytest.mark.parametrize("who", ["owner", "claimer"])
def test_the_database_refuses_what_the_act_would(who: str) -> None:
    owner, lead = person("head_of_service"), person("improvement_lead")
    done = claimed(action(owner), lead)
    signer = owner if who == "owner" else lead
    with pytest.raises(IntegrityError, match=f"action_not_signed_off_by_its_{who}"), transaction.atomic():
        Action.objects.filter(pk=done.pk).update(
            state="signed off", signed_off_by=signer, signed_off_by_name=signer.name
        )


def test_the_database_refuses_the_owning_role() -> None:
    done = claimed(action("Head of service"), person("improvement_lead"))
    with pytest.raises(IntegrityError, match="owners_role"), transaction.atomic():
        Action.objects.filter(pk=done.pk).update(
            state="signed off", signed_off_by_name="X", signed_off_role="head of SERVICE"
        )


def test_the_owner_cannot_be_changed_under_a_claim() -> None:
    owner, other = person("head_of_service"), person("head_of_service")
    done = claimed(action(owner), owner)
    with pytest.raises(DatabaseError, match="keeps its owner"), transaction.atomic():
        Action.objects.filter(pk=done.pk).update(owner=other)
    with pytest.raises(NotDone, match="open it again"):
        actions.edit_action(
            by=person("improvement_lead"),
            action=done,
            version=done.version,
            text="x",
            owner=actions.Ownership(person=other),
            workstream="",
        )


def test_the_form_says_why_to_the_owner(signed_in: SignedIn) -> None:
    client = signed_in("head_of_service")
    owner: Any = client.person  # type: ignore[attr-defined]
    done = claimed(action(owner), owner)
    page = client.get(f"/plan/actions/{done.pk}/sign-off/").content.decode()
    assert "You own this action, so somebody else must sign it off." in page
    assert "<textarea" not in page
    confirm(client)
    answer = client.post(
        f"/plan/actions/{done.pk}/sign-off/", {"version": done.version, "words": "Mine, and done"}
    )
    said = answer.content.decode()
    assert "There is a problem" in said
    assert "You own this action, so somebody else must sign it off." in said
    assert "Mine, and done" in said
    assert fresh(done).state == "claimed complete"


# Steps


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("target", STATES)
def test_the_database_takes_an_action_only_along_its_steps(state: str, target: str) -> None:
    allowed = {
        "proposed": {"agreed", "stopped"},
        "agreed": {"in progress", "claimed complete", "stopped"},
        "in progress": {"claimed complete", "stopped"},
        "claimed complete": {"signed off", "in progress", "stopped"},
        "signed off": {"in progress"},
        "stopped": {"in progress"},
    }
    made = _in_state(state)
    signed = {"signed_off_by_name": "Somebody" if target == "signed off" else ""}
    change = {"state": target, "claim_words": "Done", **signed}
    if target in allowed[state] | {state}:
        Action.objects.filter(pk=made.pk).update(**change)
    else:
        with pytest.raises(DatabaseError, match="does not go from"), transaction.atomic():
            Action.objects.filter(pk=made.pk).update(**change)


def _in_state(state: str) -> Action:
    claimed_ = state in {"claimed complete", "signed off"}
    return actions.bring_in_action(
        by=person("improvement_lead"),
        fields={
            "code": "A1",
            "objective": objective(),
            "text": "Do it",
            "owner_role": "Somebody",
            "due": None,
            "original_due": None,
            "state": state,
            "claim_words": "Done" if claimed_ else "",
            "signed_off_by_name": "Another" if state == "signed off" else "",
        },
    )


def test_a_state_is_not_set_by_hand() -> None:
    made = action()
    with pytest.raises(AttributeError, match="not allowed"):
        made.state = "signed off"


def test_a_claim_needs_a_word_of_evidence() -> None:
    owner = person("head_of_service")
    held = agreed(action(owner))
    with pytest.raises(NotDone, match="Say what shows"):
        actions.claim(by=owner, action=held, version=held.version, words="  ", on=today())
    with pytest.raises(IntegrityError, match="word_of_evidence"), transaction.atomic():
        Action.objects.filter(pk=held.pk).update(state="claimed complete")


def test_only_the_owner_or_whoever_keeps_the_plan_claims() -> None:
    held = agreed(action(person("head_of_service")))
    with pytest.raises(NotDone, match="This action belongs to"):
        actions.claim(
            by=person("head_of_service"), action=held, version=held.version, words="Done", on=today()
        )


def test_sent_back_the_claim_is_gone_and_its_words_stay_in_the_history() -> None:
    owner = person("head_of_service")
    done = claimed(action(owner), owner)
    actions.reopen(by=person("director"), action=done, version=done.version, why="One team does not")
    held = fresh(done)
    assert (held.state, held.claim_words, held.claimed_by) == ("in progress", "", None)
    latest = about(kind="action", key=str(held.pk))[:2]
    assert [entry.details["why"] for entry in latest] == ["One team does not", "Every team does it"]


def test_a_step_on_a_stale_page_is_refused_and_so_is_a_second_press(signed_in: SignedIn) -> None:
    owner = person("head_of_service")
    done = claimed(action(owner), owner)
    client = signed_in("director")
    form = {"version": done.version, "words": "I saw it"}
    confirm(client)
    assert client.post(f"/plan/actions/{done.pk}/sign-off/", form).status_code == 302
    confirm(client)
    again = client.post(f"/plan/actions/{done.pk}/sign-off/", form)
    assert "Somebody changed this while you had the page open" in again.content.decode()
    with pytest.raises(ChangedMeanwhile):
        sign_off(person("director"), done)


# Dates


def ask(by: Any, made: Action, days: int) -> Any:
    held = fresh(made)
    return actions.propose_date(
        by=by,
        action=held,
        version=held.version,
        proposed=today() + timedelta(days=days),
        why="Staff left",
        on=today(),
    )


def decide(by: Any, change: Any, *, agreed: bool) -> None:
    actions.decide_date(by=by, change=change, agreed=agreed, meeting=BOARD, why="Heard", on=today())


@pytest.mark.parametrize(
    ("days", "yes", "slips", "moved"),
    [(120, True, 1, True), (60, True, 0, True), (120, False, 0, False)],
    ids=["later, agreed: a slip", "earlier, agreed: no slip", "later, refused: the date stands"],
)
def test_a_date_moves_only_when_agreed_and_a_later_one_counts(
    days: int, yes: bool, slips: int, moved: bool
) -> None:
    owner = person("head_of_service")
    made = agreed(action(owner))
    decide(person("board_secretary"), ask(owner, made, days), agreed=yes)
    held = fresh(made)
    assert held.slips == slips
    assert held.due == (today() + timedelta(days=days) if moved else made.due)
    assert held.original_due == made.original_due
    assert held.decisions.first() is not None


def test_whoever_asked_does_not_record_the_answer() -> None:
    lead = person("improvement_lead")
    change = ask(lead, agreed(action()), 120)
    with pytest.raises(NotDone, match="You asked for this date"):
        decide(lead, change, agreed=True)
    with pytest.raises(IntegrityError, match="not_decided_by_its_proposer"), transaction.atomic():
        type(change).objects.filter(pk=change.pk).update(
            outcome="agreed", decided_by=lead, decided_on=today(), meeting=BOARD, decided_why="x"
        )


def test_one_date_at_a_time_and_one_answer_each() -> None:
    owner, secretary = person("head_of_service"), person("board_secretary")
    made = agreed(action(owner))
    change = ask(owner, made, 120)
    with pytest.raises(NotDone, match="asked for already"):
        ask(owner, made, 150)
    decide(secretary, change, agreed=False)
    with pytest.raises(NotDone, match="refused already"):
        decide(secretary, change, agreed=True)


def test_a_due_date_stays_within_the_bank_holidays_held(signed_in: SignedIn) -> None:
    client = signed_in("improvement_lead")
    page = client.post(
        f"/plan/objectives/{objective().pk}/actions/add/",
        {"version": 0, "text": "Do it", "owner_role": "Head", "due": "1/1/2090"},
    )
    assert "bank holidays are held for those years" in page.content.decode()
    assert not Action.objects.exists()


# Evidence and impact


def pinned(by: Any, made: Action) -> Evidence:
    ref = EvidenceRef(kind="minute", key="m", label="Minutes", as_of=today())
    return actions.pin_document(by=by, action=made, ref=ref, shows="It began", where="Folder")


def judge(by: Any, piece: Evidence) -> None:
    actions.judge_evidence(
        by=by,
        evidence=piece,
        version=piece.version,
        sufficient=True,
        why="Read it",
        on=today(),
        proof=proof(),
    )


def test_evidence_is_judged_by_neither_its_pinner_nor_the_owner() -> None:
    owner, other = person("head_of_service"), person("head_of_service")
    made = action(owner)
    with pytest.raises(NotDone, match="You pinned"):
        judge(other, pinned(other, made))
    with pytest.raises(NotDone, match="You own"):
        judge(owner, pinned(other, made))
    judge(person("director"), pinned(other, made))


def test_impact_is_evidenced_only_on_evidence_judged_sufficient() -> None:
    director, owner = person("director"), person("head_of_service")
    made = action(owner)
    piece = pinned(owner, made)
    given = {"impact": Impact(state="evidenced", why="Visits rose", evidence=[piece]), "on": today()}
    with pytest.raises(NotDone, match="judged sufficient"):
        actions.judge_impact(by=director, action=made, version=made.version, proof=proof(), **given)
    judge(director, piece)
    piece.refresh_from_db()
    actions.judge_impact(by=director, action=made, version=made.version, proof=proof(), **given)
    assert fresh(made).impact == "evidenced"


def test_the_owner_does_not_judge_the_impact() -> None:
    owner = person("head_of_service")
    made = action(owner)
    given = {"impact": Impact(state="none yet", why="x"), "on": today(), "proof": proof()}
    with pytest.raises(NotDone, match="You own"):
        actions.judge_impact(by=owner, action=made, version=made.version, **given)


# What is kept


def test_the_inspectors_words_are_never_changed() -> None:
    source()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Requirement.objects.update(original="Something milder")


@pytest.mark.parametrize("disposition", ["not accepted", "accepted in part"])
def test_a_finding_is_not_declined_without_a_reason(disposition: str, signed_in: SignedIn) -> None:
    requirement = source().requirements.first()
    assert requirement is not None
    form = {"version": 1, "disposition": disposition, "severity": "priority", "reason": ""}
    page = signed_in("improvement_lead").post(f"/plan/requirements/{requirement.pk}/answer/", form)
    assert "Enter the reason" in page.content.decode()
    with pytest.raises(IntegrityError, match="declined_with_reason"), transaction.atomic():
        Requirement.objects.update(disposition=disposition)


def test_notes_only_grow() -> None:
    lead = person("improvement_lead")
    actions.add_note(by=lead, action=action(), text="Begun")
    with pytest.raises(DatabaseError), transaction.atomic():
        Note.objects.update(text="Never begun")
