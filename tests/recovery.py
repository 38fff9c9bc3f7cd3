"""An attack on what is published: tables are drawn, protected, and then everything that is withheld is sought
again from what is shown. `make recovery` is the whole of it; nothing may be recovered.

The attacker knows the rule and every sum, sees what is published of this month and of months before, and
shares no code with the protection: exact elimination over fractions (what can be worked out), bounds pushed
through the sums until nothing moves (what is pinned down), and trying every possibility where they are few.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from typing import Any

from goldenthread.disclosure.profiles import audience, profiles
from goldenthread.disclosure.publishing import Asked, Table, publish
from goldenthread.disclosure.release import Percentage, Release, Sum
from goldenthread.disclosure.values import SUPPRESSED
from goldenthread.papers.duties import Duty, TeamDuty
from goldenthread.papers.figures import Figure
from goldenthread.papers.outward import Counted, duty_cells, let_out_to
from goldenthread.papers.words import ClockWords
from goldenthread.standards.calendar import add_months

DFE = profiles(date(2026, 11, 30))["dfe"]
TABLES, SEED = 500, 20261124
FEWEST = DFE.width + 1  # how many numbers a withheld count may still be, at the least
COUNTS = (0, 0, 1, 2, 3, 4, 5, 6, 7, 9, 12, 18, 25, 40)
TRIED_AT_MOST = 200_000
Seen = Mapping[Any, Any]


@dataclass
class Found:
    """What came of it: how many tables and withheld cells, and which were recovered by which attack."""

    tables: Counter[str] = field(default_factory=Counter)
    cells: int = 0
    withheld: int = 0
    wholly: int = 0  # tables of which nothing more could be published
    large: int = 0  # cells that are not small themselves,
    large_withheld: int = 0  # and how many of those went with others
    recovered: Counter[str] = field(default_factory=Counter)


# Tables, as an authority would publish them


def two_way(rng: random.Random) -> list[Release]:
    """Teams by category, with totals both ways."""
    return [_two_way(rng, rng.randint(2, 6), rng.randint(2, 5))]


def linked(rng: random.Random) -> list[Release]:
    """The same children by age and by sex: two tables that share each team's total."""
    teams = range(rng.randint(2, 5))
    cells: dict[Any, int] = {}
    sums = []
    for team in teams:
        ages = {(team, "age", age): rng.choice(COUNTS) for age in range(4)}
        whole = sum(ages.values())
        girls = rng.randint(0, whole)
        cells |= {**ages, (team, "sex", "F"): girls, (team, "sex", "M"): whole - girls, (team, "all"): whole}
        sums += [Sum.of((team, "all"), ages), Sum.of((team, "all"), [(team, "sex", "F"), (team, "sex", "M")])]
    for column in (("age", 0), ("age", 1), ("age", 2), ("age", 3), ("sex", "F"), ("sex", "M"), ("all",)):
        total, parts = ("all", *column), [(team, *column) for team in teams]
        cells[total] = sum(cells[part] for part in parts)
        sums.append(Sum.of(total, parts))
    return [Release(cells, sums)]


def percentages(rng: random.Random) -> list[Release]:
    """In time and late by team: a percentage for each team and for all of them."""
    teams = [*range(rng.randint(2, 7))]
    cells: dict[Any, int] = {}
    for team in teams:
        in_time, late = rng.choice(COUNTS), rng.choice(COUNTS)
        cells |= {(team, "in time"): in_time, (team, "late"): late, (team, "both"): in_time + late}
    sums = []
    for part in ("in time", "late", "both"):
        cells["all", part] = sum(cells[team, part] for team in teams)
        sums.append(Sum.of(("all", part), [(team, part) for team in teams]))
    shares = [Percentage((one, "in time"), (one, "late"), (one, "both")) for one in (*teams, "all")]
    return [Release(cells, sums, shares)]


