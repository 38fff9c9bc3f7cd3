"""The whole plan's workbook: taken away and brought into a place that has no plan, it gives the same cells
again; typed over where there is a plan, milestones, sponsors and dates follow the plan's own rules."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.db import transaction

from goldenthread.papers.plan_sheets.cells import written
from goldenthread.papers.plan_sheets.columns import HISTORY, SHEETS, Use
from goldenthread.papers.plan_sheets.lines import Becomes
from goldenthread.papers.plan_sheets.opening import open_sheets
from goldenthread.papers.plan_sheets.own import own_tables
from goldenthread.papers.plan_sheets.writing import Front, workbook
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import FigureTier
from goldenthread.web.accounts.standing import today
from goldenthread.web.evidence.refs import EvidenceRef, FrozenFigure
from goldenthread.web.history.models import Signature
from goldenthread.web.plan import actions as plan
from goldenthread.web.plan.actions import Answer, Asked, Beside, Described, Ownership, kept_files
from goldenthread.web.plan.models import (
    Action,
    DateChange,
    Evidence,
    KeptFile,
    Milestone,
    Note,
    Objective,
    Requirement,
    Workstream,
)
from goldenthread.web.plan.rules import NotDone
from goldenthread.web.sheets import actions, queries
from goldenthread.web.sheets.models import Purpose, Workbook
from web_people import MAKER, person, proof
from web_plan import BOARD, action, agreed, claimed, fresh
from web_sheets import fingerprint_of, saved

pytestmark = pytest.mark.django_db
A_FILE = b"%PDF-1.4 made up"
NOT_BROUGHT_BACK = {"History"}  # the one sheet that is there to read alone
DAY = date(2027, 6, 1)
LATER = date(2027, 9, 1)
SPEAKS = plan.Speaks(date(2026, 7, 1), date(2026, 9, 30))


@pytest.fixture
def people(db: None) -> dict[str, Person]:
    return {
        "owner": person("action_owner", name="Ann Made"),
        "lead": person("improvement_lead", name="Lead Made"),
        "director": person("director", name="Dee Made"),
        "secretary": person("board_secretary", name="Sec Made"),
    }


def _register() -> list[Requirement]:
    asked = [
        Asked("Visits are late.", "priority_action", paragraph="paragraph 3(a)", page=4, group="Help"),
        Asked("Plans drift.", "area_for_improvement", tags=("outcome_1", "made up")),
        Asked("Visits are late again.", "recommendation"),
    ]
    described = Described(kind="peer review", title="A made-up review")
    found = list(plan.enter_source(by=MAKER, described=described, asked=asked).requirements.all())
    answer = Answer("accepted in part", "priority", reason="Half of it", decided_by_name="A board")
    answer = Answer(**{**vars(answer), "decided_on": date(2026, 9, 1), "effort": "low"})
    plan.answer_requirement(by=MAKER, requirement=found[1], version=1, answer=answer)
    plan.say_repeats(by=MAKER, requirement=found[2], version=1, earlier=found[0])
    return found


def _actions(people: dict[str, Person], towards: Objective, asked: Requirement) -> dict[str, Action]:
    beside = Beside(Ownership(people["director"], "Sponsor"), "Health, police", "£1", "Staff leave", 2)
    made = plan.add_action(
        by=MAKER,
        objective=towards,
        text="Look weekly\nand =SUM(1)",
        owner=Ownership(people["owner"], "Head"),
        workstream="Practice",
        beside=beside,
    )
    found = {
        "going": agreed(made, due=DAY),
        "claimed": claimed(action(people["owner"], towards=towards, text="Train"), people["owner"], due=DAY),
        "signed": claimed(action(people["owner"], towards=towards, text="Visit"), people["owner"], due=DAY),
        "proposed": action("A role", towards=towards, text="Not agreed", due=None),
        "merged": action("A role", towards=towards, text="Goes on within", due=None),
    }
    held = found["signed"]
    given = {"words": "Seen", "on": today(), "proof": proof()}
    plan.sign_off(by=people["director"], action=held, version=held.version, **given)
    held = found["merged"]
    plan.merge(
        by=people["lead"], action=held, version=held.version, into=fresh(found["going"]), why="The same"
    )
    held = fresh(found["going"])
    plan.wait_for(by=people["owner"], action=held, version=held.version, on=found["claimed"], why="")
    held = fresh(found["going"])
    plan.name_direct_answers(by=people["lead"], action=held, version=held.version, requirements=[asked])
    return found


def _on_the_way(people: dict[str, Person], going: Action, towards: Objective) -> None:
    held = fresh(going)
    words = {"text": "First step", "by_whom": "A team", "due": date(2027, 3, 1)}
    one = plan.add_milestone(by=people["owner"], action=held, version=held.version, **words)
    plan.finish_milestone(by=people["owner"], milestone=one, version=one.version, on=date(2026, 11, 2))
    held = fresh(going)
    other = plan.add_milestone(
        by=people["owner"], action=held, version=held.version, **{**words, "text": "Next"}
    )
    plan.add_note(by=people["owner"], action=fresh(going), text="Nearly\nthere", forecast=LATER)
    asks = {"proposed": date(2027, 4, 1), "why": "Staff left", "on": today()}
    for of in (None, other):
        held = fresh(going)
        if of is None:
            asks["proposed"] = LATER
        change = plan.propose_date(
            by=people["owner"], action=held, version=held.version, **asks, milestone=of
        )
        if of is None:
            said = {"agreed": True, "meeting": BOARD, "why": "Fair", "on": today()}
            plan.decide_date(by=people["lead"], change=change, **said)
            asks["proposed"] = date(2027, 4, 1)
    asks = {"proposed": LATER, "why": "The notice's", "on": today()}
    change = plan.propose_objective_date(
        by=people["lead"], objective=towards, version=towards.version, **asks
    )
    said = {"agreed": True, "meeting": BOARD, "why": "Fair", "on": today()}
    plan.decide_date(by=people["secretary"], change=change, **said)


def a_plan(people: dict[str, Person]) -> dict[str, Action]:
    """A plan with a row of every kind, in every state the workbook can carry."""
    asked = _register()
    towards = plan.add_objective(by=MAKER, text="Seen in time", answers=asked[:2])
    plan.add_measure(by=MAKER, objective=towards, indicator="assessment_45wd")
    plan.add_objective(by=MAKER, text="Plans hold")
    found = _actions(people, towards, asked[2])
    _on_the_way(people, found["going"], towards)
    ref = EvidenceRef(kind="minute", key="", label="Minutes of a board", as_of=date(2026, 10, 1))
    piece = plan.pin_document(
        by=people["owner"],
        action=found["claimed"],
        ref=ref,
        shows="It is done",
        where="A shelf",
        speaks=SPEAKS,
    )
    judged = {"sufficient": True, "why": "Read", "on": today(), "proof": proof()}
    plan.judge_evidence(by=people["director"], evidence=piece, version=piece.version, **judged)
    about = {"meeting": BOARD, "on": today(), "text": "Go on", "why": ""}
    plan.record_decision(by=people["secretary"], about=asked[0], **about)
    _off_plan(people, found)
    group = plan.Group("Voice", "task and finish", people["owner"], "Lead of it", "Director", 3)
    plan.add_workstream(by=MAKER, group=group)
    return found


def _off_plan(people: dict[str, Person], found: dict[str, Action]) -> None:
    """A colour that stands and one taken back, a report with a date asked for in it, a file kept."""
    for rag, until in (("Amber", date(2026, 12, 10)), ("Red", date(2027, 1, 11))):
        held = fresh(found["going"])
        asked = {"rag": rag, "reason": "Staff left", "until": until, "on": today()}
        plan.set_colour(by=people["lead"], action=held, version=held.version, **asked)
    held = agreed(found["proposed"], due=DAY)
    said = plan.Report("Late", "No staff", "They wait", "Agency staff", "Money", "A new date")
    asked = {"report": said, "new_date": LATER, "on": today()}
    plan.report_exception(by=people["lead"], action=held, version=0, **asked)
    plan.pin_file(
        by=people["owner"],
        action=fresh(found["claimed"]),
        file=plan.HandedIn("shown.pdf", A_FILE),
        label="What was seen",
        shows="It was seen",
        speaks=SPEAKS,
        on=today(),
    )


@contextmanager
def for_a_while() -> Iterator[None]:
    """What is done within is undone: the plan is empty again."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def taken() -> bytes:
    return workbook(queries.whole(as_at=today(), tier=FigureTier.INTERNAL), Front("Made up", today()))


