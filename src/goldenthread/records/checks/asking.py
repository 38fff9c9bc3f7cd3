"""The checks put to records: their rows, with child, team and worker, and how many each had before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import polars as pl

from goldenthread.records.allocation import allocated_on, named
from goldenthread.records.belonging import CHILD
from goldenthread.records.checks.catalogue import catalogue
from goldenthread.records.checks.check import ANY, SEVERITIES, Asked, Check, Severity
from goldenthread.records.checks.teams import own_team_and_worker
from goldenthread.records.tables import Records
from goldenthread.standards.safeguarding_dataset import dataset

FOUND: dict[str, type[pl.DataType]] = {
    "check": pl.String,
    "severity": pl.String,
    "table": pl.String,
    "key": pl.String,  # of the row; null where it is about a team or a whole list
    "child": pl.String,
    "team": pl.String,  # the row's own, else who holds the case on the day of the records
    "worker": pl.String,
    "columns": pl.String,
    "says": pl.String,  # the columns with what stands in them: a child's details
}


@dataclass(frozen=True)
class Outcome:
    """How many rows a check found, and in the snapshot before; None where it could not be asked, and why.
    `came` are rows that were not there before, `went` those that are there no longer."""

    check: Check
    rows: int | None
    before: int | None
    why_not: str
    came: int | None = None
    went: int | None = None


@dataclass(frozen=True)
class Checked:
    """What the checks say of one snapshot. `found` holds their rows, in FOUND: children's details. So does
    `then`, of the snapshot before."""

    as_at: date
    authority: str
    snapshot: str
    outcomes: tuple[Outcome, ...]
    found: pl.DataFrame
    before: str = ""  # the snapshot compared with
    before_as_at: date | None = None
    then: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=FOUND), repr=False)

    def of(self, severities: Collection[Severity]) -> Checked:
        """The checks of these severities alone."""
        outcomes = tuple(one for one in self.outcomes if one.check.severity in severities)
        kept = pl.col("severity").is_in(severities)
        return replace(self, outcomes=outcomes, found=self.found.filter(kept), then=self.then.filter(kept))

    def not_asked(self) -> dict[str, int]:
        """Why checks could not be asked, and how many for each reason."""
        return dict(Counter(one.why_not for one in self.outcomes if one.why_not))

    def counts(self, *by: str) -> pl.DataFrame:
        """Rows of each severity by any of table, team and worker: the most errors first."""
        severity = pl.col("severity")
        counted = [(severity == name).sum().alias(name) for name in SEVERITIES]
        order = [*SEVERITIES, *by]
        falling = [True] * len(SEVERITIES) + [False] * len(by)
        return self.found.group_by(by).agg(counted).sort(order, descending=falling, nulls_last=True)


def checked(records: Records, *before: Records) -> Checked:
    """Every check, put to a snapshot and to the one before it.

    `before` are earlier snapshots of the same kind, the latest first: a check that compares two asks of the
    first against the second, so that what it found then stands beside what it finds now.
    """
    held = [_in_memory(one) for one in (records, *before[:2])]
    latest, *earlier = held
    found, why_not = _asked(Asked(latest, earlier[0] if earlier else None))
    then, then_why = pl.DataFrame(schema=FOUND), dict.fromkeys([check.id for check in catalogue()], "")
    if earlier:
        then, then_why = _asked(Asked(earlier[0], earlier[1] if earlier[1:] else None))
    return Checked(
        as_at=records.as_at,
        authority=records.authority,
        snapshot=records.snapshot,
        outcomes=tuple(_outcomes(found, then, why_not=why_not, then_why=then_why)),
        found=found,
        before=before[0].snapshot if before else "",
        before_as_at=before[0].as_at if before else None,
        then=then,
    )


def _outcomes(
    found: pl.DataFrame, then: pl.DataFrame, *, why_not: Mapping[str, str], then_why: Mapping[str, str]
) -> Iterator[Outcome]:
    """What came and what went is told of a check that could be asked both times, and of no other."""
    now, before = _counted(found), _counted(then)
    came, went = _counted(not_among(found, then)), _counted(not_among(then, found))
    for check in catalogue():
        both = check.id not in why_not and check.id not in then_why
        yield Outcome(
            check=check,
            rows=None if check.id in why_not else now.get(check.id, 0),
            before=None if check.id in then_why else before.get(check.id, 0),
            why_not=why_not.get(check.id, ""),
            came=came.get(check.id, 0) if both else None,
            went=went.get(check.id, 0) if both else None,
        )


def not_among(found: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    """The rows found that are not among the others. A row is the same by its check and by what it is about:
    the row of the list, or the team or list where it is about no row; the second of two alike is the second.
    """
    about = ("check", "table", "_about", "columns", "_nth")
    held, theirs = (
        frame.with_columns(_about=pl.coalesce("key", "team")).with_columns(
            _nth=pl.int_range(pl.len()).over("check", "table", "_about", "columns")
        )
        for frame in (found, others)
    )
    kept = held.join(theirs, on=about, how="anti", nulls_equal=True, maintain_order="left")
    return kept.select(found.columns)


def _in_memory(records: Records) -> Records:
    """The same records, each table read once: two hundred checks look at them."""
    frames = list(records.frames)
    read = pl.collect_all([records.frames[name] for name in frames])
    return replace(records, frames={name: frame.lazy() for name, frame in zip(frames, read, strict=True)})


def _counted(found: pl.DataFrame) -> dict[str, int]:
    return dict(found.group_by("check").len().iter_rows())


def _asked(asked: Asked) -> tuple[pl.DataFrame, dict[str, str]]:
    """The rows of every check that can be asked, and why the others cannot."""
    why_not = {check.id: why for check in catalogue() if (why := check.why_not(asked))}
    able = [check for check in catalogue() if check.id not in why_not]
    return rows_found(able, asked), why_not


def rows_found(checks: Sequence[Check], asked: Asked) -> pl.DataFrame:
    """The rows in FOUND of these checks, which can be asked, with who holds them: as `checked` has them."""
    read = pl.collect_all([_rows(check, asked) for check in checks])
    found = [_said(check, rows) for check, rows in zip(checks, read, strict=True)]
    return _with_holders(pl.concat([pl.DataFrame(schema=FOUND), *found]), asked.records)


def found_by(check: Check, asked: Asked) -> pl.DataFrame:
    """A check's rows in FOUND, teams and workers as the rows themselves name them."""
    return _said(check, _rows(check, asked).collect())


