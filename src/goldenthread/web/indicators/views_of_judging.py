"""Setting a measure's target, marking its chart, and what has changed since last month."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.papers import judged_words
from goldenthread.papers.wording import capital, counted, in_period, joined
from goldenthread.web.accounts.permissions import FigureTier, Permission
from goldenthread.web.accounts.policy import policy, signed_in, standing
from goldenthread.web.accounts.standing import today
from goldenthread.web.indicators import actions, queries, words
from goldenthread.web.indicators.changed import Since, since_before
from goldenthread.web.indicators.definitions import Definition, definitions
from goldenthread.web.indicators.forms import EventForm, TargetForm, between_said
from goldenthread.web.indicators.measures import every_measure, one_measure, words_of
from goldenthread.web.indicators.models import Step, Target
from goldenthread.web.indicators.moving import can_be_explained
from goldenthread.web.page.conflict import Difference, conflict

_form = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Row:
    """A measure in a list of what changed."""

    title: str
    href: str
    tag: words.Tag | None
    said: str
    explain: str


@dataclass(frozen=True)
class Group:
    """What changed in one way. `empty` is what is said where nothing did."""

    title: str
    rows: list[Row]
    empty: str


@policy(Permission.SEE_FIGURES)
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """What changed since last month?"""
    held = queries.filling()
    tier = standing(request).figures
    found = since_before(every_measure(tier)) if held else []
    groups = _groups(found)
    context = {
        "trail": [("Performance", reverse("indicators:home"))],
        "held": held,
        "sentence": _sentence(found),
        "groups": groups,
        "moved": sum(one.only_moved for one in found),
        "some_withheld": tier is not FigureTier.INTERNAL,
    }
    return render(request, "indicators/changes.html", context)


@policy(Permission.SET_TARGETS)
@_form
def target(request: HttpRequest, id: str) -> HttpResponse:
    """Where should this measure be, and by when?"""
    one, held = _with_direction(id), queries.target_of(id)
    measure = one_measure(id, step=Step.MONTH, tier=standing(request).figures)
    initial = TargetForm.start_from(held, measure.latest_known if measure else None)
    form = TargetForm(_sent(request), initial=initial, unit=words_of()[id].unit)
    shown: list[Difference] | None = None
    if request.method == "POST" and form.is_valid():
        if _set(request, id, form):
            messages.success(request, "The target is set.")
            return redirect("indicators:indicator", id=id)
        held = queries.target_of(id)
        shown = _target_conflict(form, held) if held else None
    context = {"one": one, "form": form, "conflict": shown, "trail": _trail(one), "held": held}
    return render(request, "indicators/target.html", context)


@policy(Permission.SET_TARGETS)
@require_POST
def end_target(request: HttpRequest, id: str) -> HttpResponse:
    """Take the target away."""
    _definition(id)
    version = request.POST.get("version", "")
    ended = version.isdecimal() and len(version) < 10
    if ended and actions.end_target(by=signed_in(request), indicator=id, version=int(version)):
        messages.success(request, "The target is taken away. The history keeps what it was.")
    else:
        messages.error(request, "Somebody changed the target meanwhile: look at it again first.")
    return redirect("indicators:indicator", id=id)


@policy(Permission.MARK_CHARTS)
@_form
def add_event(request: HttpRequest, id: str) -> HttpResponse:
    """What happened that belongs on this chart?"""
    one = _definition(id)
    form = EventForm(_sent(request), today=today())
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        everywhere = typed.pop("everywhere")
        actions.add_event(by=signed_in(request), indicator="" if everywhere else id, **typed)
        messages.success(request, _added(rebases=typed["rebases"]))
        return redirect("indicators:indicator", id=id)
    context = {"one": one, "form": form, "conflict": None, "trail": _trail(one)}
    return render(request, "indicators/event.html", context)


@policy(Permission.MARK_CHARTS)
@require_POST
def take_back(request: HttpRequest, key: int) -> HttpResponse:
    """Take an event off the charts, with the limits that began there."""
    event = queries.event(key)
    if event is None:
        raise Http404
    if actions.take_back_event(by=signed_in(request), event=event):
        messages.success(request, "It is off the chart. The history keeps it.")
    if event.indicator in definitions():
        return redirect("indicators:indicator", id=event.indicator)
    return redirect("indicators:home")


def _added(*, rebases: bool) -> str:
    return "The limits begin anew from that day." if rebases else "It is marked on the chart."


def _set(request: HttpRequest, id: str, form: TargetForm) -> bool:
    return actions.set_target(
        by=signed_in(request),
        indicator=id,
        version=form.cleaned_data["version"],
        aim=form.aim,
        why=form.cleaned_data["why"],
    )


def _target_conflict(form: TargetForm, held: Target) -> list[Difference]:
    """Both targets, field by field; the form carries the held version."""
    form.cleaned_data["between"] = between_said(form.cleaned_data["between"])
    theirs = TargetForm.start_from(held, None)
    names = ("start_on", "start", "between", "by", "value", "tolerance", "why")
    return conflict(form, held={name: theirs.get(name) for name in names}, version=held.version)


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _definition(id: str) -> Definition:
    if id not in definitions():
        raise Http404
    return definitions()[id]


def _with_direction(id: str) -> Definition:
    """The definition; 404 for a measure that has no better direction, which can have no target."""
    one = _definition(id)
    if words_of()[id].polarity == "neutral":
        raise Http404
    return one


def _trail(one: Definition) -> list[tuple[str, str]]:
    return [("Performance", reverse("indicators:home")), (one.title, _address(one.id))]


def _address(id: str) -> str:
    return reverse("indicators:indicator", args=[id])


def _groups(found: Iterable[Since]) -> list[Group]:
    """What is worst first, each measure in every group that it belongs to."""
    each = list(found)
    return [
        Group(
            "New signals of a real change",
            [_row(one, words.chart_verdict(one.now), judged_words.what_tells(one.now.judgement))
             for one in each if one.is_new_signal],
            "No control chart tells of a change that it did not tell of the month before.",
        ),
        Group(
            "Fell back against the target",
            [_row(one, words.rag(one.now), _track(one)) for one in each if one.fell_back],
            "No measure is further from the way to its target than the month before.",
        ),
        Group(
            "Caught up with the target",
            [_row(one, words.rag(one.now), _track(one)) for one in each if one.caught_up],
            "No measure came nearer to the way to its target.",
        ),
        Group(
            "Signals that have ended",
            [_row(one, words.chart_verdict(one.now), words.since(one.now))
             for one in each if one.is_signal_gone],
            "No signal of the month before has ended.",
        ),
        Group(
            "Moved, and cannot be judged on a chart",
            [_row(one, None, f"{words.since(one.now)}.") for one in each if one.moved_unjudged],
            "No measure moved of which a chart cannot tell.",
        ),
    ]  # fmt: skip


def _row(one: Since, tag: words.Tag | None, said: str) -> Row:
    id = one.now.words.id
    explain = reverse("indicators:movement", args=[id]) if can_be_explained(id) else ""
    return Row(title=one.now.words.title, href=_address(id), tag=tag, said=said, explain=explain)


def _track(one: Since) -> str:
    return judged_words.track_said(one.now.judgement, one.now.latest_known, one.now.words.unit)


def _sentence(found: Iterable[Since]) -> str:
    """How much has changed, at the top of the page."""
    each = list(found)
    if not each:
        return "There is no month before to compare with yet."
    latest = max((one.now.latest for one in each), key=lambda figure: figure.end)
    signals = sum(one.is_new_signal for one in each)
    back, nearer = sum(one.fell_back for one in each), sum(one.caught_up for one in each)
    parts = [
        (signals, "new signal of a real change", "new signals of a real change"),
        (back, "measure fell back against its target", "measures fell back against their targets"),
        (nearer, "measure caught up with its target", "measures caught up with their targets"),
    ]
    told = [counted(*part) for part in parts if part[0]]
    when = in_period(latest.start, latest.end)
    said = capital(joined(told)) if told else "Nothing has really changed"
    return f"{said} {when}, against the month before."
