"""What a cell of somebody's plan says: read, doubtful (and asked), refused or blank. Nothing is guessed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from drawn import table
from goldenthread.papers.plan_sheets.days import read_day
from goldenthread.papers.plan_sheets.layout import seems
from goldenthread.papers.plan_sheets.people import parts_of, read_owner
from goldenthread.papers.plan_sheets.said import How
from goldenthread.papers.plan_sheets.states import read_state, word_of

DAYS = """
cell                       | how      | value      | offered
---------------------------+----------+------------+-----------
2014-03-31                 | read     | 2014-03-31 |
2014-03-31 00:00:00        | read     | 2014-03-31 |
31/03/2014                 | read     | 2014-03-31 |
1/2/2014                   | read     | 2014-02-01 |
31.3.14                    | read     | 2014-03-31 |
31st March 2014            | read     | 2014-03-31 |
Monday 31 March 2014       | read     | 2014-03-31 |
31-Mar-14                  | read     | 2014-03-31 |
29 Feb 2028                | read     | 2028-02-29 |
29 Feb 2027                | refused  |            |
31/04/2014                 | refused  |            |
31/13/2014                 | refused  |            |
March 2014                 | doubtful |            | 2014-03-31
End of March 2014          | doubtful |            | 2014-03-31
by end February 2028       | doubtful |            | 2028-02-29
Sept 14                    | doubtful |            | 2014-09-30
mid March 2014             | doubtful |            |
Q3 2014/15                 | doubtful |            | 2014-12-31
Q4 2014/15                 | doubtful |            | 2015-03-31
end of 2014                | doubtful |            | 2014-12-31
41729                      | doubtful |            | 2014-03-31
ongoing                    | doubtful |            |
On-going                   | doubtful |            |
TBC                        | doubtful |            |
Spring 2014                | doubtful |            |
31/01/2014 now 31/03/2014  | doubtful |            |
31 March 2014 (completed)  | doubtful |            |
n/a                        | blank    |            |
-                          | blank    |            |
"""


@pytest.mark.parametrize("row", table(DAYS), ids=lambda row: str(row["cell"]))
def test_a_cell_of_dates_is_read_or_asked_about(row: dict[str, Any]) -> None:
    said = read_day(str(row["cell"]))
    assert (said.how, said.value, said.offered) == (How(row["how"]), row["value"], row["offered"])


def test_the_cells_own_words_are_kept_beside_what_was_made_of_them() -> None:
    assert read_day("End of  March 2014").cell == "End of  March 2014"
    assert read_day("29 Feb 2027").why == "There is no such day. Write it as a date, such as 31/3/2026"


STATES = """
cell                                  | how      | value       | offered          | word        | after
--------------------------------------+----------+-------------+------------------+-------------+----------
In progress                           | read     | in progress |                  | in progress |
Agreed                                | read     | agreed      |                  | agreed      |
Stopped                               | read     | stopped     |                  | stopped     |
COMPLETED - all do so        | doubtful |             | claimed complete | completed   | all do so
Complete                              | doubtful |             | claimed complete | complete    |
Signed off                            | doubtful |             | signed off       | signed off  |
Green                                 | doubtful |             | in progress      | green       |
G                                     | doubtful |             | in progress      | g           |
Blue                                  | doubtful |             | claimed complete | blue        |
Not started                           | doubtful |             | agreed           | not started |
Amber                                 | doubtful |             |                  | amber       |
A                                     | doubtful |             |                  | a           |
Amber (turnover)                | doubtful |             |                  | amber       | turnover
Redeployed staff                      | doubtful |             |                  | redeployed staff |
A new team is in place                | doubtful |             |                  | a new team is in place |
Stage 1 done / stage 2           | doubtful |             |                  | stage 1 done / stage 2 |
"""


@pytest.mark.parametrize("row", table(STATES), ids=lambda row: str(row["cell"]))
def test_a_status_is_asked_about_once_for_each_way_of_saying_it(row: dict[str, Any]) -> None:
    said = read_state(row["cell"])
    assert (said.how, said.value, said.offered) == (How(row["how"]), row["value"], row["offered"])
    assert word_of(row["cell"]) == (row["word"], row["after"] or "")


def test_amber_has_two_meanings_and_neither_is_taken() -> None:
    assert "late in one plan" in read_state("AMBER").why
    assert read_state("AMBER").offered is None


PEOPLE = {"1": "Ann Made", "2": "Bob Up", "3": "Bob Up"}
OWNERS = """
cell                   | how      | value
-----------------------+----------+------
Ann Made               | read     | 1
ann  made              | read     | 1
Bob Up                 | doubtful |
Ann Made / Cat Other   | doubtful |
Head of assessment     | doubtful |
vacant                 | blank    |
"""


@pytest.mark.parametrize("row", table(OWNERS), ids=lambda row: str(row["cell"]))
def test_a_name_is_somebody_here_or_it_is_asked_who_it_is(row: dict[str, Any]) -> None:
    said = read_owner(row["cell"], PEOPLE)
    assert (said.how, said.value) == (How(row["how"]), row["value"])


def test_several_owners_in_a_cell_are_told_apart() -> None:
    assert parts_of("A Made / B Up; Head of X") == ["A Made", "B Up", "Head of X"]
    assert parts_of("A Made and B Up\nC Other") == ["A Made", "B Up", "C Other"]


HEADINGS = """
heading                          | seems
---------------------------------+--------------
No.                              | NUMBER
Ref                              | NUMBER
What?                            | TEXT
Action required                  | TEXT
SMART actions                    | TEXT
Who?                             | OWNER
Lead officer                     | OWNER
How?                             | MORE
When?                            | DUE
Target date                      | DUE
Revised date                     | DUE
Original target date             | ORIGINAL_DUE
Success measures                 | NOTE
Outcome reported for Q1          | NOTE
Current status                   | STATE
BRAG                             | STATE
RAG rating                       | STATE
Workstream                       | WORKSTREAM
Ofsted recommendation            | OBJECTIVE
Aim                              | OBJECTIVE
Signed off by                    | SIGNED_OFF_BY
Reason for new date              | DATE_WHY
Cost code                        | OUT
"""


@pytest.mark.parametrize("row", table(HEADINGS), ids=lambda row: str(row["heading"]))
def test_a_heading_seems_to_be_one_thing(row: dict[str, Any]) -> None:
    assert seems(row["heading"]).name == row["seems"]


def test_a_day_read_is_never_another_day() -> None:
    """Every way a whole date is written gives the same day back, through all the days of a leap year."""
    day = date(2027, 12, 31)
    for number in range(366):
        one = date.fromordinal(day.toordinal() + 1 + number)
        ways = [
            f"{one:%d/%m/%Y}",
            f"{one:%Y-%m-%d}",
            f"{one.day} {one:%B %Y}",
            f"{one:%d %b %y}",
            f"{one:%d.%m.%y}",
        ]
        assert {read_day(way).value for way in ways} == {one}
