"""Young people leaving care: where they live, what they do, and whether the authority is in touch."""

from __future__ import annotations

from goldenthread.synthetic import days
from goldenthread.synthetic.chance import Bands, Mix
from goldenthread.synthetic.days import Day
from goldenthread.synthetic.life import Life

# A young person qualifies fully after 13 weeks of care that reach past the sixteenth birthday.
_WEEKS_IN_CARE = 13

_IN_TOUCH_YOUNGER = Mix({"YES": 94.0, "NO": 3.0, "REFU": 1.5, "RHOM": 1.5})
_IN_TOUCH_21 = Mix({"YES": 62.0, "NO": 12.0, "REFU": 4.0, "NREQ": 22.0})
_CONTACT_AGO = Bands((0, 28, 52), (29, 56, 37), (57, 150, 11))
_NO_CONTACT_AGO = Bands((90, 500, 100))
_REVIEW_AGO = Bands((0, 90, 48), (91, 182, 38), (183, 330, 14))

_ACCOMMODATION = Mix(
    {
        "U": 36.0, "D": 20.0, "Z": 15.0, "B": 11.0, "E": 5.0, "T": 3.0, "K": 2.0,
        "X": 3.0, "V": 1.0, "S": 1.5, "W": 0.5, "Y": 1.0, "R": 1.0,
    }
)  # fmt: skip
_UNSUITABLE = ("X", "V", "S", "W")
_ACTIVITY_YOUNGER = Mix(
    {
        "F2": 44.0,
        "P2": 4.0,
        "F5": 9.0,
        "P5": 2.0,
        "F1": 3.0,
        "F4": 2.0,
        "G5": 26.0,
        "G4": 3.0,
        "G6": 2.0,
        "": 5.0,
    }
)
_ACTIVITY_OLDER = Mix(
    {
        "F5": 19.0,
        "P5": 6.0,
        "F2": 18.0,
        "P2": 3.0,
        "F1": 6.0,
        "F4": 2.0,
        "G5": 27.0,
        "G4": 9.0,
        "G6": 4.0,
        "": 6.0,
    }
)


def entitled(life: Life, entered: Day, left: Day) -> bool:
    """Whether a care period brings leaving care services."""
    return left >= days.add_years(life.born, 16) and left - entered >= 7 * _WEEKS_IN_CARE


def take_over(life: Life, left: Day) -> None:
    """The leaving care team takes the young person on, up to the twenty-fifth birthday."""
    ends = days.add_years(life.born, 25)
    life.left_care = left
    life.hold("leaving", left)
    if ends <= life.horizon:
        life.release(ends)
    life.touch(ends)


def describe(life: Life) -> None:
    """How things stand at the end of the window for someone of 16 to 24 with leaving care services."""
    left = life.left_care
    if left is None or not _of_age(life):
        return
    age = life.age(life.horizon)
    in_touch = (_IN_TOUCH_YOUNGER if age < 21 else _IN_TOUCH_21).draw(life.rng)
    contact = life.horizon - (_CONTACT_AGO if in_touch == "YES" else _NO_CONTACT_AGO).draw(life.rng)
    review = life.horizon - _REVIEW_AGO.draw(life.rng)
    start = days.add_years(life.born, 16)
    life.add(
        "ssd_care_leavers",
        clea_care_leaver_eligibility=_eligibility(life, left),
        clea_care_leaver_in_touch=in_touch,
        clea_care_leaver_latest_contact=contact if contact >= start else None,
        clea_pathway_plan_review_date=review if review >= start and life.chance(0.94) else None,
        clea_care_leaver_personal_advisor=_adviser(life),
        clea_care_leaver_allocated_team=life.team_id,
        clea_care_leaver_worker_id=life.worker_on(life.horizon),
        **_home_and_day(life, age, in_touch),
    )


def _of_age(life: Life) -> bool:
    return days.add_years(life.born, 16) <= life.horizon < days.add_years(life.born, 25)


def _eligibility(life: Life, left: Day) -> str:
    if left > life.horizon:
        return "E"
    if life.chance(0.04):
        return "Q"
    return "FR" if life.horizon >= life.adult else "R"


def _adviser(life: Life) -> str | None:
    advisers = life.setting.staff.team("leaving", life.area).rota
    return advisers.at(life.horizon, life.rng.random()) if life.chance(0.97) else None


def _home_and_day(life: Life, age: int, in_touch: str) -> dict[str, str | None]:
    if in_touch != "YES" and life.chance(0.4):
        return {}
    home = _ACCOMMODATION.draw(life.rng)
    unsuitable = home in _UNSUITABLE or life.chance(0.01)
    activity = (_ACTIVITY_YOUNGER if age < 19 else _ACTIVITY_OLDER).draw(life.rng)
    return {
        "clea_care_leaver_accommodation": home,
        "clea_care_leaver_accom_suitable": None if home == "R" else "2" if unsuitable else "1",
        "clea_care_leaver_activity": activity or None,
    }
