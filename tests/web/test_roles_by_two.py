"""Roles and cover: one person proposes, another confirms; a deputy has what they cover and no more; every
first and last day."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from goldenthread.web.accounts import actions
from goldenthread.web.accounts.models import Cover, Membership, Person, Proposal
from goldenthread.web.accounts.needs import needs
from goldenthread.web.accounts.permissions import FigureTier, Identity, Permission
from goldenthread.web.accounts.queries import first_people_are_in, waiting
from goldenthread.web.accounts.roles import COVER, ROLES
from goldenthread.web.accounts.standing import NOBODY, Standing, standing_on, today
from goldenthread.web.evidence.refs import EvidenceRef
from goldenthread.web.history.models import Entry
from goldenthread.web.plan import actions as plan_actions
from goldenthread.web.plan import rules
from goldenthread.web.plan.rules import NotDone
from web_people import MAKER, PASSWORD, confirm, person, proof
from web_plan import action, claimed, fresh

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]
ROLE = {"title": "", "role": "auditor", "team": "", "service_area": "", "starts": "", "ends": ""}


def days(number: int) -> timedelta:
    return timedelta(days=number)


def proposed(client: Client, somebody: Person, **said: Any) -> Proposal:
    asked = ROLE | {"starts": today().isoformat()} | said
    answer = client.post(f"/people/{somebody.public_id}/role/", asked)
    assert answer.status_code == 302, answer.content.decode()
    return Proposal.objects.latest("pk")


def answered(client: Client, proposal: Proposal, **said: str) -> Any:
    """Answer a proposal as a browser would: who one is is asked again first."""
    address = f"/people/to-confirm/{proposal.pk}/"
    again = client.post(address, said)
    if again.status_code == 302 and "confirm/?next" in again["Location"]:
        client.post(again["Location"], {"password": PASSWORD, "next": address})
        return client.post(address, said)
    return again


def covered_by(deputy: Person, covered: Person, *, starts: date, ends: date) -> None:
    asked = actions.propose_cover(
        by=person("administrator"), deputy=deputy, covered=covered, starts=starts, ends=ends, on=today()
    )
    actions.confirm(by=person("director"), proposal=asked, on=today())


def test_whoever_may_not_sign_in_has_no_rights_though_a_role_of_theirs_stands() -> None:
    """What asks for somebody's rights without their signing in (mail, a calendar, cover) is told none."""
    gone = person("director")
    Person.objects.filter(pk=gone.pk).update(is_active=False)
    gone.refresh_from_db()
    assert Membership.objects.filter(person=gone, ends=None).exists()
    assert standing_on(gone, on=today()) == NOBODY


