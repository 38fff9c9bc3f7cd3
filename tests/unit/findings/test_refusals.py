"""Files that are no inspection report: refused in one sentence that says which file, why, and what to do."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from fixtures.reports.made_up import heading, write
from goldenthread.errors import InputRefused
from goldenthread.findings.reader import read
from goldenthread.synthetic.report import write_report

# The smallest PDF whose standard security handler accepts no empty password.
ENCRYPTED = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"3 0 obj<</Filter/Standard/V 1/R 2/P -4/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">>>endobj\n"
    b"trailer<</Root 1 0 R/Encrypt 3 0 R/ID[<00><00>]/Size 4>>\n%%EOF\n"
)


def refusal(path: Path) -> str:
    with pytest.raises(InputRefused) as refused:
        read(path)
    return str(refused.value)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "the file is empty"),
        (b"<!DOCTYPE html><html></html>", "it is not a PDF"),
        (b"%PDF-1.7\nnothing more\n%%EOF\n", "damaged"),
        (ENCRYPTED, "encrypted"),
    ],
)
def test_a_file_that_cannot_be_opened_is_refused(tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(content)
    said = refusal(path)
    assert said.startswith("report.pdf: ")
    assert why in said
    assert said.endswith(".")
    assert "\n" not in said


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert "there is no such file" in refusal(tmp_path / "nowhere.pdf")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert "there is no such file" in refusal(tmp_path)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_report_cut_short_is_refused(tmp_path: Path, share: float) -> None:
    path = tmp_path / "report.pdf"
    write_report(path, framework="ilacs_2023", published=date(2024, 5, 1))
    whole = path.read_bytes()
    path.write_bytes(whole[: int(share * len(whole))])
    assert "cut short" in refusal(path)


def test_a_pdf_of_something_else_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "plan.pdf", heading("Parking strategy") + "What needs to improve: everything.")
    assert "not an inspection report" in refusal(path)


def test_a_council_paper_about_an_inspection_is_refused(tmp_path: Path) -> None:
    path = write(
        tmp_path / "paper.pdf",
        "Report to committee: the inspection of local authority children’s services in May.",
    )
    assert "not an inspection report" in refusal(path)


def test_a_scan_without_text_is_refused(tmp_path: Path) -> None:
    import typst

    path = tmp_path / "scan.pdf"
    path.write_bytes(
        typst.compile(b"#set page(numbering: none)\n#rect(width: 50pt, height: 50pt)", format="pdf")
    )
    assert "no text" in refusal(path)
