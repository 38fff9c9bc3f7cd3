"""Data quality: what in the records wants putting right, whose it is, and whether it is getting better."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from goldenthread.web.access.taking_away import too_much
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.policy import policy, signed_in, standing
from goldenthread.web.accounts.standing import today
from goldenthread.web.intake import checking, gate, quality, quality_rows
from goldenthread.web.intake.actions_of_checks import note_workbook
from goldenthread.web.intake.age import age_in_words
from goldenthread.web.intake.models import CheckedSnapshot
from goldenthread.web.intake.quality import GONE, NEW, NONE, SEVERITIES, Counted, Narrowed, Whose
from goldenthread.web.intake.quality_words import (
    COLOURS,
    GRAVE,
    PLURAL,
    TITLE,
    named_or_none,
    says_of,
    sentence,
    sentence_of_check,
    since,
    trend,
)
from goldenthread.web.intake.queries import latest
from goldenthread.web.intake.understood import title_of
from goldenthread.web.page.paging import ROWS, paged
from goldenthread.web.page.tables import Cell, Column, Table

if TYPE_CHECKING:
    from goldenthread.records.checks import Check

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@policy(Permission.SEE_LOADS, Permission.SEE_CHILDREN)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What in the records wants putting right, and whose is it? Counts alone."""
    held = _held()
    if held is None:
        return render(request, "intake/quality_empty.html", {"trail": _trail(request), "any": latest()})
    narrowed, whose = Narrowed.read(request.GET.dict()), Whose.of(standing(request))
    found = quality.counts(narrowed, whose)
    every = quality.in_all(quality.counts(replace(narrowed, severity=""), whose))
    checks = quality.by_check(found, show=narrowed.show)
    teams = quality.by(found, "team")
    context = _about(held) | {
        "sentence": sentence(every, held, whole=not narrowed.said and whose.every),
        "trend": trend(every, held),
        "narrowed": narrowed,
        "shown": _shown(narrowed),
        "severities": _severities(narrowed, every),
        "shows": _shows(narrowed, quality.in_all(found), held),
        "page": (page := paged(request, checks)),
        "checks": _checks_table(page.rows, narrowed, held),
        "lists": _lists_table(quality.by(found, "table"), narrowed),
        "holders": _holders_table(teams, found, narrowed),
        "workbook_at": _workbook_at(request, narrowed),
        "trail": _trail(request),
    }
    return render(request, "intake/quality.html", context)


@policy(Permission.SEE_LOADS, Permission.SEE_CHILDREN)
@require_safe
def check(request: HttpRequest, check: str) -> HttpResponse:
    """What does this check look for, and which rows are so?"""
    asked, held = _check(check), _held()
    if held is None:
        raise Http404
    narrowed, whose = Narrowed.read(request.GET.dict()), Whose.of(standing(request))
    found = quality.counts(narrowed, whose).filter(of_check=asked.id)
    totals = quality.in_all(found)
    context = _about(held) | {
        "check": asked,
        "says": says_of(asked),
        "severity": GRAVE[asked.severity],
        "colour": COLOURS[asked.severity],
        "list": "Every list" if asked.table == "any" else title_of(asked.table),
        "why_not": quality_rows.why_not_asked(asked, held),
        "sentence": sentence_of_check(totals, held),
        "trend": trend(totals, held),
        "narrowed": narrowed,
        "shown": _shown(narrowed),
        "shows": _shows(narrowed, totals, held),
        "holders": _holders_of_check(found, narrowed),
        "of_lists": asked.table == "any",
        "workbook_at": _workbook_at(request, narrowed, asked.id),
        "trail": [*_trail(request), (TITLE, reverse("intake:quality"))],
    }
    if asked.table != "any" and standing(request).may(Permission.SEE_CHILDREN):
        context |= _rows(request, asked, held, narrowed, totals)
    return render(request, "intake/quality_check.html", context)


