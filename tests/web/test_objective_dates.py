"""The day by which an objective is to be met: asked for by whoever keeps the plan, agreed by the board."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from goldenthread.papers.plan import Plan, to_json
from goldenthread.papers.plan_view import plan_view
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.standing import today
from goldenthread.web.history.queries import about
from goldenthread.web.plan import actions, queries
from goldenthread.web.plan.as_paper import as_paper
from goldenthread.web.plan.models import DEFAULT, DateChange, ImpactJudgement, Objective
from goldenthread.web.plan.needs import needs
from goldenthread.web.plan.rules import ChangedMeanwhile, NotDone
from goldenthread.web.reminders.feed import events
from goldenthread.web.sheets.queries import held as sheets
from web_people import person
from web_plan import BOARD, action, objective

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]


def lead() -> Person:
    return person("improvement_lead")


def secretary() -> Person:
    return person("board_secretary")


def ask(of: Objective, days: int, by: Person | None = None) -> DateChange:
    held = Objective.objects.get(pk=of.pk)
    return actions.propose_objective_date(
        by=by or lead(),
        objective=held,
        version=held.version,
        proposed=today() + timedelta(days=days),
        why="Visits take time",
        on=today(),
    )


def answer(change: DateChange, *, agreed: bool = True, by: Person | None = None) -> None:
    told = {"meeting": BOARD, "why": "Heard", "on": today()}
    actions.decide_date(by=by or secretary(), change=change, agreed=agreed, **told)


def to_be_met_by(days: int, *then: int) -> Objective:
    """An objective whose day was agreed, and then moved to others."""
    made = objective()
    for each in (days, *then):
        answer(ask(made, each))
    return Objective.objects.get(pk=made.pk)


def in_days(days: int) -> date:
    return today() + timedelta(days=days)


@pytest.mark.parametrize(
    ("days", "due", "first", "slips"),
    [
        ((100,), 100, 100, 0),
        ((100, 130), 130, 100, 1),
        ((100, 130, 160), 160, 100, 2),
        ((100, 60), 60, 100, 0),
        ((100, 60, 90), 90, 100, 1),
    ],
    ids=["the first is no slip", "later", "later twice", "earlier", "earlier, then later again"],
)
def test_a_later_day_agreed_is_a_slip_and_the_first_is_kept(
    days: tuple[int, ...], due: int, first: int, slips: int
) -> None:
    held = to_be_met_by(*days)
    assert (held.due, held.original_due, held.slips) == (in_days(due), in_days(first), slips)


def test_until_the_board_agrees_the_day_stands_and_refused_it_stays() -> None:
    made = to_be_met_by(100)
    change = ask(made, 200)
    assert Objective.objects.get(pk=made.pk).due == in_days(100)
    answer(change, agreed=False)
    held = Objective.objects.get(pk=made.pk)
    assert (held.due, held.slips) == (in_days(100), 0)


def test_every_revision_is_kept_with_who_agreed_it_and_at_which_meeting() -> None:
    made = to_be_met_by(100, 130)
    kept = made.date_changes.order_by("id").values_list("was", "proposed", "outcome", "meeting")
    assert list(kept) == [
        (None, in_days(100), "agreed", BOARD),
        (in_days(100), in_days(130), "agreed", BOARD),
    ]
    told = [entry.act for entry in about(kind="objective", key=str(made.pk))[:2]]
    assert told == ["agreed the new date", "asked for a new date"]
    assert [one.objective_id for one in made.decisions.all()] == [made.pk, made.pk]


def test_whoever_keeps_the_plan_asks_and_one_day_at_a_time() -> None:
    made = objective()
    with pytest.raises(NotDone, match="Only whoever keeps the plan"):
        ask(made, 100, by=person("head_of_service"))
    ask(made, 100)
    with pytest.raises(NotDone, match="asked for already"):
        ask(made, 130)
    asked = {"proposed": in_days(9), "why": "x", "on": today()}
    with pytest.raises(ChangedMeanwhile):
        actions.propose_objective_date(by=lead(), objective=made, version=made.version, **asked)


@pytest.mark.parametrize("role", ["director", "head_of_service"])
def test_the_improvement_board_alone_decides_by_the_scheme_a_plan_begins_with(role: str) -> None:
    with pytest.raises(NotDone, match="to the improvement board, recorded by"):
        answer(ask(objective(), 100), by=person(role))


def test_a_scheme_lends_no_right_to_a_role_that_has_none(signed_in: SignedIn) -> None:
    """Named in the scheme, an auditor still opens no page that records a decision: no button either."""
    change = ask(objective(), 100)
    records = {body: [*roles, "auditor"] for body, roles in DEFAULT.records.items()}
    delegated = replace(DEFAULT, records=records)
    actions.set_scheme(by=person("director"), version=0, delegated=delegated, meeting=BOARD, why="Agreed")
    for role, offered in (("board_secretary", True), ("auditor", False)):
        page = signed_in(role).get(f"/plan/objectives/{change.objective_id}/").content.decode()
        assert ("Record the decision on its date" in page) is offered


def test_whoever_asked_does_not_record_the_answer() -> None:
    by = lead()
    change = ask(objective(), 100, by=by)
    with pytest.raises(NotDone, match="You asked for this date"):
        answer(change, by=by)
    with pytest.raises(IntegrityError, match="not_decided_by_its_proposer"), transaction.atomic():
        DateChange.objects.filter(pk=change.pk).update(
            outcome="agreed", decided_by=by, decided_on=today(), meeting=BOARD, decided_why="x"
        )


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"original_due": None}, "objective_keeps_its_first_date"),
        ({"due": date(2027, 1, 1), "original_due": date(2026, 1, 1)}, "objective_a_later_date_is_a_slip"),
    ],
)
def test_the_database_keeps_the_first_day_and_counts_slips(change: dict[str, object], rule: str) -> None:
    made = to_be_met_by(100)
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Objective.objects.filter(pk=made.pk).update(**change)


def test_the_database_holds_a_change_to_one_thing_and_an_objectives_to_the_board() -> None:
    change = ask(objective(), 100)
    row = DateChange.objects.filter(pk=change.pk)
    for wrong, rule in (({"objective": None}, "of_one_thing"), ({"matter": "action"}, "is_the_boards")):
        with pytest.raises(IntegrityError, match=rule), transaction.atomic():
            row.update(**wrong)


def test_it_waits_on_the_day_of_whoever_records_for_the_board_and_not_of_whoever_asked() -> None:
    by, change = lead(), None
    change = ask(objective(), 100, by=by)
    wanted = f"A new date for objective {change.thing.code} waits for a decision"
    assert wanted in [need.sentence for need in needs(secretary(), on=today())]
    assert wanted not in [need.sentence for need in needs(by, on=today())]


def test_it_is_asked_for_and_decided_on_pages(signed_in: SignedIn) -> None:
    made = objective()
    at = f"/plan/objectives/{made.pk}/"
    keeper = signed_in("improvement_lead")
    typed = {
        "proposed": in_days(100).strftime("%d/%m/%Y"),
        "why": "Visits take time",
        "version": made.version,
    }
    assert "No day by which it is to be met has been agreed" in keeper.get(at).content.decode()
    assert keeper.post(f"{at}new-date/", typed).headers["Location"] == at
    change = DateChange.objects.get()
    other = signed_in("board_secretary")
    assert f"/plan/dates/{change.pk}/" in other.get(at).content.decode()
    heard = {"outcome": "agreed", "why": "Heard", "meeting": BOARD, "on": in_days(0).strftime("%d/%m/%Y")}
    assert other.post(f"/plan/dates/{change.pk}/", heard).headers["Location"] == at
    for page in (at, "/plan/objectives/", "/plan/on-one-page/"):
        assert str(in_days(100).year) in other.get(page).content.decode(), page
    assert made.code in other.get("/plan/dates-moved/").content.decode()


def test_objectives_and_actions_that_moved_are_counted_apart(signed_in: SignedIn) -> None:
    to_be_met_by(100, 130)
    said = " ".join(signed_in("auditor").get("/plan/dates-moved/").content.decode().split())
    assert "1 objective has a later date than before; 1 date was moved later here." in said


def test_it_is_seen_among_the_dates_that_moved() -> None:
    made = to_be_met_by(100, 130, 160)
    assert queries.most_moved() == [made]
    assert [queries.is_slip(one) for one in queries.moved_dates()] == [True, True, False]


def test_it_goes_into_sheets_papers_and_plan_files() -> None:
    made = to_be_met_by(100, 130)
    [row] = sheets.objective_rows(as_at=today())
    assert (row["due"], row["original_due"], row["slips"]) == (in_days(130), in_days(100), 1)
    assert [one["objective"] for one in sheets.dates(queries.moved_dates())] == [made.code, made.code]
    plan = as_paper(as_at=today())
    assert plan is not None
    view = plan_view(plan, inspections=[])
    assert view is not None
    assert view["objectives"][0]["met_by"].startswith("To be met by ")
    assert "moved later 1 time, first" in view["objectives"][0]["met_by"]
    assert Plan.from_json(json.dumps(to_json(plan)), source="x").objectives == plan.objectives


# Whom a day that is near, or has passed, is told


def told(person_: Person, on: date) -> list[tuple[str, str, bool]]:
    found = [need for need in needs(person_, on=on) if need.brief.startswith("Objective")]
    assert not any("Children are seen" in need.brief for need in found)
    return [(need.kind, need.brief.partition(": ")[2], need.late) for need in found]


def test_whoever_keeps_the_plan_or_records_for_the_board_is_told_from_ten_working_days_before() -> None:
    """Monday 7 June 2027 with the working days about it; no bank holiday falls in the fortnight before but
    31 May."""
    made = objective()
    change = ask(made, 1)
    DateChange.objects.filter(pk=change.pk).update(proposed=date(2027, 6, 7))
    change.refresh_from_db()
    answer(change)
    drawn = [
        (date(2027, 5, 20), []),
        (date(2027, 5, 21), [("due", "to be met by 7 June 2027, in 10 working days", False)]),
        (date(2027, 6, 4), [("due", "to be met by 7 June 2027, in 1 working day", False)]),
        (date(2027, 6, 7), [("due", "to be met by 7 June 2027", False)]),
        (
            date(2027, 6, 8),
            [("overdue", "it was to be met by 7 June 2027, and nobody has judged that it is", True)],
        ),
    ]
    for by in (lead(), secretary()):
        for on, said in drawn:
            assert told(by, on) == said, (by, on)


def test_an_owner_is_told_of_the_objectives_their_open_actions_serve() -> None:
    made, other = to_be_met_by(3), person("action_owner")
    owner = person("action_owner")
    assert told(owner, today()) == []
    serving = action(owner, towards=made)
    assert [kind for kind, *_ in told(owner, today())] == ["due"]
    assert told(other, today()) == []
    actions.stop(by=lead(), action=serving, version=serving.version, why="No")
    assert told(owner, today()) == []


def test_an_objective_shown_to_be_met_is_told_no_more_until_that_is_in_question() -> None:
    made, keeper = to_be_met_by(3), lead()
    ImpactJudgement.objects.create(
        objective=made, state="evidenced", why="Seen", accepted_by_name="Dee", accepted_on=today()
    )
    assert told(keeper, today()) == []
    assert events(keeper, on=today()) == []
    ImpactJudgement.objects.create(
        objective=made, state="early", why="Fell back", accepted_by_name="Dee", accepted_on=today()
    )
    assert len(told(keeper, today())) == 1


def test_its_day_is_in_the_calendar_of_the_same_people_however_far_ahead() -> None:
    made = to_be_met_by(300)
    owner = person("action_owner")
    action(owner, towards=made, due=None)
    for by in (lead(), secretary(), owner):
        found = [event for event in events(by, on=today()) if event.key.startswith("objective")]
        assert [(one.day, one.words) for one in found] == [(made.due, f"Objective {made.code} is to be met")]
    assert events(person("action_owner"), on=today()) == []


def test_days_take_no_more_queries_as_objectives_grow(django_assert_num_queries: Any) -> None:
    keeper = lead()
    to_be_met_by(3)
    queries.objective_days(keeper, as_at=today())
    for _ in range(2):
        with django_assert_num_queries(2):
            queries.objective_days(keeper, as_at=today())
        to_be_met_by(5)
