"""What tells a heading from running text on a page: weight, size, and the white space before it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from goldenthread.findings.line import Line
from goldenthread.findings.text import plain

HEADING_SIZE = 13.0
SAME_SIZE = 0.6
_LARGER = 1.0
_LINE_SPACING = 1.55  # of the size: more than that is white space between paragraphs
_ENDS_IN_PAGE = re.compile(r".*\S[ .…]*\s\d{1,3}|\d{1,3}")
_FEWEST_ENTRIES = 3


def body_size(lines: Sequence[Line]) -> float:
    """The size most of the page's plain text has; headings may be most of a short page."""
    sizes: Counter[float] = Counter()
    for line in [line for line in lines if not line.bold] or lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 12.0


def stands_out(lines: Sequence[Line], place: int) -> bool:
    """Whether a line may be a heading: bold, large, or beginning with a capital after white space."""
    line = lines[place]
    if line.bold or line.size > HEADING_SIZE:
        return True
    return line.text[:1].isupper() and not is_tight(lines[place - 1] if place else None, line)


def set_as_heading(lines: Sequence[Line], place: int) -> bool:
    """Whether a line is bold or larger than the page's text: white space before it is not enough."""
    return lines[place].bold or lines[place].size > body_size(lines) + _LARGER


def set_alike(lines: Sequence[Line]) -> bool:
    """Whether lines are set in the same size and weight, as one heading is."""
    first = lines[0]
    return all(line.bold == first.bold and abs(line.size - first.size) < SAME_SIZE for line in lines)


def is_tight(previous: Line | None, line: Line) -> bool:
    """Whether no white space stands between two lines of a page."""
    if previous is None or previous.page != line.page:
        return False
    return previous.baseline - line.baseline < _LINE_SPACING * line.size


def is_contents(raw_lines: Sequence[str]) -> bool:
    """Whether a page is the table of contents: its entries read like the headings they point to."""
    if not any(plain(line) in {"contents", "table of contents", "contents page"} for line in raw_lines[:8]):
        return False
    return sum(bool(_ENDS_IN_PAGE.fullmatch(line)) for line in raw_lines) >= _FEWEST_ENTRIES