def test_a_role_that_may_know_no_child_reaches_none_whatever_its_scope(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The matrix refuses such a role; were it read all the same, its scope would open nothing."""
    known = {**ROLES, "director": replace(ROLES["director"], identity=Identity.NONE)}
    somebody = person("director")
    assert standing_on(somebody, on=today()).reaches
    monkeypatch.setattr("goldenthread.web.accounts.standing.ROLES", known)
    assert standing_on(somebody, on=today()).reaches == ()


def test_a_role_that_the_matrix_no_longer_has_gives_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    without = {key: role for key, role in ROLES.items() if key != "director"}
    somebody = person("director")
    monkeypatch.setattr("goldenthread.web.accounts.standing.ROLES", without)
    assert standing_on(somebody, on=today()) == NOBODY


@pytest.mark.parametrize("role", sorted(ROLES))
def test_the_database_lets_those_read_the_looks_who_may_see_them(role: str) -> None:
    standing = standing_on(person(role), on=today())
    may = Permission.SEE_ACCESS_LOG in ROLES[role].permissions
    assert standing.database_scope("somebody").access_log is may


def signed(by: Person, waiting: Any) -> None:
    plan_actions.sign_off(
        by=by, action=waiting, version=waiting.version, words="Seen", on=today(), proof=proof()
    )


# Two people


def renamed(client: Client, somebody: Person, worker: str) -> None:
    said = {"name": somebody.name, "email": somebody.email, "worker": worker, "version": somebody.version}
    assert client.post(f"/people/{somebody.public_id}/edit/", said).status_code == 302
    somebody.refresh_from_db()


def test_a_name_in_the_records_holds_once_a_second_person_confirms_it(signed_in: SignedIn) -> None:
    somebody, administrator = person("social_worker", worker="W1"), signed_in("administrator")
    renamed(administrator, somebody, "W2")
    assert standing_on(somebody, on=today()).reaches[0].worker == "W1"
    asked = Proposal.objects.get()
    director = signed_in("director")
    page = director.get(f"/people/to-confirm/{asked.pk}/").content.decode()
    assert "The name W2 in the records for" in page
    assert "See the children held by W2" in page
    assert answered(director, asked, confirm="yes").status_code == 302
    somebody = Person.objects.get(pk=somebody.pk)
    assert standing_on(somebody, on=today()).reaches[0].worker == "W2"
    told = Entry.objects.filter(about_key=somebody.reference, act="gave the name in the records").get()
    assert told.details == {"proposed by": asked.proposed_by_name, "worker was": "W1", "worker is": "W2"}


def test_what_waits_is_shown_to_those_who_may_answer_it() -> None:
    administrator, director, guardian = (
        person(role) for role in ("administrator", "director", "information_guardian")
    )
    somebody = person()

    def asked(whom: Person) -> Proposal:
        return actions.propose_worker(by=administrator, person=whom, worker="W1", on=today())

    of_somebody, of_director, over = asked(somebody), asked(director), asked(guardian)
    actions.confirm(by=director, proposal=over, on=today())
    assert list(waiting()) == [of_somebody, of_director]
    assert list(waiting(by=guardian)) == [of_somebody, of_director]
    assert list(waiting(by=director)) == [of_somebody]
    assert list(waiting(by=administrator)) == []


def test_a_name_in_the_records_is_taken_away_at_once_by_one(signed_in: SignedIn) -> None:
    somebody = person("social_worker", worker="W1")
    renamed(signed_in("administrator"), somebody, "")
    assert somebody.worker == ""
    assert not Proposal.objects.exists()


def test_a_second_name_in_the_records_takes_back_the_one_that_waits(signed_in: SignedIn) -> None:
    somebody, administrator = person("social_worker"), signed_in("administrator")
    for worker in ("W1", "W2"):
        renamed(administrator, somebody, worker)
    states = Proposal.objects.order_by("pk").values_list("worker", "state")
    assert list(states) == [("W1", "withdrawn"), ("W2", "waiting")]


def test_somebody_new_is_given_their_name_in_the_records_by_two(signed_in: SignedIn) -> None:
    administrator = signed_in("administrator")
    who = {"name": "Ann New", "email": "ann@madeup.example", "worker": "W1", "password": PASSWORD}
    assert administrator.post("/people/add/", who).status_code == 302
    somebody = Person.objects.get(email="ann@madeup.example")
    assert somebody.worker == ""
    assert Proposal.objects.get().worker == "W1"
    proposed(administrator, somebody, role="social_worker")  # which may be asked for meanwhile


def test_nobody_gives_a_name_in_the_records_or_proposes_their_own() -> None:
    administrator, somebody = person("administrator"), person()
    with pytest.raises(ValueError, match="another confirms it"):
        actions.add_person(by=administrator, email="a@madeup.example", name="A", password=None, worker="W1")
    with pytest.raises(ValueError, match="another confirms it"):
        actions.describe_person(
            by=administrator, person=somebody, version=1, name="A", email="a@madeup.example", worker="W1"
        )
    with pytest.raises(ValueError, match="nobody proposes"):
        actions.propose_worker(by=administrator, person=administrator, worker="W1", on=today())
    waiting = actions.propose_worker(by=administrator, person=somebody, worker="W1", on=today())
    for barred in (administrator, somebody):
        with pytest.raises(ValueError, match="somebody else must confirm"):
            actions.confirm(by=barred, proposal=waiting, on=today())


@pytest.mark.parametrize("second", ["director", "information_guardian"])
def test_a_role_holds_once_a_second_person_confirms_it(second: str, signed_in: SignedIn) -> None:
    somebody = person()
    asked = proposed(signed_in("administrator"), somebody)
    assert standing_on(somebody, on=today()) == NOBODY
    confirmer = signed_in(second)
    assert needs(confirmer.person, on=today())[0].href == f"/people/to-confirm/{asked.pk}/"
    assert answered(confirmer, asked, confirm="yes").status_code == 302
    assert standing_on(somebody, on=today()).roles == (ROLES["auditor"],)
    told = Entry.objects.filter(about_key=somebody.reference).values_list("who_name", "act")
    assert (confirmer.person.name, "gave the role") in told
    assert (asked.proposed_by_name, "proposed roles") in told


def test_who_confirms_proves_again_who_they_are(signed_in: SignedIn) -> None:
    asked = proposed(signed_in("administrator"), person())
    answer = signed_in("director").post(f"/people/to-confirm/{asked.pk}/", {"confirm": "yes"})
    assert answer["Location"].startswith("/people/confirm/?next=")
    assert not Membership.objects.filter(person=asked.person).exists()


def test_nobody_proposes_for_themselves_or_confirms_their_own(signed_in: SignedIn) -> None:
    both = person("administrator", "director")
    with pytest.raises(ValueError, match="nobody proposes a role for themselves"):
        actions.propose_roles(by=both, person=both, roles=["auditor"], span=actions.Span(today()), on=today())
    client = signed_in(both)
    asked = proposed(client, person())
    assert (
        "You proposed this: somebody else must confirm it"
        in answered(client, asked, confirm="yes").content.decode()
    )
    other = person("director")
    for_them = proposed(signed_in("administrator"), other)
    page = answered(signed_in(other), for_them, confirm="yes").content.decode()
    assert "This is for you: somebody else must confirm it" in page
    assert not Membership.objects.filter(role="auditor").exists()


@pytest.mark.parametrize("who", ["proposed_by", "person"])
def test_the_database_refuses_it_too(who: str) -> None:
    asked = actions.propose_roles(
        by=person("administrator"), person=person(), roles=["auditor"], span=actions.Span(today()), on=today()
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=asked.pk).update(state="confirmed", decided_by=getattr(asked, who))


def test_what_is_declined_or_taken_back_gives_nothing(signed_in: SignedIn) -> None:
    administrator, director, somebody = signed_in("administrator"), signed_in("director"), person()
    declined = proposed(administrator, somebody)
    assert "Say why" in answered(director, declined, decline="yes").content.decode()
    answered(director, declined, decline="yes", why="Not in post yet")
    back = proposed(administrator, somebody)
    administrator.post(f"/people/to-confirm/{back.pk}/withdraw/")
    for asked in (declined, back):
        with pytest.raises(ValueError, match="already"):
            actions.confirm(by=director.person, proposal=asked, on=today())
    assert standing_on(somebody, on=today()) == NOBODY


def test_a_proposal_for_somebody_stopped_meanwhile_cannot_be_confirmed() -> None:
    asked = actions.propose_roles(
        by=person("administrator"), person=person(), roles=["auditor"], span=actions.Span(today()), on=today()
    )
    actions.stop_person(by=MAKER, person=asked.person)
    with pytest.raises(ValueError, match="stopped meanwhile"):
        actions.confirm(by=person("director"), proposal=asked, on=today())


def test_a_title_gives_all_its_roles_as_they_were_when_it_was_proposed(signed_in: SignedIn) -> None:
    title = actions.keep_title(by=MAKER, name="Quality officer", roles=["moderator", "auditor"])
    somebody = person()
    asked = proposed(signed_in("administrator"), somebody, title=str(title.pk), role="")
    actions.keep_title(by=MAKER, name="quality Officer", roles=["director"])
    answered(signed_in("director"), asked, confirm="yes")
    held = standing_on(somebody, on=today())
    assert {role.key for role in held.roles} == {"auditor", "moderator"}
    assert not held.may(Permission.SIGN_OFF)
    assert {one.title for one in somebody.memberships.all()} == {"Quality officer"}


@pytest.mark.parametrize(("asked", "last"), [("", 13), ("29", 29)])
def test_an_inspector_has_fourteen_days_unless_others_are_said(
    asked: str, last: int, signed_in: SignedIn
) -> None:
    ends = (today() + days(int(asked))).isoformat() if asked else ""
    made = proposed(signed_in("administrator"), person(), role="inspector", ends=ends)
    assert made.ends == today() + days(last)


@pytest.mark.parametrize(("roles", "taken"), [(["auditor"], False), (["auditor", "board_member"], True)])
def test_a_sharing_agreement_is_for_a_boards_own_people(roles: list[str], taken: bool) -> None:
    span = actions.Span(today(), today() + days(90), agreed_until=today() + days(10))
    proposing = partial(actions.propose_roles, by=person("administrator"), person=person(), roles=roles)
    refusal = (
        nullcontext() if taken else pytest.raises(ValueError, match="a sharing agreement is for a board")
    )
    with refusal:
        proposing(span=span, on=today())
    assert Proposal.objects.exists() is taken


@pytest.mark.parametrize(("ends", "why"), [(-1, "the last day is before the first"), (0, ""), (1, "")])
def test_a_role_does_not_end_before_it_begins(ends: int, why: str) -> None:
    span = actions.Span(today(), today() + days(ends))
    assert actions.why_not_roles(["auditor"], person=person(), span=span) == why


@pytest.mark.parametrize(("on", "holds"), [(5, True), (6, False)])
def test_what_is_over_by_now_cannot_be_confirmed(on: int, holds: bool) -> None:
    span = actions.Span(today(), today() + days(5))
    asked = actions.propose_roles(
        by=person("administrator"), person=person(), roles=["auditor"], span=span, on=today()
    )
    with nullcontext() if holds else pytest.raises(ValueError, match="its last day is over"):
        actions.confirm(by=person("director"), proposal=asked, on=today() + days(on))
    assert Membership.objects.filter(role="auditor").exists() is holds


def test_whom_it_is_for_does_not_take_it_back() -> None:
    asked = actions.propose_roles(
        by=person("administrator"), person=person(), roles=["auditor"], span=actions.Span(today()), on=today()
    )
    with pytest.raises(ValueError, match="this is about you"):
        actions.withdraw(by=asked.person, proposal=asked, on=today())
    asked.refresh_from_db()
    assert asked.state == "waiting"


@pytest.mark.parametrize(("later", "why"), [(0, ""), (1, "a role is not made longer: propose it again")])
def test_a_role_is_ended_sooner_and_never_later(later: int, why: str) -> None:
    last = today() + days(30)
    held = person("auditor", ends=last).memberships.get()
    with pytest.raises(ValueError, match=why) if why else nullcontext():
        actions.end_role(by=MAKER, membership=held, version=held.version, ends=last + days(later))
    held.refresh_from_db()
    assert held.ends == last


def test_ones_own_page_lists_what_one_may_and_no_more(signed_in: SignedIn) -> None:
    page = signed_in("auditor").get("/people/me/").content.decode()
    listed = {permission for permission in Permission if f"<li>{permission}</li>" in page}
    assert listed == ROLES["auditor"].permissions


def test_an_inspector_stays_thirty_days_at_most() -> None:
    for length, allowed in ((29, True), (30, False)):
        why = actions.why_not_roles(
            ["inspector"], person=person(), span=actions.Span(today(), today() + days(length))
        )
        assert (why == "") is allowed


def test_a_boards_agreement_lets_them_see_as_counted_to_its_last_day(signed_in: SignedIn) -> None:
    somebody = person()
    asked = proposed(
        signed_in("administrator"),
        somebody,
        role="independent_chair",
        ends=(today() + days(90)).isoformat(),
        agreed_until=(today() + days(10)).isoformat(),
    )
    answered(signed_in("director"), asked, confirm="yes")
    tiers = [standing_on(somebody, on=today() + days(n)).figures for n in (0, 10, 11, 90, 91)]
    assert tiers == [
        FigureTier.INTERNAL,
        FigureTier.INTERNAL,
        FigureTier.SUPPRESSED,
        FigureTier.SUPPRESSED,
        FigureTier.NONE,
    ]


def test_a_boards_agreement_lends_nothing_to_a_seat_on_scrutiny() -> None:
    both = person("board_member", "elected_member")
    both.memberships.filter(role="board_member").update(agreed_until=today())
    assert standing_on(both, on=today()).figures is FigureTier.SUPPRESSED


@pytest.mark.parametrize(
    ("roles", "ready"),
    [
        ((), False),
        ((("administrator",),), False),
        ((("director",),), False),
        ((("administrator", "director"),), False),
        ((("administrator",), ("director",)), True),
        ((("administrator",), ("information_guardian",)), True),
    ],
)
def test_a_site_has_its_first_people_once_two_can_look_after_it(roles: Any, ready: bool) -> None:
    for held in roles:
        person(*held)
    assert first_people_are_in(on=today()) is ready


# Cover


def head(area: str = "Safeguarding", name: str = "Ann Madeup") -> Person:
    return person("head_of_service", name=name, team=f"{area} team", service_area=area)


def test_a_deputy_has_the_reach_and_the_sign_off_from_the_first_day_to_the_last() -> None:
    deputy, first = person("team_manager", team="Other"), today() + days(1)
    covered_by(deputy, head(), starts=first, ends=first + days(7))

    def has(standing: Standing) -> tuple[bool, bool]:
        teams = set[str]().union(*(reach.teams or () for reach in standing.reaches))
        return standing.may(Permission.SIGN_OFF), "Safeguarding team" in teams

    found = [has(standing_on(deputy, on=first + days(n))) for n in (-1, 0, 7, 8)]
    assert found == [(False, False), (True, True), (True, True), (False, False)]


def test_a_deputy_takes_over_what_the_matrix_says_and_no_more() -> None:
    deputy = person("action_owner")
    covered_by(deputy, head(), starts=today(), ends=today())
    own, theirs = standing_on(deputy, on=today()).roles
    assert own == ROLES["action_owner"]
    assert theirs.permissions == ROLES["head_of_service"].permissions & COVER.takes_over
    assert not standing_on(deputy, on=today()).may(Permission.TAKE_AWAY_LISTS)
    assert theirs.label == "Head of service, covering Ann Madeup"


def test_a_seat_outside_that_the_covered_takes_up_passes_to_no_deputy() -> None:
    covered, deputy = head(), person("action_owner")
    covered_by(deputy, covered, starts=today(), ends=today() + days(5))
    actions.give_role(by=MAKER, person=covered, role="board_member", starts=today(), ends=today() + days(40))
    assert {role.key for role in standing_on(covered, on=today()).roles} == {
        "head_of_service",
        "board_member",
    }
    assert {role.key for role in standing_on(deputy, on=today()).roles} == {"head_of_service", "action_owner"}


def test_the_database_is_told_of_a_caseload_though_another_role_has_none() -> None:
    both = person("team_manager", "social_worker", team="North", worker="Ann")
    told = standing_on(both, on=today()).database_scope(both.reference)
    assert (told.worker, told.teams) == ("Ann", {"North"})


def test_a_caseload_is_not_taken_over() -> None:
    deputy, worker = person("action_owner"), person("social_worker", worker="W1")
    covered_by(deputy, worker, starts=today(), ends=today())
    held = standing_on(deputy, on=today())
    assert held.identity is Identity.NONE
    assert not held.may(Permission.SEE_CHILDREN)


def test_cover_of_cover_is_none() -> None:
    one, two = person("action_owner"), person("action_owner")
    covered_by(one, head(), starts=today(), ends=today())
    covered_by(two, one, starts=today(), ends=today())
    assert not standing_on(two, on=today()).may(Permission.SIGN_OFF)


def test_whoever_is_stopped_is_covered_no_longer_and_covers_nobody() -> None:
    deputy, covered = person("action_owner"), head()
    covered_by(deputy, covered, starts=today(), ends=today())
    actions.stop_person(by=MAKER, person=covered)
    assert not standing_on(deputy, on=today()).may(Permission.SIGN_OFF)


@pytest.mark.parametrize("outside", [0, 1])
def test_nobody_from_outside_covers_or_is_covered(outside: int) -> None:
    pair = [person("action_owner"), head()]
    pair[outside] = person("independent_chair")
    why = actions.why_not_cover(*pair, starts=today(), ends=today())
    assert why == "nobody from outside covers or is covered"


def test_nobody_covers_themselves_or_proposes_cover_of_their_own() -> None:
    one, other = head(), person("administrator")
    assert actions.why_not_cover(one, one, starts=today(), ends=today()) == "nobody covers themselves"
    asking = partial(actions.propose_cover, by=other, starts=today(), on=today())
    with pytest.raises(ValueError, match="nobody proposes a role for themselves"):
        asking(deputy=other, covered=one, ends=today())
    with pytest.raises(ValueError, match="cover lasts 92 days at most"):
        asking(deputy=person("action_owner"), covered=one, ends=today() + days(92))
    assert not Proposal.objects.exists()


def test_cover_by_somebody_who_has_a_seat_outside_by_its_last_day_is_not_confirmed() -> None:
    deputy = person("action_owner")
    asked = actions.propose_cover(
        by=person("administrator"),
        deputy=deputy,
        covered=head(),
        starts=today(),
        ends=today() + days(10),
        on=today(),
    )
    actions.give_role(
        by=MAKER, person=deputy, role="board_member", starts=today() + days(10), ends=today() + days(40)
    )
    with pytest.raises(ValueError, match="nobody from outside covers"):
        actions.confirm(by=person("director"), proposal=asked, on=today())


@pytest.mark.parametrize(("length", "allowed"), [(91, True), (92, False), (-1, False)])
def test_cover_lasts_92_days_at_most(length: int, allowed: bool) -> None:
    why = actions.why_not_cover(person(), head(), starts=today(), ends=today() + days(length))
    assert (why == "") is allowed


def test_starting_and_ending_cover_bites_at_the_next_request(signed_in: SignedIn) -> None:
    covered, deputy = head(), signed_in("action_owner")
    waiting = claimed(action(), person("improvement_lead"))
    address = f"/plan/actions/{waiting.pk}/sign-off/"
    assert deputy.get(address).status_code == 403
    administrator = signed_in("administrator")
    administrator.post(
        f"/people/{covered.public_id}/cover/",
        {"deputy": deputy.person.pk, "starts": today().isoformat(), "ends": today().isoformat()},
    )
    assert deputy.get(address).status_code == 403
    answered(signed_in("director"), Proposal.objects.get(), confirm="yes")
    confirm(deputy)
    assert deputy.get(address).status_code == 200
    assert "Ann Madeup" in deputy.get("/people/me/").content.decode()
    assert "You cover Ann Madeup to" in deputy.get("/").content.decode()
    administrator.post(f"/people/cover/{Cover.objects.get().pk}/end/")
    assert deputy.get(address).status_code == 403


def test_signing_off_for_somebody_says_so(signed_in: SignedIn) -> None:
    deputy = person("action_owner")
    covered_by(deputy, head(), starts=today(), ends=today())
    waiting = claimed(action(), person("improvement_lead"))
    signed(deputy, waiting)
    assert fresh(waiting).signed_off_role == "Head of service, covering Ann Madeup"
    entry = Entry.objects.get(act="signed off the action", about_key=str(waiting.pk))
    assert (entry.who_name, entry.details["as"]) == (deputy.name, "Head of service, covering Ann Madeup")
    page = signed_in("director").get(f"/plan/actions/{waiting.pk}/").content.decode()
    assert f"{deputy.name}, Head of service, covering Ann Madeup" in page
    assert "as Head of service, covering Ann Madeup" in page  # in its history


@pytest.mark.parametrize("whose", ["owned by name", "owned by role", "claimed"])
def test_a_deputy_never_signs_off_what_the_covered_could_not(whose: str) -> None:
    covered, deputy = head(), person("action_owner")
    covered_by(deputy, covered, starts=today(), ends=today())
    by = person("improvement_lead")
    waiting = {
        "owned by name": lambda: claimed(action(covered), by),
        "owned by role": lambda: claimed(action("Head of service"), by),
        "claimed": lambda: claimed(action("Head of service"), covered),
    }[whose]()
    with pytest.raises(NotDone, match="You would do this covering Ann Madeup, who may not"):
        signed(deputy, waiting)


@pytest.mark.parametrize(
    ("whose", "why"),
    [
        ("pinned by the covered", "You would do this covering Ann Madeup, who may not"),
        ("of the covered's action", "You would do this covering Ann Madeup, who may not"),
        ("somebody else's", ""),
    ],
)
def test_a_deputy_judges_no_evidence_that_the_covered_could_not(whose: str, why: str) -> None:
    covered, deputy = head(), person("action_owner")
    covered_by(deputy, covered, starts=today(), ends=today())
    piece = plan_actions.pin_document(
        by=covered if whose == "pinned by the covered" else person("action_owner"),
        action=action(covered if whose == "of the covered's action" else "Somebody else"),
        ref=EvidenceRef(kind="minute", key="m", label="Minutes", as_of=today()),
        shows="It",
        where="Folder",
    )
    assert rules.why_not_judge(deputy, piece).startswith(why)
    assert bool(rules.why_not_judge(deputy, piece)) is bool(why)


def test_covering_never_lifts_what_bars_the_deputy_themselves() -> None:
    deputy = person("action_owner")
    covered_by(deputy, head(), starts=today(), ends=today())
    own = claimed(action(deputy), person("improvement_lead"))
    with pytest.raises(NotDone, match="You own this action"):
        signed(deputy, own)


def test_somebody_who_signs_in_their_own_right_signs_in_it_though_they_cover() -> None:
    covered = head()
    deputy = person("head_of_service", service_area="Children in care")
    covered_by(deputy, covered, starts=today(), ends=today())
    waiting = claimed(action(covered), covered)
    signed(deputy, waiting)
    assert fresh(waiting).signed_off_role == "Head of service"


def test_a_seat_from_outside_that_has_ended_bars_nobody_from_cover() -> None:
    deputy, covered = person("head_of_service"), person("director")
    actions.give_role(
        by=MAKER, person=deputy, role="board_member", starts=today() - days(40), ends=today() - days(1)
    )
    assert actions.why_not_cover(deputy, covered, starts=today(), ends=today() + days(5)) == ""
    outside = "nobody from outside covers or is covered"
    assert actions.why_not_cover(deputy, covered, starts=today() - days(1), ends=today()) == outside
    before = {"starts": today() - days(50), "ends": today() - days(41)}
    assert actions.why_not_cover(deputy, covered, **before) == ""


def test_the_page_of_what_is_decided_says_by_whom(signed_in: SignedIn) -> None:
    asked = proposed(signed_in("administrator"), person("auditor"))
    director = signed_in("director")
    address = f"/people/to-confirm/{asked.pk}/"
    assert "This was" not in director.get(address).content.decode()
    actions.confirm(by=director.person, proposal=asked, on=today())  # type: ignore[attr-defined]
    assert "This was confirmed by" in director.get(address).content.decode()


@pytest.mark.parametrize(
    ("role", "told"),
    [
        ("director", {"access_log", "emergency", "restrictions"}),
        ("head_of_service", {"emergency"}),
        ("performance_analyst", {"emergency"}),
        ("auditor", {"allotted"}),
        ("improvement_lead", set()),
    ],
)
def test_the_database_is_told_of_each_right_by_itself(role: str, told: set[str]) -> None:
    scope = standing_on(person(role), on=today()).database_scope("x")
    rights = ("access_log", "allotted", "emergency", "restrictions")
    assert {right for right in rights if getattr(scope, right)} == told
