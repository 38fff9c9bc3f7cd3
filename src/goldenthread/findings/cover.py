"""The first pages of a report: which layout it has, whose inspection it was, and when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from goldenthread.findings.dates import date_span, printed_dates
from goldenthread.findings.line import Line
from goldenthread.findings.pages import Document
from goldenthread.findings.text import join_lines, plain, straight, tidy
from goldenthread.standards.frameworks import CoverLabels, Layout, cover_labels, layouts

_COVER_PAGES = 2
_SAME_SIZE = 0.6  # points
_LONGEST_NAME = 70  # characters; a longer "name" has swallowed something else
_LONGEST_INSPECTION = 120  # days


@dataclass(frozen=True)
class Cover:
    """What the first pages say. `board_reviewed`: the report also reviews the safeguarding board."""

    layout: Layout
    authority: str | None
    inspection_start: date | None
    inspection_end: date | None
    published: date | None
    board_reviewed: bool
    doubts: tuple[str, ...]


def read_cover(document: Document) -> Cover | None:
    """The cover, or None where the first pages carry no inspection report's title and dates."""
    lines = _cover_lines(document)
    text = straight(join_lines(lines))
    found = _title(document, text)
    if found is None or not re.search(rf"\b{cover_labels().inspection}\b", text, re.IGNORECASE):
        return None
    layout, title = found
    start, end, doubts = _inspection_dates(text, cover_labels())
    authority = title.groupdict().get("authority") or _name_line(document.lines(1), layout)
    if not authority or len(authority) > _LONGEST_NAME:
        doubts.append("The authority's name could not be told apart from the rest of the first page.")
    published = _published(text, lines, cover_labels())
    if published and end and published < end:
        doubts.append(f"The publication date {published} is before the inspection's end {end}.")
    return Cover(
        layout=layout,
        authority=_as_printed(authority, lines) if authority else None,
        inspection_start=start,
        inspection_end=end,
        published=published,
        board_reviewed=bool(layout.lscb_in_title and re.search(layout.lscb_in_title, text.lower())),
        doubts=tuple(doubts),
    )


def _cover_lines(document: Document) -> list[str]:
    pages = range(1, min(_COVER_PAGES, len(document.texts)) + 1)
    return [line for page in pages for line in document.raw_lines(page)]


def _title(document: Document, text: str) -> tuple[Layout, re.Match[str]] | None:
    """The title set largest, and of those the first: a header repeats it in small type, and an introduction
    may name the inspections before this one."""
    for passage in (*_by_size(document.lines(1)), text):
        if found := _first_title(passage):
            return found
    return None


def _by_size(lines: tuple[Line, ...]) -> list[str]:
    """The first page's stretches of one type size, the largest first."""
    stretches: list[list[Line]] = []
    for line in lines:
        if stretches and abs(stretches[-1][-1].size - line.size) < _SAME_SIZE:
            stretches[-1].append(line)
        else:
            stretches.append([line])
    stretches.sort(key=lambda stretch: -stretch[0].size)
    return [straight(join_lines(line.text for line in stretch)) for stretch in stretches]


def _first_title(text: str) -> tuple[Layout, re.Match[str]] | None:
    matches = [(layout, re.search(layout.title, text, re.IGNORECASE)) for layout in layouts()]
    found = [(layout, match) for layout, match in matches if match]
    return min(found, key=lambda pair: pair[1].start(), default=None)


def _as_printed(name: str, lines: list[str]) -> str:
    """The name with its own quotation marks, without a leading "the"."""
    whole = tidy(join_lines(lines))
    place = straight(whole).find(name)
    printed = whole[place : place + len(name)] if place >= 0 else name
    return re.sub(r"^the\s+|(?<=council)['’]s$", "", printed, flags=re.IGNORECASE).strip(" ,")


def _name_line(lines: tuple[Line, ...], layout: Layout) -> str | None:
    """The authority's name where it has lines of its own: above the title, or else straight below it."""
    start, end = _title_span(lines, layout)
    title_size = lines[start].size if end else 0.0
    above = [line for line in lines[:start] if not line.text.isdigit() and line.size > title_size - 1]
    label = rf"{cover_labels().inspection}|{cover_labels().published}"
    below = [line for line in lines[end:] if not line.text.isdigit()]
    for place, line in enumerate(below):
        if re.match(label, plain(line.text)):
            below = below[:place]
            break
    return straight(join_lines(line.text for line in _largest(above or below))) or None


def _title_span(lines: tuple[Line, ...], layout: Layout) -> tuple[int, int]:
    """The first and the past-the-last line that hold the title."""
    for start in range(len(lines)):
        for end in range(min(start + 6, len(lines)), start, -1):
            # A prefix such as "Re-" may stand before the title on its line.
            if re.fullmatch(
                rf"(?:re-?)?{layout.title}\W*\d?", plain(join_lines(line.text for line in lines[start:end]))
            ):
                return start, end
    return 0, 0


def _largest(lines: list[Line]) -> list[Line]:
    size = max((line.size for line in lines), default=0.0)
    return [line for line in lines if line.size > size - 1]


def _inspection_dates(text: str, labels: CoverLabels) -> tuple[date | None, date | None, list[str]]:
    dates = _labelled_dates(text, labels.inspection)
    if not dates:
        return None, None, ["The dates of the inspection could not be read."]
    doubts = []
    if len(dates) > 2:
        doubts.append("More than two inspection dates are printed; the first and the last are given.")
    if not 0 <= (dates[-1] - dates[0]).days <= _LONGEST_INSPECTION:
        doubts.append(f"The inspection's dates {dates[0]} to {dates[-1]} are not a plausible span.")
    return dates[0], dates[-1], doubts


def _published(text: str, lines: list[str], labels: CoverLabels) -> date | None:
    # With its colon, or at a line's start: prose says "published" too.
    dates = _labelled_dates(text, rf"\b{labels.published}\s*:")
    for line in lines:
        if not dates and re.match(rf"{labels.published}\s+\d", straight(line), re.IGNORECASE):
            dates = _labelled_dates(straight(line), labels.published)
    return dates[0] if dates else None


def _labelled_dates(text: str, label: str) -> list[date]:
    """The dates printed straight after a label."""
    found = re.search(rf"{label}\s*:?", text, re.IGNORECASE)
    return printed_dates(date_span(text[found.end() :])) if found else []
