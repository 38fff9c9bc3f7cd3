"""A child's way through the service: which stages follow which, and when.

Each route is how far a child goes the first time; after a referral has closed, another may come.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from goldenthread.synthetic import (
    adoption,
    care,
    days,
    front_door,
    health,
    leaving,
    need,
    people,
    practice,
    protection,
)
from goldenthread.synthetic.chance import Bands, Mix, between
from goldenthread.synthetic.days import Day
from goldenthread.synthetic.life import Life, Setting

# Months before the window in which a child may first have come to notice and still be known in it.
_WARM_UP = {
    "contact": 12,
    "early_help": 18,
    "no_further_action": 72,
    "assessed": 72,
    "need": 96,
    "disabled": 96,
    "protection": 96,
    "unborn": 30,
    "care": 120,
    "asylum": 36,
    "adoption": 32,
}
# Referrals dip in August and late December, and rise when schools have been open a while (unverified).
_SEASON = (1.0, 0.98, 1.08, 0.95, 1.0, 1.06, 1.06, 0.76, 0.98, 1.08, 1.08, 0.86)
_BUSIEST = max(_SEASON)
_WEEKEND_KEPT = 0.12

_AGAIN_AFTER = Bands((15, 90, 36), (91, 180, 28), (181, 365, 24), (366, 720, 12))
_AGAIN = Mix({"no_further_action": 6.0, "assessed": 42.0, "need": 38.0, "protection": 10.0, "care": 4.0})
_AGAIN_AFTER_PROTECTION = Mix({"assessed": 25.0, "need": 30.0, "protection": 27.0, "care": 7.0})
_REFERRED_AT_MOST = 6
_TOO_LATE_FOR_PROTECTION = 450  # days before adulthood: a plan and what leads to it would not fit

_ATTEMPTS = 400


def live(number: int, route: str, *, seed: int, setting: Setting) -> Life:
    """One child's life by a route, drawn until it has something to show in the window."""
    rng = Random(f"{seed}:{number}")
    for _ in range(_ATTEMPTS):
        life = _attempt(number, route, rng=rng, setting=setting)
        if life.active_until >= setting.window_start:
            life.rng = Random(f"{seed}:{number}:practice")
            practice.write(life)
            health.write(life)
            return life
    raise RuntimeError(f"no life by the route {route} reaches the window")


def _attempt(number: int, route: str, *, rng: Random, setting: Setting) -> Life:
    life = Life(number=number, rng=rng, setting=setting)
    arrival = _arrival(life, route)
    people.introduce(life, route)
    closed = _STAGES[route](life, arrival)
    _afterwards(life, closed)
    if life.team:
        life.keep_open()
    leaving.describe(life)
    life.rows["ssd_person"][0]["pers_death_date"] = life.died
    return life


def _arrival(life: Life, route: str) -> Day:
    """When the child first came to notice; sets the birthday that suits it."""
    if route == "leaver":
        eighteen = between(life.rng, days.add_years(life.horizon, -7) + 60, life.horizon)
        life.born = days.add_years(eighteen, -18)
        return days.next_working_day(life.born + between(life.rng, 3300, 6000))
    start = days.add_months(life.setting.window_start, -_WARM_UP[route])
    while True:
        day = between(life.rng, start, life.horizon)
        if life.chance(_likelihood(day)):
            life.born = people.born(route, arrival=day, rng=life.rng)
            return day


def _likelihood(day: Day) -> float:
    share = _SEASON[days.to_date(day).month - 1] / _BUSIEST
    return share if days.is_working_day(day) else share * _WEEKEND_KEPT


def _afterwards(life: Life, closed: Day) -> None:
    """What follows when a child is no longer open: contacts that lead nowhere, perhaps another referral."""
    front_door.later_contacts(life, closed)
    for _ in range(_REFERRED_AT_MOST):
        day = days.next_working_day(closed + _AGAIN_AFTER.draw(life.rng))
        if not _may_return(life, day) or not life.in_time(life.setting.scenario.referred_again, day):
            return
        again = _AGAIN_AFTER_PROTECTION if life.rows["ssd_cp_plans"] else _AGAIN
        closed = _STAGES[again.draw(life.rng)](life, day)


def _may_return(life: Life, day: Day) -> bool:
    at_home = life.died is None and life.left_care is None and not life.rows["ssd_permanence"]
    return at_home and day <= life.horizon and day < life.adult - 200


# Stages: each takes the life and the day it starts, and gives the day the child was closed.


def _contact(life: Life, day: Day) -> Day:
    front_door.contact(life, day)
    if life.chance(0.2):
        day += life.between(10, 200)
        front_door.contact(life, day)
    return day


def _early_help(life: Life, day: Day) -> Day:
    front_door.contact(life, day)
    front_door.early_help(life, days.add_working_days(day, life.between(2, 15)))
    return life.active_until


