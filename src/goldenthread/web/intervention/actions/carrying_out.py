"""How the acts of this room are carried out."""

from __future__ import annotations

from django.db.models import Model

from goldenthread.web.history.actions import About
from goldenthread.web.intervention.models import Visit
from goldenthread.web.plan.rules import NotDone


def refuse(why: str) -> None:
    if why:
        raise NotDone(why)


def about_visit(visit: Visit) -> About:
    return About(kind="visit", key=str(visit.pk), label=str(visit))


def about_thing(kind: str, thing: Model) -> About:
    return About(kind=kind, key=str(thing.pk), label=str(thing))


def locked(visit: Visit) -> Visit:
    """The visit as it stands, held until the transaction ends: numbers are given out under it."""
    return Visit.objects.select_for_update(no_key=True).get(pk=visit.pk)
