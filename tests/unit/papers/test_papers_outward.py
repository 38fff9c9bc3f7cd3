"""One snapshot's paper for the board and for readers outside: the same figures, and outside none is small."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

import polars as pl

from goldenthread.disclosure.profiles import audience
from goldenthread.papers.board_view import board_view
from goldenthread.papers.content import BoardPaper
from goldenthread.papers.figures import Withheld
from unit.papers.papers_made_up import (
    action,
    clock_rows,
    finding,
    month_figures,
    paper,
    plan,
    report,
)
from unit.papers.test_papers_render import text_of

# Numbers that stand nowhere else in a paper, so that they are found wherever they are printed
SMALL_OF, BASE = 3, 7741
IN_TIME = [(60, 80), (61, 80), (SMALL_OF, BASE), (62, 80)]
CLOCKS = """
    clock            | child_id | status   | days_late | team  | rule            | basis
    ts_assessment_45 | ann      | overdue  | 8347      | North | 45 working days | known
    ts_assessment_45 | bob      | due      | 0         | South | 45 working days | assumed
"""
EVIDENCE = {
    "label": "Assessments in time, March 2026",
    "as_at": "2026-03-31",
    "indicator": "in_time",
    "unit": "percent",
    "value": 75.0,
    "numerator": 6831,
    "denominator": 9108,
}


def made_for(reader: str | None, told: dict[str, int | None] | None = None) -> BoardPaper:
    teams = [("North", 4, 6529), ("South", 30, 40), ("East", 28, 40)]
    by_team = [month_figures("in_time", [pair]).with_columns(team=pl.lit(team)) for team, *pair in teams]
    whole = month_figures("in_time", [*IN_TIME[:3], (62, 6609)])
    return paper(
        figures=pl.concat([whole, *by_team], how="diagonal"),
        clock_rows=clock_rows(CLOCKS),
        findings=[report(finding(1, "Finish assessments in time."))],
        plan=plan(action(evidence=[EVIDENCE])),
        reader=audience(reader, on=date(2026, 11, 30)) if reader else None,
        told=told,
    )


@cache
def text_for(reader: str | None) -> str:
    return text_of(made_for(reader))


def test_the_board_reads_every_count() -> None:
    for number in ("3 of 7,741", "4 of 6,529", "6,831 of 9,108", "8,347 working days"):
        assert number in text_for("board")
    assert text_for("board") == text_for(None)


def test_no_withheld_count_stands_anywhere_in_the_paper_for_scrutiny() -> None:
    """Neither in words nor in tables. The service's last month stays: another team goes instead."""
    text = text_for("scrutiny")
    for number in ("7,741", "7741", "6,529", "8,347", "6,831", "9,108"):
        assert number not in text, number
    assert not re.search(r"\b[1-5] of \d[\d,]", text)
    assert "61 of 80" in text
    assert "62 of 6,609" in text


def test_it_says_whom_it_is_for_what_is_withheld_and_why() -> None:
    text = text_for("scrutiny")
    assert "For elected members on scrutiny: small numbers are withheld." in text
    assert "What is withheld, and why" in text
    assert "Counts from 1 to 5 are withheld" in text
    assert "Of these duties the counts are withheld: Child and family assessment." in text
    assert "not for publication" not in text
    assert "What is withheld" not in text_for("board")


def test_every_chart_alternative_and_table_is_made_of_the_same_protected_figures() -> None:
    view = str(board_view(made_for("published")))
    for number in (str(BASE), "6529", str(100 * SMALL_OF / BASE)):
        assert number not in view, number
    assert "the line has a gap" in view


def test_what_a_paper_tells_is_remembered_and_binds_the_next() -> None:
    first = made_for("partners")
    again = made_for("published", told=dict(first.told))
    assert again.told == first.told
    assert made_for("board").told == {}
    (measure,) = (one for area in again.areas for one in area.measures)
    assert [isinstance(one, Withheld) for one in measure.series] == [False, False, True, False]
