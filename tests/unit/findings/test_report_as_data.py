"""A report written as plain data and read back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from goldenthread.findings.model import InspectionReport
from goldenthread.synthetic.report import write_report


@pytest.fixture
def report(tmp_path: Path) -> InspectionReport:
    return write_report(tmp_path / "report.pdf", framework="sif_2013", published=date(2015, 5, 12))


def test_what_was_written_reads_back_the_same(report: InspectionReport) -> None:
    assert InspectionReport.from_json(json.loads(json.dumps(report.to_json()))) == report


def test_the_keys_are_those_of_the_command_line(report: InspectionReport) -> None:
    data = report.to_json()
    assert list(data) == [
        *("file", "authority", "framework", "inspection_start", "inspection_end", "published"),
        *("lead_inspector", "judgements", "flags", "findings", "strengths", "progress", "doubts", "sha256"),
    ]
    assert list(data["findings"][0]) == ["number", "kind", "for", "group", "text", "tags", "page"]


def test_dates_are_written_year_first_and_a_missing_one_is_null(report: InspectionReport) -> None:
    data = report.to_json()
    assert data["published"] == "2015-05-12"
    assert InspectionReport.from_json({**data, "published": None}).to_json()["published"] is None


def test_what_was_written_before_there_were_strengths_and_flags_reads_back(
    report: InspectionReport,
) -> None:
    later = ("lead_inspector", "strengths", "progress", "flags")
    data = {name: value for name, value in report.to_json().items() if name not in later}
    assert InspectionReport.from_json(data) == replace(report, strengths=(), progress=())


def test_data_without_its_judgements_is_no_report(report: InspectionReport) -> None:
    data = report.to_json()
    del data["judgements"]
    with pytest.raises(KeyError):
        InspectionReport.from_json(data)
