"""Children in need: the plan and its visits."""

from __future__ import annotations

from goldenthread.synthetic import days
from goldenthread.synthetic.chance import Bands
from goldenthread.synthetic.days import Day
from goldenthread.synthetic.life import Life

# Days a child in need plan runs. Episodes of need last about a year on average (derived, 2024-25), skewed.
PLAN_DAYS = Bands((30, 90, 20), (91, 180, 27), (181, 365, 28), (366, 730, 17), (731, 1300, 8))
DISABLED_PLAN_DAYS = Bands((365, 730, 30), (731, 1460, 40), (1461, 3000, 30))
STEP_DOWN_DAYS = Bands((60, 120, 45), (121, 240, 55))

_SEEN = 0.96

# Working days between visits, against a local standard of 20.
_VISIT_IN_TIME = Bands((8, 14, 25), (15, 20, 75))
_VISIT_LATE = Bands((21, 27, 70), (28, 45, 30))


def plan(life: Life, start: Day, end: Day, *, referral: str) -> None:
    life.add(
        "ssd_cin_plans",
        cinp_referral_id=referral,
        cinp_cin_plan_start_date=start,
        cinp_cin_plan_end_date=end,
        cinp_cin_plan_team=life.team_id,
        cinp_cin_plan_worker_id=life.worker_on(start),
    )
    life.touch(end)
    if life.detailed(end):
        _visits(life, start, end)


def _visits(life: Life, start: Day, end: Day) -> None:
    day = _next_visit(life, start)
    while day < min(end, life.horizon + 1):
        seen, alone = seen_flags(life, day)
        life.add(
            "ssd_cin_visits",
            cinv_cin_visit_date=day,
            cinv_cin_visit_seen=seen,
            cinv_cin_visit_seen_alone=alone,
        )
        missed = seen == "N" and day >= life.born
        day = try_again(life, day) if missed else _next_visit(life, day)


def try_again(life: Life, day: Day) -> Day:
    """When a child not seen at a visit is visited again."""
    return days.add_working_days(day, life.between(1, 4))


def _next_visit(life: Life, day: Day) -> Day:
    gap = _VISIT_IN_TIME if life.visits_in_time(day) else _VISIT_LATE
    return days.add_working_days(day, gap.draw(life.rng))


def seen_flags(life: Life, day: Day) -> tuple[str, str]:
    """Whether the child was seen, and seen alone, at a visit. An unborn child is neither."""
    if day < life.born or not life.chance(_SEEN):
        return "N", "N"
    if life.age(day) < 2:
        return "Y", "Y" if life.chance(0.25) else "N"
    return "Y", "Y" if life.in_time(life.setting.scenario.seen_alone, day) else "N"
