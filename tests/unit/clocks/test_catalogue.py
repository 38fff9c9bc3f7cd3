"""Every timescale has a clock, or says what the records lack."""

from __future__ import annotations

from collections import Counter

import pytest

from goldenthread.clocks.catalogue import APART, LACKING, RUNNING, Clock
from goldenthread.standards.safeguarding_dataset import dataset
from goldenthread.standards.timescales import timescales

BUILT = (*RUNNING, *APART)


def test_every_timescale_is_built_or_listed_as_lacking_a_record_and_never_both() -> None:
    told = Counter([clock.id for clock in BUILT] + list(LACKING))
    assert set(told) == set(timescales())
    assert set(told.values()) == {1}


def test_what_a_clock_lacks_is_said_in_words_and_names_no_table_there_is() -> None:
    for clock, lacks in LACKING.items():
        assert lacks, clock
        assert not any(table in lacks for table in dataset().tables), clock


@pytest.mark.parametrize("clock", BUILT, ids=lambda clock: clock.id)
def test_a_clock_reads_tables_of_the_model_and_says_when_it_lapses_and_repeats(clock: Clock) -> None:
    assert set(clock.needs) <= set(dataset().tables)
    assert set(clock.whole) <= set(clock.needs)
    assert clock.lapses
    assert clock.repeats
