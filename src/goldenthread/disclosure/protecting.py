"""The one step that everything published passes through: small counts are withheld, and with them as many
others as it takes that no withheld count can be worked back, or pinned to fewer numbers than the profile has.

Which others: of those that share a sum with a count at risk, the smallest first, and totals after parts. A
nought is a nought and stays. It ends, at the latest, when all that may be withheld is.
"""

from __future__ import annotations

from collections.abc import Mapping

from goldenthread.disclosure.profiles import Profile
from goldenthread.disclosure.release import Key, Release
from goldenthread.disclosure.solver import Ranges, narrow
from goldenthread.disclosure.values import SUPPRESSED, Shown


class CannotProtect(ValueError):
    """What was told before, or must be kept, gives a withheld count away: none of this may be published."""


def protect(release: Release, *, profile: Profile) -> dict[Key, Shown]:
    """Every count as it may be published. Raises CannotProtect."""
    together = _together(release)
    hidden = _with_mates({key for key in release.cells if _is_primary(key, release, profile)}, together)
    _refuse_told(hidden, release)
    known = Ranges()
    while at_risk := narrow(release.cells, release.every_sum, hidden, width=profile.width, known=known):
        hidden |= _with_mates({_another(at_risk, release, hidden)}, together)
        _refuse_told(hidden, release)
    return {
        key: SUPPRESSED if key in hidden else _as_shown(key, count, release, profile)
        for key, count in release.cells.items()
    }


def _is_primary(key: Key, release: Release, profile: Profile) -> bool:
    """Small by itself, suppressed before, or different by a small count from what was told of it before."""
    if key in release.told:
        return release.told[key] is None
    count = release.cells[key]
    late = abs(count - release.differenced[key]) if key in release.differenced else 0
    return profile.is_small(count) or profile.is_small(late)


def _together(release: Release) -> Mapping[Key, frozenset[Key]]:
    """For each count, those of the percentages it is in: all are withheld where one is. A part of nought is
    shown by its whole being shown, so it goes with them."""
    found: dict[Key, frozenset[Key]] = {}
    for one in release.percentages:
        whole = frozenset((one.part, one.rest, one.whole))
        for key in whole:
            found[key] = found.get(key, frozenset()) | whole
    return found


def _with_mates(keys: set[Key], together: Mapping[Key, frozenset[Key]]) -> set[Key]:
    found, new = set(keys), set(keys)
    while new:
        new = {mate for key in new for mate in together.get(key, ())} - found
        found |= new
    return found


def _refuse_told(hidden: set[Key], release: Release) -> None:
    told = {key for key, count in release.told.items() if count is not None}
    if hidden & (told | release.kept):
        raise CannotProtect("A count that must stay gives away one that must not be told.")


def _another(at_risk: list[Key], release: Release, hidden: set[Key]) -> Key:
    """The cheapest count to withhold beside any at risk; else the cheapest of all that is not told."""
    fixed = {key for key, count in release.told.items() if count is not None} | release.kept
    free = [key for key, count in release.cells.items() if count and key not in hidden and key not in fixed]
    near = {key for one in release.every_sum if one.has_any(at_risk) for key, _ in one.terms}
    beside = [key for key in free if key in near]
    if not (beside or free):
        raise CannotProtect("All that may be withheld is, and a count can still be worked out.")
    totals = {key for one in release.every_sum for key, times in one.terms if times < 0}
    return min(beside or free, key=lambda key: (key in totals, release.cells[key], str(key)))


def _as_shown(key: Key, count: int, release: Release, profile: Profile) -> int:
    told = release.told.get(key)
    return profile.rounded(count) if told is None else told
