"""Made-up Annex A lists and workbooks for tests. Nobody in them is real."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import xlsxwriter

from goldenthread.records.annex_a import ReadResult, read_workbook
from goldenthread.records.annex_a.lists import LISTS, AnnexA, schema
from goldenthread.records.annex_a.sheets import opened_here
from goldenthread.standards.annex_a import Layout, standard

AS_AT = date(2025, 10, 31)
AUTHORITY = "Marlford"
_WINDOW = date(2025, 4, 30)
_YEAR = date(2024, 10, 31)
_TEAMS = ("Bramble team", "Heron team", "Kestrel team")
_WORKERS = ("A. Madeup", "B. Invented", "C. Fictional")

Row = dict[str, Any]


def clean_lists(seed: int, children: int) -> AnnexA:
    """Lists as a careful authority would give them: agreeing with each other, in window, nothing repeated."""
    rng = Random(seed)
    people = [_person(rng, number) for number in range(children)]
    made = {
        1: _contacts(rng, people),
        2: _early_help(rng, people),
        4: _assessments(rng, people),
        5: _enquiries(rng, people),
        7: [_plan(rng, person) for person in _some(rng, people)],
        8: [_care(rng, person) for person in _some(rng, people)],
        9: [_leaver(rng, person) for person in _some(rng, people)],
        10: [_adoption(rng, person) for person in _some(rng, people)],
        11: [_adopter(rng, number) for number in range(max(1, children // 4))],
    }
    made[3], made[6] = _referrals_and_needs(rng, people)
    return AnnexA(
        as_at=AS_AT, authority=AUTHORITY, lists={number: _frame(made[number], number) for number in LISTS}
    )


def _frame(rows: list[Row], number: int) -> pl.DataFrame:
    columns = schema(number)
    cut = [{name: row.get(name) for name in columns} for row in rows]
    frame = pl.DataFrame(cut, schema=columns).unique(maintain_order=True)
    wanted = standard().lists[number]
    order = [wanted.id_column, wanted.key_date or wanted.id_column]
    return frame.sort([*dict.fromkeys([*order, *frame.columns])], nulls_last=True)


def _code(rng: Random, codes: str, *without: str) -> str:
    return rng.choice([code.raw for code in standard().code_sets[codes].codes if code.raw not in without])


def _day(rng: Random, start: date, end: date = AS_AT) -> date:
    return start + timedelta(days=rng.randint(0, (end - start).days))


def _maybe(rng: Random, value: Any) -> Any:
    return value if rng.random() < 0.6 else None


def _some(rng: Random, people: list[Row]) -> list[Row]:
    return [person for person in people if rng.random() < 0.6]


def _person(rng: Random, number: int) -> Row:
    unborn = rng.random() < 0.1
    born = (
        _maybe(rng, _day(rng, date(2025, 11, 1), date(2026, 5, 1))) if unborn else _day(rng, date(2001, 1, 1))
    )
    age = -1 if unborn else (AS_AT.year - born.year - ((AS_AT.month, AS_AT.day) < (born.month, born.day)))
    return {
        "child_id": f"M{number:05d}",
        "gender": "U" if unborn else _code(rng, "gender"),
        "ethnicity": _code(rng, "ethnicity"),
        "date_of_birth": born,
        "age": age,
        "disability": _code(rng, "disability"),
        "team": rng.choice(_TEAMS),
        "worker": rng.choice(_WORKERS),
        "uasc": rng.choice("YN"),
    }


def _own(rng: Random) -> Row:
    return {"team": rng.choice(_TEAMS), "worker": rng.choice(_WORKERS)}


def _contacts(rng: Random, people: list[Row]) -> list[Row]:
    return [
        person | {"contact_date": _day(rng, _WINDOW), "contact_source": _code(rng, "referral_source")}
        for person in people
        for _ in range(rng.randint(0, 2))
    ]


def _early_help(rng: Random, people: list[Row]) -> list[Row]:
    return [
        person
        | {
            "start_date": _day(rng, date(2024, 1, 1)),
            "completion_date": _maybe(rng, _day(rng, _WINDOW)),
            "organisation": rng.choice(("School", "Health", "Family hub")),
        }
        for person in _some(rng, people)
    ]


def _referrals_and_needs(rng: Random, people: list[Row]) -> tuple[list[Row], list[Row]]:
    """A need that began in the window has its referral in list 3 too."""
    referrals, needs = [], []
    for person in people:
        stated = rng.randint(0, 4)
        for _ in range(rng.randint(0, 2)):
            referrals.append(_referral(rng, person, _day(rng, _WINDOW), stated, _code(rng, "referral_nfa")))
        if rng.random() < 0.7:
            start = _day(rng, date(2023, 1, 1))
            needs.append(_need(rng, person, start))
            if start >= _WINDOW:
                referrals.append(_referral(rng, person, start, stated, "N"))
    return referrals, needs


def _referral(rng: Random, person: Row, day: date, stated: int, nfa: str) -> Row:
    source = {"referral_source": _code(rng, "referral_source"), "referral_nfa": nfa, "referrals_12m": stated}
    return person | source | {"referral_date": day} | _own(rng)


def _need(rng: Random, person: Row, start: date) -> Row:
    closed = _maybe(rng, _day(rng, max(start, _WINDOW)))
    return person | {
        "cin_start": start,
        "primary_need": _code(rng, "primary_need"),
        "last_seen": _maybe(rng, _day(rng, start)),
        "cin_closed": closed,
        "closure_reason": _code(rng, "closure_reason") if closed else None,
        "case_status": "e" if closed else _code(rng, "case_status", "e"),
    }


def _assessments(rng: Random, people: list[Row]) -> list[Row]:
    rows = []
    for person in _some(rng, people):
        start = _day(rng, date(2025, 1, 1))
        done = _maybe(rng, _day(rng, max(start, _WINDOW)))
        outcome = {"support_required": _code(rng, "yes_no") if done else None, "assessment_authorised": done}
        seen = {"child_seen": _maybe(rng, _code(rng, "child_seen")), "assessment_start": start}
        rows.append(person | outcome | seen | _own(rng))
    return rows


def _enquiries(rng: Random, people: list[Row]) -> list[Row]:
    rows = []
    for person in _some(rng, people):
        start = _day(rng, _WINDOW)
        held = _maybe(rng, _day(rng, start))
        conference = {
            "conference_date": held,
            "conference_led_to_plan": _code(rng, "yes_no") if held else None,
        }
        counts = {"enquiries_12m": rng.randint(0, 3), "conferences_12m": rng.randint(0, 2)}
        unnecessary = {"enquiry_start": start, "conference_unnecessary": _maybe(rng, _code(rng, "yes_no"))}
        rows.append(person | conference | counts | unnecessary | _own(rng))
    return rows


def _plan(rng: Random, person: Row) -> Row:
    start = _day(rng, date(2023, 6, 1))
    visit = _maybe(rng, _day(rng, start))
    return person | {
        "plan_start": start,
        "initial_category": _code(rng, "abuse_category"),
        "latest_category": _code(rng, "abuse_category"),
        "last_visit": visit,
        "seen_alone": _code(rng, "child_seen") if visit else None,
        "latest_review": _maybe(rng, _day(rng, start)),
        "plan_end": _maybe(rng, _day(rng, max(start, _WINDOW))),
        "emergency_6m": _code(rng, "yes_no"),
        "previous_plans": rng.randint(0, 3),
    }


def _care(rng: Random, person: Row) -> Row:
    start = _day(rng, date(2015, 1, 1))
    end = _maybe(rng, _day(rng, max(start, _WINDOW)))
    last = end or AS_AT
    days = ("latest_review", "last_visit", "last_iro_contact", "last_health_assessment", "last_dental_check")
    flags = ("second_period_12m", "return_interview_offered", "return_interview_accepted")
    return (
        person
        | {day: _maybe(rng, _day(rng, start, last)) for day in days}
        | {flag: _code(rng, "yes_no") for flag in flags}
        | {
            "care_start": start,
            "care_end": end,
            "care_end_reason": _code(rng, "reason_ceased_looked_after", "X1") if end else None,
            "primary_need": _code(rng, "primary_need"),
            "legal_status_start": _day(rng, start, last),
            "legal_status": _code(rng, "legal_status", "V3", "V4"),
            "permanence_plan": _maybe(rng, _code(rng, "permanence_plan")),
            "placements_12m": rng.randint(1, 6),
            "placement_start": _day(rng, start, last),
            "placement_type": _code(rng, "placement_type"),
            "placement_provider": _code(rng, "placement_provider"),
            "placement_postcode": _maybe(rng, "ZZ9 9ZZ"),
            "placement_urn": _maybe(rng, "SC000001"),
            "placement_location": _code(rng, "placement_location"),
            "placement_la": rng.choice(("Marlford", "Otherfordshire", "WAL")),
            "missing_12m": rng.randint(0, 9),
            "absent_12m": rng.randint(0, 9),
        }
    )


def _leaver(rng: Random, person: Row) -> Row:
    return person | {
        "personal_adviser": _maybe(rng, rng.choice(_WORKERS)),
        "eligibility": _code(rng, "eligibility"),
        "pathway_plan_review": _maybe(rng, _day(rng, _YEAR)),
        "in_touch": _code(rng, "in_touch"),
        "latest_contact": _maybe(rng, _day(rng, _YEAR)),
        "accommodation": _maybe(rng, _code(rng, "accommodation")),
        "suitability": _maybe(rng, _code(rng, "suitability")),
        "activity": _maybe(rng, _code(rng, "activity")),
    }


def _adoption(rng: Random, person: Row) -> Row:
    decided = _day(rng, date(2023, 1, 1))
    ended = _maybe(rng, _day(rng, max(decided, _YEAR)))
    adopted = rng.random() < 0.5
    return person | {
        "family_id": _maybe(rng, f"F{rng.randint(1, 99):03d}"),
        "care_start": _day(rng, date(2020, 1, 1), decided),
        "adoption_decision": decided,
        "placement_order": _maybe(rng, _day(rng, decided)),
        "matched": _maybe(rng, _day(rng, decided)),
        "placed_for_adoption": _maybe(rng, _day(rng, decided)),
        "adoption_order": ended if adopted else None,
        "decision_reversed": None if adopted else ended,
        "reversal_reason": None if adopted or not ended else _code(rng, "adoption_reversal_reason"),
        "foster_to_adopt_placement": _maybe(rng, _day(rng, decided)),
    }


def _adopter(rng: Random, number: int) -> Row:
    enquired = _day(rng, _YEAR)
    days = (
        "stage_1_start",
        "stage_1_end",
        "stage_2_start",
        "stage_2_end",
        "application_date",
        "approval_date",
    )
    left = _maybe(rng, _day(rng, enquired))
    placed = _maybe(rng, _day(rng, enquired))
    return {day: _maybe(rng, _day(rng, enquired)) for day in days} | {
        "adopter_id": f"P{number:04d}",
        "family_id": f"F{number // 2:03d}",
        "gender": _code(rng, "gender_adopter"),
        "ethnicity": _code(rng, "ethnicity"),
        "disability": _code(rng, "disability"),
        "fostering_for_adoption": _code(rng, "adopter_ffa"),
        "enquiry_date": enquired,
        "matched": _maybe(rng, _day(rng, enquired)),
        "placed": placed,
        "children_placed": rng.randint(1, 3) if placed else None,
        "adoption_order": _maybe(rng, _day(rng, enquired)),
        "left_process": left,
        "left_reason": _code(rng, "adopter_leaving_reason") if left else None,
    }


def headers(number: int, layout: Layout = "B") -> list[str]:
    """A list's headers as the form prints them."""
    return [column.template_header for column in standard().lists[number].in_layout(layout)]


def row_of(number: int, **cells: Any) -> list[Any]:
    """A row of a list as it is typed into a sheet, by our column names; the rest is blank."""
    names = standard().lists[number].column_names
    assert set(cells) <= set(names), set(cells) - set(names)
    return [cells.get(name) for name in names]


def workbook_of(path: Path, sheets: dict[str, list[list[Any]]], *, date_1904: bool = False) -> Path:
    """A workbook with the cells just as given: text, numbers and dates, whatever they ought to be."""
    options = {"default_date_format": "dd/mm/yyyy", "strings_to_formulas": False, "date_1904": date_1904}
    book = xlsxwriter.Workbook(str(path), options)
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for place, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell is not None:
                    sheet.write(place, column, cell)
    book.close()
    return path


def read_here(path: Path, *, as_at: date | None = None) -> ReadResult:
    """Read a file of our own making, without a process apart: that is for files others made."""
    return read_workbook(path, as_at=as_at, open_with=opened_here)
