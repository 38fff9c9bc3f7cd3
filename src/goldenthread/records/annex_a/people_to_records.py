"""From all the lists to people, disability, immigration status, and who holds each case."""

from __future__ import annotations

from datetime import date

import polars as pl

from goldenthread.records.annex_a.lists import AnnexA, schema
from goldenthread.records.annex_a.shaping import key

Tables = dict[str, pl.DataFrame]

# Where lists differ about a child, the one kept with most care speaks: children in care first.
SUREST_FIRST = (8, 7, 6, 9, 10, 5, 4, 3, 2, 1)
_FORMERLY = "formerly UASC"  # list 9 asks "or formerly"; list 8 asks only about the last 12 months
_NOT_KNOWN = "not known"  # the source has no such column, or left it blank: not the same as no
_DISABILITY = {"Y": "YES", "N": "NONE", "U": "UNKNOWN"}


def people_tables(annex_a: AnnexA, *, as_at: date) -> Tables:
    """The tables that speak of the child rather than of an event."""
    tables = {
        "ssd_person": _persons(annex_a, as_at),
        "ssd_disability": _disability(annex_a),
        "ssd_professionals": _professionals(annex_a),
        "ssd_department": _departments(annex_a),
    }
    if any(number in annex_a.lists for number in (8, 9)):
        tables["ssd_immigration_status"] = _immigration(annex_a)
    if any(number in annex_a.lists for number in (6, 7, 8, 9)):
        tables["ssd_involvements"] = _allocations(annex_a)
    return tables


def _said(annex_a: AnnexA, columns: tuple[str, ...]) -> pl.DataFrame:
    """What every list that has the columns says, the surest list first."""
    frames = [
        annex_a.frame(number).select("child_id", *columns)
        for number in SUREST_FIRST
        if set(columns) <= set(schema(number))
    ]
    return pl.concat(frames)


def _first_said(annex_a: AnnexA, *columns: str) -> pl.DataFrame:
    """One row a child: the first value said for each column."""
    said = _said(annex_a, columns).group_by("child_id", maintain_order=True)
    return said.agg(pl.col(*columns).first(ignore_nulls=True))


def _persons(annex_a: AnnexA, as_at: date) -> pl.DataFrame:
    """A birth still to come is an expected one; an age of -1 says unborn where there is no date."""
    people = _first_said(annex_a, "gender", "ethnicity", "date_of_birth", "age")
    unborn_said = _said(annex_a, ("age",)).filter(pl.col("age") == -1)["child_id"].unique()
    is_expected = pl.col("date_of_birth") > as_at
    is_born = pl.col("date_of_birth") <= as_at
    return people.select(
        pers_person_id="child_id",
        pers_gender="gender",
        pers_ethnicity="ethnicity",
        pers_dob=pl.when(is_born).then("date_of_birth"),
        pers_expected_dob=pl.when(is_expected).then("date_of_birth"),
        pers_stated_unborn=pl.when(
            pl.col("child_id").is_in(unborn_said.implode()) & is_born.fill_null(False).not_()
        ).then(pl.lit("Y")),
    )


def _disability(annex_a: AnnexA) -> pl.DataFrame:
    said = _first_said(annex_a, "disability").filter(pl.col("disability").is_not_null())
    return said.select(
        disa_table_id=key("child_id", "disability"),
        disa_person_id="child_id",
        disa_disability_code=pl.col("disability").replace_strict(_DISABILITY, default=None),
    )


def _immigration(annex_a: AnnexA) -> pl.DataFrame:
    in_care = (
        annex_a.frame(8).select("child_id", _care="uasc").unique("child_id", keep="last", maintain_order=True)
    )
    leaving = (
        annex_a.frame(9).select("child_id", _left="uasc").unique("child_id", keep="last", maintain_order=True)
    )
    both = in_care.join(leaving, on="child_id", how="full", coalesce=True, maintain_order="left_right")
    rows = both.with_columns(_status=_immigration_status()).filter(pl.col("_status").is_not_null())
    return rows.select(
        immi_immigration_status_id=key("child_id", "immigration"),
        immi_person_id="child_id",
        immi_immigration_status="_status",
    )


def _immigration_status() -> pl.Expr:
    care, left = pl.col("_care"), pl.col("_left")
    return (
        pl.when(care.eq_missing(pl.lit("Y")))
        .then(pl.lit("UASC"))
        .when(left.eq_missing(pl.lit("Y")) & care.eq_missing(pl.lit("N")))
        .then(pl.lit(_FORMERLY))
        .when(left.eq_missing(pl.lit("Y")))
        .then(pl.lit("UASC"))
        .when(care.is_null() & left.is_null())
        .then(pl.lit(_NOT_KNOWN))
    )


# The list that says who holds a case now, and the date in it that ends the spell.
_HOLDING = ((8, "care_end"), (7, "plan_end"), (6, "cin_closed"), (9, None))


def _allocations(annex_a: AnnexA) -> pl.DataFrame:
    """Who holds each child now: an open case before a closed one, then care, protection, need, leaving care.

    No list says since when, so an allocation has no start; it ends when the last of the child's spells does.
    """
    stated = [
        annex_a.frame(number).select(
            "child_id",
            "team",
            "worker",
            _until=pl.col(end) if end else pl.lit(None, pl.Date),
            _rank=pl.lit(rank),
        )
        for rank, (number, end) in enumerate(_HOLDING)
    ]
    held = pl.concat(stated).filter(pl.any_horizontal(pl.col("team", "worker").is_not_null()))
    still_held = pl.col("_until").is_null().any()
    ordered = held.sort(pl.col("_until").is_not_null(), "_rank", maintain_order=True)
    holders = ordered.group_by("child_id", maintain_order=True).agg(
        pl.col("team", "worker").first(), _until=pl.when(~still_held).then(pl.col("_until").max())
    )
    return holders.select(
        invo_involvements_id=key("child_id", "allocated"),
        invo_person_id="child_id",
        invo_professional_id="worker",
        invo_professional_role_id=pl.lit("allocated"),
        invo_professional_team="team",
        invo_involvement_end_date="_until",
    )


def _names(annex_a: AnnexA, *columns: str) -> pl.Series:
    """Every different name met in the columns, wherever a list has them."""
    met = [
        annex_a.frame(number)[column]
        for number in SUREST_FIRST
        for column in columns
        if column in schema(number)
    ]
    return pl.concat([series.alias("name") for series in met]).drop_nulls().unique().sort()


def _professionals(annex_a: AnnexA) -> pl.DataFrame:
    names = _names(annex_a, "worker", "personal_adviser")
    return pl.DataFrame({"prof_professional_id": names, "prof_professional_name": names})


def _departments(annex_a: AnnexA) -> pl.DataFrame:
    names = _names(annex_a, "team")
    return pl.DataFrame({"dept_team_id": names, "dept_team_name": names})
