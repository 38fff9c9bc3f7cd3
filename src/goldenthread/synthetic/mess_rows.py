"""Rows and headers as they were met in real files: what was done to a good one, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from goldenthread.standards.calendar import add_months

Row = Mapping[str, Any]


@dataclass(frozen=True)
class MessyRow:
    """A row that comes after the others of a list: one of them again, with some cells otherwise. `says` is
    what is said of it, "" where nothing is; it is loaded all the same."""

    mess: str
    number: int
    cells: Callable[[Row, date], dict[str, Any]]
    says: str = ""


def _days_before(as_at: date, days: int) -> date:
    return as_at - timedelta(days=days)


ROWS = (
    MessyRow(
        "R06",
        3,
        lambda row, _: {"worker": f"{row['worker']} (cover)"},
        "another row has the same child, date and kind",
    ),
    MessyRow(
        "R08",
        5,
        lambda row, _: {"team": f"{row['team']} (cover)"},
        "another row has the same child, date and kind",
    ),
    MessyRow(
        "R11",
        1,
        lambda _, as_at: {"contact_date": add_months(as_at, -8)},
        "before the months this list covers",
    ),
    MessyRow(
        "R12",
        4,
        lambda _, as_at: {
            "assessment_start": add_months(as_at, -70),
            "assessment_authorised": _days_before(as_at, 20),
        },
    ),
    MessyRow(
        "R13",
        7,
        lambda row, _: {"plan_start": row["plan_start"] - timedelta(days=400)},
        "another row of this child is later, and is the one used",
    ),
    MessyRow(
        "D11",
        1,
        lambda _, as_at: {
            "child_id": "MESSY-D11",
            "date_of_birth": None,
            "age": 10,
            "gender": "F",
            "contact_date": _days_before(as_at, 9),
        },
        "no date of birth",
    ),
    MessyRow(
        "D12",
        1,
        lambda _, as_at: {
            "child_id": "MESSY-D12",
            "date_of_birth": as_at + timedelta(days=60),
            "age": None,
            "gender": "U",
            "contact_date": _days_before(as_at, 9),
        },
        "a date of birth still to come",
    ),
    MessyRow(
        "D14",
        4,
        lambda _, as_at: {
            "assessment_start": _days_before(as_at, 30),
            "assessment_authorised": _days_before(as_at, 60),
        },
        "comes before",
    ),
    MessyRow(
        "D15",
        6,
        lambda row, _: {"child_id": "MESSY-D15", "age": 22, "cin_start": row["cin_start"]},
    ),
    MessyRow(
        "I04",
        1,
        lambda _, as_at: {"child_id": "child_fails_assessments", "contact_date": _days_before(as_at, 8)},
    ),
    MessyRow("I06", 1, lambda _, as_at: {"child_id": "5eed" * 16, "contact_date": _days_before(as_at, 7)}),
    MessyRow(
        "P09",
        8,
        lambda _, as_at: {"child_id": "MESSY-P09", "placement_provider": "PR1", "placement_location": "OUT"},
        "own provision, and outside the council's boundary",
    ),
    MessyRow(
        "U04",
        1,
        lambda _, as_at: {
            "child_id": "MESSY-U04",
            "date_of_birth": None,
            "age": -1,
            "gender": "M",
            "contact_date": _days_before(as_at, 6),
        },
        "an unborn child is given a sex",
    ),
    MessyRow(
        "U09",
        8,
        lambda _, as_at: {"child_id": "MESSY-U09", "care_end": None, "care_end_reason": "E3"},
        "a reason without",
    ),
    MessyRow(
        "D13",
        7,
        lambda row, _: {
            "child_id": "MESSY-D13",
            "date_of_birth": row["plan_start"] + timedelta(days=200),
            "age": 0,
        },
    ),
    MessyRow("I03", 1, lambda _, as_at: {"child_id": "CHILD10", "contact_date": _days_before(as_at, 5)}),
    MessyRow("I08", 1, lambda _, __: {"child_id": "MESSY-I08"}),  # another child, alike in all else
    MessyRow("I09", 11, lambda _, __: {"adopter_id": "10898578"}),  # which looks like a child's
    MessyRow("R07", 5, lambda _, __: {"child_id": "MESSY-R07"}),
    MessyRow(
        "R10",
        8,
        lambda row, as_at: {"placement_start": (row["placement_start"] or as_at) - timedelta(days=200)},
        "another row of this child is later, and is the one used",
    ),
    MessyRow("R14", 11, lambda _, __: {"adopter_id": "MESSY-R14"}),  # the other of a couple
)

# A header as it was met in a list, in place of the column's own; 0 is any list.
HEADERS = (
    ("H03", 0, "age", "Age"),
    ("H07", 9, "eligibility", "Eligibity Category"),
    ("H07", 9, "suitability", "Suitability of Accomodation"),
    ("H07", 9, "accommodation", "AccomodationType"),
    ("H08", 0, "child_id", "ID of child"),
    ("H08", 0, "child_id", "Child Identifier"),
    ("H09", 0, "child_id", "ChildUniqueID"),
    ("H09", 1, "contact_date", "DateOfContact"),
    ("H09", 8, "care_start", "LoookedAfterStartDate"),
)
