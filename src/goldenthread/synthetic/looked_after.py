"""The files of a children looked after return, written from records, of one collection year.

For made-up authorities and tests: no local reading of the guidance is in it, and it is not for sending on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import polars as pl

from goldenthread.records.returns.ssda903 import MADE_UP_FILE
from goldenthread.records.tables import Records
from goldenthread.standards.returns import collection_year, ssda903, year_start

_DAY = "%d/%m/%Y"
_FLAG = {"Y": "1", "N": "0"}
_OLDER_SEX = {"M": "1", "F": "2"}


def write_looked_after(records: Records, folder: Path) -> None:
    """One CSV file for each table the records can fill, named as the return names it. The same records give
    the same bytes; the folder's name should say the date, which the files do not."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MADE_UP_FILE).write_text("Made-up data: no child, family or worker here is real.\n")
    year = collection_year(records.as_at)
    in_care = _episodes(records, year_start(year))
    children = in_care.select("CHILD").unique()
    people = _people(records, year)
    for name, make in _MAKERS.items():
        table = ssda903().tables[name]
        if table.since is not None and year < table.since:
            continue
        rows = in_care if name == "Episodes" else make(records, year_start(year))
        cared_for = (
            rows if name == "OC3" else rows.join(children, on="CHILD", how="semi", maintain_order="left")
        )
        whole = cared_for.join(
            people.select("CHILD", "DOB", "SEX"), on="CHILD", how="left", maintain_order="left"
        )
        _write(folder / f"{name.lower()}.csv", _columns(whole, table.column_names))
    everybody = pl.concat([children, _MAKERS["OC3"](records, year_start(year)).select("CHILD")]).unique()
    header = people.join(everybody, on="CHILD", how="semi", maintain_order="left")
    _write(folder / "header.csv", _columns(header, ssda903().tables["Header"].column_names))


def _columns(rows: pl.DataFrame, names: tuple[str, ...]) -> pl.DataFrame:
    return rows.select(
        pl.col(name) if name in rows.columns else pl.lit(None, pl.String).alias(name) for name in names
    )


def _write(path: Path, rows: pl.DataFrame) -> None:
    rows.with_columns(pl.col(pl.Date).dt.strftime(_DAY)).write_csv(path, line_terminator="\r\n")


def _people(records: Records, year: int) -> pl.DataFrame:
    mothers = records.table("ssd_mother").collect().select("moth_person_id", "moth_childs_dob")
    numbers = records.table("ssd_linked_identifiers").collect()
    pupil = numbers.filter(pl.col("link_identifier_type") == "Unique Pupil Number")
    sex = (
        pl.col("pers_gender")
        if year >= 2025
        else pl.col("pers_gender").replace_strict(_OLDER_SEX, default=None)
    )
    return (
        records.table("ssd_person")
        .collect()
        .join(mothers, left_on="pers_person_id", right_on="moth_person_id", how="left", maintain_order="left")
        .join(
            pupil.select("link_person_id", "link_identifier_value"),
            left_on="pers_person_id",
            right_on="link_person_id",
            how="left",
            maintain_order="left",
        )
        .select(
            CHILD="pers_person_id",
            SEX=pl.when(sex.is_in(["M", "F", "1", "2"]))
            .then(sex)
            .otherwise(pl.lit("U" if year >= 2025 else None)),
            DOB="pers_dob",
            ETHNIC=pl.when(pl.col("pers_ethnicity").is_in(list(ssda903().code_sets["ethnicity"])))
            .then("pers_ethnicity")
            .otherwise(pl.lit("NOBT")),
            UPN=pl.coalesce("link_identifier_value", "pers_upn_unknown"),
            MOTHER=_digits("pers_is_mother"),
            MC_DOB="moth_childs_dob",
        )
    )


def _digits(flag: str) -> pl.Expr:
    return pl.col(flag).replace_strict(_FLAG, default=None, return_dtype=pl.String)


def _episodes(records: Records, start: date) -> pl.DataFrame:
    """An episode for each time the legal status or the placement changed, whole, of those open in the year.

    The model holds statuses and placements as spells of their own; each episode takes the ones it began with.
    """
    episodes = (
        records.table("ssd_cla_episodes").filter(_open_in(start, "clae_cla_episode_ceased_date")).collect()
    )
    ordered = episodes.sort("clae_person_id", "clae_cla_episode_start_date")
    at_start = _at_start(ordered, records)
    legal = pl.col("LS").ne_missing(pl.col("LS").shift(1).over("CHILD"))
    placed = pl.col("_placement").ne_missing(pl.col("_placement").shift(1).over("CHILD"))
    begins = pl.col("DECOM") == pl.col("_entered")
    how = (
        pl.when(begins)
        .then(pl.lit("S"))
        .when(pl.col("_how").is_not_null())
        .then("_how")
        .when(legal & placed)
        .then(pl.lit("B"))
        .when(legal)
        .then(pl.lit("L"))
        .otherwise(pl.lit("P"))
    )
    return at_start.with_columns(RNE=how)


