"""What falls due in the next weeks, and what will be late at the present pace, drawn and against a plain count."""

# ruff: noqa: E501 (a drawn table is read along its rows)

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drawn import assert_drawn, frame
from goldenthread.clocks.forecast import forecast, with_pace
from goldenthread.clocks.rows import ROW_SCHEMA

AS_AT = date(2024, 6, 28)


def rows(drawn: str) -> pl.DataFrame:
    return frame(drawn, ROW_SCHEMA)


def done(many: int, *, ago: int = 7, team: str = "North") -> str:
    day = AS_AT - timedelta(days=ago)
    return "".join(f"\n x | d{n} | done | {day} | {day} | {team} | Ann" for n in range(many))


HEADINGS = "clock | child_id | status | due | done | team | worker"


@pytest.mark.parametrize(
    ("due", "found"),
    [
        ("2024-06-27", (1, 0, 0, 0)),  # overdue, and so not coming
        ("2024-06-28", (0, 1, 1, 1)),  # the day itself
        ("2024-07-05", (0, 1, 1, 1)),
        ("2024-07-06", (0, 0, 1, 1)),
        ("2024-07-12", (0, 0, 1, 1)),
        ("2024-07-13", (0, 0, 0, 1)),
        ("2024-07-26", (0, 0, 0, 1)),
        ("2024-07-27", (0, 0, 0, 0)),
    ],
)
def test_weeks_are_of_seven_days_and_their_last_day_counts(due: str, found: tuple[int, ...]) -> None:
    got = forecast(rows(f"{HEADINGS}\n x | c1 | due | {due} | | North | Ann"), as_at=AS_AT)
    assert got.select("overdue", "due_1w", "due_2w", "due_4w").row(0) == found


def test_a_line_is_worked_through_at_the_pace_of_the_last_eight_weeks_most_overdue_first() -> None:
    # Eight done in eight weeks: one a week. The overdue two take two weeks; the third is done on day 21.
    drawn = f"""{HEADINGS}{done(8)}
        x | c1 | overdue | 2024-06-03 | | North | Ann
        x | c2 | overdue | 2024-06-10 | | North | Ben
        x | c3 | due     | 2024-07-19 | | North | Ann
        x | c4 | due     | 2024-07-25 | | North | Ben
        x | c5 | due     | 2024-08-30 | | North | Ben
    """
    assert_drawn(
        with_pace(rows(drawn), as_at=AS_AT),
        """
        child_id | pace | late_at_pace
        c1       | 8    | True
        c2       | 8    | True
        c3       | 8    | False
        c4       | 8    | True
        c5       | 8    | False
        """,
    )
    assert_drawn(
        forecast(rows(drawn), as_at=AS_AT, by=("team", "worker")),
        """
        team  | worker | overdue | due_1w | due_2w | due_4w | late_4w | unsaid
        North | Ann    | 1       | 0      | 0      | 1      | 0       | 0
        North | Ben    | 1       | 0      | 0      | 1      | 1       | 0
        """,
    )


def test_the_pace_is_the_teams_own_and_of_the_last_eight_weeks_alone() -> None:
    drawn = f"""{HEADINGS}{done(9, ago=56)}{done(6, team="South")}
        x | c1 | due | 2024-07-20 | | North | Ann
        x | c2 | due | 2024-07-20 | | South | Cay
    """
    got = with_pace(rows(drawn), as_at=AS_AT).select("team", "pace", "late_at_pace").rows()
    assert got == [("North", 0, None), ("South", 6, False)]


@pytest.mark.parametrize(("many", "late"), [(4, None), (5, False)])
def test_with_fewer_than_five_done_and_due_nothing_is_said(many: int, late: bool | None) -> None:
    drawn = f"{HEADINGS}{done(many)}\n x | c1 | due | 2024-07-20 | | North | Ann"
    assert with_pace(rows(drawn), as_at=AS_AT)["late_at_pace"].to_list() == [late]


def test_a_team_that_did_none_of_five_that_fell_due_will_be_late_with_the_next() -> None:
    overdue = "".join(f"\n x | c{n} | overdue | 2024-06-20 | | North | Ann" for n in range(5))
    drawn = f"{HEADINGS}{done(1, team='South')}{overdue}\n x | c9 | due | 2024-07-20 | | North | Ann"
    assert with_pace(rows(drawn), as_at=AS_AT)["late_at_pace"].to_list() == [True] * 6


def test_nothing_is_said_of_a_duty_whose_doing_the_source_does_not_hold() -> None:
    overdue = "".join(f"\n x | c{n} | overdue | 2024-06-20 | | North | Ann" for n in range(6))
    assert with_pace(rows(f"{HEADINGS}{overdue}"), as_at=AS_AT)["late_at_pace"].null_count() == 6


DUTY = st.tuples(
    st.sampled_from(["x", "y"]),
    st.sampled_from(["North", None]),
    st.integers(-70, 40),  # due, in days from the as-at date
    st.one_of(st.none(), st.integers(-70, 0)),  # done
)


@settings(max_examples=60, deadline=None)
@given(st.lists(DUTY, max_size=40))
def test_the_bulk_forecast_is_what_a_plain_walk_of_each_line_gives(
    drawn: list[tuple[str, str | None, int, int | None]],
) -> None:
    given_rows = [
        {
            "clock": clock,
            "child_id": f"{n:02}",
            "team": team,
            "due": AS_AT + timedelta(days=due),
            "done": None if when is None else AS_AT + timedelta(days=when),
            "status": ("overdue" if due < 0 else "due") if when is None else "done",
        }
        for n, (clock, team, due, when) in enumerate(drawn)
    ]
    held = pl.DataFrame(
        {name: [row.get(name) for row in given_rows] for name in ROW_SCHEMA}, schema=ROW_SCHEMA
    )
    got = with_pace(held, as_at=AS_AT)
    assert dict(got.select("child_id", "late_at_pace").rows()) == _walked(drawn)


def _walked(drawn: list[tuple[str, str | None, int, int | None]]) -> dict[str, bool | None]:
    found: dict[str, bool | None] = {}
    for kind, whose in {(clock, team) for clock, team, *_ in drawn}:
        mine = [
            (n, due, when)
            for n, (clock, team, due, when) in enumerate(drawn)
            if (clock, team) == (kind, whose)
        ]
        pace = sum(when is not None and when > -56 for _, _, when in mine)
        fell_due = sum(-56 < due <= 0 for _, due, _ in mine)
        known = any(clock == kind and when is not None for clock, _, _, when in drawn)
        line = sorted((due, n) for n, due, when in mine if when is None)
        for place, (due, n) in enumerate(line, start=1):
            # place ÷ (pace ÷ 8) weeks, in days, without dividing
            late = due < 0 or pace == 0 or place * 56 > due * pace
            found[f"{n:02}"] = late if known and (pace >= 5 or fell_due >= 5) else None
    return found
