"""Lists as files that leave: a workbook with its key, or CSV, each named for its day."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse

from goldenthread.papers.plan_sheets.writing import Filled, Front, workbook
from goldenthread.web.accounts.policy import signed_in
from goldenthread.web.accounts.standing import today
from goldenthread.web.page.safe_csv import csv_text
from goldenthread.web.plan.queries import title

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_UNNAMED = "Improvement plan"


def as_workbook(request: HttpRequest, filled: Sequence[Filled], *, name: str, part: str) -> HttpResponse:
    """These sheets, with a key that says what part of the plan they are and who took them away."""
    front = Front(title() or _UNNAMED, today(), signed_in(request).name, part)
    return _attached(workbook(filled, front), f"{name}-{today()}.xlsx", _XLSX)


def as_csv(filled: Filled, *, name: str) -> HttpResponse:
    """One sheet: its headings and its rows."""
    of = filled.sheet.columns
    rows = ([row.get(column.key) for column in of] for row in filled.rows)
    text = csv_text([column.title for column in of], rows)
    return _attached(text, f"{name}-{today()}.csv", "text/csv; charset=utf-8")


def _attached(content: bytes | str, name: str, kind: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
