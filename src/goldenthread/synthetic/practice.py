"""What no return carries of the work with a child: supervision, a manager's oversight, case discussions, core
groups, who took part in reviews, complaints. It is held from the first day of the months made up, as by an
authority that began to keep it then.

Written of a life that is whole, with chance of its own: who the child is and what happened stay as they were.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from goldenthread.synthetic import days
from goldenthread.synthetic.chance import Bands, Mix, between
from goldenthread.synthetic.days import Day
from goldenthread.synthetic.life import Life, Setting
from goldenthread.synthetic.posts import Spell
from goldenthread.synthetic.rows import Row
from goldenthread.synthetic.scenario import Change
from goldenthread.synthetic.staff import Team

# Days between, against the local standards: six weeks between a manager's entries and between core groups,
# four and eight weeks between talks of the child in supervision, twelve between reviews of need.
_OVERSIGHT, _CORE_GROUP, _NEED_REVIEW = 42, 42, 84
_SUPERVISION = {"protection": 28, "care": 28, "in_need": 56}
_WORKER_SUPERVISION = 30

_OVERSIGHT_KIND = Mix({"decision": 46.0, "direction": 34.0, "review": 20.0})
_ACTION_DAYS = Bands((5, 14, 60), (15, 28, 40))
_DISCUSSION_KIND = Mix({"reflective": 60.0, "complex": 25.0, "resource": 10.0, "other": 5.0})
_TOOK_PART = Mix({"PN1": 56.0, "PN2": 8.0, "PN3": 22.0, "PN6": 14.0})
_DID_NOT = Mix({"PN4": 18.0, "PN5": 10.0, "PN7": 72.0})
_OLD_ENOUGH = 4

_COMPLAINS = 0.02
_COMPLAINT_FROM = Mix({"parent": 62.0, "child": 13.0, "advocate": 9.0, "carer": 12.0, "other": 4.0})
_COMPLAINT_OUTCOME = Mix({"upheld": 24.0, "partly": 34.0, "not_upheld": 42.0})
_LIMITS = {1: (10, 20), 2: (25, 65)}  # working days to answer a stage, and where it is extended


@dataclass(frozen=True)
class _Spell:
    """A plan, a care period or an open case, as far as it lies in the months made up."""

    start: Day
    end: Day
    begun: Day  # before `start` where it was running on the first day


def write(life: Life) -> None:
    """Writes what practice records hold of the child's cases, plans, care and reviews."""
    for case in _spells(life, "ssd_cin_episodes", "cine_referral_date", "cine_close_date", in_need=True):
        _oversight(life, case)
        _discussions(life, case)
        _complaint(life, case)
    plans_of_need = _spells(life, "ssd_cin_plans", "cinp_cin_plan_start_date", "cinp_cin_plan_end_date")
    plans = _spells(life, "ssd_cp_plans", "cppl_cp_plan_start_date", "cppl_cp_plan_end_date")
    care = _spells(life, "ssd_cla_episodes", "clae_cla_episode_start_date", "clae_cla_episode_ceased_date")
    for kind, spells in (("in_need", plans_of_need), ("protection", plans), ("care", _joined(care))):
        for spell in spells:
            _case_supervision(life, spell, kind)
    for spell in plans_of_need:
        for day in _rhythm(life, spell, _NEED_REVIEW, life.setting.scenario.protection_review_in_time):
            _took_part(life, day, "in_need")
    for spell in plans:
        _core_groups(life, spell)
    _reviews(life)


def supervision_of_workers(setting: Setting, rng: Random) -> Iterator[Row]:
    """Each worker's own supervision, about monthly, through the months made up while they were in post."""
    for team in (team for group in setting.staff.teams.values() for team in group):
        for spell in (spell for post in team.posts for spell in post.spells):
            yield from _supervised(setting, rng, team, spell)


def _supervised(setting: Setting, rng: Random, team: Team, spell: Spell) -> Iterator[Row]:
    day, number = max(setting.window_start, spell.start) + between(rng, 0, _WORKER_SUPERVISION), 0
    while day <= min(setting.end, spell.end):
        number += 1
        yield {
            "supr_table_id": f"SUW{spell.worker[2:]}-{number:03d}",
            "supr_worker_id": spell.worker,
            "supr_supervisor_id": team.manager,
            "supr_team": team.id,
            "supr_date": day,
            "supr_kind": "worker",
            "supr_next_due_date": day + _WORKER_SUPERVISION,
        }
        in_time = rng.random() < setting.share(setting.scenario.supervision_in_time, day)
        wait = between(rng, 18, 26) if in_time else between(rng, 31, 70)
        day = days.next_working_day(day + wait)


