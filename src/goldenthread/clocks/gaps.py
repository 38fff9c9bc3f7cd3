"""What a source cannot tell a clock, said in plain sentences rather than computed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from goldenthread.clocks.catalogue import RUNNING, Clock
from goldenthread.clocks.duties import weakest_history
from goldenthread.clocks.told import says_no_first_day
from goldenthread.records.tables import Records

_TABLES = {
    "ssd_person": "people",
    "ssd_legal_status": "legal statuses",
    "ssd_cin_assessments": "assessments",
    "ssd_cin_plans": "child in need plans",
    "ssd_cin_visits": "visits to children in need",
    "ssd_s47_enquiry": "section 47 enquiries",
    "ssd_initial_cp_conference": "initial conferences",
    "ssd_cp_plans": "protection plans",
    "ssd_cp_reviews": "review conferences",
    "ssd_cp_visits": "visits to children with a protection plan",
    "ssd_cla_episodes": "care periods",
    "ssd_cla_placement": "placements",
    "ssd_cla_reviews": "reviews of children in care",
    "ssd_cla_visits": "visits to children in care",
    "ssd_cla_care_plan": "care plans",
    "ssd_cla_health": "health assessments and dental checks",
    "ssd_missing": "missing episodes",
    "ssd_care_leavers": "care leavers",
    "ssd_permanence": "steps to adoption",
    "ssd_cin_episodes": "referrals and their closing",
    "ssd_sdq_scores": "strengths and difficulties scores",
    "practice_core_groups": "core groups",
    "practice_review_participation": "who took part in reviews",
    "practice_management_oversight": "managers' entries of oversight",
    "practice_supervision": "supervision",
}


@dataclass(frozen=True)
class Gap:
    """Something a clock cannot tell from a source: all of it when `whole`, else the part that `why` says."""

    clock: str
    whole: bool
    why: str


def unanswerable(records: Records) -> tuple[Gap, ...]:
    """What each clock cannot tell from these records, clock by clock."""
    return tuple(gap for clock in RUNNING for gap in _gaps(records, clock))


def _gaps(records: Records, clock: Clock) -> Iterable[Gap]:
    missing = [_TABLES[name] for name in clock.needs if records.can_say(name).history == "absent"]
    if missing:
        yield Gap(clock=clock.id, whole=True, why=f"The source does not hold {' or '.join(missing)}.")
        return
    partly = [_TABLES[name] for name in clock.whole if records.can_say(name).history != "complete"]
    if partly:
        yield Gap(clock=clock.id, whole=True, why=f"The source does not hold {' or '.join(partly)} in full.")
        return
    undated = [_TABLES[name] for name in clock.dated if says_no_first_day(records.can_say(name))]
    if undated:
        why = f"The source does not say from which day it holds {' or '.join(undated)}."
        yield Gap(clock=clock.id, whole=True, why=why)
        return
    sentences = clock.never_held
    if weakest_history(records, *clock.needs) == "latest":
        sentences = (*clock.only_latest, *sentences)
    for why in sentences:
        yield Gap(clock=clock.id, whole=False, why=why)
