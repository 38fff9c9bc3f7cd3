"""The rows a check found, read through the gate and no other way, as their reader may see them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from goldenthread.web.access.purposes import Purpose, pseudonym
from goldenthread.web.access.queries import fence_of
from goldenthread.web.access.views import timeline_at
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.standing import standing_of
from goldenthread.web.intake.gate import Seen, children
from goldenthread.web.intake.models import CheckedSnapshot, Snapshot
from goldenthread.web.intake.names import Named, names_for
from goldenthread.web.intake.quality import GONE, NEW, NONE, Narrowed, Whose
from goldenthread.web.intake.queries import and_before, every_snapshot, manifest_of, store
from goldenthread.web.intake.understood import NOT_NAMED, field_in_words
from goldenthread.web.page.templatetags.page import day_short

if TYPE_CHECKING:
    import polars as pl

    from goldenthread.records.checks import Check
    from goldenthread.records.tables import Records

PURPOSE = Purpose.DATA_QUALITY
_ISO = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
Rows = Callable[["Records"], "pl.DataFrame"]


@dataclass(frozen=True)
class Line:
    """A row to put right. `child` is "" where the row names none; `cells` are empty, and `key` is "", where
    the reader may not know who the child is."""

    child: str
    href: str
    named: Named | None
    key: str
    fields: str
    cells: tuple[tuple[str, str], ...]
    team: str
    worker: str
    is_new: bool


def found_by(
    check: Check, *, by: Person, held: CheckedSnapshot, narrowed: Narrowed, rows_shown: tuple[int, int]
) -> Seen:
    """The rows of one check within reach, those of one worker together; what came since, or what went since,
    where that is asked for."""
    asked = and_before(every_snapshot().get(identity=held.snapshot))
    gone = narrowed.show == GONE
    if gone and len(asked) < 2:
        asked = asked * 2  # nothing went since itself
    whose = Whose.reached(standing_of(by))
    return children(
        by=by,
        purpose=PURPOSE,
        what=f"Check of records: {check.id}",
        rows=_rows([check], asked, narrowed, whose, fence_of(by).shut),
        snapshot=asked[1] if gone else asked[0],
        rows_shown=rows_shown,
    )


def taken_away(checks: Sequence[Check], *, by: Person, held: CheckedSnapshot, narrowed: Narrowed) -> Seen:
    """The rows of these checks that the person may take away. Raises gate.TooMuch."""
    asked = and_before(every_snapshot().get(identity=held.snapshot))
    whose = Whose.reached(standing_of(by), taken_away=True)
    return children(
        by=by,
        purpose=PURPOSE,
        what="Rows to put right: downloaded",
        rows=_rows(checks, asked, narrowed, whose, fence_of(by).shut),
        snapshot=asked[0],
        taken_away=True,
    )


def why_not_asked(check: Check, held: CheckedSnapshot) -> str:
    """Why a check cannot be asked of the records; "" where it can. Reads what they carry, and no row."""
    from goldenthread.records.checks import Asked
    from goldenthread.records.store import open_snapshot

    asked = and_before(every_snapshot().get(identity=held.snapshot))
    opened = [*(open_snapshot(store(), manifest_of(one)) for one in asked[:2]), None]
    return check.why_not(Asked(*_two(opened)))


def lines(seen: Seen) -> list[Line]:
    """The rows as the page shows them."""
    rows = seen.rows.to_dicts()
    names = names_for({row["child_id"] for row in rows if row["identity"] == "identified"})
    return [_line(row, names) for row in rows]


def without_details(seen: Seen) -> pl.DataFrame:
    """The rows as a file holds them: what would tell who a child is left out where it may not be told."""
    import polars as pl

    named = pl.col("identity") == "identified"
    nobody = pl.col("child_id").is_in([NOT_NAMED, pseudonym(NOT_NAMED, seen.purpose)])
    return seen.rows.with_columns(
        child=pl.when(~nobody).then("child_id"),
        key=pl.when(named).then("key"),
        says=pl.when(named).then("says"),
    )


def _rows(
    checks: Sequence[Check],
    asked: Sequence[Snapshot],
    narrowed: Narrowed,
    whose: Whose,
    shut: frozenset[str],
) -> Rows:
    def rows(_: Records) -> pl.DataFrame:
        import polars as pl

        found = _as_asked(checks, asked, show=narrowed.show)
        kept = found.filter(whose.found, *_narrowing(narrowed)).sort(
            "team", "worker", "key", nulls_last=True, maintain_order=True
        )
        return _not_naming(kept, shut).with_columns(child_id=pl.col("child").fill_null(NOT_NAMED))

    return rows


def _as_asked(checks: Sequence[Check], asked: Sequence[Snapshot], *, show: str) -> pl.DataFrame:
    """The rows found, with `is_new`: not found in the snapshot before. Those found then alone, where what
    went is asked for. The snapshots' own tables are checked, as they were counted, and not what stands
    beside them."""
    import polars as pl

    from goldenthread.records.checks import Asked, not_among, rows_found
    from goldenthread.records.store import open_snapshot

    opened = [*(open_snapshot(store(), manifest_of(one)) for one in asked), None, None]
    now = rows_found(checks, Asked(*_two(opened))).with_row_index("_place")
    if opened[1] is None:
        return now.with_columns(is_new=False).drop("_place")
    able = [check for check in checks if not check.why_not(Asked(*_two(opened[1:])))]
    then = rows_found(able, Asked(*_two(opened[1:])))
    if show == GONE:
        return not_among(then, now.drop("_place")).with_columns(is_new=False)
    fresh = pl.col("_place").is_in(not_among(now, then)["_place"].implode())
    compared = pl.col("check").is_in([check.id for check in able])
    said = now.with_columns(is_new=fresh & compared).drop("_place")
    return said.filter("is_new") if show == NEW else said


def _two(opened: Sequence[Records | None]) -> tuple[Records, Records | None]:
    first = opened[0]
    assert first is not None
    return first, opened[1]


def _narrowing(narrowed: Narrowed) -> list[pl.Expr]:
    import polars as pl

    asked = {"severity": narrowed.severity, "table": narrowed.list}
    asked |= {"team": narrowed.team, "worker": narrowed.worker}
    return [
        pl.col(name).is_null() if value == NONE else pl.col(name) == value
        for name, value in asked.items()
        if value
    ]


def _not_naming(rows: pl.DataFrame, shut: frozenset[str]) -> pl.DataFrame:
    """The rows in whose cells no child shut to the reader is named: a row may lead to another child."""
    import polars as pl

    if not shut:
        return rows
    held = rows.select("key", "says").iter_rows()
    keep = [not shut & set(re.split(r"[:;,\s]+", f"{key} {says}")) for key, says in held]
    return rows.filter(pl.Series(keep, dtype=pl.Boolean))


def _line(row: dict[str, Any], names: dict[str, Named]) -> Line:
    identified = row["identity"] == "identified"
    nobody = row["child_id"] in {NOT_NAMED, pseudonym(NOT_NAMED, PURPOSE)}
    columns = row["columns"].split(", ")
    return Line(
        child="" if nobody else row["child_id"],
        href=timeline_at(row["child_id"]) if identified and not nobody else "",
        named=names.get(row["child_id"]),
        key=(row["key"] or "") if identified else "",
        fields=", ".join(map(field_in_words, columns)),
        cells=_cells(columns, row["says"]) if identified else (),
        team=row["team"] or "",
        worker=row["worker"] or "",
        is_new=row["is_new"],
    )


def _cells(columns: Sequence[str], says: str) -> tuple[tuple[str, str], ...]:
    """What stands in each column, in the words of the page: `says` has them one after another."""
    found = re.split(r"(?:^|; )(" + "|".join(map(re.escape, columns)) + "): ", says)[1:]
    told = zip(found[::2], found[1::2], strict=True)
    return tuple((field_in_words(name), _ISO.sub(_day, cell)) for name, cell in told)


def _day(found: re.Match[str]) -> str:
    """A date as the pages write it; what only looks like one as it stands."""
    try:
        return day_short(date.fromisoformat(found.group()))
    except ValueError:
        return found.group()
