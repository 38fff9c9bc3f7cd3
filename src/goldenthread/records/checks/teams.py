"""What is not plausible: spells that last too long, lists that halve, and teams that fall silent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import polars as pl

from goldenthread.records.allocation import allocated_on, named
from goldenthread.records.belonging import CHILD
from goldenthread.records.checks.check import (
    ANY,
    OURS,
    Asked,
    Check,
    always,
    census,
    looked_after,
    rows_with_child,
    told_whole,
)
from goldenthread.records.tables import Records
from goldenthread.standards.safeguarding_dataset import dataset

DATED = {
    "ssd_contacts": "cont_contact_date",
    "ssd_early_help_episodes": "earl_episode_start_date",
    "ssd_cin_episodes": "cine_referral_date",
    "ssd_cin_assessments": "cina_assessment_start_date",
    "ssd_cin_visits": "cinv_cin_visit_date",
    "ssd_s47_enquiry": "s47e_s47_start_date",
    "ssd_initial_cp_conference": "icpc_icpc_date",
    "ssd_cp_visits": "cppv_cp_visit_date",
    "ssd_cp_reviews": "cppr_cp_review_date",
    "ssd_cla_reviews": "clar_cla_review_date",
    "ssd_cla_visits": "clav_cla_visit_date",
    "practice_supervision": "supr_date",
    "practice_management_oversight": "over_date",
    "practice_case_discussions": "disc_date",
}
"""The lists that teams add to as they work, and the day of a row."""
WEEKS = timedelta(weeks=4)
BLOCKS_BEFORE = 5
"""Four weeks without a row are odd where each of the five times four weeks before had one: 24 weeks in all,
which an Annex A workbook's six months can tell."""
QUARTER = timedelta(days=91)
FEWEST = 20  # rows before a fall by half is more than chance
_ASSESSED, _STATUS, _CARE = "ssd_cin_assessments", "ssd_legal_status", "ssd_cla_episodes"
_ONE_DAY_FEWEST = 10


def own_team_and_worker(table: str) -> tuple[str | None, str | None]:
    """The fields in which a row itself names its team and its worker."""
    found: dict[str, str] = {}
    for field in dataset().tables[table].fields:
        if field.references in ("ssd_department.dept_team_id", "ssd_professionals.prof_professional_id"):
            found.setdefault(field.references, field.name)
    return found.get("ssd_department.dept_team_id"), found.get("ssd_professionals.prof_professional_id")


def checks() -> Iterator[Check]:
    yield from _too_long()
    yield Check(
        "list-halved",
        ANY,
        "the list has less than half the rows it had in the snapshot before",
        OURS,
        "query",
        _halved,
        able=_has_before,
    )
    yield Check(
        "team-halved",
        ANY,
        "a team has less than half as many rows dated in the last quarter of a"
        " year as it had in the snapshot before",
        OURS,
        "query",
        _team_halved,
        able=_has_before,
    )
    yield Check(
        "team-silent",
        ANY,
        "nothing new of a team for four weeks, where each of the five times four weeks before had something",
        OURS,
        "query",
        _silent,
        able=_has_weeks,
    )
    yield Check(
        "team-in-one-day",
        ANY,
        "more than half of the assessments that a team authorised in the last"
        " half year were authorised on the day they began",
        OURS,
        "note",
        _in_one_day,
        reads=(_ASSESSED,),
    )


