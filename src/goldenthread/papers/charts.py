"""Charts as pictures for print: one line of points per measure, readable in grey, drawn without a browser.

The same figures make the same bytes on any machine: the font is ours, months are words on an ordinal axis (a
time axis would follow the machine's time zone), and nothing is drawn that depends on a clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from html import escape
from importlib import resources
from pathlib import Path
from typing import Any

from goldenthread.indicators.control_charts import Point
from goldenthread.papers.figures import Figure
from goldenthread.papers.judged_words import good_or_bad
from goldenthread.papers.judgement import Judgement
from goldenthread.papers.measures import Measure, alternative_text
from goldenthread.papers.wording import axis_label, short_month, value_alone
from goldenthread.standards.calendar import add_months

FONT = "Inter"
INK, LINE, FAINT, MARK = "#1d1d1b", "#1d4f7c", "#d9dcde", "#6f6a60"
# Of a signal: the colours of Making Data Count, each with a shape of its own. Neither good nor bad is purple.
BETTER, WORSE, NEUTRAL, TARGET = "#00549f", "#b65b00", "#6f3d99", "#0b6e4f"
WIDTH, HEIGHT = 360, 200  # pixels, axes and labels included
_DATES_NAMED = 4  # more would run into one another


def font_folder() -> Path:
    """Where the open fonts lie that charts and papers are set in."""
    return Path(str(resources.files(__package__).joinpath("fonts")))


def svg(measure: Measure, marks: Mapping[date, str] | None = None) -> str:
    """A measure's chart as SVG, with its role, title and description. `marks`: what to write on the time
    axis, by the end of the period it falls in."""
    drawn: str = _drawing().vegalite_to_svg(specification(measure, marks))
    return _described(drawn, name=measure.words.id, title=measure.heading, text=alternative_text(measure))


def specification(measure: Measure, marks: Mapping[date, str] | None = None) -> dict[str, Any]:
    """The chart as a Vega-Lite specification: no value leaves a gap, the last is written by its point.

    Written out as plain data, since building it through the charting library costs 0.1 CPU seconds a chart;
    tests check it against that library's schema.
    """
    points = _points(measure.series, measure.words.unit)
    for point, end in zip(points, _every_period(measure.series), strict=True):
        point["mark"] = (marks or {}).get(end, "")
        point.update(_judged(measure.judgement, end, measure))
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": WIDTH,
        "height": HEIGHT,
        "autosize": {"type": "fit", "contains": "padding"},
        "config": _LOOK,
        "data": {"values": points},
        "encoding": {
            "x": _across([point["period"] for point in points]),
            "y": _up(points, measure.words.unit),
        },
        "layer": [
            *(_MARKS if marks else []),
            *_limit_layers(points),
            _LINE,
            _DOTS,
            *_signal_layers(points),
            *_last_layers(points),
        ],
    }


def _judged(judged: Judgement, end: date, measure: Measure) -> dict[str, Any]:
    """What a period has beside its value: average, limits as drawn, the stretch they belong to, what it
    signals, and where the way to the target has it."""
    point = judged.by_end.get(end)
    target = judged.target.expected(end) if judged.target else None
    if point is None or point.limits is None:
        return {"mean": None, "lower": None, "upper": None, "phase": 0, "signal": "", "target": target}
    lower, upper = point.limits.shown(measure.words.unit)
    return {
        "mean": point.limits.mean,
        "lower": lower,
        "upper": upper,
        "phase": _phase(judged, point),
        "signal": _signal(point, measure),
        "target": target,
    }


def _phase(judged: Judgement, point: Point) -> int:
    phases = judged.chart.phases if judged.chart else ()
    return next((number for number, phase in enumerate(phases) if point in phase.points), 0)


def _signal(point: Point, measure: Measure) -> str:
    if not point.signals:
        return ""
    return good_or_bad(point.signals[0], measure.words.polarity) or "neither"


_LOOK: dict[str, Any] = {
    "font": FONT,
    "padding": 2,
    "background": "white",
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "titlePadding": 8,
        "labelColor": INK,
        "titleColor": INK,
        "gridColor": FAINT,
        "domainColor": INK,
        "tickColor": INK,
    },
}
_LINE: dict[str, Any] = {"mark": {"type": "line", "color": LINE, "strokeWidth": 2}}
_DOTS: dict[str, Any] = {
    "mark": {"type": "point", "stroke": LINE, "fill": "white", "opacity": 1, "size": 28, "strokeWidth": 1.5}
}
_MARKED_ONLY = [{"filter": "datum.mark != ''"}]
_WRITTEN_UP = {"type": "text", "angle": 270, "align": "right", "baseline": "bottom", "dy": -2, "fontSize": 10}
# A dashed line across the whole height, its words written upwards along it from under the top.
_MARKS: list[dict[str, Any]] = [
    {
        "transform": _MARKED_ONLY,
        "mark": {"type": "rule", "color": MARK, "strokeDash": [3, 3]},
        "encoding": {"y": {"value": 0}, "y2": {"value": "height"}},
    },
    {
        "transform": _MARKED_ONLY,
        "mark": {**_WRITTEN_UP, "color": INK},
        "encoding": {"y": {"value": 2}, "text": {"field": "mark"}},
    },
]
# What is drawn of a judgement, each only where a period has it: field, its line.
_LIMITS = {
    "mean": {"color": MARK, "strokeWidth": 1.25},
    "lower": {"color": MARK, "strokeWidth": 1.25, "strokeDash": [5, 3]},
    "upper": {"color": MARK, "strokeWidth": 1.25, "strokeDash": [5, 3]},
    "target": {"color": TARGET, "strokeWidth": 1.75, "strokeDash": [1, 3], "strokeCap": "round"},
}
_SIGNALS = {"better": ("triangle-up", BETTER), "worse": ("square", WORSE), "neither": ("cross", NEUTRAL)}


def _limit_layers(points: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Average, limits and the way to the target; a stretch's lines do not run on into the next."""
    return [
        {
            "transform": [{"filter": f"datum.{field} != null"}],
            "mark": {"type": "line", **line},
            "encoding": {"y": {"field": field}, "detail": {"field": "phase"}},
        }
        for field, line in _LIMITS.items()
        if any(point[field] is not None for point in points)
    ]


