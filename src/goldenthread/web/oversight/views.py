"""The Practice pages: which children need something, from whom, by when?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from goldenthread.web.access.taking_away import refused
from goldenthread.web.accounts.permissions import FigureTier, Permission
from goldenthread.web.accounts.policy import policy, signed_in, standing
from goldenthread.web.accounts.standing import today
from goldenthread.web.intake import gate
from goldenthread.web.intake.age import age_in_words
from goldenthread.web.intake.names import names_for
from goldenthread.web.intake.queries import latest
from goldenthread.web.oversight import queries, reach
from goldenthread.web.oversight.actions import note_download
from goldenthread.web.oversight.ahead import ahead as weeks_ahead
from goldenthread.web.oversight.lines import Line, looked_at
from goldenthread.web.oversight.models import Filling
from goldenthread.web.oversight.queries import OVERDUE, SOON, Narrowed
from goldenthread.web.oversight.sentences import of_list, two_weeks
from goldenthread.web.oversight.story import story
from goldenthread.web.oversight.team_figures import TeamFigures, Told, holders_table, shown_to, workers_table
from goldenthread.web.oversight.timeline import timeline
from goldenthread.web.oversight.words import CHECKED, DUTIES, STANDING, limits_in_words
from goldenthread.web.page.paging import paged
from goldenthread.web.page.safe_csv import csv_text

TITLE = "Overdue and due soon"
_BESIDE = 8  # duties due soon shown beside the overdue


@policy(Permission.SEE_CHILDREN, Permission.SEE_FIGURES)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Which children need something, from whom, by when? Those who see no children get counts by team."""
    filling = queries.filling()
    if filling is None:
        return render(request, "oversight/empty.html", _may_load(request))
    if not standing(request).may(Permission.SEE_CHILDREN):
        return _counts_only(request, filling)
    return _work_list(request, filling, Narrowed.read(request.GET.dict()))


@policy(Permission.SEE_CHILDREN)
@require_safe
def ahead(request: HttpRequest) -> HttpResponse:
    """What falls due in the next weeks, with whom, and what will be late? Counts alone: no child is named."""
    filling = queries.filling()
    if filling is None:
        return render(request, "oversight/empty.html", _may_load(request))
    counted = weeks_ahead(
        queries.ahead("team", "worker", as_at=filling.as_at),
        queries.ahead("clock", as_at=filling.as_at),
        by_team=reach.several_teams(standing(request)),
    )
    context = {"ahead": counted, "whose": reach.in_words(standing(request)), "trail": _trail()}
    return render(request, "oversight/ahead.html", _about_data(filling) | context)


@policy(Permission.TAKE_AWAY_LISTS)
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """The list as CSV, for those who may take one away; who did is written down."""
    person = signed_in(request)
    filling = queries.filling()
    if filling is None:
        raise Http404
    narrowed = Narrowed.read(request.GET.dict())
    may = reach.taken_away(standing(request))
    rows = list(queries.rows(narrowed, as_at=filling.as_at).filter(reach.within(may)))
    if no := refused(request, rows=len(rows)):
        return no
    what = f"{TITLE}: downloaded"
    lines = looked_at(
        rows, by=person, filling=filling, narrowed=narrowed, what=what, standing=may, taken_away=True
    )
    note_download(by=person, filling=filling, rows=len(rows), narrowed=narrowed.said)
    answer = HttpResponse(
        csv_text(_HEADER, (_cells(line, filling.as_at) for line in lines)),
        content_type="text/csv; charset=utf-8",
    )
    answer["Content-Disposition"] = f'attachment; filename="{narrowed.show}-{filling.as_at}.csv"'
    return answer


