"""The rest of the clocks in plain Python, beside plain_clocks: rows in, loops, rows out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from goldenthread.standards.calendar import add_months, add_working_days
from plain_clocks import Period, PlainDuty, Tables, by, periods, stand

Row = dict[str, Any]


def walk_rest(tables: Tables, as_at: date) -> list[PlainDuty]:
    """Every duty of the clocks that plain_clocks leaves out, in no promised order."""
    duties = [
        *_outcomes(tables, as_at),
        *_need_visits(tables, as_at),
        *_powers(tables, as_at),
        *_interviews(tables, as_at),
        *_adoption_steps(tables, as_at),
        *_adoption_decisions(tables, as_at),
        *_adoption_placements(tables, as_at),
        *_leavers(tables, as_at),
        *_core_groups(tables, as_at),
        *_reviews_in_need(tables, as_at),
        *_oversight(tables, as_at),
        *_case_supervision(tables, as_at),
        *_audits(tables, as_at),
    ]
    for period in periods(tables, as_at):
        duties += _care_plans(tables, as_at, period)
        duties += _officer(tables, as_at, period)
        duties += _health(tables, as_at, period)
        duties += _teeth(tables, as_at, period)
        duties += _scores(tables, as_at, period)
    return duties


def walk_adopters(tables: Tables, as_at: date) -> list[PlainDuty]:
    """What is owed to people who apply to adopt."""
    families: dict[str, list[Row]] = {}
    for row in tables["adopters"]:
        families.setdefault(row["adop_family_id"], []).append(row)
    duties = []
    for family, rows in families.items():
        left = max((day for row in rows if (day := by(as_at, row["adop_left_date"]))), default=None)
        for clock, months, start, ends in (
            ("ts_adopter_stage1", 2, "stage_1_start", ("stage_1_end",)),
            ("ts_adopter_stage2", 4, "stage_2_start", ("approval", "stage_2_end")),
        ):
            begun = min((day for row in rows if (day := row.get(f"adop_{start}_date"))), default=None)
            if begun is None or begun > as_at:
                continue
            done = None
            for end in ends:
                dated = [day for row in rows if (day := by(as_at, row[f"adop_{end}_date"]))]
                done = done or min(dated, default=None)
            duties.append(
                stand(
                    key=(clock, "", family),
                    started=begun,
                    due=add_months(begun, months),
                    done=done,
                    ended=_from(begun, left),
                    as_at=as_at,
                )
            )
    return duties


def _from(start: date, end: date | None) -> date | None:
    """The end, unless it lies before the start."""
    return end if end and end >= start else None


def _least(*days: date | None) -> date | None:
    return min((day for day in days if day), default=None)


def _legs(
    events: Iterable[date], *, begun: date, ended: date | None
) -> Iterator[tuple[int, date, date | None]]:
    """Which interval, when it began, and the event that ended it, if any."""
    anchors = [begun, *sorted(events)]
    for place, anchor in enumerate(anchors):
        done = anchors[place + 1] if place + 1 < len(anchors) else None
        if done or not ended or anchor < ended:
            yield place, anchor, done


def _outcomes(tables: Tables, as_at: date) -> Iterator[PlainDuty]:
    closed = {row["cine_referral_id"]: row["cine_close_date"] for row in tables["ssd_cin_episodes"]}
    for row in tables["ssd_s47_enquiry"]:
        start, end = row["s47e_s47_start_date"], row["s47e_s47_end_date"]
        if start > as_at or (end and end < start):
            continue
        yield stand(
            key=("ts_s47_outcome", row["s47e_person_id"], row["s47e_s47_enquiry_id"]),
            started=start,
            due=add_working_days(start, 15),
            done=by(as_at, end),
            ended=_from(start, by(as_at, closed.get(row["s47e_referral_id"]))),
            as_at=as_at,
        )


def _need_visits(tables: Tables, as_at: date) -> Iterator[PlainDuty]:
    people = {row["pers_person_id"]: row for row in tables["ssd_person"]}
    closed = {row["cine_referral_id"]: row["cine_close_date"] for row in tables["ssd_cin_episodes"]}
    for plan in tables["ssd_cin_plans"]:
        child, start = plan["cinp_person_id"], plan["cinp_cin_plan_start_date"]
        born = people[child]["pers_dob"]
        if start > as_at or (born and born > as_at) or (not born and people[child]["pers_expected_dob"]):
            continue
        shut = _from(start, by(as_at, closed.get(plan["cinp_referral_id"])))
        ended = _least(by(as_at, plan["cinp_cin_plan_end_date"]), shut)
        begun = max(start, born) if born else start
        seen = {
            row["cinv_cin_visit_date"]
            for row in tables["ssd_cin_visits"]
            if row["cinv_person_id"] == child
            and row["cinv_cin_visit_seen"] != "N"
            and begun < row["cinv_cin_visit_date"] <= (ended or as_at)
        }
        for _, anchor, done in _legs(seen, begun=begun, ended=ended):
            yield stand(
                key=("ts_cin_visit", child, plan["cinp_cin_plan_id"]),
                started=anchor,
                due=add_working_days(anchor, 20),
                done=done,
                ended=ended,
                as_at=as_at,
            )


def _powers(tables: Tables, as_at: date) -> Iterator[PlainDuty]:
    for row in tables["ssd_legal_status"]:
        start, end = row["lega_legal_status_start_date"], row["lega_legal_status_end_date"]
        code = row["lega_legal_status"]
        if code not in ("L1", "L2") or start > as_at or (end and end < start):
            continue
        done = by(as_at, end)
        days = 3 if code == "L1" else 15 if (done or as_at) > start + timedelta(days=8) else 8
        yield stand(
            key=(
                "ts_police_protection" if code == "L1" else "ts_epo",
                row["lega_person_id"],
                row["lega_legal_status_id"],
            ),
            started=start,
            due=start + timedelta(days=days),
            done=done,
            ended=None,
            as_at=as_at,
        )


def _interviews(tables: Tables, as_at: date) -> Iterator[PlainDuty]:
    births = {row["pers_person_id"]: row["pers_dob"] for row in tables["ssd_person"]}
    for child, born in births.items():
        rows = [
            row
            for row in tables["ssd_missing"]
            if row["miss_person_id"] == child
            and row["miss_missing_episode_type"] != "absent"
            and row["miss_missing_episode_start_date"] <= as_at
        ]
        rows.sort(key=lambda row: (row["miss_missing_episode_start_date"], row["miss_table_id"]))
        for place, row in enumerate(rows):
            after = rows[place + 1] if place + 1 < len(rows) else None
            back = row["miss_missing_episode_end_date"]
            if not back or back > as_at:
                continue
            again = _from(back, after["miss_missing_episode_start_date"]) if after else None
            adult = by(as_at, add_months(born, 216)) if born else None
            accepted = row["miss_missing_rhi_accepted"]
            declined = row["miss_missing_rhi_offered"] == "Y" and accepted == "N"
            yield stand(
                key=("ts_return_interview", child, row["miss_table_id"]),
                started=back,
                due=back + timedelta(days=3),
                done=None,
                ended=back if declined else _least(again, _from(back, adult)),
                as_at=as_at,
                undated=accepted == "Y",
            )


def _steps(tables: Tables, as_at: date) -> Iterator[tuple[Row, dict[str, date | None]]]:
    for row in tables["ssd_permanence"]:
        yield row, {name: by(as_at, day) for name, day in row.items() if name.endswith("_date")}


def _adoption_steps(tables: Tables, as_at: date) -> Iterator[PlainDuty]:
    entered = {(one.child, one.cla): one.entered for one in periods(tables, as_at)}
    for row, on in _steps(tables, as_at):
        period = entered.get((row["perm_person_id"], row["perm_cla_id"]))
        moved = _least(on["perm_placed_for_adoption_date"], on["perm_placed_ffa_cp_date"])
        decided, matched = on["perm_adm_decision_date"], on["perm_matched_date"]
        ended = _least(on["perm_decision_reversed_date"], on["perm_permanence_order_date"])
        into_care = on["perm_stated_entered_care_date"] or period
        for clock, start, done, due in (
            ("ts_adoption_a1", into_care if decided else None, moved, lambda day: day + timedelta(426)),
            ("ts_adoption_a2", on["perm_placement_order_date"], matched, lambda day: day + timedelta(121)),
            ("ts_match_6m", decided, matched, lambda day: add_months(day, 6)),
        ):
            if start and start <= as_at:
                yield stand(
                    key=(clock, row["perm_person_id"], row["perm_table_id"]),
                    started=start,
                    due=due(start),
                    done=done,
                    ended=_from(start, ended),
                    as_at=as_at,
                )


def _adoption_decisions(tables: Tables, as_at: date) -> Iterator[PlainDuty]:
    for child in {row["lacp_person_id"] for row in tables["ssd_cla_care_plan"]}:
        plans = sorted(
            (
                row
                for row in tables["ssd_cla_care_plan"]
                if row["lacp_person_id"] == child and by(as_at, row["lacp_cla_care_plan_start_date"])
            ),
            key=lambda row: (row["lacp_cla_care_plan_start_date"], row["lacp_table_id"]),
        )
        stretches: list[list[Row]] = []
        before = None
        for plan in plans:
            if plan["lacp_permanence_plan"] == "b":
                if before == "b":
                    stretches[-1].append(plan)
                else:
                    stretches.append([plan])
            before = plan["lacp_permanence_plan"]
        for rows in stretches:
            start = rows[0]["lacp_cla_care_plan_start_date"]
            ended = by(as_at, rows[-1]["lacp_cla_care_plan_end_date"])
            decisions = [
                max(decided, start)
                for row, on in _steps(tables, as_at)
                if row["perm_person_id"] == child
                and (decided := on["perm_adm_decision_date"])
                and ((gone := on["perm_decision_reversed_date"]) is None or gone > start)
                and (ended is None or max(decided, start) <= ended)
            ]
            yield stand(
                key=("ts_adoption_panel", child, rows[0]["lacp_table_id"]),
                started=start,
                due=add_months(start, 2),
                done=min(decisions, default=None),
                ended=ended,
                as_at=as_at,
            )


def _adoption_placements(tables: Tables, as_at: date) -> Iterator[PlainDuty]:
    for row, on in _steps(tables, as_at):
        placed = on["perm_placed_for_adoption_date"]
        inside = [
            one
            for one in periods(tables, as_at)
            if placed
            and one.child == row["perm_person_id"]
            and one.entered <= placed
            and (one.left is None or one.left >= placed)
        ]
        if not placed or not inside:
            continue
        period = max(inside, key=lambda one: one.entered)
        ended = _least(on["perm_decision_reversed_date"], on["perm_permanence_order_date"], period.left)
        if ended and ended < placed:
            continue
        reviewed = {day for day in _reviews(tables, as_at, period) if placed < day <= (ended or as_at)}
        key = (row["perm_person_id"], row["perm_table_id"])
        for place, anchor, done in _legs(reviewed, begun=placed, ended=ended):
            due = anchor + timedelta(weeks=4) if place == 0 else add_months(anchor, 3 if place == 1 else 6)
            yield stand(
                key=("ts_adoption_reviews", *key),
                started=anchor,
                due=due,
                done=done,
                ended=ended,
                as_at=as_at,
            )
        until = _least(ended, min(reviewed, default=None))
        seen = {
            visit["clav_cla_visit_date"]
            for visit in tables["ssd_cla_visits"]
            if visit["clav_cla_id"] == period.cla
            and visit["clav_cla_visit_seen"] != "N"
            and placed <= visit["clav_cla_visit_date"] <= (until or as_at)
        }
        for _, anchor, done in _legs(seen, begun=placed, ended=until):
            yield stand(
                key=("ts_adoption_visits", *key),
                started=anchor,
                due=anchor + timedelta(weeks=1),
                done=done,
                ended=until,
                as_at=as_at,
            )


def _reviews(tables: Tables, as_at: date, period: Period) -> list[date]:
    """The days of a care period's reviews, in order."""
    return sorted(
        {
            row["clar_cla_review_date"]
            for row in tables["ssd_cla_reviews"]
            if row["clar_cla_id"] == period.cla
            and row["clar_cla_review_cancelled"] != "Y"
            and period.entered <= row["clar_cla_review_date"] <= (period.left or as_at)
        }
    )


