"""The catalogue, printed from the definitions: docs/manual/indicators/ is what this prints.

python -m goldenthread.indicators.printed docs/manual/indicators

A page for each service area: every definition in English, its worked examples, and its code; then the drawn
records the examples are of. `index.md` lists them all, and what no record here could answer.
"""

from __future__ import annotations

import inspect
import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

from goldenthread.indicators.catalogue import BUILT, not_built
from goldenthread.indicators.definition import Indicator
from goldenthread.indicators.needs import POPULATION
from goldenthread.indicators.worked import Drawn, Expected, Scene, examples_of
from goldenthread.standards.indicators import sources

AREAS = {
    "front_door": "The front door",
    "early_help": "Early help",
    "assessment": "Assessment",
    "cin": "Children in need",
    "cp": "Section 47 enquiries and child protection",
    "cla": "Children in care",
    "care_leavers": "Care leavers",
    "adoption": "Adoption and adopters",
    "practice_oversight": "Management oversight",
    "workforce": "Workers",
    "QA": "Quality of records",
}
_POLARITY = {
    "higher_better": "higher is better",
    "lower_better": "lower is better",
    "neutral": "neither direction is better by itself",
}
_EVIDENCE = {
    "verified": "a source consulted supports the definition",
    "partly_verified": "the idea is supported; some detail is general knowledge of the sector",
    "unverified": "**unverified**: general knowledge of the sector only; check before relying on it",
}


def pages() -> dict[str, str]:
    """Every page by its file name, in Markdown; the same for the same definitions."""
    made = {f"{area.lower()}.md": _joined(_area(area)) for area in AREAS}
    return {"index.md": _joined(_index()), **made}


def _joined(lines: Iterator[str]) -> str:
    return "\n".join(lines) + "\n"


def _index() -> Iterator[str]:
    yield "# Indicators"
    yield ""
    yield "Printed from the definitions by `make manual`: change the definitions, not these pages."
    yield ""
    yield (
        f"There are {len(BUILT)}. Each page gives every definition of a service area in English, with "
        "worked examples, which are also its tests, and its code. How to add one of your own is told in "
        "[local indicators](../../local-indicators.md)."
    )
    for area, title in AREAS.items():
        yield from ("", f"## {title}", "", "| Indicator | Unit | Basis | Records |", "|---|---|---|---|")
        for one in _of(area):
            link = f"[{one.title}]({area.lower()}.md#{_anchor(one.id)})"
            yield f"| {link} | {_words(one.unit)} | {one.basis_in_words} | {one.sufficiency_in_words} |"
    yield from _what_is_left()


def _what_is_left() -> Iterator[str]:
    left = not_built()
    yield from ("", "## Known to practice, and not built", "")
    yield f"The records held here cannot answer {len(left)} more. Each lacks a record of its own."
    yield from ("", "| Indicator | Why not |", "|---|---|")
    for gap in left:
        yield f"| {gap.title} (`{gap.id}`) | {gap.reason} |"


def _area(area: str) -> Iterator[str]:
    yield f"# {AREAS[area]}"
    yield ""
    yield "Printed from the definitions by `make manual`. [All indicators](index.md)."
    yield ""
    yield (
        "In a worked example, *counted* are in the numerator; *not counted* are in the denominator alone. "
        "The records each example is of are drawn at the end of the page."
    )
    for one in _of(area):
        yield from _indicator(one)
    shown = {id(scene): scene for one in _of(area) for scene, _ in examples_of(one.id)}
    yield from ("", "## Records of the worked examples")
    for scene in shown.values():
        yield from _scene(scene)


def _of(area: str) -> list[Indicator]:
    return [one for one in BUILT if one.service_area == area]


