"""`checks`: what in a snapshot's records cannot be so or seldom is. Counts; rows in a workbook alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from goldenthread.cli.output import say, say_json, say_table
from goldenthread.errors import InputRefused
from goldenthread.records import store as store_folder
from goldenthread.records.checks import SEVERITIES, Checked, checked
from goldenthread.records.checks.workbook import write_workbook
from goldenthread.standards.safeguarding_dataset import dataset

_GRAVE = {"error": "Errors", "query": "Queries", "note": "Notes"}
_MADE_UP = "Made-up records: no real child, family or worker."


def say_checks(
    store: Path, *, snapshot: str | None, severities: Sequence[str], out: Path | None, json: bool
) -> None:
    """Counts by check, list, team and worker; the rows, which hold children's details, into a workbook."""
    if out is not None and not out.parent.is_dir():
        raise InputRefused(source=out, why="its folder does not exist", what_to_do="make the folder first")
    manifest = store_folder.named(store, snapshot) if snapshot else store_folder.choose(store)
    said = _of(store, manifest).of([name for name in SEVERITIES if name in severities])
    if out is not None:
        write_workbook(said, out, note=_MADE_UP if manifest.made_up else "")
    if json:
        say_json(_object(said, out))
        return
    _say(said)
    if out is not None:
        say(f"{said.found.height:,} rows written to {out}: it holds children's details, keep it safe.")


def _of(store: Path, manifest: store_folder.Manifest) -> Checked:
    """The checks of a snapshot, with the two of its kind before it to compare with."""
    asked = store_folder.and_before(manifest, store_folder.manifests(store))
    opened = [store_folder.open_snapshot(store, each) for each in asked]
    return checked(*opened)


def _object(said: Checked, out: Path | None) -> dict[str, Any]:
    return {
        "snapshot": said.snapshot,
        "as_at": said.as_at,
        "before": said.before or None,
        "before_as_at": said.before_as_at,
        "checks": [
            {
                "id": one.check.id,
                "list": one.check.table,
                "severity": one.check.severity,
                "says": one.check.says,
                "source": one.check.source,
                "rows": one.rows,
                "before": one.before,
                "came": one.came,
                "went": one.went,
                "not_asked": one.why_not or None,
            }
            for one in said.outcomes
        ],
        "lists": said.counts("table").to_dicts(),
        "teams": said.counts("team").to_dicts(),
        "workers": said.counts("team", "worker").to_dicts(),
        "written_to": str(out) if out else None,
    }


def _say(said: Checked) -> None:
    asked = sum(one.rows is not None for one in said.outcomes)
    compared = f"; before: {said.before} as at {said.before_as_at}" if said.before else ""
    say(f"Snapshot {said.snapshot} as at {said.as_at}{compared}")
    say(f"{asked} checks asked, {said.found.height:,} rows found.")
    found = [one for one in said.outcomes if one.rows or one.before]
    rows = [
        {"id": one.check.id, "severity": one.check.severity, "rows": one.rows, "before": one.before}
        | {"came": one.came, "went": one.went, "text": one.check.says}
        for one in found
    ]
    headings = {"id": "Check", "severity": "How grave", "rows": "Rows", "before": "Before"}
    headings |= {"came": "Came", "went": "Went", "text": "What it is"}
    say_table("What was found", rows, headings)
    lists = [
        row | {"text": dataset().tables[row["table"]].purpose} for row in said.counts("table").to_dicts()
    ]
    say_table("By list", lists, {"table": "List"} | _GRAVE | {"text": "What it holds"})
    say_table("By team", _named(said, "team"), {"team": "Team"} | _GRAVE)
    workers = _named(said, "team", "worker")
    say_table("By worker", workers, {"worker": "Worker", "team": "Team"} | _GRAVE)
    for why, count in said.not_asked().items():
        say(f"{count} not asked: {why}.")


def _named(said: Checked, *by: str) -> list[dict[str, Any]]:
    """Counts by team or worker, with words where there is none."""
    return [row | {name: row[name] or f"no {name}" for name in by} for row in said.counts(*by).to_dicts()]
