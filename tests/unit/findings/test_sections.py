"""What a report says is strong, and what it says has been achieved: kept, and never taken for a finding."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixtures.reports.made_up import SINGLE_FRAMEWORK_COVER, heading, write
from goldenthread.findings.model import InspectionReport
from goldenthread.findings.reader import read

LIST = heading("What does the local authority need to improve?") + "1. Improve plans.\n\n"
END = heading("Information about this local authority area") + "Text."


def single(tmp_path: Path, *pages: str) -> InspectionReport:
    return read(write(tmp_path / "report.pdf", SINGLE_FRAMEWORK_COVER, *pages))


@pytest.mark.parametrize(
    "printed",
    [
        "The local authority’s strengths",
        "The local authority has the following strengths:",
        "Wexcombe’s key strengths",
        "Strengths of the local authority",
        "Strengths",
    ],
)
def test_strengths_stand_under_a_heading_of_any_usual_wording(tmp_path: Path, printed: str) -> None:
    report = single(tmp_path, LIST + heading(printed) + "2. Early help.\n\n3. Adoption.\n" + END)
    assert [(one.text, one.page) for one in report.strengths] == [("Early help.", 2), ("Adoption.", 2)]
    assert [finding.text for finding in report.findings] == ["Improve plans."]
    assert report.doubts == ()


@pytest.mark.parametrize(
    "printed", ["Progress since the last inspection", "Progress made since the previous inspection in 2012"]
)
def test_progress_is_kept_over_a_pages_end(tmp_path: Path, printed: str) -> None:
    report = single(tmp_path, LIST + heading(printed) + "2. Staff stay.\n", "3. Plans are kept.\n" + END)
    assert [(one.text, one.page) for one in report.progress] == [("Staff stay.", 2), ("Plans are kept.", 3)]


def test_paragraphs_without_marks_are_each_a_passage_and_no_doubt(tmp_path: Path) -> None:
    prose = "Staff stay.\n\nPlans are kept.\n"
    report = single(tmp_path, LIST + heading("Progress since the last inspection") + prose + END)
    assert [one.text for one in report.progress] == ["Staff stay.", "Plans are kept."]
    assert report.doubts == ()


def test_strengths_before_the_list_end_where_it_begins(tmp_path: Path) -> None:
    strengths = heading("The local authority has the following strengths") + "- Early help.\n- Adoption.\n"
    report = single(tmp_path, strengths + LIST + END)
    assert [one.text for one in report.strengths] == ["Early help.", "Adoption."]
    assert [finding.text for finding in report.findings] == ["Improve plans."]


def test_a_report_without_such_sections_has_none(tmp_path: Path) -> None:
    report = single(tmp_path, LIST + END)
    assert (report.strengths, report.progress, report.doubts) == ((), (), ())
