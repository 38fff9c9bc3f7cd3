"""Dates that should follow one another: within a row, and from a row to the one it names.

The orders are those of Annex A's lists (the standard's `date_order`), put in the dataset's fields, with the
rules of the returns that they come from; the rest follow from what the fields mean.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import polars as pl

from goldenthread.records.belonging import CHILD
from goldenthread.records.checks.check import LOGICAL, Asked, Check, Severity, census, looked_after, where
from goldenthread.standards.safeguarding_dataset import dataset

TERM_DAYS = 280
"""40 weeks: what is recorded of an unborn child may come this long before the birth."""

# id, table, the earlier field, the later, whether one day may be both, severity, source
_WITHIN: tuple[tuple[str, str, str, str, bool, Severity, str], ...] = (
    ("death-before-birth", "ssd_person", "pers_dob", "pers_death_date", True, "error", census("8535Q")),
    ("early-help-backwards", "ssd_early_help_episodes", "earl_episode_start_date", "earl_episode_end_date",
     True, "error", LOGICAL),
    ("referral-closes-before", "ssd_cin_episodes", "cine_referral_date", "cine_close_date", True, "error",
     census("8630")),
    ("last-seen-before-referral", "ssd_cin_episodes", "cine_referral_date", "cine_stated_last_seen", True,
     "note", "Annex A, list 6: last seen may be of the time before"),
    ("assessment-backwards", "ssd_cin_assessments", "cina_assessment_start_date", "cina_assessment_auth_date",
     True, "error", census("8608")),
    ("need-plan-backwards", "ssd_cin_plans", "cinp_cin_plan_start_date", "cinp_cin_plan_end_date", True,
     "error", census("4011")),
    ("enquiry-backwards", "ssd_s47_enquiry", "s47e_s47_start_date", "s47e_s47_end_date", True, "error",
     LOGICAL),
    ("protection-plan-backwards", "ssd_cp_plans", "cppl_cp_plan_start_date", "cppl_cp_plan_end_date", False,
     "error", census("8925") + " and 8840"),
    ("legal-status-backwards", "ssd_legal_status", "lega_legal_status_start_date",
     "lega_legal_status_end_date", True, "error", LOGICAL),
    ("care-episode-backwards", "ssd_cla_episodes", "clae_cla_episode_start_date",
     "clae_cla_episode_ceased_date", True, "error", looked_after("356")),
    ("care-episode-before-entry", "ssd_cla_episodes", "clae_entered_care_date",
     "clae_cla_episode_start_date", True, "error", LOGICAL),
    ("placement-backwards", "ssd_cla_placement", "clap_cla_placement_start_date",
     "clap_cla_placement_end_date", True, "error", LOGICAL),
    ("care-plan-backwards", "ssd_cla_care_plan", "lacp_cla_care_plan_start_date",
     "lacp_cla_care_plan_end_date", True, "error", LOGICAL),
    ("missing-backwards", "ssd_missing", "miss_missing_episode_start_date", "miss_missing_episode_end_date",
     True, "error", looked_after("567")),
    ("immigration-backwards", "ssd_immigration_status", "immi_immigration_status_start_date",
     "immi_immigration_status_end_date", True, "error", LOGICAL),
    ("involvement-backwards", "ssd_involvements", "invo_involvement_start_date", "invo_involvement_end_date",
     True, "error", LOGICAL),
    ("liberty-order-backwards", "deprivation_of_liberty", "dolo_start_date", "dolo_end_date", True, "error",
     LOGICAL),
    ("adoption-decision-before-care", "ssd_permanence", "perm_stated_entered_care_date",
     "perm_adm_decision_date", True, "query", looked_after("334")),
    ("placement-order-before-decision", "ssd_permanence", "perm_adm_decision_date",
     "perm_placement_order_date", True, "query", looked_after("554")),
    ("matched-before-decision", "ssd_permanence", "perm_adm_decision_date", "perm_matched_date", True,
     "query", looked_after("333")),
    ("placed-before-matched", "ssd_permanence", "perm_matched_date", "perm_placed_for_adoption_date", True,
     "query", looked_after("331")),
    ("adopted-before-placed", "ssd_permanence", "perm_placed_for_adoption_date", "perm_permanence_order_date",
     True, "query", LOGICAL),
    ("reversed-before-decision", "ssd_permanence", "perm_adm_decision_date", "perm_decision_reversed_date",
     True, "error", looked_after("522")),
    ("adopter-stage-1-before-enquiry", "adopters", "adop_enquiry_date", "adop_stage_1_start_date", True,
     "query", "Annex A, list 11"),
    ("adopter-stage-1-backwards", "adopters", "adop_stage_1_start_date", "adop_stage_1_end_date", True,
     "error", LOGICAL),
    ("adopter-stage-2-before-stage-1", "adopters", "adop_stage_1_end_date", "adop_stage_2_start_date", True,
     "query", "Annex A, list 11"),
    ("adopter-stage-2-backwards", "adopters", "adop_stage_2_start_date", "adop_stage_2_end_date", True,
     "error", LOGICAL),
    ("adopter-approved-before-application", "adopters", "adop_application_date", "adop_approval_date", True,
     "query", "Annex A, list 11"),
    ("adopter-matched-before-stage-2", "adopters", "adop_stage_2_end_date", "adop_matched_date", True,
     "query", "Annex A, list 11"),
    ("adopter-matched-before-approval", "adopters", "adop_approval_date", "adop_matched_date", True, "query",
     "Annex A, list 11"),
    ("adopter-placed-before-matched", "adopters", "adop_matched_date", "adop_placed_date", True, "query",
     "Annex A, list 11"),
    ("adopter-order-before-placed", "adopters", "adop_placed_date", "adop_order_date", True, "query",
     "Annex A, list 11"),
    ("adopter-left-before-enquiry", "adopters", "adop_enquiry_date", "adop_left_date", True, "query",
     "Annex A, list 11"),
    ("oversight-done-before", "practice_management_oversight", "over_date", "over_action_done_date", True,
     "query", "practice records: an action follows from its decision"),
    ("complaint-answered-before", "practice_complaints", "comp_received_date", "comp_responded_date", True,
     "error", LOGICAL),
)  # fmt: skip

# id, table, the field that names the other row, the other table, its field, the later field, severity,
# whether one day may be both, source
_BY_LINK: tuple[tuple[str, str, str, str, str, str, bool, Severity, str], ...] = (
    ("assessment-before-referral", "ssd_cin_assessments", "cina_referral_id", "ssd_cin_episodes",
     "cine_referral_date", "cina_assessment_start_date", True, "error", census("1103")),
    ("need-plan-before-referral", "ssd_cin_plans", "cinp_referral_id", "ssd_cin_episodes",
     "cine_referral_date", "cinp_cin_plan_start_date", True, "error", census("4015")),
    ("enquiry-before-referral", "ssd_s47_enquiry", "s47e_referral_id", "ssd_cin_episodes",
     "cine_referral_date", "s47e_s47_start_date", True, "error", census("2889")),
    ("conference-before-referral", "ssd_initial_cp_conference", "icpc_referral_id", "ssd_cin_episodes",
     "cine_referral_date", "icpc_icpc_date", True, "error", census("1104")),
    ("conference-before-enquiry", "ssd_initial_cp_conference", "icpc_s47_enquiry_id", "ssd_s47_enquiry",
     "s47e_s47_start_date", "icpc_icpc_date", True, "error", census("8615")),
    ("protection-plan-before-referral", "ssd_cp_plans", "cppl_referral_id", "ssd_cin_episodes",
     "cine_referral_date", "cppl_cp_plan_start_date", True, "error", census("1105")),
    ("protection-plan-before-conference", "ssd_cp_plans", "cppl_icpc_id", "ssd_initial_cp_conference",
     "icpc_icpc_date", "cppl_cp_plan_start_date", True, "error", census("2885")),
    ("review-conference-before-plan", "ssd_cp_reviews", "cppr_cp_plan_id", "ssd_cp_plans",
     "cppl_cp_plan_start_date", "cppr_cp_review_date", False, "error", census("8841")),
    ("protection-visit-before-plan", "ssd_cp_visits", "cppv_cp_plan_id", "ssd_cp_plans",
     "cppl_cp_plan_start_date", "cppv_cp_visit_date", True, "query",
     "Annex A, list 7: the last visit under the plan"),
)  # fmt: skip

_AFTER_THE_END: tuple[tuple[str, str, str, str, str, str, str], ...] = (
    ("assessment-after-close", "ssd_cin_assessments", "cina_referral_id", "ssd_cin_episodes",
     "cine_close_date", "cina_assessment_start_date", census("8565")),
    ("enquiry-after-close", "ssd_s47_enquiry", "s47e_referral_id", "ssd_cin_episodes", "cine_close_date",
     "s47e_s47_start_date", census("8565")),
    ("conference-after-close", "ssd_initial_cp_conference", "icpc_referral_id", "ssd_cin_episodes",
     "cine_close_date", "icpc_icpc_date", census("8565")),
    ("protection-plan-after-close", "ssd_cp_plans", "cppl_referral_id", "ssd_cin_episodes",
     "cine_close_date", "cppl_cp_plan_end_date", census("8565")),
    ("need-plan-after-close", "ssd_cin_plans", "cinp_referral_id", "ssd_cin_episodes", "cine_close_date",
     "cinp_cin_plan_end_date", census("8565")),
    ("review-conference-after-plan", "ssd_cp_reviews", "cppr_cp_plan_id", "ssd_cp_plans",
     "cppl_cp_plan_end_date", "cppr_cp_review_date", "Annex A, list 7: reviews are of a plan that runs"),
)  # fmt: skip

# table, the day of the row, whether before the birth is allowed at all
_SINCE_BIRTH: tuple[tuple[str, str, bool, str], ...] = (
    ("ssd_contacts", "cont_contact_date", True, "Annex A, list 1: unborn children are referred"),
    ("ssd_early_help_episodes", "earl_episode_start_date", True, census("8606")),
    ("ssd_cin_episodes", "cine_referral_date", True, census("8606")),
    ("ssd_cp_plans", "cppl_cp_plan_start_date", True, census("8606")),
    ("ssd_cla_episodes", "clae_cla_episode_start_date", False, looked_after("302")),
    ("ssd_care_leavers", "clea_care_leaver_latest_contact", False, "Annex A, list 9"),
    ("ssd_missing", "miss_missing_episode_start_date", False, looked_after("586")),
    ("ssd_permanence", "perm_adm_decision_date", False, looked_after("184")),
)
# table, the day of the row, severity, source
_UNTIL_DEATH: tuple[tuple[str, str, Severity, str], ...] = (
    ("ssd_cin_episodes", "cine_referral_date", "query", census("8555Q")),
    ("ssd_cin_plans", "cinp_cin_plan_start_date", "error", census("4008")),
    ("ssd_cp_plans", "cppl_cp_plan_start_date", "error", census("8915")),
    ("ssd_cla_episodes", "clae_cla_episode_start_date", "error", looked_after("437")),
)


def checks() -> Iterator[Check]:
    for id, table, earlier, later, same_day, severity, source in _WITHIN:
        says = f"{later} comes before {earlier}" + ("" if same_day else ", or on the same day")
        breach = pl.col(later) < pl.col(earlier) if same_day else pl.col(later) <= pl.col(earlier)
        columns = (earlier, later)
        yield Check(id, table, says, source, severity, where(table, breach), columns)
    yield from _by_link()
    yield from _of_a_life()


def _by_link() -> Iterator[Check]:
    for id, table, names, other, earlier, later, same_day, severity, source in _BY_LINK:
        breach = pl.col(later) < pl.col(earlier) if same_day else pl.col(later) <= pl.col(earlier)
        says = f"{later} comes before the {earlier} of the row that {names} names"
        says += "" if same_day else ", or on the same day"
        find = _linked(table, names, other, earlier, breach)
        yield Check(id, table, says, source, severity, find, (earlier, later), reads=(other,))
    for id, table, names, other, ended, day, source in _AFTER_THE_END:
        find = _linked(table, names, other, ended, pl.col(day) > pl.col(ended))
        says = f"{day} comes after the {ended} of the row that {names} names"
        yield Check(id, table, says, source, "query", find, (ended, day), reads=(other,))


def _linked(
    table: str, names: str, other: str, field: str, breach: pl.Expr
) -> Callable[[Asked], pl.LazyFrame]:
    """Rows with a field of the row they name, where the two do not agree."""
    key = dataset().tables[other].key

    def find(asked: Asked) -> pl.LazyFrame:
        named = asked.records.table(other).select(_key=key, _field=field).unique("_key", keep="first")
        beside = named.rename({"_field": field})
        return asked.table(table).join(beside, left_on=names, right_on="_key", how="inner").filter(breach)

    return find


def _of_a_life() -> Iterator[Check]:
    for table, day, unborn, source in _SINCE_BIRTH:
        allowed = TERM_DAYS if unborn else 0
        breach = pl.col(day) < pl.col("pers_dob") - pl.duration(days=allowed)
        says = f"{day} comes {'more than 40 weeks ' if unborn else ''}before the child's birth"
        find = _of_person(table, "pers_dob", breach)
        id = f"{_short(table)}-before-birth"
        yield Check(id, table, says, source, "error", find, ("pers_dob", day), reads=("ssd_person",))
    for table, day, severity, source in _UNTIL_DEATH:
        find = _of_person(table, "pers_death_date", pl.col(day) > pl.col("pers_death_date"))
        says, id = f"{day} comes after the child's death", f"{_short(table)}-after-death"
        columns = ("pers_death_date", day)
        yield Check(id, table, says, source, severity, find, columns, reads=("ssd_person",))


def _of_person(table: str, field: str, breach: pl.Expr) -> Callable[[Asked], pl.LazyFrame]:
    def find(asked: Asked) -> pl.LazyFrame:
        people = asked.records.table("ssd_person").select("pers_person_id", field)
        once = people.unique("pers_person_id", keep="first", maintain_order=True)
        rows = asked.table(table).join(once, left_on=CHILD, right_on="pers_person_id", how="inner")
        return rows.filter(breach)

    return find


def _short(table: str) -> str:
    return table.removeprefix("ssd_").replace("_", "-")
