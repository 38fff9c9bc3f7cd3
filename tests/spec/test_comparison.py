"""Published figures read as published, and an authority's place among others."""

from __future__ import annotations

import statistics
from pathlib import Path

import pytest

from goldenthread.errors import InputRefused
from goldenthread.indicators.comparison import Comparison, Neighbours, compare, read_neighbours
from goldenthread.indicators.published import Cell, OpenData, Unpublished, read_open_data
from goldenthread.standards.benchmarks import benchmark_sources, benchmarks
from goldenthread.standards.indicators import indicator_facts

HEAD = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,"
    "old_la_code,la_name,new_la_code,group,number,rate"
)
ROWS = """
2024,Reporting year,National,E92000001,England,,,,,,All,"83,630",70
2024,Reporting year,Regional,E92000001,England,E12000001,North,,,,All,5000,100
2024,Reporting year,Local authority,E92000001,England,E12000001,North,901,Madeupshire,E06000901,All,300,80
2024,Reporting year,Local authority,E92000001,England,E12000001,North,902,Invented,E06000902,All,200,60
2024,Reporting year,Local authority,E92000001,England,E12000001,North,903,Nowhere,E06000903,All,c,c
2024,Reporting year,Local authority,E92000001,England,E12000001,North,904,Fancy,E06000904,All,100,40
2024,Reporting year,Local authority,E92000001,England,E12000001,North,905,Storybook,E06000905,All,90,40
2024,Reporting year,Local authority,E92000001,England,E12000001,North,906,Fable,E06000906,All,k,0
2023,Reporting year,Local authority,E92000001,England,E12000001,North,901,Madeupshire,E06000901,All,290,z
"""
DEPARTMENTS = Path(__file__).parents[3] / "shared/data/dfe-statistics"


@pytest.fixture
def table(tmp_path: Path) -> OpenData:
    path = tmp_path / "made_up.csv"
    path.write_text(HEAD + ROWS, encoding="utf-8-sig")
    return read_open_data(path)


def test_filters_and_measures_are_told_apart_by_their_cells(table: OpenData) -> None:
    assert (table.filters, table.measures, table.years) == (("group",), ("number", "rate"), [2023, 2024])


def test_a_cell_is_a_number_or_a_symbol_and_never_both(table: OpenData) -> None:
    cells = {cell.name: cell for cell in table.of("number", 2024)}
    assert (cells["England"].number, cells["England"].said) == (83630.0, "")
    assert (cells["Nowhere"].number, cells["Nowhere"].said) == (Unpublished("c"), "withheld as small")
    assert (cells["Fable"].number, cells["Fable"].said) == (
        Unpublished("k"),
        "rounds to nought and is not nought",
    )
    assert table.of("rate", 2023)[0].said == "not applicable"


@pytest.mark.parametrize(
    ("symbol", "said"),
    [
        ("c", "withheld as small"),
        ("k", "rounds to nought and is not nought"),
        ("z", "not applicable"),
        (":", "not available"),
        ("x", "not available"),
    ],
)
def test_a_symbol_is_read_as_itself_and_leaves_everybody_elses_place_alone(
    tmp_path: Path, symbol: str, said: str
) -> None:
    path = tmp_path / "made_up.csv"
    path.write_text(HEAD + ROWS.replace(",All,c,c", f",All,{symbol}, {symbol} "), encoding="utf-8-sig")
    table = read_open_data(path)
    cell = next(one for one in table.of("rate", 2024) if one.name == "Nowhere")
    assert (cell.number, cell.said) == (Unpublished(symbol), said)
    with pytest.raises(TypeError, match=f"symbol is '{symbol}'"):
        _ = 100 * cell.number / 2
    found = _compared(table, "E06000901")
    assert (found.rank, found.ranked, found.left_out) == (1, 5, 1)
    assert _compared(table, "E06000903").rank is None


