"""The Records pages: can the figures be trusted today, what was loaded, and what was made of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.records import store as store_folder
from goldenthread.records.keys import keyring
from goldenthread.web.access.actions import Look, record_view
from goldenthread.web.access.purposes import Purpose
from goldenthread.web.access.queries import fence_of
from goldenthread.web.access.taking_away import refused
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Identity, Permission, Scope
from goldenthread.web.accounts.policy import policy, predicate, require, signed_in, standing
from goldenthread.web.accounts.standing import standing_of, today
from goldenthread.web.intake import actions, checking, loading, names
from goldenthread.web.intake.age import age_in_words
from goldenthread.web.intake.forms import LoadForm, NamesForm
from goldenthread.web.intake.models import Load, LoadState, Snapshot
from goldenthread.web.intake.queries import every_snapshot, latest, loads, manifest_of, store
from goldenthread.web.intake.understood import children_in, covered, set_aside_table, understood, without
from goldenthread.web.intake.uploads import PrivateUpload
from goldenthread.web.page.once import one_effect
from goldenthread.web.page.paging import paged
from goldenthread.web.page.safe_csv import csv_text
from goldenthread.web.page.templatetags.page import counted

TRAIL = [("Records", "/records/")]
KINDS = {
    "annex_a": "Annex A lists",
    "dataset": "Full history",
    "cin_census": "Children in need census",
    "ssda903": "Children looked after return",
    "practice": "Practice records",
}
STATES = {
    LoadState.WAITING: ("Waiting", "grey"),
    LoadState.READING: ("Being read", "blue"),
    LoadState.KEPT: ("Kept", "green"),
    LoadState.REFUSED: ("Refused", "red"),
    LoadState.STOPPED: ("Stopped", "orange"),
}
OLD = 35  # days: monthly records are late after this


@predicate
def may_keep_names(person: Person, _: object) -> bool:
    """Names are handed in by somebody who may see all of them, by one and the same role that sees loads:
    identified, and the whole authority."""
    return any(
        Permission.SEE_LOADS in role.permissions
        and role.identity is Identity.IDENTIFIED
        and role.scope is Scope.AUTHORITY
        for role in standing_of(person).roles
    )


@policy(Permission.SEE_LOADS)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Can the figures be trusted today: how old are the records, what came of the last loads?"""
    from goldenthread.records.watch import standing as feed_standing

    newest, asked = latest(), list(loads()[:10])
    if any(load.under_way for load in asked):
        transaction.on_commit(loading.wake)  # the site may have been stopped since they were asked for
    context = {
        "newest": newest,
        "age": age_in_words(newest.as_at, today()) if newest else "",
        "old": bool(newest and (today() - newest.as_at).days > OLD),
        "loads": [(load, *STATES[LoadState(load.state)]) for load in asked],
        "snapshots": paged(request, [_snapshot_row(row) for row in every_snapshot()]),
        "troubles": feed_standing(store(), today=today()).troubles,
        "may_load": standing(request).may(Permission.LOAD_RECORDS),
        "may_keep_names": may_keep_names(signed_in(request), None),
        "has_key": keyring().newest is not None,
    }
    return render(request, "intake/home.html", context)


