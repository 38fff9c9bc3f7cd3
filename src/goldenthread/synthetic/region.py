"""Many made-up authorities, unlike one another: which there are, what is true of each, and their records.

They are made one at a time, so that all of England's take the memory of the largest.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from goldenthread.records.folder import write_folder
from goldenthread.standards.benchmarks import benchmarks
from goldenthread.synthetic.authority import changed_on, happened
from goldenthread.synthetic.chance import Bands
from goldenthread.synthetic.population import FILE, write_population
from goldenthread.synthetic.recording import Recorded, as_recorded
from goldenthread.synthetic.scenario import SCENARIOS

TRUTH = "truth.json"
RECORDS = "records"
_SEEDS = 1_000_000  # apart by this much, so that no two authorities of one region share a seed


@dataclass(frozen=True)
class MadeUp:
    """One authority of a made-up region: where its records go, whose they are, and how they are made."""

    folder: str
    authority: str
    scenario: str
    children: int
    seed: int


def region(*, authorities: int, children: int, seed: int, scenario: str | None = None) -> tuple[MadeUp, ...]:
    """The authorities of a region with `children` in the middling one. Sizes are spread as England's 153 are
    by how many children live there; scenarios come in turn, or all have the one that is named. The same
    arguments give the same region, and more authorities leave the first ones as they were."""
    names = (scenario,) if scenario else tuple(SCENARIOS)
    return tuple(
        MadeUp(
            folder=f"made-up-{number:03d}",
            authority=f"Made-up Authority {number:03d}",
            scenario=names[(number - 1) % len(names)],
            children=_children(number, middling=children, seed=seed),
            seed=seed * _SEEDS + number,
        )
        for number in range(1, authorities + 1)
    )


def write_region(
    made_up: tuple[MadeUp, ...],
    out: Path,
    *,
    months: int,
    end: date,
    progress: Callable[[int], None] | None = None,
) -> None:
    """Write FOLDER/records and FOLDER/population.csv for each, then truth.json: what is true of each and
    should be found in it.

    `progress` is told how many are done.
    """
    out.mkdir(parents=True, exist_ok=True)
    truths = []
    for done, one in enumerate(made_up, start=1):
        scenario = SCENARIOS[one.scenario]
        whole = happened(
            children=one.children,
            months=months,
            end=end,
            seed=one.seed,
            authority=one.authority,
            scenario=scenario,
        )
        recorded = as_recorded(whole, changed=changed_on(scenario, months=months, end=end))
        write_folder(recorded.records, out / one.folder / RECORDS, made_up=True)
        write_population(recorded.records, out / one.folder / FILE)
        truths.append(truth(one, recorded, months=months, end=end))
        if progress:
            progress(done)
    write_truth(out, truths)


def write_truth(out: Path, truths: list[dict[str, Any]]) -> Path:
    """What is true of each authority, as truth.json."""
    path = out / TRUTH
    path.write_text(json.dumps(truths, indent=1) + "\n", encoding="utf-8")
    return path


def truth(one: MadeUp, recorded: Recorded, *, months: int, end: date) -> dict[str, Any]:
    """The authority, and the shares of duties it really keeps in time: `at` is how far into the months it
    turns. `recording` says where its records are not what happened: from which day, and which rows."""
    shares = asdict(SCENARIOS[one.scenario])
    routes, _ = shares.pop("routes"), shares.pop("recording_changed")
    changed = changed_on(SCENARIOS[one.scenario], months=months, end=end)
    return {
        **asdict(one),
        "made_up": True,
        "shares": shares,
        "routes": dict(routes),
        "recording": {
            "changed_on": changed.isoformat() if changed else None,
            "practice_changed": False if changed else None,
            "damaged": recorded.damaged,
        },
    }


def _children(number: int, *, middling: int, seed: int) -> int:
    """From a tenth of authorities' children living there to nine tenths', beside the middling one's."""
    here = benchmarks()["population_0_17"].authorities
    assert here is not None
    low, quarter, three, high = (
        round(1000 * place / here.median) for place in (here.p10, here.p25, here.p75, here.p90)
    )
    bands = Bands((low, quarter, 1.0), (quarter, 1000, 1.0), (1000, three, 1.0), (three, high, 1.0))
    return max(1, middling * bands.draw(Random(f"{seed}:{number}:children")) // 1000)
