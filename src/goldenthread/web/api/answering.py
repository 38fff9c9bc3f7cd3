"""How the interface answers: page by page, once for each state of the records, and with a sentence where it
cannot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_safe

from goldenthread.web.accounts.service import ServiceCaller
from goldenthread.web.accounts.standing import today
from goldenthread.web.api.actions import HOUR, TOO_MANY, may_ask, most_calls_an_hour, note_call
from goldenthread.web.api.schemas import Asked
from goldenthread.web.indicators.models import Filling
from goldenthread.web.indicators.queries import filling
from goldenthread.web.intake.queries import latest

View = Callable[..., HttpResponseBase]


class Cannot(Exception):
    """Why a request cannot be answered, where in it the reason lies, and what to do."""

    def __init__(self, wrong: str, *, where: str, what_to_do: str, status: int = 404) -> None:
        super().__init__(wrong)
        self.said = {"wrong": wrong, "where": where, "what_to_do": what_to_do}
        self.status = status


def held_figures() -> Filling:
    """Which records the figures are of. Raises Cannot before the first."""
    held = filling()
    if held is None:
        raise Cannot(
            "No figures are held: no records have been loaded yet.",
            where="the site",
            what_to_do="Ask again once records have been loaded.",
        )
    return held


def about(held: Filling) -> dict[str, Any]:
    """Which records an answer is of."""
    newest = latest()
    return {"snapshot": held.snapshot, "as_at": held.as_at, "made_up": bool(newest and newest.made_up)}


def part(
    request: HttpRequest, rows: Any, asked: Asked, *, said: Callable[[Any], Mapping[str, Any]]
) -> dict[str, Any]:
    """One page of a list; one that is not there has no rows."""
    pages, page = Paginator(rows, asked.per_page), asked.page
    shown: Iterable[Any] = pages.page(page).object_list if page <= pages.num_pages else ()
    answered = [said(row) for row in shown]
    following = _address(request, page + 1) if page < pages.num_pages else None
    request.answered_rows = len(answered)  # type: ignore[attr-defined]  # for the row of the call
    return {"count": pages.count, "page": page, "pages": pages.num_pages, "next": following, "rows": answered}


def _address(request: HttpRequest, page: int) -> str:
    query = request.GET.copy()
    query["page"] = str(page)
    return f"{request.path}?{query.urlencode()}"


def called(view: View) -> View:
    """A view of the interface with what every call has: a limit, HEAD beside GET, an answer only where it is
    a new one, and its row."""

    @require_safe
    def call(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        service = request.user
        assert isinstance(service, ServiceCaller)  # the route's policy lets nobody else in
        answer = _answered(view, request, service, *args, **kwargs)
        rows = getattr(request, "answered_rows", 0) if answer.status_code == 200 else 0
        note_call(by=service, asked=request.get_full_path(), status=answer.status_code, rows=rows)
        return answer

    call.csrf_exempt = True  # type: ignore[attr-defined]  # no cookie opens it
    return call


def _answered(
    view: View, request: HttpRequest, service: ServiceCaller, *args: Any, **kwargs: Any
) -> HttpResponseBase:
    if not may_ask(service, on=today()):
        return _too_many()
    answer = _as_get(view, request, *args, **kwargs)
    return _once(request, answer) if answer.status_code == 200 else answer


def _as_get(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """HEAD is answered as GET is; that it has no body is seen to by whoever sends the answer."""
    method = request.method
    request.method = "GET" if method == "HEAD" else method
    try:
        return view(request, *args, **kwargs)
    finally:
        request.method = method


def _too_many() -> HttpResponse:
    most = most_calls_an_hour(today())
    said = {
        "wrong": f"More than {most:,} calls in an hour.",
        "where": "how often this service asks",
        "what_to_do": "Ask again in an hour, for more rows at a time, or only when the snapshot has changed.",
    }
    return JsonResponse(said, status=TOO_MANY, headers={"Retry-After": str(int(HOUR.total_seconds()))})


def _once(request: HttpRequest, answer: HttpResponseBase) -> HttpResponseBase:
    """304 for whoever has this answer already. Its mark is a digest of what it says; it is of the moment the
    figures were made, where it is made of figures."""
    assert isinstance(answer, HttpResponse)
    mark = quote_etag(sha256(answer.content).hexdigest()[:32])
    answer.headers["ETag"] = mark
    made: datetime | None = getattr(request, "figures_made", None)
    moment = int(made.timestamp()) if made else None
    if moment is not None:
        answer.headers["Last-Modified"] = http_date(moment)
    return get_conditional_response(request, etag=mark, last_modified=moment, response=answer) or answer
