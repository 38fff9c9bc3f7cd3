"""What the pages of data quality say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from goldenthread.standards.safeguarding_dataset import dataset
from goldenthread.web.intake.models import CheckedSnapshot
from goldenthread.web.intake.quality import NONE, Counted
from goldenthread.web.intake.understood import field_in_words, title_of
from goldenthread.web.page.templatetags.page import counted, day

if TYPE_CHECKING:
    from goldenthread.records.checks import Check

TITLE = "Data quality"
GRAVE = {"error": "Error", "query": "Query", "note": "Note"}
PLURAL = {"error": "Errors", "query": "Queries", "note": "Notes"}
COLOURS = {"error": "red", "query": "yellow", "note": "grey"}


def says_of(check: Check) -> str:
    """What the check finds, as a sentence begins; fields and tables in words."""
    said = re.sub(r"\b[a-z0-9]+(?:_[a-z0-9]+)+\b", _in_words, check.says)
    return said[:1].upper() + said[1:]


def _in_words(found: re.Match[str]) -> str:
    name = found.group()
    return title_of(name).lower() if name in dataset().tables else field_in_words(name)


def sentence(found: Counted, held: CheckedSnapshot, *, whole: bool) -> str:
    """What wants putting right, at the top of the page. `whole`: of all the records."""
    where = "in the records" if whole else "here"
    if not found.rows:
        return f"Nothing {where} wants putting right: {counted(held.asked, 'check')} found no row."
    parts = [
        counted(number, words)
        for number, words in (
            (found.error, "error"),
            (found.query, "query,queries"),
            (found.note, "note"),
        )
        if number
    ]
    if found.error:
        return f"{_list(parts)} {where}: begin with the errors, which cannot be so."
    return f"{_list(parts)} {where}, and no error."


def sentence_of_check(found: Counted, held: CheckedSnapshot) -> str:
    """How many rows are so."""
    return f"{counted(found.rows, 'row is,rows are')} so in the records as at {day(held.as_at)}."


def trend(found: Counted, held: CheckedSnapshot) -> str:
    """What changed since the snapshot before."""
    if not held.before_as_at:
        return "There are no records of the kind before these, so what came and what went cannot be told."
    if not (found.came or found.went):
        return f"Nothing came and nothing went since {since(held)}."
    return f"Since {since(held)}, {counted(found.came, 'row')} came and {found.went:,} went."


def since(held: CheckedSnapshot) -> str:
    """The day of the snapshot compared with; of a correction, what it corrects."""
    if held.before_as_at == held.as_at:
        return "the version before"
    return day(held.before_as_at)


def named_or_none(name: str, noun: str) -> str:
    """A team or worker as a link names it."""
    return f"No {noun} recorded" if name == NONE else name


def _list(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