def _care_plans(tables: Tables, as_at: date, period: Period) -> Iterator[PlainDuty]:
    placed = [
        day
        for row in tables["ssd_cla_placement"]
        if row["clap_cla_id"] == period.cla and (day := by(as_at, row["clap_cla_placement_start_date"]))
    ]
    first = max(period.entered, min(placed, default=period.entered))
    held = _reviews(tables, as_at, period)
    if len(held) > 1:
        second = held[1]
    else:
        second = add_months(held[0] if held else add_working_days(period.entered, 20), 3)
    for clock, start, due in (
        ("ts_care_plan", first, add_working_days(first, 10)),
        ("ts_permanence_by_second_review", period.entered, second),
    ):
        during = [
            row
            for row in tables["ssd_cla_care_plan"]
            if row["lacp_person_id"] == period.child
            and (row["lacp_cla_care_plan_end_date"] or date.max) > start
            and (row["lacp_cla_care_plan_start_date"] or date.min) <= (period.left or as_at)
        ]
        days = [max(since, start) for row in during if (since := row["lacp_cla_care_plan_start_date"])]
        yield stand(
            key=(clock, period.child, period.cla),
            started=start,
            due=due,
            done=min(days, default=None),
            ended=period.left,
            as_at=as_at,
            undated=bool(during),
        )


