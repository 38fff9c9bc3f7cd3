"""The checks in words, printed from what declares them: docs/manual/checks.md is what this prints.

python -m goldenthread.records.checks.printed docs/manual/checks.md
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from goldenthread.records.checks.catalogue import catalogue
from goldenthread.records.checks.check import ANY, SEVERITIES, Check
from goldenthread.standards.safeguarding_dataset import dataset

_GRAVE = {
    "error": "cannot be so: put it right",
    "query": "is seldom so: look, and put it right or leave it",
    "note": "is worth knowing",
}


def page() -> str:
    """The whole page, in Markdown; the same for the same checks."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Checks of children's records"
    yield ""
    yield "Printed from the checks by `make manual`: change the check, not this page."
    yield ""
    yield (
        f"`goldenthread checks --store DIR` puts {len(catalogue())} checks to a snapshot and counts what "
        "each finds, beside what it found in the snapshot of the kind before. None removes or changes a row. "
        "A check that the records cannot answer is not asked, and that is said: a count of 0 means that it "
        "was asked. The site's page Records > Data quality shows the same counts, what came and what went "
        "since then, and the rows to those who may see the children."
    )
    yield ""
    for severity in SEVERITIES:
        count = sum(check.severity == severity for check in catalogue())
        yield f"- **{severity}** ({count}): what it finds {_GRAVE[severity]}."
    for table in dataset().tables.values():
        yield from _of(table.name, f"{table.purpose[:1].upper()}{table.purpose[1:]}.")
    yield from _of(ANY, "Put to every list, team by team.")


def _of(table: str, about: str) -> Iterator[str]:
    checks: Sequence[Check] = [check for check in catalogue() if check.table == table]
    yield ""
    yield f"## {'Every list' if table == ANY else table}"
    yield ""
    yield about
    yield ""
    yield "| Check | How grave | What it finds | Where it comes from |"
    yield "|---|---|---|---|"
    for check in checks:
        yield f"| {check.id} | {check.severity} | {_cell(check.says)} | {_cell(check.source)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")
