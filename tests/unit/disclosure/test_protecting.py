"""What may be published of linked counts, drawn as small tables; c is withheld."""

from __future__ import annotations

import math
import operator as op
from collections.abc import Callable
from datetime import date
from math import fsum
from statistics import mean
from typing import Any

import pytest

from goldenthread.disclosure.profiles import audiences, profiles
from goldenthread.disclosure.protecting import CannotProtect, protect
from goldenthread.disclosure.release import Percentage, Release, Sum
from goldenthread.disclosure.values import SUPPRESSED, NotCalculable, percentage
from goldenthread.indicators.published import SYMBOLS, Unpublished
from recovery import attack, run

AUTUMN = date(2026, 11, 30)
DFE, STRICT = profiles(AUTUMN)["dfe"], profiles(AUTUMN)["strict"]


def told(counts: dict[str, int], *sums: Sum, **more: object) -> str:
    """The counts as published, in their order."""
    shown = protect(Release(counts, sums, **more), profile=DFE)  # type: ignore[arg-type]
    return " ".join(str(shown[key]) for key in counts)


def all_of(*parts: str) -> Sum:
    return Sum.of("all", parts)


# Parts and their total, and what is published of each
SINGLE = [
    ({"A": 0, "B": 6, "all": 6}, "0 6 6"),  # a nought is a nought
    ({"A": 1, "B": 6, "C": 9, "all": 16}, "c c 9 16"),
    ({"A": 5, "B": 6, "C": 9, "all": 20}, "c c 9 20"),
    ({"A": 6, "B": 7, "C": 9, "all": 22}, "6 7 9 22"),
    ({"A": 1, "B": 1, "C": 1, "D": 9, "all": 12}, "c c c c 12"),  # three that come to 3 are one each
    ({"A": 3, "B": 4, "C": 9, "all": 16}, "c c 9 16"),  # 1 to 6 each: just wide enough
    ({"A": 3, "B": 3, "C": 9, "all": 15}, "c c c 15"),  # 1 to 5 each: too narrow
    ({"A": 3, "B": 0, "all": 3}, "c 0 c"),  # its total says the same
]


@pytest.mark.parametrize(("counts", "shown"), SINGLE)
def test_small_counts_and_what_would_give_them_away_are_withheld(counts: dict[str, int], shown: str) -> None:
    assert told(counts, all_of(*(key for key in counts if key != "all"))) == shown


def test_a_count_in_two_tables_is_one_cell_so_that_neither_gives_the_other_away() -> None:
    """B is withheld for A, and so it is in the other table, where it is the rest of F without C."""
    counts = {"A": 3, "B": 9, "D": 20, "all": 32, "C": 11, "F": 20}
    assert told(counts, all_of("A", "B", "D")) == "c c 20 32 11 20"
    assert told(counts, all_of("A", "B", "D"), Sum.of("F", ["B", "C"])) == "c c 20 32 c 20"


def test_a_percentage_goes_with_its_count_its_rest_and_its_base() -> None:
    counts = {"in time": 38, "late": 2, "both": 40}
    share = Percentage("in time", "late", "both")
    assert told(counts, percentages=[share]) == "c c c"
    assert told({"in time": 40, "late": 0, "both": 40}, percentages=[share]) == "40 0 40"


# Last month's stock and this month's, with one who came
def test_two_months_that_may_both_be_shown_do_not_tell_of_the_one_who_came() -> None:
    counts = {"before": 20, "came": 1, "went": 0, "now": 21}
    moved = Sum.of_stock("now", before="before", came="came", went="went")
    assert told(counts, moved, told={"before": 20}) == "20 c 0 c"


def test_what_was_suppressed_before_stays_so_and_is_not_given_away_later() -> None:
    first = {"A": 3, "B": 9, "all": 12}
    assert told(first, all_of("A", "B")) == "c c 12"
    assert told({**first, "C": 7}, all_of("A", "B"), told={"A": None, "B": None, "all": 12}) == "c c 12 7"


def test_what_was_told_before_and_gives_one_away_now_stops_the_whole_release() -> None:
    with pytest.raises(CannotProtect):
        told({"A": 3, "B": 9, "all": 12}, all_of("A", "B"), told={"B": 9, "all": 12})


