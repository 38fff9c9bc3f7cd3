"""Adoption: children adopted, how soon they were placed, and who waits."""

from __future__ import annotations

import polars as pl

from goldenthread.indicators.definition import indicator
from goldenthread.indicators.needs import events, standing
from goldenthread.indicators.source import Source, at_dates, case, held, lasted, shared

_EVENTS = (events("ssd_permanence"),)


@shared
def _steps(source: Source) -> pl.LazyFrame:
    """Each child's steps towards adoption; an order of another kind is not an adoption."""
    of_adoption = pl.col("perm_permanence_order_type").str.contains("(?i)adopt").fill_null(True)
    return source.table("ssd_permanence").select(
        child_id="perm_person_id",
        about="perm_table_id",
        entered="perm_stated_entered_care_date",
        decided="perm_adm_decision_date",
        ordered_to_place="perm_placement_order_date",
        placed="perm_placed_for_adoption_date",
        fostered_first="perm_placed_ffa_cp_date",
        adopted=pl.when(of_adoption).then("perm_permanence_order_date"),
        settled=pl.min_horizontal(
            "perm_placed_for_adoption_date", "perm_decision_reversed_date", "perm_permanence_order_date"
        ),
    )


@shared
def _adopted(source: Source) -> pl.LazyFrame:
    adopted = _steps(source).with_columns(on=pl.col("adopted")).filter(pl.col("on").is_not_null())
    return held(source, adopted)


@shared
def _waiting(source: Source) -> pl.LazyFrame:
    """Children at each date with an order to be placed, neither placed nor the plan given up."""
    return held(source, at_dates(source, _steps(source), start="ordered_to_place", end="settled"))


@indicator(
    basis="events",
    numerator="Adoption orders made in the period",
    why="Each is a child with a family for life.",
    how="Count adoption orders by date.",
    source="SSDA903; Annex A list 10",
    needs=_EVENTS,
)
def adoption_orders(source: Source) -> pl.LazyFrame:
    return case(_adopted(source))


@indicator(
    basis="events",
    numerator="Of those, children placed within 12 months of the decision that they should be",
    denominator="Children adopted in the period",
    why="A year is a long part of a small child's life.",
    how="Twelve calendar months from the decision to the day of placement; no date is counted as not.",
    cautions=("It says nothing of children still waiting: read the two together.",),
    source="SSDA903",
    needs=_EVENTS,
)
def adoption_placed_within_12m(source: Source) -> pl.LazyFrame:
    in_time = pl.col("placed") <= pl.col("decided").dt.offset_by("12mo")
    return case(_adopted(source), counted=in_time)


@indicator(
    basis="stock",
    numerator="Children at the date with a placement order, not placed, whose plan was not given up",
    why="These children wait for a family, and grow harder to place as they wait.",
    how="Count placement orders made by the date with no placement, reversal or order by it.",
    source="Adoption leadership data",
    needs=(standing("ssd_permanence"),),
)
def adoption_waiting(source: Source) -> pl.LazyFrame:
    return case(_waiting(source))


@indicator(
    basis="stock",
    numerator="Of children waiting at the date, those who entered care 18 months or more before",
    why="For these children the search for a family needs a new look.",
    how="Eighteen calendar months from entering care, on or before the date.",
    source="Local measure",
    needs=(standing("ssd_permanence"),),
)
def adoption_waiting_18m(source: Source) -> pl.LazyFrame:
    return case(_waiting(source).filter(lasted(18, start="entered")))


@indicator(
    basis="events",
    numerator="Of those, children fostered by carers approved to adopt them",
    denominator="Children with a decision in the period that they should be placed for adoption",
    why="A child placed early with those who may adopt them is spared a move.",
    how="Count decisions in the period where such a placement is recorded, whenever it began.",
    source="Annex A list 10",
    needs=_EVENTS,
)
def adoption_early_permanence(source: Source) -> pl.LazyFrame:
    decided = _steps(source).with_columns(on=pl.col("decided")).filter(pl.col("on").is_not_null())
    return case(held(source, decided), counted=pl.col("fostered_first").is_not_null())
