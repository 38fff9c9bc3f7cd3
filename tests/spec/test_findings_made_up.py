"""A made-up report is read back exactly as it was printed, in each layout; so is a made-up notice."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from goldenthread.findings.reader import read, read_document
from goldenthread.synthetic.notice import write_notice
from goldenthread.synthetic.report import write_report

EACH_VERSION = pytest.mark.parametrize(
    ("framework", "published"),
    [
        ("sif_2013", date(2015, 5, 12)),
        ("ilacs_2018", date(2019, 12, 20)),
        ("ilacs_2023", date(2024, 5, 1)),
        ("ilacs_2026", date(2026, 9, 1)),
    ],
)


@EACH_VERSION
def test_the_report_reads_back_exactly(tmp_path: Path, framework: str, published: date) -> None:
    path = tmp_path / "report.pdf"
    printed = write_report(path, framework=framework, published=published)
    assert read(path) == printed
    assert printed.doubts == ()


@EACH_VERSION
def test_the_same_inputs_give_the_same_bytes(tmp_path: Path, framework: str, published: date) -> None:
    for name in ("one.pdf", "two.pdf"):
        write_report(tmp_path / name, framework=framework, published=published)
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


@pytest.mark.parametrize("grade", ["outstanding", "good", "requires_improvement", "inadequate"])
def test_every_grade_of_the_scale_is_read(tmp_path: Path, grade: str) -> None:
    path = tmp_path / "report.pdf"
    grades = dict.fromkeys(("overall", "sif1", "sif2", "sif2_1", "sif2_2", "sif3", "lscb"), grade)
    write_report(path, framework="sif_2013", published=date(2015, 5, 12), judgements=grades)
    assert read(path).judgements == grades


@pytest.mark.parametrize(
    "authority", ["Wexcombe County Council", "London Borough of Eastmarsh", "Nether & Upper Wexcombe"]
)
@pytest.mark.parametrize("framework", ["sif_2013", "ilacs_2023"])
def test_the_authoritys_name_is_read_as_printed(tmp_path: Path, framework: str, authority: str) -> None:
    path = tmp_path / "report.pdf"
    write_report(path, authority=authority, framework=framework, published=date(2016, 5, 12))
    assert read(path).authority == authority


def test_the_single_framework_report_holds_both_lists(tmp_path: Path) -> None:
    report = write_report(tmp_path / "report.pdf", framework="sif_2013", published=date(2015, 5, 12))
    kinds = {(finding.for_whom, finding.kind) for finding in report.findings}
    assert kinds == {
        (whom, kind)
        for whom in ("authority", "lscb")
        for kind in ("priority_immediate", "area_for_improvement")
    }
    assert any("; " in finding.text for finding in report.findings)


def test_strengths_and_progress_are_kept_apart_from_what_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    write_report(path, framework="sif_2013", published=date(2015, 5, 12))
    report = read(path)
    assert (len(report.strengths), len(report.progress)) == (3, 1)
    asked = {finding.text for finding in report.findings}
    assert not asked & {one.text for one in (*report.strengths, *report.progress)}


def test_every_page_says_it_is_made_up(tmp_path: Path) -> None:
    import pypdfium2

    path = tmp_path / "report.pdf"
    write_report(path, framework="sif_2013", published=date(2015, 5, 12))
    with pypdfium2.PdfDocument(path) as pdf:
        pages = [page.get_textpage().get_text_range() for page in pdf]
    assert all("Made up for demonstration" in page for page in pages)


# Improvement notices


def test_the_notice_reads_back_exactly(tmp_path: Path) -> None:
    path = tmp_path / "notice.pdf"
    printed = write_notice(path, issued=date(2025, 3, 14), report_published=date(2023, 5, 12))
    assert read_document(path) == printed
    assert printed.doubts == ()
    assert len(printed.findings) == 13
    assert {one.page for one in printed.findings} == {1, 2}


def test_the_same_notice_is_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.pdf", "two.pdf"):
        write_notice(tmp_path / name, issued=date(2025, 3, 14), report_published=date(2023, 5, 12))
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


def test_a_report_is_still_read_as_a_report(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    printed = write_report(path, framework="sif_2013", published=date(2015, 5, 12))
    assert read_document(path) == printed
