"""What changed between two sets of records: rows added, gone and changed, table by table, by key.

A row that is the same in both is matched first, whatever its place. What is left is paired by its key: a key
on both sides is a changed row, on one side alone one that was added or has gone. Where a key stands for
several rows of one side, the first left of each is paired, then the second.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from goldenthread.records.tables import Records
from goldenthread.standards.safeguarding_dataset import dataset


@dataclass(frozen=True)
class TableDifference:
    """One table: its rows before and after, and those that differ.

    `added` and `gone` have the table's fields. `changed` has a row for each field that changed: `key`,
    `field`, `before` and `after`, as text. All three hold children's details; the counts hold none.
    """

    table: str
    before: int
    after: int
    added: pl.DataFrame
    gone: pl.DataFrame
    changed: pl.DataFrame
    rows_changed: int
    fields_changed: Mapping[str, int]

    @property
    def is_same(self) -> bool:
        return not (self.added.height or self.gone.height or self.rows_changed)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows there were, there are, and differ."""
        return {
            "before": self.before,
            "after": self.after,
            "added": self.added.height,
            "gone": self.gone.height,
            "changed": self.rows_changed,
        }


def difference(before: Records, after: Records) -> list[TableDifference]:
    """Every table either of them carries, in the model's order."""
    names = [name for name in dataset().tables if name in before.frames or name in after.frames]
    return [_of_table(name, before, after) for name in names]


def _of_table(name: str, before: Records, after: Records) -> TableDifference:
    key = dataset().tables[name].key
    old, new = before.table(name).collect(), after.table(name).collect()
    some_old, some_new = _without_same(old, new, key)
    only_old, only_new = _left_over(some_old, some_new), _left_over(some_new, some_old)
    old_placed, new_placed = _placed(only_old, key), _placed(only_new, key)
    on = [key, "_place"]
    both = old_placed.join(new_placed, on=on, how="inner", suffix="_after", maintain_order="left")
    changed = _by_field(both, name, key)
    counted = changed.group_by("field").len().sort("len", "field", descending=[True, False])
    return TableDifference(
        table=name,
        before=old.height,
        after=new.height,
        added=new_placed.join(old_placed, on=on, how="anti", maintain_order="left").drop("_place"),
        gone=old_placed.join(new_placed, on=on, how="anti", maintain_order="left").drop("_place"),
        changed=changed,
        rows_changed=both.height,
        fields_changed=dict(counted.rows()),
    )


def _without_same(old: pl.DataFrame, new: pl.DataFrame, key: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Both sides without the rows that stand alone under their key and are the same on each: nearly all of
    them, told apart far quicker than by looking for each row's equal."""
    alone = pl.col(key).is_unique()
    both = old.filter(alone).join(new.filter(alone), on=key, suffix="_after")
    fields = [name for name in old.columns if name != key]
    same = both.filter([pl.col(name).eq_missing(pl.col(f"{name}_after")) for name in fields]).select(key)
    left, right = (frame.join(same, on=key, how="anti", maintain_order="left") for frame in (old, new))
    return left, right


def _left_over(frame: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
    """The rows of the frame that the other has no equal of; of rows alike, one is matched with one."""
    fields = frame.columns
    alike = pl.int_range(pl.len()).over(fields).alias("_alike")
    return (
        frame.with_columns(alike)
        .join(
            other.with_columns(alike),
            on=[*fields, "_alike"],
            how="anti",
            nulls_equal=True,
            maintain_order="left",
        )
        .drop("_alike")
    )


def _placed(frame: pl.DataFrame, key: str) -> pl.DataFrame:
    """Rows in the order of their keys and fields, each with its place among those of its key."""
    ordered = frame.sort([key, *(name for name in frame.columns if name != key)], nulls_last=True)
    return ordered.with_columns(pl.int_range(pl.len()).over(key).alias("_place"))


def _by_field(both: pl.DataFrame, name: str, key: str) -> pl.DataFrame:
    """A row for each field that differs, in the order of keys and then of the model's fields."""
    fields = [field for field in dataset().tables[name].field_names if field != key]
    shape = {"key": pl.String, "field": pl.String, "before": pl.String, "after": pl.String}
    found = [
        both.with_row_index("_row")
        .filter(pl.col(field).ne_missing(pl.col(f"{field}_after")))
        .select(
            "_row",
            _order=pl.lit(place),
            key=pl.col(key).cast(pl.String),
            field=pl.lit(field),
            before=pl.col(field).cast(pl.String),
            after=pl.col(f"{field}_after").cast(pl.String),
        )
        for place, field in enumerate(fields)
    ]
    if not found:
        return pl.DataFrame(schema=shape)
    return pl.concat(found).sort("_row", "_order").select(*shape)


def rows(said: TableDifference) -> Iterator[dict[str, object]]:
    """Every row that differs, as plain values: what happened to it, its key, and its fields."""
    key = dataset().tables[said.table].key
    for change, frame in (("added", said.added), ("gone", said.gone)):
        for row in frame.iter_rows(named=True):
            held = {field: value for field, value in row.items() if value is not None and field != key}
            yield {"change": change, "key": row[key], "fields": held}
    for (changed_key,), fields in said.changed.group_by("key", maintain_order=True):
        turned = {field: [old, new] for _, field, old, new in fields.iter_rows()}
        yield {"change": "changed", "key": changed_key, "fields": turned}
