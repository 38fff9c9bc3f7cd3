"""What needs somebody: the lines of the Today page, each from the app that knows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Need:
    """One thing to do: a sentence, where to do it, how many, and whether it is late.

    `kind` is what sort of thing it is (overdue, due, sign-off, date, update), for whoever tells some kinds
    and not others. `brief` says the same without any words that people wrote: what may leave by mail.
    """

    sentence: str
    href: str
    count: int = 1
    late: bool = False
    kind: str = ""
    brief: str = ""
