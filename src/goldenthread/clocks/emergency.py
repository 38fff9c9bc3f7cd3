"""How long the powers of an emergency may last: police protection 72 hours, an emergency protection order
eight
days and, where the court extends it once, seven more. The duty is to end it, or to have another order, in
time.

Both are read from the child's legal status, which children in care alone have. Whether the court extended an
order is not held: one that ran past eight days is taken as extended.
"""

from __future__ import annotations

import polars as pl

from goldenthread.clocks.duties import as_known_at, begun_by, duties, no_duties, weakest_history
from goldenthread.clocks.rows import Basis
from goldenthread.clocks.rules import leg
from goldenthread.records.tables import Records

POLICE, ORDER = "ts_police_protection", "ts_epo"
NEEDS = ("ssd_legal_status",)
POLICE_CODE, ORDER_CODE = "L1", "L2"


def police_duties(records: Records) -> pl.LazyFrame:
    """One duty per spell of police protection."""
    if weakest_history(records, *NEEDS) == "absent":
        return no_duties()
    limit = leg(POLICE, "every")
    rows = _spells(records, POLICE_CODE).with_columns(
        due=limit.in_bulk(pl.col("started")),
        rule=pl.lit(f"ends within {limit.words}"),
        basis=pl.lit(Basis.KNOWN),
    )
    return duties(rows, clock=POLICE)


def order_duties(records: Records) -> pl.LazyFrame:
    """One duty per emergency protection order."""
    if weakest_history(records, *NEEDS) == "absent":
        return no_duties()
    order, extended, started = leg(ORDER, "order"), leg(ORDER, "extended"), pl.col("started")
    ran_to = pl.coalesce("done", pl.lit(records.as_at))
    ran_on = ran_to > order.in_bulk(started)
    rows = _spells(records, ORDER_CODE).with_columns(
        due=pl.when(ran_on).then(extended.in_bulk(started)).otherwise(order.in_bulk(started)),
        rule=pl.when(ran_on)
        .then(pl.lit(f"ends within {extended.words}, taken as extended"))
        .otherwise(pl.lit(f"ends within {order.words}")),
        basis=pl.when(ran_on).then(pl.lit(Basis.ASSUMED)).otherwise(pl.lit(Basis.KNOWN)),
    )
    return duties(rows, clock=ORDER)


def _spells(records: Records, code: str) -> pl.LazyFrame:
    begins, ends = pl.col("lega_legal_status_start_date"), pl.col("lega_legal_status_end_date")
    return (
        records.table("ssd_legal_status")
        .filter(
            pl.col("lega_legal_status") == code,
            begun_by(begins, records.as_at),
            ends.is_null() | (ends >= begins),
        )
        .select(
            child_id="lega_person_id",
            about="lega_legal_status_id",
            started=begins,
            done=as_known_at(ends, records.as_at),
        )
    )
