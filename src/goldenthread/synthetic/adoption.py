"""Adoption: a child's steps to it, and the adopters."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from goldenthread.synthetic import days
from goldenthread.synthetic.care import Course, orders
from goldenthread.synthetic.chance import Bands, Mix, between
from goldenthread.synthetic.days import Day
from goldenthread.synthetic.life import Life
from goldenthread.synthetic.placements import Placement, place
from goldenthread.synthetic.rows import Row

# Average times by stage (published, 2024-25): care to decision 9 months, decision to match 10,
# match to placed 1, placed to order 9.
_TO_DECISION = Bands((170, 260, 50), (261, 380, 50))
_TO_PLACEMENT_ORDER = Bands((5, 60, 100))
_TO_MATCH = Bands((120, 300, 50), (301, 480, 50))
_TO_PLACED = Bands((10, 45, 100))
_TO_ORDER = Bands((180, 300, 60), (301, 420, 40))
_EARLY_PERMANENCE = 0.25
_REVERSED = 0.12
_REVERSAL_REASON = Mix({"RD1": 40.0, "RD2": 10.0, "RD3": 35.0, "RD4": 15.0})

_STAGE_1 = Bands((35, 61, 60), (62, 110, 40))
_STAGE_2 = Bands((80, 122, 65), (123, 200, 35))
_APPROVED_BEFORE_MATCH = Bands((30, 180, 60), (181, 500, 40))
_ADOPTER_ETHNICITY = Mix(
    {"WBRI": 78.0, "WOTH": 6.0, "AIND": 3.0, "APKN": 3.0, "BCRB": 3.0, "BAFR": 3.0, "MOTH": 4.0}
)
_ADOPTER_DISABILITY = Mix({"N": 90.0, "Y": 4.0, "U": 6.0})
_LEFT_REASON = Mix({"1": 65.0, "2": 20.0, "3": 15.0})


@dataclass(frozen=True)
class Steps:
    """The dates of one child's way to adoption; each is after the one before."""

    entered: Day
    decision: Day
    placement_order: Day
    matched: Day
    placed: Day
    order: Day
    early_placed: Day | None
    reversed_on: Day | None


def steps(life: Life, entered: Day) -> Steps:
    decision = entered + _TO_DECISION.draw(life.rng)
    placement_order = decision + _TO_PLACEMENT_ORDER.draw(life.rng)
    matched = max(placement_order + 1, decision + _TO_MATCH.draw(life.rng))
    placed = matched + _TO_PLACED.draw(life.rng)
    early = entered + life.between(1, 90) if life.chance(_EARLY_PERMANENCE) else None
    return Steps(
        entered=entered,
        decision=decision,
        placement_order=placement_order,
        matched=matched,
        placed=placed,
        order=placed + _TO_ORDER.draw(life.rng),
        early_placed=early,
        reversed_on=None if early or not life.chance(_REVERSED) else placement_order + life.between(60, 110),
    )


def course(life: Life, way: Steps, *, need: str) -> Course:
    """The care period of a child whose plan is adoption; a reversed decision leads to long-term fostering."""
    adopted = way.reversed_on is None
    end = way.order if adopted else days.add_years(life.born, 18)
    legal = [
        (way.entered, "C1"),
        *[change for change in orders(life, way.entered, "C1") if change[0] < way.placement_order],
    ]
    legal.append((way.placement_order, "E1"))
    plans = [(way.entered + 5, "a"), (way.decision, "b")]
    if way.reversed_on:
        legal.append((way.reversed_on + 30, "C2"))
        plans.append((way.reversed_on, "f"))
    return Course(
        start=way.entered,
        end=end,
        reason=("E12" if life.chance(0.7) else "E11") if adopted else "E17",
        need=need,
        legal=legal,
        placements=_placements(life, way, end),
        plans=plans,
    )


def _placements(life: Life, way: Steps, end: Day) -> list[Placement]:
    if way.reversed_on:
        return [
            place(life, "U6", way.entered, way.reversed_on + 40),
            place(life, "U4", way.reversed_on + 40, end),
        ]
    if way.early_placed:
        return [
            place(life, "U6", way.entered, way.early_placed),
            place(life, "U5", way.early_placed, way.placed),
            place(life, "A5", way.placed, end),
        ]
    return [place(life, "U6", way.entered, way.placed), place(life, "A6", way.placed, end)]


