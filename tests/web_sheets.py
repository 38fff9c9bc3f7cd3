"""What tests of workbooks handed in to the site share: hand one in, press its button, read the page."""

from __future__ import annotations

import io
import itertools
import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from goldenthread.papers.plan_sheets.rows import NEW
from goldenthread.papers.plan_sheets.writing import Front, workbook
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.standing import today
from goldenthread.web.sheets import actions, queries
from goldenthread.web.sheets.actions.keeping import Said
from goldenthread.web.sheets.models import Purpose, Workbook
from sheets_made_up import workbook_of

_numbers = itertools.count(1)


def page_of(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(text.replace("&quot;", '"').replace("&#x27;", "'").split())


def hand_in(
    client: Client, content: bytes, name: str = "tracker.xlsx", at: str = "/plan-sheets/bring-in/"
) -> Any:
    return client.post(at, {"workbook": SimpleUploadedFile(name, content)}, follow=True)


def carry_out(client: Client, page: Any) -> Any:
    form = page.context["form"]
    return client.post(page.context["carry_out"], {"fingerprint": form["fingerprint"].value()}, follow=True)


def saved(book: Any) -> bytes:
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def with_its_layout(by: Person) -> Workbook:
    """A plan handed in, its columns said; one row with a role that nobody has said who it is."""
    number = next(_numbers)
    rows = [["No.", "What?", "Who?", f"Heading {number}"], ["1", f"Do {number}", f"A role {number}"]]
    held, _ = actions.keep(
        by=by, purpose=Purpose.PLAN, name="made up.xlsx", content=workbook_of({"Plan": rows})
    )
    (table,) = held.found
    said = Said(table.guess, "left out", (), f"{NEW}Made up")
    actions.choose_columns(by=by, workbook=held, table=table, said=said, version=0)
    return Workbook.objects.get(pk=held.pk)


def answered(by: Person) -> Workbook:
    """The same with its role said, so that its row is ready to be taken in."""
    held = with_its_layout(by)
    layout = queries.layout_of(held.found[0])
    planned = queries.planned(held, by=by, on=today())
    assert layout is not None
    assert planned is not None
    (question,) = planned.questions
    said = {"owner": {question.key: question.offered}}
    actions.answer(by=by, workbook=held, layout=layout, answers=said, version=layout.version)
    return held


def update_in(owner: Person, **fills: str) -> Workbook:
    """An owner's workbook handed in by them, these cells filled in on every row."""
    filled = queries.own_actions(owner, as_at=today())
    rows = [{**row, **fills} for row in filled.rows]
    front = Front(f"Made up {next(_numbers)}", today())
    content = workbook([type(filled)(filled.sheet, rows)], front)
    held, _ = actions.keep(by=owner, purpose=Purpose.UPDATE, name="made up.xlsx", content=content)
    return held


def fingerprint_of(held: Workbook, by: Person) -> str:
    planned = queries.planned(held, by=by, on=today())
    assert planned is not None
    return planned.fingerprint
