"""The delivery colours: what each means, said beside every one of them, and what an authority calls it.

A colour is kept apart from its name: a council that says "Blue" for what is signed off sees its own word, and
the rule behind it is the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

# Near enough to a due date to be worth a board's eye: two working weeks, as "due in the next two weeks".
DUE_SHORTLY_WORKING_DAYS = 10
# A forecast further after its date than this, a four-weekly board's round, is red before the date comes.
FORECAST_RED_WORKING_DAYS = 20
MILESTONE_RED_WORKING_DAYS = 10


class Rag(StrEnum):
    """The delivery colour, and the words that stand where a colour would mislead."""

    RED = "Red"
    AMBER = "Amber"
    GREEN = "Green"
    WAITING = "Awaiting sign-off"  # never amber: waiting for somebody else is not drift by the owner
    DONE = "Signed off"
    STOPPED = "Stopped"
    MERGED = "Merged"
    UNDATED = "No date"


DEFINITIONS: Mapping[Rag, str] = {
    Rag.RED: (
        "Its date has passed and nobody says it is done; or the owner's forecast is more than"
        f" {FORECAST_RED_WORKING_DAYS} working days after its date; or a milestone is more than"
        f" {MILESTONE_RED_WORKING_DAYS} working days late."
    ),
    Rag.AMBER: (
        f"Its date is ahead, and {DUE_SHORTLY_WORKING_DAYS} working days away or fewer, or was moved later"
        " before; or the owner's forecast is after its date or has gone by; or a milestone is late."
    ),
    Rag.GREEN: "Its date is ahead and was not moved; neither forecast nor milestone says it will be missed.",
    Rag.WAITING: "Its owner says it is done; somebody else has yet to accept it. That wait is not theirs.",
    Rag.DONE: "Somebody other than its owner accepted that it is done. Whether it helps is judged apart.",
    Rag.STOPPED: "It will not be done, for a reason that is kept with it.",
    Rag.MERGED: "It goes on within another action, for a reason that is kept with it.",
    Rag.UNDATED: "No date has been agreed, so nothing says whether it is late.",
}
RATED = (Rag.RED, Rag.AMBER, Rag.GREEN)  # what somebody may set in place of what is computed

Labels = Mapping[str, str]  # a colour -> what this authority calls it, where that differs


def label(rag: Rag, labels: Labels) -> str:
    """What this authority calls a colour."""
    return labels.get(str(rag)) or str(rag)


def key(labels: Labels) -> list[tuple[Rag, str, str]]:
    """Every colour, what it is called here and what it means."""
    return [(rag, label(rag, labels), words) for rag, words in DEFINITIONS.items()]
