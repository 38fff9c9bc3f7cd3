"""Every timescale that children's services work to: the clocks that run here, and those that cannot, with
what the records lack. A timescale is one or the other; a test fails when it is neither.

Whether a source in hand can run a clock is `gaps`; how each is worked out, its own module.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from goldenthread.clocks import (
    adopters,
    adoption,
    assessment,
    care,
    care_leavers,
    care_plans,
    care_visits,
    complaints,
    conference,
    core_groups,
    emergency,
    enquiry,
    health,
    missing,
    need,
    oversight,
    protection,
    questionnaires,
    supervision,
)
from goldenthread.records.tables import Records
from goldenthread.standards.timescales import LocalStandards


@dataclass(frozen=True)
class Clock:
    """A clock that runs: its duties, the tables it reads, and in words what the published rule leaves out.

    `whole` are the tables of which the latest rows are not enough. `only_latest` is what stays unknown
    where only the latest event of each child is held, `never_held` what no source here carries. `dated` are
    the tables that tell nothing where they do not say from which day they hold.
    """

    id: str
    duties: Callable[[Records, LocalStandards], pl.LazyFrame]
    needs: tuple[str, ...]
    lapses: str
    repeats: str
    whole: tuple[str, ...] = ()
    only_latest: tuple[str, ...] = ()
    never_held: tuple[str, ...] = ()
    dated: tuple[str, ...] = ()


def _by_law(duties: Callable[[Records], pl.LazyFrame]) -> Callable[[Records, LocalStandards], pl.LazyFrame]:
    return lambda records, _: duties(records)


_ONCE = "once"
_PLAN_ENDS = "the plan ends"
_LEAVES_CARE = "the child leaves care"
_LATEST_REVIEW = "Only the latest review is held, so an earlier missed or late review cannot be known."
_LATEST_VISIT = "Only the latest visit is held, so an earlier missed or late visit cannot be known."
_SINCE_LATEST = (
    "Whether earlier intervals were kept to is not judged: only the one since the latest is shown."
)
_GIVEN_UP = "the decision is reversed, or an order is made"

RUNNING = (
    Clock(
        assessment.CLOCK,
        _by_law(assessment.assessment_duties),
        assessment.NEEDS,
        lapses="the episode closes with the assessment not authorised",
        repeats=_ONCE,
        never_held=(
            "Guidance counts from the referral; this clock counts from the assessment's start, like Annex A.",
        ),
    ),
    Clock(
        conference.CLOCK,
        _by_law(conference.conference_duties),
        conference.NEEDS,
        lapses="the enquiry finds no conference needed, or ends without saying",
        repeats=_ONCE,
    ),
    Clock(
        protection.REVIEW,
        _by_law(protection.review_duties),
        protection.REVIEW_NEEDS,
        lapses=_PLAN_ENDS,
        repeats="from each review to the next",
        only_latest=(_LATEST_REVIEW, "Plans that have ended show no reviews owed."),
    ),
    Clock(
        protection.VISIT,
        protection.visit_duties,
        protection.VISIT_NEEDS,
        lapses=_PLAN_ENDS,
        repeats="from each visit at which the child was seen to the next; from the birth of an unborn child",
        only_latest=(
            _LATEST_VISIT,
            "The latest visit may be one at which the child was not seen: it is taken as a visit.",
        ),
    ),
    Clock(
        care.REVIEW,
        _by_law(care.review_duties),
        care.REVIEW_NEEDS,
        lapses=_LEAVES_CARE,
        repeats="from each review to the next",
        only_latest=(
            _LATEST_REVIEW,
            "Whether the latest review was the first is not held: one within 20 working days is taken as it.",
        ),
    ),
    Clock(
        care_visits.VISIT,
        _by_law(care_visits.visit_duties),
        care_visits.VISIT_NEEDS,
        lapses="the placement ends",
        repeats="from each visit at which the child was seen to the next; anew at each placement",
        only_latest=(
            _LATEST_VISIT,
            "Earlier placements are not held, so only visits owed in the current one are shown.",
        ),
        never_held=(
            "Temporary approval of a connected person (regulation 24) is not held: it is taken as full.",
            "Temporary placement with parents (regulation 19) is not held: it is taken as assessed first.",
        ),
    ),
    Clock(
        enquiry.OUTCOME,
        _by_law(enquiry.outcome_duties),
        enquiry.OUTCOME_NEEDS,
        lapses="the episode closes without an outcome",
        repeats=_ONCE,
        whole=enquiry.OUTCOME_NEEDS,
    ),
    Clock(
        emergency.POLICE,
        _by_law(emergency.police_duties),
        emergency.NEEDS,
        lapses="never",
        repeats=_ONCE,
        only_latest=("Only the current legal status is held, so an earlier one cannot be known.",),
        never_held=(
            "Held as a legal status, which children in care alone have.",
            "Days are held, not hours: 72 hours are three days.",
        ),
    ),
    Clock(
        emergency.ORDER,
        _by_law(emergency.order_duties),
        emergency.NEEDS,
        lapses="never",
        repeats=_ONCE,
        only_latest=("Only the current legal status is held, so an earlier one cannot be known.",),
        never_held=(
            "Held as a legal status, which children in care alone have.",
            "An extension is not held: an order that ran past eight days is taken as extended.",
        ),
    ),
    Clock(
        need.VISIT,
        need.visit_duties,
        need.VISIT_NEEDS,
        lapses="the plan ends, or the episode closes",
        repeats="from each visit at which the child was seen to the next; from the birth of an unborn child",
        only_latest=(_LATEST_VISIT,),
    ),
    Clock(
        care_plans.PLAN,
        _by_law(care_plans.plan_duties),
        care_plans.PLAN_NEEDS,
        lapses=_LEAVES_CARE,
        repeats=_ONCE,
        only_latest=("Children who have left care have no row.",),
        never_held=("A plan held without the day it began cannot be said to be in time.",),
    ),
    Clock(
        care_plans.PERMANENCE,
        _by_law(care_plans.permanence_duties),
        care_plans.PERMANENCE_NEEDS,
        lapses=_LEAVES_CARE,
        repeats=_ONCE,
        only_latest=("The second review is not held: its day is taken from the limits of the first two.",),
        never_held=("A plan held without the day it began cannot be said to be in time.",),
    ),
    Clock(
        care_plans.OFFICER,
        _by_law(care_plans.officer_duties),
        care_plans.OFFICER_NEEDS,
        lapses=_LEAVES_CARE,
        repeats="from each review to the next",
        never_held=(
            "The latest contact alone is held, so only the interval since the latest review is judged.",
        ),
    ),
    Clock(
        health.INITIAL,
        _by_law(health.initial_duties),
        health.NEEDS,
        lapses=_LEAVES_CARE,
        repeats="once in each care period",
        only_latest=("Only the latest assessment is held: only children with none have a row.",),
        never_held=("The day of the assessment is held, not the day its report was ready.",),
    ),
    Clock(
        health.REVIEW,
        _by_law(health.review_duties),
        health.NEEDS,
        lapses=_LEAVES_CARE,
        repeats="from each assessment to the next",
        only_latest=(
            "Only the latest assessment is held, so an earlier missed or late one cannot be known.",
        ),
    ),
    Clock(
        health.DENTAL,
        _by_law(health.dental_duties),
        health.NEEDS,
        lapses=_LEAVES_CARE,
        repeats="from each check to the next; the first from entering care",
        only_latest=("Only the latest check is held, so an earlier missed or late one cannot be known.",),
    ),
    Clock(
        missing.INTERVIEW,
        _by_law(missing.interview_duties),
        missing.INTERVIEW_NEEDS,
        lapses="the child declines, goes missing again, or turns 18",
        repeats="once for each time missing",
        never_held=(
            "Whether an interview was accepted is held, not its day: in time or late is then not answerable.",
            "Days are held, not hours: 72 hours are three days.",
        ),
    ),
    Clock(
        adoption.DECIDED,
        _by_law(adoption.decided_duties),
        adoption.DECIDED_NEEDS,
        lapses="the plan becomes another",
        repeats="each time the plan becomes adoption",
        whole=adoption.DECIDED_NEEDS,
        never_held=("The day of the panel is not held: the agency's decision stops the clock.",),
    ),
    Clock(
        adoption.MATCHED_6M,
        _by_law(adoption.matched_in_six_months_duties),
        adoption.NEEDS,
        lapses=_GIVEN_UP,
        repeats=_ONCE,
    ),
    Clock(
        adoption.MOVED,
        _by_law(adoption.moved_duties),
        adoption.MOVED_NEEDS,
        lapses=_GIVEN_UP,
        repeats=_ONCE,
        never_held=("The latest published threshold is applied to every year.",),
    ),
    Clock(
        adoption.MATCHED,
        _by_law(adoption.matched_duties),
        adoption.NEEDS,
        lapses=_GIVEN_UP,
        repeats=_ONCE,
        never_held=("The latest published threshold is applied to every year.",),
    ),
    Clock(
        adoption.REVIEW,
        _by_law(adoption.review_duties),
        adoption.REVIEW_NEEDS,
        lapses="the decision is reversed, an order is made, or the child leaves care",
        repeats="from each review to the next",
        only_latest=(_LATEST_REVIEW,),
        never_held=(
            "Reviews of care and of the placement are one list: one in the placement is taken as both.",
        ),
    ),
    Clock(
        adoption.VISIT,
        _by_law(adoption.visit_duties),
        adoption.VISIT_NEEDS,
        lapses="the placement is first reviewed, or ends",
        repeats="from each visit at which the child was seen to the next",
        only_latest=(_LATEST_VISIT,),
    ),
    Clock(
        care_leavers.PATHWAY,
        _by_law(care_leavers.pathway_duties),
        care_leavers.NEEDS,
        lapses="never",
        repeats="from each review to the next",
        never_held=("The latest review alone is held; a young person with none has no row.",),
    ),
    Clock(
        care_leavers.TOUCH,
        care_leavers.touch_duties,
        care_leavers.NEEDS,
        lapses="never",
        repeats="from each contact to the next",
        never_held=("The latest contact alone is held; a young person with none has no row.",),
    ),
    Clock(
        care_leavers.BIRTHDAY,
        _by_law(care_leavers.birthday_duties),
        care_leavers.BIRTHDAY_NEEDS,
        lapses="the young person turns 22",
        repeats="at each birthday from 17 to 21",
        never_held=("The latest contact alone is held; one after the window says nothing of one within it.",),
    ),
    Clock(
        core_groups.FIRST_GROUP,
        _by_law(core_groups.first_duties),
        core_groups.NEEDS,
        lapses=_PLAN_ENDS,
        repeats=_ONCE,
        only_latest=("A plan begun before the first day that core groups are held has no row.",),
        dated=(core_groups.EVENTS,),
    ),
    Clock(
        core_groups.LATER_GROUP,
        core_groups.later_duties,
        core_groups.NEEDS,
        lapses=_PLAN_ENDS,
        repeats="from each core group to the next",
        only_latest=(_SINCE_LATEST,),
        dated=(core_groups.EVENTS,),
    ),
    Clock(
        need.REVIEW,
        need.review_duties,
        need.REVIEW_NEEDS,
        lapses="the plan ends, or the episode closes",
        repeats="from each review to the next",
        only_latest=(_SINCE_LATEST,),
        never_held=("A review is held by who took part in it: one of which nobody wrote that is not known.",),
        dated=(need.REVIEWS,),
    ),
    Clock(
        questionnaires.CLOCK,
        _by_law(questionnaires.score_duties),
        questionnaires.NEEDS,
        lapses="the child leaves care, or turns 17",
        repeats="from each score to the next",
        only_latest=("Only the latest score is held, so an earlier missed or late one cannot be known.",),
        never_held=("A child of whom a score is stated for a year, without its day, has no row.",),
    ),
    Clock(
        oversight.OVERSIGHT,
        oversight.oversight_duties,
        oversight.OVERSIGHT_NEEDS,
        lapses="the episode closes",
        repeats="from each entry to the next; an audit of the file is no entry",
        only_latest=(_SINCE_LATEST,),
        dated=(oversight.ENTRIES,),
    ),
    Clock(
        oversight.CASE,
        oversight.case_duties,
        oversight.CASE_NEEDS,
        lapses="the plan ends, or the child leaves care",
        repeats="from each discussion to the next",
        only_latest=(_SINCE_LATEST,),
        dated=(oversight.SUPERVISION,),
    ),
    Clock(
        oversight.AUDIT,
        oversight.audit_duties,
        oversight.AUDIT_NEEDS,
        lapses="never",
        repeats="once for each action an audit asks for",
        never_held=(
            "Whether an action is for the child's safety is not held: all have the limit for practice.",
            "One whose own due day lies past the limit is taken as not urgent.",
        ),
        dated=(oversight.ENTRIES,),
    ),
)
"""The clocks of children and young people."""

OF_ADOPTERS = (
    Clock(
        adopters.STAGE_ONE,
        _by_law(adopters.stage_one_duties),
        adopters.NEEDS,
        lapses="the family leaves",
        repeats=_ONCE,
        never_held=("The registration of interest is taken as made on the day stage one began.",),
    ),
    Clock(
        adopters.STAGE_TWO,
        _by_law(adopters.stage_two_duties),
        adopters.NEEDS,
        lapses="the family leaves",
        repeats=_ONCE,
    ),
)
"""The clocks of people who apply to adopt: rows about a family, and no child."""

OF_COMPLAINTS = (
    Clock(
        complaints.STAGE_ONE,
        _by_law(complaints.stage_one_duties),
        complaints.NEEDS,
        lapses="the complaint is withdrawn",
        repeats=_ONCE,
        never_held=("An extension is not held: a due day stated past the limit is taken as one.",),
        dated=(complaints.TABLE,),
    ),
    Clock(
        complaints.STAGE_TWO,
        _by_law(complaints.stage_two_duties),
        complaints.NEEDS,
        lapses="the complaint is withdrawn",
        repeats=_ONCE,
        never_held=("An extension is not held: a due day stated past the limit is taken as one.",),
        dated=(complaints.TABLE,),
    ),
)
"""The clocks of those who complain: rows about a stage of a complaint, which need not be about one child."""

OF_WORKERS = (
    Clock(
        supervision.CLOCK,
        _by_law(supervision.supervision_duties),
        supervision.NEEDS,
        lapses="never; the worker no longer holds a case and has no row",
        repeats="from each supervision to the next",
        only_latest=(_SINCE_LATEST,),
        never_held=("The day a worker began is not held: all are held to a month, the longest interval.",),
        dated=(supervision.TABLE,),
    ),
)
"""The clocks of workers: rows about a worker, and no child."""

APART = (*OF_ADOPTERS, *OF_COMPLAINTS, *OF_WORKERS)
"""The clocks of people who are not the children themselves."""

_NO_SUCH_ASSESSMENT = "initial and core assessments, which ended in 2013"
_NO_PRIVATE_FOSTERING = "private fostering arrangements"
_NO_INCIDENTS = "serious incidents and the reviews of them"
_IMPROVEMENT = "improvement notices and board meetings, which are not children's records"

LACKING: dict[str, str] = {
    "ts_referral_decision": "which referral a manager's decision answers: it names the child alone",
    "ts_initial_assessment_2010": _NO_SUCH_ASSESSMENT,
    "ts_core_assessment_2010": _NO_SUCH_ASSESSMENT,
    "ts_assessment_checkpoint": "which assessment a manager's entry is a review of: it names the child alone",
    "ts_child_seen_in_assessment": "the day the child was first seen in an assessment: only whether is held",
    "ts_early_help_assessment": "the day an early help assessment was agreed",
    "ts_early_help_review": "reviews of early help plans",
    "ts_strategy_discussion": "the day there was reasonable cause to suspect significant harm",
    "ts_transfer_in_conference": "the day the authority was told that a child with a plan had moved in",
    "ts_cp_report_to_family": "the day a conference report was shared with the family",
    "ts_cp_plan_outcome_letter": "the day a conference's decisions were sent out",
    "ts_cin_first_meeting": "planning meetings about a child in need: of meetings, reviews alone are held",
    "ts_cin_duration_marks": "whether the manager who reviewed a case is a senior one",
    "ts_private_fostering": _NO_PRIVATE_FOSTERING,
    "ts_pf_initial_visit": _NO_PRIVATE_FOSTERING,
    "ts_pf_visits": _NO_PRIVATE_FOSTERING,
    "ts_cla_review_record": "the day a review's decisions and record were sent out",
    "ts_iro_dispute": "disputes that a reviewing officer raised",
    "ts_placement_plan": "placement plans",
    "ts_pep_initial": "personal education plans",
    "ts_pep_review": "personal education plans, and the dates of school terms",
    "ts_out_of_area_notice": "the day another authority was told of a placement in its area",
    "ts_secure_review": "reviews of secure accommodation: those of the care plan are others",
    "ts_care_proceedings": "applications to the court and the orders that end them",
    "ts_plo_pre_proceedings": "letters before proceedings",
    "ts_pathway_assessment": "the day a needs assessment for leaving care was completed",
    "ts_cl_visits": "moves of care leavers, and a personal adviser's visits",
    "ts_adm_decision": "the day of the adoption panel's recommendation",
    "ts_fostering_connected": "temporary approvals of connected persons",
    "ts_foster_carer_review": "foster carers and their reviews",
    "ts_recording": "the day a visit was written up",
    "ts_complaint_3": "the day a complaint's review panel met: only the day of the answer is held",
    "ts_serious_incident": _NO_INCIDENTS,
    "ts_rapid_review": _NO_INCIDENTS,
    "ts_cspr": _NO_INCIDENTS,
    "ts_lado_referral": "allegations against people who work with children",
    "ts_improvement_plan_1m": _IMPROVEMENT,
    "ts_improvement_board_4w": _IMPROVEMENT,
}
"""The timescales that no source can run here, each with the record the model of children's records lacks."""