@policy(Permission.SEE_CHILDREN)
@require_safe
def team(request: HttpRequest, team: str) -> HttpResponse:
    """What does this team owe, and who in it?"""
    filling = queries.filling()
    if filling is None:
        raise Http404
    counted = queries.team_workers(team, as_at=filling.as_at)
    known = queries.team_counts().filter(team=team).exists()
    if not counted and not (known and reach.teams_in_reach(standing(request), [team])):
        raise Http404
    narrowed = Narrowed(team=team)
    page = paged(request, queries.rows(narrowed, as_at=filling.as_at))
    lines = looked_at(
        list(page.rows), by=signed_in(request), filling=filling, narrowed=narrowed, what=f"Team: {team}"
    )
    context = _about_data(filling) | {
        "purpose": reach.purpose_of(standing(request)),
        "team": team,
        "sentence": of_list(
            narrowed, queries.counts(narrowed, as_at=filling.as_at)[""], within=_within(filling)
        ),
        "workers": workers_table(counted, team=team),
        "page": page,
        "lines": lines,
        "list_at": _at(narrowed),
        "soon_at": _at(replace(narrowed, show=SOON)),
        "trail": _trail(),
    }
    return render(request, "oversight/team.html", context)


@policy(Permission.SEE_CHILDREN, Permission.SEE_ALLOTTED)
@require_safe
def child(request: HttpRequest, child: str) -> HttpResponse:
    """What has happened for this child, and what is owed now?"""
    counted: dict[str, int] = {}
    purpose = reach.purpose_of(standing(request))

    def rows(records: Any) -> Any:
        found = timeline(records, child=child, purpose=purpose)
        counted["in_all"] = found.height
        return found

    seen = gate.one_child(
        by=signed_in(request),
        purpose=purpose,
        what="A child's timeline",
        child=child,
        rows=rows,
    )
    told = story(seen.rows)
    identified = seen.rows["identity"][0] == "identified"
    narrowed = Narrowed.read(request.GET.dict())
    newest = latest()
    context = {
        "age": age_in_words(newest.as_at, today()) if newest else "",
        "child": child,
        "named": names_for([child]).get(child) if identified else None,
        "identified": identified,
        "purpose": seen.purpose,
        "looks_at": reverse("access:child", args=[child]) if identified and _sees_log(request) else "",
        "story": told,
        "elsewhere": counted["in_all"] - seen.total,
        "trail": _trail(narrowed),
    }
    return render(request, "oversight/child.html", context)


@policy(Permission.SEE_CHILDREN, Permission.SEE_FIGURES)
@require_safe
def duty(request: HttpRequest, clock: str) -> HttpResponse:
    """What is the rule, and where does it come from?"""
    if clock not in DUTIES:
        raise Http404
    filling = queries.filling()
    context = {
        "duty": DUTIES[clock],
        "standing_words": STANDING.get(DUTIES[clock].rule.status, DUTIES[clock].rule.status),
        "checked": CHECKED[DUTIES[clock].rule.evidence],
        "limits": limits_in_words(DUTIES[clock]),
        "gaps": _gaps(filling, clock) if filling else [],
        "filling": filling,
        "trail": _trail(),
    }
    return render(request, "oversight/duty.html", context)


def _work_list(request: HttpRequest, filling: Filling, narrowed: Narrowed) -> HttpResponse:
    counts = queries.counts(narrowed, as_at=filling.as_at)
    page = paged(request, queries.rows(narrowed, as_at=filling.as_at))
    shown, beside = list(page.rows), _beside(narrowed, filling)
    lines = looked_at(
        [*shown, *beside],
        by=signed_in(request),
        filling=filling,
        narrowed=narrowed,
        what=f"{TITLE}: {DUTIES[narrowed.duty].tab if narrowed.duty else 'every duty'}",
    )
    holders = holders_table(queries.holders(narrowed, as_at=filling.as_at), narrowed=narrowed)
    context = {
        "sentence": of_list(narrowed, counts[narrowed.duty], within=_within(filling)),
        "tabs": _tabs(narrowed, counts),
        "shows": _shows(narrowed, counts[narrowed.duty], within=_within(filling)),
        "page": page,
        "lines": lines[: len(shown)],
        "beside": lines[len(shown) :],
        "beside_count": counts[narrowed.duty].soon,
        "holders": holders,
        "holders_heading": f"By {holders.columns[0].label.lower()}",
    }
    whole = _about_data(filling) | _around(request, filling, narrowed) | context
    return render(request, "oversight/overdue.html", whole)