@pytest.mark.parametrize(
    ("ask", "why"),
    [
        (lambda table: table.of("percentage", 2024), "has no measure 'percentage'.*number, rate"),
        (lambda table: table.of("rate", 2019), "has no year 2019.*2023, 2024"),
        (lambda table: table.where(group="Some"), "has no group 'Some'.*All"),
        (lambda table: table.where(age="All"), "has no filter 'age'"),
    ],
)
def test_what_is_not_there_is_refused_naming_what_is(table: OpenData, ask, why: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(InputRefused, match=why):
        ask(table)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("name,number\nA,1\n", "has no column time_period"),
        (HEAD + ROWS.replace(",All,200,60", ",All,200,sixty"), "has no measure 'rate'"),
        (HEAD + ROWS + ROWS.splitlines()[3].replace("All", "Few") + "\n", "several rows for one place"),
    ],
)
def test_a_file_that_is_not_as_published_is_refused(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "odd.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputRefused, match=why):
        read_open_data(path).of("rate", 2024)


def _compared(table: OpenData, code: str, polarity: str = "higher_better", **more: object) -> Comparison:
    return compare(table.of("rate", 2024), code, polarity=polarity, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("code", "polarity", "rank", "quartile"),
    [
        ("E06000901", "higher_better", 1, 1),  # 80 of 80 60 40 40 0; quarters at 40, 40 and 60
        ("E06000902", "higher_better", 2, 1),
        ("E06000904", "higher_better", 3, 2),  # equals share a rank
        ("E06000905", "higher_better", 3, 2),
        ("E06000906", "higher_better", 5, 4),
        ("E06000901", "lower_better", 5, 4),
        ("E06000904", "lower_better", 2, 1),
        ("E06000901", "neutral", 1, 1),  # highest first where neither is better
        ("E06000903", "higher_better", None, None),  # withheld: no place, and nobody's place moves for it
    ],
)
def test_an_authoritys_place(table: OpenData, code: str, polarity: str, rank: int, quartile: int) -> None:
    found = _compared(table, code, polarity)
    assert (found.rank, found.quartile) == (rank, quartile)
    assert (found.ranked, found.left_out) == (5, 1)


def test_england_the_region_and_neighbours_of_a_model_year_stand_beside_it(table: OpenData) -> None:
    near = Neighbours(2025, ("E06000902", "E06000903", "E06000904", "E06000999"))
    found = _compared(table, "E06000901", neighbours=near)
    assert (found.england.number, found.region.number) == (70.0, 100.0)  # type: ignore[union-attr]
    assert [cell.name for cell in found.neighbours] == ["Invented", "Nowhere", "Fancy"]
    assert (found.neighbours_average, found.model_year) == (50.0, 2025)  # of the two with a number


@pytest.mark.parametrize("code", ["E06000999", "E92000001", "E12000001", ""])
def test_what_is_no_authority_has_no_place(table: OpenData, code: str) -> None:
    with pytest.raises(InputRefused, match="hold no authority"):
        _compared(table, code)


def test_fewer_than_four_authorities_make_no_quartiles() -> None:
    cells = [Cell(f"E0600090{at}", "Madeup", "", float(at)) for at in range(3)]
    assert compare(cells, "E06000901", polarity="neutral").quartile is None


def test_neighbours_are_read_nearest_first_and_a_file_without_them_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "neighbours.csv"
    places = ",".join(f"SN_{place}" for place in range(1, 11))
    near = ",".join(f"E060009{place:02d}" for place in range(10, 19))
    path.write_text(f"new_la_code,{places}\nE06000901,{near},\n", encoding="utf-8")
    found = read_neighbours(path, model_year=2025)["E06000901"]
    assert found.codes[0] == "E06000910"
    assert len(found.codes) == 9
    path.write_text("new_la_code,SN_1\nE06000901,E06000902\n", encoding="utf-8")
    with pytest.raises(InputRefused, match="has no column SN_2"):
        read_neighbours(path, model_year=2025)


# What is carried


def test_every_benchmark_an_indicator_names_is_carried_with_its_sources() -> None:
    named = {facts.benchmark for facts in indicator_facts().values() if facts.benchmark}
    assert named <= set(benchmarks())
    assert {ref for one in benchmarks().values() for ref in one.refs} == set(benchmark_sources())


def test_a_benchmark_has_a_figure_or_a_split_unless_nothing_was_seen() -> None:
    figures = {one.id: one.england or one.england_by or one.distribution for one in benchmarks().values()}
    without = [one for one in benchmarks().values() if not figures[one.id]]
    assert [one.id for one in without if one.evidence != "unverified"] == []


def test_authorities_lie_in_order() -> None:
    for one in benchmarks().values():
        for spread in filter(None, [one.authorities, *one.authorities_by.values()]):
            order = [spread.p10, spread.p25, spread.median, spread.p75, spread.p90]
            assert order == sorted(order), one.id


@pytest.mark.skipif(
    not DEPARTMENTS.exists(), reason="the Department's statistics are not beside the checkout"
)
@pytest.mark.parametrize("name", [path.name for path in sorted(DEPARTMENTS.glob("*.csv"))])
def test_the_departments_own_files_read_whole(name: str) -> None:
    table = read_open_data(DEPARTMENTS / name)
    assert table.filters
    assert {"number"} <= set(table.measures)


@pytest.mark.skipif(
    not DEPARTMENTS.exists(), reason="the Department's statistics are not beside the checkout"
)
def test_rates_of_children_in_care_as_published_for_2024() -> None:
    table = read_open_data(DEPARTMENTS / "cla_number_and_rate_per_10k_children.csv")
    cells = table.where(population_count="Children looked after at 31 March each year").of(
        "rate_per_10000", 2024
    )
    found = compare(cells, "E06000009", polarity="neutral")
    known = [cell.number for cell in cells if cell.code.startswith(("E06", "E07", "E08", "E09", "E10"))]
    numbers = [number for number in known if isinstance(number, float)]
    assert found.england is not None
    assert found.england.number == 70  # as the release gives it
    assert found.ranked == len(numbers)
    assert (found.own.number, found.quartile) == (181, 1)  # among the highest rates in England
    assert statistics.median(numbers) == pytest.approx(67, abs=3)  # carried for 2025: 67
