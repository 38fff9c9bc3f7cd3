"""The plan as it stood on a day, and what changed between two days."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST, require_safe

from goldenthread.web.accounts.permissions import FigureTier, Permission
from goldenthread.web.accounts.policy import policy, signed_in, standing
from goldenthread.web.accounts.standing import LONDON, today
from goldenthread.web.page.safe_csv import csv_text
from goldenthread.web.past import queries as asked
from goldenthread.web.past.actions import mark_read
from goldenthread.web.past.asking import as_it_was, end_of, known_since, written_later
from goldenthread.web.past.changes import HEADER, Changes, as_rows
from goldenthread.web.past.changes import changes as changes_between
from goldenthread.web.past.forms import DayForm, SpanForm
from goldenthread.web.past.workbook import workbook
from goldenthread.web.plan import exhibits, queries
from goldenthread.web.plan.values import shown

_TRAIL = (("Plan", "/plan/"),)


@dataclass(frozen=True)
class Day:
    """The day a page is about. `moment` None: the plan is not known so far back."""

    on: date
    form: DayForm
    moment: datetime | None
    since: datetime | None

    def asked(self) -> AbstractContextManager[None]:
        """Within the block, the plan is that of the day. Today's is the present: nothing needs looking up."""
        return nullcontext() if self.is_today or self.moment is None else as_it_was(self.moment)

    @property
    def is_today(self) -> bool:
        return self.on == today()

    @property
    def context(self) -> dict[str, Any]:
        """What every page of a past day says above and below."""
        later = written_later(self.moment) if self.moment and not self.is_today else None
        known = {"known_since": self.since, "written_later": later, "is_today": self.is_today}
        return {"form": self.form, "on": self.on, "moment": self.moment, "day": self.on.isoformat(), **known}


def _day(request: HttpRequest) -> Day:
    form = DayForm(request.GET if "on" in request.GET else {"on": today().isoformat()}, today=today())
    on: date = form.cleaned_data["on"] if form.is_valid() else today()
    since, moment = known_since(), end_of(on)
    known = form.is_valid() and (on == today() or (since is not None and moment >= since))
    return Day(on, form, moment if known else None, since)


@policy(Permission.SEE_PLAN)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """How did the plan stand on that day?"""
    asked_for = _day(request)
    context = {**asked_for.context, "trail": _TRAIL}
    if asked_for.moment is None:
        return render(request, "past/home.html", context)
    with asked_for.asked():
        return render(request, "past/home.html", context | _whole_plan(asked_for.on))


def _whole_plan(on: date) -> dict[str, Any]:
    strands = queries.outline(as_at=on)
    rows = [row for strand in strands for row in strand.rows]
    return {
        "title": queries.title() or "Improvement plan",
        "strands": strands,
        "rows": rows,
        "standing": sum(row.action.state != "stopped" for row in rows),
        "late": sum(row.late for row in rows),
        "waiting": sum(row.waiting for row in rows),
        "unanswered": queries.unanswered(as_at=on),
        "measures": queries.measure_titles(
            measure.indicator for strand in strands for measure in strand.objective.measures.all()
        ),
    }


@policy(Permission.SEE_PLAN)
@require_safe
def objective(request: HttpRequest, key: int) -> HttpResponse:
    """How did this objective stand on that day?"""
    asked_for = _day(request)
    moment = _moment(asked_for)
    with asked_for.asked():
        found = asked.objective(key)
        if found is None:
            return _not_there(request, asked_for)
        strands = queries.strands([found], as_at=asked_for.on)
        rows = strands[0].rows
        context = {
            "objective": found,
            "requirements": list(found.answers.select_related("source")),
            "rows": rows,
            "late": sum(row.late for row in rows),
            "waiting": sum(row.waiting for row in rows),
            "measures": list(queries.measure_titles(one.indicator for one in found.measures.all()).values()),
            "changes": list(found.date_changes.all()),
            "decisions": queries.decisions_of(strands),
            "more": asked.hanging(
                "plan_objective", key, moment, figures=_as_counted(request), told=_TOLD_OF_AN_OBJECTIVE
            ),
            "trail": _trail(asked_for),
        }
        return render(request, "past/objective.html", asked_for.context | context)


_TOLD_OF_AN_OBJECTIVE = ("plan_measure", "plan_datechange", "plan_decision", "plan_objective_answers")


