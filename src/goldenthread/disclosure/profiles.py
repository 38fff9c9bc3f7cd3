"""Who may be told what: the audiences, and the rule each is told it under, from `audiences.yaml`.

`dfe` is what the Department withholds in its children in need statistics: 1 to 5, as `c`. How much more has
to go so that nothing can be worked back is in no published guide; ours: every withheld count may still be
any of at least six numbers. `strict` is that of OpenSAFELY: up to 7, and what is shown to the nearest 5.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

OUTSIDE = "outside"  # the pool of all who are told less than was counted
INTERNAL = "internal"  # the audience of those who work in the service
BOARD = "board"  # the audience that a paper is for unless somebody says otherwise


@dataclass(frozen=True)
class Profile:
    """Counts from 1 to `most_small` are withheld. `width` is how far apart the least and the most that a
    withheld count may be must lie. `nearest` rounds what is shown; 1 leaves it as it is."""

    name: str
    most_small: int
    width: int
    fewest_averaged: int
    nearest: int = 1
    source: str = ""

    def is_small(self, count: int) -> bool:
        return 0 < count <= self.most_small

    def rounded(self, count: int) -> int:
        """To the nearest, half up; a count that is shown is never rounded to nought."""
        return self.nearest * ((2 * count + self.nearest) // (2 * self.nearest))


@dataclass(frozen=True)
class Audience:
    """Who reads it. `profile` None: as counted. `pool`: whose readers may know what the others were told."""

    key: str
    title: str
    pool: str
    profile: Profile | None
    tier: int
    source: str

    @property
    def sees_all(self) -> bool:
        return self.profile is None

    @property
    def internal(self) -> bool:
        """Whether it is those who work in the service, who alone may have rows about children."""
        return self.key == INTERNAL


def audiences(on: date) -> Mapping[str, Audience]:
    """The audiences there are on a day, each with the rule then in force."""
    rules = profiles(on)
    return {
        key: Audience(
            key=key,
            title=row["title"],
            pool=row["pool"],
            profile=rules[row["profile"]] if "profile" in row else None,
            tier=row["tier"],
            source=row["source"],
        )
        for key, row in _in_force("audiences", on)
    }


def audience(key: str, *, on: date) -> Audience:
    """One audience. Raises KeyError for a word that names none on that day: an unknown reader is told
    nothing, rather than everything."""
    return audiences(on)[key]


def ever_known() -> frozenset[str]:
    """The word for every audience there is, or was, or will be."""
    return frozenset(_data()["audiences"])


def profiles(on: date) -> Mapping[str, Profile]:
    """The rules in force on a day."""
    return {
        key: Profile(
            name=key,
            most_small=row["most small"],
            width=row["width"],
            fewest_averaged=row["fewest averaged"],
            nearest=row["nearest"],
            source=row["source"],
        )
        for key, row in _in_force("profiles", on)
    }


def _in_force(part: str, on: date) -> list[tuple[str, dict[str, Any]]]:
    rows = _data()[part].items()
    return [(key, row) for key, row in rows if row["since"] <= on <= row.get("until", date.max)]


@cache
def _data() -> dict[str, dict[str, dict[str, Any]]]:
    import yaml

    text = resources.files(__package__).joinpath("audiences.yaml").read_text(encoding="utf-8")
    found: dict[str, dict[str, dict[str, Any]]] = yaml.safe_load(text)
    return found
