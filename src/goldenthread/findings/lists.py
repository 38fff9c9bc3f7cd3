"""The lists of what has to improve: found by their headings, read item by item over page breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from goldenthread.findings.headings import (
    SAME_SIZE,
    body_size,
    is_contents,
    is_tight,
    set_alike,
    stands_out,
)
from goldenthread.findings.line import Line
from goldenthread.findings.marks import Mark, read_mark
from goldenthread.findings.model import Finding, ForWhom, Kind
from goldenthread.findings.pages import Document
from goldenthread.findings.tags import read_tags
from goldenthread.findings.text import join_lines, plain, tidy, unreadable
from goldenthread.standards.frameworks import Layout, ListHeading

_BOARD_FROM = 4  # nor does the board's part begin before the contents page
_MOST_PAGES = 8
_HANGING = 8.0  # points a wrapped line is set in from its mark
_DEEPER = 9.0  # points a sub-point's mark is set in from its item's mark
_FOOTNOTE = 0.87  # of the body's size
_TWO_IN_ONE = re.compile(r"[.;] \d{1,3}\. [A-Z]|[■◼▪•●]")  # a mark in the middle of a finding
_LONGEST_GROUP = 120
_LONGEST = 1500  # characters; a longer finding has probably swallowed another


_NO_MARK = Mark("bullet", None, "", "")


@dataclass
class _Item:
    """A finding being gathered: its own lines, then each sub-point's."""

    kind: Kind
    for_whom: ForWhom
    group: str | None
    page: int
    left: float
    mark: Mark
    parts: list[list[str]]
    sub_left: float | None = None

    def text(self) -> str:
        """The item in one line, its sub-points joined by "; "."""
        points = [join_lines(part) for part in self.parts]
        text = points[0]
        for place, point in enumerate(points[1:]):
            text = f"{text} {point}" if place == 0 else _join_point(text, point)
        return tidy(text)


@dataclass
class _Region:
    """The state of reading from one list's heading to the list's end."""

    layout: Layout
    size: float
    body: float
    kind: Kind
    for_whom: ForWhom
    group: str | None = None
    items: list[_Item] = field(default_factory=list)
    waiting: list[Line] = field(default_factory=list)
    previous: Line | None = None
    doubts: list[str] = field(default_factory=list)
    ended: bool = False
    hangs: bool = False  # wrapped lines were seen to be set in from their marks
    kind_size: float | None = None  # the size of a smaller heading that named the kind


@dataclass(frozen=True)
class Lists:
    """Every finding in the report's order, and what is doubtful about them."""

    findings: tuple[Finding, ...]
    doubts: tuple[str, ...]


def read_lists(document: Document, layout: Layout) -> Lists:
    """The findings of every list in the report."""
    board_from = _board_part(document, layout)
    items: list[_Item] = []
    doubts: list[str] = []
    after = (0, -1)
    for page in _pages_with_headings(document, layout):
        for place in range(len(document.lines(page))):
            if (page, place) <= after or not (heading := _heading_at(document.lines(page), place, layout)):
                continue
            region, after = _read_region(document, layout, (page, place), heading, board_from)
            items += region.items
            doubts += region.doubts
    return Lists(
        tuple(_finding(number, item, doubts) for number, item in enumerate(items, start=1)), tuple(doubts)
    )


def _pages_with_headings(document: Document, layout: Layout) -> list[int]:
    """Pages whose text alone holds a list's heading: only their lines' places need looking up."""
    anywhere = re.compile("|".join(one.word or one.heading for one in layout.lists))
    return [
        page
        for page in range(1, len(document.texts) + 1)
        if anywhere.search(document.plain_texts[page - 1])
        and any(_list_heading(run, layout) for run in _short_runs(document.raw_lines(page)))
        and not is_contents(document.raw_lines(page))
    ]


def _short_runs(lines: Sequence[str]) -> Iterator[str]:
    for place, line in enumerate(lines):
        if len(line) < 75:
            yield line
            yield join_lines(lines[place : place + 2])


