"""Child protection: section 47 enquiries, initial conferences, plans, visits and review conferences."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.synthetic import days, need
from goldenthread.synthetic.chance import Bands, Mix
from goldenthread.synthetic.days import Day
from goldenthread.synthetic.life import Life

_ENQUIRY_LENGTH = Bands((1, 4, 25), (5, 10, 50), (11, 18, 25))

# Working days from the strategy discussion to the conference: bands published for 2024-25.
_CONFERENCE_IN_TIME = Bands((5, 10, 8.7), (11, 12, 14.0), (13, 15, 58.7))
_CONFERENCE_LATE = Bands((16, 20, 8.9), (21, 30, 7.0), (31, 45, 2.7))

# Initial category of abuse (derived, 2020, the latest split seen).
_CATEGORIES = Mix({"NEG": 50.5, "EMO": 35.7, "PHY": 7.4, "SAB": 3.8, "MUL": 2.6})

# Share of plans that end at the first, second, third ... review: fitted to published lengths of ended plans.
_ENDS_AT_REVIEW = (0.17, 0.45, 0.52, 0.55, 0.55, 0.6)
_LATER_REVIEW_SOON = Bands((80, 100, 100))
_LATER_REVIEW = Bands((140, 165, 35), (166, 180, 65))
_FIRST_REVIEW = Bands((60, 75, 15), (76, 88, 85))
_REVIEW_LATE_BY = Bands((3, 10, 60), (11, 40, 40))

# Working days between visits, against a local standard of 10.
_VISIT_IN_TIME = Bands((3, 6, 18), (7, 9, 47), (10, 10, 35))
_VISIT_LATE = Bands((11, 14, 52), (15, 24, 35), (25, 40, 13))


@dataclass(frozen=True)
class Conference:
    """An initial conference that was held."""

    id: str
    day: Day


def enquire(life: Life, start: Day, *, referral: str) -> Day:
    """A section 47 enquiry that needs no conference; gives the day it ended."""
    end = days.add_working_days(start, _ENQUIRY_LENGTH.draw(life.rng))
    _enquiry(life, start, end, referral=referral, unnecessary=True)
    return end


def _enquiry(life: Life, start: Day, end: Day, *, referral: str, unnecessary: bool) -> str:
    life.touch(end)
    return life.add(
        "ssd_s47_enquiry",
        s47e_referral_id=referral,
        s47e_s47_start_date=start,
        s47e_s47_end_date=end,
        s47e_s47_nfa="Y" if unnecessary else "N",
        s47e_s47_completed_by_worker_id=life.worker_on(end),
        s47e_s47_completed_by_team=life.team_id,
    )


def confer(life: Life, start: Day, *, referral: str, plan_made: bool) -> Conference:
    """A section 47 enquiry that goes to an initial conference."""
    in_time = life.in_time(life.setting.scenario.conference_in_time, start)
    wait = (_CONFERENCE_IN_TIME if in_time else _CONFERENCE_LATE).draw(life.rng)
    held = days.add_working_days(start, wait)
    ended = days.add_working_days(start, max(1, wait - life.between(2, 6)))
    enquiry = _enquiry(life, start, ended, referral=referral, unnecessary=False)
    life.touch(held)
    key = life.add(
        "ssd_initial_cp_conference",
        icpc_s47_enquiry_id=enquiry,
        icpc_referral_id=referral,
        icpc_icpc_transfer_in="Y" if life.chance(0.02) else "N",
        icpc_icpc_target_date=days.add_working_days(start, 15),
        icpc_icpc_date=held,
        icpc_icpc_outcome_cp_flag="Y" if plan_made else "N",
        icpc_icpc_team=life.team_id,
        icpc_icpc_worker_id=life.worker_on(held),
    )
    return Conference(id=key, day=held)


def plan(life: Life, conference: Conference, *, referral: str, latest: Day) -> Day:
    """A child protection plan with its reviews and visits; gives the day it ended, no later than `latest`."""
    reviews = _review_days(life, conference.day)
    end = min(reviews[-1], latest)
    category = _CATEGORIES.draw(life.rng)
    key = life.add(
        "ssd_cp_plans",
        cppl_referral_id=referral,
        cppl_icpc_id=conference.id,
        cppl_cp_plan_start_date=conference.day,
        cppl_cp_plan_end_date=end,
        cppl_cp_plan_initial_category=category,
        cppl_cp_plan_latest_category=_CATEGORIES.draw(life.rng) if life.chance(0.08) else category,
    )
    life.touch(end)
    if life.detailed(end):
        _write_reviews(life, key, [day for day in reviews if day <= end], end)
        _visits(life, key, conference.day, end)
    return end


def _review_days(life: Life, start: Day) -> list[Day]:
    """Review conferences up to the one that ends the plan, or the first after the window."""
    reviews = [_review_by(life, start, 3, _FIRST_REVIEW)]
    while reviews[-1] <= life.horizon and not _ends(life, len(reviews)):
        gap = _LATER_REVIEW_SOON if life.chance(0.33) else _LATER_REVIEW
        reviews.append(_review_by(life, reviews[-1], 6, gap))
    return reviews


def _review_by(life: Life, last: Day, months: int, gap: Bands) -> Day:
    due = days.add_months(last, months)
    if life.in_time(life.setting.scenario.protection_review_in_time, due):
        return min(due, days.next_working_day(last + gap.draw(life.rng)))
    return days.next_working_day(due + _REVIEW_LATE_BY.draw(life.rng))


def _ends(life: Life, held: int) -> bool:
    return life.chance(_ENDS_AT_REVIEW[min(held, len(_ENDS_AT_REVIEW)) - 1])


def _write_reviews(life: Life, plan_id: str, reviews: list[Day], end: Day) -> None:
    for day in reviews:
        life.add(
            "ssd_cp_reviews",
            cppr_cp_plan_id=plan_id,
            cppr_cp_review_date=day,
            cppr_cp_review_outcome_continue_cp="N" if day == end else "Y",
        )


def _visits(life: Life, plan_id: str, start: Day, end: Day) -> None:
    day = _next_visit(life, start)
    while day < min(end, life.horizon + 1):
        seen, alone = need.seen_flags(life, day)
        life.add(
            "ssd_cp_visits",
            cppv_cp_plan_id=plan_id,
            cppv_cp_visit_date=day,
            cppv_cp_visit_seen=seen,
            cppv_cp_visit_seen_alone=alone,
        )
        missed = seen == "N" and day >= life.born
        day = need.try_again(life, day) if missed else _next_visit(life, day)


def _next_visit(life: Life, day: Day) -> Day:
    gap = _VISIT_IN_TIME if life.visits_in_time(day) else _VISIT_LATE
    return days.add_working_days(day, gap.draw(life.rng))
