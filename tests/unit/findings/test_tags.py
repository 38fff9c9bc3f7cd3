"""National Framework tags in their many spellings."""

from __future__ import annotations

import pytest

from goldenthread.findings.tags import read_tags


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("Plans. (national framework, outcome 4)", ("outcome_4",)),
        ("Plans (Outcome four, National Framework).", ("outcome_4",)),
        ("Plans (national framework: enabler 2).", ("enabler_2",)),
        ("Plans (outcome 1; enabler three)", ("outcome_1", "enabler_3")),
        ("Plans (outcomes 3 and 4)", ("outcome_3", "outcome_4")),
        ("Plans (principle 2) and again (principle two)", ("principle_2",)),
        ("Plans for outcome 4 of the strategy", ()),
        ("Plans (paragraph 24)", ()),
    ],
)
def test_tags_are_read_from_brackets(text: str, tags: tuple[str, ...]) -> None:
    assert read_tags(text) == tags