def cells() -> dict[str, list[dict[str, str]]]:
    """Every cell of the whole plan, its rows by their names, the keys of this database put in order: R7, R9
    become R1, R2."""
    found = queries.whole(as_at=today(), tier=FigureTier.INTERNAL)
    filled = [one for one in found if one.sheet.name not in NOT_BROUGHT_BACK]
    codes = {one.sheet.name: sorted((str(row["code"]) for row in one.rows), key=_number) for one in filled}
    again = {code: f"{code[0]}{place}" for found in codes.values() for place, code in enumerate(found, 1)}
    return {
        one.sheet.name: sorted(
            ({key: _named(value, again) for key, value in row.items()} for row in one.rows),
            key=lambda row: _number(row["code"]),
        )
        for one in filled
    }


def _number(code: str) -> int:
    return int(code[1:])


def _named(value: object, again: dict[str, str]) -> str:
    text = "" if value is None else str(value)
    return re.sub(r"\b[A-Z]\d+\b", lambda found: again.get(found[0], found[0]), text)


def handed_in(by: Person, content: bytes) -> Workbook:
    return actions.keep(by=by, purpose=Purpose.PLAN, name="plan.xlsx", content=content)[0]


def lines_of(held: Workbook, by: Person) -> list[Any]:
    planned = queries.planned(held, by=by, on=today())
    assert planned is not None
    return list(planned.lines)


