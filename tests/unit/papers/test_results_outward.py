"""Results for an audience, drawn small: small counts are suppressed with what would give them away, in every
table that one reader can lay beside another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from drawn import records
from goldenthread.disclosure.profiles import audience
from goldenthread.indicators import catalogue
from goldenthread.papers import results
from goldenthread.papers.results import columns
from goldenthread.papers.results.outward import told_to, why_not
from goldenthread.papers.results.tidy import Results
from goldenthread.records.tables import Records
from unit.indicators.counting import NO_CLOCKS

JANUARY, FEBRUARY, MARCH = date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)
AUTUMN = date(2026, 11, 30)
IDS = ["referrals_count", "referrals_nfa", "referrals_by_source"]
PUBLISHED, SCRUTINY, BOARD = (audience(key, on=AUTUMN) for key in ("published", "scrutiny", "board"))
Told = Mapping[str, int | None]
By = dict[str | None, Results]

# Of each team: referrals in January, February and March. North's three of March are small.
REFERRALS = {"t1": (20, 20, 3), "t2": (20, 20, 20), "t3": (30, 30, 30)}
EPISODES = ("referral_id", "person_id", "referral_date", "referral_nfa", "referral_team")


def drawn() -> Records:
    lines, people = [" | ".join(f"cine_{name}" for name in EPISODES)], ["pers_person_id | pers_gender"]
    for team, months in REFERRALS.items():
        for month, count in enumerate(months, start=1):
            for number in range(count):
                key, nothing = f"{team}m{month}n{number}", "Y" if number < 10 else "N"
                lines.append(f"{key} | c{key} | 2026-{month:02d}-10 | {nothing} | {team}")
                people.append(f"c{key} | {'F' if number % 2 else 'M'}")
    made = records(
        MARCH,
        window_start=date(2026, 1, 1),
        ssd_department="dept_team_id | dept_team_name\nt1 | North\nt2 | South\nt3 | East",
        ssd_person="\n".join(people),
        ssd_cin_episodes="\n".join(lines),
    )
    return replace(made, snapshot="5d1f")


@pytest.fixture(scope="module")
def by_period() -> By:
    held, by = drawn(), ["team", "sex"]
    return {
        period: results.of(held, NO_CLOCKS, ids=IDS, by=by, period=period, made_on=AUTUMN)
        for period in (None, "month", "quarter", "year")
    }


def told(by_period: By, period: str | None, before: Told | None = None) -> tuple[Results, Told]:
    every = pl.concat([one.tables["figures"] for one in by_period.values()])
    defined = [catalogue.get(id) for id in IDS]
    return told_to(by_period[period], PUBLISHED, defined=defined, every=every, told=before or {})


def shown(made: Results, breakdown: str, end: date = MARCH) -> dict[str, int | None]:
    rows = made.tables["figures"].filter(indicator="referrals_count", breakdown=breakdown, period_end=end)
    return dict(rows.select("group", "numerator").iter_rows())


def test_a_small_count_is_suppressed_with_one_it_could_be_worked_out_from(by_period: By) -> None:
    made, _ = told(by_period, "month")
    assert shown(by_period["month"], "team") == {"North": 3, "South": 20, "East": 30}
    teams = shown(made, "team")
    assert teams["North"] is None
    assert [*teams.values(), shown(made, "all")["all"]].count(None) > 1


def test_what_is_suppressed_has_no_count_and_no_value_and_says_why(by_period: By) -> None:
    rows = told(by_period, "month")[0].tables["figures"]
    hidden = rows.filter(kind="suppressed").filter(pl.col("part").is_null())
    assert hidden.select("numerator", "denominator", "value").unique().rows() == [(None, None, None)]
    assert set(hidden["reason"]) == {"withheld: it is small, or a small number could be worked out from it"}
    assert rows.height == by_period["month"].tables["figures"].height  # a row is never left out


def test_months_told_first_and_the_quarter_after_do_not_give_away_a_month(by_period: By) -> None:
    months, before = told(by_period, "month")
    quarter, _ = told(by_period, "quarter", before)
    for team in ("North", "South", "East"):
        parts = [shown(months, "team", end)[team] for end in (JANUARY, FEBRUARY, MARCH)]
        assert [*parts, shown(quarter, "team")[team]].count(None) != 1, team


def test_what_was_told_stays_told_and_what_was_withheld_stays_withheld(by_period: By) -> None:
    first, before = told(by_period, "month")
    again, after = told(by_period, "month", before)
    assert again.tables["figures"].equals(first.tables["figures"])
    assert after == before


def test_the_parts_of_a_split_are_suppressed_whole(by_period: By) -> None:
    rows = told(by_period, "month")[0].tables["figures"].filter(pl.col("part").is_not_null())
    assert rows.height
    assert set(rows["kind"]) == {"suppressed"}
    assert rows["numerator"].null_count() == rows.height


def test_the_board_is_told_all_of_it_and_nothing_is_remembered(by_period: By) -> None:
    made, memory = told_to(by_period["month"], BOARD, defined=[], every=pl.DataFrame(), told={})
    assert made is by_period["month"]
    assert memory == {}


@pytest.mark.parametrize(
    ("reader", "by", "rows", "refused"),
    [
        ("internal", ("worker",), True, False),
        ("board", ("worker",), False, False),
        ("board", (), True, True),
        ("published", ("team", "age"), False, False),
        ("published", ("team", "worker"), False, True),
        ("scrutiny", (), True, True),
    ],
)
def test_rows_about_children_and_workers_are_for_those_inside(
    reader: str, by: tuple[str, ...], rows: bool, refused: bool
) -> None:
    found = why_not(audience(reader, on=AUTUMN), by=by, rows_about_children=rows)
    assert bool(found) is refused


def test_a_table_of_children_is_refused_whoever_calls(by_period: By) -> None:
    with_cases = by_period["month"].with_table(columns.CASES, pl.DataFrame(schema=columns.CASES.schema))
    with pytest.raises(ValueError, match="rows about one child"):
        told_to(with_cases, SCRUTINY, defined=[], every=pl.DataFrame(), told={})
