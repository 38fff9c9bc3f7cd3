"""What every page shows: the areas, the authority, and whether the children are made up."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.standing import standing_of
from goldenthread.web.config.navigation import areas_for, doors_for
from goldenthread.web.intake.queries import latest


def every_page(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    if not isinstance(user, Person):
        return {}
    snapshot = latest()
    return {
        "navigation": areas_for(request),
        "doors": doors_for(request),
        "standing": standing_of(user),
        "snapshot": snapshot,
        "authority": snapshot.authority if snapshot else "",
        "made_up": bool(snapshot and snapshot.made_up),
    }
