"""Many authorities, each from its own store: the figures one store would give, and what gave none."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from shutil import copytree

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from goldenthread.cli.run import run
from goldenthread.clocks.engine import all_clocks
from goldenthread.errors import InputRefused
from goldenthread.indicators import compute, many
from goldenthread.indicators.catalogue import answerable
from goldenthread.indicators.many import Question
from goldenthread.records import store as store_folder
from many_made_up import AUTHORITIES, FOLDERS, write_stores

IDS = ("assessment_45wd", "assessment_duration_median", "contacts_by_source", "cpp_count")


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("authorities")
    write_stores(folder)
    return folder


@pytest.fixture(scope="module")
def north(stores: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of one store."""
    folder = tmp_path_factory.mktemp("one")
    copytree(stores / "north", folder / "north")
    return folder


def alone(store: Path, *, ids: tuple[str, ...], by: tuple[str, ...], period: str | None) -> pl.DataFrame:
    records = store_folder.open_snapshot(store, store_folder.choose(store))
    able = [one.id for one in answerable(records) if one.id in ids]
    return compute.figures(records, all_clocks(records), ids=able, by=by, period=period)


def test_each_authority_has_the_figures_its_store_alone_would_give(stores: Path) -> None:
    found = many.measured(many.stores_in(stores), Question(IDS, ("team", "age"), "month")).figures
    assert found["authority"].unique(maintain_order=True).to_list() == list(AUTHORITIES)
    for name, (_, mine) in zip(FOLDERS, found.group_by("authority", maintain_order=True), strict=True):
        expected = alone(stores / name, ids=IDS, by=("team", "age"), period="month")
        assert_frame_equal(mine.select(expected.columns), expected, check_exact=True)


def test_the_columns_are_those_promised_whatever_is_asked(stores: Path) -> None:
    for question in (Question(("cpp_count",)), Question(IDS, ("team", "team"))):
        figures = many.measured((stores / "north",), question).figures
        assert dict(figures.schema) == many.figure_schema(question)
        assert figures.height


def test_what_a_source_cannot_answer_is_absent_and_the_store_still_counts_as_measured(stores: Path) -> None:
    found = many.measured((stores / "north", stores / "south"), Question(("cin_open_12m",)))
    assert found.refused == ()
    assert found.receipts.select("store", "rows").rows() == [("north", 1), ("south", 0)]


def test_a_store_that_cannot_be_used_says_so_and_stops_no_other(stores: Path) -> None:
    question = Question(("cpp_count",), as_at=date(2025, 12, 31))
    found = many.measured(many.stores_in(stores), question)
    assert found.figures["authority"].to_list() == ["Made-up North"]
    assert [one.store for one in found.refused] == ["east", "south"]
    assert "holds no snapshot as at 2025-12-31" in found.refused[0].why


def test_two_stores_of_one_authority_are_refused(stores: Path, tmp_path: Path) -> None:
    copytree(stores / "north", tmp_path / "north-again")
    with pytest.raises(InputRefused, match="Made-up North: has more than one store: north, north-again"):
        many.measured((stores / "north", tmp_path / "north-again"), Question(("cpp_count",)))


@pytest.mark.parametrize("asked", [{"ids": ("no_such",)}, {"by": ("shoe_size",)}, {"period": "week"}])
def test_what_there_is_not_is_refused_before_anything_is_opened(asked: dict[str, object]) -> None:
    with pytest.raises(InputRefused):
        Question(**asked)  # type: ignore[arg-type]


ON_ONE_CORE = """
import sys
from pathlib import Path
from goldenthread.indicators.many import Question, measured
print(measured((Path(sys.argv[1]),), Question(by=("team",))).figures.write_json())
"""


def test_a_machine_with_one_core_gives_them_too(north: Path) -> None:
    one_core = {**os.environ, "POLARS_MAX_THREADS": "1"}
    told = [sys.executable, "-c", ON_ONE_CORE, str(north / "north")]
    found = subprocess.run(told, env=one_core, capture_output=True, check=True, timeout=300).stdout
    expected = many.measured((north / "north",), Question(by=("team",))).figures
    assert_frame_equal(pl.read_json(found, schema=expected.schema), expected, check_exact=True)


# The command


def told(capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = run(["indicators", *options])
    said = capsys.readouterr()
    return code, said.out, " ".join(said.err.split())


def test_the_command_writes_a_file_for_each_authority(
    north: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ask = ["--stores", str(north), "--id", "cpp_count", "--by", "team", "--out", str(tmp_path / "out")]
    code, out, _ = told(capsys, *ask, "--json")
    assert code == 0
    shown = many.measured(many.stores_in(north), Question(("cpp_count",), ("team",))).figures
    written = pl.concat(pl.read_parquet(tmp_path / "out" / row["file"]) for row in json.loads(out))
    assert_frame_equal(written, shown, check_exact=True)
    again, _, why = told(capsys, *ask)
    assert (again, why) == (2, "out: is there already; name a folder that is not there yet.")


def test_it_says_which_stores_gave_none_and_does_not_call_that_done(
    stores: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, why = told(capsys, "--stores", str(stores), "--as-at", "2025-12-31", "--id", "cpp_count")
    assert code == 2
    assert "Made-up North" in out
    assert "2 of 3 stores gave no figures" in why


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--store", "a", "--stores", "b"],
        ["--store", "a", "--engine", "spark"],
        ["--store", "a", "--out", "b"],
        ["--stores", "a", "--joined"],
        ["--stores", "a"],
    ],
)
def test_what_does_not_go_together_is_refused(options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, why = told(capsys, *options)
    assert (code, out) == (2, "")
    assert why
