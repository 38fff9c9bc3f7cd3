"""What is owed to children in care: reviews, visits, health checks; and the times they go missing."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.synthetic import days, need
from goldenthread.synthetic.chance import Bands, Mix
from goldenthread.synthetic.days import Day
from goldenthread.synthetic.life import Life

_REVIEW_LATE_BY = Bands((2, 10, 55), (11, 45, 45))
_CANCELLED = 0.015

# Limits between visits in days (SI 2010/959 reg 28): six weeks; three months once a long-term home has
# lasted a year; weekly then four-weekly at home with parents under an interim order.
_SIX_WEEKS = 42
_LONG_TERM = ("U1", "U4")
_LONG_TERM_LIMIT = 88

_HEALTH_LATE_BY = Bands((5, 60, 45), (61, 320, 55))
_DENTAL_GAP = Bands((170, 300, 25), (301, 364, 40), (365, 800, 35))
_MISSING_LENGTH = Mix({0: 45.0, 1: 35.0, 2: 10.0, 3: 5.0, 6: 3.0, 14: 2.0})
_MISSING_OFTEN_GAP = Bands((2, 20, 50), (21, 60, 35), (61, 200, 15))
_MISSING_RARELY_GAP = Bands((100, 900, 18), (901, 4000, 82))


@dataclass(frozen=True)
class Stay:
    """A stretch in one home under one kind of order. `first_review` is the first held during it."""

    cla_id: str
    start: Day
    end: Day
    type: str
    interim: bool
    first_review: Day


def review_days(life: Life, start: Day, end: Day) -> list[Day]:
    """Reviews held: by 20 working days, three months later, then every six months. At least one is given,
    though it may fall after the period."""
    reviews = [_by(life, days.add_working_days(start, 20), early=8)]
    while reviews[-1] < min(end, life.horizon + 1):
        months, early = (3, 20) if len(reviews) == 1 else (6, 25)
        reviews.append(_by(life, days.add_months(reviews[-1], months), early=early))
    return reviews


def _by(life: Life, due: Day, *, early: int) -> Day:
    if life.in_time(life.setting.scenario.care_review_in_time, due):
        return min(due, days.next_working_day(due - life.between(0, early)))
    return days.next_working_day(due + _REVIEW_LATE_BY.draw(life.rng))


def write_reviews(life: Life, reviews: list[Day], *, cla_id: str, end: Day) -> None:
    for day in (day for day in reviews if day < end):
        if life.chance(_CANCELLED):
            life.add(
                "ssd_cla_reviews",
                clar_cla_id=cla_id,
                clar_cla_review_date=day - 1,
                clar_cla_review_cancelled="Y",
            )
        life.add(
            "ssd_cla_reviews", clar_cla_id=cla_id, clar_cla_review_date=day, clar_cla_review_cancelled="N"
        )


def write_visits(life: Life, stay: Stay) -> None:
    """Visits through one stay: within a week of its start, then by the limit that applies."""
    day = stay.start + (life.between(1, 7) if life.visits_in_time(stay.start) else life.between(8, 14))
    while day < min(stay.end, life.horizon + 1):
        seen, alone = need.seen_flags(life, day)
        life.add(
            "ssd_cla_visits",
            clav_cla_id=stay.cla_id,
            clav_cla_visit_date=day,
            clav_cla_visit_seen=seen,
            clav_cla_visit_seen_alone=alone,
        )
        day = need.try_again(life, day) if seen == "N" else day + _gap(life, _limit(stay, day), day)


def _limit(stay: Stay, day: Day) -> int:
    if stay.type == "P1" and stay.interim:
        return 7 if day < stay.first_review else 28
    if stay.type in _LONG_TERM and day - stay.start > 365:
        return _LONG_TERM_LIMIT
    return _SIX_WEEKS


def _gap(life: Life, limit: int, day: Day) -> int:
    if life.visits_in_time(day):
        return life.between(limit * 6 // 10, limit)
    return limit + life.between(1, max(2, limit // 2))


def write_health(life: Life, start: Day, end: Day) -> None:
    """Health assessments (every six months under five, else yearly) and dental checks."""
    day = start + life.between(12, 27) if life.chance(0.75) else start + life.between(30, 60)
    while day < min(end, life.horizon + 1):
        _check(life, "health_assessment", day)
        due = days.add_months(day, 6 if life.age(day) < 5 else 12)
        day = due - life.between(0, 30) if life.chance(0.75) else due + _HEALTH_LATE_BY.draw(life.rng)
    day = max(start + life.between(20, 200), life.born + 400)
    while day < min(end, life.horizon + 1):
        _check(life, "dental_check", day)
        day += _DENTAL_GAP.draw(life.rng)


def _check(life: Life, kind: str, day: Day) -> None:
    life.add(
        "ssd_cla_health",
        clah_health_check_type=kind,
        clah_health_check_date=day,
        clah_health_check_status="done",
    )


def write_missing(life: Life, start: Day, end: Day) -> None:
    """Times the child was missing or absent. Most never are; a few, often."""
    gap = _MISSING_OFTEN_GAP if life.chance(0.09) else _MISSING_RARELY_GAP
    day = max(start, days.add_years(life.born, 11)) + gap.draw(life.rng)
    while day < min(end - 15, life.horizon + 1):
        length = _MISSING_LENGTH.draw(life.rng)
        _missing(life, day, day + length)
        day += length + gap.draw(life.rng)


def _missing(life: Life, start: Day, end: Day) -> None:
    offered = life.chance(0.87)
    life.add(
        "ssd_missing",
        miss_missing_episode_start_date=start,
        miss_missing_episode_type="absent" if life.chance(0.12) else "missing",
        miss_missing_episode_end_date=end,
        miss_missing_rhi_offered="Y" if offered else "N",
        miss_missing_rhi_accepted=("Y" if life.chance(0.62) else "N") if offered else None,
    )
