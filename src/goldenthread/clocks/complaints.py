"""The clocks of a complaint: stage one, ten working days, and stage two, twenty-five, each longer where it
was extended.

They are owed to whoever complained, so their rows stand apart from the children's: `about` names the stage of
a complaint, and the child is there only where the complaint is about one. Whether a time was extended is told
by a due day stated past the limit; it reaches no further than the longest the regulations allow.
"""

from __future__ import annotations

import polars as pl

from goldenthread.clocks.duties import as_known_at, begun_by, duties, no_duties
from goldenthread.clocks.rows import Basis
from goldenthread.clocks.rules import leg
from goldenthread.clocks.told import told_history
from goldenthread.records.allocation import named
from goldenthread.records.tables import Records

STAGE_ONE, STAGE_TWO = "ts_complaint_1", "ts_complaint_2"
TABLE = "practice_complaints"
NEEDS = (TABLE,)


def stage_one_duties(records: Records) -> pl.LazyFrame:
    """From the complaint to its answer."""
    return _stage(records, clock=STAGE_ONE, stage=1, begins="the complaint")


def stage_two_duties(records: Records) -> pl.LazyFrame:
    """From the request for an investigation to its answer."""
    return _stage(records, clock=STAGE_TWO, stage=2, begins="the request")


def _stage(records: Records, *, clock: str, stage: int, begins: str) -> pl.LazyFrame:
    if told_history(records, *NEEDS, events=TABLE) == "absent":
        return no_duties()
    limit, longest, started = leg(clock, "ordinary"), leg(clock, "extended"), pl.col("started")
    extended = (pl.col("stated") > limit.in_bulk(started)).fill_null(value=False)
    rows = _of_stage(records, stage).with_columns(
        due=pl.when(extended)
        .then(pl.min_horizontal("stated", longest.in_bulk(started)))
        .otherwise(limit.in_bulk(started)),
        in_order=pl.col("done").is_null() | (pl.col("done") >= started),
        rule=pl.when(extended)
        .then(pl.lit(f"extended, to the day stated and at most {longest.words} from {begins}"))
        .otherwise(pl.lit(f"{limit.words} from {begins}")),
        basis=pl.when(extended).then(pl.lit(Basis.ASSUMED)).otherwise(pl.lit(Basis.KNOWN)),
    )
    return duties(named(rows, records, team="team", worker="worker"), clock=clock)


def _of_stage(records: Records, stage: int) -> pl.LazyFrame:
    """The complaints of a stage. One withdrawn unanswered was owed nothing more, from a day not held."""
    received = pl.col("comp_received_date")
    withdrawn = (pl.col("comp_outcome") == "withdrawn").fill_null(value=False)
    return (
        records.table(TABLE)
        .filter(pl.col("comp_stage") == stage, begun_by(received, records.as_at))
        .select(
            child_id="comp_person_id",
            about="comp_table_id",
            started=received,
            stated="comp_response_due_date",
            done=as_known_at(pl.col("comp_responded_date"), records.as_at),
            ended=pl.when(withdrawn).then(received),
            team="comp_team",
            worker=pl.lit(None, dtype=pl.String),
        )
    )
