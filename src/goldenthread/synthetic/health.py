"""What is known of children's wellbeing: what assessments found, and the health of children in care."""

from __future__ import annotations

import json

from goldenthread.synthetic import days
from goldenthread.synthetic.chance import Bands, Mix
from goldenthread.synthetic.days import Day
from goldenthread.synthetic.life import Life

# Per cent of assessments with any factor that find each (derived, 2024-25), by the census's codes.
_FACTORS = {
    "1A": 2.1, "1B": 14.3, "1C": 2.3, "2A": 4.8, "2B": 14.1, "2C": 3.1, "3A": 11.3, "3B": 31.7, "3C": 5.0,
    "4A": 17.6, "4B": 33.5, "4C": 4.6, "5A": 12.3, "5B": 3.0, "5C": 1.5, "6A": 4.7, "6B": 5.4, "6C": 1.0,
    "7A": 3.7, "8B": 0.4, "10A": 3.3, "11A": 2.4, "12A": 0.4, "13A": 1.7, "14A": 7.0, "15A": 5.0,
    "16A": 17.6, "17A": 19.0, "18B": 3.0, "18C": 12.0, "19B": 2.5, "19C": 3.7, "22A": 0.2, "23A": 0.4,
    "24A": 3.2, "20": 16.3,
}  # fmt: skip
_ASYLUM = "9A"
_NO_FACTOR = "21"

# Scores of the questionnaire: normal to 13, borderline to 16, of concern above (published, 2025).
_SCORE = Bands((0, 6, 15), (7, 13, 30), (14, 16, 13), (17, 26, 37), (27, 36, 5))
_NO_SCORE = Mix({"SDQ2": 20.0, "SDQ3": 10.0, "SDQ4": 55.0, "SDQ5": 15.0})
_SCORED, _YOUNGEST, _TOO_OLD = 0.78, 4, 17

_IMMUNISED, _MISUSES, _CONVICTED = 0.84, 0.03, 0.02  # published, 2025
_AGE_OF_RESPONSIBILITY = 10


def write(life: Life) -> None:
    _factors(life)
    episodes = life.rows["ssd_cla_episodes"]
    if not episodes:
        return
    for start, end in _periods(life):
        if life.detailed(end):
            _questionnaires(life, start, end)
    start, end = _periods(life)[-1]
    if end > life.horizon >= start:
        _now_in_care(life, start)


def _periods(life: Life) -> list[tuple[Day, Day]]:
    """Each care period's first day and the day it ends."""
    found: dict[Day, Day] = {}
    for row in life.rows["ssd_cla_episodes"]:
        entered, ended = row["clae_entered_care_date"], row["clae_cla_episode_ceased_date"]
        assert isinstance(entered, int)
        assert isinstance(ended, int)
        found[entered] = ended
    return list(found.items())


def _factors(life: Life) -> None:
    """What each assessment of the months made up found."""
    first, last = life.setting.window_start, life.horizon
    for row in life.rows["ssd_cin_assessments"]:
        authorised = row["cina_assessment_auth_date"]
        assert isinstance(authorised, int)
        if first <= authorised <= last:
            found = [code for code, share in _FACTORS.items() if life.rng.random() * 100 < share]
            found += [_ASYLUM] if life.asylum else []
            life.add(
                "ssd_assessment_factors",
                cinf_assessment_id=row["cina_assessment_id"],
                cinf_assessment_factors_json=json.dumps(found or [_NO_FACTOR]),
            )


def _questionnaires(life: Life, start: Day, end: Day) -> None:
    day = max(start, days.add_years(life.born, _YOUNGEST)) + life.between(20, 350)
    last = min(end, life.horizon + 1, days.add_years(life.born, _TOO_OLD))
    while day < last:
        is_scored = life.chance(_SCORED)
        life.add(
            "ssd_sdq_scores",
            csdq_sdq_completed_date=day,
            csdq_sdq_score=_SCORE.draw(life.rng) if is_scored else None,
            csdq_sdq_reason=None if is_scored else _NO_SCORE.draw(life.rng),
        )
        day += life.between(300, 364)


def _now_in_care(life: Life, start: Day) -> None:
    """How things stand for a child in care at the end."""
    told = max(start, life.horizon - life.between(10, 340))
    is_immunised = "Y" if life.chance(_IMMUNISED) else "N"
    life.add(
        "ssd_cla_immunisations",
        clai_immunisations_status=is_immunised,
        clai_immunisations_status_date=told,
    )
    if life.age(told) < _AGE_OF_RESPONSIBILITY:
        return
    if life.chance(_MISUSES * 2):
        helped = life.chance(0.5)
        life.add(
            "ssd_cla_substance_misuse",
            clas_substance_misuse_date=told,
            clas_substance_misused=Mix({"Alcohol": 1.0, "Cannabis": 3.0, "Other": 1.0}).draw(life.rng),
            clas_intervention_received="Y" if helped else "N",
        )
    if life.chance(_CONVICTED):
        life.add("ssd_cla_convictions", clac_cla_conviction_date=told)
