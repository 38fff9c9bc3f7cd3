"""What figures come from where a store holds returns and practice records too."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from goldenthread.records import store
from goldenthread.records.annex_a.shaping import fitted
from goldenthread.records.coverage import Coverage, History
from goldenthread.records.history import VANISHED, combined, supplemented
from goldenthread.records.load import load
from goldenthread.records.store import NOTE_SCHEMA, Kind, Reading, Source
from goldenthread.records.tables import Records
from returns_made_up import census, child

MARCH, APRIL, MAY = date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31)


def keep(
    folder: Path,
    kind: Kind,
    as_at: date,
    *,
    since: date | None = None,
    how: History = "window",
    **tables: list[str],
) -> None:
    """A snapshot of this kind whose tables hold rows with these keys."""
    frames = {
        name: fitted(pl.DataFrame({"key": keys}).rename({"key": _key(name)}), name).lazy()
        for name, keys in tables.items()
    }
    said = {name: Coverage(name, how, since, as_at) for name in tables}
    empty = pl.DataFrame()
    store.keep(
        Reading(
            records=Records(as_at=as_at, authority="", frames=frames, coverage=said),
            kind=kind,
            sources=(Source(f"{kind}-{as_at}", f"{kind}{as_at}{tables}"),),
            lists={},
            notes=pl.DataFrame(schema=NOTE_SCHEMA),
            set_aside=empty,
            queried_cells=empty,
        ),
        folder,
    )


def _key(table: str) -> str:
    from goldenthread.standards.safeguarding_dataset import dataset

    return dataset().tables[table].key


def keys(records: Records, table: str) -> list[str]:
    return sorted(records.table(table).collect()[_key(table)])


@pytest.mark.parametrize("kind", ["cin_census", "ssda903", "practice"])
@pytest.mark.parametrize("working", ["annex_a", "dataset"])
def test_no_return_takes_the_place_of_older_records_that_figures_come_from(
    working: Kind, kind: Kind, tmp_path: Path
) -> None:
    keep(tmp_path, working, MARCH, since=date(2025, 10, 1), ssd_cin_episodes=["R1"])
    keep(tmp_path, kind, MAY, since=date(2025, 4, 1), ssd_cin_episodes=["R1", "R2"])
    assert store.choose(tmp_path).kind == working
    history = combined(tmp_path)
    assert [one.kind for one in history.made_from] == [working]
    assert keys(history.records, "ssd_cin_episodes") == ["R1"]


def test_a_table_the_records_do_not_carry_is_taken_from_practice_records(tmp_path: Path) -> None:
    keep(tmp_path, "annex_a", APRIL, since=date(2025, 10, 31), ssd_contacts=["C1"])
    keep(
        tmp_path, "practice", MARCH, since=date(2026, 1, 1), practice_supervision=["S1"], ssd_contacts=["X1"]
    )
    records = combined(tmp_path).records
    assert keys(records, "practice_supervision") == ["S1"]
    assert keys(records, "ssd_contacts") == ["C1"]
    assert records.can_say("practice_supervision").covers(start=date(2026, 1, 1), end=MARCH)
    assert not records.can_say("practice_supervision").covers(start=date(2026, 1, 1), end=APRIL)


def test_practice_records_of_a_later_day_are_not_yet_known(tmp_path: Path) -> None:
    keep(tmp_path, "annex_a", MARCH, since=date(2025, 10, 1), ssd_contacts=["C1"])
    keep(tmp_path, "practice", APRIL, since=date(2026, 4, 1), practice_complaints=["P1"])
    assert keys(combined(tmp_path).records, "practice_complaints") == []
    assert combined(tmp_path).records.can_say("practice_complaints").history == "absent"


def test_practice_records_of_several_months_make_one_window_where_they_join(tmp_path: Path) -> None:
    keep(tmp_path, "dataset", MAY, since=date(2024, 1, 1), how="complete", ssd_contacts=["C1"])
    keep(tmp_path, "practice", MARCH, since=date(2026, 3, 1), practice_core_groups=["G1", "G2"])
    keep(tmp_path, "practice", APRIL, since=date(2026, 4, 1), practice_core_groups=["G2", "G3"])
    newest = store.open_snapshot(tmp_path, store.choose(tmp_path))
    records = supplemented(tmp_path, newest)
    assert keys(records, "practice_core_groups") == ["G1", "G2", "G3"]
    said = records.can_say("practice_core_groups")
    assert (said.history, said.window_start, said.window_end) == ("joined", date(2026, 3, 1), APRIL)


YEARS = {
    2025: "<Collection>CIN</Collection><Year>2025</Year><ReferenceDate>2025-03-31</ReferenceDate>",
    2026: "<Collection>CIN</Collection><Year>2026</Year><ReferenceDate>2026-03-31</ReferenceDate>",
}


def referral(day: str, closed: str = "") -> str:
    ended = f"<CINclosureDate>{closed}</CINclosureDate>" if closed else ""
    return f"<CINreferralDate>{day}</CINreferralDate>{ended}<ReferralNFA>0</ReferralNFA>"


def test_censuses_of_two_years_join_and_what_should_be_there_and_is_not_has_vanished(tmp_path: Path) -> None:
    first = [referral("2024-05-01", "2024-09-01"), referral("2024-10-01"), referral("2025-02-01")]
    second = [referral("2024-10-01", "2025-06-01"), referral("2025-08-01")]
    for year, episodes in ((2025, first), (2026, second)):
        (folder := tmp_path / str(year)).mkdir()
        path = census(folder, child(*episodes), header=YEARS[year])
        load(path, store_folder=tmp_path / "store")
    history = combined(tmp_path / "store")
    found = history.records.table("ssd_cin_episodes").collect().sort("cine_referral_date")
    assert found.select("cine_referral_date", "cine_close_date").rows() == [
        (date(2024, 5, 1), date(2024, 9, 1)),
        (date(2024, 10, 1), date(2025, 6, 1)),
        (date(2025, 8, 1), None),
    ]
    gone = history.set_by["ssd_cin_episodes"]
    assert gone.select("cine_referral_date", "why").rows() == [(date(2025, 2, 1), VANISHED)]
    assert history.records.can_say("ssd_cin_episodes").covers(start=date(2024, 4, 1), end=MARCH)
