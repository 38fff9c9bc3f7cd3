"""What a meeting received of a reporting cycle, as a paper carries it: the words frozen with each measure."""

from __future__ import annotations

from goldenthread.papers.said import Said, said_of_measure
from goldenthread.web.reporting.models import Cycle
from goldenthread.web.reporting.queries import cycles, lines_of


def frozen_cycles() -> list[Cycle]:
    """The cycles that were frozen for their meetings, the latest first."""
    return list(cycles().exclude(frozen_on=None))


def said_at(cycle: Cycle) -> Said:
    """What was said, as it was frozen."""
    assert cycle.frozen_on is not None
    frozen = [(line.indicator, line.frozen) for line in lines_of(cycle) if hasattr(line, "frozen")]
    return Said(
        meeting=str(cycle),
        frozen_on=cycle.frozen_on,
        as_at=cycle.as_at,
        snapshot=cycle.snapshot,
        measures={id: said_of_measure(one.owner_name, one.said) for id, one in frozen},
    )
