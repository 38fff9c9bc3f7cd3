"""The chart of a measure, for a browser."""

from __future__ import annotations

import json
from hashlib import sha256

from goldenthread.papers import charts
from goldenthread.web.indicators.measures import ShownMeasure

_FONTS = f"{charts.FONT}, system-ui, Arial, sans-serif"  # a picture cannot bring its own font to a page
_LOOK = 1  # raise it when charts come to be drawn differently: those kept are then drawn again


def key(measure: ShownMeasure) -> str:
    """The digest of all that the chart shows: snapshot, definition, periods, and what is withheld."""
    points = [(str(one.start), str(one.end), one.value, type(one).__name__) for one in measure.series]
    made_of = [_LOOK, measure.latest.snapshot, measure.latest.definition, measure.heading, points]
    return sha256(json.dumps(made_of).encode()).hexdigest()


def draw(measure: ShownMeasure) -> str:
    """The chart as SVG. What is said of it in words is what may be said to this reader."""
    drawn = charts.svg(measure).replace(f'font-family="{charts.FONT}"', f'font-family="{_FONTS}"')
    before, _, rest = drawn.partition("<desc")
    opening, _, described = rest.partition(">")
    return (
        f"{before}<desc{opening}>{_escaped(measure.text_of_chart)}{described[described.index('</desc>') :]}"
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