def _no_further_action(life: Life, day: Day) -> Day:
    front_door.refer(life, day, route="no_further_action", nfa=True)
    front_door.close(life, day, reason=None)
    return day


def _open(life: Life, day: Day, *, route: str, in_need: bool = True) -> tuple[str, Day, Day]:
    """A referral and its assessment: the referral, and the assessment's first and last days."""
    referral = front_door.refer(life, day, route=route, nfa=False)
    start = days.add_working_days(day, life.between(0, 2))
    return referral, start, front_door.assess(life, start, referral=referral, in_need=in_need)


def _assessed(life: Life, day: Day) -> Day:
    referral, start, authorised = _open(life, day, route="assessed", in_need=False)
    ready = authorised
    if life.chance(0.27):
        ready = max(authorised, _enquire(life, start, authorised, referral=referral))
    closed = days.add_working_days(ready, life.between(0, 6))
    to_early_help = life.chance(0.2)
    front_door.close(life, closed, reason="RC9" if to_early_help else "RC8")
    if to_early_help:
        front_door.early_help(life, days.add_working_days(closed, life.between(3, 12)))
    return closed


def _enquire(life: Life, start: Day, authorised: Day, *, referral: str) -> Day:
    """A section 47 enquiry beside the assessment, and the day it was done with; some go to a conference that
    makes no plan."""
    begun = min(authorised, days.next_working_day(start + life.between(0, 10)))
    if life.chance(0.1):
        return protection.confer(life, begun, referral=referral, plan_made=False).day
    return protection.enquire(life, begun, referral=referral)


def _need(life: Life, day: Day) -> Day:
    referral, start, authorised = _open(life, day, route="need")
    ready = authorised
    if life.chance(0.42):
        ready = max(authorised, _enquire(life, start, authorised, referral=referral))
    life.hold("safeguarding", authorised)
    end = _planned_need(life, authorised, need.PLAN_DAYS, referral=referral)
    return _close_need(life, max(end, ready))


def _disabled(life: Life, day: Day) -> Day:
    referral, _, authorised = _open(life, day, route="disabled")
    end = _planned_need(life, authorised, need.DISABLED_PLAN_DAYS, referral=referral)
    front_door.close(life, end, reason="RC6" if end == life.adult else "RC7")
    return end


