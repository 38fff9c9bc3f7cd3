"""Many made-up authorities, unlike one another: which there are, what is true of each, and their records.

They are made one at a time, so that all of England's take the memory of the largest.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from goldenthread.records.folder import write_folder
from goldenthread.standards.benchmarks import benchmarks
from goldenthread.synthetic.authority import changed_on, happened, staff_of
from goldenthread.synthetic.chance import Bands
from goldenthread.synthetic.population import FILE, in_need, write_population
from goldenthread.synthetic.recording import Recorded, as_recorded
from goldenthread.synthetic.register import FOLDER, write_workforce
from goldenthread.synthetic.scenario import SCENARIOS

TRUTH = "truth.json"
RECORDS = "records"
_SEEDS = 1_000_000  # apart by this much, so that no two authorities of one region share a seed
_ENGLAND = 153  # authorities
_TRIAL = 3000  # children of a trial authority


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
    return tuple(
        _made_up(number, children=_children(number, middling=children, seed=seed), seed=seed, scenario=name)
        for number, _, name in _each(authorities, seed=seed, scenario=scenario)
    )


def england(
    *, authorities: int, months: int, end: date, seed: int, scenario: str | None = None
) -> tuple[MadeUp, ...]:
    """The same region in England's size: 153 of them have as many children in need at the end as England.

    How many children must be made up for each in need at the end differs with the scenario and the months:
    it is counted in a trial authority of each scenario.
    """
    everybody = benchmarks()["cin"].england
    assert everybody is not None
    each = _each(authorities, seed=seed, scenario=scenario)
    per_one = {name: _children_per_one_in_need(name, months=months, end=end) for _, _, name in each}
    middling = everybody / sum(weight for _, weight, _ in _each(_ENGLAND, seed=seed, scenario=None))
    return tuple(
        _made_up(number, children=middling * weight * per_one[name], seed=seed, scenario=name)
        for number, weight, name in each
    )


def write_region(
    made_up: tuple[MadeUp, ...],
    out: Path,
    *,
    months: int,
    end: date,
    progress: Callable[[int], None] | None = None,
) -> None:
    """Write FOLDER/records, FOLDER/population.csv and FOLDER/workforce for each, then truth.json: what is
    true of each and should be found in it.

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
        staff = staff_of(children=one.children, months=months, end=end, seed=one.seed, scenario=scenario)
        write_workforce(staff, out / one.folder / FOLDER, months=months, end=end)
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


def _each(authorities: int, *, seed: int, scenario: str | None) -> list[tuple[int, float, str]]:
    """The number of each authority, its size beside the middling one's, and its scenario."""
    names = (scenario,) if scenario else tuple(SCENARIOS)
    places = sorted(range(_ENGLAND), key=lambda place: Random(f"{seed}:{place}:size").random())
    return [
        (
            number,
            _weight((places[(number - 1) % _ENGLAND] + 0.5) / _ENGLAND),
            names[(number - 1) % len(names)],
        )
        for number in range(1, authorities + 1)
    ]


def _weight(place: float) -> float:
    """The size at a place from 0 to 1 among England's authorities, beside the middling one's. From a tenth of
    authorities' children living there to nine tenths' and no further."""
    here = benchmarks()["population_0_17"].authorities
    assert here is not None
    marks = (here.p10, here.p25, here.median, here.p75, here.p90)
    step = min(int(place * 4), 3)
    low, high = marks[step : step + 2]
    return (low + (high - low) * (place * 4 - step)) / here.median


def _children(number: int, *, middling: int, seed: int) -> int:
    """A size drawn from the same spread, each authority's by itself."""
    here = benchmarks()["population_0_17"].authorities
    assert here is not None
    low, quarter, three, high = (
        round(1000 * place / here.median) for place in (here.p10, here.p25, here.p75, here.p90)
    )
    bands = Bands((low, quarter, 1.0), (quarter, 1000, 1.0), (1000, three, 1.0), (three, high, 1.0))
    return max(1, middling * bands.draw(Random(f"{seed}:{number}:children")) // 1000)


def _made_up(number: int, *, children: float, seed: int, scenario: str) -> MadeUp:
    return MadeUp(
        folder=f"made-up-{number:03d}",
        authority=f"Made-up Authority {number:03d}",
        scenario=scenario,
        children=max(1, round(children)),
        seed=seed * _SEEDS + number,
    )


@cache
def _children_per_one_in_need(scenario: str, *, months: int, end: date) -> float:
    trial = happened(children=_TRIAL, months=months, end=end, seed=0, scenario=SCENARIOS[scenario])
    return _TRIAL / max(1, in_need(trial))