def _at_start(episodes: pl.DataFrame, records: Records) -> pl.DataFrame:
    """Each episode with the legal status and the placement that held on its first day."""
    named = episodes.select(
        CHILD="clae_person_id",
        DECOM="clae_cla_episode_start_date",
        DEC="clae_cla_episode_ceased_date",
        REC="clae_cla_episode_ceased_reason",
        CIN="clae_cla_primary_need_code",
        _how="clae_cla_episode_start_reason",
        _entered="clae_entered_care_date",
    )
    legal = (
        records.table("ssd_legal_status")
        .collect()
        .select(CHILD="lega_person_id", _day="lega_legal_status_start_date", LS="lega_legal_status")
    )
    placed = (
        records.table("ssd_cla_placement")
        .collect()
        .select(
            CHILD="clap_person_id",
            _day="clap_cla_placement_start_date",
            _placement="clap_cla_placement_id",
            PLACE="clap_cla_placement_type",
            PLACE_PROVIDER="clap_cla_placement_provider",
            REASON_PLACE_CHANGE="clap_cla_placement_change_reason",
            PL_POST="clap_cla_placement_postcode",
            URN="clap_cla_placement_urn",
            HOME_POST="clap_stated_home_postcode",
        )
    )
    rows = named.with_columns(_day="DECOM").sort("_day")
    for spells in (legal, placed):
        rows = rows.join_asof(
            spells.drop_nulls("_day").sort("_day"), on="_day", by="CHILD", check_sortedness=False
        )
    return rows.sort("CHILD", "DECOM")


def _open_in(start: date, end: str) -> pl.Expr:
    return pl.col(end).is_null() | (pl.col(end) >= start)


def _reviews(records: Records, start: date) -> pl.DataFrame:
    of_child = records.table("ssd_cla_episodes").select("clae_cla_id", "clae_person_id").unique()
    held = records.table("ssd_cla_reviews").filter(
        pl.col("clar_cla_review_date") >= start, pl.col("clar_cla_review_cancelled").ne_missing("Y")
    )
    joined = held.join(of_child, left_on="clar_cla_id", right_on="clae_cla_id", how="inner").collect()
    return joined.select(
        CHILD="clae_person_id", REVIEW="clar_cla_review_date", REVIEW_CODE="clar_cla_review_participation"
    ).sort("CHILD", "REVIEW")


def _missing(records: Records, start: date) -> pl.DataFrame:
    kinds = {"missing": "M", "absent": "A"}
    held = records.table("ssd_missing").filter(_open_in(start, "miss_missing_episode_end_date")).collect()
    return held.select(
        CHILD="miss_person_id",
        MISSING=pl.col("miss_missing_episode_type").replace_strict(
            kinds, default=None, return_dtype=pl.String
        ),
        MIS_START="miss_missing_episode_start_date",
        MIS_END="miss_missing_episode_end_date",
    ).sort("CHILD", "MIS_START")


def _asylum(records: Records, _: date) -> pl.DataFrame:
    held = (
        records.table("ssd_immigration_status").filter(pl.col("immi_immigration_status") == "UASC").collect()
    )
    return held.select(CHILD="immi_person_id", DUC="immi_immigration_status_end_date").sort("CHILD")


def _workers(records: Records, start: date) -> pl.DataFrame:
    held = records.table("ssd_involvements").filter(_open_in(start, "invo_involvement_end_date")).collect()
    known = held.filter(pl.col("invo_professional_id").is_not_null())
    return known.select(
        CHILD="invo_person_id",
        SW_ID=pl.lit("SW") + pl.col("invo_professional_id"),
        SW_DECOM="invo_involvement_start_date",
        SW_DEC="invo_involvement_end_date",
        SW_REASON="invo_worker_change_reason",
    ).sort("CHILD", "SW_DECOM", "SW_ID")


def _leavers(records: Records, _: date) -> pl.DataFrame:
    held = records.table("ssd_care_leavers").collect()
    home = pl.concat_str("clea_care_leaver_accommodation", "clea_care_leaver_accom_suitable")
    return held.select(
        CHILD="clea_person_id",
        IN_TOUCH="clea_care_leaver_in_touch",
        ACTIV=pl.col("clea_care_leaver_activity").fill_null("0"),
        ACCOM=home.fill_null("0"),
    ).sort("CHILD")


def _decisions(records: Records, start: date) -> pl.DataFrame:
    held = records.table("ssd_permanence").collect()
    return (
        held.filter(
            pl.col("perm_adm_decision_date").is_not_null()
            & (_open_in(start, "perm_decision_reversed_date") & _open_in(start, "perm_permanence_order_date"))
        )
        .select(
            CHILD="perm_person_id",
            DATE_PLACED="perm_adm_decision_date",
            DATE_PLACED_CEASED="perm_decision_reversed_date",
            REASON_PLACED_CEASED="perm_decision_reversed_reason",
        )
        .sort("CHILD", "DATE_PLACED")
    )


def _adopted(records: Records, start: date) -> pl.DataFrame:
    held = records.table("ssd_permanence").filter(pl.col("perm_permanence_order_date") >= start).collect()
    return held.select(
        CHILD="perm_person_id",
        DATE_INT="perm_adm_decision_date",
        DATE_MATCH="perm_matched_date",
        FOSTER_CARE=_digits("perm_adopted_by_carer_flag"),
        NB_ADOPTR="perm_number_of_adopters",
        SEX_ADOPTR="perm_adopter_sex",
        LS_ADOPTR="perm_adopter_legal_status",
    ).sort("CHILD", "DATE_INT")


def _nobody(_: Records, __: date) -> pl.DataFrame:
    return pl.DataFrame(schema={"CHILD": pl.String})


_MAKERS: Mapping[str, Callable[[Records, date], pl.DataFrame]] = {
    "Episodes": _nobody,
    "Reviews": _reviews,
    "UASC": _asylum,
    "OC3": _leavers,
    "AD1": _adopted,
    "PlacedAdoption": _decisions,
    "Missing": _missing,
    "SWEpisodes": _workers,
}
