"""Reading a plan file value by value, so that every refusal names the place in the file and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NoReturn, TypeVar

from goldenthread.errors import InputRefused

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True)
class Place:
    """Somewhere in a plan file: `where` says it in words, for example `actions[3]`."""

    source: str
    where: str
    data: Any

    def refuse(self, why: str, what_to_do: str) -> NoReturn:
        """Refuse the file because of this place."""
        raise InputRefused(source=self.source, why=f"in {self.where}, {why}", what_to_do=what_to_do)

    def text(self, name: str) -> str:
        """Text that must be there."""
        found = self.text_or_none(name)
        if found is None:
            self.refuse(f"{name} is missing or empty", f"give {name} as text")
        return found

    def text_or_none(self, name: str) -> str | None:
        """Text, or None where it is blank or not there."""
        found = self._get(name)
        if found is None:
            return None
        if not isinstance(found, str):
            self.refuse(f"{name} is not text", f"give {name} in quotation marks")
        return found.strip() or None

    def day(self, name: str) -> date:
        """A date that must be there."""
        found = self.day_or_none(name)
        if found is None:
            self.refuse(f"{name} is missing", f"give {name} as YYYY-MM-DD")
        return found

    def day_or_none(self, name: str) -> date | None:
        """A date written YYYY-MM-DD, or None where it is blank or not there."""
        found = self.text_or_none(name)
        if found is None:
            return None
        try:
            return date.fromisoformat(found)
        except ValueError:
            self.refuse(f"{name} is '{found}', which is not a date", "write it as YYYY-MM-DD")

    def whole(self, name: str) -> int:
        """A whole number, 0 or more, that must be there."""
        found = self.whole_or_none(name)
        if found is None:
            self.refuse(f"{name} is missing", f"give {name} as a whole number")
        return found

    def whole_or_none(self, name: str) -> int | None:
        """A whole number, 0 or more, or None where it is not there."""
        found = self._get(name)
        if found is None:
            return None
        if isinstance(found, bool) or not isinstance(found, int) or found < 0:
            self.refuse(f"{name} is not a whole number", f"give {name} as 0, 1, 2 and so on")
        return found

    def number_or_none(self, name: str) -> float | None:
        """A number, or None where it is not there."""
        found = self._get(name)
        if found is None:
            return None
        if isinstance(found, bool) or not isinstance(found, int | float):
            self.refuse(f"{name} is not a number", f"give {name} as a number without quotation marks")
        return float(found)

    def one_of(self, name: str, choices: type[Choice]) -> Choice:
        """One of a fixed set of words."""
        found = self.text(name)
        try:
            return choices(found)
        except ValueError:
            known = ", ".join(choices)
            self.refuse(f"{name} is '{found}', which is not a word we know", f"use one of: {known}")

    def entries(self, name: str) -> Iterator[Place]:
        """The entries of a list; none where it is not there."""
        found = self._get(name)
        if found is None:
            return
        if not isinstance(found, list):
            self.refuse(f"{name} is not a list", f"give {name} in square brackets")
        for number, entry in enumerate(found, start=1):
            yield Place(self.source, self._inside(f"{name}[{number}]"), entry)

    def part(self, name: str) -> Place | None:
        """A set of named values of its own; None where it is not there."""
        found = self._get(name)
        return None if found is None else Place(self.source, self._inside(name), found)

    def _get(self, name: str) -> Any:
        if not isinstance(self.data, dict):
            self.refuse("there is no set of named values", "give it in curly brackets")
        return self.data.get(name)

    def _inside(self, name: str) -> str:
        return name if self.where == "the plan" else f"{self.where}.{name}"
