"""Word documents: paragraphs with the numbers and bullets Word prints, and every file that is refused."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from fixtures.reports.word_made_up import ENTITY_IN_WORD, bullet, document, heading, paragraph, write_word
from goldenthread.errors import InputRefused
from goldenthread.findings.reader import read_document
from goldenthread.findings.word import paragraphs_of


def texts(path: Path) -> list[str]:
    return [one.text for one in paragraphs_of(path)[0]]


def test_numbers_and_bullets_are_printed_as_word_counts_them(tmp_path: Path) -> None:
    path = write_word(
        tmp_path / "a.docx",
        paragraph("One", number=(1, 0)),
        paragraph("One one", number=(1, 1)),
        paragraph("One two", number=(1, 1)),
        paragraph("a", number=(1, 2)),
        paragraph("b", number=(1, 2)),
        paragraph("Two", number=(1, 0)),
        paragraph("Two one", number=(1, 1)),
        bullet("A bullet"),
        paragraph("By its style", style="ListBullet"),
        paragraph("No number", number=(0, 0)),
    )
    assert texts(path) == [
        *("1. One", "1.1 One one", "1.2 One two", "(a) a", "(b) b", "2. Two", "2.1 Two one"),
        *("• A bullet", "• By its style", "No number"),
    ]


def test_headings_are_told_by_style_or_by_being_bold_throughout(tmp_path: Path) -> None:
    bold = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Bold</w:t></w:r></w:p>"
    half = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Half</w:t></w:r><w:r><w:t> bold</w:t></w:r></w:p>"
    off = '<w:p><w:r><w:rPr><w:b w:val="0"/></w:rPr><w:t>Off</w:t></w:r></w:p>'
    found, _ = paragraphs_of(write_word(tmp_path / "a.docx", heading("Styled"), bold, half, off))
    assert [(one.text, one.heading) for one in found] == [
        ("Styled", True),
        ("Bold", True),
        ("Half bold", False),
        ("Off", False),
    ]


def test_what_was_deleted_or_is_not_printed_is_left_out(tmp_path: Path) -> None:
    inside = (
        "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>kept </w:t></w:r></w:ins>"
        "<w:r><w:instrText>PAGEREF x</w:instrText></w:r><w:r><w:tab/></w:r>"
    )
    assert texts(write_word(tmp_path / "a.docx", paragraph("text", inside=inside))) == ["kept  text"]


def test_pages_are_as_word_last_laid_them_out(tmp_path: Path) -> None:
    turned = "<w:r><w:lastRenderedPageBreak/></w:r>"
    path = write_word(tmp_path / "a.docx", paragraph("First"), paragraph("Second", inside=turned))
    found, paged = paragraphs_of(path)
    assert ([one.page for one in found], paged) == ([1, 2], True)
    assert paragraphs_of(write_word(tmp_path / "b.docx", paragraph("First")))[1] is False


def test_a_table_is_read_cell_by_cell(tmp_path: Path) -> None:
    cells = "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in ("Left", "Right"))
    assert texts(write_word(tmp_path / "a.docx", f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")) == ["Left", "Right"]


def refusal(path: Path) -> str:
    with pytest.raises(InputRefused) as refused:
        read_document(path)
    said = str(refused.value)
    assert said.startswith(f"{path.name}: ")
    assert "\n" not in said
    return said


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ({"word/document.xml": ENTITY_IN_WORD}, "holds a document type"),
        ({"word/document.xml": ENTITY_IN_WORD.encode("utf-16")}, "holds a document type"),
        ({"word/styles.xml": ENTITY_IN_WORD}, "holds a document type"),
        ({"word/document.xml": "<w:document"}, "damaged"),
        ({"word/document.xml": document("x" * 40_000_000)}, "unpacks to far more"),
        ({"word/media/big.bin": b"\0" * 60_000_000}, "unpacks to far more"),
        ({"word/vbaProject.bin": b"macro"}, "macros"),
        ({f"word/part{n}.xml": "x" for n in range(2100)}, "unpacks to far more"),
        ({"word/document.xml": document("<w:p>" * 3000 + "</w:p>" * 3000)}, "damaged"),
    ],
)
def test_a_hostile_document_is_refused(tmp_path: Path, parts: dict[str, str | bytes], why: str) -> None:
    assert why in refusal(write_word(tmp_path / "a.docx", paragraph("Minutes"), parts=parts))


def test_a_document_cut_short_is_refused(tmp_path: Path) -> None:
    path = write_word(tmp_path / "a.docx", paragraph("Minutes of a committee"))
    path.write_bytes(path.read_bytes()[:-40])
    assert "damaged" in refusal(path)


def test_a_part_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = write_word(tmp_path / "a.docx", paragraph("Minutes"))
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(path, "a") as file:
        file.writestr("word/document.xml", document(paragraph("Another")))
    assert "do not add up" in refusal(path)


def test_a_zip_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("xl/workbook.xml", "<workbook/>")
    assert "not a Word document" in refusal(path)


def test_a_word_document_of_another_kind_is_refused(tmp_path: Path) -> None:
    assert "but not an improvement notice" in refusal(write_word(tmp_path / "a.docx", paragraph("Dear all")))
