"""Team counts for those from outside: small numbers withheld, and with them whatever would give them away.

One duty's counts by team are one sum whose total may be known from elsewhere. Counts of 1 to 5 are withheld;
then, smallest first, others too, until their sum can be shared out so that each may be any of six values or
more; where that never happens, the whole duty is withheld. The rule counts on each withheld count being at
least 1: that is known to those who see the zeros.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

SMALL = 5
_WIDTH = 5  # how far apart the least and the most a withheld count may be, at the least


def withheld(counts: Mapping[str, int]) -> set[str]:
    """The keys whose counts may not be shown; every key, the zeros too, where nothing less would do."""
    hidden = {key for key, count in counts.items() if 0 < count <= SMALL}
    if not hidden:
        return set()
    others = sorted(
        (key for key, count in counts.items() if count > SMALL), key=lambda key: (counts[key], key)
    )
    for key in others:
        if _wide_enough([counts[kept] for kept in hidden]):
            return hidden
        hidden.add(key)
    return hidden if _wide_enough([counts[kept] for kept in hidden]) else set(counts)


def about(count: int) -> int:
    """To the nearest ten."""
    return (count + 5) // 10 * 10


def _wide_enough(hidden: Sequence[int]) -> bool:
    """Two or more, and each of them anything from 1 to at least 6 as far as their sum tells."""
    return len(hidden) > 1 and sum(hidden) - len(hidden) >= _WIDTH
