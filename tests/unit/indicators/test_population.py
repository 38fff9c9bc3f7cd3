"""How many children live here: single years of age from 0 to 17, whole or refused."""

from datetime import date

import pytest

from goldenthread.errors import InputRefused
from goldenthread.indicators.population import children_on, read_population


def written(tmp_path, rows, head="year,age,people"):
    file = tmp_path / "population.csv"
    file.write_text("\n".join([head, *rows]) + "\n")
    return file


def ages(year, people, oldest=17):
    return [f"{year},{age},{people}" for age in range(oldest + 1)]


def test_each_year_is_the_sum_of_its_children(tmp_path):
    assert read_population(written(tmp_path, [*ages(2024, 10), *ages(2025, 20, oldest=90)])) == {
        2024: 180,
        2025: 360,
    }


REFUSED = {
    "an age is missing": (ages(2025, 10)[:-1], "each age from 0 to 17"),
    "an age comes twice": ([*ages(2025, 10), "2025,3,10"], "each age from 0 to 17"),
    "a number is blank": ([*ages(2025, 10)[:-1], "2025,17,"], "blank"),
    "a number is negative": ([*ages(2025, 10)[:-1], "2025,17,-1"], "negative"),
    "a number is none": ([*ages(2025, 10)[:-1], "2025,17,many"], "whole numbers"),
    "nobody is a child": (["2025,40,10"], "nobody aged"),
}


@pytest.mark.parametrize(("rows", "why"), REFUSED.values(), ids=REFUSED.keys())
def test_a_file_that_would_make_a_wrong_rate_is_refused(tmp_path, rows, why):
    with pytest.raises(InputRefused, match=why):
        read_population(written(tmp_path, rows))


def test_a_file_without_the_columns_or_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(InputRefused, match="year, age and people"):
        read_population(written(tmp_path, ["2025,10"], head="year,children"))
    with pytest.raises(InputRefused, match="year, age and people"):
        read_population(tmp_path / "none.csv")


def test_a_rate_rests_on_the_year_before_or_the_latest_older_one():
    by_year = {2023: 1, 2024: 2, 2026: 4}
    assert children_on(by_year, date(2026, 3, 31)) == 2
    assert children_on(by_year, date(2024, 12, 31)) == 1
    assert children_on(by_year, date(2023, 12, 31)) is None
