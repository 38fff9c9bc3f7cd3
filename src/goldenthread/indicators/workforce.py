"""Workers, as children meet them, and whether the record says enough to help a child."""

from __future__ import annotations

import polars as pl

from goldenthread.indicators.children_in_care import with_workers
from goldenthread.indicators.children_in_need import episodes_open
from goldenthread.indicators.definition import indicator
from goldenthread.indicators.needs import whole, whole_standing
from goldenthread.indicators.source import Source, case, nobody_named, shared


@indicator(
    basis="stock",
    numerator="Of those, children with three or more allocated workers in the 12 months to the date",
    denominator="Episodes of need open at the date",
    why="Each new worker asks a family to tell the story again, and to trust again.",
    how="Count the workers the child was allocated to at any time in the 12 calendar months to the date.",
    cautions=(
        "A worker who covered for a week counts as one.",
        "Moves from an assessment team to another add one by design.",
    ),
    source="Stability measures published by the Department, taken for all open children",
    needs=(whole_standing("ssd_cin_episodes"), whole("ssd_involvements", months_before=12)),
)
def wf_sw_changes_per_child(source: Source) -> pl.LazyFrame:
    return case(with_workers(source, episodes_open(source)), counted=pl.col("workers") >= 3)


_VISITS = (
    ("ssd_cin_visits", "cinv_person_id", "cinv_cin_visit_date"),
    ("ssd_cp_visits", "cppv_person_id", "cppv_cp_visit_date"),
    ("ssd_cla_visits", "clav_person_id", "clav_cla_visit_date"),
)
_UNKNOWN = ["UNKNOWN", "NOBT"]


@shared
def _first_visits(source: Source) -> pl.LazyFrame:
    each = [source.table(table).select(child_id=child, first_visit=day) for table, child, day in _VISITS]
    return pl.concat(each).drop_nulls().group_by("child_id").agg(pl.col("first_visit").min())


@shared
def _described(source: Source) -> pl.LazyFrame:
    """Whether each child's ethnicity is known, and whether anything is recorded of disability."""
    ethnicity = pl.col("pers_ethnicity")
    disability = source.table("ssd_disability").filter(
        pl.col("disa_disability_code").is_not_null() & (pl.col("disa_disability_code") != "UNKNOWN")
    )
    return (
        source.table("ssd_person")
        .unique("pers_person_id", keep="any")
        .select(
            child_id="pers_person_id",
            knows_ethnicity=ethnicity.is_not_null() & ~ethnicity.is_in(_UNKNOWN),
        )
        .join(
            disability.select(child_id="disa_person_id", knows_disability=pl.lit(value=True)).unique(),
            on="child_id",
            how="left",
        )
    )


@indicator(
    basis="stock",
    numerator="Of those, children missing any of ethnicity, disability, a named worker, or a visit",
    denominator="Episodes of need open at the date",
    why="What is not recorded cannot be acted on, and hides a child from every other figure.",
    how=(
        "A child is counted whose ethnicity is blank or not yet obtained, for whom nothing is recorded of "
        "disability, who has no worker by name at the date, or who has no visit recorded up to it."
    ),
    cautions=(
        "A child referred yesterday may rightly have no visit yet.",
        "That something is recorded does not say it is right. A refusal to say counts as recorded.",
    ),
    source="Local measure",
    needs=(
        whole_standing("ssd_cin_episodes"),
        whole_standing("ssd_involvements"),
        whole_standing("ssd_cin_visits"),
        whole_standing("ssd_cp_visits"),
        whole_standing("ssd_cla_visits"),
    ),
)
def data_missing_key_fields(source: Source) -> pl.LazyFrame:
    found = (
        episodes_open(source)
        .join(_described(source), on="child_id", how="left")
        .join(_first_visits(source), on="child_id", how="left")
    )
    complete = (
        pl.col("knows_ethnicity").fill_null(value=False)
        & pl.col("knows_disability").fill_null(value=False)
        & (pl.col("first_visit") <= pl.col("on")).fill_null(value=False)
        & ~nobody_named()
    )
    return case(found, counted=~complete)
