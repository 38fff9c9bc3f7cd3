"""Judgements and grades, read from a report's table, and again wherever the report repeats them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import takewhile

from goldenthread.findings.cover import Cover
from goldenthread.findings.headings import set_alike, set_as_heading
from goldenthread.findings.line import Cell, Line
from goldenthread.findings.pages import Document
from goldenthread.findings.text import join_lines, plain
from goldenthread.standards.frameworks import Framework, Grade, Layout, frameworks

_COVER_PAGES = 3
_LABEL_LINES = 8  # a judgement's label wraps over at most this many lines
_BOARD_LINES = 3
_GRADE_LINES = 6
_ROW_HEIGHT = 24.0  # points a grade's middle may stand from its label's middle
_LIKE, _CLEARLY = 0.6, 0.15  # the share of words two wordings have in common, and how far ahead of the next
_LIGHT = {"the", "of", "and", "to", "on", "in", "for", "with", "or", "a", "who"}
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
    grades |= _from_headings(document, layout=cover.layout, framework=framework, doubts=doubts, grades=grades)
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
    right = _entries(_rows([cell for cell in cells if cell.left >= edge - 6]), grades, _GRADE_LINES)
    right = [
        entry for entry in right if left[-1].low - 2 * _ROW_HEIGHT < entry.middle < left[0].top + _ROW_HEIGHT
    ]
    paired, doubts = _pair(left, right)
    rows = _rows([cell for cell in cells if cell.left < edge - 6])
    likely, said = _by_meaning(rows, right, labels, paired)
    return paired | likely, [*doubts, *said]


def _by_meaning(
    rows: Sequence[Cell], grades: Sequence[Entry], labels: Mapping[str, str], paired: Mapping[str, str]
) -> tuple[dict[str, str], list[str]]:
    """Judgements whose printed wording is none of those known, by the words beside a grade; each is said."""
    found: dict[str, str] = {}
    said = []
    for place, grade in enumerate(grades):
        above = grades[place - 1].middle if place else grade.middle + 2 * _ROW_HEIGHT
        below = grades[place + 1].middle if place + 1 < len(grades) else grade.middle - 2 * _ROW_HEIGHT
        upper, lower = (above + grade.middle) / 2, (below + grade.middle) / 2
        text = _bare(join_lines(row.text for row in rows if lower < row.baseline < upper))
        if text in labels or not (id := _likeliest(text, labels, without={*paired, *found})):
            continue
        found[id] = grade.id
        said.append(f"“{text}” in the table was taken for the judgement “{id}”.")
    return found, said


def _likeliest(text: str, labels: Mapping[str, str], *, without: set[str]) -> str | None:
    """The judgement whose wording shares most of its words with a text, where one is clearly nearest."""
    words = _weighty(text)
    scores: dict[str, float] = {}
    for form, id in labels.items():
        other = _weighty(form)
        scores[id] = max(scores.get(id, 0.0), len(words & other) / max(len(words | other), 1))
    best, *rest = sorted(scores, key=lambda id: -scores[id])
    clear = scores[best] >= _LIKE and (not rest or scores[best] - scores[rest[0]] >= _CLEARLY)
    return best if clear and best not in without else None


def _weighty(text: str) -> set[str]:
    return {word.rstrip("s") for word in re.findall(r"[a-z]+", text)} - _LIGHT


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
    return re.sub(r"^\d(?:\.\d)?[.)]?\s+|(?<=[a-z])\d?[\s.,:;*]*$", "", plain(text))


def _pair(labels: Sequence[Entry], grades: Sequence[Entry]) -> tuple[dict[str, str], list[str]]:
    """Each label with its grade: of as many labels as grades the one of the same place, else the nearest.

    A label may stand again as a heading of the text, with no grade beside it.
    """
    paired: dict[str, str] = {}
    doubts: list[str] = []
    for place, label in enumerate(labels):
        nearest = min(grades, key=lambda grade: abs(grade.middle - label.middle), default=None)
        grade = grades[place] if len(labels) == len(grades) else nearest
        if grade is None or not _beside(label, grade):
            continue
        if grade is not nearest:
            doubts.append(f"The grade beside the judgement “{label.id}” is not certain.")
        if label.id in paired and paired[label.id] != grade.id:
            doubts.append(f"The judgement “{label.id}” stands twice in the table with different grades.")
        paired.setdefault(label.id, grade.id)
    alone = dict.fromkeys(label.id for label in labels if label.id not in paired)
    return paired, [*doubts, *(f"No grade could be read beside the judgement “{id}”." for id in alone)]


def _beside(label: Entry, grade: Entry) -> bool:
    """Whether a grade stands in its label's row, which may be tall."""
    return abs(grade.middle - label.middle) <= _ROW_HEIGHT or label.low - 6 <= grade.middle <= label.top + 6


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
        if grade := _first_grade(_runs(document.raw_lines(page), _BOARD_LINES), whole, scale):
            found[grade] += 1
    for page in range(1, len(document.texts) + 1) if not found else ():
        if _names_board(document.plain_texts[page - 1]) and (
            grade := _headed(document.lines(page), layout, scale)
        ):
            found[grade] += 1
    if len(found) > 1:
        doubts.append("The safeguarding board's grade is printed in different ways.")
    return {"lscb": found.most_common(1)[0][0]} if found else {}


