"""What `make idempotency` sends to the pages of delivery: groups, milestones, colours, the scheme."""

from __future__ import annotations

import uuid
from typing import Any

from idempotency import VERSION, Make, Sent, sent


def group_named(name: str = "") -> Any:
    from goldenthread.web.plan import actions
    from goldenthread.web.plan.actions import Group
    from web_people import MAKER

    return actions.add_workstream(by=MAKER, group=Group(name or f"A made-up group {uuid.uuid4().hex}"))


def delivery_posts() -> dict[str, Make]:
    from web_people import person

    lead = person("improvement_lead")
    group = {"kind": "workstream", "lead_role": "Somebody"}

    def formed() -> Sent:
        named = f"A made-up group {uuid.uuid4().hex}"
        return Sent(lead, "/plan/workstreams/add/", {"version": 0, "name": named, **group})

    edited = {**group, "name": "A made-up group renamed", "version": VERSION}
    return {
        "add-workstream": formed,
        "edit-workstream": sent(lead, "/plan/workstreams/{}/edit/", group_named, **edited),
    }
