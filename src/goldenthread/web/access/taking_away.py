"""The answer to whoever asks to take more away than goes in a day: the page itself stays to be read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from goldenthread.web.access.actions import may_take_away, most_taken_away_a_day
from goldenthread.web.accounts.policy import signed_in
from goldenthread.web.accounts.standing import today


def refused(request: HttpRequest, *, rows: int) -> HttpResponse | None:
    """Why so many rows about children may not leave as a file now (429); None where they may. Asked before
    anything is looked at."""
    return None if may_take_away(rows, by=signed_in(request)) else too_much(request, rows=rows)


def too_much(request: HttpRequest, *, rows: int) -> HttpResponse:
    """The same answer, where it was asked already."""
    context = {"rows": rows, "most": most_taken_away_a_day(today()), "trail": [("Today", "/")]}
    return render(request, "access/too_much.html", context, status=429)
