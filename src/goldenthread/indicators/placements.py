"""Where children in care live, and how often they are moved."""

from __future__ import annotations

import polars as pl

from goldenthread.indicators.breakdowns import groups_of
from goldenthread.indicators.children_in_care import in_care, in_placement, placements
from goldenthread.indicators.definition import indicator
from goldenthread.indicators.needs import held_at_all, standing, whole
from goldenthread.indicators.source import Source, case, held, lasted, months_ago, shared

_OPEN = (standing("ssd_cla_episodes"), held_at_all("ssd_legal_status"))
_PLACED = (*_OPEN, standing("ssd_cla_placement"))
_WEEK = pl.duration(days=7)


@indicator(
    basis="stock",
    numerator="Of those, children in each kind of placement",
    denominator="Children in care at the date",
    why="Shows where children in care live, and what the council has to offer them.",
    how="Count by the placement at the date; a stay in hospital or on holiday does not change it.",
    cautions=("The kind says nothing of whether the place is good, or right for the child.",),
    source="SSDA903, placement codes",
    needs=_PLACED,
    parts="kind of placement",
)
def cla_placement_mix(source: Source) -> pl.LazyFrame:
    return case(in_placement(source), part=groups_of("placement_type", "placement"))


def _held_since(source: Source, months: int) -> pl.LazyFrame:
    """Placements of each child in care, held at some time in so many months to each date."""
    still = pl.col("left").is_null() | (pl.col("left") > months_ago(months))
    return (
        in_care(source)
        .select("about", "on")
        .join(placements(source), on="about")
        .filter((pl.col("placed") <= pl.col("on")) & still)
    )


@indicator(
    basis="stock",
    numerator="Of those, children with three or more placements in the two years to the date",
    denominator="Children at the date who had been in care for two years or more",
    why="A year hides a child moved once every few months; two years show it.",
    how=(
        "Count the placements a child was in at any time in 24 calendar months, without passing ones such "
        "as a stay in hospital."
    ),
    cautions=("The same carer under a new placement record is read as a move.",),
    source="SSDA903; stability measures published by the Department",
    needs=(*_OPEN, whole("ssd_cla_placement", months_before=24)),
)
def cla_3plus_2years(source: Source) -> pl.LazyFrame:
    in_two_years = _held_since(source, 24).group_by("about", "on").agg(times=pl.len())
    long = in_care(source).filter(lasted(24, start="started"))
    return case(long.join(in_two_years, on=["about", "on"], how="left"), counted=pl.col("times") >= 3)


@indicator(
    basis="stock",
    numerator="Not counted: the figure is moves in the 12 months to the date for every 100 children",
    denominator="Children in care at the date",
    why="Each move costs a child people they had begun to trust.",
    how=(
        "Count each placement begun in the 12 calendar months to the date that followed another of the same "
        "care period, without passing ones; take the mean for a child, times 100."
    ),
    cautions=(
        "The same carer under a new placement record is read as a move.",
        "Moves of children who have since left care are not counted.",
        "The first placement of a care period is no move.",
    ),
    source="Local measure",
    needs=(*_OPEN, whole("ssd_cla_placement", months_before=12)),
)
def cla_placement_moves_rate(source: Source) -> pl.LazyFrame:
    moved = pl.col("placed_before").is_not_null() & (pl.col("placed") > months_ago(12))
    moves = _held_since(source, 12).filter(moved).group_by("about", "on").agg(moves=pl.len())
    found = in_care(source).join(moves, on=["about", "on"], how="left")
    return case(found, value=100 * pl.col("moves").fill_null(0))


@shared
def _visit_days(source: Source) -> pl.LazyFrame:
    seen = (pl.col("clav_cla_visit_seen") == "Y").fill_null(value=True)
    return (
        source.table("ssd_cla_visits")
        .filter(seen)
        .select(child_id="clav_person_id", visited="clav_cla_visit_date")
        .drop_nulls()
        .sort("visited")
    )


@indicator(
    basis="events",
    numerator="Of those, placements where the child was visited within seven days",
    denominator="Placements that lasted a week, whose first week ended in the period",
    why="The first days in a new home are when a child most needs a familiar face.",
    how=(
        "Each placement is dated seven days on; a visit from the first day to that day is in time. "
        "Passing placements, such as a stay in hospital, are left out."
    ),
    cautions=("A placement that ended within the week is not counted, whether visited or not.",),
    source="SI 2010/959, regulation 28",
    needs=(whole("ssd_cla_placement", months_before=1), whole("ssd_cla_visits", months_before=1)),
)
def cla_visit_first_week(source: Source) -> pl.LazyFrame:
    whose = source.table("ssd_cla_episodes").select(about="clae_cla_id", child_id="clae_person_id")
    dated = (
        placements(source)
        .join(whose.drop_nulls().unique("about", keep="any"), on="about")
        .with_columns(on=pl.col("placed") + _WEEK)
        .filter(
            (pl.col("on") <= source.as_at) & (pl.col("left").is_null() | (pl.col("left") >= pl.col("on")))
        )
        .sort("placed")
        .join_asof(
            _visit_days(source),
            left_on="placed",
            right_on="visited",
            by="child_id",
            strategy="forward",
            check_sortedness=False,  # both are sorted
        )
    )
    return case(held(source, dated), counted=pl.col("visited") <= pl.col("on"))