def _list_heading(text: str, layout: Layout) -> ListHeading | None:
    words = plain(text).rstrip("?:. ")
    return next((one for one in layout.lists if re.fullmatch(one.heading, words)), None)


def _heading_at(lines: Sequence[Line], place: int, layout: Layout) -> tuple[ListHeading, int] | None:
    """The list's heading that begins at a line, and how many lines it takes."""
    if not stands_out(lines, place):
        return None
    for count in (2, 1):
        run = lines[place : place + count]
        if len(run) < count or not set_alike(run):
            continue
        if found := _list_heading(join_lines(one.text for one in run), layout):
            return found, count
    return None


def _board_part(document: Document, layout: Layout) -> tuple[int, int]:
    """The page and line at which the safeguarding board's part begins; beyond the end if there is none."""
    for page in range(_BOARD_FROM, len(document.texts) + 1):
        if not layout.lscb_part or "safeguarding children" not in document.plain_texts[page - 1]:
            continue
        raw = document.raw_lines(page)
        if any(_is_board_part(run, layout) for run in _short_runs(raw)) and not is_contents(raw):
            for place, line in enumerate(document.lines(page)):
                run = join_lines(one.text for one in document.lines(page)[place : place + 2])
                if stands_out(document.lines(page), place) and (
                    _is_board_part(line.text, layout) or _is_board_part(run, layout)
                ):
                    return page, place
    return len(document.texts) + 1, 0


def _is_board_part(text: str, layout: Layout) -> bool:
    return any(re.fullmatch(pattern, plain(text).rstrip(".: ")) for pattern in layout.lscb_part)


def _read_region(
    document: Document,
    layout: Layout,
    start: tuple[int, int],
    heading: tuple[ListHeading, int],
    board_from: tuple[int, int],
) -> tuple[_Region, tuple[int, int]]:
    page, place = start
    whom: ForWhom = "lscb" if start >= board_from else "authority"
    first = document.lines(page)[place]
    region = _Region(layout, first.size, body_size(document.lines(page)), "recommendation", whom)
    _begin_list(region, heading[0])
    place += heading[1]
    for here in range(page, min(page + _MOST_PAGES, len(document.texts) + 1)):
        place = _read_lines(region, document.lines(here), place if here == page else 0)
        if region.ended:
            break
    _close(region, f"page {page}")
    return region, (here, place - 1)


def _read_lines(region: _Region, lines: Sequence[Line], place: int) -> int:
    """Read a page's lines from `place`; returns the place of the line that ended the list, or the end."""
    while place < len(lines):
        if inner := _heading_at(lines, place, region.layout):
            if _repeats_heading(region, lines[place], inner[0]):
                region.ended = True
                return place
            _begin_list(region, inner[0])
            region.kind_size = lines[place].size
            place += inner[1]
            continue
        _read_line(region, lines[place])
        if region.ended:
            return place
        place += 1
    return place


def _repeats_heading(region: _Region, line: Line, heading: ListHeading) -> bool:
    """A heading as large as the one that began this list, after items: a list of its own."""
    larger = line.size > region.body + 1 and line.size >= region.size - SAME_SIZE
    return bool(region.items) and larger


def _begin_list(region: _Region, heading: ListHeading) -> None:
    region.kind = _kind(heading.kind)
    if heading.for_whom == "lscb":
        region.for_whom = "lscb"
    elif heading.for_whom == "authority":
        region.for_whom = "authority"
    region.group = None
    region.waiting = []


def _kind(name: str) -> Kind:
    kinds: dict[str, Kind] = {
        "priority_action": "priority_action",
        "priority_immediate": "priority_immediate",
        "area_for_improvement": "area_for_improvement",
        "recommendation": "recommendation",
        "strength": "strength",
        "progress": "progress",
    }
    return kinds[name]


