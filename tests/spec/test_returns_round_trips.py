"""Records written as a return and read back are the same records, wherever the return can carry them."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.records.coverage import Coverage
from goldenthread.records.returns.ssda903_records import to_records as looked_after_records
from goldenthread.records.tables import Records
from goldenthread.synthetic.authority import synthesise
from goldenthread.synthetic.census import write_census
from goldenthread.synthetic.looked_after import write_looked_after
from returns_made_up import read_here, read_return_here, table

END = date(2026, 3, 31)
START = date(2025, 4, 1)
OPEN = {
    "ssd_cin_plans": "cinp_cin_plan_end_date",
    "ssd_cin_assessments": "cina_assessment_auth_date",
    "ssd_cp_plans": "cppl_cp_plan_end_date",
}
CARRIED = {
    "ssd_cin_episodes": (
        "cine_person_id", "cine_referral_date", "cine_cin_primary_need_code", "cine_referral_source_code",
        "cine_referral_nfa", "cine_close_date", "cine_close_reason",
    ),
    "ssd_cin_assessments": ("cina_person_id", "cina_assessment_start_date", "cina_assessment_auth_date"),
    "ssd_cin_plans": ("cinp_person_id", "cinp_cin_plan_start_date", "cinp_cin_plan_end_date"),
    "ssd_s47_enquiry": ("s47e_person_id", "s47e_s47_start_date", "s47e_s47_nfa"),
    "ssd_cp_plans": (
        "cppl_person_id", "cppl_cp_plan_start_date", "cppl_cp_plan_end_date",
        "cppl_cp_plan_initial_category", "cppl_cp_plan_latest_category", "cppl_stated_previous_plans",
    ),
}  # fmt: skip
"""What a census carries of each table, of the rows its year takes in."""
DAYS = {"ssd_s47_enquiry": "s47e_s47_start_date"}


@cache
def made_up(seed: int) -> Records:
    return synthesise(children=400, months=30, end=END, seed=seed)


def in_the_year(records: Records, name: str) -> pl.DataFrame:
    """The rows of a table that the year's census takes in, worked out without the writer."""
    rows = records.table(name).collect()
    if name == "ssd_cin_episodes":
        further = pl.col("cine_referral_nfa").ne_missing("Y")
        is_open = pl.col("cine_close_date").fill_null(END) >= START
        return rows.filter((pl.col("cine_referral_date") >= START) | (further & is_open))
    if name in OPEN:
        return rows.filter(pl.col(OPEN[name]).fill_null(END) >= START)
    return rows.filter(pl.col(DAYS[name]) >= START)


def told(frame: pl.DataFrame, name: str) -> list[tuple[Any, ...]]:
    return sorted(frame.select(CARRIED[name]).rows(), key=str)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_made_up_authority_is_the_same_after_a_census(seed: int, tmp_path: Path) -> None:
    write_census(made_up(seed), tmp_path / "census.xml")
    found = read_here(tmp_path / "census.xml")
    assert found.made_up
    for name in CARRIED:
        wanted = in_the_year(made_up(seed), name)
        assert wanted.height > 0
        assert told(table(found, name), name) == told(wanted, name), name


def test_the_same_records_make_the_same_census(tmp_path: Path) -> None:
    for name in ("one.xml", "two.xml"):
        write_census(made_up(1), tmp_path / name)
    assert (tmp_path / "one.xml").read_bytes() == (tmp_path / "two.xml").read_bytes()


DAY = st.dates(START, END)
WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), max_size=12).map("K{}".format)


@st.composite
def drawn(draw: st.DrawFn) -> Records:
    """A few children, each with referrals of one day and assessments in them, named by any characters."""
    people = draw(st.lists(WORDS, min_size=1, max_size=4, unique_by=str.casefold))
    episodes, assessed = [], []
    for person in people:
        for n in range(draw(st.integers(1, 3))):
            key = f"{person}/{n}"
            closed = draw(st.none() | DAY)
            episodes.append((key, person, draw(DAY), draw(st.sampled_from(["Y", "N"])), closed))
            assessed += [
                (f"{key}/{m}", person, key, draw(DAY), draw(st.none() | DAY))
                for m in range(draw(st.integers(0, 2)))
            ]
    frames = {
        "ssd_person": (("pers_person_id", "pers_gender"), [(one, "M") for one in people]),
        "ssd_cin_episodes": (
            (
                "cine_referral_id",
                "cine_person_id",
                "cine_referral_date",
                "cine_referral_nfa",
                "cine_close_date",
            ),
            episodes,
        ),
        "ssd_cin_assessments": (
            (
                "cina_assessment_id",
                "cina_person_id",
                "cina_referral_id",
                "cina_assessment_start_date",
                "cina_assessment_auth_date",
            ),
            assessed,
        ),
    }
    return Records(
        as_at=END,
        authority="",
        frames={name: _frame(name, columns, rows) for name, (columns, rows) in frames.items()},
        coverage={name: Coverage(name, "complete", START, END) for name in frames},
    )


