from datetime import date

import pytest

from goldenthread.papers import wording

MARCH = (date(2026, 3, 1), date(2026, 3, 31))


def test_dates_are_said_the_british_way() -> None:
    assert wording.long_date(date(2026, 3, 31)) == "31 March 2026"
    assert wording.short_date(date(2026, 3, 1)) == "1 Mar 2026"


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (*MARCH, "in March 2026"),
        (date(2028, 2, 1), date(2028, 2, 29), "in February 2028"),
        (None, date(2026, 3, 31), "on 31 March 2026"),
        (date(2026, 3, 2), date(2026, 3, 31), "from 2 March 2026 to 31 March 2026"),
        (date(2026, 1, 1), date(2026, 3, 31), "from 1 January 2026 to 31 March 2026"),
    ],
)
def test_a_whole_month_is_named_and_other_periods_give_their_days(
    start: date | None, end: date, said: str
) -> None:
    assert wording.in_period(start, end) == said


@pytest.mark.parametrize(
    ("number", "said"), [(0, "no findings"), (1, "1 finding"), (2, "2 findings"), (1204, "1,204 findings")]
)
def test_things_are_counted_in_words(number: int, said: str) -> None:
    assert wording.counted(number, "finding") == said


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (82.04, "percent", "82.0%"),
        (1204.0, "count", "1,204"),
        (28.5, "median_working_days", "28.5 working days"),
        (None, "percent", "–"),
        (3.25, "some_new_unit", "3.2 some new unit"),
    ],
)
def test_a_value_carries_its_unit(value: float | None, unit: str, said: str) -> None:
    assert wording.value_in_words(value, unit) == said


def test_both_counts_stand_together_or_not_at_all() -> None:
    assert wording.both_counts(41, 1050) == "41 of 1,050"
    assert wording.both_counts(41, None) == ""


@pytest.mark.parametrize(
    ("items", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_lists_are_joined_as_a_sentence_would(items: list[str], said: str) -> None:
    assert wording.joined(items) == said


@pytest.mark.parametrize(
    ("numbers", "said"),
    [([], []), ([3], ["3"]), ([2, 1], ["1", "2"]), ([1, 2, 3, 5, 7, 8, 9], ["1 to 3", "5", "7 to 9"])],
)
def test_three_numbers_in_a_row_are_said_as_a_run(numbers: list[int], said: list[str]) -> None:
    assert wording.number_runs(numbers) == said
