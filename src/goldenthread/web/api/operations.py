"""The operations of the interface. Each says which right a token must carry; `urls` makes it the route's
policy, so that an operation without one does not start."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Query, Schema
from ninja.errors import ValidationError
from ninja.security import HttpBearer

from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.service import ServiceCaller
from goldenthread.web.accounts.standing import today
from goldenthread.web.api import queries, schemas
from goldenthread.web.api.answering import Cannot, about, held_figures, part
from goldenthread.web.indicators.models import Filling
from goldenthread.web.indicators.queries import filling
from goldenthread.web.intake.models import Snapshot

DESCRIPTION = (
    "Figures, counts of duties, snapshots and the plan's actions. Counts as they are, for systems within the"
    " authority: withhold small numbers before anything is published. No row about a child is given."
)


class Token(HttpBearer):
    """A service's token. It was read, and its service put in a person's place, before any route was asked."""

    def authenticate(self, request: HttpRequest, token: str) -> ServiceCaller | None:
        return request.user if isinstance(request.user, ServiceCaller) else None


api = NinjaAPI(
    title="Golden Thread",
    version="1",
    description=DESCRIPTION,
    openapi_url=None,
    docs_url=None,
    auth=Token(),
    urls_namespace="operations",
)
GOOD_FOR: dict[str, Permission] = {}


def operation(
    path: str, *, name: str, good_for: Permission, answers: type[Schema]
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """An operation that is asked with GET, by a token good for a right."""
    GOOD_FOR[name] = good_for
    wrongs = dict.fromkeys((401, 403, 404, 409, 422, 429), schemas.Wrong)
    return api.get(path, url_name=name, operation_id=name, response={200: answers, **wrongs})


@operation("/indicators", name="indicators", good_for=Permission.SEE_FIGURES, answers=schemas.Indicators)
def indicators(request: HttpRequest, asked: Query[schemas.Asked]) -> Any:
    """Every indicator, and whether the records in use can answer it."""
    held = _held(request)
    rows = part(request, queries.definitions(), asked, said=queries.definition_row)
    return {"about": about(held), **rows}


@operation(
    "/indicators/{id}", name="indicator", good_for=Permission.SEE_FIGURES, answers=schemas.IndicatorWords
)
def indicator(request: HttpRequest, id: str) -> Any:
    """One indicator in words: what is counted, why, how, and what to be careful of."""
    _held(request)
    _refuse_unknown([id])
    return queries.definition_row(queries.definitions().get(indicator=id))


@operation("/figures", name="figures", good_for=Permission.SEE_FIGURES, answers=schemas.Figures)
def figures(request: HttpRequest, asked: Query[schemas.FiguresAsked]) -> Any:
    """Figures with both counts, oldest first."""
    held = _held(request, asked.as_at)
    _refuse_unknown(asked.id)
    return {"about": about(held), **part(request, queries.figures(asked), asked, said=queries.figure_row)}


@operation("/duties", name="duties", good_for=Permission.SEE_FIGURES, answers=schemas.Duties)
def duties(request: HttpRequest, asked: Query[schemas.DutiesAsked]) -> Any:
    """How many duties are open, by kind, team and where they stand."""
    held = _held(request, asked.as_at)
    return {"about": about(held), **part(request, queries.duties(asked), asked, said=dict)}


@operation("/snapshots", name="snapshots", good_for=Permission.SEE_LOADS, answers=schemas.Snapshots)
def snapshots(request: HttpRequest, asked: Query[schemas.Asked]) -> Any:
    """The snapshots of the records that the site holds, the newest first."""
    held = filling()
    found = Snapshot.objects.defer("manifest")
    return part(request, found, asked, said=lambda one: queries.snapshot_row(one, held))


@operation("/actions", name="actions", good_for=Permission.SEE_PLAN, answers=schemas.Actions)
def actions(request: HttpRequest, asked: Query[schemas.ActionsAsked]) -> Any:
    """The plan's actions as they stand today, most urgent first: no names, and nobody's notes."""
    found = queries.actions(as_at=today(), state=asked.state)
    return {"as_at": today(), **part(request, found, asked, said=dict)}


@api.exception_handler(Cannot)
def cannot(request: HttpRequest, fault: Cannot) -> HttpResponse:
    return api.create_response(request, fault.said, status=fault.status)


@api.exception_handler(ValidationError)
def not_to_be_asked(request: HttpRequest, fault: ValidationError) -> HttpResponse:
    """The first thing that is wrong with what was asked for."""
    first = fault.errors[0]
    where = str(first["loc"][-1])
    said = {
        "wrong": f"{where} cannot be asked for like that: {first['msg']}.",
        "where": where,
        "what_to_do": "See what it may be in the description, /api/openapi.json.",
    }
    return api.create_response(request, said, status=422)


def _held(request: HttpRequest, as_at: date | None = None) -> Filling:
    """Which records the answer is of; refused where others were asked for."""
    held = held_figures()
    if as_at is not None and as_at != held.as_at:
        raise Cannot(
            f"The figures held are as at {held.as_at}, and not {as_at}.",
            where="as_at",
            what_to_do="Ask without it, or when records of that day are in use.",
            status=409,
        )
    request.figures_made = held.filled  # type: ignore[attr-defined]  # for the answer's Last-Modified
    return held


def _refuse_unknown(ids: list[str]) -> None:
    if missing := queries.unknown(ids):
        raise Cannot(
            f"There is no indicator {missing[0]!r}.",
            where="id",
            what_to_do="Choose an id that /api/indicators lists.",
        )
