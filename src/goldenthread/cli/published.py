"""`compare`: where an authority stood among others, by the Department's published files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from goldenthread.cli.output import say, say_json, say_table, warn


def say_compared(folder: Path, *, authority: str, ids: list[str] | None, json: bool) -> None:
    """Each indicator that the files answer: the authority, region, neighbours, England, rank and quartile."""
    from goldenthread.indicators.catalogue import get
    from goldenthread.indicators.published_folder import read_folder
    from goldenthread.standards.indicators import indicator_facts

    held = read_folder(folder)
    wanted = [get(id).id for id in ids] if ids else [id for id in indicator_facts() if id in held.years]
    facts = indicator_facts()
    found = [
        (id, placed)
        for id in wanted
        if (placed := held.compared(id, authority, polarity=facts[id].polarity)) is not None
    ]
    rows = [_row(id, placed) for id, placed in found]
    if json:
        say_json(rows)
        return
    _say(rows, authority)
    for name in held.unused:
        warn(f"{name} answers no indicator we hold, and was left out.")


def _row(id: str, placed: Any) -> dict[str, Any]:
    found = placed.comparison
    return {
        "indicator": id,
        "year": placed.year,
        "own": _cell(found.own),
        "region": _cell(found.region),
        "neighbours_average": found.neighbours_average,
        "neighbours_model": found.model_year,
        "england": _cell(found.england),
        "rank": found.rank,
        "ranked": found.ranked,
        "quartile": found.quartile,
        "left_out": found.left_out,
        "source": placed.source,
    }


def _cell(cell: Any) -> float | str | None:
    """The number, or the words that stand in its stead."""
    if cell is None:
        return None
    said: float | str = cell.said or float(cell.number)
    return said


def _say(rows: list[dict[str, Any]], authority: str) -> None:
    if not rows:
        say(f"The files hold no figure of {authority} that an indicator of ours answers to.")
        return
    headings = {"indicator": "Indicator", "when": "Year", "own": "Own", "near": "Neighbours"}
    headings |= {"england": "England", "place": "Rank"}
    say_table(f"{authority} among others", [_in_brief(row) for row in rows], headings)
    models = sorted({row["neighbours_model"] for row in rows if row["neighbours_model"]})
    said = f" Neighbours are those of {', '.join(map(str, models))}." if models else ""
    say(f"Rank 1 is the best, or the highest where neither is better.{said}")
    files = ", ".join(dict.fromkeys(row["source"] for row in rows))
    say(f"Source: Department for Education open data, {files}.")


def _in_brief(row: dict[str, Any]) -> dict[str, Any]:
    near = row["neighbours_average"]
    return row | {
        "when": str(row["year"]),
        "near": None if near is None else round(near, 1),
        "place": f"{row['rank']} of {row['ranked']}" if row["rank"] else "None",
    }