def _around(request: HttpRequest, filling: Filling, narrowed: Narrowed) -> dict[str, Any]:
    """What stands round the list: whose children, which duty, and where its links go."""
    return {
        "whose": reach.in_words(standing(request)),
        "purpose": reach.purpose_of(standing(request)),
        "narrowed": narrowed,
        "duty": DUTIES.get(narrowed.duty),
        "gaps": _gaps(filling, narrowed.duty),
        "regroup_at": _at(replace(narrowed, group="" if narrowed.group else "worker")),
        "beside_at": _at(replace(narrowed, show=SOON)),
        "every_holder_at": _at(replace(narrowed, team="", worker="")),
        "download_at": _download_at(request, narrowed),
    }


def _counts_only(request: HttpRequest, filling: Filling) -> HttpResponse:
    figures: TeamFigures = shown_to(
        list(queries.team_counts()),
        told=None if standing(request).figures is FigureTier.INTERNAL else Told.of(filling.as_at),
        within=_within(filling),
    )
    return render(request, "oversight/teams.html", _about_data(filling) | {"figures": figures})


def _about_data(filling: Filling) -> dict[str, Any]:
    """The age of the data, said on every page of it."""
    return {"filling": filling, "age": age_in_words(filling.as_at, today()), "within": _within(filling)}


def _within(filling: Filling) -> str:
    return two_weeks(filling.as_at, today())


def _sees_log(request: HttpRequest) -> bool:
    return standing(request).may(Permission.SEE_ACCESS_LOG)


def _may_load(request: HttpRequest) -> dict[str, Any]:
    return {"load_at": reverse("intake:new") if standing(request).may(Permission.LOAD_RECORDS) else ""}


def _trail(narrowed: Narrowed | None = None) -> list[tuple[str, str]]:
    return [(TITLE, reverse("oversight:home") + (_at(narrowed) if narrowed and narrowed.said else ""))]


def _at(narrowed: Narrowed) -> str:
    return f"?{urlencode(narrowed.said)}" if narrowed.said else reverse("oversight:home")


def _tabs(narrowed: Narrowed, counts: dict[str, queries.Counted]) -> list[dict[str, Any]]:
    """Every duty first, then each that has any, with the number of rows its list has."""
    names = {"": "Every duty"} | {clock: duty.tab for clock, duty in DUTIES.items()}
    listed = {
        clock: counts[clock].overdue if narrowed.show == OVERDUE else counts[clock].soon for clock in names
    }
    return [
        {
            "label": label,
            "count": listed[clock],
            "href": _at(replace(narrowed, duty=clock)),
            "here": clock == narrowed.duty,
        }
        for clock, label in names.items()
        if listed[clock] or clock in {"", narrowed.duty}
    ]


def _shows(narrowed: Narrowed, counted: queries.Counted, *, within: str) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "count": count,
            "href": _at(replace(narrowed, show=show)),
            "here": narrowed.show == show,
        }
        for show, label, count in (
            (OVERDUE, "Overdue", counted.overdue),
            (SOON, f"Due {within}", counted.soon),
        )
    ]


def _beside(narrowed: Narrowed, filling: Filling) -> list[Any]:
    if narrowed.show == SOON:
        return []
    return list(queries.rows(replace(narrowed, show=SOON), as_at=filling.as_at)[:_BESIDE])


def _gaps(filling: Filling, clock: str) -> list[str]:
    """What the source cannot tell of a duty; of every duty, only those it cannot tell at all."""
    return [
        gap["why"] if clock else f"{DUTIES[gap['clock']].tab}: {gap['why']}"
        for gap in filling.gaps
        if (gap["clock"] == clock if clock else gap["whole"])
    ]


def _download_at(request: HttpRequest, narrowed: Narrowed) -> str:
    if not standing(request).may(Permission.TAKE_AWAY_LISTS):
        return ""
    return reverse("oversight:download") + (f"?{urlencode(narrowed.said)}" if narrowed.said else "")


_HEADER = (
    *("child", "name", "duty", "due", "working days late", "state", "counted from"),
    *("team", "worker", "rule", "rule is", "records as at"),
)


def _cells(line: Line, as_at: date) -> tuple[object, ...]:
    row, name = line.row, line.named.name if line.named else ""
    state = "overdue" if row.status == "overdue" else "due"
    return (
        *(line.child, name, line.duty.title, row.due, row.days_late, state, row.started),
        *(row.team, row.worker, row.rule, row.basis, as_at),
    )