def _frame(name: str, columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> pl.LazyFrame:
    from goldenthread.records.annex_a.shaping import fitted
    from goldenthread.records.tables import schema

    kinds = {column: schema(name)[column] for column in columns}
    return fitted(pl.DataFrame(rows, schema=kinds, orient="row"), name).lazy()


@given(records=drawn())
@settings(max_examples=40, deadline=None)
def test_any_records_are_the_same_after_a_census(records: Records, tmp_path_factory: Any) -> None:
    path = tmp_path_factory.mktemp("census") / "census.xml"
    write_census(records, path)
    found = read_here(path)
    for name in ("ssd_cin_episodes", "ssd_cin_assessments"):
        assert told(table(found, name), name) == told(in_the_year(records, name), name)
    assert (
        len(set(table(found, "ssd_cin_episodes")["cine_referral_id"]))
        == table(found, "ssd_cin_episodes").height
    )


LOOKED_AFTER = {
    "ssd_cla_episodes": (
        "clae_person_id", "clae_cla_episode_start_date", "clae_cla_episode_ceased_date",
        "clae_cla_episode_ceased_reason",
    ),
    "ssd_missing": (
        "miss_person_id", "miss_missing_episode_type", "miss_missing_episode_start_date",
        "miss_missing_episode_end_date",
    ),
    "ssd_care_leavers": (
        "clea_person_id", "clea_care_leaver_in_touch", "clea_care_leaver_activity",
        "clea_care_leaver_accommodation", "clea_care_leaver_accom_suitable",
    ),
}  # fmt: skip
ENDS = {
    "ssd_cla_episodes": "clae_cla_episode_ceased_date",
    "ssd_missing": "miss_missing_episode_end_date",
}


@pytest.mark.parametrize("seed", [1, 2])
def test_a_made_up_authority_is_the_same_after_a_return_on_children_looked_after(
    seed: int, tmp_path: Path
) -> None:
    whole = made_up(seed)
    write_looked_after(whole, tmp_path)
    found = looked_after_records(read_return_here(tmp_path, as_at=END))
    children = found.table("ssd_cla_episodes").collect()["clae_person_id"].unique()
    for name, columns in LOOKED_AFTER.items():
        rows = whole.table(name).collect()
        if name in ENDS:
            rows = rows.filter(pl.col(ENDS[name]).fill_null(END) >= START)
        if name == "ssd_missing":
            rows = rows.filter(pl.col("miss_person_id").is_in(children.implode()))
        if name == "ssd_care_leavers":  # a home and whether it suits are one code: neither goes alone
            both = pl.col("clea_care_leaver_accom_suitable").is_not_null()
            home = pl.col("clea_care_leaver_accommodation")
            rows = rows.with_columns(pl.when(both).then(home).alias("clea_care_leaver_accommodation"))
        assert rows.height > 0
        read = found.table(name).collect()
        assert sorted(read.select(columns).rows(), key=str) == sorted(rows.select(columns).rows(), key=str), (
            name
        )


def test_every_review_of_the_year_comes_back_with_its_child(tmp_path: Path) -> None:
    whole = made_up(1)
    write_looked_after(whole, tmp_path)
    found = looked_after_records(read_return_here(tmp_path, as_at=END))
    assert _reviewed(found) == _reviewed(whole)


def _reviewed(records: Records) -> list[tuple[Any, ...]]:
    held = records.table("ssd_cla_reviews").filter(
        pl.col("clar_cla_review_date") >= START, pl.col("clar_cla_review_cancelled") == "N"
    )
    of_child = records.table("ssd_cla_episodes").select("clae_cla_id", "clae_person_id").unique()
    joined = held.join(of_child, left_on="clar_cla_id", right_on="clae_cla_id").collect()
    return sorted(joined.select("clae_person_id", "clar_cla_review_date").rows())
