"""For each check a small drawn table that trips it, and one that just does not: boundary days included.

Checks that are alike are drawn from one shape; the others each by hand. `drawn_for` gives the two sides of
any check, and fails on one that nobody has drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from goldenthread.records.checks import Check
from goldenthread.standards.safeguarding_dataset import dataset

AS_AT = date(2026, 3, 31)
ANN = "pers_person_id | pers_gender | pers_dob\nann | F | 2015-05-01"
_STRICT = {"protection-plan-backwards", "review-conference-before-plan"}
_ONLY_BEFORE_BIRTH_OF_40_WEEKS = {
    "contacts-before-birth", "early-help-episodes-before-birth", "cin-episodes-before-birth",
    "cp-plans-before-birth",
}  # fmt: skip


class Drawn(NamedTuple):
    """Tables that trip a check, the key of the row it finds, and tables that do not trip it."""

    trips: Mapping[str, str]
    key: str | None
    passes: Mapping[str, str]


def drawn_for(check: Check) -> Drawn:
    """The examples of a check. KeyError where there are none: draw them."""
    for shape in (_blank, _key, _nobody, _to_come, _code, _in_order, _of_a_life):
        found = shape(check)
        if found is not None:
            return found
    return BY_HAND[check.id]


def _cells(table: str, **cells: str) -> str:
    """One row of a table, with a key and a child where the table has such."""
    key = dataset().tables[table].key
    row = {key: "k1", **cells}
    return " | ".join(row) + "\n" + " | ".join(row.values())


def _child_field(table: str) -> str:
    fields = dataset().tables[table].fields
    return next(field.name for field in fields if field.name.endswith("_person_id") and not field.key)


def _blank(check: Check) -> Drawn | None:
    if not check.id.endswith("-blank") or check.id in BY_HAND:
        return None
    (field,) = check.columns
    kinds = {one.name: one for one in dataset().tables[check.table].fields}
    filled = "2026-01-05" if kinds[field].type == "date" else "X"
    trips, passes = _cells(check.table, **{field: ""}), _cells(check.table, **{field: filled})
    return Drawn({check.table: trips}, "k1", {check.table: passes})


def _key(check: Check) -> Drawn | None:
    if not check.id.endswith("-key"):
        return None
    key = dataset().tables[check.table].key
    other = dataset().tables[check.table].fields[-1].name
    value = {"date": "2026-01-05", "integer": "1", "float": "1"}.get(
        dataset().tables[check.table].fields[-1].type, "x"
    )
    two = f"{key} | {other}\nk1 | {value}\n{{}} | {value}"
    return Drawn({check.table: two.format("k1")}, "k1", {check.table: two.format("k2")})


def _nobody(check: Check) -> Drawn | None:
    if not check.id.endswith("-nobody") or check.id in BY_HAND:
        return None
    (child,) = check.columns
    if check.table == "ssd_cla_reviews":  # it leads to a child by its period of care
        care = "clae_cla_episode_id | clae_cla_id | clae_person_id\ne1 | p1 | ann"
        tables = {"ssd_person": ANN, "ssd_cla_episodes": care}
        return Drawn(
            tables | {check.table: _cells(check.table, clar_cla_id="p2")},
            "k1",
            tables | {check.table: _cells(check.table, clar_cla_id="p1")},
        )
    key = "bob" if dataset().tables[check.table].key == child else "k1"
    trips, passes = (_cells(check.table, **{child: who}) for who in ("bob", "ann"))
    return Drawn({"ssd_person": ANN, check.table: trips}, key, {"ssd_person": ANN, check.table: passes})


def _to_come(check: Check) -> Drawn | None:
    if not check.id.endswith("-to-come") or check.id in BY_HAND:
        return None
    day = check.says.rsplit(" ", 1)[-1]
    trips, passes = _cells(check.table, **{day: "2026-04-01"}), _cells(check.table, **{day: "2026-03-31"})
    return Drawn({check.table: trips}, "k1", {check.table: passes})


def _code(check: Check) -> Drawn | None:
    if not check.id.endswith("-code"):
        return None
    field = check.says.rsplit(" ", 1)[-1]
    kind = next(one for one in dataset().tables[check.table].fields if one.name == field)
    good = "U" if kind.type == "flag" else GOOD_CODES[field]
    trips, passes = _cells(check.table, **{field: "~"}), _cells(check.table, **{field: good})
    return Drawn({check.table: trips}, "k1", {check.table: passes})


GOOD_CODES = {
    "disa_disability_code": "AUT",
    "lega_legal_status": "V2",
    "cont_contact_source_code": "1A",
    "cppl_cp_plan_latest_category": "NEG",
    "clap_placement_location": "OUT",
    "clar_cla_review_participation": "PN7",
    "lacp_permanence_plan": "b",
    "clea_care_leaver_activity": "F2",
    "perm_adopter_legal_status": "L4",
    "invo_worker_change_reason": "OTHERS",
    "adop_left_reason": "3",
    "lapp_previous_permanence_option": "Z1",
    "csdq_sdq_reason": "SDQ5",
    "supr_kind": "group",
    "over_kind": "audit",
    "disc_kind": "other",
    "part_participation": "PN7",
    "comp_outcome": "withdrawn",
}


def _in_order(check: Check) -> Drawn | None:
    """Two days of a row, or of a row and the one it names: one day apart, the wrong way and the right."""
    if len(check.columns) != 2 or " comes " not in check.says or "child's" in check.says:
        return None
    early, late = check.columns
    wrong = {early: "2026-01-05", late: "2026-01-05" if check.id in _STRICT else "2026-01-04"}
    right = {early: "2026-01-05", late: "2026-01-06" if check.id in _STRICT else "2026-01-05"}
    if "comes after" in check.says:
        wrong, right = {early: "2026-01-05", late: "2026-01-06"}, {early: "2026-01-05", late: "2026-01-05"}
    return Drawn(_two_days(check, wrong), "k1", _two_days(check, right))


def _two_days(check: Check, days: dict[str, str]) -> dict[str, str]:
    early, late = check.columns
    if not check.reads:
        return {check.table: _cells(check.table, **days)}
    (other,) = check.reads
    link = check.says.removesuffix(", or on the same day").split(" that ")[-1].split(" ")[0]
    named = f"{dataset().tables[other].key} | {early}\nr1 | {days[early]}"
    return {other: named, check.table: _cells(check.table, **{link: "r1", late: days[late]})}


def _of_a_life(check: Check) -> Drawn | None:
    if not check.id.endswith(("-before-birth", "-after-death")) or check.table == "ssd_person":
        return None
    event, day = check.columns
    at = date(2020, 6, 1)
    last = at - timedelta(days=280 if check.id in _ONLY_BEFORE_BIRTH_OF_40_WEEKS else 0)
    wrong = last - timedelta(days=1)
    if check.id.endswith("-after-death"):
        last, wrong = at, at + timedelta(days=1)
    person = f"pers_person_id | {event}\nann | {at}"
    child = _child_field(check.table)
    rows = [_cells(check.table, **{child: "ann", day: str(one)}) for one in (wrong, last)]
    return Drawn(
        {"ssd_person": person, check.table: rows[0]}, "k1", {"ssd_person": person, check.table: rows[1]}
    )


def _person(**cells: str) -> dict[str, str]:
    row = {"pers_person_id": "ann", **cells}
    return {"ssd_person": " | ".join(row) + "\n" + " | ".join(row.values())}


def _one(table: str, **cells: str) -> dict[str, str]:
    return {table: _cells(table, **cells)}


def _need(start: str = "2025-09-01", end: str = "", **more: str) -> dict[str, str]:
    return _one(
        "ssd_cin_episodes", cine_person_id="ann", cine_referral_date=start, cine_close_date=end, **more
    )


def _care(start: str = "2025-09-01", end: str = "") -> dict[str, str]:
    return _one(
        "ssd_cla_episodes",
        clae_person_id="ann",
        clae_cla_id="p1",
        clae_cla_episode_start_date=start,
        clae_cla_episode_ceased_date=end,
    )


def _plan(start: str = "2025-10-01", end: str = "", **more: str) -> dict[str, str]:
    days = {"cppl_cp_plan_start_date": start, "cppl_cp_plan_end_date": end}
    return _one("ssd_cp_plans", cppl_person_id="ann", **days, **more)


def _assessed(start: str = "2025-10-01", end: str = "", **more: str) -> dict[str, str]:
    days = {"cina_assessment_start_date": start, "cina_assessment_auth_date": end}
    return _one("ssd_cin_assessments", cina_person_id="ann", **days, **more)


def _enquired(start: str = "2025-10-01", end: str = "", **more: str) -> dict[str, str]:
    return _one(
        "ssd_s47_enquiry", s47e_person_id="ann", s47e_s47_start_date=start, s47e_s47_end_date=end, **more
    )


def _conferred(day: str = "2025-10-01", **more: str) -> dict[str, str]:
    return _one("ssd_initial_cp_conference", icpc_person_id="ann", icpc_icpc_date=day, **more)


def _need_plan(start: str = "2025-10-01", end: str = "", **more: str) -> dict[str, str]:
    days = {"cinp_cin_plan_start_date": start, "cinp_cin_plan_end_date": end}
    return _one("ssd_cin_plans", cinp_person_id="ann", **days, **more)


def _placed(start: str = "2025-09-01", end: str = "") -> dict[str, str]:
    days = {"clap_cla_placement_start_date": start, "clap_cla_placement_end_date": end}
    return _one("ssd_cla_placement", clap_person_id="ann", **days)


def _status(start: str = "2025-09-01", end: str = "", code: str = "V2") -> dict[str, str]:
    days = {"lega_legal_status_start_date": start, "lega_legal_status_end_date": end}
    return _one("ssd_legal_status", lega_person_id="ann", lega_legal_status=code, **days)


def _missing(start: str = "2025-09-01", end: str = "") -> dict[str, str]:
    days = {"miss_missing_episode_start_date": start, "miss_missing_episode_end_date": end}
    return _one("ssd_missing", miss_person_id="ann", **days)


def _held(start: str = "2025-09-01", end: str = "") -> dict[str, str]:
    days = {"invo_involvement_start_date": start, "invo_involvement_end_date": end}
    return _one("ssd_involvements", invo_person_id="ann", invo_professional_role_id="allocated", **days)


def _two(first: dict[str, str], second: dict[str, str]) -> dict[str, str]:
    """Both rows of one table, the second with the key k2."""
    ((table, text),) = first.items()
    last = second[table].splitlines()[-1]
    return {table: text + "\n" + last.replace("k1", "k2", 1)}


def _overlap(row: Callable[..., dict[str, str]]) -> Drawn:
    """One ends on the day the next starts; a day later, and they overlap."""
    following = row("2025-11-01")
    trips = _two(row("2025-09-01", "2025-11-02"), following)
    return Drawn(trips, "k2", _two(row("2025-09-01", "2025-11-01"), following))


def _in_one_day(same: int) -> dict[str, str]:
    """Ten assessments of a team, so many of them authorised on the day they began."""
    lines = ["cina_assessment_id|cina_assessment_start_date|cina_assessment_auth_date|cina_assessment_team"]
    lines += [f"a{number}|2026-01-0{5 if number < same else 4}|2026-01-05|North" for number in range(10)]
    return {"ssd_cin_assessments": "\n".join(lines)}


def _weekly(latest: str) -> dict[str, str]:
    """A contact every four weeks back from 3 March 2026, and one more."""
    days = [date(2026, 3, 3) - timedelta(weeks=4 * block) for block in range(5)]
    rows = [f"c{number}|ann|{day}" for number, day in enumerate([*days, date.fromisoformat(latest)])]
    return {"ssd_contacts": "\n".join(["cont_contact_id|cont_person_id|cont_contact_date", *rows])}


def enquiries(count: int, *, team: str = "North") -> dict[str, str]:
    """So many enquiries of a team, all begun on 2 March 2026."""
    rows = [f"q{number}|2026-03-02|{team}" for number in range(count)]
    heading = "s47e_s47_enquiry_id|s47e_s47_start_date|s47e_s47_completed_by_team"
    return {"ssd_s47_enquiry": "\n".join([heading, *rows])}


BEFORE = {"list-halved": enquiries(21), "team-halved": enquiries(21)}
"""What the snapshot before held, for the checks that compare."""

_NFA = {"cine_referral_nfa": "Y"}
_OF_NFA = {"ssd_cin_episodes": "cine_referral_id | cine_referral_nfa\nr1 | Y"}
_TAKEN_FURTHER = {"ssd_cin_episodes": "cine_referral_id | cine_referral_nfa\nr1 | N"}
_CLOSED = {"ssd_cin_episodes": "cine_referral_id | cine_close_date\nr1 | 2026-02-01"}
_OPEN = {"ssd_cin_episodes": "cine_referral_id | cine_close_date\nr1 |"}
_TWO_ROWS = "pers_person_id | pers_dob | pers_gender\nann | 2015-05-01 | F\nann | {} | {}"
_REVIEW = {"clar_cla_id": "p1"}
_VISIT = {"clav_cla_id": "p1", "clav_person_id": "ann"}
_LEAVER = _one("ssd_care_leavers", clea_person_id="ann")

BY_HAND: dict[str, Drawn] = {
    "birth-blank": Drawn(_person(pers_dob=""), "ann", _person(pers_dob="", pers_stated_unborn="Y")),
    "born-and-expected": Drawn(
        _person(pers_dob="2025-12-01", pers_expected_dob="2025-12-09"), "ann", _person(pers_dob="2025-12-01")
    ),
    "unborn-with-sex": Drawn(
        _person(pers_expected_dob="2026-05-01", pers_gender="F"),
        "ann",
        _person(pers_expected_dob="2026-05-01", pers_gender="U"),
    ),
    "birth-to-come": Drawn(_person(pers_dob="2026-04-01"), "ann", _person(pers_dob="2026-03-31")),
    "older-than-25": Drawn(_person(pers_dob="2000-03-31"), "ann", _person(pers_dob="2000-04-01")),
    "birth-long-ago": Drawn(_person(pers_dob="1906-03-30"), "ann", _person(pers_dob="1906-03-31")),
    "two-birthdays": Drawn(
        {"ssd_person": _TWO_ROWS.format("2015-05-02", "F")},
        "ann",
        {"ssd_person": _TWO_ROWS.format("", "M")},
    ),
    "two-sexes": Drawn(
        {"ssd_person": _TWO_ROWS.format("2015-05-01", "M")},
        "ann",
        {"ssd_person": _TWO_ROWS.format("2015-05-02", "")},
    ),
    "closed-no-reason": Drawn(_need(end="2026-01-05"), "k1", _need(end="2026-01-05", **_NFA)),
    "reason-not-closed": Drawn(
        _need(cine_close_reason="RC1"), "k1", _need(end="2026-01-05", cine_close_reason="RC1")
    ),
    "need-blank": Drawn(
        _need(cine_referral_nfa="N"), "k1", _need(cine_referral_nfa="N", cine_cin_primary_need_code="N1")
    ),
    "care-end-half": Drawn(_care(end="2026-01-05"), "k1", _care()),
    "reversal-half": Drawn(
        _one("ssd_permanence", perm_decision_reversed_reason="RD1"),
        "k1",
        _one("ssd_permanence", perm_decision_reversed_reason="RD1", perm_decision_reversed_date="2026-01-05"),
    ),
    "adopter-left-half": Drawn(
        _one("adopters", adop_left_date="2026-01-05"),
        "k1",
        _one("adopters", adop_left_date="2026-01-05", adop_left_reason="X"),
    ),
    "score-and-reason": Drawn(
        _one("ssd_sdq_scores", csdq_sdq_score="12", csdq_sdq_reason="SDQ2"),
        "k1",
        _one("ssd_sdq_scores", csdq_sdq_score="12"),
    ),
    "score-outside": Drawn(
        _one("ssd_sdq_scores", csdq_sdq_score="41"), "k1", _one("ssd_sdq_scores", csdq_sdq_score="40")
    ),
    "own-and-outside": Drawn(
        _one("ssd_cla_placement", clap_cla_placement_provider="PR1", clap_placement_location="OUT"),
        "k1",
        _one("ssd_cla_placement", clap_cla_placement_provider="PR1", clap_placement_location="IN"),
    ),
    "plan-not-in-need": Drawn(_plan() | _need(end="2026-03-30"), "k1", _plan() | _need(end="2026-03-31")),
    "care-not-in-need": Drawn(
        _care(end="2026-01-05") | _need(end="2026-01-04"),
        "k1",
        _care(end="2026-01-05") | _need(end="2026-01-05"),
    ),
    "assessment-no-referral": Drawn(
        _assessed("2025-10-01") | _need("2025-10-02"), "k1", _assessed("2025-10-01") | _need("2025-10-01")
    ),
    "enquiry-no-referral": Drawn(
        _enquired("2025-10-01") | _need("2025-01-01", "2025-09-30"),
        "k1",
        _enquired("2025-10-01") | _need("2025-01-01", "2025-10-01"),
    ),
    "conference-no-enquiry": Drawn(
        _conferred("2025-10-01") | _enquired("2025-10-02"),
        "k1",
        _conferred("2025-10-01", icpc_icpc_transfer_in="Y") | _enquired("2025-10-02"),
    ),
    "plan-no-conference": Drawn(
        _plan("2025-10-01") | _conferred("2025-10-02"), "k1", _plan("2025-10-01") | _conferred("2025-10-01")
    ),
    "nfa-with-assessment": Drawn(
        _assessed(cina_referral_id="r1") | _OF_NFA, "k1", _assessed(cina_referral_id="r1") | _TAKEN_FURTHER
    ),
    "nfa-with-enquiry": Drawn(
        _enquired(s47e_referral_id="r1") | _OF_NFA, "k1", _enquired(s47e_referral_id="r1") | _TAKEN_FURTHER
    ),
    "nfa-with-plan": Drawn(
        _plan(cppl_referral_id="r1") | _OF_NFA, "k1", _plan(cppl_referral_id="r1") | _TAKEN_FURTHER
    ),
    "care-no-status": Drawn(_care() | _status("2025-09-02"), "k1", _care() | _status("2025-09-01")),
    "care-no-placement": Drawn(_care() | _placed("2025-09-02"), "k1", _care() | _placed("2025-09-01")),
    "review-before-care": Drawn(
        _care() | _one("ssd_cla_reviews", clar_cla_review_date="2025-08-31", **_REVIEW),
        "k1",
        _care() | _one("ssd_cla_reviews", clar_cla_review_date="2025-09-01", **_REVIEW),
    ),
    "visit-before-care": Drawn(
        _care() | _one("ssd_cla_visits", clav_cla_visit_date="2025-08-31", **_VISIT),
        "k1",
        _care() | _one("ssd_cla_visits", clav_cla_visit_date="2025-09-01", **_VISIT),
    ),
    "left-still-placed": Drawn(
        _care(end="2026-01-05") | _placed("2026-01-05"), "k1", _care(end="2026-01-05") | _placed("2026-01-06")
    ),
    "left-still-status": Drawn(_care(end="2026-01-05") | _status(), "k1", _care() | _status()),
    "left-still-missing": Drawn(_care(end="2026-01-05") | _missing(), "k1", _care() | _missing()),
    "leaver-under-16": Drawn(
        _LEAVER | _person(pers_dob="2010-04-01"), "k1", _LEAVER | _person(pers_dob="2010-03-31")
    ),
    "need-episodes-overlap": _overlap(_need),
    "need-plans-overlap": _overlap(_need_plan),
    "enquiries-overlap": _overlap(_enquired),
    "assessments-overlap": _overlap(_assessed),
    "protection-plans-overlap": _overlap(_plan),
    "care-episodes-overlap": _overlap(_care),
    "placements-overlap": _overlap(_placed),
    "missing-overlap": _overlap(_missing),
    "two-allocated": _overlap(_held),
    "need-plan-beside-protection": Drawn(
        _need_plan() | _plan(), "k1", _need_plan() | _plan(end="2026-01-05")
    ),
    "died-no-death": Drawn(
        _need(end="2026-01-05", cine_close_reason="RC2") | _person(pers_death_date=""),
        "k1",
        _need(end="2026-01-05", cine_close_reason="RC2") | _person(pers_death_date="2026-01-05"),
    ),
    "closed-assessment-open": Drawn(
        _assessed(cina_referral_id="r1") | _CLOSED, "k1", _assessed(cina_referral_id="r1") | _OPEN
    ),
    "closed-enquiry-open": Drawn(
        _enquired(s47e_referral_id="r1") | _CLOSED, "k1", _enquired(s47e_referral_id="r1") | _OPEN
    ),
    "closed-plan-open": Drawn(
        _plan(cppl_referral_id="r1") | _CLOSED, "k1", _plan(cppl_referral_id="r1") | _OPEN
    ),
    "closed-need-plan-open": Drawn(
        _need_plan(cinp_referral_id="r1") | _CLOSED, "k1", _need_plan(cinp_referral_id="r1") | _OPEN
    ),
    "open-nobody": Drawn(_need() | _held(end="2026-03-30"), "k1", _need() | _held(end="2026-03-31")),
    "assessment-long": Drawn(_assessed("2025-03-30"), "k1", _assessed("2025-03-31")),
    "enquiry-long": Drawn(_enquired("2025-10-01", "2026-01-01"), "k1", _enquired("2025-10-01", "2025-12-31")),
    "missing-long": Drawn(_missing("2025-03-30"), "k1", _missing("2025-03-31")),
    "police-protection-long": Drawn(
        _status("2026-01-01", "2026-01-05", "L1"), "k1", _status("2026-01-01", "2026-01-04", "L1")
    ),
    "emergency-order-long": Drawn(
        _status("2026-01-01", "2026-01-23", "L2"), "k1", _status("2026-01-01", "2026-01-22", "L2")
    ),
    "assessment-order-long": Drawn(
        _status("2026-01-01", "2026-01-09", "L3"), "k1", _status("2026-01-01", "2026-01-08", "L3")
    ),
    "adult-in-care": Drawn(
        _care() | _person(pers_dob="2008-03-30"), "k1", _care() | _person(pers_dob="2008-03-31")
    ),
    "list-halved": Drawn(enquiries(10), None, enquiries(11)),
    "team-halved": Drawn(enquiries(10), None, enquiries(11)),
    "team-silent": Drawn(_weekly("2026-03-03"), None, _weekly("2026-03-04")),
    "team-in-one-day": Drawn(_in_one_day(6), None, _in_one_day(5)),
}
