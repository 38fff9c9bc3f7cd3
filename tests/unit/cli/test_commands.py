"""The command line: JSON on stdout and nothing else there, one sentence on refusal, exit codes 0, 1 and 2."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pypdfium2
import pytest

from goldenthread.cli.run import run

GOLDENTHREAD = [sys.executable, "-c", "from goldenthread.cli import main; main()"]
FIGURE_KEYS = [
    "indicator",
    "period_start",
    "period_end",
    "numerator",
    "denominator",
    "value",
    "unit",
    "snapshot",
    "definition",
]
CLOCK_KEYS = ["clock", "child_id", "started", "due", "done", "status", "days_late", "team", "worker"]


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def goldenthread(*arguments: str | Path) -> Ran:
    """The command line as a call in this process, which need not start Python and its libraries again."""
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = run([str(argument) for argument in arguments])
    return Ran(code, out.getvalue(), err.getvalue())


def in_a_process(*arguments: str | Path) -> Ran:
    """The command as people run it: its exit code, and whatever a library writes past Python's stdout."""
    done = subprocess.run(
        [*GOLDENTHREAD, *map(str, arguments)], capture_output=True, text=True, timeout=300, check=False
    )
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up authority with its last workbook, a store that holds both, and a made-up report."""
    from goldenthread.synthetic.report import write_report

    folder = tmp_path_factory.mktemp("authority")
    arguments = ("--children", "300", "--months", "24", "--end", "2026-03-31", "--seed", "3", "--out", folder)
    made = in_a_process("synthesise", *arguments, "--json")
    assert made.code == 0, made.err
    write_report(folder / "report.pdf", framework="ilacs_2023", published=date(2023, 5, 12))
    assert (
        in_a_process("load", folder / "annex_a" / "2026-03-31.xlsx", "--store", folder / "annex_a_store").code
        == 0
    )
    assert in_a_process("load", folder / "records", "--store", folder / "store").code == 0
    return folder


def test_help_names_the_commands_and_the_exit_codes() -> None:
    shown = in_a_process("--help")

    assert shown.code == 0
    assert {"load", "clocks", "indicators", "cases", "results", "findings", "paper"} <= set(
        re.findall(r"^  (\S+)", shown.out, re.M)
    )
    assert "2: the input was refused" in shown.out


def test_help_loads_no_heavy_library() -> None:
    """Polars alone takes most of a second to start; nobody asking for help should wait for it."""
    imports = "from goldenthread.cli.app import app; import sys"
    listed = f"{imports}; print('polars' in sys.modules, 'typst' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", listed], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def test_synthesise_writes_records_and_the_last_workbook(authority: Path) -> None:
    manifest = json.loads((authority / "records" / "manifest.json").read_text())
    assert manifest["as_at"] == "2026-03-31"
    assert [path.name for path in (authority / "annex_a").iterdir()] == ["2026-03-31.xlsx"]


@pytest.mark.parametrize(
    ("workbooks", "names"), [("none", []), ("all", ["2026-01-31", "2026-02-28", "2026-03-31"])]
)
def test_synthesise_writes_the_workbooks_asked_for(tmp_path: Path, workbooks: str, names: list[str]) -> None:
    made = goldenthread(
        *("synthesise", "--children", "20", "--months", "3", "--end", "2026-03-31", "--seed", "1"),
        *("--out", tmp_path, "--workbooks", workbooks),
    )
    assert made.code == 0, made.err
    assert sorted(path.stem for path in tmp_path.glob("annex_a/*.xlsx")) == names


def test_load_accounts_for_every_row(authority: Path, tmp_path: Path) -> None:
    loaded = goldenthread(
        "load", authority / "annex_a" / "2026-03-31.xlsx", "--store", tmp_path / "s", "--json"
    )

    assert loaded.code == 0, loaded.err
    assert loaded.json["as_at"] == "2026-03-31"
    assert set(loaded.json["lists"]) == {f"list_{number}" for number in range(1, 12)}
    for counts in loaded.json["lists"].values():
        assert counts["rows_read"] == counts["rows_loaded"] + counts["rows_set_aside"]
    for note in loaded.json["notes"]:
        assert set(note) == {"file", "sheet", "row", "column", "kind", "message"}


def test_the_same_workbook_twice_is_one_snapshot(authority: Path, tmp_path: Path) -> None:
    workbook, store = authority / "annex_a" / "2026-03-31.xlsx", tmp_path / "s"
    first = in_a_process("load", workbook, "--store", store, "--json").json
    again = in_a_process("load", workbook, "--store", store, "--json").json

    assert again["snapshot"] == first["snapshot"]
    assert (first["already_held"], again["already_held"]) == (False, True)
    assert len(in_a_process("snapshots", "--store", store, "--json").json) == 1


def test_a_records_folder_loads_by_table(authority: Path, tmp_path: Path) -> None:
    loaded = goldenthread("load", authority / "records", "--store", tmp_path / "s", "--json").json
    assert loaded["lists"]["ssd_person"]["rows_loaded"] == 300


@pytest.mark.parametrize(
    ("name", "option", "as_at"),
    [
        ("2026-02-28 lists.xlsx", "2026-03-30", "2026-03-30"),  # the option
        ("2026-02-28 lists.xlsx", None, "2026-03-31"),  # else the workbook's own property
    ],
)
def test_the_as_at_date_is_the_options_then_the_workbooks(
    authority: Path, tmp_path: Path, name: str, option: str | None, as_at: str
) -> None:
    copy = tmp_path / name
    copy.write_bytes((authority / "annex_a" / "2026-03-31.xlsx").read_bytes())
    asked = ("--as-at", option) if option else ()
    assert goldenthread("load", copy, "--store", tmp_path / "s", *asked, "--json").json["as_at"] == as_at


def test_clocks_are_an_array_of_duties(authority: Path) -> None:
    rows = in_a_process("clocks", "--store", authority / "store", "--json").json
    assert set(CLOCK_KEYS) <= set(rows[0])
    assert {"ts_assessment_45", "ts_icpc_15", "ts_cp_visit", "ts_cla_visits", "ts_dental"} <= {
        row["clock"] for row in rows
    }


def test_clocks_can_be_kept_to_what_is_overdue(authority: Path) -> None:
    every = goldenthread("clocks", "--store", authority / "store", "--json").json
    overdue = goldenthread("clocks", "--store", authority / "store", "--status", "overdue", "--json").json
    assert overdue == [row for row in every if row["status"] == "overdue"]
    assert overdue


def test_a_forecast_counts_the_open_duties_of_each_team_and_says_how(authority: Path) -> None:
    ran = in_a_process("forecast", "--store", authority / "store", "--json")
    owed = [
        row
        for row in goldenthread("clocks", "--store", authority / "store", "--json").json
        if row["status"] in ("due", "due_soon", "overdue")
    ]
    assert "At the present pace" in ran.err
    assert sum(row["overdue"] for row in ran.json) == sum(row["status"] == "overdue" for row in owed)
    soon = sum("2026-03-31" <= row["due"] <= "2026-04-28" for row in owed)
    assert sum(row["due_4w"] for row in ran.json) == soon
    by_worker = goldenthread("forecast", "--store", authority / "store", "--worker", "--json").json
    assert sum(row["late_4w"] for row in by_worker) == sum(row["late_4w"] for row in ran.json)


def test_figures_have_both_counts_their_snapshot_and_definition(authority: Path) -> None:
    store = authority / "store"
    (figure,) = in_a_process("indicators", "--store", store, "--id", "assessment_45wd", "--json").json

    assert list(figure) == FIGURE_KEYS
    assert (figure["period_start"], figure["period_end"]) == ("2026-03-01", "2026-03-31")
    assert figure["value"] == pytest.approx(100 * figure["numerator"] / figure["denominator"])
    assert figure["snapshot"] == goldenthread("snapshots", "--store", store, "--json").json[0]["snapshot"]


def test_figures_by_month_are_in_order(authority: Path) -> None:
    asked = ("--id", "referrals_count", "--period", "month", "--json")
    figures = goldenthread("indicators", "--store", authority / "store", *asked).json
    ends = [figure["period_end"] for figure in figures]
    assert ends == sorted(ends)
    assert len(ends) == 24


def test_figures_by_team_add_up_to_the_whole(authority: Path) -> None:
    asked = ("indicators", "--store", authority / "store", "--id", "assessments_count", "--json")
    (whole,) = goldenthread(*asked).json
    teams = goldenthread(*asked, "--by", "team").json
    assert sum(figure["numerator"] for figure in teams) == whole["numerator"]


def test_results_are_the_figures_in_files_and_children_only_if_asked(authority: Path, tmp_path: Path) -> None:
    """The three forms are held equal to each other in tests/unit/papers/test_results.py."""
    store, out = authority / "annex_a_store", tmp_path / "out"
    asked = ("--store", store, "--id", "assessment_45wd", "--id", "contacts_by_source")
    figures = goldenthread("indicators", *asked, "--by", "team", "--json").json
    wrote = goldenthread("results", *asked, "--by", "team", "--rows", "--out", out, "--json")

    assert wrote.code == 0, wrote.err
    assert "cases.parquet" in wrote.json["files"]
    with (out / "figures.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["breakdown"] == "team"]
    assert len(rows) == len(figures) > 0
    for row, figure in zip(rows, figures, strict=True):
        assert row["group"] == figure["team"]
        for key in ("indicator", "period_start", "period_end", "part", "unit", "snapshot", "definition"):
            assert row[key] == (figure[key] or "")
        for key in ("numerator", "denominator", "value"):
            assert row[key] == ("" if figure[key] is None else str(figure[key]))
    held = [name for name in wrote.json["files"] if name.endswith(".parquet")]
    naming = {name for name in held if "child_id" in pl.read_parquet_schema(out / name)}
    assert naming == {"cases.parquet"}


def test_results_for_an_audience_are_told_once_and_hold_no_child(authority: Path, tmp_path: Path) -> None:
    """What is withheld is worked out in tests/unit/papers/test_results_outward.py."""
    out, told = tmp_path / "out", tmp_path / "told.json"
    asked = ("--store", authority / "annex_a_store", "--id", "assessment_45wd", "--by", "team")
    asked = (*asked, "--audience", "published", "--told", told, "--out", out, "--form", "csv")
    refused = goldenthread("results", *asked, "--rows")
    assert (refused.code, out.exists(), told.exists()) == (2, False, False)
    assert "rows about one child are for nobody but those who work in the service" in refused.err

    wrote = goldenthread("results", *asked)
    assert wrote.code == 0, wrote.err
    assert "rows are suppressed" in wrote.out
    assert "outside" in json.loads(told.read_text(encoding="utf-8"))["told"]
    with (out / "figures.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    small = [row for row in rows if row["numerator"] and 0 < int(row["numerator"]) <= 5]
    assert rows
    assert small == []
    assert '"for": "anybody"' in (out / "data-dictionary.json").read_text(encoding="utf-8")


def test_cases_are_the_children_behind_the_figure(authority: Path) -> None:
    asked = ("--store", authority / "store", "--id", "assessment_45wd", "--json")
    (figure,) = goldenthread("indicators", *asked).json
    cases = goldenthread("cases", *asked).json
    assert (sum(case["in_numerator"] for case in cases), len(cases)) == (
        figure["numerator"],
        figure["denominator"],
    )


def test_what_annex_a_cannot_carry_is_said_and_not_computed(authority: Path) -> None:
    asked = (
        "--store",
        authority / "annex_a_store",
        "--id",
        "cla_visit_statutory",
        "--period",
        "month",
        "--json",
    )
    answered = goldenthread("indicators", *asked)
    assert answered.code == 0
    assert all(figure["period_end"] == "2026-03-31" for figure in answered.json)


def test_findings_come_in_the_order_given_and_a_refused_one_does_not_stop_the_rest(
    authority: Path, tmp_path: Path
) -> None:
    not_a_report = tmp_path / "minutes.pdf"
    not_a_report.write_text("minutes of a meeting")
    read = in_a_process("findings", not_a_report, authority / "report.pdf", "--json")

    refused, report = read.json
    assert read.code == 2
    assert set(refused) == {"file", "refused"}
    assert report["framework"] == "ilacs_2023"
    assert set(report["findings"][0]) == {"number", "kind", "for", "group", "text", "tags", "page"}
    assert "minutes.pdf" in read.err


def test_the_board_paper_shows_its_sources(authority: Path, tmp_path: Path) -> None:
    findings = tmp_path / "findings.json"
    findings.write_text(goldenthread("findings", authority / "report.pdf", "--json").out)
    paper = tmp_path / "paper.pdf"
    made = goldenthread(
        "paper", "board", "--store", authority / "store", "--findings", findings, "--out", paper
    )

    assert made.code == 0, made.err
    document = pypdfium2.PdfDocument(paper)
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    assert goldenthread("snapshots", "--store", authority / "store", "--json").json[0]["snapshot"] in text
    assert "assessment_45wd/1" in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("load", "nowhere.xlsx", "--store", "s"), "nowhere.xlsx"),
        (("clocks", "--store", "empty"), "no snapshot"),
        (("clocks", "--store", "{store}", "--as-at", "1999-12-31"), "1999-12-31"),
        (("clocks", "--store", "{store}", "--as-at", "31/03/2026"), "YYYY-MM-DD"),
        (("indicators", "--store", "{store}", "--id", "nonsense"), "nonsense"),
        (("indicators", "--store", "{store}", "--by", "shoe size"), "shoe size"),
        (("paper", "board", "--store", "{store}", "--findings", "none.json", "--out", "p.pdf"), "none.json"),
        (("paper", "board", "--store", "{store}", "--plan", "none.json", "--out", "p.pdf"), "none.json"),
        (("findings", "missing.pdf"), "missing.pdf"),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, tuple) else "",
)
def test_bad_input_is_refused_in_a_sentence(
    authority: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    asked = [argument.replace("{store}", str(authority / "store")) for argument in arguments]
    refused = goldenthread(*asked)

    assert refused.code == 2
    assert said in refused.err
    assert "Traceback" not in refused.err
    assert refused.out == ""
    assert list(tmp_path.iterdir()) == []


def _write_nothing(path: Path) -> None:
    path.write_bytes(b"")


def _write_text(path: Path) -> None:
    path.write_text("Child Unique ID,Gender")


def _write_a_pdf(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7\n%%EOF")


def _write_half(path: Path) -> None:
    openpyxl.Workbook().save(path)
    path.write_bytes(path.read_bytes()[:1500])


def _write_no_list(path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Month", "Spend", "Budget", "Left"])
    book.save(path)


def _write_encrypted(path: Path) -> None:
    compound = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2000)
    path.write_bytes(compound + "EncryptedPackage".encode("utf-16-le") + bytes(2000))


def _write_undated(path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(CONTACTS)
    book.save(path)


CONTACTS = [
    *("Child Unique ID", "Gender", "Ethnicity", "Date of Birth"),
    *("Age of Child (Years)", "Date of Contact", "Contact Source"),
]


@pytest.mark.parametrize(
    ("write", "said"),
    [
        (_write_nothing, "empty"),
        (_write_text, "not a workbook"),
        (_write_a_pdf, "PDF"),
        (_write_half, "damaged or cut short"),
        (_write_no_list, "none of its sheets"),
        (_write_encrypted, "encrypted"),
        (_write_undated, "does not say which date"),
    ],
    ids=lambda value: value.__name__.removeprefix("_write_") if callable(value) else "",
)
def test_a_file_that_is_no_good_is_refused_and_nothing_is_written(
    tmp_path: Path, write: Callable[[Path], None], said: str
) -> None:
    path = tmp_path / "lists.xlsx"
    write(path)
    refused = goldenthread("load", path, "--store", tmp_path / "store", "--json")

    assert (refused.code, refused.out) == (2, "")
    assert refused.err.count("\n") == 1
    assert "lists.xlsx" in refused.err
    assert said in refused.err
    assert not (tmp_path / "store").exists()


def test_the_date_in_the_file_name_serves_where_nothing_else_says(tmp_path: Path) -> None:
    path = tmp_path / "annex-a-2026-02-28.xlsx"
    _write_undated(path)
    loaded = goldenthread("load", path, "--store", tmp_path / "store", "--json")

    assert loaded.code == 0, loaded.err
    assert loaded.json["as_at"] == "2026-02-28"
    assert loaded.json["lists"] == {"list_1": {"rows_read": 0, "rows_loaded": 0, "rows_set_aside": 0}}


def test_the_rows_set_aside_can_be_had_with_their_reason(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(CONTACTS)
    book.active.append([None, "a) Male", "a) WBRI", date(2015, 3, 1), 10, date(2026, 1, 5), "q) 6: Police"])
    book.active.append(["C1", "a) Male", "a) WBRI", date(2015, 3, 1), 10, date(2026, 1, 5), "q) 6: Police"])
    book.save(tmp_path / "lists-2026-02-28.xlsx")
    assert goldenthread("load", tmp_path / "lists-2026-02-28.xlsx", "--store", tmp_path / "store").code == 0
    out = tmp_path / "aside.csv"

    assert goldenthread("set-aside", "--store", tmp_path / "store", "--out", out).code == 0
    (row,) = csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines())
    assert (row["row"], row["reason"]) == ("2", "no usable identifier")
    assert json.loads(row["cells"])["Contact Source"] == "q) 6: Police"
    assert out.stat().st_mode & 0o077 == 0


def test_a_fault_of_ours_leaves_with_1_and_shows_no_record(authority: Path, tmp_path: Path) -> None:
    """A library's message may hold the cells it choked on; the terminal gets the place, not the message."""
    store = tmp_path / "store"
    shutil.copytree(authority / "store", store)
    for table in store.glob("snapshots/*/ssd_cp_plans.parquet"):
        table.write_bytes(b"not parquet: W000123 12/03/2015")

    broken = in_a_process("clocks", "--store", store)
    assert broken.code == 1
    assert "A fault of ours" in broken.err
    assert "W000123" not in broken.err


