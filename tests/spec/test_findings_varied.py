"""Made-up reports in many layouts: read exactly, or what is doubtful is said. Never silently wrong.

Each seed draws the type, margins, marks, headings, furniture, page breaks, order and columns of one report.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fixtures.reports.varied import Printed, varied, write_varied
from goldenthread.findings.model import InspectionReport
from goldenthread.findings.reader import read
from goldenthread.findings.text import straight

READ_EXACTLY = range(40)


def as_printed(printed: Printed) -> dict[str, object]:
    return {
        "authority": straight(printed.authority.removeprefix("the ")),
        "framework": printed.framework.id,
        "dates": (printed.start, printed.end, printed.published),
        "grades": printed.grades,
        "findings": printed.findings,
        "strengths": printed.strengths,
    }


def as_read(report: InspectionReport) -> dict[str, object]:
    return {
        "authority": straight(report.authority or ""),
        "framework": report.framework,
        "dates": (report.inspection_start, report.inspection_end, report.published),
        "grades": dict(report.judgements),
        "findings": [(one.for_whom, one.group, one.kind, one.text) for one in report.findings],
        "strengths": [one.text for one in report.strengths],
    }


@pytest.mark.parametrize("seed", READ_EXACTLY)
def test_a_layout_never_met_is_read_exactly(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "report.pdf"
    printed = varied(seed)
    write_varied(path, printed)
    report = read(path)
    assert as_read(report) == as_printed(printed)
    assert report.doubts == ()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(min_value=1000, max_value=1_000_000))
def test_what_is_not_read_exactly_is_said(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "report.pdf"
    printed = varied(seed)
    write_varied(path, printed)
    report = read(path)
    assert as_read(report) == as_printed(printed) or report.doubts
