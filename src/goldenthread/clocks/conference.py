"""The initial conference clock: held within 15 working days of the section 47 enquiry's start.

A conference dated before its enquiry is a data error. As in the Department's count it stays in the total and
never counts as in time: the row is done late, no days late, and its rule says why. A conference that
followed no enquiry, as for a child who moved in with a plan, runs on another clock.
"""

from __future__ import annotations

import polars as pl

from goldenthread.clocks.duties import as_known_at, begun_by, duties, no_duties, weakest_history
from goldenthread.clocks.rows import Basis
from goldenthread.clocks.rules import leg
from goldenthread.records.allocation import named
from goldenthread.records.tables import Records

CLOCK = "ts_icpc_15"
NEEDS = ("ssd_s47_enquiry", "ssd_initial_cp_conference")


def conference_duties(records: Records) -> pl.LazyFrame:
    """One duty per enquiry started by the as-at date.

    It lapses, never late, when the enquiry found no conference needed; and when it ended without one and
    without saying which. An enquiry that ended calling for more action still awaits its conference.
    """
    if weakest_history(records, *NEEDS) == "absent":
        return no_duties()
    limit = leg(CLOCK, "every")
    due = limit.in_bulk(pl.col("started"))
    words = f"{limit.words} from the start of the enquiry"
    rows = _with_conference(records).with_columns(
        due=due,
        ended=pl.when("not_needed")
        .then(pl.min_horizontal(pl.coalesce("closed", "started"), due))
        .when("unsaid")
        .then("closed"),
        in_order=~pl.col("early"),
        team=pl.coalesce("conference_team", "enquiry_team"),
        worker=pl.coalesce("conference_worker", "enquiry_worker"),
        rule=pl.when("early")
        .then(pl.lit(f"{words}; conference dated before the enquiry, never counted as in time"))
        .when(pl.col("done").is_null() & pl.col("not_needed"))
        .then(pl.lit(f"{words}; no conference needed"))
        .otherwise(pl.lit(words)),
        basis=pl.when("unsaid").then(pl.lit(Basis.ASSUMED)).otherwise(pl.lit(Basis.KNOWN)),
    )
    return duties(named(rows, records, team="team", worker="worker"), clock=CLOCK)


def _with_conference(records: Records) -> pl.LazyFrame:
    """Each enquiry with the first conference on or after its start, or failing that its earliest."""
    return (
        _enquiries(records)
        .join(_conferences(records), left_on="about", right_on="enquiry", how="left")
        .with_columns(early=(pl.col("done") < pl.col("started")).fill_null(value=False))
        .sort("about", "early", "done")
        .unique("about", keep="first", maintain_order=True)
        .with_columns(unsaid=pl.col("unsaid") & pl.col("done").is_null())
        .filter(pl.col("done").is_not_null() | _in_window(records))
    )


def _in_window(records: Records) -> pl.Expr:
    """False for an enquiry over before the window of conferences: one may have followed that is not held."""
    coverage = records.can_say("ssd_initial_cp_conference")
    if coverage.history != "complete" or coverage.window_start is None:
        return pl.lit(value=True)
    return pl.col("closed").is_null() | (pl.col("closed") >= coverage.window_start)


def _enquiries(records: Records) -> pl.LazyFrame:
    start = pl.col("s47e_s47_start_date")
    end = as_known_at(pl.col("s47e_s47_end_date"), records.as_at)
    no_further_action = pl.col("s47e_s47_nfa")
    not_needed = (no_further_action == "Y").fill_null(value=False)
    unsaid = end.is_not_null() & (no_further_action.is_null() | (no_further_action == "U"))
    return (
        records.table("ssd_s47_enquiry")
        .filter(begun_by(start, records.as_at))
        .select(
            child_id="s47e_person_id",
            about="s47e_s47_enquiry_id",
            started=start,
            closed=end,
            not_needed=not_needed,
            unsaid=unsaid,
            enquiry_team="s47e_s47_completed_by_team",
            enquiry_worker="s47e_s47_completed_by_worker_id",
        )
    )


def _conferences(records: Records) -> pl.LazyFrame:
    return (
        records.table("ssd_initial_cp_conference")
        .filter(pl.col("icpc_icpc_date") <= records.as_at)
        .select(
            enquiry="icpc_s47_enquiry_id",
            done="icpc_icpc_date",
            conference_team="icpc_icpc_team",
            conference_worker="icpc_icpc_worker_id",
        )
    )
