"""A made-up authority: whole histories of made-up children, in every table of the model."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from random import Random

import polars as pl

from goldenthread.records.coverage import Coverage
from goldenthread.records.tables import Records, empty
from goldenthread.standards.safeguarding_dataset import dataset
from goldenthread.synthetic import days
from goldenthread.synthetic.adoption import waiting_families
from goldenthread.synthetic.chance import Mix
from goldenthread.synthetic.life import Setting
from goldenthread.synthetic.month_ends import as_at_earlier
from goldenthread.synthetic.practice import supervision_of_workers
from goldenthread.synthetic.recording import as_recorded
from goldenthread.synthetic.rows import PREFIXES, Row, frame
from goldenthread.synthetic.scenario import MIXED, Scenario
from goldenthread.synthetic.staff import Staff, area_count, hire
from goldenthread.synthetic.story import live
from goldenthread.synthetic.workforce import Months

MADE = frozenset(PREFIXES) | {"ssd_professionals", "ssd_department"}
"""The tables a made-up authority fills; of the others it says nothing, rather than that nothing happened."""

_FROM_THE_WINDOW = frozenset(
    {*(name for name in PREFIXES if name.startswith("practice_")), "ssd_assessment_factors"}
)
"""Tables that hold what happened from the first day of the months made up, and nothing of the days before."""

_BATCH = 1000  # children whose rows are held as Python values at a time
_GOLDEN = 0.6180339887498949


def synthesise(
    *,
    children: int,
    months: int,
    end: date,
    seed: int,
    authority: str = "Wexcombe County Council",
    scenario: Scenario = MIXED,
    progress: Callable[[int], None] | None = None,
) -> Records:
    """What the case system of a made-up authority shows of what happened in it (`happened`)."""
    whole = happened(
        children=children,
        months=months,
        end=end,
        seed=seed,
        authority=authority,
        scenario=scenario,
        progress=progress,
    )
    return as_recorded(whole, changed=changed_on(scenario, months=months, end=end)).records


def changed_on(scenario: Scenario, *, months: int, end: date) -> date | None:
    """The day a new case system came, where the scenario has one."""
    if scenario.recording_changed is None:
        return None
    last = days.from_date(end)
    first = days.add_months(last, -months)
    return days.to_date(first + round((last - first) * scenario.recording_changed))


def happened(
    *,
    children: int,
    months: int,
    end: date,
    seed: int,
    authority: str = "Wexcombe County Council",
    scenario: Scenario = MIXED,
    progress: Callable[[int], None] | None = None,
) -> Records:
    """Histories of `children` made-up children, all known at some time in the `months` up to `end`.

    Every table in MADE is there, whole from `months` before `end`; nothing that happened is dated after
    `end`: only what is expected or due is. The same arguments give the same records. `progress` is
    told how many children are done, now and then.
    """
    setting, staff = _setting(children=children, months=months, end=end, seed=seed, scenario=scenario)
    frames = _frames(_batches(children, seed=seed, setting=setting, progress=progress), staff)
    window_start = days.to_date(setting.window_start)
    whole = Records(
        as_at=end,
        authority=authority,
        frames={name: table.lazy() for name, table in frames.items()},
        coverage={name: _coverage(name, window_start, end) for name in frames},
    )
    return as_at_earlier(whole, end)


def _coverage(table: str, start: date, end: date) -> Coverage:
    return Coverage(table, "window" if table in _FROM_THE_WINDOW else "complete", start, end)


def staff_of(*, children: int, months: int, end: date, seed: int, scenario: Scenario) -> Staff:
    """Everyone who works there, by the same arguments: what the records hold of them and what they do not."""
    return _setting(children=children, months=months, end=end, seed=seed, scenario=scenario)[1]


def _setting(
    *, children: int, months: int, end: date, seed: int, scenario: Scenario
) -> tuple[Setting, Staff]:
    if children < 1 or months < 1:
        raise ValueError("a made-up authority needs at least one child and one month")
    last = days.from_date(end)
    start = days.add_months(last, -months)
    staff = hire(children=children, months=Months(start, last, scenario), seed=seed)
    setting = Setting(
        scenario=scenario, staff=staff, areas=area_count(children), window_start=start, end=last
    )
    return setting, staff


def _batches(
    children: int, *, seed: int, setting: Setting, progress: Callable[[int], None] | None
) -> Iterator[dict[str, list[Row]]]:
    """Rows by table, a batch of children at a time; then the adopters no child is matched with."""
    routes = Mix(dict(setting.scenario.routes))
    for first in range(1, children + 1, _BATCH):
        last = min(first + _BATCH - 1, children)
        rows: dict[str, list[Row]] = defaultdict(list)
        for number in range(first, last + 1):
            route = routes.at(_place(number, seed))
            for table, found in live(number, route, seed=seed, setting=setting).rows.items():
                rows[table] += found
        yield rows
        if progress:
            progress(last)
    count = max(4, children // 120)
    rng = Random(f"{seed}:adopters")
    families = waiting_families(count=count, start=setting.window_start, end=setting.end, rng=rng)
    supervised = supervision_of_workers(setting, Random(f"{seed}:supervision"))
    yield {"adopters": families, "practice_supervision": list(supervised)}


def _place(number: int, seed: int) -> float:
    """A place from 0 to 1, spread so evenly that even 200 children meet every route in its share."""
    return (number * _GOLDEN + seed % 997 / 997) % 1.0


def _frames(batches: Iterator[dict[str, list[Row]]], staff: Staff) -> dict[str, pl.DataFrame]:
    parts: dict[str, list[pl.DataFrame]] = defaultdict(list)
    for batch in batches:
        for table, rows in batch.items():
            parts[table].append(frame(table, rows))
    parts["ssd_professionals"] = [frame("ssd_professionals", staff.professionals)]
    parts["ssd_department"] = [frame("ssd_department", staff.departments)]
    return {
        name: pl.concat(parts[name]).sort(table.key) if name in parts else empty(name)
        for name, table in dataset().tables.items()
        if name in MADE
    }
