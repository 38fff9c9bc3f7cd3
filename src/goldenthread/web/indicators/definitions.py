"""Every definition in words, for the catalogue and for the foot of a measure's page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from goldenthread.indicators.catalogue import INDICATORS
from goldenthread.indicators.definition import Indicator
from goldenthread.indicators.needs import Need
from goldenthread.papers.measures import AREA_TITLES
from goldenthread.papers.wording import axis_label, capital
from goldenthread.standards.indicators import sources

POLARITY = {
    "higher_better": "Higher is better",
    "lower_better": "Lower is better",
    "neutral": "Neither higher nor lower is better by itself",
}
EVIDENCE = {
    "verified": "Verified: a consulted source supports the definition or its data items",
    "partly_verified": "Partly verified: the duty or idea is supported; some detail is general knowledge",
    "unverified": "Not verified: general knowledge of the sector only",
}
_WHEN = {
    "period": "everything dated in the period",
    "date": "what was open on the date",
    "now": "what is open on the date of the records",
    "any": "held at all",
}


@dataclass(frozen=True)
class Definition:
    """An indicator's definition in words. `needs` and `instead` are lists of what a source must hold."""

    id: str
    title: str
    area: str
    area_title: str
    unit: str
    polarity: str
    basis: str
    numerator: str
    denominator: str
    why: str
    how: str
    cautions: tuple[str, ...]
    source: str
    evidence: str
    consulted: tuple[str, ...]
    version: str
    needs: tuple[str, ...]
    instead: tuple[str, ...]

    def mentions(self, words: str) -> bool:
        """Whether every word looked for is somewhere in it."""
        text = " ".join((self.id, self.title, self.area_title, self.why, self.how, self.numerator)).lower()
        return all(word in text for word in words.lower().split())


@cache
def definitions() -> dict[str, Definition]:
    """Every definition by id, in the order of a child's way through the service."""
    order = list(AREA_TITLES)
    found = sorted(INDICATORS, key=lambda one: order.index(one.service_area))
    return {one.id: _definition(one) for one in found}


def _definition(one: Indicator) -> Definition:
    return Definition(
        id=one.id,
        title=one.title,
        area=one.service_area,
        area_title=AREA_TITLES[one.service_area],
        unit=axis_label(one.unit),
        polarity=POLARITY[one.polarity],
        basis=capital(one.basis_in_words),
        numerator=one.numerator,
        denominator=one.denominator or "",
        why=one.why,
        how=one.how,
        cautions=one.cautions,
        source=one.source,
        evidence=EVIDENCE[one.evidence],
        consulted=tuple(sources()[ref] for ref in one.refs),
        version=one.definition,
        needs=_needs(one.needs),
        instead=_needs(one.instead),
    )


def _needs(needs: tuple[Need, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_need(need) for need in needs))


def _need(need: Need) -> str:
    before = f", and the {need.months_before} months before" if need.months_before else ""
    return f"{capital(need.thing)}: {_WHEN[need.when]}{before}"
