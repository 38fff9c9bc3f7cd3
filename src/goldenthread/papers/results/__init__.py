"""Results as data, for analysts to take where they work: tidy tables, and the files that hold them.

results.write(results.of(records, all_clocks(records), by=["team"], made_on=today), Path("RESULTS"))
"""

from __future__ import annotations

from goldenthread.papers.results.files import write
from goldenthread.papers.results.making import of
from goldenthread.papers.results.tidy import Results

__all__ = ["Results", "of", "write"]
