"""The catalogue of clocks in the manual is the clocks' own, whole and fresh."""

from __future__ import annotations

import re
from pathlib import Path

from goldenthread.clocks.catalogue import APART, LACKING, RUNNING
from goldenthread.clocks.manual import page
from goldenthread.standards.timescales import timescales

PAGE = Path(__file__).parents[3] / "docs" / "manual" / "clocks.md"


def test_the_page_is_what_the_clocks_print_now() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make manual`"


def test_every_timescale_is_on_it_once() -> None:
    run = re.findall(r"^`(ts_[a-z0-9_]+)`: ", page(), flags=re.MULTILINE)
    assert run == [clock.id for clock in (*RUNNING, *APART)]
    assert re.findall(r"\(`(ts_[a-z0-9_]+)`\) \|", page()) == list(LACKING)


def test_what_is_unverified_is_marked_so() -> None:
    unverified = [one for one in timescales().values() if one.evidence == "unverified"]
    assert page().count("**unverified**") == len(unverified) > 0
