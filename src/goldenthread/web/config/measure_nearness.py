"""How near a measure is to its target, for the plan's own page: neither room knows the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from goldenthread.web.accounts.standing import Standing


def nearness_of(indicators: Iterable[str], *, standing: Standing) -> Mapping[str, str]:
    """Each measure that has a target, with how it stands to it in words; none for whoever does not see
    figures."""
    from goldenthread.web.accounts.permissions import Permission
    from goldenthread.web.indicators.measures import these_measures
    from goldenthread.web.indicators.words import on_target

    if not standing.may(Permission.SEE_FIGURES):
        return {}
    found = these_measures(indicators, standing.figures)
    said = {measure.words.id: (measure.words.title, on_target(measure)) for measure in found}
    return {id: f"{title}: {said.track or said.target}" for id, (title, said) in said.items() if said}