def _signal_layers(points: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The points that signal, in a shape for better, worse and neither."""
    return [
        {
            "transform": [{"filter": f"datum.signal == '{signal}'"}],
            "mark": {
                "type": "point",
                "shape": shape,
                "fill": colour,
                "stroke": colour,
                "opacity": 1,
                "size": 55,
            },
        }
        for signal, (shape, colour) in _SIGNALS.items()
        if any(point["signal"] == signal for point in points)
    ]


_LAST_ONLY = [{"filter": "datum.label != ''"}]
_WRITTEN = {"type": "text", "align": "right", "dx": 6, "fontSize": 13, "fontWeight": 600}
_ABOVE, _BELOW = {"baseline": "bottom", "dy": -8}, {"baseline": "top", "dy": 9}


def _last(mark: dict[str, Any], *, written: bool) -> dict[str, Any]:
    layer: dict[str, Any] = {"transform": _LAST_ONLY, "mark": mark}
    return {**layer, "encoding": {"text": {"field": "label"}}} if written else layer


def _last_layers(points: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The last point as a filled diamond, its value written on the side the line does not come from."""
    ending = {"type": "point", "shape": "diamond", "stroke": LINE, "fill": LINE, "opacity": 1, "size": 60}
    place = {**_WRITTEN, **(_BELOW if _falls_to_the_end(points) else _ABOVE)}
    behind = {**place, "color": "white", "stroke": "white", "strokeWidth": 4}  # keeps the number off the line
    return [
        _last(ending, written=False),
        _last(behind, written=True),
        _last({**place, "color": INK}, written=True),
    ]


def _falls_to_the_end(points: Sequence[dict[str, Any]]) -> bool:
    """Whether the line comes down to a last point that has room for a number under it."""
    values = [point["value"] for point in points[-2:]]
    if len(values) < 2 or None in values:
        return False
    top = max(point["value"] for point in points if point["value"] is not None)
    return bool(values[1] < values[0] and values[1] > top / 4)


def _points(series: Sequence[Figure], unit: str) -> list[dict[str, Any]]:
    """One entry per period, with the periods that are missing from a monthly series put in as gaps."""
    by_end = {figure.end: figure for figure in series}
    return [_point(end, by_end.get(end), series[-1], unit) for end in _every_period(series)]


def _point(end: date, figure: Figure | None, last: Figure, unit: str) -> dict[str, Any]:
    value = figure.value if figure else None
    named = figure is last and value is not None
    return {
        "period": short_month(end),
        "value": value,
        "label": value_alone(value, unit) if named else "",
    }


def _every_period(series: Sequence[Figure]) -> list[date]:
    """The ends of the series' periods; for a series of months, of every month between first and last."""
    ends = [figure.end for figure in series]
    if series[-1].start is None or (series[-1].end - series[-1].start).days > 31:
        return ends
    first, last = ends[0], ends[-1]
    months = (last.year - first.year) * 12 + last.month - first.month
    held = {(end.year, end.month): end for end in ends}
    all_months = [add_months(first, number) for number in range(months + 1)]
    return [held.get((month.year, month.month), month) for month in all_months]


def _across(names: list[str]) -> dict[str, Any]:
    """Periods in order, named at even steps back from the last, so that the last is always named."""
    step = max(1, -(-(len(names) - 1) // (_DATES_NAMED - 1)))
    axis = {"values": names[::-1][::step], "labelAngle": 0, "labelOverlap": False, "grid": False}
    # The order is said: left to the layers, periods that are marked would come first.
    return {"field": "period", "type": "ordinal", "sort": names, "title": None, "axis": axis}


def _up(points: Sequence[dict[str, Any]], unit: str) -> dict[str, Any]:
    """From nought, so that a small wobble looks small; to 100 for percentages that reach past half."""
    drawn = ("value", "upper", "target")
    top = max((point[one] for point in points for one in drawn if point.get(one) is not None), default=0)
    whole = unit == "percent" and top > 50
    scale = {"domain": [0, 100]} if whole else {"domain": [0, top * 1.15 or 1], "nice": True}
    axis = {"tickCount": 5, "format": ",d"} if unit == "count" and top >= 5 else {"tickCount": 5}
    return {"field": "value", "type": "quantitative", "title": axis_label(unit), "scale": scale, "axis": axis}


def _described(drawn: str, *, name: str, title: str, text: str) -> str:
    """The SVG with its role, title and description, which the drawing library leaves out."""
    opening, _, rest = drawn.partition(">")
    labelled = f'{opening} role="img" aria-labelledby="{escape(name)}-title {escape(name)}-text">'
    return (
        f'{labelled}<title id="{escape(name)}-title">{escape(title)}</title>'
        f'<desc id="{escape(name)}-text">{escape(text)}</desc>{rest}'
    )


@cache
def _drawing() -> Any:
    """The drawing library, with our font registered once."""
    import vl_convert

    vl_convert.register_font_directory(str(font_folder()))
    return vl_convert
