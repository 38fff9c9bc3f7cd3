"""What rooms beside the plan have for somebody's reminders and calendar: rooms about the authority, none
about a child."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from goldenthread.web.accounts.models import Person
from goldenthread.web.intervention import dates as of_intervention
from goldenthread.web.intervention.needs import needs as intervention_needs
from goldenthread.web.page.dates import Event
from goldenthread.web.page.needs import Need
from goldenthread.web.programme import dates as of_programme
from goldenthread.web.programme.needs import needs as programme_needs
from goldenthread.web.reporting import dates as of_reporting
from goldenthread.web.reporting.needs import needs as reporting_needs


def needs_beside(person: Person, *, on: date) -> Iterator[Need]:
    """What waits there, of what may be said outside the site: a need without a short form may not."""
    for ask in (intervention_needs, programme_needs, reporting_needs):
        yield from (need for need in ask(person, on=on) if need.brief)


def dates_beside(person: Person, *, on: date) -> Iterator[Event]:
    """What falls on a day there."""
    yield from of_intervention.dates(person, on=on)
    yield from of_programme.dates(person)
    yield from of_reporting.dates(person)
