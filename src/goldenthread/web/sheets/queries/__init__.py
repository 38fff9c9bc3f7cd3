"""Reading: the plan as sheets, and what a workbook handed in would do."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from goldenthread.papers.plan_sheets.layout import Table
from goldenthread.papers.plan_sheets.own import own_tables
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.standing import standing_of
from goldenthread.web.sheets.models import Layout, Purpose, Workbook
from goldenthread.web.sheets.queries.held import whole
from goldenthread.web.sheets.queries.lists import LISTS, AskedFor, own_actions
from goldenthread.web.sheets.queries.of_own import plan_own
from goldenthread.web.sheets.queries.of_rows import known, plan_rows
from goldenthread.web.sheets.queries.of_whole import is_whole, plan_whole
from goldenthread.web.sheets.queries.planned import Planned, Step

__all__ = [
    "LISTS",
    "AskedFor",
    "Planned",
    "Step",
    "is_own",
    "known",
    "layout_of",
    "own_actions",
    "planned",
    "seen_by",
    "table_of",
    "whole",
]


def seen_by(person: Person) -> QuerySet[Workbook]:
    """The workbooks this person may open: plans those who keep it, updates whoever handed them in."""
    own = Workbook.objects.filter(uploaded_by_id=person.reference, purpose=Purpose.UPDATE)
    if standing_of(person).may(Permission.EDIT_PLAN):
        return Workbook.objects.all()
    return own


def is_own(workbook: Workbook) -> bool:
    """Whether it is of our own layout: nothing about its columns need be asked."""
    return bool(own_tables(workbook.as_read))


def table_of(workbook: Workbook, sheet: str = "") -> Table | None:
    """The sheet and row of somebody's own layout that hold the headings; the one asked for, or the best."""
    found = workbook.found
    return next((one for one in found if one.sheet.name == sheet), found[0] if found else None)


def layout_of(table: Table) -> Layout | None:
    """How this layout is read; None where nobody has said yet."""
    return Layout.objects.filter(key=table.layout).first()


def planned(workbook: Workbook, *, by: Person, on: date) -> Planned | None:
    """What would become of each row; None while nobody has said what the columns are."""
    if workbook.purpose == Purpose.PLAN and is_whole(workbook.as_read):
        return plan_whole(workbook.as_read, by=by)
    if workbook.purpose == Purpose.UPDATE or is_own(workbook):
        return plan_own(workbook.as_read, by=by, on=on)
    table = table_of(workbook)
    layout = layout_of(table) if table else None
    if table is None or layout is None:
        return None
    return plan_rows(workbook, table, layout, by=by, on=on)
