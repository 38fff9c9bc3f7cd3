"""The interface as people meet it: what it is, how a program comes in, and its description in OpenAPI."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.policy import policy, token_for
from goldenthread.web.accounts.standing import today
from goldenthread.web.api.actions import most_calls_an_hour
from goldenthread.web.api.answering import called
from goldenthread.web.api.operations import GOOD_FOR, api
from goldenthread.web.api.queries import calls
from goldenthread.web.page.paging import paged

ROOT = "/api/"


@policy(Permission.SEE_LOADS)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What a program can ask for, how it comes in, and who has asked."""
    found = calls()
    context = {
        "operations": _operations(),
        "most": most_calls_an_hour(today()),
        "found": found.count(),
        "calls": paged(request, found),
        "trail": [("Records", reverse("intake:home"))],
    }
    return render(request, "api/home.html", context)


@policy(Permission.SEE_LOADS)
@require_safe
def description_for_people(request: HttpRequest) -> HttpResponse:
    """The description as a file, for somebody who sets a program up."""
    answer = _described()
    answer.headers["Content-Disposition"] = 'attachment; filename="golden-thread-openapi.json"'
    return answer


def _description(request: HttpRequest) -> HttpResponse:
    return _described()


description = policy(token_for(Permission.SEE_FIGURES))(called(require_safe(_description)))


def _described() -> HttpResponse:
    return JsonResponse(api.get_openapi_schema(path_prefix=ROOT))


def _operations() -> list[tuple[str, str, str]]:
    """Each operation: its address, what it gives, what its token must be good for."""
    paths = api.get_openapi_schema(path_prefix=ROOT)["paths"]
    return [
        (address, said["get"]["description"], GOOD_FOR[said["get"]["operationId"]].value)
        for address, said in paths.items()
    ]
