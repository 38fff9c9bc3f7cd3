"""What people said of the measures at a meeting, as it was frozen for it: the owner's commentary, what was
put to them and what they answered, and what is done about it, each with its day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from goldenthread.papers.wording import long_date


@dataclass(frozen=True)
class SaidOfMeasure:
    """Of one measure: who answers for it, and their words and others' in the order they were said. Each of
    `words` is whose, with the day, and what."""

    owner: str
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Said:
    """A meeting's reporting cycle as it was frozen. `as_at` and `snapshot` are those of the figures that were
    spoken of; `measures` by the indicator's id."""

    meeting: str
    frozen_on: date
    as_at: date
    snapshot: str
    measures: Mapping[str, SaidOfMeasure] = field(default_factory=dict)

    @property
    def introduction(self) -> str:
        """Where the words come from, and of which figures they speak."""
        return (
            f"Beside a measure stands what was said of it for {self.meeting}, as it was frozen on "
            f"{long_date(self.frozen_on)}: of the figures as at {long_date(self.as_at)}, "
            f"from snapshot {self.snapshot}."
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "meeting": self.meeting,
            "frozen_on": self.frozen_on.isoformat(),
            "as_at": self.as_at.isoformat(),
            "snapshot": self.snapshot,
            "measures": {
                id: {"owner": one.owner, "words": [list(pair) for pair in one.words]}
                for id, one in self.measures.items()
            },
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(
            meeting=data["meeting"],
            frozen_on=date.fromisoformat(data["frozen_on"]),
            as_at=date.fromisoformat(data["as_at"]),
            snapshot=data["snapshot"],
            measures={
                id: SaidOfMeasure(one["owner"], tuple((who, what) for who, what in one["words"]))
                for id, one in data["measures"].items()
            },
        )


def said_of_measure(owner: str, frozen: Mapping[str, Any]) -> SaidOfMeasure:
    """What was frozen of one measure, `{commentary, challenges, corrective actions}`, in the order it is
    read."""
    commentary = frozen.get("commentary")
    words = [_by("What its owner says", commentary)] if commentary else []
    for challenge in frozen.get("challenges", ()):
        words.append(_by("Put to them", challenge))
        answer = challenge.get("answer")
        words.append(_by("Answered", answer) if answer else ("Answered:", "Not before the meeting."))
    for one in frozen.get("corrective actions", ()):
        words.append(("What is done about it:", f"{one['what'].rstrip('.')}. {one['stands']}".rstrip()))
    return SaidOfMeasure(owner, tuple(words))


def said_of(said: Said | None, id: str) -> Sequence[Sequence[str]]:
    """The words beside one measure, for the page; the owner is named where they said nothing."""
    held = said.measures.get(id) if said else None
    if held is None:
        return []
    nothing = [["What its owner says:", f"{held.owner} had written nothing before the meeting."]]
    return [list(pair) for pair in held.words] or nothing


def _by(label: str, one: Mapping[str, str]) -> tuple[str, str]:
    return f"{label} ({one['by']}, {one['on']}):", one["text"]
