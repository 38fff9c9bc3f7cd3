"""Which row of which sheet holds the headings of a plan, and what each column seems to be. Both are offered;
a person decides."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from goldenthread.papers.plan_sheets.opening import Sheet
from goldenthread.papers.wording import plain

_LOOKED_AT = 40  # rows in which headings are looked for: plans have titles, logos and keys above


class Field(StrEnum):
    """What a column may be, in the words a person chooses from."""

    NUMBER = "Its number or reference in this file"
    OBJECTIVE = "The objective, aim, theme or finding it serves"
    ANSWERS = "The recommendation or requirement it answers: its number, paragraph or words"
    TEXT = "What will be done"
    MORE = "More words on what will be done (added after it)"
    OWNER = "Who answers for it"
    WORKSTREAM = "The workstream or group that carries it"
    AGREED_ON = "The day it was agreed"
    ORIGINAL_DUE = "The first date agreed"
    DUE = "The date it is due now"
    STATE = "How far it has come: a status or a colour"
    SIGNED_OFF_BY = "Who accepted that it is done"
    DATE_WHY = "Why the date moved"
    NOTE = "Kept as a note on progress, under its heading"
    OUT = "Left out"


MANY = {Field.MORE, Field.NOTE, Field.OUT}
"""Fields that several columns may be."""

_ASKED = "rec|recommendation|requirement|finding|area for improvement|inspection|ofsted|report"
_NAMED = "requirement|para|paragraph|para(graph)? (no|number|ref)|(recommendation|requirement)s? answered"
_SEEMS = (  # the first that fits; headings as plans have them
    (Field.NUMBER, "(action )?(no|number|ref|reference|id|item|#)( no| number)?|action ref(erence)?|line"),
    (Field.SIGNED_OFF_BY, ".*sign(ed)?[ -]?off.*|.*(accepted|approved|verified) by.*"),
    (Field.ORIGINAL_DUE, ".*(original|first|initial|baseline).*(date|due|deadline|target|when).*"),
    (Field.DATE_WHY, ".*reason.*|why .*date.*"),
    (Field.AGREED_ON, ".*(date|day) agreed.*|agreed (on|date)|start date|date added"),
    (Field.DUE, "(revised|new|current|target|due|completion|end|finish) ?(date|by)?|(by )?when|date|due.*"),
    (Field.DUE, ".*(deadline|timescale|timeframe|target date|completion date|due date|revised date).*"),
    (Field.STATE, r".*\b(b?rag|status|state)\b.*|progress rating|rating|colour"),
    (Field.OWNER, r"(by )?who(m)?|officer|.*\b(owner|lead|responsible|responsibility|accountable)\b.*"),
    (Field.WORKSTREAM, ".*(work ?stream|task.*finish|project group|work package).*"),
    (Field.ANSWERS, f"({_ASKED})s? ?(no|number|ref|reference|id|#)|({_NAMED})s?"),
    (Field.OBJECTIVE, ".*(objective|aim|theme|priority|outcome required|commitment|recommendation).*"),
    (Field.OBJECTIVE, ".*(finding|area for improvement|what did ofsted).*"),
    (Field.TEXT, r"what|what will .*|.*\bactions?\b.*|.*task.*|activity|.*step.*"),
    (Field.MORE, "how|how will .*|details?|.*method.*"),
    (Field.NOTE, ".*(success|measure|outcome|evidence|impact|progress|update|comment|note|narrative).*"),
    (Field.NOTE, ".*(q[1-4]|quarter|risk|barrier).*"),
)
_SEEMS_TO_BE = tuple((field, re.compile(pattern)) for field, pattern in _SEEMS)


def seems(heading: str) -> Field:
    """What a column under this heading seems to be; left out where nothing tells."""
    words = plain(re.sub(r"[^\w#/&' -]+", " ", heading))
    return next((field for field, pattern in _SEEMS_TO_BE if pattern.fullmatch(words)), Field.OUT)


@dataclass(frozen=True)
class Table:
    """A sheet with the row its headings stand in, counted from 1."""

    sheet: Sheet
    row: int

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings; a column with none is called by its place."""
        cells = self.sheet.rows[self.row - 1]
        width = max((len(row) for row in self.sheet.rows[self.row - 1 :]), default=0)
        padded = [*cells, *[""] * (width - len(cells))]
        return tuple(
            " ".join(cell.split()) or f"column {place} (no heading)" for place, cell in enumerate(padded, 1)
        )

    @property
    def layout(self) -> str:
        """The name of this way of laying a plan out: the same headings in the same order, on any sheet."""
        return sha256("\n".join(plain(one) for one in self.headings).encode()).hexdigest()

    @property
    def body(self) -> list[tuple[int, tuple[str, ...]]]:
        """The rows below the headings with their numbers, those with nothing in them left out."""
        width = len(self.headings)
        below = enumerate(self.sheet.rows[self.row :], start=self.row + 1)
        return [(number, (*cells, *[""] * (width - len(cells)))) for number, cells in below if any(cells)]

    @property
    def guess(self) -> tuple[Field, ...]:
        return guessed(self.headings)


def guessed(headings: Sequence[str]) -> tuple[Field, ...]:
    """What each column seems to be. Of two that seem the same, the first is it and the next is kept as a
    note, so that nothing in it is lost unseen."""
    found: list[Field] = []
    for heading in headings:
        field = seems(heading)
        again = field in found and field not in MANY
        asked = again and field is Field.OBJECTIVE and Field.ANSWERS not in found and _asks(heading)
        found.append(Field.ANSWERS if asked else Field.NOTE if again else field)
    if Field.TEXT not in found and Field.MORE in found:
        found[found.index(Field.MORE)] = Field.TEXT
    return tuple(found)


def _asks(heading: str) -> bool:
    """Whether a heading beside that of the objective names what somebody asked for."""
    return bool(re.search(r"recommendation|finding|area for improvement|requirement", plain(heading)))


def tables(sheets: Sequence[Sheet]) -> list[Table]:
    """The best place for headings on each sheet, the likeliest sheet first; none where no row is like
    headings."""
    scored = [(_score(sheet, number), sheet, number) for sheet in sheets for number in _candidates(sheet)]
    best: dict[str, tuple[int, Sheet, int]] = {}
    for one in scored:
        if one[0] > best.get(one[1].name, (1, one[1], 0))[0]:
            best[one[1].name] = one
    ordered = sorted(best.values(), key=lambda one: -one[0])
    return [Table(sheet, number) for _, sheet, number in ordered]


def _candidates(sheet: Sheet) -> range:
    return range(1, min(len(sheet.rows), _LOOKED_AT) + 1)


def _score(sheet: Sheet, number: int) -> int:
    """How much a row is like headings: how many different things its cells seem to be. Long cells are what
    is said, not what it is called."""
    cells = [cell for cell in sheet.rows[number - 1] if cell]
    if any(len(cell) > 120 for cell in cells) or len(sheet.rows) == number:
        return 0
    found = {seems(cell) for cell in cells} - {Field.OUT}
    return len(found) + (Field.TEXT in found) if len(found) >= 2 else 0
