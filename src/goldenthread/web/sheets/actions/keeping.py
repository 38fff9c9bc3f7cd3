"""A workbook kept as read, and what a person says of its layout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction

from goldenthread.errors import InputRefused
from goldenthread.papers.plan_sheets.layout import Field, Table, tables
from goldenthread.papers.plan_sheets.opening import open_sheets
from goldenthread.papers.plan_sheets.own import own_tables
from goldenthread.web.accounts.models import Person
from goldenthread.web.history.actions import About, record
from goldenthread.web.page.conflict import save_if_unchanged
from goldenthread.web.plan.rules import ChangedMeanwhile
from goldenthread.web.sheets.models import Layout, Purpose, Workbook

_UPDATE_IS_OURS = "take the workbook of your actions from here, fill it in and send that"


def keep(*, by: Person, purpose: Purpose, name: str, content: bytes) -> tuple[Workbook, bool]:
    """Read a workbook and keep its cells; whether it is new here. The same file from the same person is the
    same workbook. Raises InputRefused, with nothing kept, for what is no plan."""
    digest = sha256(content).hexdigest()
    known = Workbook.objects.filter(purpose=purpose, digest=digest, uploaded_by_id=by.reference).first()
    if known is not None:
        return known, False
    sheets = open_sheets(content, name=name)
    ours = own_tables(sheets)
    if not ours and purpose == Purpose.UPDATE:
        why = "it is not a workbook of actions to update"
        raise InputRefused(source=name, why=why, what_to_do=_UPDATE_IS_OURS)
    if not ours and not tables(sheets):
        raise InputRefused(
            source=name,
            why="no row in it looks like the headings of a plan",
            what_to_do="put headings such as What, Who and When above the rows, and send it again",
        )
    return _keep(by, purpose, name=name, digest=digest, size=len(content), sheets=sheets)


@transaction.atomic
def _keep(
    by: Person, purpose: Purpose, *, name: str, digest: str, size: int, sheets: Sequence[object]
) -> tuple[Workbook, bool]:
    cells = [[sheet.name, [list(row) for row in sheet.rows]] for sheet in sheets]  # type: ignore[attr-defined]
    workbook, new = Workbook.objects.get_or_create(
        purpose=purpose,
        digest=digest,
        uploaded_by_id=by.reference,
        defaults={
            "file": name[-255:],
            "size": size,
            "sheets": cells,
            "uploaded_by_name": by.name,
        },
    )
    if new:
        record(by=by, act="handed in a workbook", about=about(workbook), details={"for": purpose.label})
    return workbook, new


@dataclass(frozen=True)
class Said:
    """What a person says of a layout's columns."""

    fields: Sequence[Field]
    headings: str
    above: Sequence[Field]
    fallback: str

    @property
    def changes(self) -> dict[str, object]:
        return {
            "fields": [one.name for one in self.fields],
            "headings": self.headings,
            "above": [one.name for one in self.above],
            "fallback": self.fallback,
        }


@transaction.atomic
def choose_columns(*, by: Person, workbook: Workbook, table: Table, said: Said, version: int) -> None:
    """What each column of a layout is, for this file and the next of its kind. `version` is the layout's as
    the person had it, 0 where nobody had said yet."""
    who = {"set_by_name": by.name, "set_by_id": by.reference}
    Workbook.objects.filter(pk=workbook.pk).update(sheet=table.sheet.name)
    if version == 0:
        defaults = {"columns": list(table.headings), **said.changes, **who}
        layout, new = Layout.objects.get_or_create(key=table.layout, defaults=defaults)
        if not new:
            raise ChangedMeanwhile
    else:
        row = Layout.objects.filter(key=table.layout)
        if not save_if_unchanged(row, version=version, changes={**said.changes, **who}):
            raise ChangedMeanwhile
        layout = row.get()
    record(by=by, act="said what the columns are", about=about(workbook), details={"layout": layout.pk})


@transaction.atomic
def answer(
    *, by: Person, workbook: Workbook, layout: Layout, answers: Mapping[str, Mapping[str, str]], version: int
) -> None:
    """What doubtful words of a layout mean, kept beside those answered before."""
    kept = {asks: {**layout.answers.get(asks, {}), **given} for asks, given in answers.items()}
    changes = {
        "answers": {**layout.answers, **kept},
        "set_by_name": by.name,
        "set_by_id": by.reference,
    }
    if not save_if_unchanged(Layout.objects.filter(pk=layout.pk), version=version, changes=changes):
        raise ChangedMeanwhile
    details = {asks: dict(given) for asks, given in answers.items()}
    record(by=by, act="said what words mean", about=about(workbook), details=details)


def about(workbook: Workbook) -> About:
    return About(kind="workbook", key=str(workbook.pk), label=workbook.file)
