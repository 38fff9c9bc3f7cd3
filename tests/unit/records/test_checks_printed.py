"""The checks in the manual are those that are put, whole and fresh."""

from __future__ import annotations

import re
from pathlib import Path

from goldenthread.records.checks import catalogue
from goldenthread.records.checks.printed import page

PAGE = Path(__file__).parents[3] / "docs" / "manual" / "checks.md"


def test_the_page_is_what_the_checks_print_now() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make manual`"


def test_every_check_is_on_it_once_with_how_grave_it_is() -> None:
    printed = re.findall(r"^\| ([a-z0-9-]+) \| (error|query|note) \|", page(), flags=re.MULTILINE)
    assert printed == [(check.id, check.severity) for check in catalogue()]
