"""Which requirement a cell of a plan names: told by its reference or its words, asked where several fit."""

from __future__ import annotations

import pytest

from goldenthread.papers.plan_sheets.answers import Asked, fits, parts_of
from goldenthread.papers.plan_sheets.layout import Field, guessed

KNOWN = {
    "R7": Asked(1, "paragraph 3(a)", "Visits are made in time.", "Review"),
    "R8": Asked(2, "paragraph 3(b)", "The service’s plans – all of them – are reviewed", "Review"),
    "R9": Asked(3, "4.2", "Managers supervise", "Review"),
    "R12": Asked(1, "", "Children are seen alone", "Report"),
}
CELLS = (
    # what the cell says               what it is
    ("R7", ["R7"]),
    ("r12", ["R12"]),
    ("2", ["R8"]),
    ("Rec 2", ["R8"]),
    ("Recommendation no. 3.", ["R9"]),
    ("Requirement 3", ["R9"]),
    ("1", ["R7", "R12"]),  # two sources have a first
    ("para 3(a)", ["R7"]),
    ("3(b)", ["R8"]),
    ("Paragraph 4.2", ["R9"]),
    ("visits are  made in time", ["R7"]),
    ("3. Managers supervise.", ["R9"]),
    ("2. Managers supervise.", []),  # its number is another's: neither is guessed
    ("the service's plans - all of them - are reviewed", ["R8"]),
    ("Visits are made", []),  # like it, and not it
    ("Rec 9", []),
    ("3(c)", []),
    ("R99", []),
)


@pytest.mark.parametrize(("cell", "found"), CELLS, ids=[cell for cell, _ in CELLS])
def test_a_cell_names_what_has_exactly_its_reference_or_its_words(cell: str, found: list[str]) -> None:
    assert fits(cell, KNOWN) == found


PARTS = (
    ("2, 3", ["2", "3"]),
    ("Rec 2 and Rec 3", ["Rec 2", "Rec 3"]),
    ("R7; 3(b)", ["R7", "3(b)"]),
    ("Rec 2\nManagers supervise", ["Rec 2", "Managers supervise"]),
    ("Visits, and plans", ["Visits, and plans"]),  # words are not parted at their commas
    ("  ", []),
)


@pytest.mark.parametrize(("cell", "parts"), PARTS, ids=[repr(cell) for cell, _ in PARTS])
def test_several_references_in_a_cell_are_told_apart(cell: str, parts: list[str]) -> None:
    assert parts_of(cell, KNOWN) == parts


HEADINGS = (
    (("Rec no", "Action"), Field.ANSWERS),
    (("Requirement", "Action"), Field.ANSWERS),
    (("Ofsted ref", "Action"), Field.ANSWERS),
    (("Recommendation", "Action"), Field.OBJECTIVE),  # alone, it is what the action serves
    (("Recommendation", "Objective", "Action"), Field.OBJECTIVE),
)


@pytest.mark.parametrize(("headings", "field"), HEADINGS, ids=[" ".join(one[0]) for one in HEADINGS])
def test_a_column_is_offered_as_what_its_heading_says(headings: tuple[str, ...], field: Field) -> None:
    assert guessed(headings)[0] is field


def test_beside_an_objective_a_recommendation_is_what_is_answered() -> None:
    assert guessed(("Objective", "Recommendation", "Action"))[1] is Field.ANSWERS