def test_a_count_that_differs_a_little_from_what_was_told_of_it_is_withheld() -> None:
    """The same cell of newer records: the difference is the two recorded late."""
    assert told({"A": 14}, differenced={"A": 12}) == "c"
    assert told({"A": 12}, differenced={"A": 12}) == "12"
    assert told({"A": 30}, differenced={"A": 12}) == "30"


def test_sums_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="does not add up"):
        Release({"A": 1, "all": 2}, [all_of("A")])


def test_the_strict_rule_withholds_to_seven_and_rounds_what_is_left() -> None:
    shown = protect(Release({"A": 7, "B": 8, "C": 12, "D": 13}), profile=STRICT)
    assert list(shown.values()) == [SUPPRESSED, 10, 10, 15]


def test_those_who_answer_for_the_children_see_all_and_everybody_else_does_not() -> None:
    found = {key: one.profile for key, one in audiences(AUTUMN).items()}
    assert found == {
        "internal": None,
        "board": None,
        "partners": DFE,
        "scrutiny": DFE,
        "observer": DFE,
        "published": DFE,
    }
    assert {one.pool for one in audiences(AUTUMN).values() if one.profile} == {"outside"}


TWO_SIDED = (
    *(op.add, op.sub, op.mul, op.truediv, op.floordiv, op.mod, op.pow, divmod, op.matmul),
    *(op.and_, op.or_, op.xor, op.lshift, op.rshift, op.lt, op.le, op.gt, op.ge, op.iadd, op.imul),
)
ONE_SIDED = (
    *(op.neg, op.pos, abs, op.invert, op.not_, op.index, bool, int, float, complex, round),
    *(math.floor, math.ceil, math.trunc, math.sqrt),
)
# A suppressed count, and each symbol that the Department prints where a number would stand.
NO_NUMBERS = (SUPPRESSED, *map(Unpublished, SYMBOLS))


@pytest.mark.parametrize("no_number", NO_NUMBERS, ids=str)
def test_every_operator_refuses_what_is_no_number(no_number: NotCalculable) -> None:
    for calculate in TWO_SIDED:
        for one, other in ((no_number, 6), (6, no_number), (0.5, no_number), (no_number, no_number)):
            with pytest.raises(TypeError, match="Nothing is calculated"):
                calculate(one, other)
    for calculate in ONE_SIDED:
        with pytest.raises(TypeError, match="Nothing is calculated"):
            calculate(no_number)


@pytest.mark.parametrize("no_number", NO_NUMBERS, ids=str)
@pytest.mark.parametrize("calculate", [sum, mean, max, min, sorted, fsum, any], ids=lambda one: one.__name__)
def test_nothing_that_takes_many_numbers_takes_it_among_them(
    calculate: Callable[[list[Any]], Any], no_number: NotCalculable
) -> None:
    with pytest.raises(TypeError):
        calculate([no_number, 40.0, 7.0])


def test_every_operator_there_is_is_among_those_that_refuse() -> None:
    """Whatever Python can do to a number by an operator, the type has a word on."""
    of_numbers = {name for name in dir(int) if name.startswith("__")} - set(dir(object))
    assert of_numbers - {"__getnewargs__"} - set(vars(NotCalculable)) == set()


def test_a_percentage_of_what_is_suppressed_is_suppressed_and_neither_blank_nor_zero() -> None:
    assert percentage(SUPPRESSED, 40) is SUPPRESSED
    assert percentage(20, SUPPRESSED) is SUPPRESSED
    assert percentage(20, 40) == 50
    assert percentage(0, 0) is None


def test_an_attack_recovers_nothing_of_what_is_published() -> None:
    """The quick tier of `make recovery`."""
    found = run(15)
    assert found.recovered.total() == 0
    assert found.withheld > 50


def test_the_attack_would_recover_what_is_not_protected() -> None:
    """Small counts alone withheld: by elimination, by bounds and by trying."""
    sums = [all_of("A", "B", "C")]
    one = {"A": SUPPRESSED, "B": 9, "C": 20, "all": 32}
    two = {"A": SUPPRESSED, "B": SUPPRESSED, "C": 20, "all": 24}
    assert attack(one, sums) == {"worked out": {"A"}, "pinned": {"A"}, "tried": {"A"}}
    assert attack(two, sums) == {"worked out": set(), "pinned": {"A", "B"}, "tried": {"A", "B"}}
