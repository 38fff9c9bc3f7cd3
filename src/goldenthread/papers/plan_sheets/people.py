"""Who answers for an action, as cells say it. Nobody is made up: a name is matched to somebody who may own an
action here, or it stays the words it is."""

from __future__ import annotations

import re
from collections.abc import Mapping

from goldenthread.papers.plan_sheets.said import Said, blank, doubtful, read
from goldenthread.papers.wording import plain

_BETWEEN = re.compile(r"\s*(?:/|;|\n|&|,| and )\s*")
_BLANK = {"", "-", "n/a", "na", "tbc", "tba", "vacant"}


def parts_of(cell: str) -> list[str]:
    """The names or roles in a cell, one by one: "J Made / K Up; Head of X" holds three."""
    return [part for part in _BETWEEN.split(cell.strip()) if part]


def read_owner(cell: str, names: Mapping[str, str]) -> Said[str]:
    """The key of whoever a cell names; `names` are names by key. All but one name known is doubtful."""
    if plain(cell) in _BLANK:
        return blank(cell)
    known: dict[str, list[str]] = {}
    for key, name in names.items():
        known.setdefault(plain(name), []).append(key)
    found = known.get(plain(cell), [])
    if len(found) == 1:
        return read(cell, found[0])
    if len(found) > 1:
        return doubtful(cell, "Several people here have this name: say which")
    if len(parts_of(cell)) > 1:
        return doubtful(cell, "Several are named and one must answer for it: say who")
    return doubtful(cell, "Nobody here has this name: say who it is, or keep it as a role")
