"""The chart of a measure, for a browser."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256

from goldenthread.papers import charts
from goldenthread.web.indicators.measures import ShownMeasure
from goldenthread.web.indicators.pictures import by_period, drawn, text
from goldenthread.web.page.marks import Mark

_FONTS = f"{charts.FONT}, system-ui, Arial, sans-serif"  # a picture cannot bring its own font to a page
_LOOK = 4  # raise it when charts come to be drawn differently: those kept are then drawn again


def key(measure: ShownMeasure, marks: Sequence[Mark]) -> str:
    """The digest of all that the chart shows: snapshot, definition, periods, what is withheld and what is
    marked."""
    points = [(str(one.start), str(one.end), one.value, type(one).__name__) for one in measure.series]
    made_of = [_LOOK, measure.latest.snapshot, measure.latest.definition, measure.heading, points]
    made_of.append(repr(measure.judgement))
    made_of.append([mark.words for mark in drawn(measure, marks)])
    return sha256(json.dumps(made_of).encode()).hexdigest()


def draw(measure: ShownMeasure, marks: Sequence[Mark]) -> str:
    """The chart as SVG. What is said of it in words is what may be said to this reader."""
    written = {
        end: ", ".join(mark.short for mark in found) for end, found in by_period(measure, marks).items()
    }
    svg = charts.svg(measure, written).replace(f'font-family="{charts.FONT}"', f'font-family="{_FONTS}"')
    before, _, rest = svg.partition("<desc")
    opening, _, described = rest.partition(">")
    said = _escaped(text(measure, marks))
    return f"{before}<desc{opening}>{said}{described[described.index('</desc>') :]}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
