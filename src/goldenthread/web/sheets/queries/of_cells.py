"""The cells of one row of our own layout, read as what they are; what is wrong with them is gathered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from goldenthread.papers.plan_sheets.cells import compared
from goldenthread.papers.plan_sheets.columns import Kind, SheetOf
from goldenthread.papers.plan_sheets.days import WHOLE, read_day
from goldenthread.papers.plan_sheets.said import How
from goldenthread.papers.wording import plain
from goldenthread.web.accounts.models import Person
from goldenthread.web.plan import rules


@dataclass
class Cells:
    """One row while it is read."""

    of: SheetOf
    said: Mapping[str, str]
    faults: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def wrong(self, key: str, why: str) -> None:
        cell = self.text(key)
        shown = f" (“{cell[:80]}”)" if cell else ""
        self.faults.append(f"{self.of.keys[key].title}{shown}: {why}")

    def text(self, key: str) -> str:
        return self.said.get(key, "").strip()

    def line(self, key: str, most: int) -> str:
        """Text of so many characters at most."""
        text = self.text(key)
        if len(text) > most:
            self.wrong(key, f"{most} characters or fewer")
        return text

    def words(self, key: str) -> str:
        """Text that must be there."""
        text = self.text(key)
        if not text:
            self.wrong(key, "Write it")
        return text

    def day(self, key: str) -> date | None:
        said = read_day(self.said.get(key, ""))
        if said.how in {How.DOUBTFUL, How.REFUSED}:
            self.wrong(key, said.why or WHOLE)
            return None
        return said.value

    def due(self, key: str) -> date | None:
        """A day by which something is due: one for which bank holidays are held."""
        day = self.day(key)
        if day and (why := rules.why_not_a_due_date(day)):
            self.wrong(key, why)
        return day

    def needed(self, key: str) -> date | None:
        """A day that must be there."""
        day = self.day(key)
        if day is None and not self.text(key):
            self.wrong(key, "Give the day")
        return day

    def number(self, key: str) -> int | None:
        """A whole number, not below 0; None where there is none."""
        text = compared(self.said.get(key, ""), Kind.NUMBER)
        if text and not (text.isascii() and text.isdigit() and len(text) < 5):
            self.wrong(key, "A whole number, 9999 or less")
            return None
        return int(text) if text else None

    def version(self) -> int:
        return self.number("version") or 1

    def chosen(self, key: str, choices: Sequence[tuple[str, Any]], default: str = "") -> str:
        """One of these, by its name or its words; `default` where the cell is blank."""
        said = plain(self.text(key))
        if not said:
            return default
        fits = [value for value, label in choices if said in {plain(value), plain(str(label))}]
        if not fits:
            self.wrong(key, f"One of {', '.join(str(label) for _, label in choices)}")
        return fits[0] if fits else default

    def names(self, key: str, divided: str = ",") -> list[str]:
        return [one.strip() for one in self.text(key).split(divided) if one.strip()]

    def known(self, key: str, there: Iterable[str]) -> list[str]:
        """The lasting names a cell holds; one that is not among these is told."""
        found, among = self.names(key), set(there)
        for name in found:
            if name not in among:
                self.wrong(key, f"{name} is not among the rows that can be brought in")
        return found

    def person(self, key: str, people: Iterable[Person], who: str) -> Person | None:
        """The one person here of that name. Nobody is made up."""
        name = self.text(key)
        if not name:
            return None
        fits = [one for one in people if plain(one.name) == plain(name)]
        if len(fits) == 1:
            return fits[0]
        told = "More than one person" if fits else who
        self.wrong(key, f"{told} has this name here. Put a role instead")
        return None

    def dates(self, first: str = "original_due", now: str = "due") -> dict[str, Any]:
        """A first date, the date now and how often it slipped, as they must stand to each other."""
        original, due, slips = self.due(first), self.due(now), self.number("slips") or 0
        original, due = original or due, due or original
        if original and due and due > original and not slips:
            self.wrong("slips", "A later date than the first is a slip: give how often")
        return {"original_due": original, "due": due, "slips": slips}