def _planned_need(life: Life, day: Day, length: Bands, *, referral: str) -> Day:
    """A child in need plan; a long one has a fresh assessment part way."""
    start = days.add_working_days(day, life.between(1, 8))
    stays = max(20, int(length.draw(life.rng) * life.setting.scenario.need_stays))
    end = min(life.adult, days.next_working_day(start + stays))
    need.plan(life, start, end, referral=referral)
    if end - start > 300 and life.chance(0.35):
        front_door.assess(
            life, days.next_working_day(start + (end - start) // 3), referral=referral, in_need=True
        )
    if end - start > 60 and life.chance(0.25):
        front_door.contact(life, life.between(start, end - 1))
    return end


def _close_need(life: Life, end: Day) -> Day:
    reason = Mix({"RC7": 88.0, "RC5": 6.0, "RC9": 6.0}).draw(life.rng)
    if life.chance(0.0008):
        life.died, reason = end, "RC2"
    front_door.close(life, end, reason=reason)
    if reason in ("RC7", "RC9") and end < life.adult - 100 and life.chance(0.2):
        front_door.early_help(life, days.add_working_days(end, life.between(3, 12)))
    return end


def _protection(life: Life, day: Day) -> Day:
    if day > life.adult - _TOO_LATE_FOR_PROTECTION:
        return _need(life, day)
    referral, start, authorised = _open(life, day, route="protection")
    strategy = days.next_working_day(start + life.between(0, 20))
    if life.chance(0.3):
        strategy = _need_before(life, authorised, referral=referral)
    end, entered = _protect(life, strategy, referral=referral, into_care=life.chance(0.14))
    if entered:
        course = care.usual_course(life, entered, need=_recorded_need(life))
        return _in_care(life, course, referral=referral, ready=authorised)
    return _step_down(life, end, referral=referral)


def _need_before(life: Life, day: Day, *, referral: str) -> Day:
    """A child in need plan that leads to a strategy discussion, given as the day it is held."""
    life.hold("safeguarding", day)
    start = days.add_working_days(day, life.between(1, 8))
    strategy = days.next_working_day(start + life.between(30, 220))
    need.plan(life, start, days.add_working_days(strategy, 5), referral=referral)
    return strategy


def _protect(life: Life, strategy: Day, *, referral: str, into_care: bool) -> tuple[Day, Day | None]:
    """From strategy discussion to the plan's end, and the day the child entered care if that came first."""
    conference = protection.confer(life, strategy, referral=referral, plan_made=True)
    life.hold("safeguarding", conference.day)
    entered = max(conference.day + life.between(25, 300), life.born + 1)
    # A plan should end as the child enters care; some run on for a few weeks.
    runs_on = life.between(5, 45) if life.chance(0.25) else 0
    latest = min(life.adult, entered + runs_on) if into_care else life.adult
    end = protection.plan(life, conference, referral=referral, latest=latest)
    return end, entered if into_care and end >= entered and entered < life.adult else None


def _step_down(life: Life, day: Day, *, referral: str) -> Day:
    """After protection: most have a child in need plan for a while; for some harm comes again."""
    if day >= life.adult or life.chance(0.2):
        return _close_need(life, day)
    end = _planned_need(life, day, need.STEP_DOWN_DAYS, referral=referral)
    if end < life.adult - 300 and end <= life.horizon and life.chance(0.18):
        end, _ = _protect(life, end, referral=referral, into_care=False)
    return _close_need(life, end)


def _recorded_need(life: Life) -> str:
    return str(life.rows["ssd_cin_episodes"][-1]["cine_cin_primary_need_code"])


def _unborn(life: Life, day: Day) -> Day:
    return (_protection if life.chance(0.6) else _need)(life, day)


def _care(life: Life, day: Day) -> Day:
    referral, start, authorised = _open(life, day, route="care")
    ready = authorised
    if life.chance(0.45):
        entered = max(day + life.between(0, 6), life.born)
        if life.chance(0.6):
            ready = max(authorised, _enquire(life, start, authorised, referral=referral))
    else:
        entered = _care_after_need(life, authorised, referral=referral)
    course = care.usual_course(life, entered, need=_recorded_need(life))
    return _in_care(life, course, referral=referral, ready=ready)


def _care_after_need(life: Life, day: Day, *, referral: str) -> Day:
    """A child in need plan that ends in care; gives the day care began."""
    life.hold("safeguarding", day)
    start = days.add_working_days(day, life.between(1, 8))
    entered = min(start + life.between(20, 250), life.adult - 30)
    need.plan(life, start, max(start, entered), referral=referral)
    return max(start, entered)


def _asylum(life: Life, day: Day) -> Day:
    referral, _, authorised = _open(life, day, route="asylum")
    entered = day + life.between(0, 2)
    people.seek_asylum(life, entered)
    course = care.usual_course(life, entered, need="N8")
    return _in_care(life, course, referral=referral, ready=authorised)


def _leaver(life: Life, day: Day) -> Day:
    if life.asylum:
        day = max(day, life.adult - life.between(300, 900))
        people.seek_asylum(life, day)
    referral, _, authorised = _open(life, day, route="leaver")
    course = care.usual_course(life, day, need=_recorded_need(life), stays=True)
    return _in_care(life, course, referral=referral, ready=authorised)


def _adoption(life: Life, day: Day) -> Day:
    day = max(day, life.born)
    referral, start, authorised = _open(life, day, route="adoption")
    ready = max(authorised, _enquire(life, start, authorised, referral=referral))
    way = adoption.steps(life, day + life.between(0, 20))
    course = adoption.course(life, way, need=_recorded_need(life))
    closed = _in_care(life, course, referral=referral, ready=ready)
    adoption.write(life, way, cla_id=str(life.rows["ssd_cla_episodes"][-1]["clae_cla_id"]))
    return closed


def _in_care(life: Life, course: care.Course, *, referral: str, ready: Day) -> Day:
    """A care period and what follows: home with a plan, leaving care services, or closure.

    The referral stays open until `ready`, when what began beside it is done.
    """
    care.write(life, course, referral=referral)
    closed = max(course.end, ready)
    reason = care.CLOSURE_REASONS.get(course.reason, "RC7")
    if _goes_home_with_a_plan(life, course):
        life.hold("safeguarding", course.end)
        home = _planned_need(life, course.end, need.STEP_DOWN_DAYS, referral=referral)
        return _close_need(life, max(home, ready))
    if leaving.entitled(life, course.start, course.end) and course.reason not in ("E2", "E3", "E15"):
        front_door.end_referral(life, closed, reason=reason)
        leaving.take_over(life, course.end)
    else:
        front_door.close(life, closed, reason=reason)
    return closed


def _goes_home_with_a_plan(life: Life, course: care.Course) -> bool:
    return course.reason in ("E4A", "E4B") and course.end < life.adult - 200 and life.chance(0.6)


_STAGES: dict[str, Callable[[Life, Day], Day]] = {
    "contact": _contact,
    "early_help": _early_help,
    "no_further_action": _no_further_action,
    "assessed": _assessed,
    "need": _need,
    "disabled": _disabled,
    "protection": _protection,
    "unborn": _unborn,
    "care": _care,
    "asylum": _asylum,
    "adoption": _adoption,
    "leaver": _leaver,
}
