"""A real paper about a focused visit, and real minutes, in plain text, held to careful reading.

They are public but not part of this repository; where they are not beside it, these tests are skipped. What
stands here are counts, dates, places and digests, never their sentences or anyone's name.
"""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest

from goldenthread.errors import InputRefused
from goldenthread.findings.model import FOCUSED_VISIT, MINUTES, Letter
from goldenthread.findings.reader import read_document

SEEDS = Path(__file__).resolve().parents[2].parent / "shared" / "seeds"
if not SEEDS.is_dir():
    pytest.skip("the real documents are not beside the repository", allow_module_level=True)


def read(number: str) -> Letter:
    [path] = SEEDS.glob(f"{number}*.txt")
    found = read_document(path)
    assert isinstance(found, Letter)
    return found


def digest(letter: Letter) -> str:
    words = "\n".join(f"{one.kind} {one.paragraph} {one.text}" for one in letter.findings)
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def test_the_paper_about_a_focused_visit_is_read_exactly() -> None:
    letter = read("004")
    assert letter.kind == FOCUSED_VISIT
    assert (letter.visit_start, letter.visit_end) == (date(2019, 2, 5), date(2019, 2, 6))
    assert letter.issued == date(2019, 6, 24)
    assert [(one.kind, one.paragraph) for one in letter.findings] == [
        ("priority_action", "paragraph 2.3, point 1"),
        ("priority_action", "paragraph 2.3, point 2"),
        *(("area_for_improvement", f"paragraph 2.4, point {point}") for point in range(1, 6)),
    ]
    assert digest(letter) == "80a0f20d2c7b"
    assert letter.doubts == ("The text does not say where its pages end: everything is given as page 1.",)


def test_of_the_minutes_only_what_is_still_asked_is_proposed() -> None:
    letter = read("001")
    assert letter.kind == MINUTES
    assert [(one.kind, one.paragraph) for one in letter.findings] == [
        ("committee_request", "unnumbered paragraph 18")
    ]
    assert [str(one.last) for one in letter.dates] == ["2014-03-18"]
    assert digest(letter) == "9b7f7bfe05a7"


@pytest.mark.parametrize("number", ["000", "002"])
def test_a_bulletin_to_staff_is_none_of_these(number: str) -> None:
    with pytest.raises(InputRefused, match="not an improvement notice"):
        read(number)
