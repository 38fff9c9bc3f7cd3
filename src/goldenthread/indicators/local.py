"""An authority's own indicators: one YAML file each, in a folder of its choosing (docs/local-indicators.md).

A file is data and never code: it names a table of the model, and says in SQL expressions which of its rows
count. An expression can compare and reckon with the row's own fields and nothing else: it reads no file, no
other table, and runs nothing. docs/adr/0016 argues why.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, get_args

import polars as pl
import yaml

from goldenthread.errors import InputRefused
from goldenthread.indicators.definition import Basis, Indicator
from goldenthread.indicators.needs import events, standing
from goldenthread.indicators.source import Source, at_dates, births, case, held
from goldenthread.records.tables import schema
from goldenthread.standards.indicators import Polarity, indicator_facts
from goldenthread.standards.safeguarding_dataset import dataset

FOLDER = "GOLDENTHREAD_LOCAL_INDICATORS"  # the site's setting: the folder, read once as the process starts
PREFIX = "local_"
UNITS = ("count", "percent", "median_days", "median_working_days", "mean", "mean_days", "mean_months")
_LARGEST = 64 * 1024  # bytes; a definition is a page of words
_WORDS = ("title", "numerator", "why", "how", "source", "author")
_TOP = {*_WORDS, "id", "service_area", "unit", "polarity", "basis", "denominator", "cautions", "reviewed",
        "version", "records"}  # fmt: skip
_DATES = {"events": {"date"}, "stock": {"from", "to"}}


@dataclass(frozen=True)
class _Rows:
    """Which rows of a table are cases, and which of them count."""

    table: str
    child: str
    since: str
    until: str | None
    where: pl.Expr | None
    counted: pl.Expr | None
    value: pl.Expr | None


def definitions(folder: Path) -> tuple[Indicator, ...]:
    """Every definition in the folder's .yaml files, by file name. Raises InputRefused for the first that is
    not one, naming the file: a folder is taken whole or not at all."""
    if not folder.is_dir():
        raise InputRefused(
            source=folder, why="is not a folder", what_to_do="give the folder that holds the definitions"
        )
    found = tuple(_read(path) for path in sorted(folder.glob("*.yaml")))
    ids = [one.id for one in found]
    twice = next((id for id in ids if ids.count(id) > 1), None)
    if twice:
        raise InputRefused(
            source=folder, why=f"defines {twice} twice", what_to_do="give each definition an id of its own"
        )
    return found


def of_this_process() -> tuple[Indicator, ...]:
    """The definitions of the folder the process was started with; none where it was not given one."""
    folder = os.environ.get(FOLDER)
    return definitions(Path(folder)) if folder else ()


def _read(path: Path) -> Indicator:
    try:
        if path.stat().st_size > _LARGEST:
            raise _refused(path, "is larger than any definition")
        said = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError) as fault:
        raise _refused(path, "is not a YAML file") from fault
    if not isinstance(said, dict) or not isinstance(said.get("records"), dict):
        raise _refused(path, "does not say which records it is of")
    _check_names(path, said)
    return _definition(path, said)


def _check_names(path: Path, said: Mapping[str, Any]) -> None:
    strange = [str(name) for name in said if name not in _TOP]
    if strange:
        raise _refused(path, f"says {strange[0]}, which is no part of a definition")
    for word in _WORDS:
        if not isinstance(said.get(word), str) or len(said[word].strip()) < 3:
            raise _refused(path, f"lacks {word} in words")
    id = said.get("id")
    if not isinstance(id, str) or not id.startswith(PREFIX) or not id.isidentifier():
        raise _refused(path, f"needs an id that begins {PREFIX} and is letters, figures and underscores")
    for name, known in _KNOWN.items():
        if said.get(name) not in known:
            raise _refused(path, f"needs {name} to be one of {', '.join(known)}")
    if type(said.get("reviewed")) is not date:
        raise _refused(path, "needs the date it was reviewed, such as 2026-11-24")
    if not isinstance(said.get("cautions", []), list) or type(said.get("version", 1)) is not int:
        raise _refused(path, "needs cautions as a list and version as a whole number")
    if (said["unit"] == "count") == ("denominator" in said):
        raise _refused(path, "needs a denominator where it is no count, and none where it is")


_KNOWN: Mapping[str, tuple[str, ...]] = {
    "service_area": tuple(dict.fromkeys(one.area for one in indicator_facts().values())),
    "unit": UNITS,
    "polarity": get_args(Polarity),
    "basis": get_args(Basis),
}


def _definition(path: Path, said: Mapping[str, Any]) -> Indicator:
    rows = _rows(path, said)
    need = events(rows.table) if said["basis"] == "events" else standing(rows.table)
    return Indicator(
        id=said["id"],
        title=said["title"],
        service_area=said["service_area"],
        unit=said["unit"],
        polarity=said["polarity"],
        evidence="unverified",  # nobody but the authority has checked it
        refs=(),
        basis=said["basis"],
        numerator=said["numerator"],
        denominator=said.get("denominator"),
        why=said["why"],
        how=said["how"],
        cautions=tuple(str(caution) for caution in said.get("cautions", [])),
        source=said["source"],
        version=said.get("version", 1),
        needs=(need,),
        author=said["author"],
        reviewed=said["reviewed"],
        rows=partial(_cases, rows),
    )


def _rows(path: Path, said: Mapping[str, Any]) -> _Rows:
    records, basis = said["records"], said["basis"]
    dates = _DATES[basis]
    strange = [str(name) for name in records if name not in {"table", "where", "counted", "value", *dates}]
    if strange:
        raise _refused(path, f"says {strange[0]} of its records, which a measure of {basis} has not")
    table = records.get("table")
    fields = schema(table) if table in dataset().tables else {}
    child = next((name for name in fields if name.endswith("_person_id")), None)
    if child is None:
        raise _refused(path, f"names {table!r}, which is no table of children")
    for name in dates:
        if fields.get(records.get(name)) is not pl.Date:
            raise _refused(path, f"needs {name} to be a date of {table}")
    expressions = {name: _expression(path, table, name, records.get(name)) for name in _KINDS}
    _check_unit(path, said["unit"], expressions)
    since = records["date"] if basis == "events" else records["from"]
    return _Rows(table, child, since, records.get("to"), **expressions)


def _check_unit(path: Path, unit: str, given: Mapping[str, pl.Expr | None]) -> None:
    wanted = {"count": None, "percent": "counted"}.get(unit, "value")
    for name in ("counted", "value"):
        if (given[name] is not None) != (name == wanted):
            raise _refused(path, f"has {name} amiss: a {unit} has {wanted or 'neither counted nor value'}")


_KINDS = {"where": "yes or no", "counted": "yes or no", "value": "a number"}


def _expression(path: Path, table: str, name: str, text: object) -> pl.Expr | None:
    """The SQL expression, tried on the table with no rows: what it gives, and that the fields are there."""
    if text is None:
        return None
    fields: dict[str, type[pl.DataType]] = {**schema(table), "born": pl.Date}
    try:
        made = pl.sql_expr(str(text))
        strange = [root for root in made.meta.root_names() if root not in fields]
        kind = pl.LazyFrame(schema=fields).select(made.alias("x")).collect()["x"].dtype
    except (pl.exceptions.PolarsError, pl.exceptions.ComputeError, TypeError, ValueError) as fault:
        raise _refused(path, f"has in {name} what is no SQL expression over the fields of {table}") from fault
    if strange:
        raise _refused(path, f"speaks in {name} of {strange[0]}, which {table} has not")
    fits = kind == pl.Boolean if _KINDS[name] == "yes or no" else kind.is_numeric()
    if not fits or made.meta.has_multiple_outputs():
        raise _refused(path, f"needs {name} to come to {_KINDS[name]} for each row")
    return made


def _cases(rows: _Rows, source: Source) -> pl.LazyFrame:
    """The rows that are cases, under who held the child on the day."""
    frame = source.table(rows.table).join(births(source), left_on=rows.child, right_on="child_id", how="left")
    if rows.until is None:
        dated = frame.with_columns(on=pl.col(rows.since)).filter(pl.col("on").is_not_null())
    else:
        dated = at_dates(source, frame, start=rows.since, end=rows.until)
    chosen = dated if rows.where is None else dated.filter(rows.where.fill_null(value=False))
    key = dataset().tables[rows.table].key
    return case(
        held(source, chosen, child=rows.child),
        child=rows.child,
        about=key,
        counted=rows.counted,
        value=rows.value,
    )


def _refused(path: Path, why: str) -> InputRefused:
    return InputRefused(
        source=path.name, why=why, what_to_do="correct the definition (docs/local-indicators.md shows one)"
    )
