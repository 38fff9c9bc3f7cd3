"""`difference`: what a newer snapshot has that an older one had not, table by table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from goldenthread.cli.output import say, say_json, say_table
from goldenthread.records import store as store_folder
from goldenthread.records.difference import TableDifference, difference, rows


def say_difference(
    store: Path, *, before: str | None, after: str | None, show_rows: bool, json: bool
) -> None:
    """Counts by list and table; the rows themselves, which hold children's details, only if asked for."""
    older, newer = store_folder.pair(store, before=before, after=after)
    found = difference(store_folder.open_snapshot(store, older), store_folder.open_snapshot(store, newer))
    if json:
        tables = [_table(one, show_rows=show_rows) for one in found]
        say_json(
            {"from": _named(older), "to": _named(newer), "lists": _lists(older, newer), "tables": tables}
        )
        return
    _say(older, newer, found)
    if show_rows:
        _say_rows(found)


def _named(manifest: store_folder.Manifest) -> dict[str, Any]:
    return {"snapshot": manifest.snapshot, "as_at": manifest.as_at, "version": manifest.version}


def _lists(older: store_folder.Manifest, newer: store_folder.Manifest) -> list[dict[str, Any]]:
    nothing = store_folder.Counts(0, 0, 0)
    return [
        {
            "list": name,
            "loaded_before": older.lists.get(name, nothing).rows_loaded,
            "loaded": newer.lists.get(name, nothing).rows_loaded,
            "set_aside_before": older.lists.get(name, nothing).rows_set_aside,
            "set_aside": newer.lists.get(name, nothing).rows_set_aside,
        }
        for name in dict.fromkeys([*older.lists, *newer.lists])
    ]


def _table(found: TableDifference, *, show_rows: bool) -> dict[str, Any]:
    said = {"table": found.table, **found.counts, "fields_changed": dict(found.fields_changed)}
    return said | ({"rows": list(rows(found))} if show_rows else {})


def _say(older: store_folder.Manifest, newer: store_folder.Manifest, found: list[TableDifference]) -> None:
    same = [one.table for one in found if one.is_same]
    say(f"From {_in_words(older)} to {_in_words(newer)}")
    headings = {"list": "List", "loaded_before": "Loaded before", "loaded": "Loaded"}
    headings |= {"set_aside_before": "Set aside before", "set_aside": "Set aside"}
    say_table("Rows of each list", _lists(older, newer), headings)
    say_table(
        "Rows that differ, by key",
        [
            {"table": one.table, **one.counts, "fields": ", ".join(one.fields_changed) or None}
            for one in found
            if not one.is_same
        ],
        {"table": "Table", "before": "Before", "after": "After", "added": "Added", "gone": "Gone"}
        | {"changed": "Changed", "fields": "Fields changed"},
    )
    if same:
        say(f"The same in both: {', '.join(same)}.")


def _in_words(manifest: store_folder.Manifest) -> str:
    return f"{manifest.snapshot} (as at {manifest.as_at}, version {manifest.version})"


def _say_rows(found: list[TableDifference]) -> None:
    for one in found:
        shown = [row | {"fields": _fields(row)} for row in rows(one)]
        if shown:
            headings = {"change": "What", "key": "Key", "fields": "Fields"}
            say_table(one.table, shown, headings)


def _fields(row: dict[str, Any]) -> str:
    if row["change"] == "changed":
        return "; ".join(
            f"{field}: {old or '–'} → {new or '–'}" for field, (old, new) in row["fields"].items()
        )
    return "; ".join(f"{field}: {value}" for field, value in row["fields"].items())