@policy(Permission.TAKE_AWAY_LISTS)
@require_safe
def workbook(request: HttpRequest) -> HttpResponse:
    """The rows as a workbook, for whoever sees that they are put right; who took it is written down."""
    from goldenthread.records.checks import FOUND, Checked, Outcome, catalogue
    from goldenthread.records.checks.workbook import workbook_bytes

    held, person, only = _held(), signed_in(request), request.GET.get("check", "")
    if held is None:
        raise Http404
    narrowed = Narrowed.read(request.GET.dict())
    whose = Whose.reached(standing(request), taken_away=True)
    rows = {one.id: one for one in quality.by_check(quality.counts(narrowed, whose))}
    checks = [one for one in catalogue() if one.id in rows and only in {"", one.id}]
    try:
        seen = quality_rows.taken_away(checks, by=person, held=held, narrowed=narrowed)
    except gate.TooMuch as no:
        return too_much(request, rows=no.rows)
    outcomes = [
        Outcome(one, rows[one.id].rows, None, "", came=rows[one.id].came, went=rows[one.id].went)
        for one in checks
    ]
    newest = latest()
    made = Checked(
        as_at=held.as_at,
        authority=newest.authority if newest else "",
        snapshot=held.snapshot,
        outcomes=tuple(outcomes),
        found=quality_rows.without_details(seen).select(*FOUND),
        before=held.before,
        before_as_at=held.before_as_at,
    )
    said = narrowed.said | ({"check": only} if only else {})
    note_workbook(by=person, held=held, rows=seen.total, narrowed=said)
    note = "Made-up records: no real child, family or worker." if newest and newest.made_up else ""
    answer = HttpResponse(workbook_bytes(made, note=note), content_type=_XLSX)
    answer["Content-Disposition"] = f'attachment; filename="to-put-right-{held.as_at}.xlsx"'
    return answer


def _held() -> CheckedSnapshot | None:
    """The counts held; those of newer records are being made, where they are not in line."""
    checking.see_to_it()
    return quality.held()


def _check(id: str) -> Check:
    from goldenthread.records.checks import catalogue

    found = next((one for one in catalogue() if one.id == id), None)
    if found is None:
        raise Http404
    return found


def _about(held: CheckedSnapshot) -> dict[str, Any]:
    """The age of the records, said on every page of them; and whether newer ones are on their way."""
    newest = latest()
    return {
        "held": held,
        "age": age_in_words(held.as_at, today()),
        "newer": newest if newest and newest.identity != held.snapshot and not held.fault else None,
    }


def _trail(request: HttpRequest) -> list[tuple[str, str]]:
    seen = standing(request).may(Permission.SEE_LOADS)
    return [("Records", reverse("intake:home"))] if seen else []


def _shown(narrowed: Narrowed) -> str:
    """What the list is narrowed to, in words."""
    parts = [title_of(narrowed.list)] if narrowed.list else []
    parts += [named_or_none(narrowed.team, "team")] if narrowed.team else []
    parts += [named_or_none(narrowed.worker, "worker")] if narrowed.worker else []
    return ", ".join(parts)


def _severities(narrowed: Narrowed, every: Counted) -> list[dict[str, Any]]:
    names = {"": ("All", every.rows)} | {name: (PLURAL[name], getattr(every, name)) for name in SEVERITIES}
    return [
        {
            "label": label,
            "count": count,
            "href": narrowed.at(severity=name),
            "here": name == narrowed.severity,
        }
        for name, (label, count) in names.items()
    ]


def _shows(narrowed: Narrowed, found: Counted, held: CheckedSnapshot) -> list[dict[str, Any]]:
    """Every row, what came, or what went; nothing where there is no snapshot before."""
    if not held.before_as_at:
        return []
    names = (
        ("", "All rows", found.rows),
        (NEW, f"Came since {since(held)}", found.came),
        (GONE, f"Went since {since(held)}", found.went),
    )
    return [
        {"label": label, "count": count, "href": narrowed.at(show=show), "here": show == narrowed.show}
        for show, label, count in names
    ]