@policy(Permission.LOAD_RECORDS)
@csrf_exempt  # only until the file's handler is set: `_new` checks the token, and reading it reads the file
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Hand in a workbook."""
    request.upload_handlers = [PrivateUpload(request)]
    return _new(request)


@csrf_protect
@one_effect
def _new(request: HttpRequest) -> HttpResponse:
    form = LoadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        received = form.cleaned_data["workbook"]
        asked = actions.ask_for_load(
            by=signed_in(request),
            received=Path(received.temporary_file_path()),
            file_name=received.name,
            as_at=form.cleaned_data["as_at"],
        )
        transaction.on_commit(loading.wake)
        return redirect("intake:load", key=asked.pk)
    return render(request, "intake/new.html", {"form": form, "trail": TRAIL})


@policy(Permission.SEE_LOADS)
@require_safe
def load(request: HttpRequest, key: object) -> HttpResponse:
    """What became of this load?"""
    row = get_object_or_404(loads(), pk=key)
    if row.under_way:
        transaction.on_commit(loading.wake)  # the site may have been stopped since it was asked for
    words, colour = STATES[LoadState(row.state)]
    context: dict[str, Any] = {"load": row, "words": words, "colour": colour, "trail": TRAIL}
    kept = Snapshot.objects.filter(pk=row.snapshot).first() if row.snapshot else None
    if kept is not None:
        checking.see_to_it()
        context |= _understood(request, kept) | {"in_use": latest() == kept}
    context["may_load"] = standing(request).may(Permission.LOAD_RECORDS)
    return render(request, "intake/load.html", context)


@policy(Permission.SEE_LOADS)
@require_safe
def snapshot(request: HttpRequest, identity: str) -> HttpResponse:
    """What is in this snapshot, and what can it not say?"""
    row = get_object_or_404(every_snapshot(), pk=identity)
    manifest = manifest_of(row)
    made_by = Load.objects.filter(snapshot=identity, already_held=False).order_by("asked").first()
    context = _understood(request, row) | {
        "kind": KINDS.get(row.kind, row.kind),
        "sources": manifest.sources,
        "covered": covered(manifest),
        "made_by": made_by,
        "encrypted": None not in store_folder.key_ids(store(), manifest),
        "age": age_in_words(row.as_at, today()),
        "trail": TRAIL,
    }
    return render(request, "intake/snapshot.html", context)


@policy(Permission.DOWNLOAD_SET_ASIDE)
@require_safe
def set_aside(request: HttpRequest, identity: str) -> HttpResponse:
    """The rows read but not used, for whoever puts them right at the source. The download is written down."""
    row = get_object_or_404(every_snapshot(), pk=identity)
    person = signed_in(request)
    rows = without(store_folder.set_aside(store(), manifest_of(row)), fence_of(person).shut)
    if rows.is_empty():
        raise Http404
    if no := refused(request, rows=rows.height):
        return no
    children = dict.fromkeys(children_in(rows), True)
    what = "Rows set aside: downloaded"
    record_view(Look(Purpose.DATA_QUALITY, what, children, row.identity, rows.height), by=person)
    actions.note_download(by=person, snapshot=row, rows=rows.height)
    answer = HttpResponse(csv_text(*set_aside_table(rows)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="set-aside-{row.as_at}-{row.identity}.csv"'
    return answer


@policy(Permission.SEE_LOADS)
@csrf_exempt  # as in `new`
@require_http_methods(["GET", "HEAD", "POST"])
def names_file(request: HttpRequest) -> HttpResponse:
    """Are there names for the identifiers, and where from?"""
    require(request, may_keep_names)
    request.upload_handlers = [PrivateUpload(request)]
    return _names_file(request)


@csrf_protect
@one_effect
def _names_file(request: HttpRequest) -> HttpResponse:
    form = NamesForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and not names.kept_by_operators():
        if "remove" in request.POST:
            actions.remove_names(by=signed_in(request))
            messages.success(request, "The file of names is removed.")
            return redirect("intake:names")
        if form.is_valid():
            count = actions.put_names(by=signed_in(request), data=_bytes(form.cleaned_data["file"]))
            messages.success(request, f"The file is kept. It names {counted(count, 'child,children')}.")
            return redirect("intake:names")
    context = {
        "form": form,
        "held": names.how_many(),
        "there": names.place().exists(),
        "operators": names.kept_by_operators(),
        "encrypted": names.encrypted(),
        "has_key": keyring().newest is not None,
        "trail": TRAIL,
    }
    return render(request, "intake/names.html", context)


def _bytes(received: Any) -> bytes:
    received.seek(0)
    return bytes(received.read())


def _snapshot_row(row: Snapshot) -> dict[str, Any]:
    manifest = manifest_of(row)
    return {
        "row": row,
        "kind": KINDS.get(row.kind, row.kind),
        "sources": ", ".join(source.name for source in manifest.sources[:2]),
        "more": max(0, len(manifest.sources) - 2),
        "set_aside": sum(counts.rows_set_aside for counts in manifest.lists.values()),
        "latest_only": [table.title for table in covered(manifest) if table.words.startswith("Latest")],
        "href": reverse("intake:snapshot", args=[row.identity]),
    }


def _understood(request: HttpRequest, row: Snapshot) -> dict[str, Any]:
    manifest = manifest_of(row)
    return {
        "kept": row,
        "understood": understood(manifest, store_folder.notes(store(), manifest)),
        "may_download": standing(request).may(Permission.DOWNLOAD_SET_ASIDE),
    }
