"""Impact: what it may rest on, who may judge it, and what puts it in question again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from goldenthread.standards.calendar import add_months
from goldenthread.web.accounts.standing import today
from goldenthread.web.history.models import Entry
from goldenthread.web.plan import actions, queries
from goldenthread.web.plan.ageing import age, ages, rule_said
from goldenthread.web.plan.models import Action, Evidence, ImpactJudgement, ImpactQuestion
from goldenthread.web.plan.needs import needs
from goldenthread.web.plan.rules import ChangedMeanwhile, NotDone
from goldenthread.web.plan.signed import impact_record
from web_impact import by_hand, judged, minute, reading, sufficient
from web_people import MAKER, person, proof
from web_plan import action, fresh, objective

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
HELD_BY = "indicator:assessment_45wd"


def measured(**about: Any) -> Action:
    """An action whose objective has one indicator as its measure."""
    towards = objective()
    actions.add_measure(by=MAKER, objective=towards, indicator="assessment_45wd")
    return action(towards=towards, **about)


# What it rests on


@pytest.mark.parametrize("state", ["early", "evidenced", "sustained"])
def test_any_impact_but_none_yet_rests_on_evidence(state: str) -> None:
    with pytest.raises(NotDone, match="Choose the evidence"):
        judged(measured(), state, measure=HELD_BY)


def test_none_yet_needs_no_evidence() -> None:
    made = measured()
    assert judged(made, "none yet").state == "none yet"


@pytest.mark.parametrize(
    ("state", "is_judged", "days_old", "refused"),
    [
        ("early", "waiting", 10, ""),
        ("early", "waiting", 400, ""),  # an early sign may be old, and nobody need have judged it
        ("early", "not sufficient", 10, "judged not sufficient"),
        ("evidenced", "waiting", 10, "has not been judged sufficient"),
        ("evidenced", "sufficient", 10, ""),
        ("evidenced", "sufficient", 400, "stale since"),
        ("evidenced", "not sufficient", 10, "judged not sufficient"),
        ("sustained", "sufficient", 10, ""),
        ("sustained", "sufficient", 400, "stale since"),
    ],
)
def test_what_each_state_may_rest_on(state: str, is_judged: str, days_old: int, refused: str) -> None:
    made = measured()
    piece = minute(made, days_old=days_old)
    if is_judged != "waiting":
        piece = sufficient(piece, enough=is_judged == "sufficient")
    if refused:
        with pytest.raises(NotDone, match=refused):
            judged(made, state, piece, measure=HELD_BY)
    else:
        assert list(judged(made, state, piece, measure=HELD_BY).evidence.all()) == [piece]


def test_it_cannot_rest_on_evidence_of_another_action() -> None:
    with pytest.raises(NotDone, match="pinned here"):
        judged(measured(), "early", minute(measured()))


def test_an_objective_rests_on_the_evidence_of_its_actions_but_not_of_one_stopped() -> None:
    made = measured()
    piece = sufficient(minute(made))
    assert judged(made.objective, "evidenced", piece).state == "evidenced"
    actions.stop(by=person("director"), action=fresh(made), version=fresh(made).version, why="No")
    with pytest.raises(NotDone, match="pinned here"):
        judged(made.objective, "evidenced", piece)


@pytest.mark.parametrize(
    ("measure", "refused"),
    [("", "Choose the measure"), ("indicator:rereferrals_12m", "a measure of its objective"), (HELD_BY, "")],
)
def test_a_sustained_impact_names_a_measure_of_its_objective(measure: str, refused: str) -> None:
    made = measured()
    piece = sufficient(minute(made))
    if refused:
        with pytest.raises(NotDone, match=refused):
            judged(made, "sustained", piece, measure=measure)
    else:
        assert "45" in judged(made, "sustained", piece, measure=measure).measure_title


# Age


@pytest.mark.parametrize(("days_after", "stale"), [(-1, False), (0, False), (1, True)])
def test_evidence_is_fresh_for_six_months_to_the_day(days_after: int, stale: bool) -> None:
    piece = minute(measured(), days_old=0)
    on = add_months(today(), 6) + timedelta(days=days_after)
    assert age(piece, as_at=on).stale is stale


def test_the_age_is_counted_from_the_last_day_it_speaks_of_not_from_its_own_date() -> None:
    piece = minute(measured(), days_old=0)
    Evidence.objects.filter(pk=piece.pk).update(speaks_from=date(2025, 1, 1), speaks_to=date(2025, 3, 31))
    piece.refresh_from_db()
    told = age(piece, as_at=date(2025, 10, 1))
    assert told.speaks == "1 January 2025 to 31 March 2025"
    assert told.words == "stale since 1 October 2025"


def set_months(months: int, on: date) -> None:
    held = queries.plan_settings()
    given = {"version": held.version, "update_weeks": held.update_weeks, "labels": held.labels}
    by = person("improvement_lead")
    assert actions.set_plan_settings(by=by, evidence_months=months, on=on, **given)


def test_an_authority_may_set_an_age_of_its_own_from_a_day_on() -> None:
    piece = minute(measured(), days_old=0)
    set_months(12, today() + 300 * DAY)
    assert age(piece, as_at=today() + 299 * DAY).stale
    assert not age(piece, as_at=today() + 300 * DAY).stale
    assert "no law sets an age" in rule_said(as_at=today())
    assert "12 months" in rule_said(as_at=today() + 300 * DAY)


def test_an_age_set_again_holds_from_its_day_and_the_earlier_is_kept() -> None:
    first, then = date(2026, 3, 2), date(2026, 6, 1)
    set_months(6, first)  # what is suggested: nothing of the authority's own
    assert queries.plan_settings().evidence_months == {}
    set_months(9, first)
    set_months(9, then)
    assert queries.plan_settings().evidence_months == {"2026-03-02": 9}
    set_months(3, then)
    told = {on: ages(as_at=on).rule.months for on in (first - DAY, first, then - DAY, then)}
    assert list(told.values()) == [6, 9, 9, 3]
    latest = queries.settings_history().first()
    assert latest is not None
    assert latest.details["was"]["evidence_months"] == {"2026-03-02": 9}


@pytest.mark.parametrize("months", [0, 37])
def test_an_age_is_from_one_month_to_three_years(months: int) -> None:
    with pytest.raises(NotDone, match="from 1 to 36"):
        set_months(months, today())


def test_the_age_is_read_once_however_many_pieces_there_are(
    django_assert_num_queries: Any,
) -> None:
    made = measured()
    for days in range(5):
        minute(made, days_old=days)
    with django_assert_num_queries(3):  # the pieces, where each counts, and the ages
        queries.pieces(as_at=today())


def test_whoever_keeps_the_plan_is_told_when_the_newest_evidence_of_an_action_is_stale() -> None:
    made = measured()
    sufficient(minute(made, days_old=500))
    sufficient(minute(made, days_old=300))
    lead, worker = person("improvement_lead"), person("social_worker")
    told = [need for need in needs(lead, on=today()) if "gone stale" in need.sentence]
    sentence = "The newest evidence of 1 action has gone stale"
    assert [(need.sentence, need.brief, need.count) for need in told] == [(sentence, sentence, 1)]
    assert not [need for need in needs(worker, on=today()) if "gone stale" in need.sentence]
    sufficient(minute(made, days_old=5))
    assert not [need for need in needs(lead, on=today()) if "gone stale" in need.sentence]


# Who judges


def test_the_owner_of_an_action_judges_neither_it_nor_its_objective() -> None:
    owner = person("head_of_service")
    made = measured(owner=owner)
    for thing in (made, made.objective):
        with pytest.raises(NotDone, match="You own"):
            judged(thing, "none yet", by=owner)
    assert judged(made.objective, "none yet", by=person("head_of_service")).state == "none yet"


@pytest.mark.parametrize("of", ["action", "objective"])
def test_the_database_refuses_an_owners_judgement_too(of: str) -> None:
    owner = person("head_of_service")
    made = measured(owner=owner)
    about = {"action": made} if of == "action" else {"objective": made.objective}
    given = {"state": "early", "why": "x", "accepted_by": owner, "accepted_on": today()}
    with pytest.raises(DatabaseError, match="not judged by an owner"), transaction.atomic():
        ImpactJudgement.objects.create(**about, **given, accepted_by_name=owner.name)


def test_judgements_are_kept_and_the_latest_stands() -> None:
    made = measured()
    piece = sufficient(minute(made))
    judged(made, "early", piece)
    judged(made, "evidenced", piece)
    assert [one.state for one in queries.judgements_of(made)] == ["evidenced", "early"]
    assert fresh(made).impact == "evidenced"
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        ImpactJudgement.objects.update(state="sustained")


def test_a_judgement_is_signed_for_what_was_judged_and_on_which_evidence() -> None:
    made = measured()
    piece = sufficient(minute(made))
    first, then = judged(made, "early", piece), judged(made, "evidenced", piece)
    told = {one.one.pk: one.signatures for one in queries.with_signatures(queries.judgements_of(made))}
    assert {key: [(one.sound, one.matches) for one in held] for key, held in told.items()} == {
        first.pk: [(True, True)],
        then.pk: [(True, True)],
    }
    said = told[then.pk][0].signature
    assert said.statement == f"I judge the impact of action {made.code} evidenced: It shows"
    held = queries.judgements_of(made).get(pk=then.pk)
    assert impact_record(held)["rests on"][0]["label"] == piece.exhibit.label
    Action.objects.filter(pk=made.pk).update(text="Something else")
    [latest, _] = queries.with_signatures(queries.judgements_of(fresh(made)))
    assert [(one.sound, one.matches) for one in latest.signatures] == [(True, False)]


def test_signatures_of_judgements_are_read_in_as_many_queries_however_many_there_are() -> None:
    made, counts = measured(), []
    for _ in range(3):
        judged(made, "none yet")
        with CaptureQueriesContext(connection) as asked:
            queries.with_signatures(queries.judgements_of(made))
        counts.append(len(asked))
    assert counts[0] == counts[-1]


def test_one_proof_signs_one_judgement() -> None:
    one, told = (
        objective(),
        {"impact": actions.Impact(state="none yet", why="x"), "on": today(), "proof": proof()},
    )
    held = actions.judge_objective(by=person("director"), objective=one, seen=0, **told)
    with pytest.raises(NotDone, match="signed something else"), transaction.atomic():
        actions.judge_objective(by=person("director"), objective=one, seen=held.pk, **told)
    assert queries.judgement_of(one) == held


def test_two_who_judge_an_objective_at_once_do_not_pass_each_other_by() -> None:
    one = objective()
    judged(one, "none yet")
    impact = actions.Impact(state="none yet", why="From a page opened before")
    told = {"impact": impact, "on": today(), "proof": proof()}
    with pytest.raises(ChangedMeanwhile):
        actions.judge_objective(by=person("director"), objective=one, seen=0, **told)


# Asked again


def said_sustained(*, seen: date | None = None) -> ImpactJudgement:
    made = measured()
    piece = sufficient(minute(made))
    return judged(made.objective, "sustained", piece, measure=HELD_BY, seen=seen)


def fall(on: date, *, indicator: str = "assessment_45wd") -> int:
    fallen = {indicator: (on, "A real change for the worse.")}
    return actions.put_questions(by=MAKER, fallen=fallen, on=today())


def test_a_measure_that_falls_back_asks_again_and_lowers_nothing() -> None:
    stands = said_sustained()
    assert fall(today() + DAY) == 1
    assert [question.judgement for question in queries.open_questions()] == [stands]
    held = queries.judgement_of(stands.thing)
    assert held is not None
    assert held.state == "sustained"
    assert Entry.objects.filter(act="asked again whether the impact is sustained").count() == 1


@pytest.mark.parametrize(
    ("seen", "figure_on", "asked"),
    [
        (None, 0, 0),  # judged that day: the figure was there to be seen
        (None, 1, 1),
        (-30, -30, 0),  # the last figure they had before them
        (-30, -29, 1),
    ],
)
def test_only_a_figure_that_nobody_had_seen_asks_again(seen: int | None, figure_on: int, asked: int) -> None:
    said_sustained(seen=None if seen is None else today() + seen * DAY)
    assert fall(today() + figure_on * DAY) == asked


def test_another_measure_or_a_lesser_state_is_not_asked_about() -> None:
    made = measured()
    judged(made, "evidenced", sufficient(minute(made)))
    said_sustained()
    assert fall(today() + DAY, indicator="rereferrals_12m") == 0
    assert queries.held_indicators() == {"assessment_45wd"}


def test_it_is_asked_once_and_answered_by_judging_again() -> None:
    stands = said_sustained()
    assert [fall(today() + DAY), fall(today() + 2 * DAY)] == [1, 0]
    judged(stands.thing, "early", *stands.evidence.all())
    assert queries.open_questions() == []
    assert ImpactQuestion.objects.count() == 1


def test_said_to_be_sustained_again_a_later_fall_asks_again() -> None:
    stands = said_sustained()
    fall(today() + DAY)
    judged(stands.thing, "sustained", *stands.evidence.all(), measure=HELD_BY, seen=today() + DAY)
    assert [fall(today() + DAY), fall(today() + 2 * DAY)] == [0, 1]


def test_whoever_judges_or_keeps_the_plan_finds_the_question_on_today() -> None:
    said_sustained()
    fall(today() + DAY)
    for role, told in (("director", 1), ("improvement_lead", 1), ("social_worker", 0)):
        found = [need for need in needs(person(role), on=today()) if "still sustained?" in need.sentence]
        assert len(found) == told
        assert {need.brief for need in found} <= {"Is the impact of O1 still sustained?"}  # what mail may say


def test_the_figures_of_a_measure_entered_by_hand_ask_again_too() -> None:
    made = measured()
    counted = by_hand(made.objective, target=None, target_on=None)
    piece = sufficient(minute(made))
    reading(counted, today() - 5 * DAY, 70)
    by = queries.name_by_hand(counted)
    judged(made, "sustained", piece, measure=by, seen=today() - 5 * DAY)
    reading(counted, today() - 4 * DAY, 41)  # less, and still better than where it started from
    assert queries.open_questions() == []
    reading(counted, today() - 3 * DAY, 39)
    assert len(queries.open_questions()) == 1


def test_reading_what_stands_takes_as_many_queries_however_many_there_are() -> None:
    def counted() -> int:
        with CaptureQueriesContext(connection) as asked:
            found = list(queries.standing_judgements())
            assert all(one.thing and one.evidence.all() for one in found)
            assert any(queries.question_of(one) for one in found) == (len(found) > 1)
        return len(asked)

    said_sustained()
    few = counted()
    for _ in range(4):
        said_sustained()
    fall(today() + DAY)
    assert counted() == few
