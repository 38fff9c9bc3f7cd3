"""The schema's dictionary, printed: `make manual`.

python -m goldenthread.web.analysts.printed docs/manual/reporting-schema.md
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from goldenthread.web.analysts.described import SAYS, SCHEMA, VIEWS, View
from goldenthread.web.database.roles import REPORT


def page() -> str:
    """The page in Markdown; the same for the same views."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield f"# The schema `{SCHEMA}`"
    yield ""
    yield "Printed from what the views are made of. How to connect: [results for analysts](../analysts.md)."
    yield ""
    yield f"{SAYS} The role `{REPORT}` reads these views and nothing else."
    for view in VIEWS:
        yield from _view(view)


def _view(view: View) -> Iterator[str]:
    yield from (
        "",
        f"## {SCHEMA}.{view.name}",
        "",
        view.says,
        "",
        "| Column | Kind | Meaning |",
        "|---|---|---|",
    )
    for column in view.columns:
        yield f"| `{column.name}` | {column.kind} | {column.meaning} |"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")
