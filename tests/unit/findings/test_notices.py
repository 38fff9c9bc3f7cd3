"""Improvement notices in plain text, each rule of their reading on a few lines of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from goldenthread.errors import InputRefused
from goldenthread.findings.model import ImprovementNotice, document_from_json
from goldenthread.findings.notice_dates import counted_from, dates_in, day_of_issue
from goldenthread.findings.reader import read_document

HEAD = """\
Improvement Notice

To: Madeupshire County Council ("the Council")
Address: The Hall, Nowhere

This improvement notice is issued because of the report published on 3 March 2025.

"""
FOOT = "\n\nDate: 14 May 2025\n"
Read = Callable[..., ImprovementNotice]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def written(body: str, *, head: str = HEAD, foot: str = FOOT) -> ImprovementNotice:
        path = tmp_path / "notice.txt"
        path.write_text(head + body + foot, encoding="utf-8")
        notice = read_document(path)
        assert isinstance(notice, ImprovementNotice)
        return notice

    return written


def asked(notice: ImprovementNotice) -> list[tuple[str, str]]:
    return [(one.paragraph, one.text) for one in notice.findings]


def test_the_title_the_authority_and_the_day_are_read(read: Read) -> None:
    notice = read("Measures\n\n1. The Council must act.")
    assert (notice.title, notice.authority, notice.issued) == (
        "Improvement Notice",
        "Madeupshire County Council",
        date(2025, 5, 14),
    )
    assert {one.kind for one in notice.findings} == {"notice_requirement"}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "Measures\n\n1. The Council must act.\n\n2. The Council must report.",
            [("paragraph 1", "The Council must act."), ("paragraph 2", "The Council must report.")],
        ),
        (
            "Measures\n\n3. The Council must:\n\n(a) see each child; and\n\n(b) listen.",
            [
                ("paragraph 3(a)", "The Council must: see each child; and"),
                ("paragraph 3(b)", "The Council must: listen."),
            ],
        ),
        (
            "Measures\n\n4. Write down for each child:\n\n - why;\n\n - by when.",
            [("paragraph 4", "Write down for each child: why; by when.")],
        ),
        (
            "The Council must:\n\n1. act; and\n2. report.",
            [("paragraph 1", "The Council must: act; and"), ("paragraph 2", "The Council must: report.")],
        ),
        (
            "Measures\n\n• Agree thresholds.\n\n• Audit ten cases.",
            [("point 1", "Agree thresholds."), ("point 2", "Audit ten cases.")],
        ),
        (
            "Measures\n\nThe board should meet\nevery four weeks.",
            [("unnumbered paragraph 1", "The board should meet every four weeks.")],
        ),
        (
            "Measures\n\n1.1 The Council must act.\n\n1.2 The Council must report.",
            [("paragraph 1.1", "The Council must act."), ("paragraph 1.2", "The Council must report.")],
        ),
    ],
)
def test_each_clause_is_a_requirement_in_its_own_words_and_place(
    read: Read, body: str, expected: list[tuple[str, str]]
) -> None:
    notice = read(body)
    assert asked(notice) == expected


def test_what_stands_before_the_measures_and_under_the_consequences_is_no_requirement(read: Read) -> None:
    notice = read(
        "Measures\n\n1. The Council must act.\n\n"
        "Failure to comply with this notice:\n\nThe minister may direct that it must do more."
    )
    assert asked(notice) == [("paragraph 1", "The Council must act.")]


def test_a_sentence_cut_by_a_pages_end_or_a_footnote_is_whole(read: Read) -> None:
    notice = read(
        "Measures\n\n• Audit cases and report them to the\n\n¹ http://example.org\n\nBoard each month.\n\n"
        "• Agree what\n\f\nis audited."
    )
    assert [text for _, text in asked(notice)] == [
        "Audit cases and report them to the Board each month.",
        "Agree what is audited.",
    ]
    assert [one.page for one in notice.findings] == [1, 1]


def test_pages_are_counted_by_form_feeds_and_their_absence_is_a_doubt(read: Read) -> None:
    told = read("Measures\n\n1. The Council must act.\n\f\n2. The Council must report.")
    assert [one.page for one in told.findings] == [1, 2]
    silent = read("Measures\n\n1. The Council must act.")
    assert "does not say where its pages end" in " ".join(silent.doubts)


@pytest.mark.parametrize(
    ("body", "doubt"),
    [
        ("Measures\n\n1. The Council must act.\n\nIt was a cold day.", "“It was a cold day.”"),
        ("Measures\n\n• Act.\n\nEnsure that records are kept.", "a clause has no mark"),
        (
            "Measures\n\n1. The Council must act.\n\n3. The Council must stop.",
            "3 stands where 2 was expected",
        ),
        ("Measures\n\n1. The Council must:", "announces points that were not found"),
        ("Measures\n\n1. The Council must act.", "No date that the notice sets was found"),
        (f"Measures\n\n1. The Council must {'act ' * 400}.", "is long and may be more than one"),
    ],
)
def test_what_is_not_certain_is_a_doubt(read: Read, body: str, doubt: str) -> None:
    assert doubt in " ".join(read(body).doubts)


def test_a_day_in_figures_is_read_day_first_and_doubted(read: Read) -> None:
    notice = read("Measures\n\n1. The Council must act.", foot="\n\nDate: 3 . 4 . 25\n")
    assert notice.issued == date(2025, 4, 3)
    assert "printed as “3 . 4 . 25” and is read as 3 April 2025" in " ".join(notice.doubts)


def test_without_a_day_of_issue_a_time_limit_is_not_counted(read: Read) -> None:
    notice = read(
        "Measures\n\n1. The Council must agree a plan within one month of the issue of this notice.", foot=""
    )
    assert (notice.issued, notice.dates[0].last) == (None, None)
    assert "could not be counted" in " ".join(notice.doubts)


@pytest.mark.parametrize(
    ("opening", "issued"),
    [
        ("This notice is issued to Madeupshire County Council on 14 May 2025.", date(2025, 5, 14)),
        ("This notice is issued following the report published on 3 March 2025.", None),
    ],
)
def test_a_day_of_issue_in_the_opening_words_is_never_the_reports(
    read: Read, opening: str, issued: date | None
) -> None:
    notice = read(f"{opening}\n\nMeasures\n\n1. The Council must act.", foot="")
    assert notice.issued == issued


ISSUED = date(2025, 5, 14)


@pytest.mark.parametrize(
    ("sentence", "what", "first", "last"),
    [
        ("A plan must be agreed by 1 August 2025.", "improvement plan due", "2025-08-01", "2025-08-01"),
        ("A review will be held in February 2026.", "review", "2026-02-01", "2026-02-28"),
        ("The chair reports to the minister in June 2025.", "progress report", "2025-06-01", "2025-06-30"),
        ("Targets should be met by September 2026.", "targets to be met", "2026-09-01", "2026-09-30"),
        (
            "By the 3rd day of June 2025 the board must first meet.",
            "board to meet",
            "2025-06-03",
            "2025-06-03",
        ),
        (
            "Send the plan within one month of the issue of this notice.",
            "improvement plan due",
            "",
            "2025-06-14",
        ),
        ("Send the plan within 20 working days of this notice.", "improvement plan due", "", "2025-06-12"),
        (
            "Send the plan within six weeks of the date of this notice.",
            "improvement plan due",
            "",
            "2025-06-25",
        ),
    ],
)  # 26 May 2025 is a bank holiday: 20 working days after 14 May is 12 June
def test_a_date_that_is_set_is_read_with_what_falls_on_it(
    sentence: str, what: str, first: str, last: str
) -> None:
    (one,) = dates_in(sentence, page=2, issued=ISSUED)
    assert (one.what, str(one.first or ""), str(one.last), one.page) == (what, first, last, 2)
    assert one.printed in sentence


def test_a_date_before_the_notice_is_none_that_it_sets() -> None:
    assert list(dates_in("Guidance published on 12 June 2012 must be kept.", page=1, issued=ISSUED)) == []
    assert len(list(dates_in("Act by 14 May 2025.", page=1, issued=ISSUED))) == 1


def test_a_time_limit_is_counted_again_from_another_day_of_issue() -> None:
    (one,) = dates_in("Agree a plan within two months of the issue of this notice.", page=1, issued=ISSUED)
    assert counted_from(one, date(2025, 12, 31)).last == date(2026, 2, 28)


@pytest.mark.parametrize("printed", ["31 June 2025", "31.6.2025"])
def test_an_impossible_day_of_issue_is_none(printed: str) -> None:
    day, doubt = day_of_issue(printed)
    assert day is None
    assert "is no day" in doubt


def test_a_notice_written_as_plain_data_reads_back_the_same(read: Read) -> None:
    notice = read(
        "Measures\n\n1. The Council must agree a plan within one month of the issue of this notice."
    )
    data = notice.to_json()
    assert document_from_json(json.loads(json.dumps(data))) == notice
    assert list(data) == [
        *("document", "file", "title", "authority", "issued", "requirements", "dates", "doubts", "sha256")
    ]
    assert data["document"] == "improvement_notice"
    assert data["requirements"][0]["paragraph"] == "paragraph 1"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "the file is empty"),
        (b"Dear all,\n\nThe improvement notice came today.\n", "not an improvement notice"),
        (b"Improvement Notice\n\nOn the agenda today.\n", "not an improvement notice"),
        (b"Improvement Notice\n\nTo: Nobody\n\nThis notice is short.\n", "no requirement could be read"),
        (b"%PDF-1.7 nonsense", "it is not plain text"),
        (b"\x00\x01\x02 binary", "it is not plain text"),
    ],
)
def test_anything_else_is_refused_in_one_sentence(tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "notice.txt"
    path.write_bytes(content)
    with pytest.raises(InputRefused) as refused:
        read_document(path)
    assert str(refused.value).startswith("notice.txt: ")
    assert why in str(refused.value)
    assert "\n" not in str(refused.value)


def test_text_saved_by_windows_is_read_and_doubted(tmp_path: Path) -> None:
    path = tmp_path / "notice.txt"
    path.write_bytes((HEAD + "Measures\n\n1. The Council’s plan must be kept." + FOOT).encode("cp1252"))
    notice = read_document(path)
    assert notice.findings[0].text == "The Council’s plan must be kept."
    assert "not in UTF-8" in " ".join(notice.doubts)
