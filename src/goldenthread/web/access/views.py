"""Who looked: at one child, and what one person looked at. One's own always; everybody's for those who
may."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.web.access import actions, queries
from goldenthread.web.access.forms import ChildForm
from goldenthread.web.access.models import ChildView, Notice
from goldenthread.web.access.purposes import Purpose
from goldenthread.web.access.taking_away import refused
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.policy import SIGNED_IN, policy, predicate, signed_in, standing
from goldenthread.web.accounts.standing import LONDON, standing_of, today
from goldenthread.web.page.paging import paged
from goldenthread.web.page.safe_csv import csv_text
from goldenthread.web.page.tables import Cell, Column, Table

TITLE = "Who may see whom"
FORM = ["GET", "HEAD", "POST"]
ANY = (
    Permission.SEE_CHILDREN,
    Permission.SEE_ALLOTTED,
    Permission.RESTRICT_CHILDREN,
    Permission.ALLOT_CHILDREN,
    Permission.SEE_ACCESS_LOG,
)
_SHOWN = 12  # children named in one line before "and 12 more"
_HEADER = ("when", "who", "why", "what", "seen by name", "child")


@predicate
def keeps_lists(person: Person, _: object) -> bool:
    """Those who keep the list of restricted children know which they are; nobody else is shown one here."""
    return standing_of(person).may(Permission.SIGN_RESTRICTIONS)


@policy(*ANY)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What may I do about who sees which child, and what waits for me?"""
    may = standing(request).may
    doors = [
        (SIGNED_IN, "access:mine", "What you looked at", "Every child you were shown, when and why."),
        (Permission.SEE_ALLOTTED, "access:allotted", "Children allotted to you", "To read until a last day."),
        (Permission.OPEN_IN_EMERGENCY, "access:emergency", "Open one child's record in an emergency",
         "For an hour. Your manager and the information guardian are told at once."),
        (Permission.ASK_WHO, "access:who-is-it", "Ask who a child is",
         "To put a record right. A manager and the information guardian are told at once."),
        (SIGNED_IN, "access:openings", "Records that were opened", "By you, and those you are to review."),
        (SIGNED_IN, "access:conflicts", "Conflicts", "Children you must not be shown: you know them."),
        (Permission.ALLOT_CHILDREN, "access:allotments", "Children allotted to others",
         "To those who audit, moderate or inspect."),
        (Permission.RESTRICT_CHILDREN, "access:restrictions", "Restricted children", "Seen by named people."),
        (Permission.SEE_ACCESS_LOG, "access:find", "Who looked", "At a child, or what somebody looked at."),
    ]  # fmt: skip
    shown = [
        (reverse(route), label, hint)
        for rule, route, label, hint in doors
        if not isinstance(rule, Permission) or may(rule)
    ]
    return render(request, "access/home.html", {"title": TITLE, "doors": shown})


@policy(SIGNED_IN)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What did I look at?"""
    return _trail_of(request, signed_in(request), file=reverse("access:mine-file"))


@policy(SIGNED_IN)
@require_safe
def mine_file(request: HttpRequest) -> HttpResponse:
    """The same as a file."""
    return _file(request, queries.looks_of(signed_in(request).reference), whose=signed_in(request).reference)


@policy(Permission.SEE_ACCESS_LOG)
@require_safe
def person(request: HttpRequest, reference: object) -> HttpResponse:
    """What did this person look at?"""
    found = get_object_or_404(Person, public_id=reference)
    return _trail_of(request, found, file=reverse("access:person-file", args=[found.public_id]))


@policy(Permission.SEE_ACCESS_LOG)
@require_safe
def person_file(request: HttpRequest, reference: object) -> HttpResponse:
    """The same as a file."""
    found = get_object_or_404(Person, public_id=reference)
    return _file(request, queries.looks_of(found.reference), whose=found.reference)


@policy(Permission.SEE_ACCESS_LOG)
@require_http_methods(FORM)
def find(request: HttpRequest) -> HttpResponse:
    """Whose looks, or looks at whom?"""
    form = ChildForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("access:child", child=form.cleaned_data["child"])
    people = Person.objects.order_by("-is_active", "name")
    trail = [(TITLE, reverse("access:home"))]
    return render(
        request, "access/find.html", {"form": form, "people": paged(request, people), "trail": trail}
    )


@policy(Permission.SEE_ACCESS_LOG)
@require_safe
def child(request: HttpRequest, child: str) -> HttpResponse:
    """Who looked at this child, when and why?"""
    page = paged(request, _looks_at(request, child))
    looks = list(page.rows)  # read before this look is written down, which would stand first among them
    if looks:
        _write_down(request, [child], what="Who looked at this child")
    rows = [
        (_when(look), Cell(look.person_name), Cell(look.purpose), Cell(look.what), _named(look))
        for look in looks
    ]
    columns = [Column(name) for name in ("When", "Who", "Why", "What", "By name")]
    context = {
        "title": "Who looked at this child",
        "child": child,
        "purpose": Purpose.GUARDING,
        "page": page,
        "table": Table("The latest first", columns, rows),
        "file": reverse("access:child-file", args=[child]),
        "trail": [(TITLE, reverse("access:home")), ("Who looked", reverse("access:find"))],
    }
    return render(request, "access/looks.html", context)


@policy(Permission.SEE_ACCESS_LOG)
@require_safe
def child_file(request: HttpRequest, child: str) -> HttpResponse:
    """The same as a file."""
    return _file(request, _looks_at(request, child), whose="a child", only=child)


@policy(SIGNED_IN)
@require_safe
def told(request: HttpRequest) -> HttpResponse:
    """What was I told, and have not marked as read?"""
    notices = [(notice, _about(notice)) for notice in queries.notices_for(signed_in(request))]
    return render(request, "access/told.html", {"notices": notices, "trail": [("Today", "/")]})


def _about(notice: Notice) -> str:
    routes = {"opening": "access:opening", "restriction": "access:restriction"}
    route = routes.get(notice.about_kind)
    return reverse(route, args=[notice.about_key]) if route else ""


@policy(SIGNED_IN)
@require_POST
def read(request: HttpRequest, key: object) -> HttpResponse:
    """Mark a notice as read."""
    notice = get_object_or_404(queries.notices_for(signed_in(request)), pk=key)
    actions.mark_read(by=signed_in(request), notice=notice)
    return redirect("access:told" if queries.notices_for(signed_in(request)).exists() else "today")


def _looks_at(request: HttpRequest, child: str) -> Any:
    """Nothing of a child who is shut to the reader: like one nobody looked at."""
    if child in _hidden(request, [child]):
        return ChildView.objects.none()
    return queries.looks_at(child)


def _trail_of(request: HttpRequest, whose: Person, *, file: str) -> HttpResponse:
    page = paged(request, queries.looks_of(whose.reference))
    looks = list(page.rows)
    shown = {key: children[:_SHOWN] for key, children in _shown(request, looks).items()}
    _write_down(
        request,
        {child for children in shown.values() for child in children},
        what=f"What {whose.name} looked at",
    )
    rows = [
        (_when(look), Cell(look.purpose), Cell(look.what), Cell(_whom(look, shown[look.pk])), _named(look))
        for look in looks
    ]
    columns = [Column(name) for name in ("When", "Why", "What", "Whom", "By name")]
    own = whose.pk == signed_in(request).pk
    context = {
        "title": "What you looked at" if own else f"What {whose.name} looked at",
        "purpose": Purpose.GUARDING if any(shown.values()) else "",
        "page": page,
        "table": Table("The latest first", columns, rows),
        "file": file,
        "trail": trail_for(request),
    }
    return render(request, "access/looks.html", context)


def trail_for(request: HttpRequest) -> list[tuple[str, str]]:
    """The way back from a page that is for everybody: to this room's first page only for whom it lets in."""
    may_open = any(standing(request).may(one) for one in ANY)
    return [(TITLE, reverse("access:home"))] if may_open else [("Today", "/")]


