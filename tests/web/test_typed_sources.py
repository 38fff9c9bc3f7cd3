"""What somebody pastes of a document is taken apart into the things it asks."""

from __future__ import annotations

import pytest

from goldenthread.web.inspection.typed import Typed, taken_apart


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", []),
        ("See children sooner.", [Typed("See children sooner.")]),
        ("One.\nTwo.", [Typed("One."), Typed("Two.")]),
        ("One\nruns on.\n\nTwo.", [Typed("One runs on."), Typed("Two.")]),
        ("One.\r\n\r\nTwo.", [Typed("One."), Typed("Two.")]),
        ("- One.\n• Two.", [Typed("One."), Typed("Two.")]),
        ("Front door:\nOne.\nTwo.", [Typed("One.", group="Front door"), Typed("Two.", group="Front door")]),
        ("Front door:\nOne\nruns on.\n\nTwo.", [Typed("One runs on.", group="Front door"),
                                               Typed("Two.", group="Front door")]),
        ("A:\nOne.\nB:\nTwo.", [Typed("One.", group="A"), Typed("Two.", group="B")]),
        ("It must do these things:", [Typed("It must do these things:")]),
    ],
)  # fmt: skip
def test_one_thing_to_a_line_or_to_a_paragraph(typed: str, found: list[Typed]) -> None:
    assert taken_apart(typed) == found


@pytest.mark.parametrize(
    ("typed", "paragraph", "text"),
    [
        ("3. See them.", "paragraph 3", "See them."),
        ("3) See them.", "paragraph 3", "See them."),
        ("4.2 See them.", "paragraph 4.2", "See them."),
        ("4.2. See them.", "paragraph 4.2", "See them."),
        ("3(a) See them.", "paragraph 3(a)", "See them."),
        ("24 hours are too long.", "", "24 hours are too long."),
        ("2.5", "", "2.5"),
    ],
)
def test_a_number_before_the_words_is_where_they_stand(typed: str, paragraph: str, text: str) -> None:
    assert taken_apart(typed) == [Typed(text, paragraph=paragraph)]
