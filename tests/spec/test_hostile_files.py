"""One hostile file of each kind: refused in a sentence, or read where the fault touches no cell.

`make hostile` makes a thousand and more.
"""

from pathlib import Path

import pytest

from hostile import Hostile, every
from hostile_run import refusal

_SOME = list(every(7, each=1))


@pytest.mark.parametrize("made", _SOME, ids=[made.kind for made in _SOME])
def test_a_hostile_file_is_refused_in_a_sentence_and_leaves_nothing(made: Hostile, tmp_path: Path) -> None:
    sentence = refusal(made, tmp_path)
    assert made.may_be_read or sentence.endswith(".")
    assert "Traceback" not in sentence


def test_the_same_seed_makes_the_same_files() -> None:
    again = every(7, each=1)
    assert [(made.name, made.data) for made in again] == [(made.name, made.data) for made in _SOME]
