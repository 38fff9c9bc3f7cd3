"""The clock of a return home interview: 72 hours from the child's return, weekends and holidays counted.

The dataset says whether an interview was offered and accepted, not the day it was held. One accepted took
place
on a day that is not held, so whether it was in time cannot be answered. One offered and declined is owed no
longer. One not offered is owed until the child goes missing again or turns 18.
"""

from __future__ import annotations

import polars as pl

from goldenthread.clocks.duties import begun_by, born, duties, no_duties, weakest_history
from goldenthread.clocks.rows import Basis
from goldenthread.clocks.rules import leg
from goldenthread.records.tables import Records
from goldenthread.standards.calendar import add_months_in_bulk

INTERVIEW = "ts_return_interview"
INTERVIEW_NEEDS = ("ssd_missing",)
_ADULT = 18 * 12  # months


def interview_duties(records: Records) -> pl.LazyFrame:
    """One duty per missing episode that has ended; an absence is none."""
    if weakest_history(records, *INTERVIEW_NEEDS) == "absent":
        return no_duties()
    limit, started = leg(INTERVIEW, "every"), pl.col("started")
    offered, accepted = pl.col("offered") == "Y", pl.col("accepted") == "Y"
    said = pl.col("offered").is_in(["Y", "N"]).fill_null(value=False) | accepted.fill_null(value=False)
    declined = (offered & (pl.col("accepted") == "N")).fill_null(value=False)
    rows = _episodes(records).with_columns(
        due=limit.in_bulk(started),
        ended=pl.when(declined).then(started).otherwise(pl.min_horizontal("again", "adult")),
        undated=accepted.fill_null(value=False),
        rule=pl.when(declined)
        .then(pl.lit(f"{limit.words} from the return; offered and declined"))
        .otherwise(pl.lit(f"{limit.words} from the return")),
        basis=pl.when(said).then(pl.lit(Basis.KNOWN)).otherwise(pl.lit(Basis.ASSUMED)),
    )
    return duties(rows, clock=INTERVIEW)


def _episodes(records: Records) -> pl.LazyFrame:
    """Ended missing episodes, with the day the child next went missing, and turned 18, if by the as-at
    date."""
    absent = (pl.col("miss_missing_episode_type") == "absent").fill_null(value=False)
    went, back = pl.col("miss_missing_episode_start_date"), pl.col("miss_missing_episode_end_date")
    missing = (
        records.table("ssd_missing")
        .filter(~absent, went <= records.as_at)
        .sort("miss_person_id", went, "miss_table_id")
        .with_columns(again=went.shift(-1).over("miss_person_id"))
    )
    adult = add_months_in_bulk(pl.col("born"), _ADULT)
    return (
        missing.filter(begun_by(back, records.as_at))
        .select(
            child_id="miss_person_id",
            about="miss_table_id",
            started=back,
            again=pl.when(pl.col("again") >= back).then(pl.col("again")),
            offered="miss_missing_rhi_offered",
            accepted="miss_missing_rhi_accepted",
        )
        .join(born(records), on="child_id", how="left")
        .with_columns(adult=pl.when((adult >= pl.col("started")) & (adult <= records.as_at)).then(adult))
    )
