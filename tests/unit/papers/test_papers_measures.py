import polars as pl

from goldenthread.papers.duties import duties
from goldenthread.papers.measures import (
    Measure,
    alternative_text,
    cautions,
    overdue_said,
    service_areas,
    shows,
)
from unit.papers.papers_made_up import WORDS, clock_rows, measure_words, month_figures

STEADY = [(40, 50)] * 5 + [(41, 50)]
CLOCKS = """
    clock            | child_id | status  | days_late | team
    ts_assessment_45 | ann      | overdue | 41        | North
    ts_assessment_45 | bob      | due     | 0         | North
"""


def only_measure(figures: pl.DataFrame, clocks: str = CLOCKS) -> Measure:
    (area,) = service_areas(figures, WORDS.measures, duties(clock_rows(clocks), WORDS.clocks))
    (measure,) = area.measures
    return measure


def by_team(figures: pl.DataFrame, team: str, numerator: int) -> pl.DataFrame:
    return figures.with_columns(team=pl.lit(team), numerator=pl.lit(numerator, pl.Int64))


def stock(numerators: list[int]) -> pl.DataFrame:
    figures = month_figures("in_care", [(number, None) for number in numerators], "count")
    return figures.with_columns(period_start=pl.lit(None, dtype=pl.Date))


def test_a_percentage_is_said_with_both_counts_and_its_comparison() -> None:
    assert shows(only_measure(month_figures("in_time", STEADY))) == (
        "In October 2026: 82.0% (41 of 50). Last three months: 80.7% (121 of 150); "
        "three months before: 80.0% (120 of 150): no clear change."
    )


def test_a_clear_change_is_called_better_or_worse_by_the_measures_own_direction() -> None:
    rise = [(10, 100)] * 3 + [(60, 100)] * 3
    assert "a clear rise, which is better." in shows(only_measure(month_figures("in_time", rise)))
    assert "a clear rise, which is worse." in shows(only_measure(month_figures("rereferrals", rise)))
    assert "a clear rise." in shows(
        only_measure(month_figures("referrals", [(50, None)] * 3 + [(150, None)] * 3, "count"))
    )


def test_a_figure_on_a_day_is_set_beside_the_one_of_three_months_before() -> None:
    assert shows(only_measure(stock([290, 297, 301, 305]))) == (
        "On 31 October 2026: 305. On 31 July 2026: 290."
    )


def test_an_average_says_what_kind_it_is_and_how_many_it_is_of() -> None:
    figures = month_figures("days", [(None, 65)], "median_working_days").with_columns(value=pl.lit(28.5))
    assert shows(only_measure(figures)) == "In October 2026: 28.5 working days (the middle value of 65)."


def test_a_month_with_nothing_to_count_says_so() -> None:
    assert shows(only_measure(month_figures("in_time", [(0, 0)]))) == (
        "In October 2026: nothing to count (0 of 0)."
    )


def test_overdue_and_open_stands_beside_timeliness_and_only_there() -> None:
    assert overdue_said(only_measure(month_figures("in_time", STEADY))) == (
        "Open now: 1 of 2 overdue; the longest is 41 working days late."
    )
    assert overdue_said(only_measure(month_figures("rereferrals", STEADY))) == ""


def test_the_heading_says_what_the_chart_shows() -> None:
    assert only_measure(month_figures("in_time", STEADY)).heading == (
        "Assessments completed within 45 working days: 82.0%, no clear change"
    )
    assert only_measure(stock([305])).heading == "Children in care: 305"


def test_alternative_text_gives_lowest_highest_and_latest() -> None:
    figures = month_figures("in_time", [(30, 50), (45, 50), (0, 0), (41, 50)])
    assert alternative_text(only_measure(figures)) == (
        "Line chart of Assessments completed within 45 working days, 31 July 2026 to 31 October 2026. "
        "Lowest 60.0% in July 2026, highest 90.0% in August 2026, latest 82.0%. "
        "The average is 77.3%; chance alone moves it between 0.0% and 100.0%. "
        "These are trial limits: they rest on 3 points, and are locked at twelve. No point is a signal. "
        "The table beside it gives the figures."
    )
    nothing = alternative_text(only_measure(month_figures("in_time", [(0, 0), (0, 0)])))
    assert nothing.endswith("There is no value to draw.")


def test_teams_are_those_of_the_latest_period_and_never_enter_the_series() -> None:
    figures = month_figures("in_time", STEADY)
    latest, before = figures.tail(1), figures.head(1)
    teams = [by_team(latest, "South", 20), by_team(latest, "North", 21), by_team(before, "Closed team", 1)]
    measure = only_measure(pl.concat([figures, *teams]))
    assert [(one.team, one.numerator) for one in measure.by_team] == [("North", 21), ("South", 20)]
    assert len(measure.series) == len(STEADY)


def test_areas_follow_a_childs_way_and_measures_without_a_figure_are_left_out() -> None:
    figures = pl.concat([stock([305]), month_figures("in_time", STEADY), month_figures("unknown", STEADY)])
    areas = service_areas(figures, WORDS.measures, ())
    assert [(area.id, [one.words.id for one in area.measures]) for area in areas] == [
        ("assessment", ["in_time"]),
        ("cla", ["in_care"]),
    ]


def test_an_area_we_do_not_know_is_still_shown() -> None:
    words = {"in_time": measure_words("in_time", "In time", service_area="short_breaks")}
    (area,) = service_areas(month_figures("in_time", STEADY), words, ())
    assert area.title == "Short breaks"


def test_cautions_are_joined_as_sentences() -> None:
    words = {"in_time": measure_words("in_time", "In time", cautions=("First.", "Second"))}
    (area,) = service_areas(month_figures("in_time", STEADY), words, ())
    assert cautions(area.measures[0]) == "First. Second."