def _read_line(region: _Region, line: Line) -> None:
    mark = read_mark(line.text)
    if line.size < _FOOTNOTE * region.body and not (mark and mark.family == "bullet"):
        return
    if _is_nothing(region, line):
        return
    if mark and _begins_item_or_point(region, line, mark):
        _take_mark(region, line, mark)
    elif _is_heading(region, line):
        _take_heading(region, line)
    else:
        _take_text(region, line)
    region.previous = line


def _is_heading(region: _Region, line: Line) -> bool:
    if line.size > region.body + 1.5:
        return True
    # A bold line that hangs tightly from the line above is a finding set in bold, not a heading.
    set_in = bool(region.items) and line.left >= region.items[-1].left + _HANGING
    return line.bold and not (set_in and is_tight(region.previous, line))


def _is_nothing(region: _Region, line: Line) -> bool:
    return any(re.fullmatch(pattern, plain(line.text)) for pattern in region.layout.nothing)


def _begins_item_or_point(region: _Region, line: Line, mark: Mark) -> bool:
    """Whether a mark is one: a wrapped line may begin with a number or dash that belongs to its sentence."""
    if mark.family == "number" and region.layout.marker == "bullet":
        return False
    if not region.items:
        return True
    first = region.items[0]
    if mark.family == "bullet":
        return mark.text[:1].strip() != "" and not (
            first.mark.number is not None and line.left < first.left - 6
        )
    if first.mark.number is None:
        return False
    last = region.items[-1].mark.number or 0
    return abs(line.left - first.left) < 15 and (mark.number == last + 1 or line.left < first.left + 4)


def _take_mark(region: _Region, line: Line, mark: Mark) -> None:
    if region.items and _is_point(region, line, mark):
        _take_point(region, line, mark)
        return
    _name_group(region)
    if region.items:
        _check_number(region, line, mark)
    region.items.append(
        _Item(region.kind, region.for_whom, region.group, line.page, line.left, mark, [[mark.text]])
    )


def _take_point(region: _Region, line: Line, mark: Mark) -> None:
    item = region.items[-1]
    if len(item.parts) == 1 and not _announces_points(item) and mark.sign == item.mark.sign:
        region.doubts.append(f"On page {line.page} a point set further in may be a finding of its own.")
    item.sub_left = line.left
    item.parts.append([mark.text])


def _check_number(region: _Region, line: Line, mark: Mark) -> None:
    last = region.items[-1].mark.number
    if mark.number is not None and last is not None and mark.number != last + 1:
        region.doubts.append(
            f"On page {line.page} the printed number {mark.number} stands where {last + 1} was expected."
        )


def _is_point(region: _Region, line: Line, mark: Mark) -> bool:
    """Whether a mark begins a sub-point: set further in, or of another sign where points are announced."""
    first, last = region.items[0], region.items[-1]
    if first.mark.number is not None:
        return mark.family == "bullet"
    if line.left > first.left + _DEEPER:
        return True
    return mark.sign != first.mark.sign and (len(last.parts) > 1 or _announces_points(last))


def _announces_points(item: _Item) -> bool:
    return item.parts[0][-1].rstrip().endswith((":", "–", "-"))


def _name_group(region: _Region) -> None:
    """The paragraph waiting before an item is its group's heading, unless it is a sentence."""
    if not region.waiting:
        return
    *before, last = _paragraphs(region.waiting)
    text = join_lines(line.text for line in last).rstrip(": ")
    if region.layout.grouped and not _is_sentence(text):
        region.group = text.lower() if region.layout.group_case == "lower" else text
    else:
        before.append(last)
    if before and region.layout.marker != "bullet":
        region.doubts.append(f"On page {before[0][0].page} a paragraph before a finding was left out.")
    region.waiting = []


def _is_sentence(text: str) -> bool:
    return text.endswith(".") or len(text) > _LONGEST_GROUP