def _officer(tables: Tables, as_at: date, period: Period) -> Iterator[PlainDuty]:
    held = _reviews(tables, as_at, period)
    if period.left or not held:
        return
    contacts = [
        day
        for row in tables["ssd_cla_episodes"]
        if row["clae_cla_id"] == period.cla and (day := by(as_at, row["clae_cla_last_iro_contact_date"]))
    ]
    latest = max(contacts, default=None)
    yield stand(
        key=("ts_iro_contact", period.child, period.cla),
        started=held[-1],
        due=add_months(held[-1], 3 if len(held) == 1 else 6),
        done=latest if latest and latest > held[-1] else None,
        ended=None,
        as_at=as_at,
    )


def _checks(tables: Tables, as_at: date, period: Period, kind: str, *, since: date) -> list[date]:
    return sorted(
        {
            row["clah_health_check_date"]
            for row in tables["ssd_cla_health"]
            if row["clah_person_id"] == period.child
            and row["clah_health_check_type"] == kind
            and row["clah_health_check_status"] in ("done", None)
            and since <= row["clah_health_check_date"] <= (period.left or as_at)
        }
    )


def _health(tables: Tables, as_at: date, period: Period) -> Iterator[PlainDuty]:
    since = add_months(period.entered, -3)
    held = _checks(tables, as_at, period, "health_assessment", since=since)
    yield stand(
        key=("ts_health_initial", period.child, period.cla),
        started=period.entered,
        due=add_working_days(period.entered, 20),
        done=max(held[0], period.entered) if held else None,
        ended=period.left,
        as_at=as_at,
    )
    born = next(row["pers_dob"] for row in tables["ssd_person"] if row["pers_person_id"] == period.child)
    for place, anchor, done in _legs(held, begun=since, ended=period.left):
        if place:
            young = born is not None and anchor < add_months(born, 60)
            yield stand(
                key=("ts_health_review", period.child, period.cla),
                started=anchor,
                due=add_months(anchor, 6 if young else 12),
                done=done,
                ended=period.left,
                as_at=as_at,
            )


