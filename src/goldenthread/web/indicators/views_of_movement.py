"""Why a measure moved: in a sentence, by team, what is late recording, and the children behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from goldenthread.errors import GoldenThreadError
from goldenthread.papers.figures import Figure
from goldenthread.papers.wording import capital, period
from goldenthread.web.accounts.permissions import FigureTier, Permission
from goldenthread.web.accounts.policy import policy, policy_of, signed_in, standing
from goldenthread.web.indicators import queries
from goldenthread.web.indicators.definitions import Definition, definitions
from goldenthread.web.indicators.forms import PeriodsForm
from goldenthread.web.indicators.models import Filling, Step
from goldenthread.web.indicators.moved_words import Told, told
from goldenthread.web.indicators.moving import can_be_explained, children_moved, movement
from goldenthread.web.intake.names import names_for
from goldenthread.web.page.paging import ROWS, Sliced, page_asked, paged

_TIMES = {None: "Not in it", 0: "In it, not counted", 1: "Counted"}


@dataclass(frozen=True)
class Child:
    """A child whose part differs, as its reader may see it."""

    shown: str
    href: str
    name: str
    link: str
    team: str
    was: str
    now: str
    late: bool


@policy(Permission.SEE_FIGURES)
@require_safe
def why(request: HttpRequest, id: str) -> HttpResponse:
    """Why did it move?"""
    one, held, step = _definition(id), queries.filling(), _step(request)
    series = queries.whole_periods(id, step)
    context: dict[str, Any] = {
        "trail": [("Performance", reverse("indicators:home")), (one.title, _measure(id))],
        "one": one,
        "held": held,
        "step": step,
        "steps": [(each.label, f"?step={each}", each is step) for each in (Step.MONTH, Step.QUARTER)],
        "barred": _barred(held, id, series),
    }
    if held and not context["barred"]:
        context |= _answer(request, id, step=step, series=series, held=held)
    return render(request, "indicators/movement.html", context)


@policy(Permission.SEE_CHILDREN)
@require_safe
def children(request: HttpRequest, id: str) -> HttpResponse:
    """Which children made the change?"""
    if not standing(request).may(Permission.SEE_FIGURES):
        raise PermissionDenied
    one, held, step = _definition(id), queries.filling(), _step(request)
    series = queries.whole_periods(id, step)
    form = PeriodsForm(_chosen(request, series), series=series)
    if held is None or _barred(held, id, series) or not form.is_valid():
        raise Http404
    asked = form.asked(id, step)
    page = page_asked(request)
    seen = children_moved(asked, by=signed_in(request), held=held, rows_shown=((page - 1) * ROWS, ROWS))
    rows = _children(seen.rows.to_dicts())
    back = f"{_address(id)}?{urlencode(form.query(step))}"
    context = {
        "trail": [
            ("Performance", reverse("indicators:home")),
            (one.title, _measure(id)),
            ("Why it moved", back),
        ],
        "one": one,
        "held": held,
        "before": capital(period(form.earlier.start, form.earlier.end)),
        "after": capital(period(form.later.start, form.later.end)),
        "seen": seen,
        "purpose": seen.purpose,
        "rows": rows,
        "paged": paged(request, Sliced(rows, seen.total, start=(page - 1) * ROWS)),
        "pseudonymous": "pseudonymous" in seen.rows["identity"].to_list(),
        "named": any(child.name for child in rows),
        "definition_said": f"Definition {one.version}.",
        "back": back,
    }
    return render(request, "indicators/movement_children.html", context)


def _answer(
    request: HttpRequest, id: str, *, step: Step, series: Sequence[Figure], held: Filling
) -> dict[str, Any]:
    """The form with the periods chosen, and the answer where they can be compared."""
    form = PeriodsForm(_chosen(request, series), series=series)
    if not form.is_valid():
        return {"form": form}
    tier, see = standing(request).figures, standing(request).may(Permission.SEE_CHILDREN)
    try:
        found = movement(form.asked(id, step), held=held)
    except GoldenThreadError as why_not:
        return {"form": form, "barred": str(why_not)}
    said = told(found, tier=tier)
    query = urlencode(form.query(step))
    return {
        "form": form,
        "told": said,
        "outside": tier is not FigureTier.INTERNAL,
        "some_withheld": tier is not FigureTier.INTERNAL,
        "first_given": found.first_given,
        "before": capital(period(form.earlier.start, form.earlier.end)),
        "after": capital(period(form.later.start, form.later.end)),
        "children": f"{reverse('indicators:movement-children', args=[id])}?{query}" if see else "",
        "commentary": _commentary(request, id, query),
        "definition_said": f"Definition {definitions()[id].version}.",
        "has_moved": _has_moved(said),
    }


def _has_moved(said: Told) -> bool:
    return any(line.moved for line in said.teams)


def _chosen(request: HttpRequest, series: Sequence[Figure]) -> dict[str, str]:
    """The two periods asked for; the last two where none is."""
    last = {"before": str(series[-2].end), "after": str(series[-1].end)} if len(series) > 1 else {}
    return last | {name: request.GET[name] for name in ("before", "after") if name in request.GET}


def _barred(held: Filling | None, id: str, series: Sequence[Figure]) -> str:
    """Why there is nothing to explain, in a sentence; "" where there is."""
    if held is None:
        return "There are no figures yet: no records are loaded."
    if not can_be_explained(id):
        return "This measure is a split, which is many figures at once: none of them is explained by itself."
    return "" if len(series) > 1 else "These records hold no two whole periods of this measure to compare."


def _commentary(request: HttpRequest, id: str, query: str) -> str:
    """Where this reader can take the answer into a commentary for a meeting; "" where no room offers it."""
    try:
        href = reverse("reporting:take", args=[id])
    except NoReverseMatch:
        return ""
    rule = policy_of(resolve(href).func)
    return f"{href}?{query}" if rule is not None and rule.allows(request.user) else ""


def _children(rows: Sequence[dict[str, Any]]) -> list[Child]:
    names = names_for(row["child_id"] for row in rows if row["identity"] == "identified")
    return [
        _child(row, names.get(row["child_id"]) if row["identity"] == "identified" else None) for row in rows
    ]


def _child(row: dict[str, Any], named: Any) -> Child:
    return Child(
        shown=row["child_id"],
        href=_timeline(row["child_id"]),
        name=named.name if named else "",
        link=named.link if named else "",
        team=row["team"],
        was=_part(row["was"]),
        now=_part(row["now"]),
        late=row["late"],
    )


def _part(times: int | None) -> str:
    return _TIMES.get(times) or f"Counted {times} times"


def _timeline(child: str) -> str:
    try:
        return reverse("oversight:child", args=[child])
    except NoReverseMatch:
        return ""


def _step(request: HttpRequest) -> Step:
    return Step.QUARTER if request.GET.get("step") == Step.QUARTER else Step.MONTH


def _definition(id: str) -> Definition:
    if id not in definitions():
        raise Http404
    return definitions()[id]


def _measure(id: str) -> str:
    return reverse("indicators:indicator", args=[id])


def _address(id: str) -> str:
    return reverse("indicators:movement", args=[id])
