"""The rows of somebody's own layout, read as drafts of actions by what a person chose for its columns.

Headings between the rows, blanks under a cell that was joined, and words that need a person's answer are
each told; a row with a doubt nobody has answered is refused until they have.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from hashlib import sha256

from goldenthread.papers.plan import DeliveryState
from goldenthread.papers.plan_sheets.answers import Asked, fits, is_reference
from goldenthread.papers.plan_sheets.answers import parts_of as parts_asked
from goldenthread.papers.plan_sheets.days import read_day
from goldenthread.papers.plan_sheets.layout import Field, Table
from goldenthread.papers.plan_sheets.people import parts_of, read_owner
from goldenthread.papers.plan_sheets.said import How, Said
from goldenthread.papers.plan_sheets.states import SAYS_NOTHING, read_state, word_of
from goldenthread.papers.wording import plain

NO_DAY = "none"
WITHOUT = "without"
PERSON, ROLE, CODE, NEW = "person:", "role:", "code:", "new:"
_DAYS = (Field.AGREED_ON, Field.ORIGINAL_DUE, Field.DUE)
CARRIED = (Field.OBJECTIVE, Field.ANSWERS, Field.OWNER, Field.WORKSTREAM, Field.DUE, Field.STATE)
"""Fields whose cell may be joined over several rows."""


class Asks(StrEnum):
    """What a question is about."""

    OBJECTIVE = "objective"
    REQUIREMENT = "requirement"
    OWNER = "owner"
    STATE = "state"
    DAY = "day"


class Headings(StrEnum):
    """What the headings between the rows are."""

    OBJECTIVES = "objectives"
    WORKSTREAMS = "workstreams"
    OUT = "left out"


@dataclass(frozen=True)
class Choices:
    """What a person chose for a layout: what each column is, what blank cells and headings between rows mean,
    and the answer to each doubtful way of saying something, by what it is about."""

    fields: tuple[Field, ...]
    answers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    headings: Headings = Headings.OBJECTIVES
    above: frozenset[Field] = frozenset({Field.OBJECTIVE})
    fallback: str = ""  # the objective of rows that name none, as an answer


@dataclass(frozen=True)
class Known:
    """What the plan holds that cells may name: people by key, the objectives' words by code, and the
    requirements of the register by theirs."""

    people: Mapping[str, str]
    objectives: Mapping[str, str]
    requirements: Mapping[str, Asked] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """One doubtful way of saying something, the rows that say it so, and its answer where it has one. `key`
    is what that is kept by."""

    asks: Asks
    key: str
    words: str
    why: str
    offered: str
    rows: tuple[int, ...]
    answer: str = ""


@dataclass(frozen=True)
class Draft:
    """A row as an action would have it. Days, state, owner and objective are None or "" where the row says
    nothing. `fault` refuses the row; `left` says why it is no action at all."""

    row: int
    key: str = ""
    number: str = ""
    text: str = ""
    objective: str = ""
    owner: str = ""
    workstream: str = ""
    agreed_on: date | None = None
    original_due: date | None = None
    due: date | None = None
    state: DeliveryState | None = None
    state_words: str = ""
    signed_off_by: str = ""
    date_why: str = ""
    notes: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()  # lasting names of requirements
    remarks: tuple[str, ...] = ()
    fault: str = ""
    left: str = ""


@dataclass(frozen=True)
class Read:
    drafts: tuple[Draft, ...]
    questions: tuple[Question, ...]


def read_rows(table: Table, choices: Choices, known: Known) -> Read:
    """Every row below the headings, and what must be asked about them."""
    reader = _Reader(table, choices, known)
    drafts = [reader.row(number, cells) for number, cells in table.body]
    return Read(tuple(drafts), tuple(reader.questions.values()))


class _Reader:
    """Reads row after row, remembering the heading and the cells above."""

    def __init__(self, table: Table, choices: Choices, known: Known) -> None:
        self.table, self.choices, self.known = table, choices, known
        self.questions: dict[tuple[str, str], Question] = {}
        self.heading = ""
        self.above: dict[Field, tuple[str, int]] = {}
        self.met: dict[str, int] = {}

    def row(self, number: int, cells: tuple[str, ...]) -> Draft:
        if left := self._no_action(cells):
            return Draft(number, text=next(cell for cell in cells if cell), left=left)
        said, remarks = self._said(number, cells)
        draft = _Made(self, number, said)
        made = draft.made(self._notes(cells), tuple(remarks))
        self.met.setdefault(made.key, number)
        return made

    def _no_action(self, cells: tuple[str, ...]) -> str:
        """Why a row is no action; "" where it is one."""
        words = {" ".join(cell.split()) for cell in cells if cell.strip()}
        if [
            " ".join(one.split()) or f"column {place} (no heading)" for place, one in enumerate(cells, 1)
        ] == [*self.table.headings]:
            return "The headings again"
        if len(words) == 1 and len(cells) > 1 and not self._is_words_alone(cells):
            self.heading = words.pop()
            self.above = {}
            return f"A heading between the rows: {self.choices.headings}"
        return ""

    def _is_words_alone(self, cells: tuple[str, ...]) -> bool:
        """Whether the one cell of a row is what will be done: its other cells joined to those above. Where
        headings stand in that same first column it can not be told, unless owners are taken from above."""
        place = next((n for n, one in enumerate(self.choices.fields) if one is Field.TEXT), -1)
        told = place > 0 or Field.OWNER in self.choices.above
        return told and 0 <= place < len(cells) and bool(cells[place].strip())

    def _said(self, number: int, cells: tuple[str, ...]) -> tuple[dict[Field, str], list[str]]:
        """Each field's cell, or the one above it where the person chose so."""
        said: dict[Field, str] = {}
        remarks = []
        for chosen, cell in zip(self.choices.fields, cells, strict=False):
            if chosen in {Field.NOTE, Field.OUT, Field.MORE}:
                continue
            if cell.strip():
                self.above[chosen] = (cell, number)
            said[chosen] = cell.strip()
            if not cell.strip() and chosen in self.choices.above and chosen in self.above:
                said[chosen], row = self.above[chosen]
                remarks.append(f"{chosen.name.capitalize().replace('_', ' ')}: taken from row {row} above")
        more = [
            cell.strip()
            for chosen, cell in zip(self.choices.fields, cells, strict=False)
            if chosen is Field.MORE and cell.strip()
        ]
        if said.get(Field.TEXT) and more:
            said[Field.TEXT] = "\n".join([said[Field.TEXT], *more])
        return said, remarks

    def _notes(self, cells: tuple[str, ...]) -> tuple[str, ...]:
        chosen = zip(self.table.headings, self.choices.fields, cells, strict=False)
        return tuple(
            f"{heading}: {cell.strip()}"
            for heading, chosen_field, cell in chosen
            if chosen_field is Field.NOTE and cell.strip()
        )

    def answered(self, asks: Asks, said: Said[str], key: str, number: int) -> str | None:
        """A person's answer to a doubtful cell; None where there is none yet, and the question is put."""
        before = self.questions.get((asks, key))
        rows = (*before.rows, number) if before else (number,)
        answer = self.choices.answers.get(asks, {}).get(key, "")
        words = said.cell.strip()
        self.questions[asks, key] = Question(asks, key, words, said.why, said.offered or "", rows, answer)
        return answer or None