def carry_out(by: Person, held: Workbook) -> None:
    actions.carry_out(by=by, workbook=held, fingerprint=fingerprint_of(held, by), on=today())


def test_the_whole_plan_brought_into_an_empty_place_gives_the_same_cells(people: dict[str, Person]) -> None:
    with for_a_while():
        a_plan(people)
        before, content = cells(), taken()
    assert {name: len(rows) for name, rows in before.items()} == {
        "Requirements": 3,
        "Objectives": 2,
        "Actions": 5,
        "Milestones": 2,
        "Progress": 1,
        "Dates": 4,
        "Evidence": 2,
        "Decisions": 7,
        "Groups": 2,
        "Colours set": 2,
        "Off plan": 1,
    }
    held = handed_in(people["lead"], content)
    assert counted(lines_of(held, people["lead"])) == {Becomes.ADDED: 31}
    carry_out(people["lead"], held)
    assert cells() == before
    assert Signature.objects.count() == 0
    assert not DateChange.objects.exclude(decided_by=None).exists()
    assert counted(lines_of(handed_in(people["lead"], taken()), people["lead"])) == {Becomes.LEFT: 31}


def counted(lines: list[Any]) -> dict[Becomes, int]:
    found = [line.becomes for line in lines]
    return {one: found.count(one) for one in Becomes if one in found}


def test_every_column_that_leaves_is_read_back_or_worked_out_anew(people: dict[str, Person]) -> None:
    with for_a_while():
        a_plan(people)
        filled = {one.sheet.name: one.rows for one in queries.whole(as_at=today(), tier=FigureTier.INTERNAL)}
    never = {
        (of.name, column.key)
        for of in SHEETS
        for column in of.columns
        if column.use not in {Use.WORKED_OUT, Use.FILL}
        and not any(row.get(column.key) for row in filled[of.name])
    }
    # What the plan of these tests leaves blank; every other column stands in the round trip above.
    assert never == {
        ("Requirements", "later_from"),
        ("Requirements", "later_when"),
        ("Requirements", "come_on"),
        ("Requirements", "come_by_name"),
        ("Requirements", "difference"),
        ("Objectives", "slips"),
        ("Milestones", "slips"),
    }


def test_the_history_goes_out_to_be_read_and_says_who_did_what(people: dict[str, Person]) -> None:
    found = a_plan(people)
    (told,) = [one for one in queries.whole(as_at=today(), tier=FigureTier.INTERNAL) if one.sheet is HISTORY]
    said = {(row["by"], row["act"], row["about"], row["why"]) for row in told.rows}
    assert ("Lead Made", "set the delivery colour: Red", str(found["going"]), "Staff left") in said
    ours = {table.of for table in own_tables(open_sheets(taken(), name="plan.xlsx"))}
    assert ours == set(SHEETS)