def _too_long() -> Iterator[Check]:
    start, end = "cina_assessment_start_date", "cina_assessment_auth_date"
    yield _lasting(
        "assessment-long",
        _ASSESSED,
        start,
        end,
        365,
        "an assessment of over a year",
        census("8670Q") + ", and far beyond it",
    )
    start, end = "s47e_s47_start_date", "s47e_s47_end_date"
    yield _lasting(
        "enquiry-long",
        "ssd_s47_enquiry",
        start,
        end,
        91,
        "an enquiry of over a quarter of a year",
        census("8675Q") + ", and far beyond it",
    )
    start, end = "miss_missing_episode_start_date", "miss_missing_episode_end_date"
    yield _lasting(
        "missing-long",
        "ssd_missing",
        start,
        end,
        365,
        "missing for over a year: was the return recorded?",
        OURS,
    )
    start, end = "lega_legal_status_start_date", "lega_legal_status_end_date"
    for id, code, days, words, rule in (
        ("police-protection-long", "L1", 3, "police protection of over 72 hours", "361"),
        ("emergency-order-long", "L2", 21, "an emergency protection order of over 21 days", "362"),
        ("assessment-order-long", "L3", 7, "a child assessment order of over 7 days", "363"),
    ):
        of_code = pl.col("lega_legal_status") == code
        yield _lasting(id, _STATUS, start, end, days, words, looked_after(rule), of_code)
    start, end = "clae_cla_episode_start_date", "clae_cla_episode_ceased_date"
    yield Check(
        "adult-in-care",
        _CARE,
        "an episode of care runs after the 18th birthday",
        looked_after("359"),
        "query",
        _adult,
        ("pers_dob", start, end),
        ("ssd_person",),
    )


def _lasting(  # noqa: PLR0913, PLR0917  # a check's parts
    id: str, table: str, start: str, end: str, days: int, says: str, source: str, of: pl.Expr | None = None
) -> Check:
    def find(asked: Asked) -> pl.LazyFrame:
        last = pl.col(end).fill_null(asked.as_at)
        rows = asked.table(table) if of is None else asked.table(table).filter(of)
        return rows.filter(last - pl.col(start) > pl.duration(days=days))

    able = told_whole(table) if table == "ssd_s47_enquiry" else always
    return Check(id, table, says, source, "query", find, (start, end), able=able)


def _adult(asked: Asked) -> pl.LazyFrame:
    people = asked.records.table("ssd_person").select("pers_person_id", "pers_dob").drop_nulls()
    once = people.unique("pers_person_id", keep="first", maintain_order=True)
    rows = asked.table(_CARE).join(once, left_on=CHILD, right_on="pers_person_id", how="inner")
    last = pl.col("clae_cla_episode_ceased_date").fill_null(asked.as_at)
    return rows.filter(last > pl.col("pers_dob").dt.offset_by("18y"))


def _dated(records: Records, table: str) -> pl.LazyFrame:
    """`_table`, `_day` and `_team` of a list's rows: the team a row names, else who held the case then."""
    day, (team, _) = DATED[table], own_team_and_worker(table)
    rows = rows_with_child(records, table).filter(pl.col(day).is_not_null())
    if team is not None:
        own = rows.select(_table=pl.lit(table), _day=day, _team=team, _nobody=pl.lit(None, pl.String))
        return named(own, records, team="_team", worker="_nobody").drop("_nobody")
    held = allocated_on(rows.select(CHILD, _day=day), records, child=CHILD, on="_day")
    return held.select(_table=pl.lit(table), _day="_day", _team="team")


def _covering(records: Records, *, start: date) -> list[str]:
    return [name for name in DATED if records.can_say(name).covers(start=start, end=records.as_at)]


def _said(frame: pl.LazyFrame, cell: pl.Expr) -> pl.LazyFrame:
    """The rows of a check that is put to many lists."""
    days = pl.col("_table").replace_strict(DATED, default="rows", return_dtype=pl.String)
    return frame.select("_table", "_team", _column=days, _cell=cell)


def _nothing() -> pl.LazyFrame:
    return pl.LazyFrame(schema=dict.fromkeys(("_table", "_team", "_column", "_cell"), pl.String))


def _of_many(frames: list[pl.LazyFrame]) -> pl.LazyFrame:
    return pl.concat([_nothing(), *frames])


def _has_before(asked: Asked) -> str:
    return "" if asked.before is not None else "there is no snapshot of the kind before this one"


