"""From lists 8 to 11 (care, leaving care, adoption, adopters) to the model's tables."""

from __future__ import annotations

import polars as pl

from goldenthread.records.annex_a.shaping import key, latest_of_each, place_among

Tables = dict[str, pl.DataFrame]


def care_tables(care: pl.DataFrame) -> Tables:
    """List 8: a child's care period, and the latest of everything in it."""
    periods = latest_of_each(
        care, ["child_id", "care_start"], "care_end", "legal_status_start", "placement_start"
    ).with_columns(_period=key("child_id", "care", day="care_start"))
    return {
        "ssd_cla_episodes": _episodes(periods),
        "ssd_legal_status": _legal_statuses(periods),
        "ssd_cla_placement": _placements(periods),
        "ssd_cla_reviews": _reviews(periods),
        "ssd_cla_visits": _visits(periods),
        "ssd_cla_care_plan": _permanence_plans(periods),
        "ssd_cla_health": _health_checks(periods),
    }


def _episodes(periods: pl.DataFrame) -> pl.DataFrame:
    """The current (or last) episode: it began when the legal status or the placement last changed."""
    return periods.select(
        clae_cla_episode_id=pl.concat_str("_period", pl.lit("episode"), separator="|"),
        clae_person_id="child_id",
        clae_cla_id="_period",
        clae_entered_care_date="care_start",
        clae_cla_episode_start_date=pl.max_horizontal("care_start", "legal_status_start", "placement_start"),
        clae_cla_primary_need_code="primary_need",
        clae_cla_episode_ceased_date="care_end",
        clae_cla_episode_ceased_reason="care_end_reason",
        clae_cla_last_iro_contact_date="last_iro_contact",
        clae_stated_second_period_12m="second_period_12m",
        clae_stated_placements_12m="placements_12m",
        clae_stated_missing_12m="missing_12m",
        clae_stated_absent_12m="absent_12m",
        clae_stated_return_interview_offered="return_interview_offered",
        clae_stated_return_interview_accepted="return_interview_accepted",
    )


def _legal_statuses(periods: pl.DataFrame) -> pl.DataFrame:
    held = periods.filter(pl.any_horizontal(pl.col("legal_status", "legal_status_start").is_not_null()))
    return held.select(
        lega_legal_status_id=pl.concat_str("_period", pl.lit("legal"), separator="|"),
        lega_person_id="child_id",
        lega_legal_status="legal_status",
        lega_legal_status_start_date="legal_status_start",
        lega_legal_status_end_date="care_end",
    )


def _placements(periods: pl.DataFrame) -> pl.DataFrame:
    return periods.select(
        clap_cla_placement_id=pl.concat_str("_period", pl.lit("placement"), separator="|"),
        clap_person_id="child_id",
        clap_cla_id="_period",
        clap_cla_placement_start_date="placement_start",
        clap_cla_placement_end_date="care_end",
        clap_cla_placement_type="placement_type",
        clap_cla_placement_provider="placement_provider",
        clap_cla_placement_postcode="placement_postcode",
        clap_cla_placement_urn="placement_urn",
        clap_placement_location="placement_location",
        clap_placement_la="placement_la",
    )


def _reviews(periods: pl.DataFrame) -> pl.DataFrame:
    return periods.filter(pl.col("latest_review").is_not_null()).select(
        clar_cla_review_id=_dated("review", "latest_review"),
        clar_cla_id="_period",
        clar_cla_review_date="latest_review",
        clar_cla_review_cancelled=pl.lit("N"),
    )


def _visits(periods: pl.DataFrame) -> pl.DataFrame:
    return periods.filter(pl.col("last_visit").is_not_null()).select(
        clav_cla_visit_id=_dated("visit", "last_visit"),
        clav_cla_id="_period",
        clav_person_id="child_id",
        clav_cla_visit_date="last_visit",
    )


def _permanence_plans(periods: pl.DataFrame) -> pl.DataFrame:
    return periods.filter(pl.col("permanence_plan").is_not_null()).select(
        lacp_table_id=pl.concat_str("_period", pl.lit("permanence_plan"), separator="|"),
        lacp_person_id="child_id",
        lacp_cla_care_plan_end_date="care_end",
        lacp_permanence_plan="permanence_plan",
    )


