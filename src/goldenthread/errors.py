"""The errors a person is meant to read, in one tree.

    GoldenThreadError            a fault a reader can act on; shown as one sentence, without a traceback
    ├── InputRefused             what we were given is no good: which file, why, what to do (exit code 2)
    ├── NotAnswerable            the source does not carry what the question needs (said, never guessed)
    └── CalendarExhausted        a clock runs past the bank holidays we hold (exit code 1)

Anything else that escapes is a fault of ours (exit code 1). No message holds a child's details.
"""

from __future__ import annotations

from pathlib import Path


class GoldenThreadError(Exception):
    """A fault said in one plain sentence."""


class InputRefused(GoldenThreadError):
    """An input that cannot be used: says which, why, and what to do about it."""

    def __init__(self, *, source: Path | str, why: str, what_to_do: str) -> None:
        self.source = source.name if isinstance(source, Path) else source
        self.why = why
        self.what_to_do = what_to_do
        super().__init__(f"{self.source}: {why}; {what_to_do}.")


class NotAnswerable(GoldenThreadError):
    """A question this source cannot answer, and what it lacks."""


class CalendarExhausted(GoldenThreadError):
    """A date beyond the bank holidays held in standards/."""
