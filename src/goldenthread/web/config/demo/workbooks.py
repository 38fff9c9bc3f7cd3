"""Workbooks handed in to the demonstration: a tracker somebody kept elsewhere, its columns said and its words
waiting for answers; and an owner's actions, filled in and looked at before they are taken in."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from goldenthread.papers.plan_sheets.columns import Values
from goldenthread.papers.plan_sheets.writing import Filled, Front, workbook
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.standing import today
from goldenthread.web.plan.models import ASKS_NOTHING, Requirement
from goldenthread.web.sheets import actions, queries
from goldenthread.web.sheets.actions.keeping import Said
from goldenthread.web.sheets.models import Purpose

_HEADINGS = (
    *("No.", "What?", "Who?", "How?", "When?", "Success measures", "Current status", "Signed off by"),
    "Recommendation no.",
)


def hand_in_workbooks(people: Mapping[str, Person]) -> None:
    """The lead's tracker, and the update of whoever has most still to do."""
    _tracker(people["lead"])
    owners = [(len(queries.own_actions(one, as_at=today()).rows), one) for one in people.values()]
    most, owner = max(owners, key=lambda pair: pair[0])
    if most:
        _update(owner)


def _tracker(lead: Person) -> None:
    content = _written(_rows(today()))
    held, _ = actions.keep(by=lead, purpose=Purpose.PLAN, name="Early help tracker v7.xlsx", content=content)
    (table,) = held.found
    said = Said(table.guess, "objectives", (), "")
    actions.choose_columns(by=lead, workbook=held, table=table, said=said, version=0)


def _rows(on: date) -> Sequence[Sequence[Any]]:
    """One row quotes what it answers, one gives a number several documents have, one a number of none."""
    later = on + timedelta(days=120)
    quoted = Requirement.objects.exclude(kind__in=ASKS_NOTHING).order_by("pk").first()
    return (
        ("Made-up early help tracker, version 7",),
        (),
        _HEADINGS,
        ("Families are helped early",),
        (
            *(
                "EH1",
                "Offer each family a named worker within a week",
                "Early help manager",
                "Weekly meeting",
            ),
            *(f"End of {later:%B %Y}", "Nine in ten within a week", "COMPLETED - all hubs do it", None),
            quoted.text if quoted else None,
        ),
        (
            *("EH2", "Write one plan with each family", "Early help manager / Parenting lead", None),
            *("ongoing", "Every family has a plan", "Amber", None, "Rec 1"),
        ),
        (
            *("EH3", "Ask families what helped", "Parenting lead", None),
            *(f"{later:%d/%m/%Y}", None, "In progress - first answers in", None, "Rec 99"),
        ),
        ("EH4", "Share the directory of services", None, None, "31/02/2027", None, "Not started", None, None),
    )


def _written(rows: Sequence[Sequence[Any]]) -> bytes:
    import xlsxwriter

    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("Tracker")
    for at, cells in enumerate(rows):
        for place, cell in enumerate(cells):
            if cell is not None:
                sheet.write_string(at, place, cell)
    book.close()
    return held.getvalue()


def _update(owner: Person) -> None:
    filled = queries.own_actions(owner, as_at=today())
    first, *others = filled.rows
    rows: list[Values] = [{**first, "note": "Two of three teams do it now; the third begins next month."}]
    for place, row in enumerate(others):
        asks: Values = {"new_date": today() + timedelta(days=150)} if place == 0 else {}
        rows.append({**row, **asks})
    front = Front("Actions to update", today(), owner.name)
    content = workbook([Filled(filled.sheet, rows)], front)
    actions.keep(by=owner, purpose=Purpose.UPDATE, name="my actions.xlsx", content=content)