def test_a_file_is_found_by_its_digest_where_it_is_kept_and_waited_for_where_it_is_not(
    people: dict[str, Person], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with for_a_while():
        found = a_plan(people)
        content = taken()
    monkeypatch.setattr(kept_files, "store", lambda: tmp_path / "empty" / "store")
    held = handed_in(people["lead"], content)
    (line,) = [line for line in lines_of(held, people["lead"]) if "What was seen" in line.what]
    assert line.remarks == ("Its file is not kept here: hand the same file in again, and it is found",)
    carry_out(people["lead"], held)
    piece = Evidence.objects.get(exhibit__kind="file")
    assert (piece.file, piece.file_name, piece.file_digest) == (None, "shown.pdf", sha256(A_FILE).hexdigest())
    assert piece.pinned_by == people["owner"]
    again = {"label": "The same", "shows": "It", "speaks": SPEAKS, "on": today()}
    action_ = Action.objects.get(text=found["going"].text)
    plan.pin_file(by=people["lead"], action=action_, file=plan.HandedIn("x.pdf", A_FILE), **again)
    assert fresh_piece(piece).file == KeptFile.objects.get()


def fresh_piece(piece: Evidence) -> Evidence:
    return Evidence.objects.get(pk=piece.pk)


def test_who_brings_in_a_date_that_waits_does_not_record_its_answer(people: dict[str, Person]) -> None:
    with for_a_while():
        a_plan(people)
        content = taken()
    carry_out(people["lead"], handed_in(people["lead"], content))
    waiting = DateChange.objects.exclude(milestone=None).get(outcome="waiting")
    assert (waiting.proposed_by_name, waiting.milestone.text) == ("Ann Made", "Next")  # type: ignore[union-attr]
    said = {"agreed": True, "meeting": BOARD, "why": "Fair", "on": today()}
    with pytest.raises(NotDone, match="somebody else must record"):
        plan.decide_date(by=people["lead"], change=waiting, **said)
    assert Note.objects.get().by_name == "Ann Made"


def typed(book: Any, sheet: str, code: str, **said: Any) -> None:
    """Cells typed over, by the key of their column."""
    of = next(one for one in SHEETS if one.name == sheet)
    headings = [cell.value for cell in book[sheet][1]]
    row = next(row[0].row for row in book[sheet].iter_rows(min_row=2) if row[0].value == code)
    for key, value in said.items():
        book[sheet].cell(row, headings.index(of.keys[key].title) + 1).value = value


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


REFUSED = (
    ("Actions", {"owner": "Nobody Here"}, "has this name here. Put a role instead"),
    ("Actions", {"due": "ongoing"}, "Due (“ongoing”)"),
    ("Actions", {"slips": 0, "due": date(2027, 12, 1)}, "A later date than the first is a slip"),
    ("Actions", {"state": "signed off"}, "An action signed off says by whom"),
    ("Actions", {"state": "merged"}, "An action merged says into which"),
    ("Actions", {"objective": "O9"}, "Objective (“O9”): It is not among the rows"),
)


def drawn() -> dict[str, list[dict[str, str]]]:
    """The whole plan's cells as text, to be typed over without a spreadsheet."""
    filled = queries.whole(as_at=today(), tier=FigureTier.INTERNAL)
    return {
        one.sheet.name: [{key: written(value) for key, value in row.items()} for row in one.rows]
        for one in filled
    }


def read_as(found: dict[str, list[dict[str, str]]], sheet: str, code: str, **said: object) -> Workbook:
    """These cells as a workbook handed in, one row of them typed over."""
    sheets = []
    for of in SHEETS:
        rows = [
            {**row, **{key: written(value) for key, value in said.items()}}  # type: ignore[arg-type]
            if (of.name, row["code"]) == (sheet, code)
            else row
            for row in found[of.name]
        ]
        cells_ = [[row.get(column.key, "") for column in of.columns] for row in rows]
        sheets.append([of.name, [[column.title for column in of.columns], *cells_]])
    return Workbook(purpose=Purpose.PLAN, sheets=sheets)


def test_a_row_that_cannot_be_brought_in_is_refused_and_so_is_what_hangs_on_it(
    people: dict[str, Person],
) -> None:
    with for_a_while():
        a_plan(people)
        found = drawn()
    for sheet, said, why in REFUSED:
        lines = lines_of(read_as(found, sheet, "A1", **said), people["lead"])
        refused = [line for line in lines if line.becomes is Becomes.REFUSED]
        assert why in next(line.why for line in refused if line.what.startswith("A1")), said
        assert {line.sheet for line in refused} > {"Actions", "Milestones", "Progress"}, said


NOT_AS_IT_STOOD: tuple[tuple[str, str, dict[str, Any], str], ...] = (
    ("Groups", "Voice", {"lead": "No One"}, "Lead (“No One”): Nobody who may lead a group"),
    ("Groups", "Voice", {"name": "PRACTICE"}, "An earlier row has this name too"),
    ("Colours set", "Red", {"rag": "Green-ish"}, "One of Red, Amber, Green"),
    ("Colours set", "Red", {"until": date(2027, 6, 1)}, "stands for 56 days at most"),
    ("Colours set", "Red", {"by": "Ann Made"}, "Its owner does not set its colour"),
    ("Colours set", "Amber", {"ended_on": None}, "Another colour stands for the same action"),
    ("Off plan", "Late", {"effect": None}, "Effect on children: Write it"),
    ("Off plan", "Late", {"request": "D0"}, "It is not among the dates asked for of this action"),
    ("Evidence", "What was seen", {"digest": "../x"}, "64 characters, 0 to 9 and a to f"),
)


def test_what_may_not_be_brought_back_is_refused_by_its_row_alone(people: dict[str, Person]) -> None:
    with for_a_while():
        a_plan(people)
        found = drawn()
    for sheet, words, said, why in NOT_AS_IT_STOOD:
        code = next(row["code"] for row in found[sheet] if words in row.values())
        refused = _refused(people["lead"], read_as(found, sheet, code, **said))
        assert any(why in one for one in refused), (said, refused)
        assert len(refused) == 1, refused


def test_whoever_pinned_it_elsewhere_does_not_judge_it_here(people: dict[str, Person]) -> None:
    with for_a_while():
        a_plan(people)
        content = taken()
    carry_out(people["lead"], handed_in(people["lead"], content))
    piece = Evidence.objects.get(exhibit__kind="file")
    given = {"sufficient": True, "why": "x", "on": today(), "proof": proof()}
    with pytest.raises(NotDone, match="You pinned this evidence"):
        plan.judge_evidence(by=people["owner"], evidence=piece, version=piece.version, **given)


# Names of groups, as people write them


def test_a_groups_name_in_other_capitals_and_blanks_is_that_group(people: dict[str, Person]) -> None:
    found = a_plan(people)
    book = opened(taken())
    typed(book, "Actions", "A2", workstream=" PRACTICE ")
    typed(book, "Actions", "A1", workstream="voice", text="Look daily")
    held = handed_in(people["lead"], saved(book))
    (refused,) = _refused(people["lead"], held)
    assert "claimed complete: open it again" in refused
    carry_out(people["lead"], held)
    assert fresh(found["going"]).workstream_name == "Voice"


def test_a_groups_name_that_may_be_any_of_several_refuses_its_row_alone(people: dict[str, Person]) -> None:
    found = a_plan(people)
    Workstream.objects.create(name="Front  door")
    Workstream.objects.create(name="front door")
    book = opened(taken())
    typed(book, "Actions", "A1", workstream="FRONT DOOR")
    typed(book, "Objectives", "O2", text="Plans hold well")
    held = handed_in(people["lead"], saved(book))
    (why,) = _refused(people["lead"], held)
    assert why.startswith("Workstream (“FRONT DOOR”): It may be any of “Front  door”, “front door”: write")
    carry_out(people["lead"], held)
    assert (fresh(found["going"]).workstream_name, Objective.objects.get(code="O2").text) == (
        "Practice",
        "Plans hold well",
    )


def test_a_frozen_figure_is_not_made_from_a_cell(people: dict[str, Person]) -> None:
    figure = FrozenFigure(
        "assessment_45wd", 1, "s", date(2026, 1, 1), date(2026, 3, 31), "percent", 60.0, 3, 5
    )
    with for_a_while():
        found = a_plan(people)
        ref = EvidenceRef("indicator", "assessment_45wd", "In time", date(2026, 3, 31), figure)
        plan.bring_in_evidence(by=MAKER, action=found["claimed"], ref=ref, shows="It moved")
        cells_ = drawn()
    lines = lines_of(read_as(cells_, "Actions", ""), people["lead"])
    (refused,) = [line for line in lines if line.becomes is Becomes.REFUSED]
    assert "made from records, not from a cell: pin it again here" in refused.why


# Where there is a plan


def test_sponsor_partners_and_notes_are_typed_over_and_nothing_else_moves(people: dict[str, Person]) -> None:
    found = a_plan(people)
    book = opened(taken())
    typed(book, "Actions", "A1", sponsor="Sec Made", sponsor_role=None, partners="Schools", risk_notes="None")
    held = handed_in(people["lead"], saved(book))
    carry_out(people["lead"], held)
    now = Action.objects.get(pk=found["going"].pk)
    assert (now.sponsor, now.sponsor_role, now.partners) == (people["secretary"], "", "Schools")
    assert (now.cost_notes, now.risk_notes, now.update_weeks) == ("£1", "None", 2)
    assert (now.owner, now.due) == (people["owner"], LATER)


def test_a_sponsor_nobody_knows_is_refused(people: dict[str, Person]) -> None:
    a_plan(people)
    (refused,) = _refused(people["lead"], read_as(drawn(), "Actions", "A1", sponsor="No One"))
    assert "Sponsor (“No One”): Nobody who sees the plan has this name here" in refused


def _refused(by: Person, held: Workbook) -> list[str]:
    lines = lines_of(held, by)
    return [line.why for line in lines if line.becomes is Becomes.REFUSED]


def test_a_milestone_is_reworded_finished_added_and_its_date_asked_for(people: dict[str, Person]) -> None:
    found = a_plan(people)
    code = f"M{Milestone.objects.get(text='Next').pk}"
    book = opened(taken())
    typed(book, "Milestones", code, text="Next but one", finished=date(2026, 11, 20))
    headings = [cell.value for cell in book["Milestones"][1]]
    new = {"Action": "A1", "Step": "Last", "By whom": "A team", "Due": date(2027, 5, 4)}
    book["Milestones"].append([new.get(heading) for heading in headings])
    carry_out(people["lead"], handed_in(people["lead"], saved(book)))
    kept = {one.text: one for one in found["going"].milestones.all()}
    assert kept.keys() == {"First step", "Next but one", "Last"}
    assert kept["Next but one"].done_on == date(2026, 11, 20)
    assert (kept["Last"].due, kept["Last"].original_due) == (date(2027, 5, 4), date(2027, 5, 4))
    code = f"M{kept['Last'].pk}"
    book = opened(taken())
    typed(book, "Milestones", code, new_date=date(2027, 5, 9), new_date_why="A move")
    carry_out(people["lead"], handed_in(people["lead"], saved(book)))
    assert Milestone.objects.get(pk=kept["Last"].pk).due == date(2027, 5, 4)
    assert DateChange.objects.get(milestone=kept["Last"]).outcome == "waiting"


NOT_TAKEN: tuple[tuple[dict[str, Any], str], ...] = (
    ({"due": date(2027, 8, 1)}, "Due is not changed here: ask for the new date in its own column"),
    ({"new_date": date(2027, 8, 1)}, "Why the new date: give the reason"),
    ({"new_date": "soon", "new_date_why": "x"}, "Ask for a new date (“soon”)"),
    ({"new_date": date(2027, 8, 1), "new_date_why": "x"}, "waits for a decision"),
    ({"text": None}, "Step: write it"),
    ({"finished": "done"}, "Say it is done (“done”)"),
)


def test_what_a_milestones_row_may_not_ask_is_refused_in_words(people: dict[str, Person]) -> None:
    a_plan(people)
    code = f"M{Milestone.objects.get(text='Next').pk}"
    found = drawn()
    for said, why in NOT_TAKEN:
        (refused,) = _refused(people["lead"], read_as(found, "Milestones", code, **said))
        assert why in refused


def test_an_objectives_date_is_asked_for_and_a_new_ones_too(people: dict[str, Person]) -> None:
    a_plan(people)
    book = opened(taken())
    typed(book, "Objectives", "O2", new_date=LATER, new_date_why="The notice says so")
    headings = [cell.value for cell in book["Objectives"][1]]
    new = {"What will be different for children": "Heard", "To be met by": DAY}
    book["Objectives"].append([new.get(heading) for heading in headings])
    carry_out(people["lead"], handed_in(people["lead"], saved(book)))
    waiting = {one.objective.code: one for one in DateChange.objects.filter(outcome="waiting", action=None)}  # type: ignore[union-attr]
    assert {code: (one.proposed, one.matter) for code, one in waiting.items()} == {
        "O2": (LATER, "notice"),
        "O3": (DAY, "notice"),
    }
    assert set(Objective.objects.exclude(code="O1").values_list("due", flat=True)) == {None}


def test_what_would_become_of_a_whole_plan_is_said_to_whoever_keeps_it(people: dict[str, Person]) -> None:
    with for_a_while():
        _register()
        content = taken()
    held = handed_in(people["lead"], content)
    for who, rows in (("lead", True), ("owner", False)):
        found = queries.planned(held, by=people[who], on=today())
        assert found is not None
        assert bool(found.lines) is rows
