"""From the tables of a children looked after return to the model's.

Episodes follow one another into care periods, legal statuses and placements. A period that was already
running when the year began is there from the first episode the return shows: the day the child entered care
is then not known, unless that episode is where it started.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import polars as pl

from goldenthread.records.annex_a.shaping import fitted, key, place_among
from goldenthread.records.coverage import Coverage, History
from goldenthread.records.returns.ssda903 import ReturnRead
from goldenthread.records.tables import Records
from goldenthread.standards.returns import year_start
from goldenthread.standards.safeguarding_dataset import dataset

Tables = dict[str, pl.DataFrame]

UASC = "UASC"
ALLOCATED = "allocated"
_PLACED = ("S", "P", "T", "B", "U")  # reasons for a new episode that bring a new placement
_STATUS = ("S", "L", "B", "U")  # and those that bring a new legal status
_HEALTH = {
    "HEALTH_ASSESSMENT": "health_assessment",
    "TEETH_CHECK": "dental_check",
    "HEALTH_CHECK": "development_check",
}
_MISSING = {"M": "missing", "A": "absent"}


def to_records(read: ReturnRead, *, authority: str = "") -> Records:
    """The return as records as at its date."""
    frames: Tables = _people(read)
    for table, make in _MAKERS.items():
        rows = read.rows(table)
        if rows is not None:
            frames |= make(rows, read.as_at)
    if "Reviews" in read.tables:
        frames |= _reviews(read)
    if {"AD1", "PlacedAdoption"} & set(read.tables):
        frames |= _adoptions(read)
    return Records(
        as_at=read.as_at,
        authority=authority,
        frames={name: fitted(frame, name).lazy() for name, frame in frames.items()},
        coverage={name: _coverage(name, read) for name in dataset().tables},
    )


_SOURCES: Mapping[str, tuple[History, tuple[str, ...]]] = {
    "ssd_person": ("current", ("Header",)),
    "ssd_linked_identifiers": ("current", ("Header",)),
    "ssd_mother": ("current", ("Header",)),
    "ssd_immigration_status": ("current", ("UASC",)),
    "ssd_cla_episodes": ("window", ("Episodes",)),
    "ssd_legal_status": ("window", ("Episodes",)),
    "ssd_cla_placement": ("window", ("Episodes",)),
    "ssd_cla_reviews": ("window", ("Reviews",)),
    "ssd_missing": ("window", ("Missing",)),
    "ssd_involvements": ("window", ("SWEpisodes",)),
    "ssd_professionals": ("current", ("SWEpisodes",)),
    "ssd_permanence": ("window", ("AD1", "PlacedAdoption")),
    "deprivation_of_liberty": ("window", ("DoLo",)),
    "ssd_cla_previous_permanence": ("window", ("PrevPerm",)),
    "ssd_care_leavers": ("current", ("OC3",)),
    "ssd_cla_health": ("current", ("OC2",)),
    "ssd_cla_immunisations": ("current", ("OC2",)),
    "ssd_cla_substance_misuse": ("current", ("OC2",)),
    "ssd_cla_convictions": ("current", ("OC2",)),
    "ssd_sdq_scores": ("current", ("OC2",)),
}
"""Each table a return can fill: how much history it then has, and the files that fill it."""


def _coverage(table: str, read: ReturnRead) -> Coverage:
    history, files = _SOURCES.get(table, ("absent", ()))
    if not set(files) & set(read.tables):
        history = "absent"
    start = year_start(read.year) if history == "window" else None
    return Coverage(table=table, history=history, window_start=start, window_end=read.as_at)


# The child


def _people(read: ReturnRead) -> Tables:
    """Everybody any file names: what Header says of them first."""
    columns = ("SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB")
    said = [
        table.rows.select(
            "CHILD", *(pl.col(name) if name in table.rows.columns else _nothing(name) for name in columns)
        )
        for table in read.tables.values()
    ]
    once = (
        pl.concat(said)
        .filter(pl.col("CHILD").is_not_null())
        .group_by("CHILD", maintain_order=True)
        .agg(pl.col(columns).drop_nulls().first())
    )
    is_reason = pl.col("UPN").str.starts_with("UN")
    numbered = once.filter(pl.col("UPN").is_not_null() & ~is_reason)
    mothers = once.filter(pl.col("MC_DOB").is_not_null())
    return {
        "ssd_person": once.select(
            pers_person_id="CHILD",
            pers_gender="SEX",
            pers_ethnicity="ETHNIC",
            pers_dob="DOB",
            pers_upn_unknown=pl.when(is_reason).then("UPN"),
            pers_is_mother="MOTHER",
        ),
        "ssd_linked_identifiers": numbered.select(
            link_table_id=pl.concat_str("CHILD", pl.lit("Unique Pupil Number"), separator="|"),
            link_person_id="CHILD",
            link_identifier_type=pl.lit("Unique Pupil Number"),
            link_identifier_value="UPN",
        ),
        "ssd_mother": mothers.select(
            moth_table_id=key("CHILD", "mother"), moth_person_id="CHILD", moth_childs_dob="MC_DOB"
        ),
    }


def _nothing(name: str) -> pl.Expr:
    kind = pl.Date if name in ("DOB", "MC_DOB") else pl.String
    return pl.lit(None, kind).alias(name)


def _asylum(rows: pl.DataFrame, _: date) -> Tables:
    once = rows.unique("CHILD", keep="last", maintain_order=True)
    return {
        "ssd_immigration_status": once.select(
            immi_immigration_status_id=key("CHILD", "immigration"),
            immi_person_id="CHILD",
            immi_immigration_status=pl.lit(UASC),
            immi_immigration_status_end_date="DUC",
        )
    }


# Care


def _in_order(rows: pl.DataFrame) -> pl.DataFrame:
    """Episodes in the order they ran, each with its care period, and whether it brings a new placement or
    legal status with it."""
    ordered = rows.sort("CHILD", "DECOM", pl.col("DEC").fill_null(date.max), maintain_order=True)
    before = {name: pl.col(name).shift(1).over("CHILD") for name in ("CHILD", "DEC", "REC", "LS", "PLACE")}
    begins = (
        before["CHILD"].is_null()
        | (pl.col("RNE") == "S").fill_null(value=False)
        | (before["REC"].is_not_null() & (before["REC"] != "X1"))
        | (pl.col("DECOM") > before["DEC"])
    )
    marked = ordered.with_columns(_begins=begins.fill_null(value=False)).with_columns(
        _nth=pl.col("_begins").cum_sum().over("CHILD"),
        _new_status=pl.col("_begins")
        | pl.col("RNE").is_in(_STATUS)
        | (pl.col("LS").ne_missing(before["LS"])),
        _new_place=pl.col("_begins")
        | pl.col("RNE").is_in(_PLACED)
        | pl.col("PLACE").ne_missing(before["PLACE"]),
    )
    of_period = {"_first": pl.col("DECOM").first(), "_how": pl.col("RNE").first()}
    periods = marked.with_columns(
        expression.over("CHILD", "_nth").alias(name) for name, expression in of_period.items()
    )
    return periods.with_columns(
        _period=key("CHILD", "care", day="_first"),
        _entered=pl.when(pl.col("_how") == "S").then("_first"),
        _status=pl.col("_new_status").fill_null(value=False).cum_sum().over("CHILD"),
        _place=pl.col("_new_place").fill_null(value=False).cum_sum().over("CHILD"),
    )


def _episodes(rows: pl.DataFrame, _: date) -> Tables:
    ordered = _in_order(rows).with_columns(place_among("CHILD", "DECOM"))
    return {
        "ssd_cla_episodes": ordered.select(
            clae_cla_episode_id=key("CHILD", "care_episode", day="DECOM", n="_n"),
            clae_person_id="CHILD",
            clae_cla_id="_period",
            clae_entered_care_date="_entered",
            clae_cla_episode_start_date="DECOM",
            clae_cla_episode_start_reason="RNE",
            clae_cla_primary_need_code="CIN",
            clae_cla_episode_ceased_date="DEC",
            clae_cla_episode_ceased_reason="REC",
        ),
        "ssd_legal_status": _spells(ordered, "_status", LS=pl.col("LS").first()).select(
            lega_legal_status_id=key("CHILD", "legal", day="_from", n="_n"),
            lega_person_id="CHILD",
            lega_legal_status="LS",
            lega_legal_status_start_date="_from",
            lega_legal_status_end_date="_to",
        ),
        "ssd_cla_placement": _spells(
            ordered,
            "_place",
            **{
                name: pl.col(name).first()
                for name in ("PLACE", "PLACE_PROVIDER", "PL_POST", "URN", "HOME_POST")
            },
            REASON_PLACE_CHANGE=pl.col("REASON_PLACE_CHANGE").last(),
            _period=pl.col("_period").first(),
        ).select(
            clap_cla_placement_id=key("CHILD", "placement", day="_from", n="_n"),
            clap_person_id="CHILD",
            clap_cla_id="_period",
            clap_cla_placement_start_date="_from",
            clap_cla_placement_end_date="_to",
            clap_cla_placement_type="PLACE",
            clap_cla_placement_provider="PLACE_PROVIDER",
            clap_cla_placement_change_reason="REASON_PLACE_CHANGE",
            clap_cla_placement_postcode="PL_POST",
            clap_cla_placement_urn="URN",
            clap_stated_home_postcode="HOME_POST",
        ),
    }


def _spells(ordered: pl.DataFrame, spell: str, **kept: pl.Expr) -> pl.DataFrame:
    """Episodes that follow one another with the same legal status or placement, as one spell."""
    merged = ordered.group_by("CHILD", spell, maintain_order=True).agg(
        _from=pl.col("DECOM").first(), _to=pl.col("DEC").last(), **kept
    )
    return merged.with_columns(place_among("CHILD", "_from"))


def _reviews(read: ReturnRead) -> Tables:
    """Reviews, each in the care period that had begun by its day, else in the child's first. How a child took
    part is of the review."""
    rows = read.tables["Reviews"].rows.with_columns(place_among("CHILD", "REVIEW"))
    episodes = read.rows("Episodes")
    if episodes is None:
        located = rows.with_columns(_period=pl.lit(None, pl.String))
    else:
        periods = _in_order(episodes).select("CHILD", "_first", "_period").unique(maintain_order=True)
        first = periods.sort("_first").unique("CHILD", keep="first").select("CHILD", _earliest="_period")
        located = (
            rows.sort("REVIEW")
            .join_asof(
                periods.sort("_first"),
                left_on="REVIEW",
                right_on="_first",
                by="CHILD",
                check_sortedness=False,
            )
            .join(first, on="CHILD", how="left")
            .with_columns(pl.coalesce("_period", "_earliest").alias("_period"))
        )
    return {
        "ssd_cla_reviews": located.sort("CHILD", "REVIEW").select(
            clar_cla_review_id=key("CHILD", "review", day="REVIEW", n="_n"),
            clar_cla_id="_period",
            clar_cla_review_date="REVIEW",
            clar_cla_review_cancelled=pl.lit("N"),
            clar_cla_review_participation="REVIEW_CODE",
        )
    }


def _missing(rows: pl.DataFrame, _: date) -> Tables:
    found = rows.with_columns(place_among("CHILD", "MIS_START"))
    return {
        "ssd_missing": found.select(
            miss_table_id=key("CHILD", "missing", day="MIS_START", n="_n"),
            miss_person_id="CHILD",
            miss_missing_episode_start_date="MIS_START",
            miss_missing_episode_type=pl.col("MISSING").replace_strict(_MISSING, default=None),
            miss_missing_episode_end_date="MIS_END",
        )
    }


def _workers(rows: pl.DataFrame, _: date) -> Tables:
    found = rows.with_columns(place_among("CHILD", "SW_DECOM"))
    named = rows["SW_ID"].drop_nulls().unique().sort()
    return {
        "ssd_involvements": found.select(
            invo_involvements_id=key("CHILD", ALLOCATED, day="SW_DECOM", n="_n"),
            invo_person_id="CHILD",
            invo_professional_id="SW_ID",
            invo_professional_role_id=pl.lit(ALLOCATED),
            invo_involvement_start_date="SW_DECOM",
            invo_involvement_end_date="SW_DEC",
            invo_worker_change_reason="SW_REASON",
        ),
        "ssd_professionals": pl.DataFrame({"prof_professional_id": named, "prof_professional_name": named}),
    }


def _liberty(rows: pl.DataFrame, _: date) -> Tables:
    found = rows.with_columns(place_among("CHILD", "DOLO_START"))
    return {
        "deprivation_of_liberty": found.select(
            dolo_table_id=key("CHILD", "liberty", day="DOLO_START", n="_n"),
            dolo_person_id="CHILD",
            dolo_start_date="DOLO_START",
            dolo_end_date="DOLO_END",
        )
    }


# What is stated of a year, or on leaving


def _health(rows: pl.DataFrame, as_at: date) -> Tables:
    once = rows.unique("CHILD", keep="last", maintain_order=True).with_columns(_year=pl.lit(as_at))
    checks = [
        once.filter(pl.col(column).is_not_null()).select(
            clah_health_check_id=key("CHILD", kind, day="_year"),
            clah_person_id="CHILD",
            clah_health_check_type=pl.lit(kind),
            clah_health_check_status=pl.when(pl.col(column) == "Y")
            .then(pl.lit("done"))
            .otherwise(pl.lit("not done")),
        )
        for column, kind in _HEALTH.items()
    ]
    scored = once.filter(pl.any_horizontal(pl.col("SDQ_SCORE", "SDQ_REASON").is_not_null()))
    return {
        "ssd_cla_health": pl.concat(checks),
        "ssd_sdq_scores": scored.select(
            csdq_table_id=key("CHILD", "sdq", day="_year"),
            csdq_person_id="CHILD",
            csdq_sdq_reason="SDQ_REASON",
            csdq_sdq_score="SDQ_SCORE",
            csdq_stated_year_end="_year",
        ),
        "ssd_cla_immunisations": once.filter(pl.col("IMMUNISATIONS").is_not_null()).select(
            clai_person_id="CHILD",
            clai_immunisations_status="IMMUNISATIONS",
            clai_immunisations_status_date="_year",
        ),
        "ssd_cla_substance_misuse": once.filter(pl.col("SUBSTANCE_MISUSE").is_not_null()).select(
            clas_substance_misuse_id=key("CHILD", "substance", day="_year"),
            clas_person_id="CHILD",
            clas_substance_misused="SUBSTANCE_MISUSE",
            clas_intervention_received="INTERVENTION_RECEIVED",
            clas_stated_intervention_offered="INTERVENTION_OFFERED",
            clas_stated_year_end="_year",
        ),
        "ssd_cla_convictions": once.filter(pl.col("CONVICTED").is_not_null()).select(
            clac_cla_conviction_id=key("CHILD", "convicted", day="_year"),
            clac_person_id="CHILD",
            clac_stated_convicted="CONVICTED",
            clac_stated_year_end="_year",
        ),
    }


def _leavers(rows: pl.DataFrame, _: date) -> Tables:
    once = rows.unique("CHILD", keep="last", maintain_order=True)
    return {
        "ssd_care_leavers": once.select(
            clea_table_id=key("CHILD", "care_leaver"),
            clea_person_id="CHILD",
            clea_care_leaver_in_touch="IN_TOUCH",
            clea_care_leaver_activity="ACTIV",
            clea_care_leaver_accommodation=pl.col("ACCOM").str.slice(0, 1),
            clea_care_leaver_accom_suitable=pl.col("ACCOM").str.slice(1, 1),
        )
    }


def _earlier_permanence(rows: pl.DataFrame, _: date) -> Tables:
    found = rows.with_columns(_n=pl.int_range(1, pl.len() + 1).over("CHILD"))
    return {
        "ssd_cla_previous_permanence": found.select(
            lapp_table_id=key("CHILD", "previous_permanence", n="_n"),
            lapp_person_id="CHILD",
            lapp_previous_permanence_order_date="DATE_PERM",
            lapp_previous_permanence_option="PREV_PERM",
            lapp_previous_permanence_la="LA_PERM",
        )
    }


def _adoptions(read: ReturnRead) -> Tables:
    """Decisions to place for adoption, and what is said of the adoption where one followed: they meet on the
    child and the decision's date."""
    decided = _or_empty(read, "PlacedAdoption", "DATE_PLACED").rename({"DATE_PLACED": "_decided"})
    adopted = _or_empty(read, "AD1", "DATE_INT").rename({"DATE_INT": "_decided"})
    met = decided.join(adopted, on=["CHILD", "_decided", "_n"], how="full", coalesce=True)
    rows = met.join(_orders(read), on="CHILD", how="left").sort("CHILD", "_decided", "_n")
    is_last = pl.col("_decided") == pl.col("_decided").max().over("CHILD")
    ordered = pl.when(is_last).then("_ordered")
    return {
        "ssd_permanence": rows.select(
            perm_table_id=key("CHILD", "adoption", day="_decided", n="_n"),
            perm_person_id="CHILD",
            perm_adm_decision_date="_decided",
            perm_matched_date="DATE_MATCH",
            perm_decision_reversed_date="DATE_PLACED_CEASED",
            perm_decision_reversed_reason="REASON_PLACED_CEASED",
            perm_permanence_order_date=ordered,
            perm_permanence_order_type=pl.when(ordered.is_not_null()).then(pl.lit("Adoption order")),
            perm_adopted_by_carer_flag="FOSTER_CARE",
            perm_adopter_sex="SEX_ADOPTR",
            perm_adopter_legal_status="LS_ADOPTR",
            perm_number_of_adopters="NB_ADOPTR",
        )
    }


