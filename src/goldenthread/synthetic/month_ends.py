"""The same authority as its records would have looked on an earlier date.

What had not happened is dropped; what had not ended is open again; what was not yet known is blank.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import polars as pl

from goldenthread.records.coverage import Coverage
from goldenthread.records.tables import Records
from goldenthread.standards.safeguarding_dataset import dataset


@dataclass(frozen=True)
class _Cut:
    """How a table is taken back: rows whose `happened` is later go; each date in `later` that is later is
    blanked, with the fields that are known only from then."""

    happened: str
    later: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


_CUTS = {
    "ssd_immigration_status": _Cut(
        "immi_immigration_status_start_date", {"immi_immigration_status_end_date": ()}
    ),
    "ssd_legal_status": _Cut("lega_legal_status_start_date", {"lega_legal_status_end_date": ()}),
    "ssd_contacts": _Cut("cont_contact_date"),
    "ssd_early_help_episodes": _Cut("earl_episode_start_date", {"earl_episode_end_date": ()}),
    "ssd_cin_episodes": _Cut("cine_referral_date", {"cine_close_date": ("cine_close_reason",)}),
    "ssd_cin_assessments": _Cut(
        "cina_assessment_start_date", {"cina_assessment_auth_date": ("cina_assessment_outcome_nfa",)}
    ),
    "ssd_cin_plans": _Cut("cinp_cin_plan_start_date", {"cinp_cin_plan_end_date": ()}),
    "ssd_cin_visits": _Cut("cinv_cin_visit_date"),
    "ssd_s47_enquiry": _Cut("s47e_s47_start_date", {"s47e_s47_end_date": ("s47e_s47_nfa",)}),
    "ssd_initial_cp_conference": _Cut("icpc_icpc_date", {"icpc_icpc_target_date": ()}),
    "ssd_cp_plans": _Cut("cppl_cp_plan_start_date", {"cppl_cp_plan_end_date": ()}),
    "ssd_cp_visits": _Cut("cppv_cp_visit_date"),
    "ssd_cp_reviews": _Cut("cppr_cp_review_date"),
    "ssd_cla_episodes": _Cut(
        "clae_cla_episode_start_date", {"clae_cla_episode_ceased_date": ("clae_cla_episode_ceased_reason",)}
    ),
    "ssd_cla_placement": _Cut("clap_cla_placement_start_date", {"clap_cla_placement_end_date": ()}),
    "ssd_cla_reviews": _Cut("clar_cla_review_date"),
    "ssd_cla_visits": _Cut("clav_cla_visit_date"),
    "ssd_cla_care_plan": _Cut("lacp_cla_care_plan_start_date", {"lacp_cla_care_plan_end_date": ()}),
    "ssd_cla_health": _Cut("clah_health_check_date"),
    "ssd_missing": _Cut(
        "miss_missing_episode_start_date",
        {"miss_missing_episode_end_date": ("miss_missing_rhi_offered", "miss_missing_rhi_accepted")},
    ),
    "ssd_permanence": _Cut(
        "perm_adm_decision_date",
        {
            "perm_placement_order_date": (),
            "perm_matched_date": ("perm_adopter_family_id",),
            "perm_placed_for_adoption_date": (),
            "perm_placed_ffa_cp_date": (),
            "perm_decision_reversed_date": ("perm_decision_reversed_reason",),
            "perm_permanence_order_date": ("perm_permanence_order_type",),
        },
    ),
    "ssd_involvements": _Cut("invo_involvement_start_date", {"invo_involvement_end_date": ()}),
    "ssd_sdq_scores": _Cut("csdq_sdq_completed_date"),
    "ssd_cla_substance_misuse": _Cut("clas_substance_misuse_date"),
    "ssd_cla_convictions": _Cut("clac_cla_conviction_date"),
    "practice_supervision": _Cut("supr_date"),
    "practice_management_oversight": _Cut("over_date", {"over_action_done_date": ()}),
    "practice_case_discussions": _Cut("disc_date"),
    "practice_core_groups": _Cut("core_date"),
    "practice_review_participation": _Cut("part_review_date"),
    "practice_complaints": _Cut("comp_received_date", {"comp_responded_date": ("comp_outcome",)}),
    "adopters": _Cut(
        "adop_enquiry_date",
        {
            "adop_stage_1_start_date": (),
            "adop_stage_1_end_date": (),
            "adop_stage_2_start_date": (),
            "adop_stage_2_end_date": (),
            "adop_application_date": (),
            "adop_approval_date": (),
            "adop_matched_date": (),
            "adop_placed_date": ("adop_children_placed",),
            "adop_order_date": (),
            "adop_left_date": ("adop_left_reason",),
        },
    ),
}

# Where only the latest is held, and it is later than the date asked for, an earlier one is supposed:
# contact with a care leaver every eight weeks, a pathway plan review and a reviewing officer's visit every
# six months.
_CONTACT_EVERY = 56
_REVIEW_EVERY = 182
_IMMUNISED_EVERY = 365
_WEEKS_IN_CARE = 13


def as_at_earlier(records: Records, as_at: date) -> Records:
    """The records as they would have stood on `as_at`, which is their own date or an earlier one.

    Meant for made-up records, where every event is known. Nothing in the result is dated after `as_at` but
    the expected birth of the unborn; at the records' own date nothing changes.
    """
    if as_at > records.as_at:
        raise ValueError("the records say nothing about a later date")
    frames = {name: _cut(records.table(name), cut, as_at) for name, cut in _CUTS.items()}
    frames["ssd_department"] = records.table("ssd_department")
    frames["ssd_cla_episodes"] = _officer_contact(frames["ssd_cla_episodes"], as_at)
    frames["ssd_assessment_factors"] = _found(records.table("ssd_assessment_factors"), frames)
    frames["ssd_cla_immunisations"] = _immunised(records.table("ssd_cla_immunisations"), frames, as_at)
    frames["ssd_person"] = people = _people(records.table("ssd_person"), frames, as_at)
    frames["ssd_disability"] = _of_people(records.table("ssd_disability"), "disa_person_id", people)
    frames["ssd_care_leavers"] = _care_leavers(records.table("ssd_care_leavers"), frames, as_at)
    frames["ssd_professionals"] = _come_by_then(records, frames)
    ordered = {name: _ordered(frames[name], name) for name in dataset().tables if name in records.frames}
    coverage = {name: _until(held, as_at) for name, held in records.coverage.items()}
    return replace(records, as_at=as_at, frames=ordered, coverage=coverage)


def _ordered(frame: pl.LazyFrame, name: str) -> pl.LazyFrame:
    return frame.sort(dataset().tables[name].key).collect().lazy()


def _until(held: Coverage, as_at: date) -> Coverage:
    start = min(held.window_start, as_at) if held.window_start else None
    return replace(held, window_start=start, window_end=as_at)


def _cut(frame: pl.LazyFrame, cut: _Cut, as_at: date) -> pl.LazyFrame:
    happened = pl.col(cut.happened)
    blanked = [
        _unless_later(column, date_column, as_at)
        for date_column, known_then in cut.later.items()
        for column in (date_column, *known_then)
    ]
    return frame.filter(happened.is_null() | (happened <= as_at)).with_columns(blanked)


def _unless_later(column: str, date_column: str, as_at: date) -> pl.Expr:
    """The column, blank where the date is later. A field with no date beside it stays as it is."""
    later = (pl.col(date_column) > as_at).fill_null(False)
    return pl.when(~later).then(pl.col(column)).alias(column)


def _taken_back(column: str, every: int, as_at: date) -> pl.Expr:
    """A repeated event's date, moved back by whole intervals until it is not after `as_at`."""
    over = (pl.col(column) - pl.lit(as_at)).dt.total_days()
    back = ((over + every - 1) // every).clip(lower_bound=0) * every
    return (pl.col(column) - pl.duration(days=back)).cast(pl.Date)


def _officer_contact(episodes: pl.LazyFrame, as_at: date) -> pl.LazyFrame:
    seen = "clae_cla_last_iro_contact_date"
    moved = _taken_back(seen, _REVIEW_EVERY, as_at)
    return episodes.with_columns(pl.when(moved >= pl.col("clae_entered_care_date")).then(moved).alias(seen))


def _found(factors: pl.LazyFrame, frames: Mapping[str, pl.LazyFrame]) -> pl.LazyFrame:
    """The factors of assessments that a manager had authorised."""
    done = frames["ssd_cin_assessments"].filter(pl.col("cina_assessment_auth_date").is_not_null())
    return factors.join(done, left_on="cinf_assessment_id", right_on="cina_assessment_id", how="semi")


def _immunised(status: pl.LazyFrame, frames: Mapping[str, pl.LazyFrame], as_at: date) -> pl.LazyFrame:
    """A yearly status, of children who had come into care."""
    column = "clai_immunisations_status_date"
    in_care = frames["ssd_cla_episodes"]
    known = status.join(in_care, left_on="clai_person_id", right_on="clae_person_id", how="semi")
    return known.with_columns(_taken_back(column, _IMMUNISED_EVERY, as_at).alias(column))


def _people(people: pl.LazyFrame, frames: Mapping[str, pl.LazyFrame], as_at: date) -> pl.LazyFrame:
    """Children something had happened to, born or not as of the date."""
    columns = ((name, _person_column(name)) for name in frames)
    known = pl.concat(
        [frames[name].select(pl.col(column).alias("known")) for name, column in columns if column]
    ).unique()
    return people.join(known, left_on="pers_person_id", right_on="known", how="semi").with_columns(
        _unless_later("pers_dob", "pers_dob", as_at),
        _unless_later("pers_death_date", "pers_death_date", as_at),
    )


def _person_column(table: str) -> str | None:
    if table == "ssd_person":
        return None
    names = dataset().tables[table].field_names
    return next((name for name in names if name.endswith("_person_id")), None)


def _come_by_then(records: Records, frames: Mapping[str, pl.LazyFrame]) -> pl.LazyFrame:
    """Workers without those who came later: whom the records name, and did not by then."""
    later = _named(records.frames).join(_named(frames), on="named", how="anti")
    return records.table("ssd_professionals").join(
        later, left_on="prof_professional_id", right_on="named", how="anti"
    )


def _named(frames: Mapping[str, pl.LazyFrame]) -> pl.LazyFrame:
    """Every worker that a record names."""
    columns = (
        (name, field.name)
        for name in frames
        for field in dataset().tables[name].fields
        if field.references == "ssd_professionals.prof_professional_id"
    )
    named = [frames[name].select(named=column) for name, column in columns]
    return pl.concat([pl.LazyFrame(schema={"named": pl.String}), *named]).drop_nulls().unique()


def _of_people(frame: pl.LazyFrame, column: str, people: pl.LazyFrame) -> pl.LazyFrame:
    return frame.join(people, left_on=column, right_on="pers_person_id", how="semi")


def _care_leavers(leavers: pl.LazyFrame, frames: Mapping[str, pl.LazyFrame], as_at: date) -> pl.LazyFrame:
    """Young people who by then had leaving care services, as far as can be told from where they are now."""
    born = frames["ssd_person"].select("pers_person_id", born="pers_dob")
    cared_for = (
        frames["ssd_cla_episodes"]
        .group_by("clae_person_id")
        .agg(
            entered=pl.col("clae_entered_care_date").min(),
            in_care=pl.col("clae_cla_episode_ceased_date").is_null().any(),
        )
    )
    sixteen = pl.col("born").dt.offset_by("16y")
    return (
        leavers.join(born, left_on="clea_person_id", right_on="pers_person_id", how="inner")
        .join(cared_for, left_on="clea_person_id", right_on="clae_person_id", how="inner")
        .filter(sixteen <= as_at, pl.col("entered") <= as_at - timedelta(weeks=_WEEKS_IN_CARE))
        .with_columns(_eligibility(as_at), *_latest(sixteen, as_at))
        .drop("born", "entered", "in_care")
    )


def _eligibility(as_at: date) -> pl.Expr:
    held = pl.col("clea_care_leaver_eligibility")
    adult = pl.col("born").dt.offset_by("18y") <= as_at
    left = pl.when(held == "Q").then(held).when(adult).then(pl.lit("FR")).otherwise(pl.lit("R"))
    return pl.when(pl.col("in_care")).then(pl.lit("E")).otherwise(left).alias("clea_care_leaver_eligibility")


def _latest(sixteen: pl.Expr, as_at: date) -> list[pl.Expr]:
    every = {
        "clea_care_leaver_latest_contact": _CONTACT_EVERY,
        "clea_pathway_plan_review_date": _REVIEW_EVERY,
    }
    moved = {column: _taken_back(column, days, as_at) for column, days in every.items()}
    return [pl.when(day >= sixteen).then(day).alias(column) for column, day in moved.items()]