def _paragraphs(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines parted where white space or a page's end stands between them."""
    paragraphs: list[list[Line]] = []
    for line in lines:
        if paragraphs and is_tight(paragraphs[-1][-1], line):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return paragraphs


def _take_heading(region: _Region, line: Line) -> None:
    """A heading ends the list unless it is smaller than the list's own: then it names a group."""
    as_large = line.size >= region.size - SAME_SIZE
    if as_large or _is_known_end(region, line) or not region.layout.grouped:
        region.ended = True
    else:
        if region.kind_size and region.items and line.size >= region.kind_size - SAME_SIZE:
            region.doubts.append(
                f"On page {line.page} “{line.text}” may end the list rather than name a group."
            )
        # What waits in plain type is an introduction; a heading begins afresh.
        region.waiting = [*(one for one in region.waiting if one.bold), line]


def _is_known_end(region: _Region, line: Line) -> bool:
    return any(re.match(pattern, plain(line.text)) for pattern in region.layout.ends)


def _take_text(region: _Region, line: Line) -> None:
    apart = not is_tight(region.previous, line) and line.text[:1].isupper()
    if apart and line.left < _margin(region) and _is_known_end(region, line):
        region.ended = True
        return
    if region.items and not region.waiting and _continues(region, line):
        item = region.items[-1]
        if item.sub_left is not None and line.left < item.sub_left - 2:
            item.parts.append([line.text])
            item.sub_left = None
            region.doubts.append(
                f"On page {line.page} text follows the sub-points of a finding and is given as one of them."
            )
        else:
            item.parts[-1].append(line.text)
    elif region.items and not region.layout.grouped:
        region.ended = True
        region.doubts.append(f"On page {line.page} a list is followed by plain text: it may go on further.")
    else:
        region.waiting.append(line)


def _margin(region: _Region) -> float:
    """Left of this a line is not set in from the marks."""
    return (region.items[-1].left if region.items else 0.0) + _HANGING


def _continues(region: _Region, line: Line) -> bool:
    """Whether a line without a mark goes on with the item above: set in, or with no white space before it."""
    if line.left >= _margin(region):
        region.hangs = True
        return True
    return not region.hangs and is_tight(region.previous, line)


def _close(region: _Region, where: str) -> None:
    """The end of a list: what is left over, and whether anything was found."""
    if not region.items and region.waiting:
        _unmarked(region)
    elif region.waiting and not region.ended:
        region.doubts.append(f"The end of the list that begins on {where} is not certain.")
    elif region.waiting and region.items:
        region.doubts.append(f"On page {region.waiting[0].page} a paragraph after the findings was left out.")
    if not region.items:
        region.doubts.append(f"The heading of a list on {where} has nothing under it.")
    if not region.ended:
        region.doubts.append(f"The end of the list that begins on {where} was not found.")


def _unmarked(region: _Region) -> None:
    """A list without marks: each paragraph is taken as a finding, and said to be doubtful."""
    for lines in _paragraphs(region.waiting):
        parts = [[line.text for line in lines]]
        region.items.append(
            _Item(region.kind, region.for_whom, None, lines[0].page, lines[0].left, _NO_MARK, parts)
        )
    page = region.waiting[0].page
    region.waiting = []
    region.doubts.append(f"The list on page {page} has no marks: each paragraph is taken as a finding.")


def _finding(number: int, item: _Item, doubts: list[str]) -> Finding:
    text = item.text()
    if unreadable(text):
        doubts.append(f"Finding {number} on page {item.page} holds characters that could not be read.")
    if not text or len(text) > _LONGEST or _TWO_IN_ONE.search(text):
        doubts.append(f"Finding {number} on page {item.page} may be more or less than one finding.")
    if text.endswith(":"):
        doubts.append(f"Finding {number} on page {item.page} announces points that were not found.")
    if "national framework" in text.lower() and not read_tags(text):
        doubts.append(
            f"The National Framework tag of finding {number} on page {item.page} could not be read."
        )
    return Finding(number, item.kind, item.for_whom, item.group, text, read_tags(text), item.page)


def _join_point(text: str, point: str) -> str:
    """Sub-points end as printed with a comma, a semicolon, "; and" or nothing: they are joined alike."""
    if re.search(r"[;,] (?:and|or)$", text):
        return f"{text} {point}"
    return f"{text.rstrip(' ;')}; {point}"
