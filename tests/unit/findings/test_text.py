"""Printed lines become running text."""

from __future__ import annotations

import pytest

from goldenthread.findings.text import join_lines, plain, tidy, unreadable


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["children and ", "families"], "children and families"),
        (["children and", "families"], "children and families"),
        (["up-", "to-date plans"], "up-to-date plans"),
        (["work in pre-", "proceedings"], "work in pre-proceedings"),
        (["aged 16-", "and 17"], "aged 16- and 17"),
        (["aged 16-", "to 18"], "aged 16- to 18"),
        (["short- ", "and long-term"], "short- and long-term"),
        (["parents/", "carers"], "parents/carers"),
        (["plans –", "not always"], "plans – not always"),
        (["robust  independent"], "robust independent"),
        ([], ""),
    ],
)
def test_lines_are_joined_as_they_are_meant_to_be_read(lines: list[str], text: str) -> None:
    assert join_lines(lines) == text


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("conﬁdent ﬂow", "confident flow"),
        ("a\u00a0b\u2009c", "a b c"),
        ("self\u2011harm", "self-harm"),
        ("co\u00adordinate", "coordinate"),
        ("child’s", "child’s"),
    ],
)
def test_odd_glyphs_become_plain_characters(printed: str, text: str) -> None:
    assert tidy(printed) == text


def test_text_is_compared_in_small_letters_with_straight_quotes() -> None:
    assert plain("The Authority’s  “Strengths”") == 'the authority\'s "strengths"'


@pytest.mark.parametrize(
    ("text", "expected"), [("plans \ufffd", True), ("\uf0a7 plans", True), ("plans – £5", False)]
)
def test_characters_no_font_explains_are_noticed(text: str, expected: bool) -> None:
    assert unreadable(text) is expected