def _health_checks(periods: pl.DataFrame) -> pl.DataFrame:
    kinds = {"health_assessment": "last_health_assessment", "dental_check": "last_dental_check"}
    checks = [
        periods.filter(pl.col(column).is_not_null()).select(
            clah_health_check_id=_dated(kind, column),
            clah_person_id="child_id",
            clah_health_check_type=pl.lit(kind),
            clah_health_check_date=column,
            clah_health_check_status=pl.lit("done"),
        )
        for kind, column in kinds.items()
    ]
    return pl.concat(checks)


def _dated(what: str, day: str) -> pl.Expr:
    return pl.concat_str("_period", pl.lit(what), pl.col(day).cast(pl.String), separator="|")


def care_leaver_tables(leavers: pl.DataFrame) -> Tables:
    """List 9: one row a young person; of several, the one with the latest contact."""
    once = leavers.sort("latest_contact", nulls_last=False, maintain_order=True).unique(
        "child_id", keep="last", maintain_order=True
    )
    return {
        "ssd_care_leavers": once.select(
            clea_table_id=key("child_id", "care_leaver"),
            clea_person_id="child_id",
            clea_care_leaver_eligibility="eligibility",
            clea_care_leaver_in_touch="in_touch",
            clea_care_leaver_latest_contact="latest_contact",
            clea_care_leaver_accommodation="accommodation",
            clea_care_leaver_accom_suitable="suitability",
            clea_care_leaver_activity="activity",
            clea_pathway_plan_review_date="pathway_plan_review",
            clea_care_leaver_personal_advisor="personal_adviser",
            clea_care_leaver_allocated_team="team",
            clea_care_leaver_worker_id="worker",
        )
    }


def adoption_tables(adoption: pl.DataFrame) -> Tables:
    """List 10: the steps from the decision on."""
    rows = adoption.with_columns(place_among("child_id", "adoption_decision"))
    return {
        "ssd_permanence": rows.select(
            perm_table_id=key("child_id", "adoption", day="adoption_decision", n="_n"),
            perm_person_id="child_id",
            perm_adm_decision_date="adoption_decision",
            perm_placement_order_date="placement_order",
            perm_matched_date="matched",
            perm_placed_for_adoption_date="placed_for_adoption",
            perm_placed_ffa_cp_date="foster_to_adopt_placement",
            perm_decision_reversed_date="decision_reversed",
            perm_decision_reversed_reason="reversal_reason",
            perm_permanence_order_date="adoption_order",
            perm_permanence_order_type=pl.when(pl.col("adoption_order").is_not_null()).then(
                pl.lit("Adoption order")
            ),
            perm_stated_entered_care_date="care_start",
            perm_adopter_family_id="family_id",
        )
    }


def adopter_tables(adopters: pl.DataFrame) -> Tables:
    """List 11: adopters have an identifier space of their own."""
    rows = adopters.with_columns(place_among("adopter_id", "enquiry_date"))
    return {
        "adopters": rows.select(
            pl.concat_str(
                pl.lit("adopter"),
                "adopter_id",
                pl.col("enquiry_date").cast(pl.String),
                pl.col("_n").cast(pl.String),
                separator="|",
            ).alias("adop_table_id"),
            *(pl.col(column).alias(field) for field, column in ADOPTER_FIELDS.items()),
        )
    }


ADOPTER_FIELDS = {
    "adop_adopter_id": "adopter_id",
    "adop_family_id": "family_id",
    "adop_gender": "gender",
    "adop_ethnicity": "ethnicity",
    "adop_disability": "disability",
    "adop_fostering_for_adoption": "fostering_for_adoption",
    "adop_enquiry_date": "enquiry_date",
    "adop_stage_1_start_date": "stage_1_start",
    "adop_stage_1_end_date": "stage_1_end",
    "adop_stage_2_start_date": "stage_2_start",
    "adop_stage_2_end_date": "stage_2_end",
    "adop_application_date": "application_date",
    "adop_approval_date": "approval_date",
    "adop_matched_date": "matched",
    "adop_placed_date": "placed",
    "adop_children_placed": "children_placed",
    "adop_order_date": "adoption_order",
    "adop_left_date": "left_process",
    "adop_left_reason": "left_reason",
}
"""Field of the adopters table to column of list 11; the two directions share it."""
