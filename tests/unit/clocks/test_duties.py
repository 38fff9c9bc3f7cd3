"""How intervals follow one another within a spell."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from drawn import assert_drawn, frame, records
from goldenthread.clocks import duties
from goldenthread.records.coverage import Coverage, History
from goldenthread.records.tables import Records

SPELL = {"spell": pl.UInt32, "about": pl.String, "begun": pl.Date, "ended": pl.Date}
AS_AT = date(2024, 6, 28)


def spells(text: str) -> pl.LazyFrame:
    return frame(text, {**SPELL, "spell": pl.String}).cast({"spell": pl.UInt32}).lazy()


def events(text: str) -> pl.LazyFrame:
    return frame(text, {"spell": pl.String, "on": pl.Date}).cast({"spell": pl.UInt32}).lazy()


PLANS = """
    spell | about | begun      | ended
    0     | p1    | 2024-01-01 |
    1     | p2    | 2024-01-01 | 2024-03-01
"""


def test_each_event_ends_one_interval_and_starts_the_next() -> None:
    held = events("""
        spell | on
        0     | 2024-02-01
        0     | 2024-04-01
        0     | 2024-04-01
        0     | 2024-05-01
        1     | 2024-03-01
    """)
    got = duties.intervals(spells(PLANS), held, history="complete").sort("spell", "started").collect()
    assert_drawn(
        got,
        """
        about | started    | done       | leg
        p1    | 2024-01-01 | 2024-02-01 | 0
        p1    | 2024-02-01 | 2024-04-01 | 1
        p1    | 2024-04-01 | 2024-05-01 | 2
        p1    | 2024-05-01 |            | 2
        p2    | 2024-01-01 | 2024-03-01 | 0
        """,
    )


def test_from_the_latest_event_alone_one_interval_of_each_open_spell_is_told() -> None:
    held = events("""
        spell | on
        0     | 2024-02-01
        0     | 2024-04-01
        1     | 2024-02-01
    """)
    got = duties.intervals(spells(PLANS), held, history="latest").collect()
    assert_drawn(
        got,
        """
        about | started    | done | leg
        p1    | 2024-04-01 |      | 2
        """,
    )


@pytest.mark.parametrize(
    ("on", "on_first_day", "kept"),
    [
        (date(2023, 12, 31), True, False),
        (date(2024, 1, 1), True, True),
        (date(2024, 1, 1), False, False),
        (date(2024, 3, 1), False, True),
        (date(2024, 3, 2), False, False),
    ],
)
def test_an_event_counts_within_its_spell_only(on: date, on_first_day: bool, kept: bool) -> None:
    held = pl.LazyFrame({"about": ["p2"], "on": [on]})
    got = duties.events_within(spells(PLANS), held, as_at=AS_AT, on_first_day=on_first_day).collect()
    assert got.height == int(kept)


def test_an_event_after_the_as_at_date_has_not_happened() -> None:
    held = pl.LazyFrame({"about": ["p1", "p1"], "on": [AS_AT, date(2024, 6, 29)]})
    got = duties.events_within(spells(PLANS), held, as_at=AS_AT, on_first_day=False).collect()
    assert got["on"].to_list() == [AS_AT]


def covered(**histories: History) -> Records:
    bare = records(AS_AT)
    coverage = {
        name: Coverage(table=name, history=history, window_start=None, window_end=AS_AT)
        for name, history in histories.items()
    }
    return Records(as_at=AS_AT, authority="Marlford", frames=bare.frames, coverage=coverage)


@pytest.mark.parametrize(
    ("plans", "visits", "weakest"),
    [
        ("complete", "complete", "complete"),
        ("complete", "latest", "latest"),
        ("latest", "absent", "absent"),
        ("window", "complete", "latest"),
    ],
)
def test_a_clock_rests_on_the_weakest_of_its_tables(
    plans: History, visits: History, weakest: History
) -> None:
    known = covered(ssd_cp_plans=plans, ssd_cp_visits=visits)
    assert duties.weakest_history(known, "ssd_cp_plans", "ssd_cp_visits") == weakest


def test_a_table_the_source_says_nothing_of_is_absent() -> None:
    assert duties.weakest_history(covered(), "ssd_cp_plans") == "absent"
