"""What the records the site works from say of some children, for the room that opens and allots them (the
setting ACCESS_RECORDS). It says whether a child is there, who holds them and who has had a part in the case,
and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from goldenthread.web.access.conflicts import Involved
from goldenthread.web.access.purposes import Purpose, pseudonym
from goldenthread.web.access.records import Known
from goldenthread.web.intake.beside import records_of
from goldenthread.web.intake.queries import latest

if TYPE_CHECKING:
    import polars as pl

    from goldenthread.records.tables import Records

# Every table that says which worker did something for a child:
# (table, its child, team, worker, first and last day).
_PARTS = (
    ("ssd_involvements", "invo_person_id", "invo_professional_team", "invo_professional_id",
     "invo_involvement_start_date", "invo_involvement_end_date"),
    ("ssd_cin_episodes", "cine_person_id", "cine_referral_team", "cine_referral_worker_id",
     "cine_referral_date", "cine_referral_date"),
    ("ssd_cin_assessments", "cina_person_id", "cina_assessment_team", "cina_assessment_worker_id",
     "cina_assessment_start_date", "cina_assessment_auth_date"),
    ("ssd_cin_plans", "cinp_person_id", "cinp_cin_plan_team", "cinp_cin_plan_worker_id",
     "cinp_cin_plan_start_date", "cinp_cin_plan_end_date"),
    ("ssd_s47_enquiry", "s47e_person_id", "s47e_s47_completed_by_team", "s47e_s47_completed_by_worker_id",
     "s47e_s47_start_date", "s47e_s47_end_date"),
    ("ssd_initial_cp_conference", "icpc_person_id", "icpc_icpc_team", "icpc_icpc_worker_id",
     "icpc_icpc_date", "icpc_icpc_date"),
    ("ssd_care_leavers", "clea_person_id", "clea_care_leaver_allocated_team", "clea_care_leaver_worker_id",
     None, None),
)  # fmt: skip


def known_children(asked: list[str]) -> Known:
    """Of these identifiers and pseudonyms, those that are children in the latest records."""
    newest = latest()
    if newest is None:
        return Known(teams={})
    records = records_of(newest)
    meant = _meant(records, asked)
    children = sorted(set(meant.values()))
    return Known(
        teams=_holding(records, children),
        involved=tuple(_parts(records, children)),
        meant=meant,
        as_at=records.as_at,
    )


def meant_by(records: Records, asked: str, purpose: Purpose) -> str:
    """The child an address means, by identifier or by the pseudonym of this purpose; "" where it is
    nobody."""
    people = _people(records)
    if asked in people or not asked.startswith("P-"):
        return asked if asked in people else ""
    return next((child for child in people if pseudonym(child, purpose) == asked), "")


def _meant(records: Records, asked: list[str]) -> dict[str, str]:
    """Whom each of these means: an identifier itself, a pseudonym of whatever purpose its child."""
    people = _people(records)
    wanted = {one for one in asked if one.startswith("P-")} - people
    named = {pseudonym(child, purpose): child for child in (people if wanted else ()) for purpose in Purpose}
    found = {one: one if one in people else named.get(one, "") for one in asked}
    return {one: child for one, child in found.items() if child}


def _people(records: Records) -> set[str]:
    found = records.table("ssd_person").select("pers_person_id").collect().to_series().drop_nulls()
    return set(found.to_list())


def _holding(records: Records, children: list[str]) -> dict[str, str]:
    import polars as pl

    from goldenthread.records.allocation import allocated_on

    frame = pl.LazyFrame({"child": children}, schema={"child": pl.String}).with_columns(
        on=pl.lit(records.as_at)
    )
    held = allocated_on(frame, records, child="child", on="on").select("child", "team").collect()
    return {child: team or "" for child, team in held.iter_rows()}


def _parts(records: Records, children: list[str]) -> Iterator[Involved]:
    from goldenthread.records.allocation import named

    for table, child, team, worker, starts, ends in _PARTS:
        rows = _part(records.table(table), (child, team, worker, starts, ends), children)
        for row in named(rows, records, team="team", worker="worker").collect().iter_rows(named=True):
            if row["worker"] or row["team"]:
                yield Involved(
                    child=row["child"],
                    worker=row["worker"] or "",
                    team=row["team"] or "",
                    part=table,
                    starts=row["starts"],
                    ends=row["ends"],
                )


def _part(
    table: pl.LazyFrame, fields: tuple[str, str, str, str | None, str | None], children: list[str]
) -> pl.LazyFrame:
    import polars as pl

    child, team, worker, starts, ends = fields
    days = {
        name: pl.col(field) if field else pl.lit(None, dtype=pl.Date)
        for name, field in (("starts", starts), ("ends", ends))
    }
    chosen = table.filter(pl.col(child).is_in(children))
    return chosen.select(
        pl.col(child).alias("child"), pl.col(team).alias("team"), pl.col(worker).alias("worker"), **days
    )
