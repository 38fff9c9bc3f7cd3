"""What has changed since the period before, measure by measure: what is new, has gone, or only moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from goldenthread.indicators.judging import Verdict
from goldenthread.indicators.targets import Track
from goldenthread.web.indicators.measures import ShownMeasure

_NO_SIGNAL = (Verdict.STEADY, Verdict.UNJUDGED)
_ORDER = {Track.ON: 0, Track.NEAR: 1, Track.OFF: 2}


@dataclass(frozen=True)
class Since:
    """A measure as it is and as it was one period before."""

    now: ShownMeasure
    before: ShownMeasure

    @property
    def is_new_signal(self) -> bool:
        """Whether its chart tells of a real change that it did not tell of before."""
        return self.now.signals and self.now.judgement.verdict is not self.before.judgement.verdict

    @property
    def is_signal_gone(self) -> bool:
        """Whether its chart told of a real change before, and tells of none now."""
        return self.before.signals and self.now.judgement.verdict is Verdict.STEADY

    @property
    def fell_back(self) -> bool:
        """Whether it is further from the way to its target than it was."""
        return self._track() > 0

    @property
    def caught_up(self) -> bool:
        """Whether it is nearer to the way to its target than it was."""
        return self._track() < 0

    @property
    def only_moved(self) -> bool:
        """Whether its figure is another and no more can be said of that than that chance does so."""
        values = (self.now.latest.value, self.before.latest.value)
        quiet = self.now.judgement.verdict is Verdict.STEADY and not self.is_signal_gone
        return None not in values and values[0] != values[1] and quiet

    @property
    def moved_unjudged(self) -> bool:
        """Whether its figure is another and its chart cannot say if that is more than chance."""
        values = (self.now.latest.value, self.before.latest.value)
        unjudged = self.now.judgement.verdict is Verdict.UNJUDGED
        return None not in values and values[0] != values[1] and unjudged and self._track() == 0

    def _track(self) -> int:
        now, before = self.now.judgement.track, self.before.judgement.track
        return 0 if now is None or before is None else _ORDER[now] - _ORDER[before]


def since_before(measures: Sequence[ShownMeasure]) -> list[Since]:
    """Every measure that has a period before its latest. What was set since then is held against both: a
    new target is no change of the figures."""
    return [
        Since(now=one, before=replace(one, series=one.series[:-1])) for one in measures if len(one.series) > 1
    ]