def write(life: Life, way: Steps, *, cla_id: str) -> None:
    """The permanence record, and the adopters the child was matched with."""
    adopted = way.reversed_on is None
    family = f"FAM{life.number:06d}" if adopted else None
    life.add(
        "ssd_permanence",
        perm_cla_id=cla_id,
        perm_adm_decision_date=way.decision,
        perm_placement_order_date=way.placement_order,
        perm_matched_date=way.matched if adopted else None,
        perm_placed_for_adoption_date=way.placed if adopted else None,
        perm_placed_ffa_cp_date=way.early_placed,
        perm_decision_reversed_date=way.reversed_on,
        perm_decision_reversed_reason=_REVERSAL_REASON.draw(life.rng) if way.reversed_on else None,
        perm_permanence_order_date=way.order if adopted else None,
        perm_permanence_order_type="Adoption order" if adopted else None,
        perm_stated_entered_care_date=way.entered,
        perm_adopter_family_id=family,
    )
    if family:
        _write_adopters(life, way, family)


def _write_adopters(life: Life, way: Steps, family: str) -> None:
    before = way.early_placed or way.matched
    approved = before - _APPROVED_BEFORE_MATCH.draw(life.rng)
    joint = _approval(life.rng, approved=approved) | {
        "adop_family_id": family,
        "adop_fostering_for_adoption": "1" if way.early_placed else "0",
        "adop_matched_date": way.matched,
        "adop_placed_date": way.placed,
        "adop_children_placed": 1,
        "adop_order_date": way.order,
    }
    for row in _people(life.rng, joint, number=life.number, prefix="AD"):
        life.rows["adopters"].append(row)


def waiting_families(*, count: int, start: Day, end: Day, rng: Random) -> list[Row]:
    """Adopters not yet matched with a child: enquiring, in assessment, approved and waiting, or gone."""
    rows: list[Row] = []
    for number in range(1, count + 1):
        approved = between(rng, start, end + 250)
        joint = _approval(rng, approved=approved) | {
            "adop_family_id": f"FAW{number:06d}",
            "adop_fostering_for_adoption": "0",
        }
        rows += _people(rng, _perhaps_leaves(rng, joint), number=number, prefix="AW")
    return rows


def _approval(rng: Random, *, approved: Day) -> Row:
    """The two stages and the application, counted back from approval."""
    stage_2 = approved - _STAGE_2.draw(rng)
    stage_1_end = stage_2 - between(rng, 0, 30)
    stage_1 = stage_1_end - _STAGE_1.draw(rng)
    return {
        "adop_enquiry_date": stage_1 - between(rng, 5, 40),
        "adop_stage_1_start_date": stage_1,
        "adop_stage_1_end_date": stage_1_end,
        "adop_stage_2_start_date": stage_2,
        "adop_stage_2_end_date": approved,
        "adop_application_date": approved - between(rng, 5, 25),
        "adop_approval_date": approved,
    }


def _perhaps_leaves(rng: Random, joint: Row) -> Row:
    if rng.random() >= 0.15:
        return joint
    kept = {
        name: joint[name]
        for name in (
            "adop_family_id",
            "adop_fostering_for_adoption",
            "adop_enquiry_date",
            "adop_stage_1_start_date",
        )
    }
    left = int(joint["adop_stage_1_start_date"] or 0) + between(rng, 20, 60)
    return kept | {"adop_left_date": left, "adop_left_reason": _LEFT_REASON.draw(rng)}


def _people(rng: Random, joint: Row, *, number: int, prefix: str) -> list[Row]:
    """One or two adopters who share the family's dates."""
    people = 2 if rng.random() < 0.82 else 1
    return [
        {
            **joint,
            "adop_table_id": f"{prefix}T{number:06d}-{place}",
            "adop_adopter_id": f"{prefix}{number:06d}-{place}",
            "adop_gender": "F" if (place == 1) == (rng.random() < 0.9) else "M",
            "adop_ethnicity": _ADOPTER_ETHNICITY.draw(rng),
            "adop_disability": _ADOPTER_DISABILITY.draw(rng),
        }
        for place in range(1, people + 1)
    ]
