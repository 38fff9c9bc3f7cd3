"""`checks`: counts on the terminal, rows in a workbook alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import drawn
from checks_drawn import AS_AT
from goldenthread.cli.run import run
from goldenthread.records import store
from goldenthread.records.store import Source
from goldenthread.records.whole import whole_records

CHILD = "MADE-UP-CHILD-1"
LIVE = '=HYPERLINK("http://127.0.0.1","x")'
PEOPLE = f"pers_person_id | pers_gender | pers_dob\n{CHILD} | F | 2015-05-01\nbob | M | 2014-05-01"
REFERRALS = """
    cine_referral_id | cine_person_id | cine_referral_date | cine_close_date | cine_referral_team
    r1               | CHILD          | 2026-01-05         | {}              | t1
    LIVE             | CHILD          | 2026-01-05         | 2026-01-04      | t1
    r3               | bob            | 2026-01-05         |                 | t1
""".replace("CHILD", CHILD).replace("LIVE", LIVE)
TEAMS = "dept_team_id | dept_team_name\nt1 | =North"


@pytest.fixture
def held(tmp_path: Path) -> Path:
    """A store with two snapshots; a referral that closes before it began was put wrong in the later."""
    for digest, closed in (("a", "2026-01-06"), ("b", "2026-01-04")):
        records = drawn.records(
            AS_AT, ssd_person=PEOPLE, ssd_cin_episodes=REFERRALS.format(closed), ssd_department=TEAMS
        )
        sources = (Source(name="records", sha256=digest),)
        kept = whole_records(records, as_at=AS_AT, name="records", sources=sources, made_up=True)
        store.keep(kept, tmp_path / "store")
    return tmp_path / "store"


def asked(held: Path, capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    assert run(["checks", "--store", str(held), "--json", *options]) == 0
    said = json.loads(capsys.readouterr().out)
    assert isinstance(said, dict)
    return said


def test_each_check_has_its_count_and_the_one_before(held: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = asked(held, capsys)
    of = {one["id"]: one for one in said["checks"]}
    closes = of["referral-closes-before"]
    assert (closes["rows"], closes["before"], closes["severity"]) == (2, 1, "error")
    assert (of["missing-backwards"]["rows"], of["missing-backwards"]["not_asked"]) == (
        None,
        "the records do not carry ssd_missing",
    )
    assert said["teams"][0]["team"] == "=North"
    assert CHILD not in json.dumps(said)


def test_an_earlier_snapshot_may_be_named(held: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = next(one.snapshot for one in store.manifests(held) if one.version == 1)
    said = asked(held, capsys, "--snapshot", first[:6])
    of = {one["id"]: one for one in said["checks"]}
    assert (said["snapshot"], said["before"]) == (first, None)
    assert (of["referral-closes-before"]["rows"], of["referral-closes-before"]["before"]) == (1, None)


def test_only_the_severities_asked_for_are_counted(held: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = asked(held, capsys, "--severity", "error")
    assert {one["severity"] for one in said["checks"]} == {"error"}
    assert all(row["query"] == row["note"] == 0 for row in said["lists"])


def test_it_can_be_read_and_names_no_child(held: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["checks", "--store", str(held)]) == 0
    said = capsys.readouterr().out
    assert "referral-closes-before" in said
    assert "By worker" in said
    assert CHILD not in said


def cells(path: Path, sheet: str) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True))


def test_the_workbook_has_a_cover_the_checks_and_a_sheet_for_each_list(
    held: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "checks.xlsx"
    asked(held, capsys, "--severity", "error", "--out", str(out))
    assert out.stat().st_mode & 0o777 == 0o600
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["Cover", "Checks", "Teams and workers", "ssd_cin_episodes"]
    cover = {row[0]: row[1:4] for row in cells(out, "Cover") if row[0]}
    assert cover["As at"][0] == "31/03/2026"
    assert cover["ssd_cin_episodes"] == (2, 0, 0)
    assert "Made-up records: no real child, family or worker." in cover
    rows = {row[3]: row for row in cells(out, "ssd_cin_episodes") if row[0] == "referral-closes-before"}
    assert set(rows) == {"r1", LIVE}
    assert rows["r1"][4:6] == (CHILD, "=North")
    assert rows["r1"][8] == "cine_referral_date: 2026-01-05; cine_close_date: 2026-01-04"
    of = {row[0]: row for row in cells(out, "Checks")}
    assert of["referral-closes-before"][5:7] == (2, 1)


def test_no_cell_of_the_workbook_is_a_formula(
    held: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "checks.xlsx"
    asked(held, capsys, "--out", str(out))
    book = openpyxl.load_workbook(out)
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value}
    assert kinds == {"s", "n"}
    assert LIVE in {row[3] for row in cells(out, "ssd_cin_episodes")}


def test_a_folder_that_is_not_there_is_refused_before_anything_is_read(
    held: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["checks", "--store", str(held), "--out", str(tmp_path / "no" / "checks.xlsx")]) == 2
    assert "its folder does not exist" in capsys.readouterr().err
