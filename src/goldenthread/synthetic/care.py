"""Children in care: how a care period runs, and the episodes, orders and placements that record it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from goldenthread.synthetic import care_duties
from goldenthread.synthetic.chance import Bands, Mix
from goldenthread.synthetic.days import Day
from goldenthread.synthetic.life import Life
from goldenthread.synthetic.placements import Placement, placements

# Legal status on entering care (published, 2024-25).
_FIRST_STATUS = Mix({"V2": 57.0, "C1": 31.0, "L1": 9.0, "L2": 1.0, "J1": 1.6, "C2": 0.4})
_ENDINGS_YOUNGER = Mix(
    {"home": 38.0, "guardianship": 26.0, "arrangements": 6.0, "elsewhere": 5.0, "stays": 25.0}
)
_ENDINGS_OLDER = Mix({"home": 42.0, "guardianship": 5.0, "custody": 2.0, "elsewhere": 5.0, "stays": 46.0})
_ENDINGS_ASYLUM = Mix({"stays": 82.0, "elsewhere": 10.0, "age_assessed": 4.0, "home": 4.0})
_LENGTHS = {
    "home": Bands((4, 60, 38), (61, 200, 34), (201, 520, 28)),
    "guardianship": Bands((240, 450, 50), (451, 800, 50)),
    "arrangements": Bands((150, 400, 60), (401, 700, 40)),
    "elsewhere": Bands((10, 120, 50), (121, 700, 50)),
    "custody": Bands((40, 700, 100)),
    "age_assessed": Bands((30, 200, 100)),
}
_REASONS = {
    "home": Mix({"E4A": 62.0, "E4B": 12.0, "E13": 18.0, "E8": 8.0}),
    "guardianship": Mix({"E45": 46.0, "E46": 14.0, "E47": 30.0, "E48": 10.0}),
    "arrangements": Mix({"E41": 1.0}),
    "elsewhere": Mix({"E3": 80.0, "E8": 15.0, "E16": 5.0}),
    "custody": Mix({"E9": 1.0}),
    "age_assessed": Mix({"E15": 1.0}),
    "stays": Mix({"E17": 43.0, "E5": 33.0, "E6": 8.0, "E7": 4.0, "E8": 12.0}),
}
_DEATHS = 0.0008

_BEFORE_ORDER = Bands((20, 60, 40), (61, 200, 60))
_PROCEEDINGS = Bands(
    (150, 185, 45), (186, 300, 40), (301, 420, 15)
)  # care proceedings: 26 weeks is the limit

# What follows for the referral when care ends for a reason.
CLOSURE_REASONS = {
    "E11": "RC1",
    "E12": "RC1",
    "E2": "RC2",
    "E41": "RC3",
    "E3": "RC5",
    "E7": "RC6",
} | dict.fromkeys(("E45", "E46", "E47", "E48"), "RC4")


@dataclass(frozen=True)
class Course:
    """How one care period runs, before it is written down.

    `legal` and `plans` are `(from, code)` in date order; `plans` are permanence plans.
    """

    start: Day
    end: Day
    reason: str
    need: str
    legal: list[tuple[Day, str]]
    placements: list[Placement]
    plans: list[tuple[Day, str]]


def usual_course(life: Life, start: Day, *, need: str, stays: bool = False) -> Course:
    """A care period that ends in going home, guardianship, adulthood and so on."""
    ending = "stays" if stays else _ending(life, start)
    end = _end(life, start, ending)
    if end >= life.adult:
        ending, end = "stays", life.adult
    reason = _REASONS[ending].draw(life.rng)
    if life.chance(_DEATHS):
        end = life.died = start + (end - start) // 2 + 1
        reason = "E2"
    legal = _legal(life, start, end, ending)
    return Course(
        start=start,
        end=end,
        reason=reason,
        need=need,
        legal=legal,
        placements=placements(life, start, end, settles=ending == "stays", status=legal[0][1]),
        plans=_plans(life, start, end, ending),
    )


def _ending(life: Life, start: Day) -> str:
    if life.asylum:
        return _ENDINGS_ASYLUM.draw(life.rng)
    return (_ENDINGS_YOUNGER if life.age(start) < 10 else _ENDINGS_OLDER).draw(life.rng)


def _end(life: Life, start: Day, ending: str) -> Day:
    return life.adult if ending == "stays" else start + _LENGTHS[ending].draw(life.rng)


def _legal(life: Life, start: Day, end: Day, ending: str) -> list[tuple[Day, str]]:
    first = "V2" if life.asylum else _FIRST_STATUS.draw(life.rng)
    changes = [(start, first)]
    if first in ("L1", "L2"):
        changes.append((start + (2 if first == "L1" else 8), "C1" if life.chance(0.6) else "V2"))
    elif first == "J1":
        changes.append((start + life.between(20, 90), "V2"))
    if ending != "home" and not life.asylum:
        changes += orders(life, *changes[-1])
    return [(day, status) for day, status in changes if day < end]


def orders(life: Life, day: Day, status: str) -> list[tuple[Day, str]]:
    """Interim then full care orders, from the status held."""
    changes = []
    if status == "V2":
        if life.chance(0.15):
            return []
        day += _BEFORE_ORDER.draw(life.rng)
        changes.append((day, "C1"))
    if status != "C2":
        changes.append((day + _PROCEEDINGS.draw(life.rng), "C2"))
    return changes


def _plans(life: Life, start: Day, end: Day, ending: str) -> list[tuple[Day, str]]:
    final = {"home": "a", "guardianship": "c", "arrangements": "c"}.get(ending)
    if final is None:
        final = Mix({"f": 62.0, "d": 22.0, "e": 10.0, "g": 6.0}).draw(life.rng)
    if life.chance(0.03):
        return []
    first = life.between(0, 9) if life.chance(0.9) else life.between(60, 240)
    plans = [(min(start + first, end - 1), "a")]
    if final != "a" and life.chance(0.95):
        plans.append((plans[0][0] + life.between(70, 150), final))
    return [(day, plan) for day, plan in plans if day < end]


def write(life: Life, course: Course, *, referral: str) -> None:
    """Writes a care period: its rows in every table that records it."""
    life.touch(course.end)
    life.hold("care", course.start)
    cla_id = (
        f"CLA{life.number:06d}-{len({row['clae_cla_id'] for row in life.rows['ssd_cla_episodes']}) + 1:03d}"
    )
    _write_legal(life, course)
    _write_placements(life, course, cla_id)
    reviews = care_duties.review_days(life, course.start, course.end) if life.detailed(course.end) else []
    _write_episodes(life, course, cla_id=cla_id, referral=referral, reviews=reviews)
    _write_plans(life, course)
    if life.detailed(course.end):
        _write_duties(life, course, cla_id=cla_id, reviews=reviews)


def _write_duties(life: Life, course: Course, *, cla_id: str, reviews: list[Day]) -> None:
    care_duties.write_reviews(life, reviews, cla_id=cla_id, end=course.end)
    for stay in _stays(course, cla_id=cla_id, reviews=reviews):
        care_duties.write_visits(life, stay)
    care_duties.write_health(life, course.start, course.end)
    care_duties.write_missing(life, course.start, course.end)


def _stays(course: Course, *, cla_id: str, reviews: list[Day]) -> Iterator[care_duties.Stay]:
    """The placements; one with parents is cut where a care order is made, for visits begin anew then."""
    for placement in course.placements:
        orders = [
            day for day, status in course.legal if status == "C2" and placement.start < day < placement.end
        ]
        cuts = orders if placement.type == "P1" else []
        for start, end in zip([placement.start, *cuts], [*cuts, placement.end], strict=True):
            yield care_duties.Stay(
                cla_id=cla_id,
                start=start,
                end=end,
                type=placement.type,
                interim=status_on(course, start) == "C1",
                first_review=next((day for day in reviews if day > start), end),
            )


def status_on(course: Course, day: Day) -> str:
    """The legal status held on a day of the care period."""
    return course.legal[bisect_right(course.legal, day, key=lambda change: change[0]) - 1][1]


def _spans(changes: list[tuple[Day, str]], end: Day) -> list[tuple[Day, Day, str]]:
    """Each change with the day the next one, or the end, comes."""
    ends = [*(day for day, _ in changes), end][1:]
    return [(day, until, value) for (day, value), until in zip(changes, ends, strict=True)]


def _write_legal(life: Life, course: Course) -> None:
    for start, end, status in _spans(course.legal, course.end):
        life.add(
            "ssd_legal_status",
            lega_legal_status=status,
            lega_legal_status_start_date=start,
            lega_legal_status_end_date=end,
        )


def _write_placements(life: Life, course: Course, cla_id: str) -> None:
    for placement in course.placements:
        life.add(
            "ssd_cla_placement",
            clap_cla_id=cla_id,
            clap_cla_placement_start_date=placement.start,
            clap_cla_placement_end_date=placement.end,
            clap_cla_placement_type=placement.type,
            clap_cla_placement_provider=placement.provider,
            clap_cla_placement_postcode=placement.postcode,
            clap_cla_placement_urn=placement.urn,
            clap_placement_location=placement.location,
            clap_placement_la=placement.authority,
        )


def _write_episodes(life: Life, course: Course, *, cla_id: str, referral: str, reviews: list[Day]) -> None:
    """One episode from each change of legal status or placement to the next."""
    starts = sorted({day for day, _ in course.legal} | {placement.start for placement in course.placements})
    for start, end in zip(starts, [*starts[1:], course.end], strict=True):
        life.add(
            "ssd_cla_episodes",
            clae_cla_id=cla_id,
            clae_referral_id=referral,
            clae_entered_care_date=course.start,
            clae_cla_episode_start_date=start,
            clae_cla_primary_need_code=course.need,
            clae_cla_episode_ceased_date=end,
            clae_cla_episode_ceased_reason=course.reason if end == course.end else "X1",
            clae_cla_last_iro_contact_date=_last_contact(life, reviews, course.start, min(end, life.horizon)),
        )


def _last_contact(life: Life, reviews: list[Day], start: Day, until: Day) -> Day | None:
    """The reviewing officer sees the child between reviews, or failing that about the time of one."""
    held = bisect_right(reviews, until)
    if not held or not life.chance(0.93):
        return None
    since = reviews[held - 1] + life.between(15, 100)
    return since if since <= until else max(start, reviews[held - 1] - life.between(0, 21))


def _write_plans(life: Life, course: Course) -> None:
    for start, end, plan in _spans(course.plans, course.end):
        life.add(
            "ssd_cla_care_plan",
            lacp_cla_care_plan_start_date=start,
            lacp_cla_care_plan_end_date=end,
            lacp_permanence_plan=plan,
        )
