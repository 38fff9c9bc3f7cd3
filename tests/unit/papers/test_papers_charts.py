import xml.etree.ElementTree as ElementTree
from typing import Any

import altair
import polars as pl
import pytest

from goldenthread.papers import charts
from goldenthread.papers.measures import Measure, service_areas
from unit.papers.papers_made_up import WORDS, month_figures

SVG = "{http://www.w3.org/2000/svg}"


def drawn(figures: pl.DataFrame) -> Measure:
    return service_areas(figures, WORDS.measures, ())[0].measures[0]


def points(measure: Measure) -> list[dict[str, Any]]:
    given: list[dict[str, Any]] = charts.specification(measure)["data"]["values"]
    return given


def test_a_month_without_a_value_or_a_figure_is_a_gap() -> None:
    figures = month_figures("in_time", [(40, 50), (0, 0), (41, 50), (42, 50)])
    without_september = figures.filter(pl.col("period_end").dt.month() != 9)
    shown = [(point["period"], point["value"]) for point in points(drawn(without_september))]
    assert shown == [("Jul 2026", 80.0), ("Aug 2026", None), ("Sep 2026", None), ("Oct 2026", 84.0)]


def test_only_the_last_point_is_written_out() -> None:
    labels = [point["label"] for point in points(drawn(month_figures("in_time", [(40, 50)] * 3)))]
    assert labels == ["", "", "80.0%"]


@pytest.mark.parametrize(
    ("months", "named"),
    [
        (1, ["Oct 2026"]),
        (3, ["Oct 2026", "Sep 2026", "Aug 2026"]),
        (24, ["Oct 2026", "Feb 2026", "Jun 2025"]),
    ],
)
def test_a_few_periods_are_named_and_always_the_last(months: int, named: list[str]) -> None:
    given = charts.specification(drawn(month_figures("in_time", [(40, 50)] * months)))
    assert given["encoding"]["x"]["axis"]["values"] == named


@pytest.mark.parametrize(
    ("counts", "unit", "domain"),
    [
        ([(40, 50)], "percent", [0, 100]),
        ([(25, 50)], "percent", [0, 57.5]),
        ([(0, 0)], "percent", [0, 1]),
        ([(200, None)], "count", [0, 230]),
    ],
)
def test_every_chart_starts_at_nought(counts: list[Any], unit: str, domain: list[float]) -> None:
    id = "in_time" if unit == "percent" else "referrals"
    given = charts.specification(drawn(month_figures(id, counts, unit)))
    assert given["encoding"]["y"]["scale"]["domain"] == pytest.approx(domain)


@pytest.mark.parametrize(
    ("last_two", "side"),
    [((30, 45), "bottom"), ((45, 30), "top"), ((45, 5), "bottom"), ((0, 45), "bottom")],
)
def test_the_last_value_is_written_where_the_line_does_not_run(last_two: tuple[int, int], side: str) -> None:
    given = charts.specification(drawn(month_figures("in_time", [(number, 50) for number in last_two])))
    assert given["layer"][-1]["mark"]["baseline"] == side


def test_the_specification_holds_to_the_charting_librarys_schema() -> None:
    altair.LayerChart.from_dict(charts.specification(drawn(month_figures("in_time", [(40, 50)] * 3))))


def test_the_picture_has_a_role_a_title_and_a_description() -> None:
    measure = drawn(month_figures("in_time", [(40, 50)] * 6))
    root = ElementTree.fromstring(charts.svg(measure))
    assert root.get("role") == "img"
    title, text = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert text is not None
    assert title.text == "Assessments completed within 45 working days: 80.0%, no clear change"
    assert root.get("aria-labelledby") == f"{title.get('id')} {text.get('id')}"


@pytest.mark.parametrize("counts", [[(40, 50)], [(0, 0)], [(0, 0), (40, 50), (0, 0)]])
def test_few_points_one_point_and_none_still_draw(counts: list[Any]) -> None:
    root = ElementTree.fromstring(charts.svg(drawn(month_figures("in_time", counts))))
    dots = [path for path in root.iter(f"{SVG}path") if path.get("aria-roledescription") == "point"]
    values = sum(1 for _, base in counts if base)
    assert len(dots) == values + (1 if counts[-1][1] else 0)


def test_the_same_measure_gives_the_same_picture_in_any_time_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    measure = drawn(month_figures("in_time", [(40, 50)] * 6))
    first = charts.svg(measure)
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    assert charts.svg(measure) == first
    assert "Oct 2026" in first


def test_charts_are_set_in_the_font_we_bring() -> None:
    assert (charts.font_folder() / "OFL.txt").is_file()
    assert charts.FONT in charts.svg(drawn(month_figures("in_time", [(40, 50)])))


def test_a_mark_stands_at_the_period_it_is_given_for() -> None:
    measure = drawn(month_figures("in_time", [(40, 50)] * 3))
    second = measure.series[1].end
    given = charts.specification(measure, {second: "A1, A2 done"})
    assert [point["mark"] for point in given["data"]["values"]] == ["", "A1, A2 done", ""]
    altair.LayerChart.from_dict(given)
    picture = charts.svg(measure, {second: "A1, A2 done"})
    assert "A1, A2 done" in picture
    assert "stroke-dasharray" in picture


def test_marks_move_no_point_of_the_line() -> None:
    measure = drawn(month_figures("in_time", [(40, 50), (30, 50), (45, 50), (20, 50)]))
    marks = {measure.series[place].end: "A1" for place in (1, 3)}
    without, marked = (_line_of(charts.svg(measure, given)) for given in (None, marks))
    assert without == marked


def _line_of(svg: str) -> str | None:
    """The path that the line of a chart takes."""
    groups = [
        one for one in ElementTree.fromstring(svg).iter(f"{SVG}g") if "mark-line" in one.get("class", "")
    ]
    paths = [path for group in groups for path in group.iter(f"{SVG}path")]
    (line,) = (path for path in paths if path.get("stroke") == charts.LINE)
    return line.get("d")


def test_without_marks_the_chart_is_as_it_was() -> None:
    measure = drawn(month_figures("in_time", [(40, 50)] * 3))
    assert 'stroke-dasharray="3,3"' not in charts.svg(measure)
