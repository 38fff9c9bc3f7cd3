"""The clocks of people who apply to adopt: stage one, two months, and stage two, four.

They are owed to adopters, not to a child: their rows name a family in `about` and no child, and stand
apart from the children's. A couple who apply together have one row. Both lapse when the family leaves.
"""

from __future__ import annotations

import polars as pl

from goldenthread.clocks.duties import as_known_at, begun_by, duties, no_duties, weakest_history
from goldenthread.clocks.rows import Basis
from goldenthread.clocks.rules import leg
from goldenthread.records.tables import Records

STAGE_ONE, STAGE_TWO = "ts_adopter_stage1", "ts_adopter_stage2"
NEEDS = ("adopters",)


def stage_one_duties(records: Records) -> pl.LazyFrame:
    """From the registration of interest, taken as the day stage one began, to its end."""
    return _stage(records, clock=STAGE_ONE, start="adop_stage_1_start_date", ends=("adop_stage_1_end_date",))


def stage_two_duties(records: Records) -> pl.LazyFrame:
    """From the start of stage two to the decision to approve; its end where no approval is dated."""
    ends = ("adop_approval_date", "adop_stage_2_end_date")
    return _stage(records, clock=STAGE_TWO, start="adop_stage_2_start_date", ends=ends)


def _stage(records: Records, *, clock: str, start: str, ends: tuple[str, ...]) -> pl.LazyFrame:
    if weakest_history(records, *NEEDS) == "absent":
        return no_duties()
    limit = leg(clock, "every")
    family = pl.coalesce("adop_family_id", "adop_adopter_id", "adop_table_id")
    left = as_known_at(pl.col("adop_left_date"), records.as_at)
    rows = (
        records.table("adopters")
        .group_by(about=family)
        .agg(
            started=pl.col(start).min(),
            done=pl.coalesce(*(as_known_at(pl.col(end), records.as_at).min() for end in ends)),
            ended=left.max(),
        )
        .filter(begun_by(pl.col("started"), records.as_at))
        .with_columns(
            child_id=pl.lit(None),
            due=limit.in_bulk(pl.col("started")),
            ended=pl.when(pl.col("ended") >= pl.col("started")).then(pl.col("ended")),
            in_order=pl.col("done").is_null() | (pl.col("done") >= pl.col("started")),
            rule=pl.lit(f"{limit.words} from the start of the stage"),
            basis=pl.lit(Basis.KNOWN),
        )
    )
    return duties(rows, clock=clock)
