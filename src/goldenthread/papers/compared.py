"""How a measure compares with what is published elsewhere: values that can be frozen, and the words for them.

Two things are said apart: what the Department published of the authority and of others in the same year, and
where the authority's own latest figure lies among published ones. Nothing is calculated from a symbol.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from goldenthread.indicators.published import Cell, Unpublished, numbers
from goldenthread.indicators.published_folder import Placed, PublishedFolder
from goldenthread.papers.figures import Figure
from goldenthread.papers.wording import both_counts, capital, counted, joined, value_in_words
from goldenthread.papers.words import MeasureWords
from goldenthread.standards.benchmarks import Benchmark, benchmark_sources, benchmarks
from goldenthread.standards.indicators import indicator_facts

_MONTHS = 12
_EVIDENCE = {
    "published": "",
    "derived": " Worked out from published counts.",
    "unverified": " Unverified: we have not seen it in the statistics.",
}
_QUARTERS = {1: "best", 2: "second best", 3: "third best", 4: "least good"}
_QUARTERS_OF_SIZE = {1: "highest", 2: "second highest", 3: "third highest", 4: "lowest"}
# What a benchmark's unit is in the indicators' words; those left out are no match for a council's own figure.
_UNITS = {"percent": "percent", "median working days": "median_working_days"}


@dataclass(frozen=True)
class Line:
    """A place and its figure as published, in words: a number with its unit, or what stands in its stead."""

    place: str
    said: str


@dataclass(frozen=True)
class Compared:
    """What is published beside a measure: who has what, in which year, from which source. `sentence` places
    the authority in it; "" where the authority is not in it."""

    period: str
    source: str
    lines: tuple[Line, ...]
    sentence: str = ""
    spread: tuple[float, float] | None = None  # between which the middle half of authorities lie
    england: float | None = None

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Compared:
        lines = tuple(Line(**line) for line in data["lines"])
        spread = tuple(data["spread"]) if data["spread"] else None
        return cls(**{**data, "lines": lines, "spread": spread})


def comparisons(words: MeasureWords, *, folder: PublishedFolder, code: str) -> tuple[Compared, ...]:
    """What is published beside a measure: the folder's files where they have the authority, and the embedded
    benchmark. A count is not compared: a large authority has more of everything."""
    if words.unit == "count":
        return ()
    placed = folder.compared(words.id, code, polarity=words.polarity) if code else None
    embedded = _embedded(words)
    return tuple(one for one in (_placed(placed, words) if placed else None, embedded) if one)


def _embedded(words: MeasureWords) -> Compared | None:
    named = indicator_facts()[words.id].benchmark
    found = benchmarks().get(named or "")
    if found is None or found.england is None:
        return None
    comparable = _UNITS.get(found.unit) == words.unit
    unit = words.unit if comparable else "rate_per_10000_aged_0_17" if found.unit == "per 10,000" else ""
    if not unit:
        return None
    spread = found.authorities
    lines = [Line("England", value_in_words(found.england, unit))]
    if spread:
        middle = f"{value_in_words(spread.p25, unit)} to {value_in_words(spread.p75, unit)}"
        lines.append(Line("The middle half of authorities", middle))
    return Compared(
        period=found.period,
        source=_source(found),
        lines=tuple(lines),
        spread=(spread.p25, spread.p75) if spread and comparable else None,
        england=found.england if comparable else None,
    )


def _source(found: Benchmark) -> str:
    titles = joined([benchmark_sources()[ref] for ref in found.refs])
    return f"{found.label}. {titles}.{_EVIDENCE[found.evidence]}"


def _placed(placed: Placed, words: MeasureWords) -> Compared:
    found, unit = placed.comparison, words.unit
    lines = [Line(found.own.name, _cell(found.own, unit))]
    lines += [Line(f"{cell.name} (region)", _cell(cell, unit)) for cell in (found.region,) if cell]
    if found.neighbours:
        known = len(numbers(found.neighbours))
        average = found.neighbours_average
        said = "not available" if average is None else value_in_words(average, unit)
        whom = (
            f"Average of {known} of {len(found.neighbours)} statistical neighbours ({found.model_year} model)"
        )
        lines.append(Line(whom, said))
    lines += [Line("England", _cell(cell, unit)) for cell in (found.england,) if cell]
    return Compared(
        period=f"reporting year {placed.year}",
        source=f"Department for Education open data, {placed.source}.",
        lines=tuple(lines),
        sentence=_place(placed, words),
    )


def _cell(cell: Cell, unit: str) -> str:
    return cell.said if isinstance(cell.number, Unpublished) else value_in_words(cell.number, unit)


def _place(placed: Placed, words: MeasureWords) -> str:
    """Rank and quartile in words."""
    found = placed.comparison
    left = (
        f" {counted(found.left_out, 'authority has', 'authorities have')} no number and no rank."
        if found.left_out
        else ""
    )
    if found.rank is None:
        return f"{found.own.name} has no rank: its figure is {found.own.said}.{left}"
    neutral = words.polarity == "neutral"
    first = "the highest" if neutral else "the best"
    quarters = _QUARTERS_OF_SIZE if neutral else _QUARTERS
    quarter = f", in the {quarters[found.quartile]} quarter" if found.quartile else ""
    return f"{found.own.name} ranks {found.rank} of {found.ranked}, 1 being {first}{quarter}.{left}"


@dataclass(frozen=True)
class OwnYear:
    """The authority's own figure to set beside a year's: twelve months taken together, or one figure."""

    value: float
    said: str


def own_year(words: MeasureWords, series: Sequence[Figure]) -> OwnYear | None:
    """Of a percentage of events its last twelve months, each of them known; of stock on a day the latest.
    None for all else: a month of an average or of a rate is no match for a year's."""
    latest = series[-1]
    if words.basis == "stock":
        return _latest(latest, words) if words.unit in ("percent", "rate_per_10000_aged_0_17") else None
    last = series[-_MONTHS:]
    if words.unit != "percent" or len(last) < _MONTHS or any(one.numerator is None for one in last):
        return None
    numerator = sum(one.numerator or 0 for one in last)
    denominator = sum(one.denominator or 0 for one in last)
    if not denominator:
        return None
    value = 100 * numerator / denominator
    counts = both_counts(numerator, denominator)
    return OwnYear(value, f"{value_in_words(value, 'percent')} ({counts}) in our last twelve months")


def _latest(latest: Figure, words: MeasureWords) -> OwnYear | None:
    if latest.value is None:
        return None
    counts = both_counts(latest.numerator, latest.denominator)
    return OwnYear(
        latest.value,
        value_in_words(latest.value, words.unit) + (f" ({counts})" if counts else "") + " of ours",
    )


def own_said(words: MeasureWords, series: Sequence[Figure], beside: Compared) -> str:
    """Our own latest figure beside the published one, in a sentence; "" where they do not match."""
    own = own_year(words, series) if beside.england is not None else None
    if own is None or beside.england is None:
        return ""
    gap = round(own.value, 1) - round(beside.england, 1)
    side = "the same as" if not gap else "above" if gap > 0 else "below"
    england = value_in_words(beside.england, words.unit)
    return f"{capital(own.said)}: {side} England’s {england} ({beside.period}){_half(own, beside)}."


def _half(own: OwnYear, beside: Compared) -> str:
    if beside.spread is None:
        return ""
    low, high = beside.spread
    where = "below" if own.value < low else "above" if own.value > high else "within"
    return f", and {where} the middle half of authorities"
