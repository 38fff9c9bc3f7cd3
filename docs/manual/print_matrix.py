"""Prints the manual's pages from the files the product obeys: `make manual`. Knows the files and nothing of
the product's code, so that a reader of the page reads the file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
MATRIX = HERE.parents[1] / "src" / "goldenthread" / "web" / "accounts" / "matrix.yaml"
PAGE = HERE / "who-may-see-what.md"
LETTERS = "r read, c create, e edit, s sign or approve, v verify, x take away"


def page(text: str) -> str:
    """The page that a matrix's text says."""
    said = yaml.safe_load(text)
    parts = [_head(said), _grid(said), _rights(said), _roles(said), _cover(said["cover"])]
    return "\n\n".join(parts) + "\n"


def _head(said: dict[str, Any]) -> str:
    return f"""# Who may see what

This page is printed from `src/goldenthread/web/accounts/matrix.yaml`, the file the site obeys.
What no row allows is not allowed. A person may do what their roles allow on the day, added up; but whose
children, and how identifiable they are, never adds up from one role to another.

There are {len(said["roles"])} roles. A council maps its own job titles to them on the People pages. One
person proposes a role for somebody, and a director or information guardian confirms it; nobody proposes or
confirms their own."""


def _grid(said: dict[str, Any]) -> str:
    areas = said["areas"]
    rows = [["Role", "Figures", "Children", *(area["title"] for area in areas.values())]]
    for role in said["roles"].values():
        letters = [_letters(area, (role["may"] or {}).get(key, [])) for key, area in areas.items()]
        rows.append([role["label"], role.get("figures", "none"), _children(role), *letters])
    return f"## At a glance\n\n{LETTERS}.\n\n{_table(rows)}"


def _letters(area: dict[str, Any], given: list[str]) -> str:
    found = {letter for words in given for letter in area["permissions"][words]}
    return " ".join(letter for letter in "rcesvx" if letter in found) or "–"


def _children(role: dict[str, Any]) -> str:
    if "identity" not in role:
        return "–"
    return f"{role['identity']}, {role['scope']}"


def _rights(said: dict[str, Any]) -> str:
    parts = []
    for area in said["areas"].values():
        rows = [
            ["May", "Letter"],
            *([words, " ".join(letter)] for words, letter in area["permissions"].items()),
        ]
        parts.append(f"### {area['title']}\n\n{_table(rows)}")
    return "## The rights\n\n" + "\n\n".join(parts)


def _roles(said: dict[str, Any]) -> str:
    return "## The roles\n\n" + "\n\n".join(_role(role) for role in said["roles"].values())


def _role(role: dict[str, Any]) -> str:
    given = [words for area in (role["may"] or {}).values() for words in area]
    lines = [f"- {words}" for words in given]
    return "\n\n".join([f"### {role['label']}", f"{role['job']}.", *_notes(role), "\n".join(lines)])


def _notes(role: dict[str, Any]) -> list[str]:
    notes = []
    if role.get("external"):
        notes.append("From outside the authority: always with a last day.")
    if "longest days" in role:
        notes.append(f"For {role['longest days']} days at most, {role['usual days']} unless others are said.")
    if role.get("agreement"):
        notes.append("Under a sharing agreement, to its last day, sees figures as counted.")
    notes += _papers(role.get("papers for"))
    return [" ".join(notes)] if notes else []


def _papers(audiences: str | list[str] | None) -> list[str]:
    """Whom the papers it opens may be written for."""
    if not audiences:
        return []
    said = audiences if isinstance(audiences, str) else ", ".join(audiences)
    with_agreement = "; the board’s under its agreement alone" if "board" in audiences else ""
    return [f"Opens papers for: {said}{with_agreement}."]


def _cover(cover: dict[str, Any]) -> str:
    taken = "\n".join(f"- {words}" for words in cover["takes over"])
    return f"""## Cover

A deputy named for a period, of {cover["longest days"]} days at most, takes over from the first day to the
last, as far as the person covered may do it on that day:

{taken}

They reach the teams that the person covered reaches, never a caseload, and sign as covering them. They sign
off nothing that the person covered could not, and nothing that they could not themselves."""


def _table(rows: list[list[str]]) -> str:
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], f"|{'|'.join([' --- '] * len(rows[0]))}|", *lines[1:]])


if __name__ == "__main__":
    PAGE.write_text(page(MATRIX.read_text(encoding="utf-8")), encoding="utf-8")
