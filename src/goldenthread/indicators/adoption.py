"""Adoption: children adopted, how soon they were placed, and who waits."""

from __future__ import annotations

import polars as pl

from goldenthread.indicators.children_in_care import left_care
from goldenthread.indicators.definition import indicator
from goldenthread.indicators.needs import events, held_at_all, spells, standing, whole
from goldenthread.indicators.source import (
    Source,
    at_dates,
    case,
    held,
    lasted,
    months_ago,
    of_dates,
    shared,
    shared_whatever_the_dates,
)

_EVENTS = (events("ssd_permanence"),)


@shared_whatever_the_dates
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
        matched="perm_matched_date",
        fostered_first="perm_placed_ffa_cp_date",
        reversed="perm_decision_reversed_date",
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


def _days(start: str | pl.Expr, end: str | pl.Expr) -> pl.Expr:
    """Days from one date to another; null where either is missing or they are out of order."""
    since, until = (pl.col(one) if isinstance(one, str) else one for one in (start, end))
    return pl.when(since <= until).then((until - since).dt.total_days())


_DAYS_IN_A_MONTH = 365.25 / 12
_FEW = "Few children are adopted in a month: read a year, and the children."
_DATED = "A child with a date missing, or dates out of order, is left out: look at how many."


@indicator(
    basis="events",
    numerator="Not counted: the figure is the mean number of days",
    denominator="Children adopted in the period",
    why="The time from entering care to a new family is most of a small child's life.",
    how="Days from entering care to the day of placement for adoption.",
    cautions=(
        _FEW,
        _DATED,
        "The scorecard takes three years together; this is of the period alone.",
        "A child adopted by their foster carers looks long in waiting: read the adjusted figure beside it.",
    ),
    source="Adoption scorecard, A1",
    needs=_EVENTS,
)
def adoption_a1(source: Source) -> pl.LazyFrame:
    return case(_adopted(source), value=_days("entered", "placed"))


@indicator(
    basis="events",
    numerator="Not counted: the figure is the mean number of days",
    denominator="Children adopted in the period who had a placement order",
    why="Once a court has agreed, each day without a match is one the child waits for a family.",
    how="Days from the placement order to the match; a match made before the order counts as nought.",
    cautions=(_FEW, "The scorecard takes three years together; this is of the period alone."),
    source="Adoption scorecard, A2",
    needs=_EVENTS,
)
def adoption_a2(source: Source) -> pl.LazyFrame:
    days = (pl.col("matched") - pl.col("ordered_to_place")).dt.total_days()
    return case(
        _adopted(source).filter(pl.col("ordered_to_place").is_not_null()), value=pl.max_horizontal(days, 0)
    )


@indicator(
    basis="events",
    numerator="Not counted: the figure is the mean number of months",
    denominator="Children adopted in the period",
    why="Finding the family is the stage the council can most hasten.",
    how="Days from the decision that the child should be adopted to the match, as months of 30.4 days.",
    cautions=(_FEW, _DATED),
    source="SSDA903",
    needs=_EVENTS,
)
def adoption_decision_to_match(source: Source) -> pl.LazyFrame:
    return case(_adopted(source), value=_days("decided", "matched") / _DAYS_IN_A_MONTH)


@indicator(
    basis="events",
    numerator="Not counted: the figure is the mean number of months",
    denominator="Children adopted in the period",
    why="While nobody has decided, nobody looks for a family.",
    how="Days from entering care to the decision that the child should be adopted, as months of 30.4 days.",
    cautions=(_FEW, _DATED, "Courts and second chances for parents take time that may be right."),
    source="SSDA903",
    needs=_EVENTS,
)
def adoption_care_to_decision(source: Source) -> pl.LazyFrame:
    return case(_adopted(source), value=_days("entered", "decided") / _DAYS_IN_A_MONTH)


@indicator(
    basis="events",
    numerator="Of those, decisions reversed since",
    denominator="Decisions in the period that a child should be placed for adoption",
    why="A plan given up is a child without one, however right the choice.",
    how="Count decisions made in the period whose reversal is recorded, whenever it came.",
    cautions=(
        "Recent decisions have had less time to be reversed, so the latest periods look low.",
        "A child's change of need may make it right.",
    ),
    source="SSDA903, reversal codes",
    needs=_EVENTS,
)
def adoption_reversed(source: Source) -> pl.LazyFrame:
    decided = _steps(source).with_columns(on=pl.col("decided")).filter(pl.col("on").is_not_null())
    return case(held(source, decided), counted=pl.col("reversed").is_not_null())


@indicator(
    basis="events",
    numerator="Not counted: the figure is the mean number of days",
    denominator="Children adopted in the period",
    why="For a child adopted by those who fostered them, the wait ended when they moved in to stay.",
    how=(
        "As A1, but up to the day the child was fostered by those who went on to adopt, if that was before "
        "the placement for adoption."
    ),
    cautions=(_FEW, _DATED, "Early placements not marked as such are counted to the formal day."),
    source="Adoption scorecard, A10",
    needs=_EVENTS,
)
def adoption_a10(source: Source) -> pl.LazyFrame:
    moved_in = pl.min_horizontal("fostered_first", "placed")
    return case(_adopted(source), value=_days("entered", moved_in))


@indicator(
    basis="stock",
    numerator="Of those, children who moved in, or still waited, less than 426 days after entering care",
    denominator="Children adopted in the 12 months to the date, and children then waiting to be placed",
    why="An average of those adopted says nothing of the children still waiting; this counts both.",
    how=(
        "Take children adopted in the 12 calendar months, and those with a placement order who at the date "
        "had neither been placed nor had the plan given up. 426 days is 14 months."
    ),
    cautions=(
        _FEW,
        "The scorecard takes three years together; this takes one.",
        "A child whose date of entering care is not known stays in the total and is not counted.",
    ),
    source="Adoption scorecard, A3",
    needs=(whole("ssd_permanence", months_before=12),),
)
def adoption_a3(source: Source) -> pl.LazyFrame:
    steps = of_dates(source, _steps(source))
    on = pl.col("on")
    adopted = (pl.col("adopted") <= on) & (pl.col("adopted") > months_ago(12))
    unsettled = pl.col("settled").is_null() | (pl.col("settled") > on)
    waiting = (pl.col("ordered_to_place") <= on) & unsettled
    waited = _days("entered", pl.when(adopted).then("placed").otherwise(on))
    either = steps.filter(adopted.fill_null(value=False) | waiting.fill_null(value=False))
    return case(held(source, either), counted=waited < 426)


@indicator(
    basis="events",
    numerator="Of those, children who were adopted (E11, E12)",
    denominator="Children who left care in the period",
    why="Shows how often adoption is the way out of care here.",
    how="Count by the reason care ended.",
    cautions=(_FEW, "Neither high nor low is good by itself: special guardianship may be right instead."),
    source="Adoption scorecard, A4; SSDA903",
    needs=(spells("ssd_cla_episodes"), held_at_all("ssd_legal_status")),
)
def adoption_share_leaving_care(source: Source) -> pl.LazyFrame:
    return case(left_care(source), counted=pl.col("reason").is_in(["E11", "E12"]))
