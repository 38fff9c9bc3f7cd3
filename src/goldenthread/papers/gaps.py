"""What the data cannot say, in sentences: said, never guessed and never counted as in time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from goldenthread.clocks.gaps import Gap
from goldenthread.papers.duties import Duty
from goldenthread.papers.wording import both_counts, counted, plain_number
from goldenthread.papers.words import ClockWords
from goldenthread.records.store import Manifest


class CannotAnswer(Protocol):
    """A measure the source cannot carry: `indicators.catalogue.Unanswerable`."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def reason(self) -> str: ...


@dataclass(frozen=True)
class ClockGap:
    """A duty that cannot be told from the source, in the shape of a measure that cannot."""

    id: str
    title: str
    reason: str


def of_clocks(gaps: Sequence[Gap], words: Mapping[str, ClockWords]) -> tuple[ClockGap, ...]:
    """What `clocks.gaps.unanswerable` found, ready for a paper: whole duties, and the parts of others."""
    return tuple(_clock_gap(gap, words) for gap in gaps)


def _clock_gap(gap: Gap, words: Mapping[str, ClockWords]) -> ClockGap:
    title = words[gap.clock].title if gap.clock in words else gap.clock
    return ClockGap(gap.clock, title if gap.whole else f"{title}, in part", gap.why)


def sentences(
    manifest: Manifest | None, *, unanswerable: Sequence[CannotAnswer], duties: Sequence[Duty]
) -> tuple[str, ...]:
    """Measures that cannot be worked out, rules that had to be assumed, rows set aside; of the last nothing
    without a manifest."""
    return (*_measures(unanswerable), *_assumed(duties), *(_set_aside(manifest) if manifest else ()))


def _measures(unanswerable: Sequence[CannotAnswer]) -> list[str]:
    """One sentence per reason, so that a board reads each reason once."""
    by_reason: dict[str, list[str]] = {}
    for gap in unanswerable:
        by_reason.setdefault(gap.reason.strip().rstrip("."), []).append(gap.title)
    return [f"{'; '.join(titles)}: {reason}." for reason, titles in by_reason.items()]


def _assumed(duties: Sequence[Duty]) -> list[str]:
    return [
        f"{duty.words.title}: for {both_counts(duty.assumed, duty.running)} now running, the source does not "
        f"say which branch of the rule applies. We assumed: {'; '.join(duty.rules_assumed)}."
        for duty in duties
        if duty.assumed
    ]


def _set_aside(manifest: Manifest) -> list[str]:
    read = sum(counts.rows_read for counts in manifest.lists.values())
    aside = sum(counts.rows_set_aside for counts in manifest.lists.values())
    if not aside:
        return []
    return [f"{counted(aside, 'row')} of {plain_number(read)} read could not be used and were set aside."]
