"""The feed: another system of the council's hands a workbook in, and asks what became of it.

    POST /records/feed/            a form with `workbook` (a file), `as_at` (31/3/2026, or left out) and
                                   `form_key` (a word of the sender's own, or left out: the same word again,
                                   from a sender who had no answer, leads to the load it made: 302)
                                   202 {"load": ..., "state": "waiting", "ask": "/records/feed/<load>/"}
                                   422 {"wrong": {"workbook": ["..."]}}
    GET  /records/feed/<load>/     200 {"load": ..., "state": "kept", "why": "", "already_held": false}

    curl -H "Authorization: Bearer $TOKEN" -F workbook=@"Annex A.xlsx" https://.../records/feed/

A service's token opens these two and nothing else; no cookie does, so there is no form to forge. What is sent
in waits in the same queue as what people hand in, and the history names the service.
"""

from __future__ import annotations

from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.policy import policy, token_for
from goldenthread.web.accounts.service import ServiceCaller
from goldenthread.web.intake import actions, loading
from goldenthread.web.intake.forms import LoadForm
from goldenthread.web.intake.models import Load
from goldenthread.web.intake.queries import loads
from goldenthread.web.intake.uploads import PrivateUpload
from goldenthread.web.page.once import acted, one_effect


@policy(token_for(Permission.LOAD_RECORDS))
@csrf_exempt  # no cookie opens it
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Hand a workbook in: accepted for its turn in the queue, or refused in a sentence for each field."""
    request.upload_handlers = [PrivateUpload(request)]
    return _hand_in(request)


@one_effect
def _hand_in(request: HttpRequest) -> HttpResponse:
    service = calling(request)
    form = LoadForm(request.POST, request.FILES)
    if not form.is_valid():
        return JsonResponse({"wrong": form.errors}, status=422)
    received = form.cleaned_data["workbook"]
    asked = actions.ask_for_load(
        by=service,
        received=Path(received.temporary_file_path()),
        file_name=received.name,
        as_at=form.cleaned_data["as_at"],
    )
    transaction.on_commit(loading.wake)
    where = reverse("intake:feed-load", args=[asked.pk])
    return acted(JsonResponse(_said(asked) | {"ask": where}, status=202), to=where)


@policy(token_for(Permission.LOAD_RECORDS))
@require_safe
def ask(request: HttpRequest, key: object) -> HttpResponse:
    """What became of a load this service asked for; another's is not there."""
    return JsonResponse(_said(get_object_or_404(loads(), pk=key, person=calling(request).reference)))


def calling(request: HttpRequest) -> ServiceCaller:
    """The service a request comes from; refused where there is none."""
    if not isinstance(request.user, ServiceCaller):
        raise PermissionDenied
    return request.user


def _said(load: Load) -> dict[str, object]:
    return {"load": str(load.pk), "state": load.state, "why": load.why, "already_held": load.already_held}
