"""The one step that everything published passes through: small counts are withheld, and with them as many
others as it takes that no withheld count can be worked back, or pinned to fewer numbers than the profile has.

Which others: of those that share a sum with a count at risk, the smallest first, and totals after parts. A
nought is a nought and stays. It ends, at the latest, when all that may be withheld is.
"""

from __future__ import annotations

from collections.abc import Mapping

from goldenthread.disclosure.profiles import Profile
from goldenthread.disclosure.release import Key, Release, Sum
from goldenthread.disclosure.solver import Ranges, narrow
from goldenthread.disclosure.values import SUPPRESSED, Shown


class CannotProtect(ValueError):
    """What was told before, or must be kept, gives a withheld count away: none of this may be published."""


def protect(release: Release, *, profile: Profile) -> dict[Key, Shown]:
    """Every count as it may be published. Raises CannotProtect."""
    together = _together(release)
    primary = {key for key in release.cells if _is_primary(key, release, profile)}
    hidden = _with_mates(primary, together) | release.unseen
    _refuse_told(hidden, release)
    # A nought is no secret: withheld beside a share of nothing, it may well be worked out to be one.
    at_stake = {key for key, count in release.cells.items() if count and key not in release.unseen}
    at_stake |= {key for key in release.unseen if profile.is_small(release.cells[key])}
    known = Ranges()
    while at_risk := narrow(
        release.cells,
        release.every_sum,
        hidden,
        width=profile.width,
        known=known,
        may_be_nought=release.unseen,
        of=at_stake,
    ):
        hidden |= _with_mates(_others(at_risk, release, hidden), together)
        _refuse_told(hidden, release)
    return {
        key: SUPPRESSED if key in hidden else _as_shown(key, count, release, profile)
        for key, count in release.cells.items()
    }


def _is_primary(key: Key, release: Release, profile: Profile) -> bool:
    """Small by itself, suppressed before, or different by a small count from what was told of it before."""
    if key in release.unseen:
        return False
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


def _others(at_risk: list[list[Key]], release: Release, hidden: set[Key]) -> set[Key]:
    """One count more to withhold for each group that is at risk."""
    chosen: set[Key] = set()
    for group in at_risk:
        chosen.add(_another(group, release, hidden | chosen))
    return chosen


def _another(at_risk: list[Key], release: Release, hidden: set[Key]) -> Key:
    """The cheapest count to withhold beside any at risk, where a sum has least withheld; else beside those
    they are tied to, further and further out; else the cheapest of all that is not told."""
    fixed = hidden | release.kept | {one for one, count in release.told.items() if count is not None}
    reached, edge = set(at_risk), set(at_risk)
    while edge:
        ties = [tie for one in edge for tie in release.sums_of.get(one, ())]
        free = _free_where_least_is_withheld(ties, release, hidden, fixed)
        if free:
            return _cheapest(free, release)
        near = {other for tie in ties for other, _ in tie.terms}
        edge = (near - reached) & hidden
        reached |= near
    free = [one for one, count in release.cells.items() if count and one not in fixed]
    if not free:
        raise CannotProtect("All that may be withheld is, and a count can still be worked out.")
    return _cheapest(free, release)


def _free_where_least_is_withheld(
    ties: list[Sum], release: Release, hidden: set[Key], fixed: set[Key]
) -> list[Key]:
    found: dict[int, list[Key]] = {}
    for tie in ties:
        keys = [key for key, _ in tie.terms]
        free = [key for key in keys if release.cells[key] and key not in fixed]
        if free:
            found.setdefault(sum(key in hidden for key in keys), []).extend(free)
    return found[min(found)] if found else []


def _cheapest(free: list[Key], release: Release) -> Key:
    """What is wanted least, parts before their total, the smallest first."""
    return min(
        free,
        key=lambda key: (
            -release.places.get(key, 0),
            key in release.totals,
            release.cells[key],
            str(key),
        ),
    )


def _as_shown(key: Key, count: int, release: Release, profile: Profile) -> int:
    told = release.told.get(key)
    return profile.rounded(count) if told is None else told
