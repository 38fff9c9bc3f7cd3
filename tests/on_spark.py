"""`make spark`: every indicator of several made-up authorities, on Spark in its local mode and without it.

Every figure must be the same to the last digit, in the same order; so must the files that are written, and
what is said of a store that cannot be used.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import date
from pathlib import Path

import polars as pl
from polars.testing import assert_frame_equal

from goldenthread.indicators import many, on_spark
from goldenthread.indicators.many import Measured, Question
from many_made_up import write_stores

SMALL = Question(("cpp_count", "assessment_duration_median", "contacts_by_source"), ("team",), "month")
QUESTIONS = {
    "every indicator, as it stands": Question(),
    "every indicator by team and month": Question(by=("team",), period="month"),
    "every indicator by age, sex and quarter": Question(by=("age", "sex"), period="quarter"),
    "as at a date that one of them has": Question(as_at=date(2025, 12, 31)),
}


def main(*, small: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        stores = write_stores(Path(folder))
        for words, question in {
            "three indicators by team and month": SMALL,
            **({} if small else QUESTIONS),
        }.items():
            here, there = many.measured(stores, question), on_spark.measured(stores, question)
            _same(here, there)
            of = here.figures["indicator"].n_unique()
            print(f"{words}: {here.figures.height:,} figures of {of} indicators, all the same")  # noqa: T201
        _files_the_same(stores, Path(folder))


def _same(here: Measured, there: Measured) -> None:
    assert_frame_equal(there.figures, here.figures, check_exact=True)
    assert_frame_equal(there.receipts, here.receipts, check_exact=True)
    assert there.refused == here.refused
    assert here.figures.height > 0


def _files_the_same(stores: tuple[Path, ...], folder: Path) -> None:
    for engine in (many, on_spark):
        out = folder / engine.__name__
        out.mkdir()
        found = engine.measured(stores, SMALL, out=out)
        assert found.figures.is_empty()
        assert found.receipts["store"].to_list() == [path.stem for path in sorted(out.iterdir())]
    for store in stores:
        here, there = (
            pl.read_parquet(folder / one.__name__ / f"{store.name}.parquet") for one in (many, on_spark)
        )
        assert_frame_equal(there, here, check_exact=True)
    print(f"{len(stores)} files, all the same")  # noqa: T201


if __name__ == "__main__":
    main(small="--small" in sys.argv[1:])
