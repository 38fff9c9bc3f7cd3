"""The mark that begins an item of a list."""

from __future__ import annotations

import pytest

from goldenthread.findings.marks import read_mark


@pytest.mark.parametrize(
    ("line", "family", "number", "text"),
    [
        ("1. Improve plans", "number", 1, "Improve plans"),
        ("155. Improve plans", "number", 155, "Improve plans"),
        ("12) Improve plans", "number", 12, "Improve plans"),
        ("7 Improve plans", "number", 7, "Improve plans"),
        ("■ Improve plans", "bullet", None, "Improve plans"),
        ("\uf06e Improve plans", "bullet", None, "Improve plans"),
        ("• Improve plans", "bullet", None, "Improve plans"),
        ("– the timeliness", "bullet", None, "the timeliness"),
        ("\u2212 the timeliness", "bullet", None, "the timeliness"),
        ("\u0336 the timeliness", "bullet", None, "the timeliness"),
        ("o the timeliness", "bullet", None, "the timeliness"),
        ("(ii) the timeliness", "bullet", None, "the timeliness"),
        ("b) the timeliness", "bullet", None, "the timeliness"),
    ],
)
def test_a_mark_is_told_from_its_text(line: str, family: str, number: int | None, text: str) -> None:
    mark = read_mark(line)
    assert mark is not None
    assert (mark.family, mark.number, mark.text) == (family, number, text)


@pytest.mark.parametrize(
    "line", ["Improve plans", "2.5 million pounds", "of plans", "2015", "1,200 children"]
)
def test_a_line_without_a_mark_has_none(line: str) -> None:
    assert read_mark(line) is None
