"""What the figures ask of somebody: measures that have clearly become worse."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse

from goldenthread.web.accounts.standing import standing_of
from goldenthread.web.indicators import queries
from goldenthread.web.page.needs import Need

if TYPE_CHECKING:
    from goldenthread.web.accounts.models import Person

_ASKED = frozenset({"director", "head_of_service", "performance_analyst", "improvement_lead"})


def needs(person: Person, *, on: date) -> list[Need]:
    """One line for those who answer for the service as a whole, where a measure has clearly become worse;
    and, for those who load the records, one where their figures could not be worked out."""
    standing = standing_of(person)
    if not any(role.key in _ASKED for role in standing.roles):
        return []
    from goldenthread.web.indicators.measures import every_measure

    worse = sum(one.direction == "worse" for one in every_measure(standing.figures))
    return [*_worse(worse), *_fault()]


def _worse(number: int) -> list[Need]:
    if not number:
        return []
    measures = "measure is" if number == 1 else "measures are"
    sentence = f"{number} {measures} clearly worse than three months before, or a year before"
    return [Need(sentence, reverse("indicators:home") + "?show=worse", count=number)]


def _fault() -> list[Need]:
    held = queries.filling()
    if held is None or not held.fault:
        return []
    return [Need("The figures of the latest records could not be worked out", reverse("indicators:home"))]
