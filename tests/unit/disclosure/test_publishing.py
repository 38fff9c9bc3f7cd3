"""The one step before anything leaves: what is asked and what was told before in, what may be shown out."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

from goldenthread.disclosure.profiles import audience, audiences, profiles
from goldenthread.disclosure.publishing import Asked, Table, Told, publish
from goldenthread.disclosure.release import Percentage, Sum
from goldenthread.disclosure.values import SUPPRESSED, percentage

AUTUMN = date(2026, 11, 30)
DFE = profiles(AUTUMN)["dfe"]
TEAMS = Table("teams", ("A", "B", "C", "all"))
ALL = Sum.of("all", ("A", "B", "C"))
COUNTS = {"A": 3, "B": 9, "C": 20, "all": 32}


def shown(
    counts: dict[str, int], *tables: Table, told: Told | None = None, sums: tuple[Sum, ...] = (ALL,)
) -> str:
    found = publish(Asked(counts, tables or (TEAMS,), sums), profile=DFE, told=told or {})
    return " ".join(str(found.shown.get(key, "-")) for key in counts)


def test_what_is_shown_and_what_is_remembered_of_it() -> None:
    found = publish(Asked(COUNTS, [TEAMS], [ALL]), profile=DFE, told={})
    assert " ".join(str(one) for one in found.of(TEAMS).values()) == "c c 20 32"
    assert found.told == {"A": None, "B": None, "C": 20, "all": 32}


def test_under_no_rule_all_is_shown_and_nothing_is_remembered() -> None:
    found = publish(Asked(COUNTS, [TEAMS], [ALL]), profile=None, told={})
    assert (dict(found.shown), found.told) == (COUNTS, {})


def test_the_same_asked_again_is_answered_the_same() -> None:
    first = publish(Asked(COUNTS, [TEAMS], [ALL]), profile=DFE, told={})
    again = publish(Asked(COUNTS, [TEAMS], [ALL]), profile=DFE, told=first.told)
    assert (again.shown, again.told) == (first.shown, first.told)


def test_what_was_withheld_once_stays_so_whatever_it_has_become() -> None:
    assert shown({**COUNTS, "B": 15, "all": 38}, told={"B": None}) == "c c 20 38"


def test_a_late_record_is_not_told_by_the_difference_between_two_months() -> None:
    """32 last month and 34 now would tell of the two recorded since."""
    assert (
        shown({"A": 11, "B": 9, "C": 14, "all": 34}, told={"all": 32, "B": 9, "C": 14, "A": 9}) == "c 9 14 c"
    )


def test_a_table_that_cannot_be_protected_is_withheld_whole_and_named() -> None:
    """The total and B were told before; C's twenty would leave A's three."""
    by_team = Table("teams", ("A", "C"))
    asked = Asked(COUNTS, [Table("the total", ("all",)), by_team], [ALL])
    found = publish(asked, profile=DFE, told={"B": 9, "all": 32, "C": 20})
    assert found.whole == ("the total", "teams")
    assert dict(found.of(by_team)) != {"A": 3, "C": 20}
    assert str(found.of(by_team)["A"]) == "c"


def test_the_table_wanted_least_goes_first() -> None:
    """Two months, and the quarter with a third that is in no table: the quarter goes, the months stay."""
    counts = {"May": 20, "June": 30, "July": 2, "quarter": 52}
    tables = Table("months", ("May", "June", "July")), Table("quarters", ("quarter",))
    assert shown(counts, *tables, sums=(Sum.of("quarter", ("May", "June", "July")),)) == "20 30 c c"


def test_a_small_count_in_no_table_is_not_given_away_by_those_that_are() -> None:
    """A and B are shown with their total; C, of three, is in no table."""
    counts = {"A": 10, "B": 12, "C": 3, "all": 25}
    assert shown(counts, Table("some", ("A", "B", "all"))).count("c") == 1
    assert shown({**counts, "C": 30, "all": 52}, Table("some", ("A", "B", "all"))) == "10 12 - 52"


# What the Department's rule makes of a share of 40, of its rest and of its base
@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [
        *((0, whole, "c c c" if 0 < whole < 6 else f"0 {whole} {whole}") for whole in range(13)),
        *((part, 40, "c c c" if part < 6 else f"{part} {40 - part} 40") for part in range(1, 13)),
        *((40 - rest, 40, "c c c" if 0 < rest < 6 else f"{40 - rest} {rest} 40") for rest in range(13)),
    ],
)
def test_a_share_is_withheld_where_its_part_its_rest_or_its_base_is_small(
    part: int, whole: int, told: str
) -> None:
    counts = {"part": part, "rest": whole - part, "whole": whole}
    asked = Asked(counts, [Table("share", tuple(counts))], (), [Percentage("part", "rest", "whole")])
    found = publish(asked, profile=DFE, told={})
    assert " ".join(str(found.of(Table("share", tuple(counts)))[key]) for key in counts) == told


def test_audiences_are_dated_and_an_unknown_one_is_refused() -> None:
    assert audience("board", on=AUTUMN).sees_all
    assert not audience("scrutiny", on=AUTUMN).sees_all
    assert audiences(date(1999, 12, 31)) == {}
    with pytest.raises(KeyError):
        audience("everybody", on=AUTUMN)


def test_no_number_is_made_from_a_suppressed_one_in_ten_thousand_cases() -> None:
    rng = Random(20261130)
    numbers = 0
    for _ in range(10_000):
        part, whole = (SUPPRESSED if rng.random() < 0.3 else rng.randint(0, 60) for _ in range(2))
        made = percentage(part, whole)
        if SUPPRESSED in (part, whole):
            assert made is SUPPRESSED
        else:
            numbers += isinstance(made, float)
            assert made is not SUPPRESSED
    assert numbers > 4_000
