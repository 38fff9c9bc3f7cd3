"""What reports ask of somebody today: findings read and not yet accepted."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from goldenthread.papers.wording import counted
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.standing import standing_of
from goldenthread.web.inspection.queries import to_accept
from goldenthread.web.page.needs import Need


def needs(person: Person, *, on: date) -> list[Need]:
    """One line for each report whose findings wait to be accepted."""
    if not standing_of(person).may(Permission.ACCEPT_FINDINGS):
        return []
    return [
        Need(
            f"{counted(found, report.asks)} of {report.file} to accept into the register",
            reverse("inspection:review", args=[report.pk]),
            count=1,
        )
        for report, found in to_accept()
    ]
