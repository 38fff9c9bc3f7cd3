"""How does an analyst get at the figures from their own tool?"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.policy import policy
from goldenthread.web.analysts.described import SCHEMA, VIEWS
from goldenthread.web.database.roles import REPORT
from goldenthread.web.indicators.queries import filling


@dataclass(frozen=True)
class Place:
    """Where the database is, as whoever connects writes it. `server` is "" where it answers on this machine
    alone. No password: that is the database administrator's to give."""

    server: str
    port: str
    database: str


@policy(Permission.SEE_LOADS)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What to type into Power BI or an ODBC connection, and what is then there."""
    context = {
        "held": filling(),
        "place": _place(),
        "role": REPORT,
        "schema": SCHEMA,
        "views": VIEWS,
        "trail": [("Records", reverse("intake:home"))],
    }
    return render(request, "analysts/home.html", context)


def _place() -> Place:
    said = connection.settings_dict
    host = str(said["HOST"])
    return Place("" if host.startswith("/") else host, str(said["PORT"] or 5432), str(said["NAME"]))