def _teeth(tables: Tables, as_at: date, period: Period) -> Iterator[PlainDuty]:
    held = _checks(tables, as_at, period, "dental_check", since=period.entered)
    for _, anchor, done in _legs(held, begun=period.entered, ended=period.left):
        yield stand(
            key=("ts_dental", period.child, period.cla),
            started=anchor,
            due=add_months(anchor, 12),
            done=done,
            ended=period.left,
            as_at=as_at,
        )


def _leavers(tables: Tables, as_at: date) -> Iterator[PlainDuty]:
    births = {row["pers_person_id"]: row["pers_dob"] for row in tables["ssd_person"]}
    for row in tables["ssd_care_leavers"]:
        kind, touch = row["clea_care_leaver_eligibility"], row["clea_care_leaver_in_touch"]
        if touch == "DIED":
            continue
        child, about = row["clea_person_id"], row["clea_table_id"]
        reviewed = by(as_at, row["clea_pathway_plan_review_date"])
        contact = by(as_at, row["clea_care_leaver_latest_contact"])
        running = {"done": None, "ended": None, "as_at": as_at}
        if kind in ("E", "R", "FR") and reviewed:
            due = add_months(reviewed, 6)
            yield stand(key=("ts_pathway_review", child, about), started=reviewed, due=due, **running)
        if kind not in ("R", "FR"):
            continue
        if contact and touch not in ("REFU", "NREQ", "RHOM"):
            due = contact + timedelta(weeks=8)
            yield stand(key=("ts_cl_in_touch_8wk", child, about), started=contact, due=due, **running)
        born = births[child]
        asked = [age for age in range(17, 22) if born and add_months(born, age * 12 - 3) <= as_at]
        if not asked or add_months(born, 22 * 12) <= as_at:
            continue
        start, due = add_months(born, asked[-1] * 12 - 3), add_months(born, asked[-1] * 12 + 1)
        yield stand(
            key=("ts_cl_903_birthday", child, about),
            started=start,
            due=due,
            done=contact if contact and start <= contact <= due else None,
            ended=None,
            as_at=as_at,
            undated=bool(contact and contact > due),
        )