# Local standards

STRICT = (
    "local_standards:\n- {clock: ts_cp_visit, value: 1, unit: working_days, from: 2000-01-01, owner: Lead}\n"
)


def test_an_authoritys_own_standard_governs_its_clock_and_the_figures_from_it(
    authority: Path, tmp_path: Path
) -> None:
    own = tmp_path / "standards.yaml"
    own.write_text(STRICT)
    store = authority / "store"

    def late(*more: str | Path) -> tuple[list[Any], list[Any]]:
        rows = goldenthread("clocks", "--store", store, "--json", *more).json
        visits = [row for row in rows if row["clock"] == "ts_cp_visit"]
        return [row for row in visits if row["status"] in {"overdue", "done_late"}], [
            row for row in rows if row["clock"] != "ts_cp_visit"
        ]

    usual, strict = late(), late("--local-standards", own)
    assert len(strict[0]) > len(usual[0])
    assert strict[1] == usual[1]
    asked = ("indicators", "--store", store, "--id", "cpp_visit_timely", "--json")
    (before,), (after,) = goldenthread(*asked).json, goldenthread(*asked, "--local-standards", own).json
    assert after["denominator"] == before["denominator"]
    assert after["numerator"] < before["numerator"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (None, "there is no such file"),
        ("other: 1", "does not hold a list named local_standards"),
        (STRICT.replace("ts_cp_visit", "ts_icpc_15"), "is not a timescale an authority may set"),
    ],
)
def test_local_standards_that_are_no_good_are_refused(
    authority: Path, tmp_path: Path, text: str | None, why: str
) -> None:
    own = tmp_path / "standards.yaml"
    if text is not None:
        own.write_text(text)
    ran = goldenthread("clocks", "--store", authority / "store", "--local-standards", own)
    assert ran.code == 2
    assert "standards.yaml" in ran.err
    assert why in ran.err