def _names_board(text: str) -> bool:
    return "safeguarding children" in text or "scb" in text


def _headed(lines: Sequence[Line], layout: Layout, scale: Sequence[Grade]) -> str | None:
    """The board's grade in a heading of a wording that running text might have too."""
    whole = [rf"^{pattern}$" for pattern in layout.lscb_heading]
    for place in range(len(lines)):
        if set_as_heading(lines, place):
            run = lines[place : place + _BOARD_LINES]
            alike = [line.text for line in takewhile(partial(_alike, run[0]), run)]
            if grade := _first_grade(_runs(alike, _BOARD_LINES), whole, scale):
                return grade
    return None


def _alike(first: Line, line: Line) -> bool:
    return set_alike((first, line))


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


def _from_headings(
    document: Document,
    *,
    layout: Layout,
    framework: Framework,
    doubts: list[str],
    grades: Mapping[str, str],
) -> dict[str, str]:
    """Grades the table did not give, where the heading of the judgement's own section does; each is said."""
    missing = _required(framework) - grades.keys()
    found: dict[str, str] = {}
    if not missing:
        return found
    text = " ".join(document.plain_texts)
    for judgement, repeated in _repeated(text, layout, framework).items():
        if judgement in missing and len(repeated) == 1:
            [found[judgement]] = repeated
            name = framework.judgement(judgement).name
            doubts.append(f"The grade of “{name}” was read from its section's heading: no table gives it.")
    return found


def _repeats(
    document: Document, layout: Layout, framework: Framework, grades: Mapping[str, str]
) -> list[str]:
    """Doubts where the body of the report gives a judgement another grade than the table."""
    text = " ".join(document.plain_texts)
    return [
        f"The grade of “{judgement}” in the table differs from the one printed with its text."
        for judgement, repeated in _repeated(text, layout, framework).items()
        if judgement in grades and repeated - {grades[judgement]}
    ]


def _repeated(text: str, layout: Layout, framework: Framework) -> dict[str, set[str]]:
    """Each judgement's grades wherever the running text gives them again."""
    codes = {form: grade.code for grade in framework.scale for form in grade.printed}
    return {
        judgement: {
            codes[match.groups()[-1]]
            for pattern in patterns
            for match in _compiled(pattern, framework.scale).finditer(text)
        }
        for judgement, patterns in _repeat_patterns(layout, framework).items()
    }


def _repeat_patterns(layout: Layout, framework: Framework) -> dict[str, tuple[str, ...]]:
    patterns = dict(layout.restated)
    if layout.restated_label:
        for entry in framework.judgements:
            labels = "|".join(map(re.escape, entry.printed))
            patterns[entry.id] = (layout.restated_label.replace("{label}", f"(?:{labels})"),)
    return patterns
