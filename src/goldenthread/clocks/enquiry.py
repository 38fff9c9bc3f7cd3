"""The clock of a section 47 enquiry: its outcome known in time for the conference, 15 working days on.

An end dated before the start is a query on the record: no length can be told from it, so the enquiry has no
row here.
"""

from __future__ import annotations

import polars as pl

from goldenthread.clocks.assessment import closures
from goldenthread.clocks.duties import as_known_at, begun_by, duties, no_duties, weakest_history
from goldenthread.clocks.rows import Basis
from goldenthread.clocks.rules import leg
from goldenthread.records.allocation import named
from goldenthread.records.tables import Records

OUTCOME = "ts_s47_outcome"
OUTCOME_NEEDS = ("ssd_s47_enquiry",)


def outcome_duties(records: Records) -> pl.LazyFrame:
    """One duty per enquiry started by the as-at date; it lapses when the referral's episode closes without an
    outcome. A list of enquiries without their ends, as Annex A gives, cannot run this clock."""
    if weakest_history(records, *OUTCOME_NEEDS) != "complete":
        return no_duties()
    limit = leg(OUTCOME, "every")
    rows = (
        _enquiries(records)
        .join(closures(records), on=["child_id", "referral"], how="left")
        .with_columns(
            due=limit.in_bulk(pl.col("started")),
            ended=pl.when(pl.col("closed") >= pl.col("started")).then(pl.col("closed")),
            rule=pl.lit(f"{limit.words} from the start of the enquiry"),
            basis=pl.lit(Basis.KNOWN),
        )
    )
    return duties(named(rows, records, team="team", worker="worker"), clock=OUTCOME)


def _enquiries(records: Records) -> pl.LazyFrame:
    start, end = pl.col("s47e_s47_start_date"), pl.col("s47e_s47_end_date")
    return (
        records.table("ssd_s47_enquiry")
        .filter(begun_by(start, records.as_at), end.is_null() | (end >= start))
        .select(
            child_id="s47e_person_id",
            about="s47e_s47_enquiry_id",
            referral="s47e_referral_id",
            started=start,
            done=as_known_at(end, records.as_at),
            team="s47e_s47_completed_by_team",
            worker="s47e_s47_completed_by_worker_id",
        )
    )