def _indicator(one: Indicator) -> Iterator[str]:
    yield from ("", f"## {one.id}", "", f"**{one.title}.** {one.why}", "")
    yield f"- Numerator: {_lower(one.numerator)}"
    if one.denominator:
        yield f"- Denominator: {_lower(one.denominator)}"
    yield f"- How: {one.how}"
    if one.parts:
        yield f"- Shown by: {one.parts}"
    for caution in one.cautions:
        yield f"- Caution: {caution}"
    yield f"- Unit: {_words(one.unit)}; {one.basis_in_words}; {_POLARITY[one.polarity]}"
    yield f"- Records: {_tables(one)}; {one.sufficiency_in_words}"
    yield f"- Source: {one.source}"
    yield f"- Evidence: {_EVIDENCE[one.evidence]}{_references(one)}"
    yield f"- Definition {one.definition}, by {one.author}, reviewed {_day(one)}"
    for scene, expected in examples_of(one.id):
        yield from ("", f"Worked example ([{scene.title}](#{_anchor(scene.title)})): {_told(one, expected)}")
    yield from ("", "```python", _code(one), "```")


def _day(one: Indicator) -> str:
    return f"{one.reviewed.day} {one.reviewed:%B %Y}"


def _tables(one: Indicator) -> str:
    names = dict.fromkeys(
        "population estimates" if need.table == POPULATION else f"`{need.table}`" for need in one.needs
    )
    return ", ".join(names)


def _references(one: Indicator) -> str:
    titles = sources()
    return "".join(f"; {titles[ref]}" for ref in one.refs)


def _told(one: Indicator, expected: Expected) -> str:
    """What the definition says of the scene: the figure, and who makes it."""
    note = f" {_capital(expected.note)}." if expected.note else ""
    if expected.parts is not None:
        total = sum(len(children) for children in expected.parts.values())
        said = [f"{part}: {len(who)} of {total} ({_listed(who)})" for part, who in expected.parts.items()]
        return "; ".join(said) + f".{note}"
    return f"{_figure(one, expected)}.{note}"


def _figure(one: Indicator, expected: Expected) -> str:
    counted, total = len(expected.yes), len(expected.yes) + len(expected.no)
    if one.kind == "percent":
        left = f"; not counted {_listed(expected.no)}" if expected.no else ""
        who = f"counted {_listed(expected.yes)}{left}"
        return f"**{counted} of {total}, {100 * counted / total:.1f}%**: {who}"
    if one.kind == "count":
        return f"**{counted}**: {_listed(expected.yes)}"
    unit = "for every 10,000 children" if one.kind == "rate" else _words(one.unit)
    return f"**{expected.value:g}** ({unit}): {_listed((*expected.yes, *expected.no))}"


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(_capital(name) for name in sorted(names)) or "nobody"


def _scene(scene: Scene) -> Iterator[str]:
    yield from ("", f"### {scene.title}", "", f"As at {scene.as_at}. {scene.says}")
    if scene.population:
        here = ", ".join(f"{children:,} in {year}" for year, children in scene.population.items())
        yield from ("", f"Children aged 0 to 17 living here: {here}.")
    for drawn in scene.tables:
        yield from _table(drawn)


def _table(drawn: Drawn) -> Iterator[str]:
    yield from ("", f"`{drawn.table}`", "", f"| {' | '.join(drawn.headings)} |")
    yield "|" + "---|" * len(drawn.headings)
    for row in drawn.rows:
        yield f"| {' | '.join(cell or '' for cell in row)} |"


def _code(one: Indicator) -> str:
    """The function, without the words that stand above it."""
    source = textwrap.dedent(inspect.getsource(one.rows))
    return source[source.index("def ") :].rstrip()


def _words(unit: str) -> str:
    return re.sub("^rate per 10000 aged 0 17$", "rate per 10,000 aged 0 to 17", unit.replace("_", " "))


def _lower(words: str) -> str:
    return words[0].lower() + words[1:] if words[1:2].islower() else words


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _anchor(heading: str) -> str:
    return re.sub(r"[^a-z0-9_ -]", "", heading.lower()).replace(" ", "-")


def main(folder: Path) -> None:
    """Write every page, and take away any that is no longer one."""
    folder.mkdir(parents=True, exist_ok=True)
    made = pages()
    for old in folder.glob("*.md"):
        if old.name not in made:
            old.unlink()
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