def _spells(life: Life, table: str, start: str, end: str, *, in_need: bool = False) -> list[_Spell]:
    first, last = life.setting.window_start, life.horizon + 1
    found = []
    for row in life.rows[table]:
        if in_need and row["cine_in_need"] == "N":
            continue
        begun, ended = _day(row[start]), _day(row.get(end) if row.get(end) is not None else last)
        if ended > first and begun < last:
            found.append(_Spell(max(begun, first), min(ended, last), begun))
    return found


def _joined(spells: list[_Spell]) -> list[_Spell]:
    """Episodes that follow one another without a gap as one."""
    whole: list[_Spell] = []
    for spell in spells:
        if whole and whole[-1].end >= spell.start:
            whole[-1] = _Spell(whole[-1].start, spell.end, whole[-1].begun)
        else:
            whole.append(spell)
    return whole


def _day(value: str | float | None) -> Day:
    assert isinstance(value, int)
    return value


def _rhythm(life: Life, spell: _Spell, limit: int, kept: Change) -> Iterator[Day]:
    """Days something that is due at an interval is done, inside the spell."""
    day = spell.start
    if spell.begun < spell.start:
        day += life.between(0, limit // 2)
    while True:
        in_time = life.in_time(kept, day)
        day += life.between(limit * 6 // 10, limit - 3) if in_time else limit + life.between(2, limit)
        day = days.next_working_day(day)
        if day >= spell.end:
            return
        yield day


def _holder(life: Life, day: Day) -> tuple[str | None, str | None]:
    """The team and the worker who held the case on a day."""
    held = life.rows["ssd_involvements"]
    place = bisect_right(held, day, key=lambda row: _day(row["invo_involvement_start_date"]))
    if not place:
        return None, None
    row = held[place - 1]
    team, worker = row["invo_professional_team"], row["invo_professional_id"]
    return (str(team) if team else None), (str(worker) if worker else None)


def _manager(life: Life, team: str | None) -> str | None:
    return life.setting.staff.managers.get(team or "")


def _oversight(life: Life, case: _Spell) -> None:
    for day in _rhythm(life, case, _OVERSIGHT, life.setting.scenario.oversight_in_time):
        _entry(life, day, _OVERSIGHT_KIND.draw(life.rng), to_do=0.4)
    if life.chance(0.04):
        _entry(life, life.between(case.start, case.end - 1), "audit", to_do=0.9)


def _entry(life: Life, day: Day, kind: str, *, to_do: float) -> None:
    team, _ = _holder(life, day)
    due = day + _ACTION_DAYS.draw(life.rng) if life.chance(to_do) else None
    done = due + life.between(-4, 0) if due and life.chance(0.74) else None
    if due and done is None and life.chance(0.6):
        done = due + life.between(1, 30)
    reasons = life.in_time(life.setting.scenario.reasons_recorded, day)
    life.add(
        "practice_management_oversight",
        over_date=day,
        over_kind=kind,
        over_manager_id=_manager(life, team),
        over_team=team,
        over_rationale_recorded="Y" if reasons else "N",
        over_action_due_date=due,
        over_action_done_date=done,
    )


def _case_supervision(life: Life, spell: _Spell, kind: str) -> None:
    limit = _SUPERVISION[kind]
    for day in _rhythm(life, spell, limit, life.setting.scenario.supervision_in_time):
        team, worker = _holder(life, day)
        if worker:
            life.add(
                "practice_supervision",
                supr_worker_id=worker,
                supr_supervisor_id=_manager(life, team),
                supr_team=team,
                supr_date=day,
                supr_kind="case",
                supr_next_due_date=day + limit,
            )


def _discussions(life: Life, case: _Spell) -> None:
    if life.chance(0.14):
        _discussion(life, life.between(case.start, case.end - 1), _DISCUSSION_KIND.draw(life.rng))
    for row in life.rows["ssd_legal_status"]:
        planned = _day(row["lega_legal_status_start_date"]) - 21
        if row["lega_legal_status"] == "C1" and case.start <= planned < case.end:
            _discussion(life, days.next_working_day(planned), "legal_planning")


def _discussion(life: Life, day: Day, kind: str) -> None:
    team, worker = _holder(life, day)
    life.add(
        "practice_case_discussions",
        disc_date=day,
        disc_kind=kind,
        disc_worker_id=worker,
        disc_team=team,
    )


def _core_groups(life: Life, plan: _Spell) -> None:
    kept = life.setting.scenario.core_group_in_time
    spell = plan
    if plan.begun == plan.start:
        wait = life.between(5, 10) if life.in_time(kept, plan.start) else life.between(11, 18)
        first = days.add_working_days(plan.start, wait)
        if first >= plan.end:
            return
        _core_group(life, first, plan)
        spell = _Spell(first, plan.end, first)
    for day in _rhythm(life, spell, _CORE_GROUP, kept):
        _core_group(life, day, plan)


def _core_group(life: Life, day: Day, plan: _Spell) -> None:
    team, worker = _holder(life, day)
    is_held = life.chance(0.96)
    child = life.age(day) >= _OLD_ENOUGH and life.in_time(life.setting.scenario.took_part, day)
    life.add(
        "practice_core_groups",
        core_date=day,
        core_plan_start_date=plan.begun,
        core_held="Y" if is_held else "N",
        core_parent_attended=("Y" if life.chance(0.78) else "N") if is_held else None,
        core_child_took_part=("Y" if child else "N") if is_held else None,
        core_worker_id=worker,
        core_team=team,
    )


def _reviews(life: Life) -> None:
    """Who took part in the reviews that are recorded."""
    first, last = life.setting.window_start, life.horizon
    for row in life.rows["ssd_cp_reviews"]:
        if first <= (day := _day(row["cppr_cp_review_date"])) <= last:
            _took_part(life, day, "protection")
    for row in life.rows["ssd_cla_reviews"]:
        day = _day(row["clar_cla_review_date"])
        if first <= day <= last and row["clar_cla_review_cancelled"] == "N":
            row["clar_cla_review_participation"] = _took_part(life, day, "care")
    for row in life.rows["ssd_care_leavers"]:
        if row["clea_pathway_plan_review_date"] is not None:
            day = _day(row["clea_pathway_plan_review_date"])
            if first <= day <= last:
                _took_part(life, day, "pathway")


def _took_part(life: Life, day: Day, kind: str) -> str:
    team, _ = _holder(life, day)
    how = _how(life, day)
    life.add(
        "practice_review_participation",
        part_review_date=day,
        part_review_kind=kind,
        part_participation=how,
        part_parent_attended=None if kind == "pathway" else "Y" if life.chance(0.72) else "N",
        part_advocate_offered="Y" if life.age(day) >= _OLD_ENOUGH and life.chance(0.55) else "N",
        part_team=team,
    )
    return how


def _how(life: Life, day: Day) -> str:
    if life.age(day) < _OLD_ENOUGH:
        return "PN0"
    joined = life.in_time(life.setting.scenario.took_part, day)
    return (_TOOK_PART if joined else _DID_NOT).draw(life.rng)


def _complaint(life: Life, case: _Spell) -> None:
    if not life.chance(_COMPLAINS):
        return
    said_by = _COMPLAINT_FROM.draw(life.rng)
    reference = f"C{life.number:06d}-{len(life.rows['practice_complaints']) + 1}"
    received = days.next_working_day(life.between(case.start, case.end - 1))
    answered = _stage(life, received, 1, reference, said_by)
    if answered and life.chance(0.12):
        _stage(life, days.add_working_days(answered, life.between(4, 18)), 2, reference, said_by)


def _stage(life: Life, received: Day, stage: int, reference: str, said_by: str) -> Day | None:
    """One stage of a complaint; gives the day it was answered."""
    ordinary, longest = _LIMITS[stage]
    limit = longest if life.chance(0.2) else ordinary
    in_time = life.in_time(life.setting.scenario.complaint_in_time, received)
    wait = life.between(limit // 3, limit) if in_time else limit + life.between(1, limit * 2)
    is_withdrawn = life.chance(0.05)
    answered = None if is_withdrawn else days.add_working_days(received, wait)
    team, _ = _holder(life, received)
    life.add(
        "practice_complaints",
        comp_reference=reference,
        comp_received_date=received,
        comp_stage=stage,
        comp_from=said_by,
        comp_team=team,
        comp_response_due_date=days.add_working_days(received, limit),
        comp_responded_date=answered,
        comp_outcome="withdrawn" if is_withdrawn else _COMPLAINT_OUTCOME.draw(life.rng),
    )
    return answered
