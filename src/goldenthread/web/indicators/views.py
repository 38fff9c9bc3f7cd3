"""The scorecard and the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from goldenthread.papers.change import RULE
from goldenthread.papers.measures import AREA_TITLES
from goldenthread.papers.wording import capital, in_period
from goldenthread.web.accounts.permissions import FigureTier, Permission
from goldenthread.web.accounts.policy import policy, standing
from goldenthread.web.indicators import queries, words
from goldenthread.web.indicators.definitions import Definition, definitions
from goldenthread.web.indicators.measures import ShownMeasure, every_measure
from goldenthread.web.indicators.models import Filling
from goldenthread.web.indicators.sparkline import Sparkline, sparkline

SHOW = {
    "worse": "Clearly worse",
    "better": "Clearly better",
    "moved": "Clearly moved either way",
    "signal": "With a signal on its chart",
    "off": "Off track for its target",
}
ANSWERS = {"answerable": "With a figure", "not": "Without a figure"}


@dataclass(frozen=True)
class Row:
    """A measure as the scorecard shows it."""

    title: str
    href: str
    when: str
    value: str
    counts: str
    since: str
    verdict: words.Tag
    chart: words.Tag
    rag: words.Tag | None
    overdue: str
    spark: Sparkline


@dataclass(frozen=True)
class Area:
    """A part of the service with its measures."""

    key: str
    title: str
    rows: list[Any]


@dataclass(frozen=True)
class Choice:
    """A filter as a link: how many it leaves, and whether it is the one in use."""

    label: str
    href: str
    count: int
    here: bool


@policy(Permission.SEE_FIGURES)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What has really changed?"""
    held = queries.filling()
    if held is None:
        return render(request, "indicators/no_figures.html", {"may_load": _may_load(request)})
    tier = standing(request).figures
    measures = every_measure(tier)
    chosen = _chosen(measures, area=request.GET.get("area", ""), show=request.GET.get("show", ""))
    context = {
        "held": held,
        "sentence": words.scorecard_sentence(
            words.moved(measures), all_measures=len(definitions()), as_at=held.as_at
        ),
        "areas": _areas(chosen, tier),
        "clear": [] if request.GET.get("show") else _clear(chosen),
        "choices": _area_choices(request, measures),
        "shows": _show_choices(request, measures),
        "gaps": _gaps(held),
        "rule": RULE,
        "some_withheld": tier is not FigureTier.INTERNAL,
        "left": len(chosen),
    }
    return render(request, "indicators/scorecard.html", context)


@policy(Permission.SEE_FIGURES)
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """What is measured, and how?"""
    held = queries.filling()
    lacking = {gap["id"]: gap["reason"] for gap in held.unanswerable} if held else {}
    every = list(definitions().values())
    wanted, area = request.GET.get("q", "").strip(), request.GET.get("area", "")
    show = request.GET.get("show", "")
    found = [one for one in every if one.mentions(wanted) and _shows(one, show, lacking)]
    listed = [one for one in found if area in ("", one.area)]
    context = {
        "trail": [("Performance", reverse("indicators:home"))],
        "held": held,
        "all": len(every),
        "answered": len(every) - len(lacking) if held else None,
        "q": wanted,
        "area": area,
        "show": show,
        "areas": [Area(key, title, list(rows)) for (key, title), rows in groupby(listed, _area_of)],
        "found": len(listed),
        "lacking": lacking,
        "area_options": [(key, AREA_TITLES[key]) for key in dict.fromkeys(one.area for one in every)],
        "show_options": list(ANSWERS.items()),
    }
    return render(request, "indicators/catalogue.html", context)


def _area_of(one: Definition) -> tuple[str, str]:
    return one.area, one.area_title


def _shows(one: Definition, show: str, lacking: dict[str, str]) -> bool:
    return show not in ANSWERS or (one.id in lacking) == (show == "not")


def _may_load(request: HttpRequest) -> bool:
    return standing(request).may(Permission.LOAD_RECORDS)


def _chosen(measures: Sequence[ShownMeasure], *, area: str, show: str) -> list[ShownMeasure]:
    return [
        one
        for one in measures
        if area in ("", one.words.service_area) and (show not in SHOW or _moved(one, show))
    ]


def _moved(measure: ShownMeasure, show: str) -> bool:
    if show in ("signal", "off"):
        return measure.signals if show == "signal" else measure.is_off_track
    return measure.clear is not None and show in ("moved", measure.direction)


def _areas(measures: Sequence[ShownMeasure], tier: FigureTier) -> list[Area]:
    grouped = groupby(measures, lambda one: one.words.service_area)
    return [
        Area(key, AREA_TITLES[key], [_row(one, tier) for one in sorted(found, key=_urgency)])
        for key, found in grouped
    ]


def _clear(measures: Sequence[ShownMeasure]) -> list[tuple[str, str, words.Tag, str]]:
    """What has clearly moved, what is worse first: title, address, how, and in a sentence."""
    return [
        (
            one.words.title,
            reverse("indicators:indicator", args=[one.words.id]),
            words.verdict(one),
            words.sentence(one),
        )
        for one in sorted(measures, key=_urgency)
        if one.clear
    ]


def _urgency(measure: ShownMeasure) -> int:
    """What is clearly worse first, then what has clearly moved; the rest in the catalogue's order."""
    if measure.direction == "worse":
        return 0
    return 1 if measure.clear else 2


def _row(measure: ShownMeasure, tier: FigureTier) -> Row:
    latest, unit = measure.latest, measure.words.unit
    return Row(
        title=measure.words.title,
        href=reverse("indicators:indicator", args=[measure.words.id]),
        when=capital(in_period(latest.start, latest.end)),
        value=words.value_said(latest, unit),
        counts=words.counts_said(latest, unit),
        since=words.since(measure),
        verdict=words.verdict(measure),
        chart=words.chart_verdict(measure),
        rag=words.rag(measure),
        overdue=words.overdue(measure, tier),
        spark=sparkline(measure.series, unit=unit),
    )


def _area_choices(request: HttpRequest, measures: Sequence[ShownMeasure]) -> list[Choice]:
    show, here = request.GET.get("show", ""), request.GET.get("area", "")
    left = _chosen(measures, area="", show=show)
    keys = dict.fromkeys(one.words.service_area for one in measures)
    named = [("", "Every service area"), *((key, AREA_TITLES[key]) for key in keys)]
    return [
        Choice(
            label,
            _address(area=key, show=show),
            sum(key in ("", one.words.service_area) for one in left),
            key == here,
        )
        for key, label in named
    ]


def _show_choices(request: HttpRequest, measures: Sequence[ShownMeasure]) -> list[Choice]:
    area, here = request.GET.get("area", ""), request.GET.get("show", "")
    return [
        Choice(label, _address(area=area, show=key), len(_chosen(measures, area=area, show=key)), key == here)
        for key, label in (("", "All measures"), *SHOW.items())
    ]


def _address(**filters: str) -> str:
    used = {key: value for key, value in filters.items() if value}
    return reverse("indicators:home") + (f"?{urlencode(used)}" if used else "")


def _gaps(held: Filling) -> list[tuple[str, str, str]]:
    """What cannot be answered: title, address, reason."""
    return [
        (definitions()[gap["id"]].title, reverse("indicators:indicator", args=[gap["id"]]), gap["reason"])
        for gap in held.unanswerable
        if gap["id"] in definitions()
    ]