def _core_groups(tables: Tables, as_at: date) -> Iterator[PlainDuty]:
    for plan in tables["ssd_cp_plans"]:
        child, start = plan["cppl_person_id"], plan["cppl_cp_plan_start_date"]
        if start > as_at:
            continue
        ended = by(as_at, plan["cppl_cp_plan_end_date"])
        met = {
            row["core_date"]
            for row in tables["practice_core_groups"]
            if row["core_person_id"] == child
            and row["core_held"] != "N"
            and start <= row["core_date"] <= (ended or as_at)
        }
        for place, anchor, done in _legs(met, begun=start, ended=ended):
            yield stand(
                key=(
                    "ts_core_group_later" if place else "ts_core_group_first",
                    child,
                    plan["cppl_cp_plan_id"],
                ),
                started=anchor,
                due=anchor + timedelta(weeks=6) if place else add_working_days(anchor, 10),
                done=done,
                ended=ended,
                as_at=as_at,
            )


def _plans_of_need(tables: Tables, as_at: date) -> Iterator[tuple[str, str, date, date | None]]:
    closed = {row["cine_referral_id"]: row["cine_close_date"] for row in tables["ssd_cin_episodes"]}
    for plan in tables["ssd_cin_plans"]:
        start = plan["cinp_cin_plan_start_date"]
        if start <= as_at:
            shut = _from(start, by(as_at, closed.get(plan["cinp_referral_id"])))
            ended = _least(by(as_at, plan["cinp_cin_plan_end_date"]), shut)
            yield plan["cinp_person_id"], plan["cinp_cin_plan_id"], start, ended


def _reviews_in_need(tables: Tables, as_at: date) -> Iterator[PlainDuty]:
    for child, about, start, ended in _plans_of_need(tables, as_at):
        held = {
            row["part_review_date"]
            for row in tables["practice_review_participation"]
            if row["part_person_id"] == child
            and row["part_review_kind"] == "in_need"
            and start <= row["part_review_date"] <= (ended or as_at)
        }
        yield from _every(("ts_cin_review", child, about), held, start, ended, as_at=as_at, weeks=12)


def _every(
    key: tuple[str, str, str],
    held: Iterable[date],
    start: date,
    ended: date | None,
    *,
    as_at: date,
    weeks: int,
) -> Iterator[PlainDuty]:
    for _, anchor, done in _legs(held, begun=start, ended=ended):
        due = anchor + timedelta(weeks=weeks)
        yield stand(key=key, started=anchor, due=due, done=done, ended=ended, as_at=as_at)


def _oversight(tables: Tables, as_at: date) -> Iterator[PlainDuty]:
    for case in tables["ssd_cin_episodes"]:
        child, start = case["cine_person_id"], case["cine_referral_date"]
        ended = by(as_at, case["cine_close_date"])
        if start > as_at or case["cine_referral_nfa"] == "Y":
            continue
        held = {
            row["over_date"]
            for row in tables["practice_management_oversight"]
            if row["over_person_id"] == child
            and row["over_kind"] != "audit"
            and start <= row["over_date"] <= (ended or as_at)
        }
        key = ("ts_mgmt_oversight", child, case["cine_referral_id"])
        yield from _every(key, held, start, ended, as_at=as_at, weeks=6)


