"""The dataset's tables as CSV or Parquet files in a folder, without a manifest of ours."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from goldenthread.errors import InputRefused
from goldenthread.records.load import load, read

END, START = date(2026, 3, 31), date(2024, 4, 1)
CONTACTS = pl.DataFrame(
    {
        "CONT_CONTACT_ID": ["C1", "C2", "C2", None],
        "cont_person_id": ["K1", "K2", "K2", "K3"],
        "cont_contact_date": ["2026-01-05T00:00:00", "06/01/2026", "06/01/2026", "07/01/2026"],
        "cont_contact_source_code": ["1A: Individual", "zz", "zz", "6"],
        "cont_contact_outcome_json": ["{}", "{}", "{}", "{}"],
    }
)


def write(folder: Path, how: str) -> Path:
    folder = folder / "tables"
    folder.mkdir()
    if how == "csv":
        CONTACTS.write_csv(folder / "ssd_contacts.csv")
    else:
        CONTACTS.write_parquet(folder / "SSD_contacts.parquet")
    return folder


@pytest.mark.parametrize("how", ["csv", "parquet"])
def test_a_table_is_read_in_the_models_shape(how: str, tmp_path: Path) -> None:
    found = read(write(tmp_path, how), as_at=END, covers_from=START, authority="Wexcombe")
    assert found.records.table("ssd_contacts").collect().rows() == [
        ("C1", "K1", date(2026, 1, 5), "1A"),
        ("C2", "K2", date(2026, 1, 6), "zz"),
    ]
    assert found.set_aside["reason"].to_list() == ["an exact duplicate of an earlier row", "no key"]
    queried = found.notes.filter(pl.col("kind") == "query").select("row", "column").rows()
    assert queried == [(2, "cont_contact_source_code"), (3, "cont_contact_source_code")]
    assert (found.kind, found.records.authority) == ("dataset", "Wexcombe")
    assert found.records.can_say("ssd_contacts").covers(start=START, end=END)


def test_tables_without_a_date_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match="which date it is as at"):
        read(write(tmp_path, "csv"))


def test_both_kinds_of_file_together_are_refused(tmp_path: Path) -> None:
    folder = write(tmp_path, "csv")
    CONTACTS.write_parquet(folder / "ssd_contacts.parquet")
    with pytest.raises(InputRefused, match="both as CSV and as Parquet"):
        read(folder, as_at=END)


def test_a_spoilt_parquet_file_is_refused_and_nothing_is_kept(tmp_path: Path) -> None:
    folder = write(tmp_path, "parquet")
    (folder / "SSD_contacts.parquet").write_bytes(b"PAR1 and no more")
    with pytest.raises(InputRefused, match="cannot be read as Parquet"):
        load(folder, store_folder=tmp_path / "store", as_at=END)
    assert not (tmp_path / "store").exists()