def _has_weeks(asked: Asked) -> str:
    start = asked.as_at - WEEKS * (BLOCKS_BEFORE + 1)
    return "" if _covering(asked.records, start=start) else "no list covers the last 24 weeks whole"


def _halved(asked: Asked) -> pl.LazyFrame:
    assert asked.before is not None
    found = []
    for name in dataset().tables:
        if name not in asked.before.frames:
            continue
        was = asked.before.table(name).select(_was=pl.len())
        now = asked.records.table(name).select(_now=pl.len())
        both = pl.concat([was, now], how="horizontal").filter(_fallen())
        team = pl.lit(None, pl.String)
        found.append(_said(both.with_columns(_table=pl.lit(name), _team=team), _counts()))
    return _of_many(found)


def _fallen() -> pl.Expr:
    return (pl.col("_was") >= FEWEST) & (pl.col("_now") * 2 < pl.col("_was"))


def _counts() -> pl.Expr:
    return pl.format("{} before, {} now", "_was", "_now")


def _team_halved(asked: Asked) -> pl.LazyFrame:
    before, now = asked.before, asked.records
    assert before is not None
    both = set(_covering(before, start=before.as_at - QUARTER)) & set(
        _covering(now, start=now.as_at - QUARTER)
    )
    found = []
    for name in sorted(both):
        was = _in_the_quarter(before, name).rename({"len": "_was"})
        is_now = _in_the_quarter(now, name).rename({"len": "_now"})
        beside = was.join(is_now, on=["_table", "_team"], how="left").with_columns(
            pl.col("_now").fill_null(0)
        )
        found.append(_said(beside.filter(_fallen()), _counts()))
    return _of_many(found)


def _in_the_quarter(records: Records, table: str) -> pl.LazyFrame:
    recent = pl.col("_day").is_between(records.as_at - QUARTER, records.as_at, closed="right")
    rows = _dated(records, table).filter(recent & pl.col("_team").is_not_null())
    return rows.group_by("_table", "_team").len()


def _silent(asked: Asked) -> pl.LazyFrame:
    start = asked.as_at - WEEKS * (BLOCKS_BEFORE + 1)
    return _of_many([_silent_teams(asked, name) for name in _covering(asked.records, start=start)])


def _silent_teams(asked: Asked, table: str) -> pl.LazyFrame:
    """Rows without a team count as one team: some lists, such as contacts, are nobody's yet."""
    ago = [
        pl.col("_day")
        .is_between(asked.as_at - WEEKS * (block + 1), asked.as_at - WEEKS * block, closed="right")
        .any()
        .alias(f"_{block}")
        for block in range(BLOCKS_BEFORE + 1)
    ]
    teams = _dated(asked.records, table).filter(pl.col("_day") <= asked.as_at).group_by("_table", "_team")
    always = pl.all_horizontal(f"_{block}" for block in range(1, BLOCKS_BEFORE + 1))
    silent = teams.agg(*ago, _last=pl.col("_day").max()).filter(always & ~pl.col("_0"))
    return _said(silent, pl.format("the last on {}", pl.col("_last").cast(pl.String)))


def _in_one_day(asked: Asked) -> pl.LazyFrame:
    start, end = "cina_assessment_start_date", "cina_assessment_auth_date"
    half_year = asked.as_at - QUARTER * 2
    rows = asked.table(_ASSESSED).filter(pl.col(end).is_between(half_year, asked.as_at, closed="right"))
    own = rows.with_columns(_team="cina_assessment_team", _nobody=pl.lit(None, pl.String))
    by_team = named(own, asked.records, team="_team", worker="_nobody").drop_nulls("_team").group_by("_team")
    counts = by_team.agg(_all=pl.len(), _same=(pl.col(end) == pl.col(start)).sum())
    odd = counts.filter((pl.col("_all") >= _ONE_DAY_FEWEST) & (pl.col("_same") * 2 > pl.col("_all")))
    cell = pl.format("{} of {}", "_same", "_all")
    return _said(odd.with_columns(_table=pl.lit(_ASSESSED)), cell)
