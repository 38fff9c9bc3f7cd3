"""The assessment clock: authorised within 45 working days of its start.

Guidance counts from the point of referral; the census and Annex A count from the assessment's start, and so
does this clock. An authorisation dated before the start is a query on the record: no length can be told
from it, so the assessment has no row here.
"""

from __future__ import annotations

import polars as pl

from goldenthread.clocks.duties import as_known_at, begun_by, duties, no_duties
from goldenthread.clocks.rows import Basis
from goldenthread.clocks.rules import leg
from goldenthread.records.allocation import named
from goldenthread.records.tables import Records

CLOCK = "ts_assessment_45"
NEEDS = ("ssd_cin_assessments",)


def assessment_duties(records: Records) -> pl.LazyFrame:
    """One duty per assessment started by the as-at date; lapses when its episode closes unauthorised."""
    if records.can_say("ssd_cin_assessments").history == "absent":
        return no_duties()
    limit = leg(CLOCK, "every")
    rows = (
        _assessments(records)
        .join(closures(records), on=["child_id", "referral"], how="left")
        .with_columns(
            due=limit.in_bulk(pl.col("started")),
            ended=pl.when(pl.col("closed") >= pl.col("started")).then(pl.col("closed")),
            rule=pl.lit(f"{limit.words} from the start of the assessment"),
            basis=pl.lit(Basis.KNOWN),
        )
    )
    return duties(named(rows, records, team="team", worker="worker"), clock=CLOCK)


def _assessments(records: Records) -> pl.LazyFrame:
    start, authorised = pl.col("cina_assessment_start_date"), pl.col("cina_assessment_auth_date")
    return (
        records.table("ssd_cin_assessments")
        .filter(begun_by(start, records.as_at), authorised.is_null() | (authorised >= start))
        .select(
            child_id="cina_person_id",
            about="cina_assessment_id",
            referral="cina_referral_id",
            started=start,
            done=as_known_at(authorised, records.as_at),
            team="cina_assessment_team",
            worker="cina_assessment_worker_id",
        )
    )


def closures(records: Records) -> pl.LazyFrame:
    """The day each referral's episode closed: `child_id`, `referral` and `closed`."""
    closed = as_known_at(pl.col("cine_close_date"), records.as_at)
    return (
        records.table("ssd_cin_episodes")
        .select(child_id="cine_person_id", referral="cine_referral_id", closed=closed)
        .filter(pl.col("closed").is_not_null())
        .group_by("child_id", "referral")
        .agg(pl.col("closed").max())
    )
