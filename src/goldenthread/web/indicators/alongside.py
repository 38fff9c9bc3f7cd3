"""What stands beside every measure's figures today, for a paper to be frozen with."""

from __future__ import annotations

from goldenthread.papers.alongside import Alongside
from goldenthread.web.indicators import queries
from goldenthread.web.indicators.measures import words_of
from goldenthread.web.indicators.published import published_beside


def alongside() -> dict[str, Alongside]:
    """By the measure's id; nothing of those that have no target, no mark and no comparison."""
    aims, events = queries.aims(), queries.events()
    found = {
        id: Alongside(
            aim=aims.get(id),
            events=tuple(sorted((*events.get("", ()), *events.get(id, ())), key=lambda one: one.on)),
            compared=published_beside(words),
        )
        for id, words in words_of().items()
    }
    return {id: one for id, one in found.items() if one != Alongside()}
