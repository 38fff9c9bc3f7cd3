"""The same figures on a Spark cluster: one partition for each authority, through Arrow.

Spark is told which stores there are and nothing that is in them. Each worker opens one authority's store
itself, where its key is at hand, works out the figures by `many.answer`, and hands back figures (or, where
they are written to a folder, one row that says so). No child's record travels through Spark, is spilled to
its disks or is seen by its driver.

Needs the extra `spark` (`pip install goldenthread[spark]`) and Java 17 or later.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from goldenthread.errors import InputRefused
from goldenthread.indicators.many import Measured, Question, answer, answer_schema, gathered

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import SparkSession

_DDL = {pl.String: "string", pl.Date: "date", pl.Int64: "bigint", pl.Float64: "double"}
# Where no cluster is configured: this machine, reachable from nowhere else.
_LOCAL = {
    "spark.master": "local[*]",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.ui.enabled": "false",
}
# For any cluster: a date is a date, and a task takes the one core it is given.
_ALWAYS = {"spark.sql.session.timeZone": "UTC", "spark.executorEnv.POLARS_MAX_THREADS": "1"}


def measured(
    stores: Sequence[Path],
    question: Question,
    *,
    out: Path | None = None,
    session: SparkSession | None = None,
) -> Measured:
    """`many.measured`, on the cluster of `session`: of the one this process is configured for, or of this
    machine's own cores. Each path must mean the same on every worker. InputRefused without the extra."""
    spark = session or _session()
    each_its_own = spark.range(0, len(stores), 1, numPartitions=len(stores))
    answers = each_its_own.mapInArrow(_answers(tuple(stores), question, out), _ddl(question))
    return gathered([_polars(answers.toArrow(), question)], question)


def _answers(
    stores: tuple[Path, ...], question: Question, out: Path | None
) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """What a worker does with its partition: numbers of stores in, their answers out."""

    def each(numbers: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in numbers:
            for number in batch.column("id").to_pylist():
                yield from _arrow(answer(stores[number], question, out=out)).to_batches()

    return each


def _arrow(frame: pl.DataFrame) -> pa.Table:
    """With the plain strings that Spark takes, in place of Polars' own large ones."""
    import pyarrow as pa

    kinds = {pl.String: pa.string(), pl.Date: pa.date32(), pl.Int64: pa.int64(), pl.Float64: pa.float64()}
    fields = [(name, kinds[type(kind)]) for name, kind in frame.schema.items()]
    return frame.to_arrow().cast(pa.schema(fields))


def _polars(table: pa.Table, question: Question) -> pl.DataFrame:
    frame = pl.DataFrame(pl.from_arrow(table))
    return frame.cast(answer_schema(question))  # type: ignore[arg-type]  # Polars takes names to types here


def _ddl(question: Question) -> str:
    return ", ".join(f"`{name}` {_DDL[kind]}" for name, kind in answer_schema(question).items())


def _session() -> SparkSession:
    try:
        import pyarrow  # noqa: F401  # Spark hands partitions over as Arrow
        from pyspark import SparkConf
        from pyspark.sql import SparkSession
    except ImportError:
        raise InputRefused(
            source="--engine spark",
            why="needs PySpark and PyArrow, which are not installed",
            what_to_do="install goldenthread[spark], or leave the option out",
        ) from None
    builder: Any = SparkSession.builder.appName("Golden Thread")
    for name, value in _ALWAYS.items():
        builder = builder.config(name, value)
    if not SparkConf().contains("spark.master"):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        for name, value in _LOCAL.items():
            builder = builder.config(name, value)
    found: SparkSession = builder.getOrCreate()
    return found
