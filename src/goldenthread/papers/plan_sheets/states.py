"""Status words and colours as plans have them, and the delivery states they may mean.

Only our own words are read outright. Everything else is offered and asked about once for each way of saying
it: "Completed" may be a claim or a sign-off, and amber is used both for what is late and for what is done and
waits for somebody's signature.
"""

from __future__ import annotations

import re

from goldenthread.papers.plan import DeliveryState
from goldenthread.papers.plan_sheets.said import Said, blank, doubtful, read

SAYS_NOTHING = "says nothing"  # a colour or a word that does not tell how far an action has come
AMBER = "amber"
_OFFERED = {
    "not started": DeliveryState.AGREED,
    "not yet started": DeliveryState.AGREED,
    "to do": DeliveryState.AGREED,
    "planned": DeliveryState.AGREED,
    "underway": DeliveryState.IN_PROGRESS,
    "under way": DeliveryState.IN_PROGRESS,
    "ongoing": DeliveryState.IN_PROGRESS,
    "on-going": DeliveryState.IN_PROGRESS,
    "on track": DeliveryState.IN_PROGRESS,
    "started": DeliveryState.IN_PROGRESS,
    "in-progress": DeliveryState.IN_PROGRESS,
    "delayed": DeliveryState.IN_PROGRESS,
    "overdue": DeliveryState.IN_PROGRESS,
    "late": DeliveryState.IN_PROGRESS,
    "slipped": DeliveryState.IN_PROGRESS,
    "awaiting sign off": DeliveryState.CLAIMED_COMPLETE,
    "awaiting sign-off": DeliveryState.CLAIMED_COMPLETE,
    "completed": DeliveryState.CLAIMED_COMPLETE,
    "complete": DeliveryState.CLAIMED_COMPLETE,
    "done": DeliveryState.CLAIMED_COMPLETE,
    "achieved": DeliveryState.CLAIMED_COMPLETE,
    "delivered": DeliveryState.CLAIMED_COMPLETE,
    "closed": DeliveryState.CLAIMED_COMPLETE,
    "blue": DeliveryState.CLAIMED_COMPLETE,
    "b": DeliveryState.CLAIMED_COMPLETE,
    "green": DeliveryState.IN_PROGRESS,
    "g": DeliveryState.IN_PROGRESS,
    "red": DeliveryState.IN_PROGRESS,
    "r": DeliveryState.IN_PROGRESS,
    "cancelled": DeliveryState.STOPPED,
    "withdrawn": DeliveryState.STOPPED,
    "merged": DeliveryState.STOPPED,
    "superseded": DeliveryState.STOPPED,
}
_AMBERS = {"amber", "a", "yellow", "orange"}
_OURS = {state.value: state for state in DeliveryState}
_LEADING = sorted({*_OFFERED, *_AMBERS, *_OURS}, key=len, reverse=True)
_BLANK = {"", "-", "n/a", "na"}
_WHY_AMBER = "Amber means late in one plan, and done but waiting for sign-off in another: say which"
_WHY = "Say which state this is"


def word_of(cell: str) -> tuple[str, str]:
    """The status word a cell begins with, and the text that goes on after it.

    "COMPLETED - all teams trained" is ("completed", "all teams trained"). Words that begin with none of those
    known are a status of their own, with nothing after.
    """
    text = " ".join(cell.split())
    low = text.casefold()
    for word in _LEADING:
        after = low[len(word) :]
        if low.startswith(word) and (not after or not (after[0].isalnum() or after[0] in "-'")):
            if len(word) == 1 and after:
                continue  # "A new team" is no amber
            return word, re.sub(r"^[\s\-–—:;,.()/]+", "", text[len(word) :]).rstrip(") ")
    return low, ""


def read_state(cell: str) -> Said[DeliveryState]:
    """What a cell of states or colours says; doubtful by its leading word, see `word_of`."""
    word, _ = word_of(cell)
    if word in _BLANK:
        return blank(cell)
    if word in _OURS and word != DeliveryState.SIGNED_OFF:
        return read(cell, _OURS[word])
    if word == DeliveryState.SIGNED_OFF:
        return doubtful(cell, "Nobody here signed it: say which", DeliveryState.SIGNED_OFF)
    if word in _AMBERS:
        return doubtful(cell, _WHY_AMBER)
    return doubtful(cell, _WHY, _OFFERED.get(word))