def _shown(request: HttpRequest, looks: Iterable[ChildView]) -> dict[int, list[str]]:
    """The children of each look that the reader may be shown by identifier. None of a look at the trail
    itself: whoever reads the trail would fill it, each reading with what the last one showed."""
    named = [look for look in looks if look.identified and look.purpose != Purpose.GUARDING]
    hidden = _hidden(request, {child for look in named for child in look.children})
    found = {look.pk: [child for child in look.children if child not in hidden] for look in named}
    return {look.pk: found.get(look.pk, []) for look in looks}


def _hidden(request: HttpRequest, children: Iterable[str]) -> set[str]:
    if keeps_lists(signed_in(request), None):
        return set()
    return set(queries.fence_of(signed_in(request)).shut) & set(children)


def _whom(look: ChildView, shown: list[str]) -> str:
    """W1, W2 and 3 more: those under pseudonyms, and those not shown to the reader, are counted."""
    rest = len(look.children) - len(shown)
    if not shown:
        return f"{rest} {'child' if rest == 1 else 'children'}"
    return ", ".join(shown) + (f" and {rest} more" if rest else "")


def _write_down(
    request: HttpRequest, children: Iterable[str], *, what: str, taken_away: int | None = None
) -> None:
    look = actions.Look(Purpose.GUARDING, what, dict.fromkeys(children, True), taken_away=taken_away)
    actions.record_view(look, by=signed_in(request))


def _file(request: HttpRequest, looks: Any, *, whose: str, only: str = "") -> HttpResponse:
    """One line for each child of each look, as far as the reader may be shown them."""
    held = list(looks)
    shown = {look.pk: [only] for look in held} if only else _shown(request, held)
    leaving = sum(len(found) for found in shown.values())
    if no := refused(request, rows=leaving):
        return no
    _write_down(
        request,
        {child for found in shown.values() for child in found},
        what="Who looked: downloaded",
        taken_away=leaving,
    )
    rows = [
        (f"{look.at.astimezone(LONDON):%Y-%m-%d %H:%M}", look.person_name, look.purpose, look.what,
         "yes" if look.identified else "no", child)
        for look in held
        for child in (shown[look.pk] or [""])
    ]  # fmt: skip
    actions.note_taken_away(by=signed_in(request), whose=whose, rows=len(rows))
    answer = HttpResponse(csv_text(_HEADER, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="who-looked-{today()}.csv"'
    return answer


def _when(look: ChildView) -> Cell:
    at = look.at.astimezone(LONDON)
    return Cell(f"{at.day} {at:%b %Y %H:%M}")


def _named(look: ChildView) -> Cell:
    return Cell("Yes" if look.identified else "No")


def timeline_at(child: str) -> str:
    """The child's timeline, "" where the site has none."""
    try:
        return reverse("oversight:child", args=[child])
    except NoReverseMatch:
        return ""
