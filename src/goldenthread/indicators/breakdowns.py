"""What a figure can be broken down by, beyond the team and worker each case carries.

Each breakdown describes the child on the day of the case: the age that day, the plan or the placement then.
What the records do not say is a group of its own, never left out, so that groups add up to the whole.
Locality is not here: the records hold no address.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

import polars as pl

from goldenthread.indicators.source import Source, aged, disabled, in_care_terms, shared, unborn, with_births
from goldenthread.standards.annex_a import standard

_AGES = ((1, "under 1"), (5, "1 to 4"), (10, "5 to 9"), (16, "10 to 15"), (18, "16 and 17"))
_OLDER = "18 and over"


def labels(code_set: str) -> dict[str, str]:
    """Code to what it means, with the code, as figures name it."""
    return {
        one.raw: f"{one.label} ({one.raw})" if one.label else one.raw
        for one in standard().code_sets[code_set].codes
    }


def groups_of(code_set: str, column: str) -> pl.Expr:
    """The group a code belongs to in the published lists, without the letter they are put in order by."""
    groups = {
        one.raw: re.sub(r"^[a-z]\) ?", "", one.group)
        for one in standard().code_sets[code_set].codes
        if one.group and not one.group.startswith("zz")
    }
    return pl.col(column).replace_strict(groups, default=None, return_dtype=pl.String)


def named_codes(code_set: str, column: str) -> pl.Expr:
    """What a code means, with the code; null where it is none of the list."""
    return pl.col(column).replace_strict(labels(code_set), default=None, return_dtype=pl.String)


def ethnic_groups() -> dict[str, str]:
    """Ethnicity code to its broad group."""
    return {one.raw: one.group for one in standard().code_sets["ethnicity"].codes if one.group}


ABUSE: Mapping[str, str] = MappingProxyType(
    {
        "NEG": "neglect",
        "PHY": "physical abuse",
        "SAB": "sexual abuse",
        "EMO": "emotional abuse",
        "MUL": "more than one kind",
    }
)
SEX: Mapping[str, str] = MappingProxyType({"M": "male", "F": "female", "I": "neither"})


def _age(source: Source, cases: pl.LazyFrame) -> pl.LazyFrame:
    on = pl.col("on")
    band: pl.Expr = pl.when(pl.col("born").is_not_null()).then(pl.lit(_OLDER))
    for limit, words in reversed(_AGES):
        band = pl.when(~aged(limit, on=on)).then(pl.lit(words)).otherwise(band)
    band = pl.when(unborn(on)).then(pl.lit("unborn")).otherwise(band)
    return with_births(source, cases).with_columns(age=band).drop("born", "expected")


@shared
def _people(source: Source) -> pl.LazyFrame:
    coded = source.table("ssd_person").unique("pers_person_id", keep="any")
    return coded.select(
        child_id="pers_person_id",
        sex=pl.col("pers_gender").replace_strict(SEX, default=None),
        ethnicity=pl.col("pers_ethnicity").replace_strict(ethnic_groups(), default=None),
    )


def _of_person(column: str) -> Describe:
    def described(source: Source, cases: pl.LazyFrame) -> pl.LazyFrame:
        return cases.join(_people(source).select("child_id", column), on="child_id", how="left")

    return described


def _disability(source: Source, cases: pl.LazyFrame) -> pl.LazyFrame:
    words = pl.when(pl.col("is_disabled").fill_null(value=False)).then(pl.lit("disabled"))
    return (
        cases.join(disabled(source), on="child_id", how="left")
        .with_columns(disability=words.otherwise(pl.lit("no disability recorded")))
        .drop("is_disabled")
    )


def _then(cases: pl.LazyFrame, spells: pl.LazyFrame, column: str) -> pl.LazyFrame:
    """`cases` with `column` of the child's latest spell begun by the day, if it had not ended before it: one
    that ended that day still describes it.

    `spells`: child_id, since, until, and the column.
    """
    latest = cases.sort("on").join_asof(
        spells.filter(pl.col("since").is_not_null()).sort("since"),
        left_on="on",
        right_on="since",
        by="child_id",
        strategy="backward",
        check_sortedness=False,  # both are sorted
    )
    gone = (pl.col("until") < pl.col("on")).fill_null(value=False)
    return latest.with_columns(pl.when(~gone).then(column).alias(column)).drop("since", "until")


def _need(source: Source, cases: pl.LazyFrame) -> pl.LazyFrame:
    spells = source.table("ssd_cin_episodes").select(
        child_id="cine_person_id",
        since="cine_referral_date",
        until=pl.lit(None, pl.Date),
        need=pl.col("cine_cin_primary_need_code").replace_strict(labels("primary_need"), default=None),
    )
    return _then(cases, spells.filter(pl.col("need").is_not_null()), "need")


def _category(source: Source, cases: pl.LazyFrame) -> pl.LazyFrame:
    code = pl.coalesce("cppl_cp_plan_latest_category", "cppl_cp_plan_initial_category")
    spells = source.table("ssd_cp_plans").select(
        child_id="cppl_person_id",
        since="cppl_cp_plan_start_date",
        until="cppl_cp_plan_end_date",
        category=code.replace_strict(ABUSE, default=None),
    )
    return _then(cases, spells, "category")


def _legal_status(source: Source, cases: pl.LazyFrame) -> pl.LazyFrame:
    return _then(cases, in_care_terms(source), "legal_status")


def _placement(source: Source, cases: pl.LazyFrame) -> pl.LazyFrame:
    whose = source.table("ssd_cla_episodes").select(about_care="clae_cla_id", whose="clae_person_id").unique()
    spells = (
        source.table("ssd_cla_placement")
        .join(whose, left_on="clap_cla_id", right_on="about_care", how="left")
        .select(
            child_id=pl.coalesce("whose", "clap_person_id"),
            since="clap_cla_placement_start_date",
            until="clap_cla_placement_end_date",
            placement=pl.col("clap_cla_placement_type").replace_strict(
                labels("placement_type"), default=None
            ),
        )
    )
    return _then(cases, spells, "placement")


Describe = Callable[[Source, pl.LazyFrame], pl.LazyFrame]

DESCRIBED: Mapping[str, Describe] = MappingProxyType(
    {
        "age": _age,
        "sex": _of_person("sex"),
        "ethnicity": _of_person("ethnicity"),
        "disability": _disability,
        "need": _need,
        "category": _category,
        "legal_status": _legal_status,
        "placement": _placement,
    }
)

NOT_SAID: Mapping[str, str] = MappingProxyType(
    {
        "age": "age not known",
        "sex": "sex not recorded",
        "ethnicity": "ethnicity not recorded",
        "disability": "no disability recorded",
        "need": "no need recorded",
        "category": "no protection plan then",
        "legal_status": "not in care then, or no legal status",
        "placement": "not in a placement then",
    }
)


def described(source: Source, cases: pl.LazyFrame, by: tuple[str, ...]) -> pl.LazyFrame:
    """`cases` with a column for each breakdown asked for that cases do not carry themselves."""
    for group in by:
        if group in DESCRIBED:
            cases = DESCRIBED[group](source, cases)
    return cases
