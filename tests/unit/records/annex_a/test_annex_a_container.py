"""Files that are refused: each in one sentence that says which, why and what to do."""

import zipfile
from pathlib import Path

import pytest

from annex_a_made_up import clean_lists, headers, workbook_of
from goldenthread.errors import InputRefused
from goldenthread.records.annex_a import read_workbook, workbook_properties, write_workbook
from goldenthread.records.annex_a.limits import SETTING
from goldenthread.records.annex_a.workbook_xml import Properties

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SHEET_XML = (
    b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    b"%s</sheetData></worksheet>"
)


@pytest.fixture
def good(tmp_path: Path) -> Path:
    write_workbook(clean_lists(1, 5), tmp_path / "good.xlsx")
    return tmp_path / "good.xlsx"


def _refusal(path: Path) -> str:
    with pytest.raises(InputRefused) as refused:
        read_workbook(path)
    return str(refused.value)


def _rewritten(good: Path, name: str, contents: bytes) -> Path:
    """The workbook with one of its parts replaced."""
    changed = good.with_name("changed.xlsx")
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, contents)
    return changed


@pytest.mark.parametrize(
    ("contents", "why"),
    [
        (b"", "it is empty"),
        (b"%PDF-1.7 a report", "it is a PDF, not a workbook"),
        (b"Child Unique ID,Gender\n1,a) Male\n", "it is not a workbook"),
        (b"<html><table></table></html>", "it is a web page or XML file"),
        (_OLE + b"\0" * 64, "it is an old binary workbook"),
        (_OLE + "EncryptedPackage".encode("utf-16-le"), "it is encrypted with a password"),
        (b"PK\x03\x04 cut short", "it is damaged or cut short"),
    ],
)
def test_what_is_not_a_workbook_is_refused_by_its_contents(tmp_path: Path, contents: bytes, why: str) -> None:
    path = tmp_path / "lists.xlsx"
    path.write_bytes(contents)
    assert _refusal(path).startswith(f"lists.xlsx: {why}")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert _refusal(tmp_path / "gone.xlsx").startswith("gone.xlsx: there is no such file")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_workbook_cut_short_is_refused(good: Path, share: float) -> None:
    whole = good.read_bytes()
    good.write_bytes(whole[: int(len(whole) * share)])
    assert "it is damaged or cut short" in _refusal(good)


def test_a_workbook_with_a_spoilt_sheet_is_refused(good: Path) -> None:
    whole = bytearray(good.read_bytes())
    with zipfile.ZipFile(good) as parts:
        place = parts.getinfo("xl/worksheets/sheet5.xml").header_offset + 80
    whole[place : place + 60] = b"\xff" * 60
    good.write_bytes(whole)
    assert "good.xlsx: it is damaged" in _refusal(good)


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as parts:
        parts.writestr("readme.txt", "hello")
    assert "it is a zip file but not an Excel workbook" in _refusal(tmp_path / "a.xlsx")


def test_a_workbook_made_to_swell_is_refused(good: Path) -> None:
    swollen = _rewritten(good, "xl/media/huge.bin", b"\0" * 30_000_000)
    assert "it unpacks to far more than a workbook should" in _refusal(swollen)


def test_a_part_that_is_not_the_size_the_directory_says_is_refused(good: Path) -> None:
    whole = bytearray(good.read_bytes())
    with zipfile.ZipFile(good) as parts:
        stated = parts.getinfo("xl/worksheets/sheet2.xml")
    entry = whole.rindex(b"xl/worksheets/sheet2.xml") - 46
    assert whole[entry : entry + 4] == b"PK\x01\x02"
    whole[entry + 24 : entry + 28] = (stated.file_size - 100).to_bytes(4, "little")
    good.write_bytes(whole)
    assert "it is damaged or cut short" in _refusal(good)


def test_a_part_that_is_there_twice_is_refused(good: Path) -> None:
    with zipfile.ZipFile(good, "a") as parts, pytest.warns(UserWarning, match="Duplicate name"):
        parts.writestr("xl/workbook.xml", b"<workbook/>")
    assert "its parts do not add up" in _refusal(good)


def test_macros_are_refused(good: Path) -> None:
    assert "it holds macros; save it as .xlsx" in _refusal(_rewritten(good, "xl/vbaProject.bin", b"x"))