def _rows(check: Check, asked: Asked) -> pl.LazyFrame:
    """The check's rows: whose they are, and the cells to show."""
    rows, nobody = check.rows(asked), pl.lit(None, pl.String)
    if check.table == ANY:
        whose = {"table": pl.col("_table"), "key": nobody, "child": nobody, "team": pl.col("_team")}
        return rows.select(**whose, worker=nobody, _column="_column", _cell="_cell")
    team, worker = (_own(field) for field in own_team_and_worker(check.table))
    key = pl.col(dataset().tables[check.table].key)
    whose = {"table": pl.lit(check.table), "key": key, "child": pl.col(CHILD), "team": team, "worker": worker}
    return rows.select(
        **whose, **{f"_{name.lstrip('_')}": pl.col(name) for name in check.columns or ("_column", "_cell")}
    )


def _own(field: str | None) -> pl.Expr:
    return pl.col(field) if field else pl.lit(None, pl.String)


def _said(check: Check, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows in FOUND. Not lazily with the filters before: the engine takes columns that a filter makes
    constant for literals, and then stops on text made of literals alone for no rows."""
    shown = "; ".join(f"{name}: {{}}" for name in check.columns)
    held = [pl.col(f"_{name}").cast(pl.String).fill_null("blank") for name in check.columns]
    cells = (
        {"columns": pl.lit(", ".join(check.columns)), "says": pl.format(shown, *held)}
        if check.columns
        else {"columns": pl.col("_column"), "says": pl.format("{}: {}", "_column", "_cell")}
    )
    said = {"check": pl.lit(check.id), "severity": pl.lit(check.severity)}
    return rows.select(**said, **{name: pl.col(name) for name in FOUND if name in rows.columns}, **cells)


def _with_holders(found: pl.DataFrame, records: Records) -> pl.DataFrame:
    """The rows with names for teams and workers; where a row names neither, who holds the case now."""
    places = {check.id: place for place, check in enumerate(catalogue())}
    own = named(found.lazy(), records, team="team", worker="worker")
    children = found.lazy().select("child").drop_nulls().unique().with_columns(_on=pl.lit(records.as_at))
    holders = allocated_on(children, records, child="child", on="_on")
    now = holders.select("child", _team="team", _worker="worker")
    silent = pl.col("team").is_null() & pl.col("worker").is_null()
    return (
        own.join(now, on="child", how="left")
        .with_columns(
            team=pl.when(silent).then("_team").otherwise("team"),
            worker=pl.when(silent).then("_worker").otherwise("worker"),
        )
        .with_columns(_place=pl.col("check").replace_strict(places, return_dtype=pl.Int64))
        .sort("_place", "team", "key", "columns", nulls_last=True)
        .select(*FOUND)
        .collect()
    )
