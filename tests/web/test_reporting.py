"""Reporting cycles: whose words, by when, what was put to them, what is done; and that frozen is frozen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from goldenthread.indicators.targets import Milestone
from goldenthread.papers.judgement import Aim
from goldenthread.web.accounts import standing as standings
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import FigureTier, Permission
from goldenthread.web.accounts.standing import today
from goldenthread.web.history.models import Entry, Signature
from goldenthread.web.history.queries import signatures_of
from goldenthread.web.indicators import taken
from goldenthread.web.indicators.actions import set_target
from goldenthread.web.indicators.taken import from_json, stood_at, taken_from
from goldenthread.web.plan.rules import NotDone
from goldenthread.web.reporting import actions, queries, rules
from goldenthread.web.reporting.actions import Correction, Meeting
from goldenthread.web.reporting.dates import dates
from goldenthread.web.reporting.models import (
    Answer,
    Challenge,
    Commentary,
    CorrectiveAction,
    Cycle,
    Frozen,
    Line,
    Remark,
)
from goldenthread.web.reporting.needs import needs
from goldenthread.web.reporting.signed import cycle_record, statement
from goldenthread.web.reporting.views import tier_of
from web_access import asking
from web_figures import assessments, few_measures, held, registered
from web_people import confirm, person, proof
from web_plan import action
from web_reporting import (
    CUT_OFF,
    MEETS,
    READ,
    WRITTEN,
    challenged,
    commented,
    cycle,
    done,
    frozen,
    line,
    months,
    step,
)

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
DAY = timedelta(days=1)
INSIDE, OUTSIDE = FigureTier.INTERNAL, FigureTier.SUPPRESSED
BOARD = Meeting("Improvement Board", MEETS, 5, 3)


def text(client: Client, address: str, **sent: Any) -> str:
    answer = client.post(address, sent) if sent else client.get(address)
    assert answer.status_code == 200, answer.status_code
    return " ".join(unescape(answer.content.decode()).split())


# Days


def test_days_are_working_days_from_the_cut_off_with_easter_left_out() -> None:
    days = rules.days_of(CUT_OFF, commentary_days=5, challenge_days=3)
    assert (days.commentary, days.challenge) == (WRITTEN, READ)


@pytest.mark.parametrize(("meets_on", "refused"), [(READ, False), (READ - DAY, True)])
def test_everybody_has_read_by_the_day_of_the_meeting(meets_on: date, refused: bool) -> None:
    assert bool(rules.why_not_days(rules.Days(WRITTEN, READ), meets_on)) is refused


@pytest.mark.parametrize(("on", "refused"), [(CUT_OFF, False), (CUT_OFF - DAY, True)])
def test_figures_of_a_day_to_come_are_not_cut_off(on: date, refused: bool) -> None:
    assert bool(rules.why_not_cut_off(CUT_OFF, on)) is refused


# On which day, with what already there, how it stands
STATES = [
    (WRITTEN, "", "No commentary yet: due 9 April 2026"),
    (WRITTEN + DAY, "", "No commentary yet: 1 working day late, due 9 April 2026"),
    (WRITTEN + 2 * DAY, "", "No commentary yet: 1 working day late, due 9 April 2026"),  # a Saturday
    (WRITTEN + DAY, "written", "Commentary written"),
    (READ, "challenged", "1 challenge waits for an answer"),
    (READ, "answered", "Commentary written"),
]


@pytest.mark.parametrize(("on", "upto", "state"), STATES)
def test_how_a_measure_stands(on: date, upto: str, state: str) -> None:
    made = line()
    if upto:
        commented(made)
    if upto in ("challenged", "answered"):
        put = challenged(made)
    if upto == "answered":
        actions.answer(by=made.owner, challenge=put, text="Now", on=READ)
    (row,) = queries.rows_of(queries.lines_of(made.cycle), tier=INSIDE, on=on)
    assert row.state == state


def test_what_is_late_comes_first_then_what_waits_for_an_answer() -> None:
    kept = cycle()
    written = commented(line(kept, indicator="assessments_count"))
    late, asked = line(kept), commented(line(kept, indicator="cla_count"))
    challenged(asked)
    rows = queries.rows_of(queries.lines_of(kept), tier=FigureTier.NONE, on=READ)
    assert [row.line.pk for row in rows] == [late.pk, asked.pk, written.pk]
    said = queries.sentence(kept, queries.lines_of(kept), READ)
    assert said == (
        "2 of 3 commentaries written; 1 late, due 9 April 2026. 1 challenge, 1 of them without an answer."
    )


# Who may


def test_only_its_owner_writes_and_answers_and_never_challenges() -> None:
    made, other = line(), person("head_of_service")
    put = challenged(commented(made), by=other)
    assert rules.why_not_comment(made.owner, made) == ""
    assert "only they write" in rules.why_not_comment(other, made)
    assert "somebody else must challenge" in rules.why_not_challenge(made.owner, made)
    assert "do not challenge" in rules.why_not_challenge(person("team_manager"), made)
    assert rules.why_not_challenge(person("lead_member"), made) == ""
    assert "only they answer" in rules.why_not_answer(other, put)
    actions.answer(by=made.owner, challenge=put, text="It is", on=READ)
    again = queries.challenges().get(pk=put.pk)
    assert rules.why_not_answer(made.owner, again) == "This was answered already."


OWNERS = [("head_of_service", True), ("director", True), ("lead_member", False), ("board_partner", False)]


@pytest.mark.parametrize(("role", "may"), OWNERS)
def test_an_owner_works_and_sees_figures_as_counted(role: str, may: bool) -> None:
    who = person(role)
    assert (rules.why_not_own(who) == "") is may
    assert queries.possible_owners().filter(pk=who.pk).exists() is may


WORKS, KEEPS, SEES = Permission.WORK_ACTIONS, Permission.EDIT_PLAN, Permission.SEE_FIGURES
RIGHTS = [({WORKS, SEES}, True), ({KEEPS, SEES}, True), ({SEES}, False), ({WORKS}, False), ({KEEPS}, False)]


@pytest.mark.parametrize(("rights", "may"), RIGHTS)
def test_to_own_a_measure_takes_work_and_sight_of_it(
    rights: set[Permission], may: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    role = replace(standings.ROLES["head_of_service"], permissions=frozenset(rights))
    monkeypatch.setattr(standings, "ROLES", {**standings.ROLES, "head_of_service": role})
    assert (rules.why_not_own(person("head_of_service")) == "") is may


def test_what_is_done_about_a_measure_is_said_by_its_owner_or_whoever_keeps_the_cycle() -> None:
    made = line()
    assert rules.why_not_correct(made.owner, made) == ""
    assert rules.why_not_correct(person("board_secretary"), made) == ""
    assert "only they, or whoever keeps the cycle" in rules.why_not_correct(person("auditor"), made)


def test_whoever_said_it_is_done_does_not_check_it_either() -> None:
    owner, said, signer = (person("head_of_service") for _ in range(3))
    made = CorrectiveAction(line=line(), text="It", owner=owner, due=MEETS, done_on=MEETS, done_by=said)
    assert rules.why_not_done(owner, made) == "This is done already."
    own = "You own this, so somebody else must check that it is done."
    assert [rules.why_not_check(who, made) for who in (owner, said, signer)] == [own, own, ""]


# What somebody asks who may not, or when it may not be: the act refuses it whatever the page showed.
REFUSED: list[tuple[str, Callable[[Line, Person], object]]] = [
    (
        "cut-off that is not after today",
        lambda made, other: actions.open_cycle(by=other, meeting=BOARD, cut_off=CUT_OFF, on=CUT_OFF - DAY),
    ),
    (
        "bank holidays are held",
        lambda made, other: actions.edit_cycle(
            by=other, cycle=made.cycle, version=1, meeting=replace(BOARD, meets_on=date(2099, 1, 1))
        ),
    ),
    (
        "after the meeting on",
        lambda made, other: actions.edit_cycle(
            by=other, cycle=made.cycle, version=1, meeting=replace(BOARD, meets_on=READ - DAY)
        ),
    ),
    (
        "was frozen",
        lambda made, other: actions.edit_cycle(
            by=other, cycle=frozen(made).cycle, version=2, meeting=replace(BOARD, body="Another")
        ),
    ),
    (
        "cannot answer for a measure",
        lambda made, other: actions.add_measures(
            by=made.owner, cycle=made.cycle, indicators=["cla_count"], owner=other
        ),
    ),
    (
        "cannot answer for a measure",
        lambda made, other: actions.change_owner(by=made.owner, line=made, version=made.version, owner=other),
    ),
    (
        "frozen at its meeting, not before",
        lambda made, other: actions.freeze(
            by=person("board_secretary"), cycle=made.cycle, version=1, proof=proof(), on=MEETS - DAY
        ),
    ),
    (
        "only they write its commentary",
        lambda made, other: actions.comment(by=other, line=made, version=made.version, text="It", on=CUT_OFF),
    ),
    (
        "somebody else must challenge it",
        lambda made, other: actions.challenge(by=made.owner, line=made, text="Why?", voice="", on=READ),
    ),
    (
        "only they answer",
        lambda made, other: actions.answer(by=other, challenge=challenged(made), text="It", on=READ),
    ),
    ("not frozen yet", lambda made, other: actions.remark(by=other, line=made, text="It", on=READ)),
    (
        "only they, or whoever keeps the cycle",
        lambda made, other: actions.correct(
            by=other, line=made, correction=Correction(text="It", owner=made.owner, due=MEETS), on=CUT_OFF
        ),
    ),
    (
        "Only its owner may say",
        lambda made, other: actions.say_done(
            by=other, corrective=step(made), version=1, words="It", on=MEETS
        ),
    ),
    (
        "somebody else must check",
        lambda made, other: actions.check(
            by=made.owner, corrective=done(step(made)), version=2, words="It", on=MEETS
        ),
    ),
]


@pytest.mark.parametrize(("words", "act"), REFUSED, ids=[words for words, _ in REFUSED])
def test_an_act_refuses_what_the_page_would_not_have_offered(
    words: str, act: Callable[[Line, Person], object]
) -> None:
    with pytest.raises(NotDone, match=words):
        act(line(), person("board_partner"))


def test_a_step_is_done_by_its_owner_and_checked_by_somebody_else_who_signs_off() -> None:
    made = step(commented(line()))
    assert made.owner is not None
    signer = person("head_of_service")
    assert "not done yet" in rules.why_not_check(signer, made)
    assert "Only its owner" in rules.why_not_done(signer, made)
    done(made)
    assert "somebody else must check" in rules.why_not_check(made.owner, made)
    assert "do not sign off" in rules.why_not_check(person("team_manager"), made)
    assert actions.check(by=signer, corrective=made, version=made.version, words="I read six", on=MEETS)
    made.refresh_from_db()
    assert rules.why_not_check(person("director"), made) == "This is checked already."
    assert "checked by" in queries.stands(made)
    own = done(step(commented(line())))
    checked = {"checked_on": MEETS, "checked_by": own.owner, "checked_words": "Yes"}
    with pytest.raises(IntegrityError), transaction.atomic():
        CorrectiveAction.objects.filter(pk=own.pk).update(**checked)


def test_an_action_of_the_plan_keeps_its_dates_in_the_plan() -> None:
    made, planned = line(), action()
    kept = actions.correct(by=made.owner, line=made, correction=Correction(action=planned), on=CUT_OFF)
    assert "carried out and signed off there" in rules.why_not_done(made.owner, kept)
    assert queries.what_of(kept).startswith(f"Action {planned.code} of the plan")
    with pytest.raises(NotDone, match="by whom and by when"):
        actions.correct(by=made.owner, line=made, correction=Correction(text="It"), on=CUT_OFF)
    past = Correction(text="It", owner=made.owner, due=CUT_OFF - DAY)
    with pytest.raises(NotDone, match="not in the past"):
        actions.correct(by=made.owner, line=made, correction=past, on=CUT_OFF)


# Freezing


@pytest.mark.parametrize(
    ("on", "measures", "why"), [(MEETS - DAY, 1, "not before"), (MEETS, 1, ""), (MEETS, 0, "no measure")]
)
def test_a_cycle_is_frozen_at_its_meeting_and_never_before(on: date, measures: int, why: str) -> None:
    said = rules.why_not_freeze(cycle(), on, measures=measures)
    assert why in said
    assert bool(said) is bool(why)


def _all_of_it() -> Line:
    """A frozen measure of which everything was said."""
    made = commented(line())
    put = challenged(made)
    actions.answer(by=made.owner, challenge=put, text="We did", on=READ)
    step(made)
    kept = frozen(made)
    actions.remark(by=kept.owner, line=kept, text="The figure was corrected in May", on=MEETS)
    return kept


def _attempts(kept: Line) -> Iterator[Callable[[], Any]]:
    said = {"text": "Other words", "by": kept.owner, "by_name": "Somebody", "on": MEETS}
    yield lambda: Cycle.objects.filter(pk=kept.cycle_id).update(frozen_on=None, frozen_by_name="")
    yield lambda: Cycle.objects.filter(pk=kept.cycle_id).update(body="Another board")
    yield lambda: Cycle.objects.filter(pk=kept.cycle_id).delete()
    yield lambda: Line.objects.filter(pk=kept.pk).update(figures=months((50, 60), (59, 60)))
    yield lambda: Line.objects.filter(pk=kept.pk).update(cycle=cycle())
    yield lambda: line(kept.cycle, indicator="cla_count")
    yield lambda: Frozen.objects.filter(line=kept).update(title="Another title")
    yield lambda: Frozen.objects.filter(line=kept).delete()
    yield lambda: Commentary.objects.create(line=kept, **said)
    yield lambda: Commentary.objects.filter(line=kept).update(text="Other words")
    yield lambda: Challenge.objects.create(line=kept, **said)
    yield lambda: Challenge.objects.filter(line=kept).delete()
    yield lambda: Answer.objects.filter(challenge__line=kept).update(text="Other words")
    yield lambda: Remark.objects.filter(line=kept).update(text="Other words")
    yield lambda: CorrectiveAction.objects.create(
        line=kept, text="It", owner=kept.owner, due=MEETS, raised_on=MEETS, raised_by_name="Somebody"
    )
    yield lambda: CorrectiveAction.objects.filter(line=kept).update(due=MEETS + DAY)


def test_the_database_refuses_every_change_to_what_is_frozen() -> None:
    kept = _all_of_it()
    went_through = []
    for number, attempt in enumerate(_attempts(kept)):
        try:
            with transaction.atomic():
                attempt()
        except DatabaseError:
            continue
        went_through.append(number)
    assert went_through == []


def test_figures_once_taken_do_not_change_while_the_cycle_is_open_either() -> None:
    made = line()
    with pytest.raises(DatabaseError), transaction.atomic():
        Line.objects.filter(pk=made.pk).update(figures=months((50, 60)))


def test_the_rules_refuse_it_in_words_and_a_remark_is_all_that_is_left() -> None:
    kept = _all_of_it()
    by, chair = kept.owner, person("independent_chair")
    for why_not in (
        rules.why_not_comment(by, kept),
        rules.why_not_challenge(chair, kept),
        rules.why_not_correct(by, kept),
        rules.why_not_change(kept.cycle),
    ):
        assert why_not == (
            "This was frozen for the meeting on 30 April 2026 and does not change any more: add a remark, or"
            " say it in the next cycle."
        )
    put = queries.challenges().get(line=kept)
    assert "was frozen" in rules.why_not_answer(by, put)
    assert "was frozen" in rules.why_not_freeze(kept.cycle, MEETS, measures=1)
    assert rules.why_not_change(cycle()) == ""
    assert rules.why_not_remark(kept.cycle) == ""
    assert "not frozen yet" in rules.why_not_remark(cycle())


def test_a_frozen_measure_says_the_same_after_its_target_changes_and_an_open_one_does_not(
    signed_in: SignIn,
) -> None:
    kept, going = frozen(commented(line())), line()
    director = person("director")
    aim = Aim((Milestone(date(2025, 3, 31), 60.0), Milestone(date(2027, 3, 31), 95.0)), 0)
    with asking(director):
        set_target(by=director, indicator="assessment_45wd", version=0, aim=aim, why="Agreed since")
    client = signed_in("improvement_lead")
    now, then = (text(client, f"/reporting/measures/{one.pk}/") for one in (going, kept))
    assert "The target is 95.0% by 31 March 2027" in now
    assert "The target is" not in then
    assert "No target is set." in then


def test_it_is_frozen_with_both_counts_the_chart_and_what_was_said() -> None:
    steady = [(48, 60)] * 12
    kept = frozen(commented(line(figures=months(*steady, (20, 60)))))
    shown = kept.frozen.shown[INSIDE.value]
    assert (shown["numerator"], shown["denominator"]) == (20, 60)
    assert shown["chart"][0] == "A real change for the worse"
    assert shown["figure"] == "33.3% (20 of 60)"
    assert kept.frozen.said["commentary"]["text"] == "More children came in February"
    assert kept.frozen.said["commentary"]["by"] == kept.owner.name


def test_only_one_of_two_freezes(signed_in: SignIn) -> None:
    made = commented(line())
    secretary = signed_in("board_secretary")
    confirm(secretary)
    address = f"/reporting/{made.cycle_id}/freeze/"
    version = {"version": str(made.cycle.version)}
    assert "meanwhile" in text(secretary, address, version="7")
    assert secretary.post(address, version).status_code == 302
    assert "does not change any more" in text(secretary, address)
    assert Frozen.objects.filter(line=made).count() == 1


def test_a_freezing_asks_who_it_is_and_is_signed(signed_in: SignIn) -> None:
    made = commented(line())
    secretary = signed_in("board_secretary")
    address = f"/reporting/{made.cycle_id}/freeze/"
    assert secretary.get(address)["Location"].startswith("/people/confirm/?next=")
    version = {"version": str(made.cycle.version)}
    assert "Confirm that it is you before you sign" in text(secretary, address, **version)
    assert not Frozen.objects.filter(line=made).exists()
    confirm(secretary)
    assert "You sign this" in text(secretary, address)
    assert secretary.post(address, version).status_code == 302
    signed = Signature.objects.get(about_kind="reporting cycle")
    assert (signed.role, signed.statement) == (
        "Board secretary",
        statement(Cycle.objects.get(pk=made.cycle_id)),
    )
    assert "Matches what stands today" in text(secretary, f"/reporting/{made.cycle_id}/")


@pytest.mark.parametrize("changed", ["shown", "said", "title", "owner_name"])
def test_what_was_signed_is_every_letter_of_what_was_frozen(changed: str) -> None:
    kept = frozen(commented(line()))
    record = cycle_record(kept.cycle, [kept.frozen])
    (signed,) = signatures_of(kind="reporting cycle", key=str(kept.cycle_id), record=record)
    assert signed.sound
    assert signed.matches
    setattr(kept.frozen, changed, "Another")
    record = cycle_record(kept.cycle, [kept.frozen])
    (signed,) = signatures_of(kind="reporting cycle", key=str(kept.cycle_id), record=record)
    assert not signed.matches


# Who is shown what


def test_those_from_outside_see_no_small_number_open_or_frozen(signed_in: SignIn) -> None:
    small = months((40, 60), (3, 60))
    going, kept = line(figures=small), frozen(commented(line(figures=small)))
    chair, lead, observer = (
        signed_in(role) for role in ("independent_chair", "improvement_lead", "government_observer")
    )
    for made in (going, kept):
        for address in (f"/reporting/measures/{made.pk}/", f"/reporting/{made.cycle_id}/"):
            assert "3 of 60" in text(lead, address)
            assert "3 of 60" not in text(chair, address)
            assert "withheld (small)" in text(chair, address)
            assert "of 60" not in text(observer, address)  # sees the plan, and no figure


# The figures


@pytest.fixture
def _records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few_measures(monkeypatch)
    then = ["2026-02 North 20 10", "2026-03 North 30 10"]
    registered(tmp_path / "store", assessments(*then), as_at=CUT_OFF)
    held(tmp_path / "store", assessments(*then, "2026-03 South 0 20", "2026-04 North 9 1"), as_at=MEETS)


@pytest.mark.usefixtures("_records")
def test_a_cycle_has_the_figures_that_stood_at_its_cut_off_not_those_of_today() -> None:
    by, owner = person("improvement_lead"), person("head_of_service")
    made = actions.open_cycle(by=by, meeting=BOARD, cut_off=CUT_OFF + DAY, on=MEETS)
    assert (made.as_at, made.commentary_due) == (CUT_OFF, date(2026, 4, 10))
    asked = ["assessment_45wd", "assessment_duration_median"]
    actions.add_measures(by=by, cycle=made, indicators=asked, owner=owner)
    kept = {one.indicator: from_json(one.figures)[-1] for one in made.lines.all()}
    assert (kept["assessment_45wd"].numerator, kept["assessment_45wd"].denominator) == (30, 40)
    later = actions.open_cycle(by=by, meeting=BOARD, cut_off=CUT_OFF + DAY, on=MEETS)
    assert {one.indicator: one.owner for one in later.lines.all()} == dict.fromkeys(kept, owner)
    with pytest.raises(NotDone, match="No records are held"):
        actions.open_cycle(by=by, meeting=BOARD, cut_off=CUT_OFF - DAY, on=MEETS)


@pytest.mark.usefixtures("_records")
def test_figures_worked_out_are_those_that_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """One way of reading and the other, of the same records."""
    newest = stood_at(MEETS)
    assert newest is not None
    with asking(person("director")):
        read = taken_from(newest, ["assessment_45wd"])["assessment_45wd"]
    monkeypatch.setattr(taken.queries, "filling", lambda: None)
    worked = taken_from(newest, ["assessment_45wd"])["assessment_45wd"]
    assert worked.series == read.series
    assert len(read.series) > 2


def test_a_commentary_begins_with_the_draft_of_the_cut_offs_own_records(
    signed_in: SignIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few_measures(monkeypatch)
    then = ["2026-02 North 20 10", "2026-03 North 30 10"]
    for drawn, day in ((then, CUT_OFF), ([*then, "2026-04 North 9 11"], MEETS)):
        held(tmp_path / "store", assessments(*drawn), as_at=day)
    owner = signed_in("head_of_service")
    by = person("improvement_lead")
    made = actions.open_cycle(by=by, meeting=BOARD, cut_off=CUT_OFF, on=MEETS)
    me = queries.possible_owners().get(pk=int(owner.session["_auth_user_id"]))
    (kept,) = actions.add_measures(by=by, cycle=made, indicators=["assessment_45wd"], owner=me)
    address = f"/reporting/measures/{kept.pk}/comment/"
    assert f"{address}?draft=yes" in text(owner, address)
    page = text(owner, f"{address}?draft=yes")
    assert "rose from 66.7% (20 of 30) in February 2026 to 75.0% (30 of 40) in March 2026." in page
    other = f"{address}?step=month&before=2026-03-31&after=2026-04-30"  # not in those records
    assert "April 2026 to" not in text(owner, other)
    taken = text(owner, "/reporting/take/assessment_45wd/?step=month&before=2026-02-28&after=2026-03-31")
    assert f"{address}?step=month" in taken
    assert "You answer for this measure in no cycle" in text(
        signed_in("team_manager"), "/reporting/take/assessment_45wd/"
    )


@pytest.mark.usefixtures("_records")
def test_a_draft_tells_no_count_that_readers_outside_were_not_told(signed_in: SignIn) -> None:
    """March grew after the cut-off: a commentary is read by all, and the count of then stands nowhere now."""
    owner, by = person("head_of_service"), person("improvement_lead")
    made = actions.open_cycle(by=by, meeting=BOARD, cut_off=CUT_OFF, on=MEETS)
    (kept,) = actions.add_measures(by=by, cycle=made, indicators=["assessment_45wd"], owner=owner)
    page = text(signed_in(owner), f"/reporting/measures/{kept.pk}/comment/?draft=yes")
    assert "withheld" in page
    assert "30 of 40" not in page


# The pages


def test_from_the_first_to_the_frozen_cycle_on_the_pages(signed_in: SignIn) -> None:
    made = commented(line(cycle(meets_on=today(), challenge_due=READ)))
    lead, chair, secretary = (
        signed_in(role) for role in ("improvement_lead", "independent_chair", "board_secretary")
    )
    page = f"/reporting/measures/{made.pk}/"
    assert chair.post(f"{page}challenge/", {"text": "What of South?"}).status_code == 302
    typed = {"text": "Why?", "voice": "The board"}
    assert secretary.post(f"{page}challenge/", typed).status_code == 302
    day = (today() + DAY).strftime("%d/%m/%Y")
    wanted = {"text": "Read each", "owner": made.owner_id, "due": day}
    both_ways = {**wanted, "action": action().pk}
    assert "not both" in text(lead, f"{page}correct/", **both_ways)
    assert "Enter by when" in text(lead, f"{page}correct/", **{**wanted, "due": ""})
    assert lead.post(f"{page}correct/", wanted).status_code == 302
    confirm(secretary)
    assert secretary.post(f"/reporting/{made.cycle_id}/freeze/", {"version": "1"}).status_code == 302
    assert lead.post(f"{page}remark/", {"text": "Corrected in May"}).status_code == 302
    said = text(chair, page)
    for words in ("What of South?", "The board, written down by", "Read each", "Corrected in May",
                  "Not answered by the meeting"):  # fmt: skip
        assert words in said
    assert "Frozen on" in text(chair, "/reporting/")
    acts = set(Entry.objects.filter(about_kind__startswith="report").values_list("act", flat=True))
    assert {"froze the reporting cycle", "remarked on the frozen measure", "challenged the measure"} <= acts


def test_the_second_of_two_who_write_sees_both_texts(signed_in: SignIn) -> None:
    owner = signed_in("head_of_service")
    me = queries.possible_owners().get(pk=int(owner.session["_auth_user_id"]))
    made = line(owner=me)
    address = f"/reporting/measures/{made.pk}/comment/"
    assert owner.post(address, {"version": "1", "text": "First"}).status_code == 302
    page = text(owner, address, version="1", text="Second")
    assert "Somebody else saved this while you were writing" in page
    assert "First" in page
    assert Commentary.objects.get(line=made).text == "First"
    assert owner.post(address, {"version": "2", "text": "Second"}).status_code == 302
    assert "What was said before it" in text(owner, f"/reporting/measures/{made.pk}/")


def test_a_cycle_is_opened_with_its_days_worked_out_or_told_why_not(
    signed_in: SignIn, tmp_path: Path
) -> None:
    registered(tmp_path / "store", assessments("2026-03 North 30 10"))
    lead = signed_in("performance_analyst")
    typed = {"version": "0", "body": "Board", "meets_on": "14/4/2026", "cut_off": "31/3/2026",
             "commentary_days": "5", "challenge_days": "3"}  # fmt: skip
    assert "after the meeting" in text(lead, "/reporting/add/", **{**typed, "meets_on": "13/4/2026"})
    assert "not after today" in text(lead, "/reporting/add/", **{**typed, "cut_off": "31/3/2027"})
    assert "1 to 60" in text(lead, "/reporting/add/", **{**typed, "commentary_days": "0"})
    assert lead.post("/reporting/add/", typed).status_code == 302
    made = Cycle.objects.get()
    assert (made.commentary_due, made.challenge_due) == (WRITTEN, READ)
    edited = {"version": "1", "body": "Board", "meets_on": "30/4/2026", "commentary_days": "6",
              "challenge_days": "3"}  # fmt: skip
    assert lead.post(f"/reporting/{made.pk}/edit/", edited).status_code == 302
    made.refresh_from_db()
    assert made.commentary_due == WRITTEN + DAY


def test_a_cycles_page_asks_as_much_of_the_database_with_three_measures_as_with_one(
    signed_in: SignIn,
) -> None:
    client, asked = signed_in("improvement_lead"), []
    kept = cycle()
    for indicator in ("assessment_45wd", "assessments_count", "cla_count"):
        made = commented(line(kept, indicator=indicator))
        challenged(made)
        step(made)
        for address in (f"/reporting/{kept.pk}/", "/reporting/"):
            client.get(address)
            with CaptureQueriesContext(
                connection,
            ) as found:
                client.get(address)
            asked.append((address, len(found)))
    assert len(set(asked)) == 2


# What waits

TOLD = [
    (WRITTEN, "due by 9 April 2026", False),
    (WRITTEN + DAY, "1 working day late, due 9 April 2026", True),
]


@pytest.mark.parametrize(("on", "said", "late"), TOLD)
def test_an_owner_is_told_of_a_commentary_to_write(on: date, said: str, late: bool) -> None:
    made = line()
    (need,) = needs(made.owner, on=on)
    assert said in need.sentence
    assert need.late is late
    assert need.kind == ("overdue" if late else "due")
    commented(made)
    assert needs(made.owner, on=on) == []


def test_what_else_waits_and_for_whom() -> None:
    made = commented(line())
    chair, signer = person("independent_chair"), person("director")
    assert "1 commentary waits to be read" in needs(chair, on=READ)[0].sentence
    assert needs(chair, on=READ + DAY) == []
    challenged(made)
    assert needs(chair, on=READ) == []
    assert "1 challenge waits for your answer" in needs(made.owner, on=READ)[0].sentence
    one = step(made)
    told = [_about("corrective action of yours", made.owner, MEETS - days * DAY) for days in (15, 14)]
    assert [len(one) for one in told] == [0, 1]
    done(one)
    assert "waits to be checked" in needs(signer, on=MEETS)[0].sentence


def test_commentaries_and_steps_are_in_their_owners_calendar_until_they_are_done() -> None:
    made = line()
    one = step(made)
    found = {event.key: event.day for event in dates(made.owner)}
    assert found == {f"commentary-{made.cycle_id}": WRITTEN, f"corrective-{one.pk}": MEETS}
    done(one)
    frozen(made)
    assert list(dates(made.owner)) == []


FREEZE = [(MEETS - DAY, []), (MEETS, [False]), (MEETS + DAY, [True])]


def test_who_sees_the_plan_no_more_has_none_of_it_in_their_calendar() -> None:
    for role, told in (("head_of_service", 1), ("administrator", 0)):
        owner = person(role)
        line(owner=owner)
        assert len(list(dates(owner))) == told


@pytest.mark.parametrize(
    ("role", "tier"),
    [("head_of_service", INSIDE), ("lead_member", INSIDE), ("government_observer", FigureTier.NONE)],
)
def test_in_what_form_a_reader_sees_figures_here(role: str, tier: FigureTier, rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = person(role)
    assert tier_of(request) is tier


@pytest.mark.parametrize(("on", "late"), FREEZE)
def test_whoever_keeps_decisions_is_told_to_freeze_from_the_meeting_on(on: date, late: list[bool]) -> None:
    commented(line())
    told = _about("to be frozen", person("board_secretary"), on)
    assert [need.late for need in told] == late


def _about(words: str, who: Any, on: date) -> list[Any]:
    return [need for need in needs(who, on=on) if words in need.sentence]


def test_a_measure_passes_to_nobody_who_is_told_less_than_was_counted() -> None:
    made, lead = line(), person("improvement_lead")
    with pytest.raises(NotDone, match="their roles do not see figures as counted"):
        actions.change_owner(by=lead, line=made, version=made.version, owner=person("independent_chair"))
    assert actions.change_owner(by=lead, line=made, version=made.version, owner=person("head_of_service"))
