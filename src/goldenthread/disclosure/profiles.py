"""Who may be told what: the audiences, and the rule each is published to under.

`dfe` is what the Department withholds in its children in need statistics: 1 to 5, as `c`. How much more has
to go so that nothing can be worked back is in no published guide; ours: every withheld count may still be
any of at least six numbers. `strict` is that of OpenSAFELY: up to 7, and what is shown to the nearest 5.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Audience(StrEnum):
    """Who reads it."""

    INSIDE = "those who answer for the children"
    OUTSIDE = "boards from outside, scrutiny, partners"
    PUBLIC = "anybody"


@dataclass(frozen=True)
class Profile:
    """Counts from 1 to `most_small` are withheld. `width` is how far apart the least and the most that a
    withheld count may be must lie. `nearest` rounds what is shown; 1 leaves it as it is."""

    name: str
    most_small: int
    width: int
    fewest_averaged: int
    nearest: int = 1

    def is_small(self, count: int) -> bool:
        return 0 < count <= self.most_small

    def rounded(self, count: int) -> int:
        """To the nearest, half up; a count that is shown is never rounded to nought."""
        return self.nearest * ((2 * count + self.nearest) // (2 * self.nearest))


PROFILES: Mapping[str, Profile] = {
    "dfe": Profile("dfe", most_small=5, width=5, fewest_averaged=6),
    "strict": Profile("strict", most_small=7, width=7, fewest_averaged=8, nearest=5),
}
_OF_AUDIENCE = {Audience.INSIDE: None, Audience.OUTSIDE: PROFILES["dfe"], Audience.PUBLIC: PROFILES["dfe"]}


def profile_for(audience: Audience) -> Profile | None:
    """The rule an audience is published to under; None for those who see all as counted."""
    return _OF_AUDIENCE[audience]
