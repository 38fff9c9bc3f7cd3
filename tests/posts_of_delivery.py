"""What `make idempotency` sends to the pages of delivery: groups, milestones, colours, the scheme."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from idempotency import VERSION, Make, Sent, sent


def group_named(name: str = "") -> Any:
    from goldenthread.web.plan import actions
    from goldenthread.web.plan.actions import Group
    from web_people import MAKER

    return actions.add_workstream(by=MAKER, group=Group(name or f"A made-up group {uuid.uuid4().hex}"))


def milestone(of: Any = None) -> Any:
    """A step of an action that has work to do, due in ten days."""
    from goldenthread.web.accounts.standing import today
    from goldenthread.web.plan import actions
    from web_people import person
    from web_plan import action, fresh

    held, lead = fresh(of or action()), person("improvement_lead")
    given = {"text": "Teams told", "by_whom": "", "due": today() + timedelta(days=10)}
    return actions.add_milestone(by=lead, action=held, version=held.version, **given)


def tied() -> Any:
    """An action that waits for another."""
    from goldenthread.web.plan import actions
    from web_people import person
    from web_plan import action

    held, on, lead = action(), action(), person("improvement_lead")
    return actions.wait_for(by=lead, action=held, version=held.version, on=on, why="It needs it")


def coloured() -> Any:
    from goldenthread.web.accounts.standing import today
    from goldenthread.web.plan import actions
    from web_people import person
    from web_plan import action, fresh

    held, lead = action(), person("improvement_lead")
    set_ = {"rag": "Red", "reason": "It is worse", "until": today() + timedelta(days=20), "on": today()}
    actions.set_colour(by=lead, action=held, version=held.version, **set_)
    return fresh(held)


def reported() -> Any:
    """An action's report of an exception."""
    from goldenthread.web.accounts.standing import today
    from goldenthread.web.plan import actions
    from goldenthread.web.plan.actions import Report
    from web_people import person
    from web_plan import action

    held, lead = action(), person("improvement_lead")
    said = Report("It", "Late", "They wait", "More")
    given = {"report": said, "new_date": None, "on": today()}
    actions.report_exception(by=lead, action=held, version=0, **given)
    return held.exception


def signed_off() -> Any:
    from goldenthread.web.accounts.standing import today
    from goldenthread.web.plan import actions
    from web_people import person, proof
    from web_plan import action, claimed, fresh

    owner, director = person("head_of_service"), person("director")
    done = claimed(action(owner), owner)
    said = {"words": "Seen", "on": today(), "proof": proof()}
    actions.sign_off(by=director, action=done, version=done.version, **said)
    return fresh(done)


def scheme_form(**changed: Any) -> dict[str, Any]:
    """The scheme a plan begins with, as its form sends it."""
    from goldenthread.web.plan.forms_delivery import SchemeForm
    from goldenthread.web.plan.models import DEFAULT

    return {**SchemeForm.start_from(DEFAULT), "meeting": "Board", "why": "Agreed", **changed}


def delivery_posts() -> dict[str, Make]:
    return _plan_posts() | _action_posts() | _milestone_posts()


def _plan_posts() -> dict[str, Make]:
    from goldenthread.web.plan import queries
    from goldenthread.web.plan.models import DEFAULT, PlanSettings, Scheme
    from web_people import person

    # Each is one row, there from the first change on: what a change adds is counted with it there.
    begun = {"content": DEFAULT.content, "agreed_at": "", "why": "", "version": 0}
    Scheme.objects.get_or_create(only=True, defaults=begun)
    PlanSettings.objects.get_or_create(only=True, defaults={"version": 0})
    lead = person("improvement_lead")
    group = {"kind": "workstream", "lead_role": "Somebody"}

    def formed() -> Sent:
        named = f"A made-up group {uuid.uuid4().hex}"
        return Sent(lead, "/plan/workstreams/add/", {"version": 0, "name": named, **group})

    def delegated() -> Sent:
        typed = scheme_form(version=queries.scheme_version())
        return Sent(lead, "/plan/who-may-agree/change/", typed)

    def settings() -> Sent:
        held = queries.plan_settings()
        return Sent(
            lead, "/plan/settings/", {"version": held.version, "update_weeks": 3, "evidence_months": 9}
        )

    def edited() -> Sent:
        named = f"A made-up group {uuid.uuid4().hex}"
        return sent(lead, "/plan/workstreams/{}/edit/", group_named, **group, name=named, version=VERSION)()

    return {
        "add-workstream": formed,
        "edit-workstream": edited,
        "edit-delegation": delegated,
        "settings": settings,
    }


def _action_posts() -> dict[str, Make]:
    from goldenthread.web.accounts.standing import today
    from web_people import person
    from web_plan import action

    lead, at = person("improvement_lead"), "/plan/actions/{}"
    soon = (today() + timedelta(days=20)).strftime("%d/%m/%Y")
    said = {"what": "It", "why": "Late", "effect": "They wait", "remedy": "More", "version": 0}
    colour = {"rag": "Red", "reason": "Worse", "until": soon, "version": VERSION}

    def waits() -> Sent:
        return sent(lead, f"{at}/waits-for/", action, on=action().pk, why="It", version=VERSION)()

    return {
        "add-milestone": sent(lead, f"{at}/milestones/add/", action, text="It", due=soon, version=VERSION),
        "wait-for": waits,
        "wait-no-more": sent(lead, "/plan/dependencies/{}/remove/", tied),
        "set-colour": sent(lead, f"{at}/colour/", action, **colour),
        "end-colour": sent(lead, f"{at}/colour/take-back/", coloured, version=VERSION),
        "stand-by": sent(lead, f"{at}/keep-sign-off/", signed_off, why="Seen", version=VERSION),
        "report-exception": sent(lead, f"{at}/exception/", action, **said),
    }


def _milestone_posts() -> dict[str, Make]:
    from goldenthread.web.accounts.standing import today
    from web_people import person
    from web_plan import fresh

    lead, at = person("improvement_lead"), "/plan/milestones/{}"
    later = (today() + timedelta(days=40)).strftime("%d/%m/%Y")

    def new_date() -> Sent:
        held = milestone()
        typed = {"proposed": later, "why": "Late", "version": fresh(held.action).version}
        return Sent(lead, f"/plan/milestones/{held.pk}/new-date/", typed)

    return {
        "edit-milestone": sent(lead, f"{at}/edit/", milestone, text="Told", version=VERSION),
        "finish-milestone": sent(lead, f"{at}/done/", milestone, on="1/3/2026", version=VERSION),
        "milestone-date": new_date,
    }