@policy(Permission.SEE_PLAN)
@require_safe
def action(request: HttpRequest, key: int) -> HttpResponse:
    """How did this action stand on that day?"""
    asked_for = _day(request)
    moment = _moment(asked_for)
    tier = standing(request).figures
    with asked_for.asked():
        found = queries.actions().filter(pk=key).first()
        if found is None:
            return _not_there(request, asked_for)
        pieces = queries.evidence_by_action([key])[key]
        context = {
            "action": found,
            "row": shown(found, as_at=asked_for.on),
            "changes": list(found.date_changes.all()),
            "pieces": [
                {"evidence": one, "shown": seen}
                for one, seen in zip(
                    pieces, exhibits.shown_exhibits((one.exhibit for one in pieces), tier), strict=True
                )
            ],
            "notes": list(found.notes.all()[:50]),
            "decisions": list(found.decisions.all()),
            "entries": list(queries.history_of_action(found).filter(when__lte=moment)[:100]),
            "more": asked.hanging("plan_action", key, moment, figures=_as_counted(request)),
            "trail": _trail(asked_for),
        }
        return render(request, "past/action.html", asked_for.context | context)


def _as_counted(request: HttpRequest) -> bool:
    return standing(request).figures is FigureTier.INTERNAL


def _moment(asked_for: Day) -> datetime:
    if asked_for.moment is None:
        raise Http404
    return asked_for.moment


def _trail(asked_for: Day) -> list[tuple[str, str]]:
    return [*_TRAIL, ("The plan as it was", f"{reverse('past:home')}?on={asked_for.on.isoformat()}")]


def _not_there(request: HttpRequest, asked_for: Day) -> HttpResponse:
    """It had not been added yet, or had gone: said in words."""
    context = asked_for.context | {"trail": _trail(asked_for)}
    return render(request, "past/not_there.html", context, status=404)


@dataclass(frozen=True)
class Span:
    """What a page of changes is about. Nothing is asked for where `since` is None."""

    form: SpanForm
    since: datetime | None = None
    until: datetime | None = None
    words: str = ""

    def found(self, *, figures: bool) -> Changes | None:
        """What changed. `figures`: for somebody who sees figures as counted."""
        if self.since is None or self.until is None:
            return None
        return changes_between(self.since, self.until, figures=figures)


def _span(request: HttpRequest) -> Span:
    """From the end of a day, or from when the reader last read, to the end of another."""
    read = asked.read_up_to(signed_in(request))
    if request.GET.get("since") == "read" and read is not None:
        return Span(SpanForm(today=today()), read, timezone.now(), f"you last read them, {_when(read)}")
    if "since" not in request.GET:
        return Span(SpanForm(today=today()))
    form = SpanForm(request.GET, today=today())
    if not form.is_valid():
        return Span(form)
    since, until = form.cleaned_data["since"], form.cleaned_data["until"] or today()
    return Span(form, end_of(since), end_of(until), f"the end of {since.day} {since:%B %Y}")


def _when(moment: datetime) -> str:
    at = moment.astimezone(LONDON)
    return f"{at.day} {at:%B %Y} at {at:%H:%M}"


@policy(Permission.SEE_PLAN)
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """What changed in the plan since then, and who did it?"""
    span = _span(request)
    found = span.found(figures=_as_counted(request))
    context = {
        "form": span.form,
        "span": span,
        "found": found,
        "sentence": found.sentence if found else "",
        "known_since": known_since(),
        "read": asked.read_up_to(signed_in(request)),
        "meetings": [
            (name, day, _address(since=day.isoformat())) for name, day in asked.meetings(on=today())
        ],
        "link": request.build_absolute_uri(_to_send(span)) if found else "",
        "files": request.GET.urlencode(),
        "trail": _TRAIL,
    }
    return render(request, "past/changes.html", context)


def _address(**said: str) -> str:
    return f"{reverse('past:changes')}?{urlencode(said)}"


def _to_send(span: Span) -> str:
    """An address that says the same days to whoever opens it."""
    assert span.since is not None
    assert span.until is not None
    days = {"since": span.since, "until": span.until}
    return _address(**{name: at.astimezone(LONDON).date().isoformat() for name, at in days.items()})


def _found(request: HttpRequest) -> Changes:
    found = _span(request).found(figures=_as_counted(request))
    if found is None:
        raise Http404
    return found


@policy(Permission.SEE_PLAN)
@require_safe
def changes_csv(request: HttpRequest) -> HttpResponse:
    """The same changes for a spreadsheet, as text."""
    text = csv_text(HEADER, as_rows(_found(request).groups))
    return _file(text.encode(), "text/csv; charset=utf-8", "changes-to-the-plan.csv")


@policy(Permission.SEE_PLAN)
@require_safe
def changes_workbook(request: HttpRequest) -> HttpResponse:
    """The same changes as a workbook."""
    content = workbook(HEADER, as_rows(_found(request).groups))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _file(content, kind, "changes-to-the-plan.xlsx")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@policy(Permission.SEE_PLAN)
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """What is shown up to then has been read: begin from there next time."""
    given = parse_datetime(request.POST.get("up_to", "")) or timezone.now()
    up_to = given if timezone.is_aware(given) else timezone.now()
    mark_read(by=signed_in(request), up_to=min(up_to, timezone.now()))
    messages.success(request, "Next time, begin from here: choose “since you last read them”.")
    return redirect("past:changes")
