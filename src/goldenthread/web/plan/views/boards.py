"""The pages a board looks at: actions by state, what is off plan, dates that moved, one's own, one page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from goldenthread.papers.plan import ENDED, DeliveryState
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.policy import policy, signed_in, standing
from goldenthread.web.accounts.standing import today
from goldenthread.web.page.elsewhere import provider
from goldenthread.web.page.paging import paged
from goldenthread.web.plan import queries, rules
from goldenthread.web.plan.models import Action, Objective
from goldenthread.web.plan.offers import Offer, moves
from goldenthread.web.plan.values import Shown

_COLUMNS = tuple(state for state in DeliveryState if state is not DeliveryState.MERGED)
_SHOWN_IN_A_COLUMN = 40  # of what is settled, the rest are counted


@dataclass(frozen=True)
class Card:
    """An action on the board, with the steps this person may move it by."""

    row: Shown
    moves: list[Offer]


@dataclass(frozen=True)
class Column:
    """A delivery state and the actions in it, most urgent first."""

    state: DeliveryState
    cards: list[Card]
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.cards)


def _page(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    trail = [("Plan", reverse("plan:home"))]
    may = standing(request)
    decides = may.may(Permission.RECORD_DECISIONS) or may.may(Permission.SIGN_OFF)
    shown = {"trail": trail, "as_at": today(), "decides": decides, **context}
    return render(request, f"plan/{template}.html", shown)


@policy(Permission.SEE_PLAN)
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Where does each action stand, and what moves it on?"""
    person, group = signed_in(request), request.GET.get("workstream", "")
    everything = queries.as_rows(queries.listed(), as_at=today())
    rows = [row for row in everything if not group or row.action.workstream_name == group]
    names = sorted({row.action.workstream_name for row in everything} - {""})
    links = [("All", reverse("plan:board"), not group)]
    links += [
        (name, f"{reverse('plan:board')}?{urlencode({'workstream': name})}", name == group) for name in names
    ]
    columns = [_column(person, state, rows) for state in _COLUMNS]
    held_to = [row for row in rows if row.action.state not in ENDED]
    late = sum(row.late for row in rows)
    said = {"columns": columns, "links": links, "group": group, "late": late, "standing": len(held_to)}
    return _page(request, "board", **said, rows=rows)


def _column(person: Person, state: DeliveryState, rows: Iterable[Shown]) -> Column:
    held = [row for row in rows if row.action.state == state]
    cards = [Card(row, moves(person, row.action)) for row in held[:_SHOWN_IN_A_COLUMN]]
    return Column(state, cards, len(held))


@policy(Permission.SEE_PLAN)
@require_safe
def exceptions(request: HttpRequest) -> HttpResponse:
    """What is off plan, how far, why, what does it mean for children, and what is asked of us?"""
    person, rows = signed_in(request), queries.exceptions(as_at=today())
    listed = paged(request, [{"entry": one, "may": rules.may_work(person, one.row.action)} for one in rows])
    unsaid = sum(one.report is None for one in rows)
    return _page(
        request, "exceptions", paged=listed, rows=rows, unsaid=unsaid, late=sum(one.row.late for one in rows)
    )


@policy(Permission.SEE_PLAN)
@require_safe
def slips(request: HttpRequest) -> HttpResponse:
    """Which dates moved, who asked, who agreed, and how often?"""
    changes = list(queries.moved_dates())
    most = queries.most_moved()
    slipped = sum(queries.is_slip(change) for change in changes)
    objectives = sum(isinstance(one, Objective) for one in most)
    return _page(
        request,
        "slips",
        paged=paged(request, changes),
        changes=changes,
        most=[{"thing": one, "href": _address(one)} for one in most[:10]],
        slipped=slipped,
        moved=len(most),
        objectives=objectives,
        actions=len(most) - objectives,
    )


def _address(thing: Action | Objective) -> str:
    return reverse(f"plan:{type(thing).__name__.lower()}", args=[thing.pk])


@policy(Permission.SEE_PLAN)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What is mine to do, and of what do I owe word?"""
    person, weeks = signed_in(request), queries.plan_settings().update_weeks
    owed = queries.mine(person, plan_weeks=weeks, as_at=today())
    sponsored = queries.sponsored(person, as_at=today())
    return _page(
        request,
        "mine",
        owed=owed,
        late=sum(one.row.late for one in owed),
        overdue=sum(one.overdue for one in owed),
        sponsored=sponsored,
    )


@policy(Permission.SEE_PLAN)
@require_safe
def one_page(request: HttpRequest) -> HttpResponse:
    """The whole plan: does each objective land on time, does it make a difference, and how near is it?"""
    lines = queries.one_page(as_at=today())
    indicators = {measure.indicator for one in lines for measure in one.objective.measures.all()}
    near = _nearness(request, indicators)
    rows = [row for one in lines for row in one.rows]
    entries = [
        {
            "line": one,
            "near": [near[held.indicator] for held in one.objective.measures.all() if held.indicator in near],
        }
        for one in lines
    ]
    return _page(
        request,
        "one_page",
        entries=entries,
        late=sum(row.late for row in rows),
        waiting=sum(row.waiting for row in rows),
        total=len([row for row in rows if row.action.state not in {"stopped", "merged"}]),
        title=queries.title() or "Improvement plan",
    )


def _nearness(request: HttpRequest, indicators: set[str]) -> dict[str, str]:
    """How near each measure is to its target, in words, asked of whoever the settings name in
    MEASURE_NEARNESS."""
    asked = provider("MEASURE_NEARNESS")
    found: dict[str, str] = asked(indicators, standing=standing(request)) if asked and indicators else {}
    return found
