"""How long somebody needs from a document to a register and the bones of a plan: a model of keys and thought.

    PYTHONPATH=tests python -m bench.begin notice.txt report.pdf …

What is read and offered is the site's own: the findings of its reader, the headings of its page, the words it
begins an action with. A person reads what was found and judges each, thinks of an objective for each heading,
and reads each first action that is offered. Two ways through the pages are counted: an objective at a time
from the register, and the whole document on one page; and three of wording the first actions: put right until
each says what to do ("turned"), each typed anew, or one typed for each heading. Whoever does it is quick at
the keyboard and makes no mistakes.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

KEY, POINT, THINK, LOAD = 0.28, 1.1, 1.35, 1.0  # seconds: a key, a click, a thought, a page that opens
WORDS_A_MINUTE = 238
TO_JUDGE, TO_DECIDE = 5.0, 60.0  # seconds: whether a finding was read right; what an objective is
OBJECTIVE, ACTION = 80, 90  # keys of an objective's sentence, and of an action typed anew
_FIELDS = POINT + THINK + POINT + 10 * KEY + THINK  # an owner chosen from a list, a date typed
_UPLOAD = 4 * POINT + 2 * THINK + 3 * LOAD  # the page, the file, the kind; and the answer read
_ACCEPT = POINT + THINK + LOAD
_TO_A_HEADING = 4 * POINT + THINK + 3 * LOAD  # the register, its filters, a heading, all that it lists
_SEND = POINT + LOAD
_TYPED = POINT + THINK + (2 + ACTION) * KEY


@dataclass(frozen=True)
class Asked:
    """A finding: its words, and those the site offers a first action in."""

    words: str
    heading: str
    offered: str

    @property
    def turning(self) -> float:
        """Seconds to make the document's words say what to do, where they do not."""
        steps = SequenceMatcher(None, self.words, self.offered, autojunk=False).get_opcodes()
        changes = [
            (below - above, end - start) for kind, above, below, start, end in steps if kind != "equal"
        ]
        return sum(POINT + THINK + (2 + typed) * KEY for _, typed in changes)


def read(path: Path) -> list[Asked]:
    from goldenthread.findings.reader import read_document
    from goldenthread.web.plan.first_words import as_something_to_do

    found = read_document(path).findings
    return [Asked(" ".join(one.text.split()), one.group or "", as_something_to_do(one.text)) for one in found]


def reading(found: Sequence[Asked]) -> float:
    return sum(len(one.words.split()) for one in found) * 60 / WORDS_A_MINUTE


def seconds(found: Sequence[Asked], *, one_page: bool, worded: str) -> float:
    headings = {one.heading.casefold().rstrip("s:") if one_page else one.heading for one in found}
    into_the_register = _UPLOAD + reading(found) + len(found) * TO_JUDGE + _ACCEPT
    objectives = len(headings) * (TO_DECIDE + THINK + OBJECTIVE * KEY)
    round_about = _FIELDS + _SEND + LOAD if one_page else len(headings) * (_TO_A_HEADING + _FIELDS + _SEND)
    words = {
        "turned": 0.0 if one_page else sum(one.turning for one in found),
        "each typed anew": len(found) * _TYPED,
        "one a heading": len(headings) * _TYPED + _said_so(found, headings, one_page=one_page),
    }
    return into_the_register + objectives + round_about + reading(found) + words[worded]


def _said_so(found: Sequence[Asked], headings: set[str], *, one_page: bool) -> float:
    """A tick for each heading; without one, each of the other actions is emptied by hand."""
    return len(headings) * POINT if one_page else (len(found) - len(headings)) * (POINT + 3 * KEY)


def main(paths: Sequence[str]) -> None:
    ways = ("turned", "each typed anew", "one a heading")
    print(f"{'minutes':<34}{'findings':>9}{''.join(f'{way:>20}' for way in ways)}")  # noqa: T201
    for path in paths:
        found = read(Path(path))
        told = "".join(
            f"{seconds(found, one_page=False, worded=way) / 60:>12.1f}"
            f"{seconds(found, one_page=True, worded=way) / 60:>8.1f}"
            for way in ways
        )
        print(f"{Path(path).stem[:32]:<34}{len(found):>9}{told}")  # noqa: T201
    print("(of each pair: an objective at a time, then the whole document on one page)")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
