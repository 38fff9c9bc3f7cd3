"""The names a paper gives to measures and duties, taken from the catalogue and the published rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from goldenthread.standards.indicators import indicator_facts
from goldenthread.standards.timescales import timescales

if TYPE_CHECKING:
    from goldenthread.indicators.definition import Indicator


# The set a board follows from month to month: demand, timeliness, repeats, numbers of children, stability.
# Boards ask for few measures that stay the same for some time; every other measure follows in a table.
ON_THE_CHARTS = frozenset(
    (
        *(
            "contacts_count",
            "referrals_count",
            "rereferrals_12m",
            "assessment_45wd",
            "assessment_duration_median",
        ),
        *("s47_count", "icpc_15wd", "cpp_count", "cpp_reviewed_timely", "cpp_visit_timely", "cpp_seen_alone"),
        *("cpp_second_ever", "cin_count", "cin_open_12m", "cin_reopened_after_closure", "unallocated_cases"),
        *("cla_count", "cla_visit_statutory", "cla_review_timely", "cla_3plus_placements"),
        *("cla_long_term_stability", "cla_health_assessment_due", "cla_permanence_plan"),
        *("cl_in_touch", "cl_suitable_accommodation", "cl_eet", "cl_pathway_plan_current"),
    )
)


@dataclass(frozen=True)
class MeasureWords:
    """How a measure is named and explained.

    `clock` is the duty whose overdue count stands beside it. `charted` measures are a board's small set,
    shown with their series; the others stand in a table with their latest figure.
    """

    id: str
    title: str
    service_area: str
    unit: str
    polarity: Literal["higher_better", "lower_better", "neutral"]
    basis: Literal["events", "stock"]
    how: str
    cautions: tuple[str, ...]
    definition: str
    clock: str | None = None
    charted: bool = True


@dataclass(frozen=True)
class ClockWords:
    """How a duty is named, and whose rule it is."""

    id: str
    title: str
    source: str = ""


@dataclass(frozen=True)
class Words:
    """Names by id."""

    measures: Mapping[str, MeasureWords]
    clocks: Mapping[str, ClockWords]


def published_words() -> Words:
    """The catalogue's measures, service area by service area, and every timescale we hold."""
    from goldenthread.indicators.catalogue import INDICATORS

    return Words(
        measures={one.id: _measure_words(one) for one in INDICATORS},
        clocks={one.id: ClockWords(one.id, one.title, one.source) for one in timescales().values()},
    )


def _measure_words(indicator: Indicator) -> MeasureWords:
    # Overdue-and-open stands beside timeliness, a percentage; a count of what is overdue says it itself.
    timescale = indicator_facts()[indicator.id].timescale
    return MeasureWords(
        id=indicator.id,
        title=indicator.title,
        service_area=indicator.service_area,
        unit=indicator.unit,
        polarity=indicator.polarity,
        basis=indicator.basis,
        how=indicator.how,
        cautions=indicator.cautions,
        definition=indicator.definition,
        clock=timescale if indicator.unit == "percent" else None,
        charted=indicator.id in ON_THE_CHARTS,
    )