def _checks_table(checks: Any, narrowed: Narrowed, held: CheckedSnapshot) -> Table:
    words = _words()
    columns = [Column("What is so"), Column("List"), Column("How grave"), Column("Rows", numeric=True)]
    if held.before_as_at:
        columns += [Column("Came", numeric=True), Column("Went", numeric=True)]
    rows = []
    for one in checks:
        known = words[one.id]
        href = reverse("intake:quality-check", args=[one.id]) + narrowed.at(severity="").rstrip("?")
        table = "Every list" if known.table == "any" else title_of(known.table)
        cells = [
            Cell(says_of(known), href=href),
            Cell(table),
            Cell(GRAVE[one.severity], tag=COLOURS[one.severity]),
            Cell(f"{one.rows:,}"),
        ]
        if held.before_as_at:
            cells += [Cell("–" if number is None else f"{number:,}") for number in (one.came, one.went)]
        rows.append(cells)
    return Table("What is so in the records, the gravest first", columns, rows)


def _words() -> dict[str, Check]:
    from goldenthread.records.checks import catalogue

    return {one.id: one for one in catalogue()}


_NUMBERS = [Column(PLURAL[name], numeric=True) for name in SEVERITIES]


def _lists_table(lists: list[tuple[dict[str, str], Counted]], narrowed: Narrowed) -> Table:
    rows = [
        [Cell(title_of(named["table"]), href=narrowed.at(list=named["table"])), *_numbers(one)]
        for named, one in lists
    ]
    return Table("By list", [Column("List"), *_NUMBERS], rows)


def _holders_table(teams: list[tuple[dict[str, str], Counted]], found: Any, narrowed: Narrowed) -> Table:
    """By team; by worker, where there is one team to choose from."""
    if len(teams) == 1 or narrowed.team:
        return _workers_table(found, narrowed)
    rows = [
        [
            Cell(named_or_none(named["team"] or NONE, "team"), href=narrowed.at(team=named["team"] or NONE)),
            *_numbers(one),
        ]
        for named, one in teams
    ]
    return Table("By team", [Column("Team"), *_NUMBERS], rows)


def _workers_table(found: Any, narrowed: Narrowed) -> Table:
    rows = [
        [
            Cell(
                named_or_none(named["worker"] or NONE, "worker"),
                href=narrowed.at(worker=named["worker"] or NONE),
            ),
            *_numbers(one),
        ]
        for named, one in quality.by(found, "worker")
    ]
    return Table("By worker", [Column("Worker"), *_NUMBERS], rows)


def _holders_of_check(found: Any, narrowed: Narrowed) -> Table:
    """Where the rows of one check are: by team and worker, and by list where it is put to every list."""
    rows = [
        [
            Cell(named_or_none(named["team"] or NONE, "team"), href=narrowed.at(team=named["team"] or NONE)),
            Cell(
                named_or_none(named["worker"] or NONE, "worker"),
                href=narrowed.at(team=named["team"] or NONE, worker=named["worker"] or NONE),
            ),
            Cell(title_of(named["table"])),
            Cell(f"{one.rows:,}"),
        ]
        for named, one in quality.by(found, "team", "worker", "table")
    ]
    columns = [Column("Team"), Column("Worker"), Column("List"), Column("Rows", numeric=True)]
    return Table("By team and worker", columns, rows)


def _numbers(one: Counted) -> list[Cell]:
    return [Cell(f"{getattr(one, name):,}") for name in SEVERITIES]


def _rows(
    request: HttpRequest, asked: Check, held: CheckedSnapshot, narrowed: Narrowed, totals: Counted
) -> dict[str, Any]:
    number = request.GET.get("page", "1")
    place = max(1, int(number)) if number.isdecimal() and len(number) < 7 else 1
    seen = quality_rows.found_by(
        asked, by=signed_in(request), held=held, narrowed=narrowed, rows_shown=((place - 1) * ROWS, ROWS)
    )
    listed = {"": totals.rows, NEW: totals.came, GONE: totals.went}[narrowed.show]
    return {
        "lines": quality_rows.lines(seen),
        "purpose": seen.purpose,
        "unseen": max(0, listed - seen.total),
        "paged": paged(request, range(seen.total)),
    }


def _workbook_at(request: HttpRequest, narrowed: Narrowed, check: str = "") -> str:
    """Where the rows may be taken away from, "" for who may not."""
    if not standing(request).may(Permission.TAKE_AWAY_LISTS):
        return ""
    at = narrowed.at(show="")
    if check:
        at += f"{'' if at == '?' else '&'}check={check}"
    return reverse("intake:quality-workbook") + at.rstrip("?")
