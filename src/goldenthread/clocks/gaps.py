"""What a source cannot tell a clock, said in plain sentences rather than computed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from goldenthread.clocks import assessment, care, care_visits, conference, protection
from goldenthread.clocks.duties import weakest_history
from goldenthread.records.tables import Records

_TABLES = {
    "ssd_cin_assessments": "assessments",
    "ssd_s47_enquiry": "section 47 enquiries",
    "ssd_initial_cp_conference": "initial conferences",
    "ssd_cp_plans": "protection plans",
    "ssd_cp_reviews": "review conferences",
    "ssd_cp_visits": "visits to children with a protection plan",
    "ssd_cla_episodes": "care periods",
    "ssd_cla_placement": "placements",
    "ssd_cla_reviews": "reviews of children in care",
    "ssd_cla_visits": "visits to children in care",
}

_NEEDS = {
    assessment.CLOCK: assessment.NEEDS,
    conference.CLOCK: conference.NEEDS,
    protection.REVIEW: protection.REVIEW_NEEDS,
    protection.VISIT: protection.VISIT_NEEDS,
    care.REVIEW: care.REVIEW_NEEDS,
    care_visits.VISIT: care_visits.VISIT_NEEDS,
}

# What stays unknown where only the latest event of each child is held.
_ONLY_LATEST = {
    protection.REVIEW: (
        "Only the latest review is held, so an earlier missed or late review cannot be known.",
        "Plans that have ended show no reviews owed.",
    ),
    protection.VISIT: (
        "Only the latest visit is held, so an earlier missed or late visit cannot be known.",
        "The latest visit may be one at which the child was not seen: it is taken as a visit.",
    ),
    care.REVIEW: (
        "Only the latest review is held, so an earlier missed or late review cannot be known.",
        "Whether the latest review was the first is not held: one within 20 working days is taken as it.",
    ),
    care_visits.VISIT: (
        "Only the latest visit is held, so an earlier missed or late visit cannot be known.",
        "Earlier placements are not held, so only visits owed in the current one are shown.",
    ),
}

_NEVER_HELD = {
    assessment.CLOCK: (
        "Guidance counts from the referral; this clock counts from the assessment's start, as Annex A does.",
    ),
    care_visits.VISIT: (
        "Temporary approval of a connected person (regulation 24) is not held: it is taken as full.",
        "Temporary placement with parents (regulation 19) is not held: it is taken as assessed first.",
    ),
}


@dataclass(frozen=True)
class Gap:
    """Something a clock cannot tell from a source: all of it when `whole`, else the part that `why` says."""

    clock: str
    whole: bool
    why: str


def unanswerable(records: Records) -> tuple[Gap, ...]:
    """What each clock cannot tell from these records, clock by clock."""
    return tuple(gap for clock, tables in _NEEDS.items() for gap in _gaps(records, clock, tables))


def _gaps(records: Records, clock: str, tables: tuple[str, ...]) -> Iterable[Gap]:
    missing = [_TABLES[name] for name in tables if records.can_say(name).history == "absent"]
    if missing:
        yield Gap(clock=clock, whole=True, why=f"The source does not hold {' or '.join(missing)}.")
        return
    sentences = _NEVER_HELD.get(clock, ())
    if weakest_history(records, *tables) == "latest":
        sentences = (*_ONLY_LATEST.get(clock, ()), *sentences)
    for why in sentences:
        yield Gap(clock=clock, whole=False, why=why)
