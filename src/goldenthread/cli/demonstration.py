"""`demo`: the whole thread on a made-up authority, from a report and a workbook to the board paper."""

from __future__ import annotations

import json
import shutil
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

from goldenthread.cli import making
from goldenthread.cli.output import progress, say
from goldenthread.errors import InputRefused

CHILDREN, MONTHS, END, SEED = 2_000, 24, date(2026, 3, 31), 7
INSPECTED, PUBLISHED = "ilacs_2023", date(2023, 5, 12)
GRADES = {"overall": "inadequate", "leaders": "inadequate", "help_protection": "inadequate"}
EVIDENCE = {"A1": "assessment_45wd", "A5": "cl_in_touch"}
_OURS = ".made-by-goldenthread-demo"


def run(out: Path) -> None:
    """Make the demonstration in `out`, afresh, saying each step; the paper is `out`/board-paper.pdf."""
    _fresh(out)
    say(f"{making.MADE_UP}\n")
    made = making.authority(children=CHILDREN, months=MONTHS, end=END, seed=SEED, out=out, workbooks="last")
    say(f"1. An authority: {CHILDREN:,} children over {MONTHS} months, and its workbook {made.workbooks[0]}")
    findings = _report(out)
    say(f"2. What inspectors found: {findings}")
    store = _loaded(out, made)
    say(f"3. The records, checked and kept: {store}")
    plan = _plan(out, store)
    say(f"4. What is being done about it: {plan}")
    making.board_paper(store, as_at=None, findings=findings, plan=plan, out=out / "board-paper.pdf")
    say(_next(out, store))


def _fresh(out: Path) -> None:
    """An empty folder of ours; a folder that something else made is never emptied."""
    if out.exists() and any(out.iterdir()) and not (out / _OURS).exists():
        raise InputRefused(
            source=out,
            why="holds files this demonstration did not make",
            what_to_do="choose another folder with --out",
        )
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    (out / _OURS).touch()


def _report(out: Path) -> Path:
    """A made-up report as published, read back, and what was read."""
    from goldenthread.findings.reader import read
    from goldenthread.synthetic.report import write_report

    path = out / "inspection-report.pdf"
    write_report(path, framework=INSPECTED, published=PUBLISHED, judgements=GRADES)
    findings = out / "findings.json"
    findings.write_text(json.dumps([read(path).to_json()], ensure_ascii=False, indent=1), encoding="utf-8")
    return findings


def _loaded(out: Path, made: making.Made) -> Path:
    """The month's workbook and the whole history, both kept; the history is what figures come from."""
    from goldenthread.records.load import load

    store = out / "store"
    with progress("Loading", 2) as advance:
        for path in (made.workbooks[0], made.records):
            load(path, store_folder=store)
            advance(1)
    return store


def _plan(out: Path, store: Path) -> Path:
    """The improvement plan, with the frozen figure that stands as evidence taken from the snapshot itself."""
    from goldenthread.cli.measuring import opened
    from goldenthread.clocks.engine import all_clocks
    from goldenthread.indicators import catalogue, compute

    text = resources.files("goldenthread.synthetic").joinpath("demo_plan.json").read_text(encoding="utf-8")
    plan = json.loads(text)
    _, records = opened(store, None)
    ids = list(EVIDENCE.values())
    figures = compute.figures(records, all_clocks(records), ids=ids, period="quarter").to_dicts()
    for action in plan["actions"]:
        indicator = EVIDENCE.get(action["id"])
        first_and_last = _ends([figure for figure in figures if figure["indicator"] == indicator])
        for figure in first_and_last:
            action["evidence"].append(_evidence(catalogue.get(figure["indicator"]).title, figure))
    path = out / "plan.json"
    path.write_text(json.dumps(plan, ensure_ascii=False, indent=1), encoding="utf-8")
    return path


def _ends(series: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first and the last of a series; the only one where there is one."""
    return series if len(series) < 2 else [series[0], series[-1]]


def _evidence(title: str, figure: dict[str, Any]) -> dict[str, Any]:
    kept = {name: figure[name] for name in ("indicator", "unit", "value", "numerator", "denominator")}
    return {"label": title, "as_at": figure["period_end"].isoformat(), **kept}


def _next(out: Path, store: Path) -> str:
    return (
        f"\nLook at {out / 'board-paper.pdf'}, then try:\n"
        f"  goldenthread clocks --store {store} --status overdue\n"
        f"  goldenthread indicators --store {store} --by team\n"
        f"  goldenthread cases --store {store} --id assessment_45wd"
    )
