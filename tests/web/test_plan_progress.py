"""How an action goes on its way: milestones, forecast, what it waits for, colours set, who agrees what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.standing import today
from goldenthread.web.evidence.refs import EvidenceRef
from goldenthread.web.history.queries import about
from goldenthread.web.plan import actions, queries
from goldenthread.web.plan.actions import Beside, Group, Ownership, Report
from goldenthread.web.plan.as_paper import as_paper
from goldenthread.web.plan.models import (
    DEFAULT,
    Action,
    DateChange,
    Dependency,
    Milestone,
    Scheme,
    Workstream,
)
from goldenthread.web.plan.needs import needs
from goldenthread.web.plan.queries.delivery import actions as one_action
from goldenthread.web.plan.rules import NotDone, why_not_wait_for
from goldenthread.web.plan.values import shown
from posts_of_delivery import coloured, milestone, scheme_form, signed_off
from web_people import MAKER, person, proof
from web_plan import BOARD, action, agreed, claimed, fresh, objective, source
from web_queries import queries_of

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]


def lead() -> Person:
    return person("improvement_lead")


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


def delivery_of(made: Action, on: date | None = None) -> str:
    return shown(one_action().get(pk=made.pk), as_at=on or today()).delivery.words


# Milestones


def asked(of: Milestone, days: int) -> DateChange:
    held = fresh(of.action)
    given = {"proposed": of.due + timedelta(days=days), "why": "Late", "on": today()}
    return actions.propose_date(by=lead(), action=held, version=held.version, milestone=of, **given)


def decided(change: DateChange, *, agreed: bool = True, by: Person | None = None) -> None:
    told = {"meeting": "Workstream", "why": "Heard", "on": today()}
    actions.decide_date(by=by or person("head_of_service"), change=change, agreed=agreed, **told)


def test_a_milestones_date_moves_as_its_workstream_agrees_and_counts_its_own_slips() -> None:
    made = milestone()
    before = fresh(made.action)
    decided(asked(made, 30))
    made.refresh_from_db()
    assert (made.slips, made.due - made.original_due) == (1, timedelta(days=30))
    assert (fresh(before).due, fresh(before).slips) == (before.due, 0)
    decided(asked(made, 5), agreed=False)
    assert Milestone.objects.get().slips == 1


def test_an_action_and_its_milestone_may_each_wait_for_a_date() -> None:
    made = milestone()
    asked(made, 3)
    held = fresh(made.action)
    day = today() + timedelta(days=200)
    actions.propose_date(by=lead(), action=held, version=held.version, proposed=day, why="x", on=today())
    with pytest.raises(NotDone, match="asked for already"):
        asked(made, 4)


def test_a_late_milestone_turns_the_action_and_one_that_is_done_does_not(signed_in: SignedIn) -> None:
    made = milestone()
    after = made.due + timedelta(days=7)
    assert delivery_of(made.action, after).startswith("Amber: milestone “Teams told” due")
    client = signed_in("improvement_lead")
    typed = {"version": made.version, "on": made.due.strftime("%d/%m/%Y")}
    assert client.post(f"/plan/milestones/{made.pk}/done/", typed).status_code == 302
    assert delivery_of(made.action, after).startswith("Green")
    assert "Teams told" in text_of(client, f"/plan/actions/{made.action_id}/")


def test_only_the_owner_or_a_keeper_sets_milestones_and_only_while_there_is_work(signed_in: SignedIn) -> None:
    made = milestone()
    with pytest.raises(NotDone, match="only its owner"):
        actions.edit_milestone(by=person("team_manager"), milestone=made, version=1, text="x", by_whom="")
    done = signed_off()
    with pytest.raises(NotDone, match="milestones no longer change"):
        actions.add_milestone(by=lead(), action=done, version=done.version, text="x", by_whom="", due=today())


def test_a_later_milestone_without_a_slip_is_refused_by_the_database() -> None:
    made = milestone()
    with pytest.raises(IntegrityError, match="milestone_a_later_date_is_a_slip"), transaction.atomic():
        Milestone.objects.filter(pk=made.pk).update(due=made.due + timedelta(days=1))


# Updates and the forecast


def test_an_update_says_a_forecast_and_leaves_it_where_it_says_none(signed_in: SignedIn) -> None:
    owner = person("head_of_service")
    made = agreed(action(owner))
    assert made.due is not None
    later = made.due + timedelta(days=6)
    actions.add_note(by=owner, action=made, text="Two posts are empty", forecast=later)
    actions.add_note(by=owner, action=made, text="Still")
    held = fresh(made)
    assert (held.forecast, held.updated_on, held.version) == (later, today(), made.version)
    assert delivery_of(made).startswith("Amber: forecast")
    assert "Forecast:" in text_of(signed_in("director"), f"/plan/actions/{made.pk}/")


RHYTHMS = [  # of the action, of its group: weeks until the next update
    (None, None, 4),
    (None, 2, 2),
    (1, 2, 1),
]


@pytest.mark.parametrize(("own", "groups", "weeks"), RHYTHMS)
def test_an_update_is_due_by_the_nearest_rhythm(own: int | None, groups: int | None, weeks: int) -> None:
    actions.add_workstream(by=MAKER, group=Group("Front door", lead_role="Head", update_weeks=groups))
    made = agreed(action(workstream="Front door"))
    owned = {"text": made.text, "owner": Ownership(role="Head"), "workstream": "Front door"}
    beside = Beside(update_weeks=own)
    actions.edit_action(by=MAKER, action=made, version=made.version, beside=beside, **owned)
    held = one_action().get(pk=made.pk)
    on_the_day = today() + timedelta(weeks=weeks)
    for day, late in ((on_the_day, False), (on_the_day + timedelta(days=4), True)):
        clock = queries.update_clock(held, plan_weeks=4, as_at=day)
        assert clock is not None
        assert (clock.due, clock.late) == (on_the_day, late)


def test_no_word_is_owed_of_what_is_proposed_or_settled() -> None:
    for made in (action(), signed_off()):
        held = one_action().get(pk=made.pk)
        assert queries.update_clock(held, plan_weeks=4, as_at=today() + timedelta(days=300)) is None


def test_the_owner_of_an_overdue_update_is_told() -> None:
    owner = person("head_of_service")
    agreed(action(owner, due=300))
    month_on = today() + timedelta(days=40)
    said = [need.sentence for need in needs(owner, on=month_on)]
    assert "An update is overdue on 1 action of yours" in said
    assert "An update is overdue on 1 action of yours" not in [
        need.sentence for need in needs(owner, on=today())
    ]
    reader = person("auditor")  # who sees the plan and works nothing of it is not asked to
    agreed(action(reader, due=300))
    assert "update is overdue" not in " ".join(need.sentence for need in needs(reader, on=month_on))


def test_what_leaves_by_mail_holds_no_word_that_somebody_wrote() -> None:
    owner = person("head_of_service")
    made = agreed(action(owner), due=today() + timedelta(days=5))
    said = {"rag": "Green", "reason": "Words of somebody", "until": today(), "on": today()}
    actions.set_colour(by=lead(), action=made, version=made.version, **said)
    milestone(made)
    briefs = [need.brief for need in needs(owner, on=today())]
    assert any("working day" in brief for brief in briefs)
    assert not any("Words of somebody" in brief or "Teams told" in brief for brief in briefs)


# What waits for what


def test_an_action_waits_for_a_late_one_and_both_pages_say_so(signed_in: SignedIn) -> None:
    late, made = agreed(action(), due=today() - timedelta(days=20)), action()
    actions.wait_for(by=lead(), action=made, version=made.version, on=late, why="It needs the form")
    client = signed_in("director")
    assert "It is late, and this action cannot finish before it." in text_of(
        client, f"/plan/actions/{made.pk}/"
    )
    assert f"{made.code}</a> waits for this action, which is late." in text_of(
        client, f"/plan/actions/{late.pk}/"
    )
    assert f"{made.code} waits for it" in text_of(client, "/plan/exceptions/")


ROUND = [  # which wait for which now, and who is to wait for whom
    ({}, (1, 1), "waits for this one already"),
    ({2: {1}}, (1, 2), "waits for this one already"),
    ({2: {3}, 3: {4}, 4: {1}}, (1, 2), "waits for this one already"),
    ({1: {2}}, (1, 2), "It waits for A2 already"),
    ({2: {3}, 4: {1}}, (1, 2), ""),
    ({1: {3}, 2: {3}}, (1, 2), ""),
]


@pytest.mark.parametrize(("waits", "asked", "said"), ROUND)
def test_nothing_waits_for_itself_however_long_the_way_round(
    waits: dict[int, set[int]], asked: tuple[int, int], said: str
) -> None:
    one, on = (Action(pk=key, code=f"A{key}") for key in asked)
    found = why_not_wait_for(one, on, waits)
    assert (said in found) if said else found == ""


def test_a_tie_is_made_once_taken_back_and_never_to_itself() -> None:
    made, on = action(), action()
    tie = actions.wait_for(by=lead(), action=made, version=1, on=on, why="x")
    with pytest.raises(NotDone, match="already"):
        actions.wait_for(by=lead(), action=on, version=1, on=made, why="x")
    with pytest.raises(IntegrityError, match="dependency_not_on_itself"), transaction.atomic():
        Dependency.objects.create(action=made, on=made)
    actions.wait_no_more(by=lead(), dependency=tie)
    assert not Dependency.objects.exists()


# A colour somebody sets


def test_a_colour_set_stands_beside_the_computed_one_until_its_last_day(signed_in: SignedIn) -> None:
    made = coloured()
    last = today() + timedelta(days=20)
    assert delivery_of(made, last).startswith("Red: It is worse (set by")
    assert "Computed: " in delivery_of(made, last)
    assert not delivery_of(made, last + timedelta(days=1)).startswith("Red: It is worse")
    page = text_of(signed_in("director"), f"/plan/actions/{made.pk}/")
    assert "It is worse" in page
    assert "Computed: Green" in page
    paper = as_paper(as_at=today())
    assert paper is not None
    assert paper.actions[0].override is not None


def test_the_owner_sets_no_colour_and_none_is_set_for_long() -> None:
    director = person("director")
    made = action(director)
    given = {"rag": "Green", "reason": "It is well", "on": today()}
    soon = today() + timedelta(days=5)
    with pytest.raises(NotDone, match="You own this action"):
        actions.set_colour(by=director, action=made, version=1, until=soon, **given)
    for days, said in ((57, "56 days at most"), (-1, "has passed already")):
        until = today() + timedelta(days=days)
        with pytest.raises(NotDone, match=said):
            actions.set_colour(by=lead(), action=made, version=1, until=until, **given)
    actions.set_colour(by=lead(), action=made, version=1, until=today() + timedelta(days=56), **given)
    actions.set_colour(by=lead(), action=fresh(made), version=2, until=soon, **given)
    assert made.colours_set.filter(ended_on=None).count() == 1
    actions.end_colour(by=lead(), action=fresh(made), version=3, on=today())
    assert delivery_of(made).startswith("Green: due")


FRIDAY = date(2026, 3, 20)  # the last day of a colour set on Monday 2 March


@pytest.mark.parametrize(
    ("on", "left"),
    [
        (date(2026, 3, 12), None),  # a Thursday: six working days
        (date(2026, 3, 13), 5),
        (date(2026, 3, 14), 5),  # a Saturday
        (FRIDAY, 0),
        (date(2026, 3, 21), None),
    ],
)
def test_a_colour_about_to_end_is_said_to_whoever_set_it_and_keeps_the_plan(
    on: date, left: int | None
) -> None:
    by, keeper, other, made = lead(), lead(), person("head_of_service"), action()
    given = {"rag": "Green", "reason": "It is well", "until": FRIDAY, "on": date(2026, 3, 2)}
    held = actions.set_colour(by=by, action=made, version=made.version, **given)
    assert queries.days_left(held, as_at=on) == left
    said = {
        who.pk: [need.brief for need in needs(who, on=on) if "colour" in need.brief]
        for who in (by, keeper, other)
    }
    ends = f"action {made.code} ends on 20 March 2026"
    told = left is not None
    assert said[by.pk] == [f"The colour you set for {ends}"] * told
    assert said[keeper.pk] == [f"The colour set for {ends}"] * told
    assert said[other.pk] == []


def test_a_colour_taken_back_or_of_an_action_claimed_is_no_longer_asked_about(signed_in: SignedIn) -> None:
    soon = {"rag": "Green", "reason": "It is well", "until": today(), "on": today()}
    back, done = action(), agreed(action())
    for made in (back, done):
        actions.set_colour(by=lead(), action=made, version=made.version, **soon)
    assert "It ends today" in text_of(signed_in("director"), f"/plan/actions/{back.pk}/")
    actions.end_colour(by=lead(), action=back, version=fresh(back).version, on=today())
    actions.claim(by=lead(), action=done, version=fresh(done).version, words="It is so", on=today())
    assert queries.ending_colours(as_at=today()) == []


# What the authority calls a colour


def test_a_colour_has_the_authoritys_name_on_pages_and_papers(signed_in: SignedIn) -> None:
    signed_off()
    client = signed_in("improvement_lead")
    typed = {
        "version": 0,
        "update_weeks": 2,
        "evidence_months": 6,
        "called_done": "Blue",
        "called_red": "Red",
    }
    assert client.post("/plan/settings/", typed).status_code == 302
    held = queries.plan_settings()
    assert (held.update_weeks, held.labels) == (2, {"Signed off": "Blue"})
    page = text_of(client, "/plan/")
    assert ">Blue</strong>" in page
    assert "What the delivery colours mean" in page
    paper = as_paper(as_at=today())
    assert paper is not None
    assert paper.labels == (("Signed off", "Blue"),)
    assert "Somebody else saved this" in client.post("/plan/settings/", typed).content.decode()
    assert queries.plan_settings().version == 1


# The scheme of delegation


WHO_DECIDES = [  # of what, by whom, and may they
    ("milestone", "head_of_service", True),
    ("milestone", "director", True),
    ("action", "head_of_service", False),
    ("action", "director", True),
    ("action", "board_secretary", True),
    ("notice", "director", False),
    ("notice", "board_secretary", True),
]


@pytest.mark.parametrize(("matter", "role", "may"), WHO_DECIDES)
def test_a_date_is_decided_at_its_level_or_above(matter: str, role: str, may: bool) -> None:
    change = asked(milestone(), 3)
    DateChange.objects.filter(pk=change.pk).update(matter=matter)
    change.refresh_from_db()
    if may:
        decided(change, by=person(role))
    else:
        with pytest.raises(NotDone, match="The scheme of delegation leaves"):
            decided(change, by=person(role))
    change.refresh_from_db()
    assert (change.outcome == "agreed") is may


NOTICE = date(2027, 3, 31)  # a day the notice sets
PASSED = [  # due now, asked for: a matter of
    (date(2027, 2, 1), date(2027, 3, 31), "action"),
    (date(2027, 2, 1), date(2027, 4, 1), "notice"),
    (date(2027, 4, 1), date(2027, 5, 1), "action"),
    (date(2027, 4, 1), date(2027, 2, 1), "action"),
]


@pytest.mark.parametrize(("due", "asked", "matter"), PASSED)
def test_a_date_past_one_that_a_notice_sets_is_for_the_improvement_board(
    due: date, asked: date, matter: str
) -> None:
    notice = source()
    notice.kind, notice.dates = "improvement notice", [{"last": NOTICE.isoformat()}]
    notice.save()
    made = agreed(action(towards=objective(notice.requirements.first())), due=due)
    change = actions.propose_date(
        by=lead(), action=made, version=made.version, proposed=asked, why="x", on=today()
    )
    assert change.matter == matter


def test_the_scheme_is_changed_with_a_reason_and_obeyed_at_once(signed_in: SignedIn) -> None:
    client = signed_in("improvement_lead")
    typed = scheme_form(version=0, level_SIGN_OFF="improvement", name_improvement="Made-up board")
    assert client.post("/plan/who-may-agree/change/", typed).status_code == 302
    held = Scheme.objects.get()
    assert (held.version, held.agreed_at) == (1, "Board")
    assert about(kind="scheme", key="1")[0].details["was"]["levels"]["sign-off"] == "operational"
    owner = person("head_of_service")
    done = claimed(action(owner), owner)
    told = {"action": done, "version": done.version, "words": "Seen", "on": today(), "proof": proof()}
    with pytest.raises(NotDone, match="leaves sign-off to the made-up board"):
        actions.sign_off(by=person("head_of_service"), **told)
    actions.sign_off(by=person("director"), **told)
    page = text_of(client, "/plan/who-may-agree/")
    assert "Made-up board" in page
    assert "version 1" in page


def test_a_scheme_that_nobody_could_act_on_is_refused(signed_in: SignedIn) -> None:
    typed = scheme_form(version=0, level_SIGN_OFF="improvement", signs_improvement=[])
    page = signed_in("improvement_lead").post("/plan/who-may-agree/change/", typed).content.decode()
    assert "Nobody could decide signing an action off" in page
    assert not Scheme.objects.exists()


def test_stopping_and_agreeing_are_for_the_level_the_scheme_says() -> None:
    levels = {**DEFAULT.levels, "ending": "improvement", "action": "improvement"}
    actions.set_scheme(
        by=lead(), version=0, delegated=replace(DEFAULT, levels=levels), meeting=BOARD, why="Ours"
    )
    made, director = action(), person("director")
    with pytest.raises(NotDone, match="stopping or merging"):
        actions.stop(by=director, action=made, version=1, why="x")
    with pytest.raises(NotDone, match="an action's date"):
        actions.agree(by=director, action=made, version=1, due=today(), meeting=BOARD, on=today())
    actions.stop(by=lead(), action=made, version=1, why="x")


# Waiting for sign-off


def test_a_claim_has_a_clock_of_its_own(signed_in: SignedIn) -> None:
    owner = person("head_of_service")
    done = claimed(action(owner), owner)
    Action.objects.filter(pk=done.pk).update(claimed_on=today() - timedelta(days=60))
    page = text_of(signed_in("director"), "/plan/awaiting-sign-off/")
    assert "1 waits longer than 10 working days" in page
    assert "Too long" in page
    assert "The wait is not its owner's." in text_of(
        signed_in("auditor"), f"/plan/actions/{done.pk}/"
    ).replace("&#x27;", "'")


# A sign-off whose evidence fails


def judged(made: Action, *, sufficient: bool) -> None:
    owner, director = person("head_of_service"), person("director")
    ref = EvidenceRef(kind="minute", key="m", label="Minutes", as_of=today())
    piece = actions.pin_document(by=owner, action=made, ref=ref, shows="It", where="Folder")
    given = {"why": "It shows less", "on": today(), "proof": proof()}
    actions.judge_evidence(by=director, evidence=piece, version=1, sufficient=sufficient, **given)


def test_a_sign_off_asks_its_question_when_evidence_fails_and_is_not_changed(signed_in: SignedIn) -> None:
    done = signed_off()
    judged(done, sufficient=True)
    assert not queries.in_question().exists()
    judged(done, sufficient=False)
    assert fresh(done).state == "signed off"
    sentence = f"Action {done.code} is signed off, and evidence of it was judged not sufficient since"
    told = {
        role: sentence in [need.sentence for need in needs(person(role), on=today())]
        for role in ("improvement_lead", "director", "auditor")
    }
    assert told == {"improvement_lead": True, "director": True, "auditor": False}
    client = signed_in("improvement_lead")
    assert "Is it still done?" in text_of(client, f"/plan/actions/{done.pk}/")
    typed = {"version": fresh(done).version, "why": "The minutes were of another meeting"}
    assert client.post(f"/plan/actions/{done.pk}/keep-sign-off/", typed).status_code == 302
    assert not queries.in_question().exists()
    assert "This does not match" not in text_of(client, f"/plan/actions/{done.pk}/")


def test_a_sign_off_that_is_opened_again_asks_no_more() -> None:
    done = signed_off()
    judged(done, sufficient=False)
    actions.reopen(by=person("director"), action=done, version=done.version, why="It is not done")
    assert not queries.in_question().exists()


# Exceptions


def test_an_exception_says_how_far_why_and_asks_for_a_date_that_is_then_decided(signed_in: SignedIn) -> None:
    owner = person("head_of_service")
    made = agreed(action(owner), due=today() - timedelta(days=20))
    client = signed_in("improvement_lead")
    assert "1 action is off plan, 1 of them late; 1 has no report yet." in text_of(
        client, "/plan/exceptions/"
    )
    later = (today() + timedelta(days=60)).strftime("%d/%m/%Y")
    typed = {
        "version": 0,
        "what": "The form is not built",
        "why": "Two vacancies",
        "effect": "Children wait",
        "remedy": "Agency cover",
        "help_needed": "A post",
        "new_date": later,
        "decision_asked": "Agree the date",
    }
    assert client.post(f"/plan/actions/{made.pk}/exception/", typed).status_code == 302
    page = text_of(client, "/plan/exceptions/")
    for said in ("Two vacancies", "Children wait", "Agency cover", "A post", "Agree the date", "none yet"):
        assert said in page
    decided(DateChange.objects.get(), agreed=False, by=person("board_secretary"))
    assert "refused, Workstream" in text_of(client, "/plan/exceptions/")
    page = client.post(f"/plan/actions/{made.pk}/exception/", {**typed, "why": "Mine", "new_date": ""})
    assert "Two vacancies" in page.content.decode()
    assert "Mine" in page.content.decode()


def test_a_date_that_is_only_near_is_no_exception(signed_in: SignedIn) -> None:
    agreed(action(), due=today() + timedelta(days=3))
    assert "No action is off plan." in text_of(signed_in("director"), "/plan/exceptions/")


# The other pages


@pytest.fixture
def busy(db: None) -> Person:
    owner = person("head_of_service")
    grow(owner, "Front door")
    return owner


def grow(owner: Person, group: str) -> None:
    """An objective with an action in each of several states, with what hangs on them."""
    towards = objective()
    actions.add_measure(by=MAKER, objective=towards, indicator="assessment_45wd")
    late = agreed(action(owner, towards=towards, workstream=group), due=today() - timedelta(days=9))
    waits, moved = action(owner, towards=towards, workstream=group), agreed(action(owner, towards=towards))
    claimed(action(owner, towards=towards), owner)
    actions.wait_for(by=lead(), action=waits, version=1, on=late, why="x")
    milestone(waits)
    actions.set_colour(
        by=lead(), action=late, version=late.version, rag="Amber", reason="x", until=today(), on=today()
    )
    report = Report("It", "Late", "They wait", "More")
    actions.report_exception(
        by=owner, action=late, version=0, report=report, new_date=today() + timedelta(days=40), on=today()
    )
    assert moved.due is not None
    change = actions.propose_date(
        by=owner, action=moved, version=moved.version, proposed=moved.due + timedelta(days=9), why="x",
        on=today(),
    )  # fmt: skip
    decided(change, by=person("board_secretary"))


PAGES = [
    ("/plan/board/", "Board by state"),
    ("/plan/board/?workstream=Front+door", "Board by state: Front door"),
    ("/plan/exceptions/", "1 action is off plan, 1 of them late."),
    ("/plan/dates-moved/", "1 action has a later date than before; 1 date was moved later here."),
    ("/plan/on-one-page/", "1 objective and 4 actions: 1 is late; 1 waits for sign-off."),
    ("/plan/who-may-agree/", "A milestone's date is for the workstream; others propose."),
    ("/plan/workstreams/", "1 of 1 group has an action that is late."),
    ("/plan/mine/", "No action is yours to do now."),
]


def test_each_page_answers_its_question_in_a_sentence(busy: Person, signed_in: SignedIn) -> None:
    client = signed_in("auditor")
    said = {address: text_of(client, address).replace("&#x27;", "'") for address, _ in PAGES}
    assert [(address, sentence) for address, sentence in PAGES if sentence not in said[address]] == []


def test_no_page_asks_the_database_more_when_the_plan_grows(signed_in: SignedIn) -> None:
    pages = [address for address, _ in PAGES] + ["/plan/", "/plan/awaiting-sign-off/"]
    client = signed_in("head_of_service")
    me = Person.objects.get(pk=client.session["_auth_user_id"])
    grow(me, "Front door")
    queries_of(client, pages)
    before = queries_of(client, pages)
    for _ in range(3):
        grow(me, "Front door")
    assert queries_of(client, pages) == before


def test_my_actions_are_mine_with_what_each_needs(signed_in: SignedIn) -> None:
    client = signed_in("head_of_service")
    me = Person.objects.get(pk=client.session["_auth_user_id"])
    agreed(action(me, text="Mine"), due=today() - timedelta(days=9))
    agreed(action(text="Another's"))
    page = text_of(client, "/plan/mine/")
    assert "1 action is yours: 1 late; no update is overdue." in page
    assert "Mine" in page
    assert "Another" not in page


def test_the_board_and_the_plan_count_late_actions_of_the_same(signed_in: SignedIn) -> None:
    agreed(action(text="Late"), due=today() - timedelta(days=9))
    stopped = action(text="Not done after all")
    actions.stop(by=person("director"), action=stopped, version=stopped.version, why="Made up")
    client = signed_in("director")
    for page in ("/plan/", "/plan/board/"):
        assert "1 of 1 action is late" in text_of(client, page)


def test_a_card_on_the_board_offers_what_moves_it_and_nothing_more(signed_in: SignedIn) -> None:
    action(person("head_of_service"))
    assert "Agree it" in text_of(signed_in("board_secretary"), "/plan/board/")
    assert "Agree it" not in text_of(signed_in("auditor"), "/plan/board/")


SHOW_COLOURS = (
    "",
    "board/",
    "mine/",
    "on-one-page/",
    "exceptions/",
    "objectives/",
    "awaiting-sign-off/",
    "workstreams/",
)


def test_every_page_that_shows_a_colour_says_what_it_means(busy: Person, signed_in: SignedIn) -> None:
    client, meaning = signed_in("director"), "What the delivery colours mean"
    assert [page for page in SHOW_COLOURS if meaning not in text_of(client, f"/plan/{page}")] == []


@pytest.mark.parametrize("page", ["/plan-as-it-was/", "/plan/actions/{}/exception/"])
def test_so_do_the_plan_as_it_was_and_the_report_of_an_exception(page: str, signed_in: SignedIn) -> None:
    address = page.format(action("Somebody").pk)
    assert "What the delivery colours mean" in text_of(signed_in("improvement_lead"), address)


@pytest.mark.parametrize(
    "address",
    ["/plan/board/", "/plan/exceptions/", "/plan/dates-moved/", "/plan/on-one-page/", "/plan/workstreams/"],
)
def test_an_empty_page_says_what_will_be_here(address: str, signed_in: SignedIn) -> None:
    assert not Workstream.objects.exists()
    assert "will be here" in text_of(signed_in("auditor"), address)