def months(rng: random.Random) -> list[Release]:
    """Three months of children on plans by team, with those who began and ended: each month's release holds
    the months before it too."""
    teams = range(rng.randint(2, 4))
    cells: dict[Any, int] = {}
    sums: list[Sum] = []
    now = {team: rng.choice(COUNTS) for team in teams}
    releases = []
    for month in range(3):
        for team in teams:
            before = now[team]
            came, went = rng.choice((0, 1, 2, 3, 6, 8)), rng.randint(0, min(before, 8))
            now[team] = before + came - went
            cells |= {
                (month, team, "came"): came,
                (month, team, "went"): went,
                (month, team, "now"): now[team],
            }
            if month:
                sums.append(
                    Sum.of_stock(
                        (month, team, "now"),
                        before=(month - 1, team, "now"),
                        came=(month, team, "came"),
                        went=(month, team, "went"),
                    )
                )
        for part in ("came", "went", "now"):
            cells[month, "all", part] = sum(cells[month, team, part] for team in teams)
            sums.append(Sum.of((month, "all", part), [(month, team, part) for team in teams]))
        releases.append(Release(dict(cells), list(sums)))
    return releases


KINDS: Mapping[str, Callable[[random.Random], list[Release]]] = {
    "two-way": two_way,
    "linked": linked,
    "percentages": percentages,
    "months": months,
}


def _two_way(rng: random.Random, rows: int, columns: int) -> Release:
    cells: dict[Any, int] = {(r, c): rng.choice(COUNTS) for r in range(rows) for c in range(columns)}
    sums = []
    for row in range(rows):
        parts = [(row, column) for column in range(columns)]
        cells[row, "all"] = sum(cells[part] for part in parts)
        sums.append(Sum.of((row, "all"), parts))
    for column in (*range(columns), "all"):
        parts = [(row, column) for row in range(rows)]
        cells["all", column] = sum(cells[part] for part in parts)
        sums.append(Sum.of(("all", column), parts))
    sums.append(Sum.of(("all", "all"), [("all", column) for column in range(columns)]))
    return Release(cells, sums)


# The attack


def attack(seen: Seen, sums: Sequence[Sum], *, noughts: Set[Any] = frozenset()) -> dict[str, set[Any]]:
    """What each attack recovers: a single number, or fewer numbers than the rule promises. A withheld count
    is known to be 1 or more, since a nought is shown; but for `noughts`, which may be that too."""
    least = {key: 0 if key in noughts else 1 for key in seen}
    found = {"worked out": _worked_out(seen, sums), "pinned": _pinned(seen, sums, least)}
    possible = _tried(seen, sums, least)
    if possible is not None:
        found["tried"] = {key for key, numbers in possible.items() if len(numbers) < FEWEST}
    return found


def _equations(seen: Seen, sums: Sequence[Sum]) -> list[tuple[dict[Any, int], int]]:
    """Each sum as what is withheld on the left and a known number on the right."""
    made = []
    for one in sums:
        left: dict[Any, int] = {}
        right = 0
        for key, times in one.terms:
            if seen[key] is SUPPRESSED:
                left[key] = left.get(key, 0) + times
            else:
                right -= times * seen[key]
        if left:
            made.append((left, right))
    return made


