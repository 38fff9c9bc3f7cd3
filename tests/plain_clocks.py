"""The clocks again, in plain Python and one child at a time, to hold the bulk ones to.

Kept simple on purpose: rows in, loops, rows out. Knows full histories only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from goldenthread.standards.calendar import add_months, add_working_days, working_days_after

Tables = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, order=True)
class PlainDuty:
    """One duty and where it stands."""

    clock: str
    child_id: str
    about: str
    started: date
    due: date
    done: date | None
    status: str
    days_late: int


def walk(tables: Tables, as_at: date, *, visit_every: int = 10) -> list[PlainDuty]:
    """Every duty of every child, in no promised order."""
    duties = [
        *_assessments(tables, as_at),
        *_conferences(tables, as_at),
        *_plan_reviews(tables, as_at),
        *_plan_visits(tables, as_at, visit_every),
    ]
    for period in periods(tables, as_at):
        duties += _care_reviews(tables, as_at, period)
        duties += _care_visits(tables, as_at, period)
    return duties


def stand(
    *,
    key: tuple[str, str, str],
    started: date,
    due: date,
    done: date | None,
    ended: date | None,
    as_at: date,
    undated: bool = False,
) -> PlainDuty:
    if undated and not done:
        return PlainDuty(*key, started, due, None, "not_answerable", 0)
    until = done or ended or as_at
    late = max(0, working_days_after(due, max(until, started)))
    if done:
        status = "done" if started <= done <= due else "done_late"
    elif ended:
        status = "lapsed"
    elif as_at > due:
        status = "overdue"
    else:
        status = "due_soon" if working_days_after(as_at, due) <= 5 else "due"
    return PlainDuty(*key, started, due, done, status, late)


def by(as_at: date, day: date | None) -> date | None:
    return day if day is not None and day <= as_at else None


def _assessments(tables: Tables, as_at: date) -> Iterator[PlainDuty]:
    closed = {row["cine_referral_id"]: row["cine_close_date"] for row in tables["ssd_cin_episodes"]}
    for row in tables["ssd_cin_assessments"]:
        start, done = row["cina_assessment_start_date"], row["cina_assessment_auth_date"]
        if start > as_at or (done and done < start):
            continue
        ended = by(as_at, closed.get(row["cina_referral_id"]))
        yield stand(
            key=("ts_assessment_45", row["cina_person_id"], row["cina_assessment_id"]),
            started=start,
            due=add_working_days(start, 45),
            done=by(as_at, done),
            ended=ended if ended and ended >= start else None,
            as_at=as_at,
        )


def _conferences(tables: Tables, as_at: date) -> Iterator[PlainDuty]:
    for row in tables["ssd_s47_enquiry"]:
        start = row["s47e_s47_start_date"]
        if start > as_at:
            continue
        held = sorted(
            c["icpc_icpc_date"]
            for c in tables["ssd_initial_cp_conference"]
            if c["icpc_s47_enquiry_id"] == row["s47e_s47_enquiry_id"] and c["icpc_icpc_date"] <= as_at
        )
        due = add_working_days(start, 15)
        end = by(as_at, row["s47e_s47_end_date"])
        if row["s47e_s47_nfa"] == "Y":
            ended = min(end or start, due)
        else:
            ended = end if row["s47e_s47_nfa"] != "N" else None
        yield stand(
            key=("ts_icpc_15", row["s47e_person_id"], row["s47e_s47_enquiry_id"]),
            started=start,
            due=due,
            done=next((day for day in held if day >= start), held[0] if held else None),
            ended=ended,
            as_at=as_at,
        )


def _plan_reviews(tables: Tables, as_at: date) -> Iterator[PlainDuty]:
    for plan in tables["ssd_cp_plans"]:
        start, end = plan["cppl_cp_plan_start_date"], by(as_at, plan["cppl_cp_plan_end_date"])
        if start > as_at:
            continue
        held = {
            row["cppr_cp_review_date"]
            for row in tables["ssd_cp_reviews"]
            if row["cppr_cp_plan_id"] == plan["cppl_cp_plan_id"]
            and start < row["cppr_cp_review_date"] <= (end or as_at)
        }
        anchors = [start, *sorted(held)]
        for place, anchor in enumerate(anchors):
            done = anchors[place + 1] if place + 1 < len(anchors) else None
            if done is None and end and anchor >= end:
                continue
            yield stand(
                key=("ts_cp_review", plan["cppl_person_id"], plan["cppl_cp_plan_id"]),
                started=anchor,
                due=add_months(anchor, 3 if place == 0 else 6),
                done=done,
                ended=end,
                as_at=as_at,
            )


def _plan_visits(tables: Tables, as_at: date, every: int) -> Iterator[PlainDuty]:
    births = {row["pers_person_id"]: row for row in tables["ssd_person"]}
    for plan in tables["ssd_cp_plans"]:
        start, end = plan["cppl_cp_plan_start_date"], by(as_at, plan["cppl_cp_plan_end_date"])
        person = births[plan["cppl_person_id"]]
        born = person["pers_dob"]
        if start > as_at or (born and born > as_at) or (not born and person["pers_expected_dob"]):
            continue
        begun = max(start, born) if born else start
        held = {
            row["cppv_cp_visit_date"]
            for row in tables["ssd_cp_visits"]
            if row["cppv_cp_plan_id"] == plan["cppl_cp_plan_id"]
            and row["cppv_cp_visit_seen"] != "N"
            and begun < row["cppv_cp_visit_date"] <= (end or as_at)
        }
        anchors = [begun, *sorted(held)]
        for place, anchor in enumerate(anchors):
            done = anchors[place + 1] if place + 1 < len(anchors) else None
            if done is None and end and anchor >= end:
                continue
            yield stand(
                key=("ts_cp_visit", plan["cppl_person_id"], plan["cppl_cp_plan_id"]),
                started=anchor,
                due=add_working_days(anchor, every),
                done=done,
                ended=end,
                as_at=as_at,
            )


@dataclass(frozen=True)
class Period:
    child: str
    cla: str
    entered: date
    left: date | None


def periods(tables: Tables, as_at: date) -> Iterator[Period]:
    by_cla: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in tables["ssd_cla_episodes"]:
        if row["clae_cla_episode_start_date"] <= as_at:
            by_cla.setdefault((row["clae_person_id"], row["clae_cla_id"]), []).append(row)
    for (child, cla), rows in by_cla.items():
        last = max(rows, key=lambda row: row["clae_cla_episode_start_date"])
        left = by(as_at, last["clae_cla_episode_ceased_date"])
        if last["clae_cla_episode_ceased_reason"] == "X1":
            left = None
        period = Period(child, cla, min(row["clae_entered_care_date"] for row in rows), left)
        codes = {
            s["lega_legal_status"]
            for s in tables["ssd_legal_status"]
            if s["lega_person_id"] == child
            and s["lega_legal_status_start_date"] <= (left or as_at)
            and (s["lega_legal_status_end_date"] or date.max) > period.entered
        }
        if not codes or codes - {"V3", "V4"}:
            yield period


def _care_reviews(tables: Tables, as_at: date, period: Period) -> Iterator[PlainDuty]:
    held = {
        row["clar_cla_review_date"]
        for row in tables["ssd_cla_reviews"]
        if row["clar_cla_id"] == period.cla
        and row["clar_cla_review_cancelled"] != "Y"
        and period.entered <= row["clar_cla_review_date"] <= (period.left or as_at)
    }
    anchors = [period.entered, *sorted(held)]
    for place, anchor in enumerate(anchors):
        done = anchors[place + 1] if place + 1 < len(anchors) else None
        if done is None and period.left and anchor >= period.left:
            continue
        due = add_working_days(anchor, 20) if place == 0 else add_months(anchor, 3 if place == 1 else 6)
        yield stand(
            key=("ts_cla_review", period.child, period.cla),
            started=anchor,
            due=due,
            done=done,
            ended=period.left,
            as_at=as_at,
        )


@dataclass
class _Stay:
    about: str
    kind: str
    placed: date
    ended: date | None
    place: tuple[Any, ...]


def _stays(tables: Tables, as_at: date, period: Period) -> list[_Stay]:
    rows = sorted(
        (
            row
            for row in tables["ssd_cla_placement"]
            if row["clap_cla_id"] == period.cla and row["clap_cla_placement_start_date"] <= as_at
        ),
        key=lambda row: (
            row["clap_cla_placement_start_date"],
            by(as_at, row["clap_cla_placement_end_date"]) or date.max,
            row["clap_cla_placement_id"],
        ),
    )
    stays: list[_Stay] = []
    away = False
    lasting: tuple[Any, ...] | None = None
    for row in rows:
        place = (row["clap_cla_placement_type"], row["clap_cla_placement_postcode"])
        ended = by(as_at, row["clap_cla_placement_end_date"])
        temporary = row["clap_cla_placement_type"] in ("T0", "T1", "T2", "T3", "T4")
        if stays and (temporary or (away and place == lasting)):
            stays[-1].ended = ended
        else:
            start = row["clap_cla_placement_start_date"]
            stays.append(
                _Stay(row["clap_cla_placement_id"], row["clap_cla_placement_type"], start, ended, place)
            )
        away = temporary
        lasting = lasting if temporary else place
    for stay, after in zip(stays, [*stays[1:], None], strict=True):
        ends = [day for day in (stay.ended, period.left, after and after.placed) if day]
        stay.ended = min(ends) if ends else None
    return stays


def _care_visits(tables: Tables, as_at: date, period: Period) -> Iterator[PlainDuty]:
    statuses = [s for s in tables["ssd_legal_status"] if s["lega_person_id"] == period.child]
    stretches: list[tuple[_Stay, date, date | None]] = []
    for stay in _stays(tables, as_at, period):
        orders = [
            s["lega_legal_status_start_date"]
            for s in statuses
            if s["lega_legal_status"] == "C2"
            and stay.placed < s["lega_legal_status_start_date"] <= as_at
            and (stay.ended is None or s["lega_legal_status_start_date"] < stay.ended)
        ]
        if stay.kind == "P1" and orders:
            stretches.append((stay, stay.placed, min(orders)))
            stretches.append((stay, min(orders), stay.ended))
        else:
            stretches.append((stay, stay.placed, stay.ended))
    visits = {
        row["clav_cla_visit_date"]
        for row in tables["ssd_cla_visits"]
        if row["clav_cla_id"] == period.cla
        and row["clav_cla_visit_seen"] != "N"
        and row["clav_cla_visit_date"] <= as_at
    }
    for place, (stay, begun, ended) in enumerate(stretches):
        after = stretches[place + 1][1] if place + 1 < len(stretches) else date.max
        held = sorted(day for day in visits if begun <= day < after and (ended is None or day <= ended))
        anchors = [(begun, True), *((day, False) for day in held)]
        for i, (anchor, first) in enumerate(anchors):
            done = anchors[i + 1][0] if i + 1 < len(anchors) else None
            if done is None and ended and anchor >= ended:
                continue
            due = anchor + timedelta(days=7) if first else _next_visit(tables, as_at, period, stay, anchor)
            yield stand(
                key=("ts_cla_visits", period.child, stay.about),
                started=anchor,
                due=due,
                done=done,
                ended=ended,
                as_at=as_at,
            )


def _next_visit(tables: Tables, as_at: date, period: Period, stay: _Stay, anchor: date) -> date:
    if stay.kind == "P1":
        code = _order_on(tables, period.child, anchor)
        if code in ("C1", None):
            reviewed = any(
                row["clar_cla_id"] == period.cla
                and row["clar_cla_review_cancelled"] != "Y"
                and stay.placed <= row["clar_cla_review_date"] <= min(anchor, as_at)
                for row in tables["ssd_cla_reviews"]
            )
            return anchor + timedelta(weeks=4 if reviewed else 1)
        if code == "C2":
            return anchor + timedelta(weeks=6)
    long_term = stay.kind in ("U1", "U4") or (
        stay.kind in ("U2", "U3", "U5", "U6")
        and any(
            row["lacp_person_id"] == period.child
            and row["lacp_permanence_plan"] == "f"
            and (row["lacp_cla_care_plan_start_date"] or date.min) <= anchor
            and anchor < (row["lacp_cla_care_plan_end_date"] or date.max)
            for row in tables["ssd_cla_care_plan"]
        )
    )
    if anchor >= add_months(stay.placed, 12) and long_term:
        return add_months(anchor, 3)
    return anchor + timedelta(weeks=6)


def _order_on(tables: Tables, child: str, day: date) -> str | None:
    """The legal status on the day; None where none is held."""
    for row in tables["ssd_legal_status"]:
        if row["lega_person_id"] == child and row["lega_legal_status_start_date"] <= day:
            end = row["lega_legal_status_end_date"]
            if end is None or day < end:
                return str(row["lega_legal_status"])
    return None
