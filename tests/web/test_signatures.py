"""What others rely on is signed: by somebody who has just proved who they are, and for the record as it
stood."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

import signoffs
from goldenthread.web.accounts.standing import today
from goldenthread.web.database.chains import Fault
from goldenthread.web.evidence.refs import EvidenceRef
from goldenthread.web.history.keys import public_keys
from goldenthread.web.history.models import Entry, Signature
from goldenthread.web.history.verifying import verify, why_not_signed
from goldenthread.web.plan import actions
from goldenthread.web.plan.models import Action, Evidence
from goldenthread.web.plan.rules import NotDone
from web_people import PASSWORD, confirm, person, proof
from web_plan import action, claimed, fresh

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]
STATES = ("proposed", "agreed", "in progress", "claimed complete", "signed off", "stopped")


def _claimed() -> Action:
    owner = person("head_of_service")
    return claimed(action(owner), owner)


def _page(answer: Any) -> str:
    return answer.content.decode()


def _to(done: Action) -> str:
    return f"/plan/actions/{done.pk}/sign-off/"


# Proving again who it is


def test_opening_a_form_that_signs_asks_who_it_is_and_comes_back(signed_in: SignedIn) -> None:
    client, done = signed_in("director"), _claimed()
    asked = client.get(_to(done))
    assert asked["Location"] == f"/people/confirm/?next=%2Fplan%2Factions%2F{done.pk}%2Fsign-off%2F"
    back = client.post("/people/confirm/", {"password": PASSWORD, "next": _to(done)})
    assert back["Location"] == _to(done)
    assert "What satisfied you?" in _page(client.get(_to(done)))


def test_sent_without_a_proof_it_is_not_signed_and_what_was_typed_is_kept(signed_in: SignedIn) -> None:
    client, done = signed_in("director"), _claimed()
    answer = client.post(_to(done), {"version": done.version, "words": "I read all forty"})
    page = _page(answer)
    assert "Confirm that it is you before you sign" in page
    assert "I read all forty</textarea>" in page
    assert f'href="/people/confirm/?next=/plan/actions/{done.pk}/sign-off/" target="_blank"' in page
    assert (fresh(done).state, Signature.objects.count()) == ("claimed complete", 0)
    confirm(client)
    assert client.post(_to(done), {"version": done.version, "words": "I read all forty"}).status_code == 302


def test_one_proof_signs_one_thing(signed_in: SignedIn) -> None:
    client, one, other = signed_in("director"), _claimed(), _claimed()
    confirm(client)
    client.post(_to(one), {"version": one.version, "words": "Seen"})
    client.post(_to(other), {"version": other.version, "words": "Seen"})
    assert (fresh(one).state, fresh(other).state) == ("signed off", "claimed complete")


def test_a_proof_brought_back_from_an_old_session_signs_nothing_more() -> None:
    """Two requests at once read the same session before either is done: the database knows the proof."""
    director, one, other, used = person("director"), _claimed(), _claimed(), proof()
    actions.sign_off(by=director, action=one, version=one.version, words="x", on=today(), proof=used)
    with pytest.raises(NotDone, match="signed something else"):
        actions.sign_off(by=director, action=other, version=other.version, words="x", on=today(), proof=used)
    assert fresh(other).state == "claimed complete"


def test_a_refused_act_leaves_the_proof_for_the_next_try(signed_in: SignedIn) -> None:
    client, done = signed_in("director"), _claimed()
    confirm(client)
    client.post(_to(done), {"version": done.version + 5, "words": "Seen"})
    assert client.post(_to(done), {"version": done.version, "words": "Seen"}).status_code == 302


# What is signed


def test_a_signature_says_who_in_which_role_for_what_and_when(signed_in: SignedIn) -> None:
    client, done = signed_in("director"), _claimed()
    confirm(client)
    client.post(_to(done), {"version": done.version, "words": "I asked three teams"})
    signed = Signature.objects.get()
    who: Any = client.person  # type: ignore[attr-defined]
    assert (signed.who_name, signed.who_id, signed.role) == (
        who.name,
        who.reference,
        "Director of children's services",
    )
    assert signed.statement == "I accept that this action is done. What satisfied me: I asked three teams"
    assert signed.record["text"] == "Check each visit weekly"
    assert signed.record["claim"] == "Every team does it"
    page = _page(client.get(f"/plan/actions/{done.pk}/"))
    assert "Matches what stands today" in page
    assert signed.digest in page


def test_after_a_change_the_signature_is_of_an_earlier_version(signed_in: SignedIn) -> None:
    client, done = signed_in("director"), _claimed()
    confirm(client)
    client.post(_to(done), {"version": done.version, "words": "Seen"})
    held = fresh(done)
    actions.reopen(by=client.person, action=held, version=held.version, why="More to do")  # type: ignore[attr-defined]
    page = _page(client.get(f"/plan/actions/{done.pk}/"))
    assert "Of an earlier version" in page
    assert "Matches what stands today" not in page


def test_a_change_made_behind_the_sites_back_shows_too(signed_in: SignedIn) -> None:
    client, done = signed_in("director"), _claimed()
    confirm(client)
    client.post(_to(done), {"version": done.version, "words": "Seen"})
    Action.objects.filter(pk=done.pk).update(text="Something milder")
    assert "Of an earlier version" in _page(client.get(f"/plan/actions/{done.pk}/"))


def test_a_judgement_of_evidence_is_signed(signed_in: SignedIn) -> None:
    owner = person("head_of_service")
    made = action(owner)
    ref = EvidenceRef(kind="minute", key="m", label="Minutes", as_of=today())
    piece = actions.pin_document(by=owner, action=made, ref=ref, shows="It began", where="Folder")
    client = signed_in("director")
    address = f"/plan/evidence/{piece.pk}/judge/"
    assert "/people/confirm/" in client.get(address)["Location"]
    confirm(client)
    answer = client.post(address, {"judged": "sufficient", "why": "I read it", "version": piece.version})
    assert answer.status_code == 302
    assert Signature.objects.get().statement == "I judge this evidence sufficient: I read it"
    assert "Matches what stands today" in _page(client.get(f"/plan/evidence/{piece.pk}/"))


def test_of_two_judges_at_once_the_second_is_told(signed_in: SignedIn) -> None:
    owner, first = person("head_of_service"), person("director")
    made = action(owner)
    ref = EvidenceRef(kind="minute", key="m", label="Minutes", as_of=today())
    piece = actions.pin_document(by=owner, action=made, ref=ref, shows="It began", where="Folder")
    given = {"evidence": piece, "version": 1, "on": today()}
    actions.judge_evidence(by=first, sufficient=True, why="Enough", proof=proof(), **given)
    client = signed_in("director")
    confirm(client)
    form = {"judged": "not sufficient", "why": "Too thin, I find", "version": 1}
    page = _page(client.post(f"/plan/evidence/{piece.pk}/judge/", form))
    assert "Somebody changed this while you had the page open" in page
    assert "Too thin, I find" in page
    assert Evidence.objects.get().judged == "sufficient"


def test_a_thousand_changes_none_verify() -> None:
    """The small form of `make signoffs`: 200 of its 1,000."""
    assert signoffs.mutations(signoffs.a_signature(), times=200) == 0


def test_a_changed_signature_is_named_by_its_number() -> None:
    signed = signoffs.a_signature()
    signed.statement = "I said something else"
    (fault,) = why_not_signed(signed, keys=public_keys())
    assert fault == Fault("signatures", signed.pk, "is not signed by a key of this site")


def test_reading_the_trail_through_reads_the_signatures_too() -> None:
    signoffs.a_signature()
    connection.check_constraints()  # as commit does: the links are made
    found = verify()
    assert (found.signatures, found.faults) == (1, ())


def test_nobody_signs_without_a_proof() -> None:
    done = _claimed()
    with pytest.raises(TypeError, match="proof"):
        actions.sign_off(by=person("director"), action=done, version=1, words="x", on=today())  # type: ignore[call-arg]


# Steps


def test_nobody_verifies_their_own_work_however_the_steps_fall() -> None:
    """The small form of `make signoffs`."""
    done = signoffs.workflows(examples=6, steps=40)
    assert done["steps"] > 100


FORMS = {
    "agree": {"due": "1/6/2027", "meeting": "Board", "on": "1/3/2026"},
    "start": {},
    "claim": {"words": "Done"},
    "sign-off": {"words": "Seen"},
    "open-again": {"why": "More to do"},
    "stop": {"why": "Not now"},
}
LEADS_TO = {
    ("proposed", "agree"): "agreed",
    ("proposed", "stop"): "stopped",
    ("agreed", "start"): "in progress",
    ("agreed", "claim"): "claimed complete",
    ("agreed", "stop"): "stopped",
    ("in progress", "claim"): "claimed complete",
    ("in progress", "stop"): "stopped",
    ("claimed complete", "sign-off"): "signed off",
    ("claimed complete", "open-again"): "in progress",
    ("claimed complete", "stop"): "stopped",
    ("signed off", "open-again"): "in progress",
    ("stopped", "open-again"): "in progress",
}


def _in(state: str, owner: Any) -> Action:
    """An action led to a state by its steps."""
    director, made = person("director"), action(owner)
    if state in {"agreed", "in progress"}:
        from web_plan import agreed

        made = agreed(made)
    if state == "in progress":
        actions.start(by=owner, action=made, version=made.version)
    if state in {"claimed complete", "signed off"}:
        made = claimed(made, owner)
    if state == "signed off":
        given = {"version": made.version, "words": "x", "on": today(), "proof": proof()}
        actions.sign_off(by=director, action=made, **given)
    if state == "stopped":
        actions.stop(by=director, action=made, version=made.version, why="x")
    return fresh(made)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("step", FORMS)
def test_a_step_sent_straight_from_any_state_is_taken_only_where_it_starts(
    state: str, step: str, signed_in: SignedIn
) -> None:
    made = _in(state, person("head_of_service"))
    client = signed_in("director", "improvement_lead")  # may do everything but report on another's action
    confirm(client)
    before = Entry.objects.count()
    answer = client.post(f"/plan/actions/{made.pk}/{step}/", {"version": made.version, **FORMS[step]})
    target = LEADS_TO.get((state, step), state)
    assert fresh(made).state == target
    assert answer.status_code == (302 if (state, step) in LEADS_TO else 200)
    assert (Entry.objects.count() > before) is ((state, step) in LEADS_TO)
