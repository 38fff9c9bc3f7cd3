"""What a paper for readers outside told, kept beside the store for the next one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from goldenthread.cli import telling
from goldenthread.errors import InputRefused

AUTUMN = date(2026, 11, 30)
SCRUTINY, PUBLISHED, BOARD = (telling.reader(key, on=AUTUMN) for key in ("scrutiny", "published", "board"))


def test_what_is_told_to_some_outside_is_remembered_for_all_of_them(tmp_path: Path) -> None:
    file = telling.beside(tmp_path / "store")
    assert file == tmp_path / "store-told.json"
    telling.memory(file, SCRUTINY).keep({"b": 12, "a": None})
    assert telling.memory(file, PUBLISHED).told == {"a": None, "b": 12}
    assert telling.memory(file, BOARD).told == {}


def test_nothing_is_kept_of_a_paper_that_withholds_nothing(tmp_path: Path) -> None:
    telling.memory(tmp_path / "told.json", BOARD).keep({"a": 3})
    assert not (tmp_path / "told.json").exists()


@pytest.mark.parametrize("text", ["", "[]", '{"form": 2, "told": {}}', '{"form": 1}'])
def test_a_file_that_is_no_memory_is_refused_and_not_taken_for_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "told.json").write_text(text)
    with pytest.raises(InputRefused, match="what was told"):
        telling.memory(tmp_path / "told.json", SCRUTINY)


def test_an_unknown_audience_is_refused() -> None:
    with pytest.raises(InputRefused, match="internal, board, partners, scrutiny, observer, published"):
        telling.reader("everybody", on=AUTUMN)
