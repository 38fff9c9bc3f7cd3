"""What may be taken away: the whole plan, each list of it with its page's filters, one's own actions."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.policy import policy, signed_in, standing
from goldenthread.web.accounts.standing import today
from goldenthread.web.plan.queries import possible_owners
from goldenthread.web.plan.taking_away import as_csv, as_workbook
from goldenthread.web.sheets import queries
from goldenthread.web.sheets.models import Purpose


@policy(Permission.SEE_PLAN)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """How do I take the plan away as a spreadsheet, or bring one in?"""
    person, may = signed_in(request), standing(request)
    keeps = may.may(Permission.EDIT_PLAN)
    works = keeps or may.may(Permission.WORK_ACTIONS)
    mine = queries.own_actions(person, as_at=today()) if works else None
    workbooks = list(queries.seen_by(person).defer("sheets")[:50]) if works else []
    context = {
        "lists": [(name, words) for name, (words, _) in queries.LISTS.items()],
        "keeps": keeps,
        "works": works,
        "mine": len(mine.rows) if mine else 0,
        "owners": possible_owners() if keeps else [],
        "workbooks": [{"one": one, "href": _href(one.purpose, one.pk)} for one in workbooks],
        "trail": [("Plan", reverse("plan:home"))],
    }
    return render(request, "sheets/home.html", context)


def _href(purpose: str, key: int) -> str:
    return reverse("sheets:update" if purpose == Purpose.UPDATE else "sheets:workbook", args=[key])


@policy(Permission.SEE_PLAN)
@require_safe
def plan(request: HttpRequest) -> HttpResponse:
    """The whole plan as a workbook."""
    filled = queries.whole(as_at=today(), tier=standing(request).figures)
    return as_workbook(request, filled, name="improvement-plan", part="The whole plan")


@policy(Permission.SEE_PLAN)
@require_safe
def one_list(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """A list of the plan, the rows its page shows under the same filters, as a workbook or as CSV."""
    if name not in queries.LISTS or form not in {"xlsx", "csv"}:
        raise Http404
    words, rows_of = queries.LISTS[name]
    filled = rows_of(queries.AskedFor(signed_in(request), request.GET.dict(), today()))
    if form == "csv":
        return as_csv(filled, name=name)
    said = ", ".join(f"{key}: {value}" for key, value in sorted(request.GET.items()) if value)
    return as_workbook(request, [filled], name=name, part=f"{words}, {said}" if said else words)


@policy(Permission.EDIT_PLAN, Permission.WORK_ACTIONS)
@require_safe
def my_actions(request: HttpRequest) -> HttpResponse:
    """One's own actions, to be filled in and sent back."""
    return _to_update(request, signed_in(request))


@policy(Permission.EDIT_PLAN)
@require_safe
def actions_of(request: HttpRequest, owner: UUID) -> HttpResponse:
    """An owner's actions, for whoever keeps the plan to send to them."""
    return _to_update(request, get_object_or_404(possible_owners(), public_id=owner))


def _to_update(request: HttpRequest, owner: Person) -> HttpResponse:
    filled = queries.own_actions(owner, as_at=today())
    return as_workbook(
        request, [filled], name="actions-to-update", part=f"Actions of {owner.name}, to update"
    )
