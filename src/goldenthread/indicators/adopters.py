"""Adopters: how soon they are approved, matched, and who among them waits.

Adopters are households, not children: a family counts once, no child and no team stands behind it.
"""

from __future__ import annotations

import polars as pl

from goldenthread.indicators.definition import indicator
from goldenthread.indicators.needs import events, standing
from goldenthread.indicators.source import Source, at_dates, case, shared_whatever_the_dates

_EVENTS = (events("adopters"),)
_HOUSEHOLDS = "Counts households: two adopters of one family are one."


@shared_whatever_the_dates
def _families(source: Source) -> pl.LazyFrame:
    """A row for each family, by its latest approach to the agency."""
    family = pl.coalesce("adop_family_id", "adop_adopter_id", "adop_table_id")
    nobody = pl.lit(None, pl.String)
    return (
        source.table("adopters")
        .with_columns(family=family)
        .sort("adop_enquiry_date", "adop_table_id")
        .unique("family", keep="last", maintain_order=True)
        .select(
            child_id=nobody,
            team=nobody,
            worker=nobody,
            about="family",
            stage_1="adop_stage_1_start_date",
            stage_1_done="adop_stage_1_end_date",
            stage_2="adop_stage_2_start_date",
            approved="adop_approval_date",
            matched="adop_matched_date",
            no_longer_waiting=pl.min_horizontal("adop_matched_date", "adop_placed_date", "adop_left_date"),
        )
    )


@indicator(
    basis="events",
    numerator="Of those, families whose first stage took two months or less",
    denominator="Families whose first stage ended in the period",
    why="A slow start loses families who would have adopted.",
    how="Two calendar months from the start of the first stage, on or after its end.",
    cautions=(_HOUSEHOLDS, "A family may ask for a pause, which is not told apart here."),
    source="Adoption agencies regulations, the two-stage process",
    needs=_EVENTS,
)
def adopter_stage1_2m(source: Source) -> pl.LazyFrame:
    return case(
        _families(source),
        on="stage_1_done",
        counted=pl.col("stage_1_done").is_between(pl.col("stage_1"), pl.col("stage_1").dt.offset_by("2mo")),
    )


@indicator(
    basis="events",
    numerator="Of those, families approved within four months of the second stage starting",
    denominator="Families approved in the period",
    why="Every month a family waits for approval a child may wait for them.",
    how="Four calendar months from the start of the second stage, on or after approval.",
    cautions=(_HOUSEHOLDS, "A family with no second stage recorded stays in the total and is not in time."),
    source="Adoption agencies regulations, the two-stage process",
    needs=_EVENTS,
)
def adopter_stage2_4m(source: Source) -> pl.LazyFrame:
    in_time = pl.col("approved").is_between(pl.col("stage_2"), pl.col("stage_2").dt.offset_by("4mo"))
    return case(_families(source), on="approved", counted=in_time)


@indicator(
    basis="stock",
    numerator="Families approved by the date, neither matched nor gone by it",
    why="Approved families waiting while children wait asks whether the two have been brought together.",
    how="Count families from the day of approval to the day of a match, a placement or leaving.",
    cautions=(_HOUSEHOLDS, "Families may be waiting for children other than those now waiting."),
    source="Annex A list 11",
    needs=(standing("adopters"),),
)
def adopters_waiting(source: Source) -> pl.LazyFrame:
    return case(at_dates(source, _families(source), start="approved", end="no_longer_waiting"))


@indicator(
    basis="events",
    numerator="Of those, families matched three months or more after approval",
    denominator="Families matched in the period",
    why="Families kept waiting may lose heart, or go elsewhere.",
    how="Three calendar months from approval, on or before the match.",
    cautions=(_HOUSEHOLDS, "A match made before approval, or with none recorded, is not counted as late."),
    source="Adoption scorecard, A12",
    needs=_EVENTS,
)
def adoption_a12(source: Source) -> pl.LazyFrame:
    late = pl.col("approved").dt.offset_by("3mo") <= pl.col("matched")
    return case(_families(source), on="matched", counted=late)
