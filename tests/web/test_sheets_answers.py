"""A plan in somebody's own layout with a column that names what it answers: matched to the register and said
row by row, never guessed."""

from __future__ import annotations

import pytest

from goldenthread.papers.plan_sheets.layout import Field
from goldenthread.papers.plan_sheets.lines import Becomes
from goldenthread.papers.plan_sheets.rows import CODE, NEW, WITHOUT
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.standing import today
from goldenthread.web.history.models import Entry
from goldenthread.web.plan.models import Action, DirectAnswer
from goldenthread.web.sheets import actions, queries
from goldenthread.web.sheets.actions.keeping import Said
from goldenthread.web.sheets.models import Layout, Purpose, Workbook
from sheets_made_up import workbook_of
from web_people import person
from web_plan import source
from web_sheets import fingerprint_of

pytestmark = pytest.mark.django_db
NOTHING = "Nothing in the register is called this. Say which it is first, or that it comes in without"
HEADINGS = ["No.", "Rec no", "Action", "Lead"]


@pytest.fixture
def lead(db: None) -> Person:
    person("action_owner", name="Ann Made")
    return person("improvement_lead")


def handed_in(by: Person, *rows: list[str]) -> Workbook:
    """A plan of these rows, its columns taken as offered, each action under one new objective."""
    content = workbook_of({"Plan": [HEADINGS, *rows]})
    held, _ = actions.keep(by=by, purpose=Purpose.PLAN, name="made up.xlsx", content=content)
    (table,) = held.found
    assert table.guess[1] is Field.ANSWERS
    if not Layout.objects.exists():
        said = Said(table.guess, "left out", (), f"{NEW}Made up")
        actions.choose_columns(by=by, workbook=held, table=table, said=said, version=0)
    return Workbook.objects.get(pk=held.pk)


def told(held: Workbook, by: Person) -> dict[int, tuple[str, str, str]]:
    planned = queries.planned(held, by=by, on=today())
    assert planned is not None
    return {line.row: (line.becomes, line.why, " ".join(line.remarks)) for line in planned.lines}


def carry_out(held: Workbook, by: Person) -> None:
    actions.carry_out(by=by, workbook=held, fingerprint=fingerprint_of(held, by), on=today())


def say(held: Workbook, by: Person, **answers: str) -> None:
    layout = Layout.objects.get()
    given = {"requirement": {key.replace("_", " "): said for key, said in answers.items()}}
    actions.answer(by=by, workbook=held, layout=layout, answers=given, version=layout.version)


def answered() -> dict[str, list[str]]:
    return {
        one.text: [f"R{each.requirement_id}" for each in one.direct_answers.all()]
        for one in Action.objects.all()
    }


def test_each_row_says_which_requirement_it_matches_and_is_tied_to_it(lead: Person) -> None:
    first, second = source("Visits are late.", "Plans drift.").requirements.all()
    held = handed_in(
        lead, ["1", "Rec 1", "One", "Ann Made"], ["2", "plans drift", "Two", "Ann Made"],
        ["3", "1, 2", "Three", "Ann Made"], ["4", "", "Four", "Ann Made"],
    )  # fmt: skip
    found = told(held, lead)
    assert {becomes for becomes, *_ in found.values()} == {Becomes.ADDED}
    assert f"“Rec 1” is R{first.pk}, 1 of madeupshire.pdf: Visits are late" in found[2][2]
    assert f"“plans drift” is R{second.pk}, 2 of madeupshire.pdf, by its words" in found[3][2]
    assert "register" not in found[5][2]
    carry_out(held, lead)
    both = [f"R{first.pk}", f"R{second.pk}"]
    assert answered() == {"One": both[:1], "Two": both[1:], "Three": both, "Four": []}
    assert Entry.objects.filter(act="said which findings it answers itself").count() == 3
    assert {becomes for becomes, *_ in told(held, lead).values()} == {Becomes.LEFT}


def test_what_matches_nothing_or_several_waits_for_a_person_and_may_come_in_without(lead: Person) -> None:
    first = source("Visits are late.").requirements.get()
    source("Plans drift.", file="another.pdf", digest="e")
    held = handed_in(lead, ["1", "Rec 9", "One", "Ann Made"], ["2", "Rec 1", "Two", "Ann Made"])
    found = told(held, lead)
    assert found[2][:2] == (
        Becomes.REFUSED,
        f"Rec no (“Rec 9”): {NOTHING}",
    )
    assert "Several have this reference. Say which it is first" in found[3][1]
    say(held, lead, rec_9=WITHOUT, rec_1=f"{CODE}R{first.pk}")
    found = told(held, lead)
    assert "“Rec 9” matches nothing in the register: it comes in without" in found[2][2]
    carry_out(held, lead)
    assert answered() == {"One": [], "Two": [f"R{first.pk}"]}


def test_the_next_file_ties_more_and_unties_nothing(lead: Person) -> None:
    asked = [f"R{one.pk}" for one in source("Visits are late.", "Plans drift.").requirements.all()]
    carry_out(handed_in(lead, ["1", "Rec 1", "One", "Ann Made"]), lead)
    held = handed_in(lead, ["1", "Rec 2", "One", "Ann Made"])
    assert told(held, lead)[2][0] == Becomes.CHANGED
    carry_out(held, lead)
    assert answered() == {"One": asked}
    assert DirectAnswer.objects.count() == 2


def test_a_requirement_that_is_not_accepted_is_not_answered(lead: Person) -> None:
    one = source("Visits are late.").requirements.get()
    one.disposition, one.reason = "not accepted", "Not so"
    one.save()
    becomes, why, _ = told(handed_in(lead, ["1", "Rec 1", "One", "Ann Made"]), lead)[2]
    assert (becomes, "is not accepted, so no action answers it" in why) == (Becomes.REFUSED, True)