def _or_empty(read: ReturnRead, table: str, day: str) -> pl.DataFrame:
    """A table's rows without what another has too; none, where the return does not have it."""
    from goldenthread.records.returns.cells import kind_of
    from goldenthread.standards.returns import ssda903

    columns = [one for one in ssda903().tables[table].columns if one.name != "DOB"]
    rows = read.rows(table)
    if rows is None:
        rows = pl.DataFrame(schema={one.name: kind_of(one) for one in columns})
    return rows.select(*(one.name for one in columns)).with_columns(place_among("CHILD", day))


def _orders(read: ReturnRead) -> pl.DataFrame:
    """The day a child's care ended by adoption."""
    episodes = read.rows("Episodes")
    if episodes is None:
        return pl.DataFrame(schema={"CHILD": pl.String, "_ordered": pl.Date})
    adopted = episodes.filter(pl.col("REC").is_in(["E11", "E12"]) & pl.col("DEC").is_not_null())
    return adopted.group_by("CHILD").agg(_ordered=pl.col("DEC").max())


_MAKERS: Mapping[str, Callable[[pl.DataFrame, date], Tables]] = {
    "UASC": _asylum,
    "Episodes": _episodes,
    "Missing": _missing,
    "SWEpisodes": _workers,
    "DoLo": _liberty,
    "OC2": _health,
    "OC3": _leavers,
    "PrevPerm": _earlier_permanence,
}
