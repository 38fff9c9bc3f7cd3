"""The data dictionary, printed from the model: docs/manual/data-dictionary.md is what this prints.

python -m goldenthread.standards.data_dictionary docs/manual/data-dictionary.md
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from goldenthread.standards.annex_a import standard
from goldenthread.standards.safeguarding_dataset import Field, Table, dataset

_TYPES = {
    "text": "text",
    "date": "date",
    "integer": "whole number",
    "float": "number",
    "flag": "Y, N or U",
    "code": "code",
}


def page() -> str:
    """The whole page, in Markdown; the same for the same model."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    model = dataset()
    fields = sum(len(table.fields) for table in model.tables.values())
    yield "# Data dictionary"
    yield ""
    yield "Printed from the model by `make manual`: change the model, not this page."
    yield ""
    yield (
        f"Children's records are held as {len(model.tables)} tables of {fields} fields, named as in the "
        f"Standard Safeguarding Dataset {model.version}; this is version {model.model_version} of the part "
        "held here. An item such as PERS001A is the dataset's own reference. A field marked *ours* is not in "
        "the dataset: it is what Annex A states where the dataset would derive it, or does not hold at all."
    )
    yield from _contents()
    for table in model.tables.values():
        yield from _table(table)
    yield from _code_sets()


def _contents() -> Iterator[str]:
    yield ""
    yield "| Table | What it holds | Fields |"
    yield "|---|---|---|"
    for table in dataset().tables.values():
        yield f"| [{table.name}](#{table.name}) | {_cell(table.purpose)} | {len(table.fields)} |"


def _table(table: Table) -> Iterator[str]:
    yield ""
    yield f"## {table.name}"
    yield ""
    yield f"{table.purpose[:1].upper()}{table.purpose[1:]}."
    yield ""
    yield "| Field | Type | Item | What it is |"
    yield "|---|---|---|---|"
    for field in table.fields:
        yield f"| {field.name} | {_type(field)} | {field.item or '*ours*'} | {_cell(_about(field))} |"


def _type(field: Field) -> str:
    return f"[{field.codes}](#codes-{field.codes})" if field.codes else _TYPES[field.type]


def _about(field: Field) -> str:
    """The key, what it refers to, and what is said of an extension."""
    said = [
        "the key" if field.key else "",
        f"refers to {field.references}" if field.references else "",
        field.extension or "",
    ]
    return "; ".join(words for words in said if words)


def _code_sets() -> Iterator[str]:
    used = {field.codes for table in dataset().tables.values() for field in table.fields if field.codes}
    for name in sorted(used):
        yield ""
        yield f"## Codes: {name}"
        yield ""
        codes, is_open = _codes(name)
        if is_open:
            yield "Other text may stand here too, such as a council's name."
            yield ""
        yield "| Code | Meaning |"
        yield "|---|---|"
        for code, meaning in codes:
            yield f"| {_cell(code)} | {_cell(meaning)} |"


def _codes(name: str) -> tuple[list[tuple[str, str]], bool]:
    """The dataset's own set of that name, else that of Annex A; and whether it takes other text."""
    if name in dataset().code_sets:
        return list(dataset().code_sets[name].items()), False
    held = standard().code_sets[name]
    codes = [(code.raw, code.label + (" (no longer used)" if code.retired else "")) for code in held.codes]
    return codes, held.open


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")
