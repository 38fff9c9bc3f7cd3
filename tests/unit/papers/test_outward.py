"""What an audience is shown of figures, drawn small: months, quarters and teams as one. c is withheld."""

from __future__ import annotations

from datetime import date, timedelta

from goldenthread.disclosure.profiles import audience
from goldenthread.papers.duties import Duty, TeamDuty
from goldenthread.papers.figures import Figure, Withheld
from goldenthread.papers.outward import Counted, LetOut, let_out_to
from goldenthread.papers.words import ClockWords
from goldenthread.standards.calendar import add_months

AS_AT = date(2026, 6, 30)
SCRUTINY, BOARD = (audience(key, on=AS_AT) for key in ("scrutiny", "board"))


def counted(id: str, teams: dict[str, list[int]], *, first: int = 4) -> Counted:
    """A measure that counts events: each team's months from April; tables of months, quarter and teams."""
    made: list[Figure] = []
    months = len(next(iter(teams.values())))
    everybody: dict[str | None, list[int]] = {
        None: [sum(held[n] for held in teams.values()) for n in range(months)]
    }
    for team, counts in (everybody | teams).items():
        made += [_figure(date(2026, first + n, 1), 1, count, team) for n, count in enumerate(counts)]
        if months == 3:
            made.append(_figure(date(2026, first, 1), 3, sum(counts), team))
    all_months = tuple(one for one in made if one.team is None and (one.end - _start(one)).days < 31)
    quarter = tuple(one for one in made if one.team is None and one not in all_months)
    latest = tuple(
        one
        for one in made
        if one.team and one.start == all_months[-1].start and one.end == all_months[-1].end
    )
    return Counted(
        id, "count", tuple(made), (("months", all_months), ("quarters", quarter), ("teams", latest))
    )


def _figure(start: date, months: int, count: int, team: str | None) -> Figure:
    end = add_months(start, months) - timedelta(days=1)
    return Figure(start, end, count, None, float(count), "s", "d/1", team)


def _start(figure: Figure) -> date:
    assert figure.start is not None
    return figure.start


def shown(found: LetOut, one: Counted) -> str:
    """Each table's counts, the tables apart."""
    told = (
        " ".join(
            "c" if isinstance(figure, Withheld) else str(figure.numerator)
            for figure in found.figures(one.id, one.kind, figures)
        )
        for _, figures in one.tables
    )
    return " | ".join(told)


def let_out(*measures: Counted, told: dict[str, int | None] | None = None) -> LetOut:
    return let_out_to(SCRUTINY, measures, (), as_at=AS_AT, told=told or {})


def test_the_quarter_goes_with_a_small_month_and_teams_with_a_small_team() -> None:
    one = counted("seen", {"North": [9, 2, 20], "South": [9, 1, 30], "East": [9, 2, 3]})
    assert shown(let_out(one), one) == "27 c 53 | c | c 30 c"


def test_the_board_sees_all_of_it() -> None:
    one = counted("seen", {"North": [1, 2, 3]})
    found = let_out_to(BOARD, [one], (), as_at=AS_AT, told={})
    assert shown(found, one) == "1 2 3 | 6 | 3"


def test_next_month_is_withheld_where_it_would_give_away_what_was_withheld_before() -> None:
    """South's May is withheld, and East's for it. By the end of June all teams of all months are asked
    for, and their quarters: South's April goes, or its quarter would tell its May."""
    spring = counted("seen", {"North": [9, 9], "South": [9, 3], "East": [9, 8]})
    first = let_out(spring)
    assert shown(first, spring) == "27 20 |  | 9 c c"
    summer = counted("seen", {"North": [9, 9, 9], "South": [9, 3, 9], "East": [9, 8, 9]})
    by_team = {
        team: [one for one in summer.figures if one.team == team] for team in ("North", "South", "East")
    }
    tables = (*summer.tables, *((team, tuple(figures)) for team, figures in by_team.items()))
    asked = Counted("seen", "count", summer.figures, tables)
    second = let_out(asked, told=dict(first.told))
    assert shown(second, asked) == "27 20 27 | 74 | 9 9 9 | 9 9 9 27 | c c 9 21 | c c 9 26"


def test_measures_that_count_the_same_are_one_count() -> None:
    """What is withheld of one is withheld of the other, though the other alone would show it."""
    teams = {"North": [9, 12, 20], "South": [9, 11, 3], "East": [9, 14, 8]}
    one, same = counted("seen", teams), counted("visited", teams)
    found = let_out(one, same)
    assert shown(found, one) == shown(found, same) == "27 37 31 | 95 | 20 c c"


def test_a_duty_is_told_of_where_neither_overdue_nor_the_rest_is_small() -> None:
    def duty(overdue: int, running: int) -> Duty:
        return Duty(ClockWords("visit", "Visit"), (TeamDuty("North", running, overdue, 0, 3),), (), 0, ())

    def told(overdue: int, running: int) -> bool:
        one = duty(overdue, running)
        return let_out_to(SCRUTINY, (), [one], as_at=AS_AT, told={}).tells_of(one, AS_AT)

    assert [told(8, 40), told(0, 40), told(3, 40), told(38, 40), told(2, 2)] == [
        True,
        True,
        False,
        False,
        False,
    ]
