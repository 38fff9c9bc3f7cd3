"""Groups that carry actions, and an action that goes on within another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goldenthread.web.accounts.standing import today
from goldenthread.web.history.queries import about
from goldenthread.web.plan import actions
from goldenthread.web.plan.actions import Beside, Group, Ownership
from goldenthread.web.plan.models import Action, Workstream
from goldenthread.web.plan.rules import NotDone
from goldenthread.web.plan.values import shown
from posts_of_delivery import group_named
from web_people import MAKER, person, proof
from web_plan import action, agreed, claimed, fresh, objective, source

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]


# Groups


def test_a_name_given_twice_is_one_group() -> None:
    first, second = action(workstream="Front door"), action(workstream=" Front door ")
    assert first.workstream == second.workstream
    assert [group.name for group in Workstream.objects.all()] == ["Front door"]
    assert action().workstream is None


def test_a_group_is_formed_and_changed_on_its_pages_and_its_history_says_so(signed_in: SignedIn) -> None:
    client, lead = signed_in("improvement_lead"), person("head_of_service")
    typed = {"version": 0, "name": "Voice", "kind": "task and finish", "lead": lead.pk, "update_weeks": 2}
    assert client.post("/plan/workstreams/add/", typed).status_code == 302
    made = Workstream.objects.get()
    assert (made.kind, made.lead, made.update_weeks) == ("task and finish", lead, 2)
    typed |= {"version": 1, "name": "Voices", "sponsor_role": "Director"}
    assert client.post(f"/plan/workstreams/{made.pk}/edit/", typed).status_code == 302
    assert [one.act for one in about(kind="workstream", key=str(made.pk))] == [
        "edited the group",
        "formed the group",
    ]
    assert "task-and-finish group" in client.get("/plan/workstreams/").content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": "front DOOR", "lead_role": "Head"}, "There is a group called front DOOR already"),
        ({"name": "Voice"}, "Choose a lead, or enter the lead&#x27;s role"),
        ({"name": "Voice", "lead_role": "Head", "update_weeks": 0}, "a number of weeks from 1 to 26"),
        ({"name": "Voice", "lead_role": "Head", "update_weeks": 27}, "a number of weeks from 1 to 26"),
    ],
)
def test_what_is_wrong_with_a_group_is_said_beside_it(
    typed: dict[str, Any], said: str, signed_in: SignedIn
) -> None:
    group_named("Front door")
    answer = signed_in("improvement_lead").post(
        "/plan/workstreams/add/", {"version": 0, "kind": "workstream", **typed}
    )
    assert said in answer.content.decode()
    assert Workstream.objects.count() == 1


def test_the_second_of_two_who_change_a_group_sees_both_texts(signed_in: SignedIn) -> None:
    client, made = signed_in("improvement_lead"), group_named("Front door")
    typed = {"version": 1, "name": "Front door", "kind": "workstream", "lead_role": "Mine"}
    actions.edit_workstream(
        by=MAKER, workstream=made, version=1, group=Group("Front door", lead_role="Theirs")
    )
    page = client.post(f"/plan/workstreams/{made.pk}/edit/", typed).content.decode()
    assert "Mine" in page
    assert "Theirs" in page


def test_a_group_keeps_the_name_that_a_sign_off_was_given_under() -> None:
    owner = person("head_of_service")
    done = claimed(action(owner, workstream="Front door"), owner)
    actions.sign_off(
        by=person("director"), action=done, version=done.version, words="Seen", on=today(), proof=proof()
    )
    group = Workstream.objects.get()
    with pytest.raises(NotDone, match="signed off under its name"):
        actions.edit_workstream(by=MAKER, workstream=group, version=1, group=Group("Front desk"))
    assert actions.edit_workstream(by=MAKER, workstream=group, version=1, group=Group("Front door"))


def test_the_groups_page_asks_no_more_of_the_database_as_it_grows(
    signed_in: SignedIn, django_assert_num_queries: Any
) -> None:
    def grow(name: str) -> None:
        agreed(action(workstream=name), due=today() - timedelta(days=5))

    client = signed_in("director")
    grow("One")
    client.get("/plan/workstreams/")
    with CaptureQueriesContext(connection) as asked:
        page = client.get("/plan/workstreams/").content.decode()
    assert "1 of 1 group has an action that is late." in page
    for name in ("Two", "Three", "Three", "One"):
        grow(name)
    with django_assert_num_queries(len(asked)):
        client.get("/plan/workstreams/")


# What stands beside an action


def test_a_sponsor_partners_cost_and_risks_are_kept_and_shown(signed_in: SignedIn) -> None:
    group_named("Front door")
    made = action()
    typed = {
        "version": made.version,
        "text": made.text,
        "owner_role": "Head",
        "workstream": "Front door",
        "sponsor_role": "Director of a made-up service",
        "partners": "Police\nHealth",
        "cost_notes": "Two posts",
        "risk_notes": "Nobody applies",
    }
    client = signed_in("improvement_lead")
    assert client.post(f"/plan/actions/{made.pk}/edit/", typed).status_code == 302
    page = client.get(f"/plan/actions/{made.pk}/").content.decode()
    for said in ("Director of a made-up service", "Police<br>Health", "Two posts", "Nobody applies"):
        assert said in page
    kept: dict[str, Any] = {
        "text": "Other words",
        "owner": Ownership(role="Head"),
        "workstream": "Front door",
    }
    actions.edit_action(by=MAKER, action=fresh(made), version=2, **kept)
    assert fresh(made).partners == "Police\nHealth"
    actions.edit_action(by=MAKER, action=fresh(made), version=3, beside=Beside(), **kept)
    assert fresh(made).partners == ""


# Merging


def merged(made: Action, into: Action) -> None:
    by = person("improvement_lead")
    actions.merge(by=by, action=made, version=made.version, into=into, why="One piece of work")


def test_what_is_merged_says_into_what_and_its_findings_keep_an_answer() -> None:
    first, second = source().requirements.all()
    made, into = action(towards=objective(first)), agreed(action(towards=objective(second)))
    merged(made, into)
    held = fresh(made)
    assert (held.state, held.merged_into) == ("merged", into)
    assert shown(held, as_at=today()).delivery.words == f"Merged: into {into.code}"
    assert set(into.objective.answers.all()) == {first, second}
    assert about(kind="action", key=str(into.pk))[0].act == f"took in action {made.code}"


@pytest.mark.parametrize("state", ["itself", "stopped", "claimed complete"])
def test_nothing_goes_on_within_itself_or_what_does_not_go_on(state: str) -> None:
    owner, made = person("head_of_service"), action()
    into = {
        "itself": lambda: made,
        "stopped": lambda: stopped(action()),
        "claimed complete": lambda: claimed(action(owner), owner),
    }[state]()
    with pytest.raises(NotDone, match="into itself" if state == "itself" else f"is {state}"):
        merged(made, into)
    assert fresh(made).state == "proposed"


def stopped(made: Action) -> Action:
    by = person("improvement_lead")
    actions.stop(by=by, action=made, version=made.version, why="Not now")
    return fresh(made)


def test_what_was_merged_may_be_opened_again() -> None:
    made = action()
    merged(made, action())
    actions.reopen(by=person("director"), action=made, version=2, why="It is its own work after all")
    assert (fresh(made).state, fresh(made).merged_into) == ("in progress", None)


@pytest.mark.parametrize(
    "changes", [{"state": "merged"}, {"merged_into": "another"}, {"merged_into": "itself"}]
)
def test_the_database_knows_merged_from_not(changes: dict[str, Any]) -> None:
    made, another = action(), action()
    known = {"another": another, "itself": made}
    given = {name: known.get(value, value) for name, value in changes.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Action.objects.filter(pk=made.pk).update(**given)


def test_merging_is_a_step_with_a_page_and_a_merged_action_is_counted_no_more(signed_in: SignedIn) -> None:
    client, made, into = signed_in("improvement_lead"), action(), action()
    typed = {"version": made.version, "into": into.pk, "why": "One piece of work"}
    assert client.post(f"/plan/actions/{made.pk}/merge/", typed).status_code == 302
    page = client.get(f"/plan/actions/{into.pk}/").content.decode()
    assert "Merged into it" in page
    assert "of 1 action" in " ".join(client.get("/plan/").content.decode().split())