class _Made:
    """One row being made into a draft; faults are gathered as they are met."""

    def __init__(self, reader: _Reader, number: int, said: Mapping[Field, str]) -> None:
        self.reader, self.number, self.said = reader, number, said
        self.faults: list[str] = []
        self.remarks: list[str] = []

    def made(self, notes: tuple[str, ...], remarks: tuple[str, ...]) -> Draft:
        text = self.said.get(Field.TEXT, "")
        number = self.said.get(Field.NUMBER, "")
        key = plain(number) or "words " + sha256(plain(text).encode()).hexdigest()
        if not text:
            self._fault(
                Field.TEXT, "", "Says nothing: write what will be done, or join the row to its action"
            )
        elif key in self.reader.met:
            same = f"number {number}" if number else "the same words"
            self.faults.append(
                f"{same.capitalize()} stands in row {self.reader.met[key]} too: give each its own"
            )
        days = {one: self._day(one) for one in _DAYS} if text else dict.fromkeys(_DAYS)
        state, words = self._state() if text else (None, "")
        objective, owner = (self._objective(), self._owner()) if text else ("", "")
        answers = self._answers() if text else ()
        return Draft(
            row=self.number,
            key=key,
            number=number,
            text=text,
            objective=objective,
            owner=owner,
            workstream=self.said.get(Field.WORKSTREAM, "") or self._heading(Headings.WORKSTREAMS),
            agreed_on=days[Field.AGREED_ON],
            original_due=days[Field.ORIGINAL_DUE],
            due=days[Field.DUE],
            state=state,
            state_words=words,
            signed_off_by=self.said.get(Field.SIGNED_OFF_BY, ""),
            date_why=self.said.get(Field.DATE_WHY, ""),
            notes=notes,
            answers=answers,
            remarks=(*remarks, *self.remarks),
            fault=". ".join(self.faults),
        )

    def _heading(self, meaning: Headings) -> str:
        return self.reader.heading if self.reader.choices.headings is meaning else ""

    def _fault(self, chosen: Field, cell: str, why: str) -> None:
        fields = self.reader.choices.fields
        place = fields.index(chosen) if chosen in fields else None
        heading = self.reader.table.headings[place] if place is not None else chosen.name.capitalize()
        shown = f" (“{cell[:80]}”)" if cell else ""
        self.faults.append(f"{heading}{shown}: {why}")

    def _day(self, chosen: Field) -> date | None:
        cell = self.said.get(chosen, "")
        said = read_day(cell)
        if said.how is How.REFUSED:
            self._fault(chosen, cell, said.why)
        if said.how is not How.DOUBTFUL:
            return said.value
        offered = said.offered.isoformat() if said.offered else ""
        asked: Said[str] = Said(cell, How.DOUBTFUL, None, offered, said.why)
        answer = self.reader.answered(Asks.DAY, asked, plain(cell), self.number)
        if answer is None:
            self._fault(chosen, cell, "Say what it means first")
        return date.fromisoformat(answer) if answer and answer != NO_DAY else None

    def _state(self) -> tuple[DeliveryState | None, str]:
        """The state, and the words that go on after the status word."""
        cell = self.said.get(Field.STATE, "")
        said = read_state(cell)
        word, rest = word_of(cell)
        if said.how is not How.DOUBTFUL:
            return said.value, rest
        asked: Said[str] = Said(
            word, How.DOUBTFUL, None, said.offered.value if said.offered else "", said.why
        )
        answer = self.reader.answered(Asks.STATE, asked, word, self.number)
        if answer is None:
            self._fault(Field.STATE, cell, "Say what it means first")
        return (DeliveryState(answer) if answer and answer != SAYS_NOTHING else None), rest or (
            cell if word == plain(cell) and len(word.split()) > 3 else ""
        )

    def _owner(self) -> str:
        cell = self.said.get(Field.OWNER, "")
        said = read_owner(cell, self.reader.known.people)
        if said.how is How.READ:
            return f"{PERSON}{said.value}"
        if said.how is How.BLANK:
            self._fault(Field.OWNER, cell, "Nobody answers for it: give a person or a role")
            return ""
        offered = "" if len(parts_of(cell)) > 1 else f"{ROLE}{' '.join(cell.split())[:200]}"
        asked: Said[str] = Said(cell, How.DOUBTFUL, None, offered, said.why)
        answer = self.reader.answered(Asks.OWNER, asked, plain(cell), self.number)
        if answer is None:
            self._fault(Field.OWNER, cell, "Say who it is first")
        return answer or ""

    def _answers(self) -> tuple[str, ...]:
        """The requirements it answers, each said beside the row, told by its cell or by a person."""
        cell, known = self.said.get(Field.ANSWERS, ""), self.reader.known.requirements
        found = [code for part in parts_asked(cell, known) if (code := self._answered(cell, part))]
        return tuple(dict.fromkeys(found))

    def _answered(self, cell: str, part: str) -> str:
        known = self.reader.known.requirements
        codes = fits(part, known)
        if len(codes) == 1:
            self._told(codes[0], part)
            return codes[0]
        why = "Several have this reference: say which" if codes else "Nothing in the register is called this"
        asked: Said[str] = Said(part, How.DOUBTFUL, None, "", why)
        answer = self.reader.answered(Asks.REQUIREMENT, asked, plain(part), self.number)
        if answer is None or (answer != WITHOUT and answer.removeprefix(CODE) not in known):
            told = "Say which it is first, or that it comes in without"
            self._fault(Field.ANSWERS, part, f"{why.partition(':')[0]}. {told}")
            return ""
        if answer == WITHOUT:
            self.remarks.append(f"“{_short(part)}” matches nothing in the register: it comes in without")
            return ""
        self._told(answer.removeprefix(CODE), part)
        return answer.removeprefix(CODE)

    def _told(self, code: str, part: str) -> None:
        one = self.reader.known.requirements[code]
        words = f": {_short(one.text)}" if is_reference(part) else ", by its words"
        self.remarks.append(f"“{_short(part)}” is {code}, {one.named}{words}")

    def _objective(self) -> str:
        cell = self.said.get(Field.OBJECTIVE, "") or self._heading(Headings.OBJECTIVES)
        if not cell:
            if not self.reader.choices.fallback:
                self._fault(Field.OBJECTIVE, "", "It serves no objective: choose one for such rows")
            return self.reader.choices.fallback
        codes = self.reader.known.objectives
        fits = [
            code
            for code, text in codes.items()
            if plain(cell) in {plain(code), plain(text), plain(f"{code} {text}")}
        ]
        if len(fits) == 1:
            return f"{CODE}{fits[0]}"
        why = "No objective has these words: choose one, or add it as a new one"
        asked: Said[str] = Said(cell, How.DOUBTFUL, None, f"{NEW}{' '.join(cell.split())}", why)
        answer = self.reader.answered(Asks.OBJECTIVE, asked, plain(cell), self.number)
        if answer is None:
            self._fault(Field.OBJECTIVE, cell, "Say which objective it is first")
        return answer or ""


def _short(text: str) -> str:
    """So much of a text as names it, without its closing stop."""
    words = " ".join(text.split()).rstrip(".")
    return words if len(words) <= 100 else f"{words[:99]}…"
