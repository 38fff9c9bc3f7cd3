"""Records worked upon in memory."""

from datetime import date

import polars as pl

from goldenthread.records.in_memory import in_memory, worked_out
from goldenthread.records.tables import Records

PEOPLE = pl.DataFrame({"pers_person_id": ["ann"]})


def test_a_table_is_read_once_and_only_when_it_is_asked_for() -> None:
    read: list[str] = []

    def noted(name: str) -> pl.LazyFrame:
        return PEOPLE.lazy().map_batches(lambda frame: read.append(name) or frame)

    names = ("ssd_person", "ssd_disability")
    frames = {name: noted(name) for name in names}
    held = in_memory(Records(as_at=date(2026, 3, 31), authority="", frames=frames, coverage={}))
    assert set(held.frames) == set(names)
    assert read == []
    for _ in range(2):
        assert worked_out(held.table("ssd_person")).equals(PEOPLE)
    assert read == ["ssd_person"]
