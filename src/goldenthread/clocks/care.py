"""The review clock of a child in care: 20 working days, then three months, then every six (regulation 33).

The duty hangs on the care period. Short breaks (legal statuses V3 and V4) are not care for this purpose.
"""

from __future__ import annotations

import polars as pl

from goldenthread.clocks.duties import (
    FIRST,
    SECOND,
    as_known_at,
    begun_by,
    duties,
    events_within,
    intervals,
    no_duties,
    settled,
    told_whole,
    weakest_history,
)
from goldenthread.clocks.rows import Basis
from goldenthread.clocks.rules import leg
from goldenthread.records.tables import Records

REVIEW = "ts_cla_review"
REVIEW_NEEDS = ("ssd_cla_episodes", "ssd_cla_reviews")
SHORT_BREAKS = ("V3", "V4")


def review_duties(records: Records) -> pl.LazyFrame:
    """One duty per review owed; a cancelled review is none.

    Where only the latest review is held, its place in the order is not: one within the first leg of entering
    care is taken as the first, any other as the second or later, and the row's basis says so.
    """
    if weakest_history(records, *REVIEW_NEEDS) == "absent":
        return no_duties()
    return duties(reviews_owed(records), clock=REVIEW)


def reviews_owed(records: Records) -> pl.LazyFrame:
    """The rows of the review clock, with which `leg` each is of; asked only where the source can run it."""
    history = weakest_history(records, *REVIEW_NEEDS)
    spells = settled(told_whole(care_periods(records), records, events="ssd_cla_reviews"))
    held = events_within(spells, reviews_held(records), as_at=records.as_at, on_first_day=True)
    rows = intervals(spells, held, history=history)
    rows = _as_known(rows) if history == "complete" else _as_taken(rows)
    first, second, later = (leg(REVIEW, name) for name in ("first", "second", "later"))
    started, at = pl.col("started"), pl.col("leg")
    return rows.with_columns(
        due=pl.when(at == FIRST)
        .then(first.in_bulk(started))
        .when(at == SECOND)
        .then(second.in_bulk(started))
        .otherwise(later.in_bulk(started)),
        rule=pl.when(at == FIRST)
        .then(pl.lit(f"{first.words} from entering care"))
        .when(at == SECOND)
        .then(pl.concat_str(pl.lit(f"{second.words} from "), "first_word"))
        .otherwise(pl.concat_str(pl.lit(f"{later.words} from "), "later_word")),
    )


def care_periods(records: Records) -> pl.LazyFrame:
    """One row per care period begun by the as-at date, short breaks left out.

    Gives `child_id`, `about` (the period's id), `begun` and `ended`. An episode that ends
    with reason X1 only gives way to the next: the child is still in care.
    """
    ceased = as_known_at(pl.col("clae_cla_episode_ceased_date"), records.as_at)
    gave_way = (pl.col("clae_cla_episode_ceased_reason") == "X1").fill_null(value=False)
    left = pl.when(~gave_way).then(ceased)
    periods = (
        records.table("ssd_cla_episodes")
        .select(
            child_id="clae_person_id",
            about="clae_cla_id",
            begun=pl.coalesce("clae_entered_care_date", "clae_cla_episode_start_date"),
            episode=pl.coalesce("clae_cla_episode_start_date", "clae_entered_care_date"),
            left=left,
        )
        .filter(begun_by(pl.col("begun"), records.as_at), pl.col("episode") <= records.as_at)
        .sort("episode", "left", nulls_last=True)
        .group_by("child_id", "about", maintain_order=True)
        .agg(pl.col("begun").min(), ended=pl.col("left").last())
    )
    return periods.join(_short_breaks(periods, records), on=["child_id", "about"], how="anti")


def reviews_held(records: Records) -> pl.LazyFrame:
    """Reviews of children in care that took place: `about` (the care period) and `on`."""
    cancelled = (pl.col("clar_cla_review_cancelled") == "Y").fill_null(value=False)
    return (
        records.table("ssd_cla_reviews")
        .filter(~cancelled)
        .select(about="clar_cla_id", on="clar_cla_review_date")
    )


def _short_breaks(periods: pl.LazyFrame, records: Records) -> pl.LazyFrame:
    """The care periods during which every legal status held was a short break's."""
    begins, ends = pl.col("lega_legal_status_start_date"), pl.col("lega_legal_status_end_date")
    during = (
        (begins.is_null() | (begins <= records.as_at))
        & (begins.is_null() | pl.col("ended").is_null() | (begins <= pl.col("ended")))
        & (ends.is_null() | (ends > pl.col("begun")))
    )
    return (
        periods.join(
            records.table("ssd_legal_status"), left_on="child_id", right_on="lega_person_id", how="inner"
        )
        .filter(during, pl.col("lega_legal_status").is_not_null())
        .group_by("child_id", "about")
        .agg(short=pl.col("lega_legal_status").is_in(SHORT_BREAKS).all())
        .filter("short")
        .select("child_id", "about")
    )


def _as_known(rows: pl.LazyFrame) -> pl.LazyFrame:
    return rows.with_columns(
        first_word=pl.lit("the first review"),
        later_word=pl.lit("the review before"),
        basis=pl.lit(Basis.KNOWN),
    )


def _as_taken(rows: pl.LazyFrame) -> pl.LazyFrame:
    first = leg(REVIEW, "first")
    reviewed = pl.col("leg") != FIRST
    soon = reviewed & (pl.col("started") <= first.in_bulk(pl.col("begun")))
    return rows.with_columns(
        leg=pl.when(soon).then(SECOND).otherwise("leg"),
        first_word=pl.lit("the latest review, taken as the first"),
        later_word=pl.lit("the latest review, taken as the second or later"),
        basis=pl.when(reviewed).then(pl.lit(Basis.ASSUMED)).otherwise(pl.lit(Basis.KNOWN)),
    )
