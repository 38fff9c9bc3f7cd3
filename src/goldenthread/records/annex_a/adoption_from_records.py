"""Lists 9, 10 and 11 from records: care leavers, adoption, adopters."""

from __future__ import annotations

import polars as pl

from goldenthread.records.annex_a.care_from_records import care_periods
from goldenthread.records.annex_a.care_to_records import ADOPTER_FIELDS
from goldenthread.records.annex_a.view import View, latest, with_asylum

_ACTIVITY = (
    "enquiry_date",
    "stage_1_start",
    "stage_1_end",
    "stage_2_start",
    "stage_2_end",
    "application_date",
    "approval_date",
    "matched",
    "placed",
    "adoption_order",
    "left_process",
)


def care_leavers(view: View) -> pl.DataFrame:
    """List 9: the young people with leaving care services now."""
    leavers = latest(
        view.table("ssd_care_leavers"), "clea_person_id", "clea_care_leaver_latest_contact"
    ).select(
        child_id="clea_person_id",
        team="clea_care_leaver_allocated_team",
        worker="clea_care_leaver_worker_id",
        personal_adviser="clea_care_leaver_personal_advisor",
        eligibility="clea_care_leaver_eligibility",
        pathway_plan_review="clea_pathway_plan_review_date",
        in_touch="clea_care_leaver_in_touch",
        latest_contact="clea_care_leaver_latest_contact",
        accommodation="clea_care_leaver_accommodation",
        suitability="clea_care_leaver_accom_suitable",
        activity="clea_care_leaver_activity",
    )
    rows = view.with_names(leavers.with_columns(_team="team"), team="_team", worker="personal_adviser")
    return with_asylum(view, view.with_names(rows), recent_only=False)


def adoption(view: View) -> pl.DataFrame:
    """List 10: decisions to place for adoption that stand, or ended in the window by order or reversal."""
    day = "perm_adm_decision_date"
    order, reversed_on = view.ended("perm_permanence_order_date"), view.ended("perm_decision_reversed_date")
    decided = view.table("ssd_permanence").filter(pl.col(day) <= view.as_at)
    rows = decided.select(
        child_id="perm_person_id",
        family_id="perm_adopter_family_id",
        adoption_decision=day,
        placement_order=view.ended("perm_placement_order_date"),
        matched=view.ended("perm_matched_date"),
        placed_for_adoption=view.ended("perm_placed_for_adoption_date"),
        adoption_order=order,
        decision_reversed=reversed_on,
        reversal_reason=pl.when(pl.col("perm_decision_reversed_date") <= view.as_at).then(
            "perm_decision_reversed_reason"
        ),
        foster_to_adopt_placement=view.ended("perm_placed_ffa_cp_date"),
        _stated="perm_stated_entered_care_date",
    )
    ended = pl.coalesce("adoption_order", "decision_reversed")
    shown = rows.filter(ended.is_null() | (ended >= view.window_start(10)))
    return _with_care_start(view, shown)


def _with_care_start(view: View, rows: pl.DataFrame) -> pl.DataFrame:
    """When the child entered care: as stated beside the decision, else the period the decision fell in."""
    periods = care_periods(view).select("child_id", _entered="care_start")
    before = rows.join(periods, on="child_id").filter(pl.col("_entered") <= pl.col("adoption_decision"))
    entered = before.group_by("child_id", "adoption_decision").agg(pl.col("_entered").max())
    joined = rows.join(entered, on=["child_id", "adoption_decision"], how="left", maintain_order="left")
    return joined.with_columns(care_start=pl.coalesce("_stated", "_entered"))


def adopters(view: View) -> pl.DataFrame:
    """List 11: adopters still in the process, or with anything dated in the window."""
    held = view.table("adopters").filter(view.known("adop_enquiry_date"))
    rows = held.select(pl.col(field).alias(column) for field, column in ADOPTER_FIELDS.items())
    rows = rows.with_columns(
        left_reason=pl.when(pl.col("left_process") <= view.as_at).then("left_reason"),
        children_placed=pl.when(view.known("placed")).then("children_placed"),
    ).with_columns(view.ended(column) for column in _ACTIVITY)
    last = pl.max_horizontal(*_ACTIVITY)
    still = pl.col("left_process").is_null() & pl.col("adoption_order").is_null()
    return rows.filter(still | (last >= view.window_start(11)))
