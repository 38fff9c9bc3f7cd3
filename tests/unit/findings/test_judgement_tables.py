"""Two-column tables of judgements, drawn as the cells of a page: left edge, baseline, text."""

from __future__ import annotations

from drawn import table
from goldenthread.findings.judgements import read_table
from goldenthread.findings.line import Cell

LABELS = {
    "children who need help": "help",
    "children in care": "care",
    "children in care and care leavers": "care_and_leavers",
    "care leavers": "leavers",
}
GRADES = {
    "good": "good",
    "requires improvement": "requires_improvement",
    "requires improvement to be good": "requires_improvement",
}


def cells(drawn: str) -> list[Cell]:
    return [Cell(row["text"], float(row["left"]), float(row["line"])) for row in table(drawn)]


def test_a_grade_level_with_its_label_belongs_to_it() -> None:
    page = cells(
        """
        left | line | text
        70   | 500  | 1. Children who need help
        350  | 500  | Good
        70   | 470  | 2. Care leavers
        350  | 470  | Requires improvement
        """
    )
    assert read_table(page, LABELS, GRADES) == ({"help": "good", "leavers": "requires_improvement"}, [])


def test_labels_and_grades_wrap_over_lines_that_do_not_stand_level() -> None:
    page = cells(
        """
        left | line | text
        70   | 500  | Children who
        350  | 507  | Requires
        70   | 485  | need help
        350  | 493  | improvement
        350  | 479  | to be good
        70   | 450  | Care leavers
        350  | 450  | Good
        """
    )
    assert read_table(page, LABELS, GRADES) == ({"help": "requires_improvement", "leavers": "good"}, [])


def test_the_longer_label_wins_where_one_begins_another() -> None:
    page = cells(
        """
        left | line | text
        70   | 500  | Children in care
        350  | 493  | Good
        70   | 486  | and care leavers
        """
    )
    assert read_table(page, LABELS, GRADES) == ({"care_and_leavers": "good"}, [])


def test_a_wrong_printed_number_before_a_label_does_no_harm() -> None:
    page = cells(
        """
        left | line | text
        70   | 500  | 9.
        90   | 500  | Children who need help
        350  | 500  | Good
        """
    )
    assert read_table(page, LABELS, GRADES) == ({"help": "good"}, [])


def test_a_label_without_a_grade_beside_it_is_doubtful() -> None:
    page = cells(
        """
        left | line | text
        70   | 500  | Children who need help
        350  | 500  | Good
        70   | 430  | Care leavers
        """
    )
    grades, doubts = read_table(page, LABELS, GRADES)
    assert grades == {"help": "good"}
    assert len(doubts) == 1


def test_a_label_printed_twice_with_different_grades_is_doubtful() -> None:
    page = cells(
        """
        left | line | text
        70   | 500  | Care leavers
        350  | 500  | Good
        70   | 450  | Care leavers
        350  | 450  | Requires improvement
        """
    )
    assert len(read_table(page, LABELS, GRADES)[1]) == 1


def test_a_page_of_prose_holds_no_table() -> None:
    page = cells(
        """
        left | line | text
        70   | 500  | Children who need help receive it.
        70   | 485  | Good work is seen in places.
        """
    )
    assert read_table(page, LABELS, GRADES) == ({}, [])
