"""Judgements and grades, read from a report's table, and again wherever the report repeats them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from goldenthread.findings.cover import Cover
from goldenthread.findings.pages import Cell, Document
from goldenthread.findings.text import join_lines, plain
from goldenthread.standards.frameworks import Framework, Grade, Layout, frameworks

_COVER_PAGES = 3
_LABEL_LINES = 5  # a judgement's label wraps over at most this many lines
_GRADE_LINES = 3
_ROW_HEIGHT = 24.0  # points a grade's middle may stand from its label's middle
_LEFTMOST_GRADE = 200.0  # points; grades stand in the right half of the page


@dataclass(frozen=True)
class Entry:
    """A label or a grade found in a table: its id, and where its first and last line stand."""

    id: str
    top: float
    low: float

    @property
    def middle(self) -> float:
        """Half-way between the first and the last line."""
        return (self.top + self.low) / 2


@dataclass(frozen=True)
class Judgements:
    """The framework and its grades in the framework's order, with what is doubtful about them."""

    framework: Framework
    grades: Mapping[str, str]
    doubts: tuple[str, ...]


def read_judgements(document: Document, cover: Cover) -> Judgements:
    """The framework's version and the grades of its judgements."""
    versions = [frameworks()[name] for name in cover.layout.frameworks]
    if not cover.layout.graded:
        return Judgements(_version(versions, set(), cover), {}, ("This kind of visit gives no grades.",))
    grades, doubts = _table(document, cover.layout, versions)
    grades |= _overall(document, cover.layout, versions[0].scale, doubts, grades)
    if cover.layout.lscb_grade:
        grades |= _board(document, cover.layout, versions[0].scale, doubts)
    framework = _version(versions, set(grades), cover)
    ordered = {entry.id: grades[entry.id] for entry in framework.judgements if entry.id in grades}
    doubts += _repeats(document, cover.layout, framework, ordered)
    doubts += [
        f"A grade for “{extra}” is printed that the framework does not have."
        for extra in grades.keys() - ordered.keys()
    ]
    return Judgements(framework, ordered, tuple(doubts))


def grade_pattern(scale: Sequence[Grade]) -> str:
    """A regular expression for any printed form of a grade, longest first, in a group of its own."""
    forms = sorted((form for grade in scale for form in grade.printed), key=len, reverse=True)
    return f"({'|'.join(map(re.escape, forms))})"


def read_table(
    cells: Sequence[Cell], labels: Mapping[str, str], grades: Mapping[str, str]
) -> tuple[dict[str, str], list[str]]:
    """Grades by judgement id from a page's cells, and what is doubtful.

    `labels` and `grades` go from printed form (small letters) to id. Both columns may wrap over several lines
    that do not stand level; a row is recognised by its whole label.
    """
    edge = _grade_column(cells, grades)
    if edge is None:
        return {}, []
    left = _entries(_rows([cell for cell in cells if cell.left < edge - 6]), labels, _LABEL_LINES)
    if not left:
        return {}, []
    right = _entries([cell for cell in cells if abs(cell.left - edge) <= 6], grades, _GRADE_LINES)
    right = [
        entry for entry in right if left[-1].low - 2 * _ROW_HEIGHT < entry.middle < left[0].top + _ROW_HEIGHT
    ]
    return _pair(left, right)


def _table(
    document: Document, layout: Layout, versions: Sequence[Framework]
) -> tuple[dict[str, str], list[str]]:
    labels = {
        form: entry.id for version in versions for entry in version.judgements for form in entry.printed
    }
    grades = {form: grade.code for grade in versions[0].scale for form in grade.printed}
    best: tuple[dict[str, str], list[str]] = ({}, [])
    for page in _table_pages(document, layout):
        found = read_table(document.cells(page), labels, grades)
        if len(found[0]) > len(best[0]):
            best = found
    return best


def _table_pages(document: Document, layout: Layout) -> list[int]:
    count = len(document.texts)
    if layout.table_heading is None:
        return list(range(1, min(_COVER_PAGES, count) + 1))
    return [
        page for page in range(2, count + 1) if layout.table_heading in document.plain_texts[page - 1][:200]
    ]


def _grade_column(cells: Sequence[Cell], grades: Mapping[str, str]) -> float | None:
    """The left edge most grades share."""
    starts = {form.split()[0] for form in grades}
    edges = Counter(
        round(cell.left / 3)
        for cell in cells
        if cell.left > _LEFTMOST_GRADE and len(cell.text) < 40 and plain(cell.text).split()[0] in starts
    )
    return edges.most_common(1)[0][0] * 3.0 if edges else None


def _rows(cells: Sequence[Cell]) -> list[Cell]:
    """Cells that stand level made one: a number and its label, or words set wide apart."""
    rows: list[Cell] = []
    for cell in sorted(cells, key=lambda cell: (-round(cell.baseline), cell.left)):
        if rows and abs(rows[-1].baseline - cell.baseline) < 2:
            rows[-1] = Cell(f"{rows[-1].text} {cell.text}", rows[-1].left, rows[-1].baseline)
        else:
            rows.append(cell)
    return rows


def _entries(cells: Sequence[Cell], known: Mapping[str, str], most: int) -> list[Entry]:
    """Known wordings among a column's cells, from the top, the longest first where one begins another."""
    column = sorted(cells, key=lambda cell: -cell.baseline)
    found, place = [], 0
    while place < len(column):
        for lines in range(min(most, len(column) - place), 0, -1):
            run = column[place : place + lines]
            if name := known.get(_bare(join_lines(cell.text for cell in run))):
                found.append(Entry(name, run[0].baseline, run[-1].baseline))
                place += lines
                break
        else:
            place += 1
    return found


