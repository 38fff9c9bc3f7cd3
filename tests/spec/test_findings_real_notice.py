"""A real improvement notice in plain text, held to careful reading: how many clauses stand under each
heading, every date it sets, and what is in doubt.

The notice is public but not part of this repository; where it is not beside it, these tests are skipped. What
stands here are counts and dates, never the notice's sentences.
"""

from __future__ import annotations

import re
from datetime import date
from itertools import groupby
from pathlib import Path

import pytest

from goldenthread.findings.model import ImprovementNotice
from goldenthread.findings.reader import read_document

SEEDS = Path(__file__).resolve().parents[2].parent / "shared" / "seeds"
FOUND = sorted(SEEDS.glob("003*.txt"))
if not FOUND:
    pytest.skip("the real notice is not beside the repository", allow_module_level=True)


@pytest.fixture(scope="module")
def notice() -> ImprovementNotice:
    read = read_document(FOUND[0])
    assert isinstance(read, ImprovementNotice)
    return read


def test_its_authority_and_day_of_issue_are_read(notice: ImprovementNotice) -> None:
    assert notice.authority == "DEVON COUNTY COUNCIL"
    assert notice.issued == date(2013, 9, 12)


def test_every_clause_is_a_requirement_under_its_heading(notice: ImprovementNotice) -> None:
    groups = [len(list(under)) for _, under in groupby(notice.findings, key=lambda one: one.group)]
    # Three numbered duties; practice, quality assurance, partnership, capacity; support; reports; reviews.
    assert groups == [3, 4, 3, 4, 2, 2, 1, 1]
    assert [one.paragraph for one in notice.findings[:4]] == [
        "paragraph 1",
        "paragraph 2",
        "paragraph 3",
        "point 1",
    ]


def test_every_word_of_every_requirement_stands_in_the_file(notice: ImprovementNotice) -> None:
    words = _words(FOUND[0].read_text(encoding="utf-8"))
    for one in notice.findings:
        assert _words(one.text) <= words, one.number


def _words(text: str) -> set[str]:
    """Its words alone: raised marks of footnotes are none of them."""
    return set(re.sub(r"[^A-Za-z]+", " ", text).split())


def test_every_date_it_sets_is_read(notice: ImprovementNotice) -> None:
    assert [(one.what, str(one.first or ""), str(one.last)) for one in notice.dates] == [
        ("improvement plan due", "", "2013-10-12"),
        ("targets to be met", "2014-09-01", "2014-09-30"),
        ("progress report", "2013-12-01", "2013-12-31"),
        ("progress report", "2014-03-01", "2014-03-31"),
        ("progress report", "2014-06-01", "2014-06-30"),
        ("progress report", "2014-09-01", "2014-09-30"),
        ("review", "2014-02-01", "2014-02-28"),
        ("final review", "2014-09-01", "2014-09-30"),
    ]


def test_what_is_not_certain_is_said(notice: ImprovementNotice) -> None:
    said = " ".join(notice.doubts)
    assert len(notice.doubts) == 3
    assert "does not say where its pages end" in said
    assert "printed as “12 . 9 . 13”" in said
    assert "has no mark" in said