def test_a_file_inside_the_file_is_refused(good: Path) -> None:
    inner = _rewritten(good, "xl/embeddings/inner.xlsx", good.read_bytes())
    assert "it holds another file inside it" in _refusal(inner)


def test_links_to_other_workbooks_are_not_followed_and_said(good: Path) -> None:
    linked = _rewritten(good, "xl/externalLinks/externalLink1.xml", b"<externalLink/>")
    assert any("they are never followed" in message for message in read_workbook(linked).notes["message"])


@pytest.mark.parametrize(
    ("name", "why"),
    [("xl/workbook.bin", "it is a binary workbook"), ("content.xml", "it is an OpenDocument file")],
)
def test_other_kinds_of_spreadsheet_are_refused_with_what_to_save_them_as(
    tmp_path: Path, name: str, why: str
) -> None:  # F24
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as parts:
        parts.writestr(name, "x")
    refusal = _refusal(tmp_path / "a.xlsx")
    assert why in refusal
    assert "save it as .xlsx" in refusal


@pytest.mark.parametrize(
    "row",
    [
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row>',
        b'<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>',
        b"<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="999999"><c  \n r = "XFD999999"><v>1</v></c></row>',
    ],
    ids=["far row", "far column", "single quotes", "spaced out"],
)
def test_cells_set_far_apart_are_refused_with_their_sheet(good: Path, row: bytes) -> None:
    refusal = _refusal(_rewritten(good, "xl/worksheets/sheet2.xml", _SHEET_XML % row))
    assert "its sheet List_1" in refusal


def test_a_cell_so_far_off_that_its_sheet_cannot_be_held_is_named(good: Path) -> None:
    row = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    refusal = _refusal(_rewritten(good, "xl/worksheets/sheet2.xml", _SHEET_XML % row))
    assert "its sheet List_1 is far too large: it has a cell at XFD1048576; delete the rows" in refusal


def test_entities_are_refused(good: Path) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE p [<!ENTITY a "aaaa">]><Properties>&a;</Properties>'
    assert "document type" in _refusal(_rewritten(good, "docProps/custom.xml", bomb))


@pytest.mark.parametrize("piece", [2**18, 2**20, 2**22])
def test_a_document_type_is_seen_across_two_pieces_of_a_part(good: Path, piece: int) -> None:
    declared = b"<?xml version='1.0'?>".ljust(piece - 5) + b"<!DOCTYPE sst><sst/>"
    assert "holds a document type" in _refusal(_rewritten(good, "xl/sharedStrings.xml", declared))


def test_a_workbook_with_none_of_the_lists_is_refused(tmp_path: Path) -> None:
    path = workbook_of(tmp_path / "other.xlsx", {"Sheet1": [["Name", "Phone"], ["x", "y"]]})
    assert _refusal(path).startswith("other.xlsx: none of its sheets has the headers of an Annex A list")


def test_a_file_far_too_large_is_refused(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, "1")
    good.write_bytes(good.read_bytes() + bytes(2**20))
    assert "it is larger than 1 MB" in _refusal(good)


@pytest.mark.parametrize("said", ["", "0", "-1", "1001", "20 MB"])
def test_a_largest_size_that_is_no_size_is_refused(
    good: Path, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    monkeypatch.setenv(SETTING, said)
    with pytest.raises(InputRefused, match="is not a size in megabytes"):
        read_workbook(good)


def test_the_properties_say_the_date_the_authority_and_that_it_is_made_up(tmp_path: Path) -> None:
    lists = clean_lists(1, 2)
    write_workbook(lists, tmp_path / "made_up.xlsx", note="Made-up data.")
    write_workbook(lists, tmp_path / "plain.xlsx")
    stated = workbook_properties(tmp_path / "made_up.xlsx")
    assert (stated.as_at, stated.authority, stated.made_up) == (lists.as_at, "Marlford", True)
    assert not workbook_properties(tmp_path / "plain.xlsx").made_up


def test_a_workbook_of_another_maker_states_nothing(tmp_path: Path) -> None:
    path = workbook_of(tmp_path / "theirs.xlsx", {"List 1": [headers(1)]})
    assert workbook_properties(path) == Properties()