def _bare(text: str) -> str:
    """A label or grade without its number before, and its punctuation and footnote mark after."""
    return re.sub(r"^\d(?:\.\d)?\.?\s+|(?<=[a-z])\d?[\s.,:;*]*$", "", plain(text))


def _pair(labels: Sequence[Entry], grades: Sequence[Entry]) -> tuple[dict[str, str], list[str]]:
    paired: dict[str, str] = {}
    doubts: list[str] = []
    for place, label in enumerate(labels):
        nearest = min(grades, key=lambda grade: abs(grade.middle - label.middle), default=None)
        if nearest is None or abs(nearest.middle - label.middle) > _ROW_HEIGHT:
            doubts.append(f"No grade could be read beside the judgement “{label.id}”.")
            continue
        if len(labels) == len(grades) and grades[place] is not nearest:
            doubts.append(f"The grade beside the judgement “{label.id}” is not certain.")
        if label.id in paired and paired[label.id] != nearest.id:
            doubts.append(f"The judgement “{label.id}” stands twice in the table with different grades.")
        paired.setdefault(label.id, nearest.id)
    return paired, doubts


def _overall(
    document: Document, layout: Layout, scale: Sequence[Grade], doubts: list[str], grades: Mapping[str, str]
) -> dict[str, str]:
    """The overall grade where it is printed as a sentence; differing from the table is a doubt."""
    pages = _mentioning(document, layout.overall, scale)[:1]
    runs = [run for page in pages for run in _runs(document.raw_lines(page), 3)]
    found = _first_grade(runs, layout.overall, scale)
    if found and grades.get("overall", found) != found:
        doubts.append("The overall grade in words differs from the one in the table.")
    return {"overall": found} if found and "overall" not in grades else {}


def _board(document: Document, layout: Layout, scale: Sequence[Grade], doubts: list[str]) -> dict[str, str]:
    """The safeguarding board's grade: a heading of its own, anywhere in the report."""
    whole = [rf"^{pattern}$" for pattern in layout.lscb_grade]
    found: Counter[str] = Counter()
    for page in _mentioning(document, layout.lscb_grade, scale):
        if grade := _first_grade(_runs(document.raw_lines(page), 2), whole, scale):
            found[grade] += 1
    if len(found) > 1:
        doubts.append("The safeguarding board's grade is printed in different ways.")
    return {"lscb": next(iter(found))} if found else {}


def _mentioning(document: Document, patterns: Sequence[str], scale: Sequence[Grade]) -> list[int]:
    """Pages whose running text holds one of the patterns: the only ones worth reading line by line."""
    searches = [_compiled(pattern.strip("^$"), scale) for pattern in patterns]
    texts = enumerate(document.plain_texts, start=1)
    return [page for page, text in texts if any(search.search(text) for search in searches)]


def _compiled(pattern: str, scale: Sequence[Grade]) -> re.Pattern[str]:
    return re.compile(pattern.replace("{grade}", grade_pattern(scale)))


def _runs(lines: Sequence[str], most: int) -> list[str]:
    """Each line alone, then joined with those that follow it."""
    return [
        plain(join_lines(lines[start : start + count])).rstrip(".: ")
        for start in range(len(lines))
        for count in range(1, most + 1)
        if len(lines[start]) < 90
    ]


def _first_grade(runs: Sequence[str], patterns: Sequence[str], scale: Sequence[Grade]) -> str | None:
    codes = {form: grade.code for grade in scale for form in grade.printed}
    searches = [_compiled(pattern, scale) for pattern in patterns]
    for run in runs:
        for search in searches:
            if match := search.search(run):
                return codes[match.groups()[-1]]
    return None


def _version(versions: Sequence[Framework], found: set[str], cover: Cover) -> Framework:
    """The version whose judgements are those printed; failing that, the one in force on the first day.

    A version that was in force and lacks nothing but a grade that was not read goes before one that fits
    exactly and was not: from 2026 the grades are those of 2023 without the overall one.
    """
    start = cover.inspection_start
    exact = [version for version in versions if _required(version) <= found <= _all(version)]
    dated = [version for version in versions if start and version.in_force(start)]
    fitting = [version for version in dated if found <= _all(version)]
    both = [version for version in exact if version in dated]
    if best := [*both, *fitting, *exact, *dated]:
        return best[0]
    return max(versions, key=lambda version: len(_all(version) & found))


def _required(framework: Framework) -> set[str]:
    return {entry.id for entry in framework.judgements if not entry.optional}


def _all(framework: Framework) -> set[str]:
    return {entry.id for entry in framework.judgements}


def _repeats(
    document: Document, layout: Layout, framework: Framework, grades: Mapping[str, str]
) -> list[str]:
    """Doubts where the body of the report gives a judgement another grade than the table."""
    text = " ".join(document.plain_texts)
    codes = {form: grade.code for grade in framework.scale for form in grade.printed}
    doubts = []
    for judgement, patterns in _repeat_patterns(layout, framework).items():
        searches = [_compiled(pattern, framework.scale) for pattern in patterns]
        repeated = {codes[match.groups()[-1]] for search in searches for match in search.finditer(text)}
        if judgement in grades and repeated - {grades[judgement]}:
            doubts.append(
                f"The grade of “{judgement}” in the table differs from the one printed with its text."
            )
    return doubts


def _repeat_patterns(layout: Layout, framework: Framework) -> dict[str, tuple[str, ...]]:
    patterns = dict(layout.restated)
    if layout.restated_label:
        for entry in framework.judgements:
            labels = "|".join(map(re.escape, entry.printed))
            patterns[entry.id] = (layout.restated_label.replace("{label}", f"(?:{labels})"),)
    return patterns