def _worked_out(seen: Seen, sums: Sequence[Sum]) -> set[Any]:
    """Cells that the sums alone fix: a row of the reduced system that has one cell."""
    keys = [key for key, value in seen.items() if value is SUPPRESSED]
    rows = [
        [Fraction(left.get(key, 0)) for key in keys] + [Fraction(right)]
        for left, right in _equations(seen, sums)
    ]
    reduced: list[list[Fraction]] = []
    for place in range(len(keys)):
        pivot = next((row for row in rows if row[place]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        unit = [number / pivot[place] for number in pivot]
        rows = [_less(row, unit, place) for row in rows]
        reduced = [*(_less(row, unit, place) for row in reduced), unit]
    alone = ([place for place, number in enumerate(row[:-1]) if number] for row in reduced)
    return {keys[places[0]] for places in alone if len(places) == 1}


def _less(row: list[Fraction], unit: list[Fraction], place: int) -> list[Fraction]:
    times = row[place]
    return [one - times * other for one, other in zip(row, unit, strict=True)] if times else row


def _bounds(seen: Seen, sums: Sequence[Sum], least: Mapping[Any, int]) -> dict[Any, tuple[float, float]]:
    """The least and the most of each withheld cell that no single sum rules out, over and over."""
    bounds = {key: (float(least[key]), float("inf")) for key, value in seen.items() if value is SUPPRESSED}
    equations = _equations(seen, sums)
    moved = True
    while moved:
        moved = False
        for left, right in equations:
            for key, times in left.items():
                rest = [(bounds[other], by) for other, by in left.items() if other != key]
                low = sum(min(by * edge for edge in one) for one, by in rest)
                high = sum(max(by * edge for edge in one) for one, by in rest)
                edges = sorted(((right - high) / times, (right - low) / times))
                tighter = (max(bounds[key][0], edges[0]), min(bounds[key][1], edges[1]))
                if tighter != bounds[key]:
                    bounds[key], moved = tighter, True
    return bounds


def _pinned(seen: Seen, sums: Sequence[Sum], least: Mapping[Any, int]) -> set[Any]:
    return {key for key, (low, high) in _bounds(seen, sums, least).items() if high - low < DFE.width}


def _tried(seen: Seen, sums: Sequence[Sum], least: Mapping[Any, int]) -> dict[Any, set[int]] | None:
    """Every number that each cell may be, by trying them all; None where there are too many to try."""
    bounds = _bounds(seen, sums, least)
    ways = 1.0
    for low, high in bounds.values():
        ways *= high - low + 1
    if not bounds or ways > TRIED_AT_MOST:
        return None
    keys, equations = list(bounds), _equations(seen, sums)
    possible: dict[Any, set[int]] = {key: set() for key in keys}
    for numbers in product(*(range(int(low), int(high) + 1) for low, high in bounds.values())):
        given = dict(zip(keys, numbers, strict=True))
        if all(sum(by * given[key] for key, by in left.items()) == right for left, right in equations):
            for key, number in given.items():
                possible[key].add(number)
    return possible


# All of it


def run(tables: int, *, seed: int = SEED) -> Found:
    """Draw, protect and attack so many tables, as many of each kind."""
    found, rng = Found(), random.Random(seed)
    laid_out = {PAGES: _pages, DUTIES: _duties}
    for number in range(tables):
        kind = [*KINDS, *laid_out][number % (len(KINDS) + len(laid_out))]
        found.tables[kind] += 1
        if kind in laid_out:
            laid_out[kind](rng, found)
        else:
            _one(kind, KINDS[kind](rng), found)
    return found


def _one(kind: str, releases: Sequence[Release], found: Found) -> None:
    """Publish one after the other, each knowing what was told before; attack what is seen at the end of
    each."""
    told: dict[Any, int | None] = {}
    noughts: set[Any] = set()  # of a percentage, and of a month of which nothing was published
    for release in releases:
        seen, stopped = _published(release, told)
        found.wholly += stopped
        if stopped or kind == "percentages":
            noughts |= seen.keys() - told.keys()
        told = {key: None if value is SUPPRESSED else value for key, value in seen.items()}
        withheld = {key for key, value in seen.items() if value is SUPPRESSED}
        _count(found, {key: release.cells[key] for key in seen}, withheld)
        for how, cells in attack(seen, release.every_sum, noughts=noughts).items():
            found.recovered[how] += sum(release.cells[key] > 0 for key in cells)


def _published(release: Release, told: Mapping[Any, int | None]) -> tuple[dict[Any, Any], bool]:
    """What is shown; where nothing more may be, what was told before and nothing else."""
    table = Table("all", tuple(release.cells))
    found = publish(Asked(release.cells, [table], release.sums, release.percentages), profile=DFE, told=told)
    return found.of(table), bool(found.whole)


def _count(found: Found, counts: Mapping[Any, int], withheld: Set[Any]) -> None:
    found.cells += len(counts)
    found.withheld += len(withheld)
    large = {key for key, count in counts.items() if not DFE.is_small(count)}
    found.large += len(large)
    found.large_withheld += len(large & withheld)


# Pages and papers, two months after one another, through the step that they are made by


PAGES, DUTIES = "pages of two months", "duties by team"
READER = audience("scrutiny", on=date(2026, 11, 30))
FIRST, MONTHS = date(2026, 4, 1), 6


@dataclass(frozen=True)
class Drawn:
    """A measure's counts by team and month: those in the part and all of them."""

    id: str
    is_share: bool
    counts: dict[tuple[str, int], tuple[int, int]]

    def parts(self, part: int, whole: int) -> dict[str, int]:
        if not self.is_share:
            return {"counted": whole}
        return {"counted": part, "rest": whole - part, "base": whole}


def _pages(rng: random.Random, found: Found) -> None:
    """A share and a count of the same children by team, month and quarter, as at the end of the fifth month
    and of the sixth, when some of the earlier months have been recorded late."""
    teams = [f"T{number}" for number in range(rng.randint(2, 5))]
    counts = {(team, month): _share(rng) for team in teams for month in range(MONTHS)}
    told: dict[str, int | None] = {}
    shown_before: dict[Any, int] = {}
    for months in (MONTHS - 1, MONTHS):
        now = {key: pair for key, pair in counts.items() if key[1] < months}
        measures = [Drawn("share", True, now), Drawn("all", False, now)]
        asked = [_counted(one, teams, months) for one in measures]
        let_out = let_out_to(READER, asked, (), as_at=FIRST, told=told)
        told = dict(let_out.told)
        cells, sums, tables = _laid_out(measures, teams, months)
        seen = {key: told[key] if told.get(key) == count else SUPPRESSED for key, count in cells.items()}
        withheld = {key for key, value in seen.items() if value is SUPPRESSED}
        _count(found, {key: cells[key] for key in tables}, withheld & tables)
        found.wholly += bool(let_out.whole)
        targets = {key for key in withheld if DFE.is_small(cells[key])}
        noughts = withheld if let_out.whole else withheld - (_wholes(cells) & tables)
        for how, known in attack(seen, sums, noughts=noughts).items():
            found.recovered[how] += len(known & targets)
        shown = {key: count for key, count in cells.items() if key not in withheld}
        moved = [abs(count - shown_before.get(key, count)) for key, count in shown.items()]
        found.recovered["by difference"] += sum(map(DFE.is_small, moved))
        shown_before |= shown
        counts |= {key: _share(rng) for key in counts if rng.random() < 0.05}


def _duties(rng: random.Random, found: Found) -> None:
    """What is overdue of a duty by team, beside what is overdue, due soon and due later of all of them."""
    teams = [f"T{number}" for number in range(rng.randint(2, 6))]
    drawn = {team: [rng.choice(COUNTS) for _ in range(3)] for team in teams}
    held = [TeamDuty(team, sum(counts), counts[0], counts[1], 0) for team, counts in drawn.items()]
    duty = Duty(ClockWords("a duty", "a duty"), tuple(held), (), 0, ())
    told = let_out_to(READER, [], [duty], as_at=FIRST, told={}).told
    overdue, rest, running, soon, later = duty_cells(duty, FIRST)
    by_team = {overdue.replace("*", team): counts[0] for team, counts in drawn.items()}
    cells = duty_cells(duty, FIRST) | by_team
    sums = [Sum.of(running, (overdue, rest)), Sum.of(rest, (soon, later)), Sum.of(overdue, by_team)]
    seen = {key: told[key] if told.get(key) == count else SUPPRESSED for key, count in cells.items()}
    withheld = {key for key, value in seen.items() if value is SUPPRESSED}
    _count(found, cells, withheld)
    targets = {key for key in withheld if DFE.is_small(cells[key])}
    for how, known in attack(seen, sums, noughts=withheld).items():
        found.recovered[how] += len(known & targets)


def _wholes(cells: Mapping[str, int]) -> set[str]:
    """Those of which it is known that they are withheld only where they are 1 or more."""
    return {key for key in cells if key.split("|")[:2] in (["share", "base"], ["all", "counted"])}


def _share(rng: random.Random) -> tuple[int, int]:
    part, rest = rng.choice(COUNTS), rng.choice(COUNTS)
    return part, part + rest


def _spans(months: int) -> list[tuple[int, ...]]:
    """The periods there are figures for: months, and whole quarters."""
    quarters = [tuple(range(first, first + 3)) for first in range(0, months - 2, 3)]
    return [*((month,) for month in range(months)), *quarters]


def _summed(one: Drawn, teams: Sequence[str], span: Sequence[int]) -> tuple[int, int]:
    pairs = [one.counts[team, month] for team in teams for month in span]
    return sum(part for part, _ in pairs), sum(whole for _, whole in pairs)


def _counted(one: Drawn, teams: Sequence[str], months: int) -> Counted:
    """What pages and papers ask to be let out: months, quarters, the teams of the latest of each."""
    figures = {
        (span, team): _figure(one, span, team, _summed(one, [team] if team else teams, span))
        for span in _spans(months)
        for team in (None, *teams)
    }
    latest, quarter = (months - 1,), _spans(months)[-1]
    tables = (
        ("months", tuple(held for (span, team), held in figures.items() if not team and len(span) == 1)),
        ("quarters", tuple(held for (span, team), held in figures.items() if not team and len(span) == 3)),
        ("teams", tuple(figures[latest, team] for team in teams)),
        ("teams of the quarter", tuple(figures[quarter, team] for team in teams)),
    )
    return Counted(one.id, "percent" if one.is_share else "count", tuple(figures.values()), tables)


def _figure(one: Drawn, span: Sequence[int], team: str | None, pair: tuple[int, int]) -> Figure:
    start, end = add_months(FIRST, span[0]), add_months(FIRST, span[-1] + 1) - timedelta(days=1)
    part, whole = pair
    if not one.is_share:
        return Figure(start, end, whole, None, float(whole), "s", "d/1", team)
    return Figure(start, end, part, whole, 100 * part / whole if whole else None, "s", "d/1", team)


def _laid_out(
    measures: Sequence[Drawn], teams: Sequence[str], months: int
) -> tuple[dict[Any, int], list[Sum], set[Any]]:
    """Every count there is, by the name it is remembered under; all that ties them, as whoever lays pages
    side by side would know it; and those that stand in a table."""
    cells: dict[Any, int] = {}
    sums: list[Sum] = []
    for one in measures:
        for span in _spans(months):
            for team in (None, *teams):
                parts = one.parts(*_summed(one, [team] if team else teams, span))
                cells |= {_name(one, part, span, team): count for part, count in parts.items()}
                if one.is_share:
                    names = [_name(one, part, span, team) for part in ("base", "counted", "rest")]
                    sums.append(Sum.of(names[0], names[1:]))
                if len(span) > 1:
                    for part in parts:
                        within = [_name(one, part, (month,), team) for month in span]
                        sums.append(Sum.of(_name(one, part, span, team), within))
            for part in one.parts(0, 0):
                by_team = [_name(one, part, span, team) for team in teams]
                sums.append(Sum.of(_name(one, part, span, None), by_team))
    share, whole = measures
    for span in _spans(months):
        for team in (None, *teams):
            sums.append(Sum.of(_name(share, "base", span, team), [_name(whole, "counted", span, team)]))
    ends = ((months - 1,), _spans(months)[-1])
    tables = {
        _name(one, part, span, team)
        for one in measures
        for part in one.parts(0, 0)
        for span in _spans(months)
        for team in (None, *teams)
        if team is None or span in ends
    }
    return cells, sums, tables


def _name(one: Drawn, part: str, span: Sequence[int], team: str | None) -> str:
    start, end = add_months(FIRST, span[0]), add_months(FIRST, span[-1] + 1) - timedelta(days=1)
    return f"{one.id}|{part}|{start}|{end}|{team or '*'}"


def main() -> int:
    started = time.process_time()
    found = run(int(sys.argv[1]) if len(sys.argv) > 1 else TABLES)
    counted = f"{found.tables.total()} tables ({dict(found.tables)})"
    withheld = f"{found.withheld} of {found.cells} cells withheld, {found.wholly} releases stopped in part"
    others = f"of those not small {found.large_withheld} of {found.large} went with others"
    spent = f"{time.process_time() - started:.0f} CPU seconds"
    sys.stdout.write(f"{counted}: {withheld}; {others}; recovered: {dict(found.recovered)}; {spent}.\n")
    return 1 if found.recovered.total() or not found.withheld else 0


if __name__ == "__main__":
    sys.exit(main())