def _case_supervision(tables: Tables, as_at: date) -> Iterator[PlainDuty]:
    spells = [(*plan, 8) for plan in _plans_of_need(tables, as_at)]
    for plan in tables["ssd_cp_plans"]:
        if (start := plan["cppl_cp_plan_start_date"]) <= as_at:
            ended = by(as_at, plan["cppl_cp_plan_end_date"])
            spells.append((plan["cppl_person_id"], plan["cppl_cp_plan_id"], start, ended, 4))
    spells += [(one.child, one.cla, one.entered, one.left, 4) for one in periods(tables, as_at)]
    for child, about, start, ended, weeks in spells:
        held = {
            row["supr_date"]
            for row in tables["practice_supervision"]
            if row["supr_person_id"] == child and start <= row["supr_date"] <= (ended or as_at)
        }
        key = ("ts_case_supervision", child, about)
        yield from _every(key, held, start, ended, as_at=as_at, weeks=weeks)


def _audits(tables: Tables, as_at: date) -> Iterator[PlainDuty]:
    for row in tables["practice_management_oversight"]:
        start, wanted, done = row["over_date"], row["over_action_due_date"], row["over_action_done_date"]
        if row["over_kind"] != "audit" or start > as_at or not (wanted or done):
            continue
        due = add_working_days(start, 10)
        if wanted is None or wanted <= due:
            yield stand(
                key=("ts_audit_action", row["over_person_id"], row["over_table_id"]),
                started=start,
                due=due,
                done=by(as_at, done),
                ended=None,
                as_at=as_at,
            )


def _scores(tables: Tables, as_at: date, period: Period) -> Iterator[PlainDuty]:
    born = next(row["pers_dob"] for row in tables["ssd_person"] if row["pers_person_id"] == period.child)
    start = max(period.entered, add_months(born, 48)) if born else period.entered
    ended = _least(period.left, by(as_at, add_months(born, 17 * 12)) if born else None)
    if start > as_at or (ended and ended <= start):
        return
    held = {
        row["csdq_sdq_completed_date"]
        for row in tables["ssd_sdq_scores"]
        if row["csdq_person_id"] == period.child
        and row["csdq_sdq_score"] is not None
        and start <= row["csdq_sdq_completed_date"] <= (ended or as_at)
    }
    for _, anchor, done in _legs(held, begun=start, ended=ended):
        yield stand(
            key=("ts_sdq", period.child, period.cla),
            started=anchor,
            due=add_months(anchor, 12),
            done=done,
            ended=ended,
            as_at=as_at,
        )


def walk_complaints(tables: Tables, as_at: date) -> Iterator[PlainDuty]:
    """What is owed to those who complain."""
    for row in tables["practice_complaints"]:
        start, stage = row["comp_received_date"], row["comp_stage"]
        if start > as_at or stage not in (1, 2):
            continue
        ordinary, longest = (10, 20) if stage == 1 else (25, 65)
        due, stated = add_working_days(start, ordinary), row["comp_response_due_date"]
        if stated and stated > due:
            due = min(stated, add_working_days(start, longest))
        yield stand(
            key=(f"ts_complaint_{stage}", row["comp_person_id"] or "", row["comp_table_id"]),
            started=start,
            due=due,
            done=by(as_at, row["comp_responded_date"]),
            ended=start if row["comp_outcome"] == "withdrawn" else None,
            as_at=as_at,
        )


def walk_workers(tables: Tables, as_at: date) -> Iterator[PlainDuty]:
    """What is owed to workers who hold a case."""
    for worker in {row["invo_professional_id"] for row in tables["ssd_involvements"]}:
        cases = [row for row in tables["ssd_involvements"] if row["invo_professional_id"] == worker]
        running = [
            row
            for row in cases
            if row["invo_involvement_start_date"] <= as_at
            and (row["invo_involvement_end_date"] or date.max) >= as_at
        ]
        if not running:
            continue
        start = min(row["invo_involvement_start_date"] for row in cases)
        held = {
            row["supr_date"]
            for row in tables["practice_supervision"]
            if row["supr_worker_id"] == worker
            and row["supr_kind"] in ("worker", None)
            and start <= row["supr_date"] <= as_at
        }
        for _, anchor, done in _legs(held, begun=start, ended=None):
            yield stand(
                key=("ts_supervision", "", worker),
                started=anchor,
                due=add_months(anchor, 1),
                done=done,
                ended=None,
                as_at=as_at,
            )
