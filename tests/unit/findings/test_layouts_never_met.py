"""What varies between reports of many years, each by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixtures.reports.made_up import ILACS_COVER, SINGLE_FRAMEWORK_COVER, heading, write
from goldenthread.findings.model import InspectionReport
from goldenthread.findings.reader import read

LIST = heading("What needs to improve?") + "- Plans.\n- Visits.\n"
BODY = heading("The experiences and progress of children who need help and protection: {grade}") + "+ Text."
AND_BOARD = (
    "and\n\n#strong(text(14pt)[Review of the effectiveness of the Local Safeguarding Children Board])\n\n"
)
OWN = heading("Recommendations") + "1. Improve plans.\n" + heading("Information about this area") + "Text."


def ilacs(tmp_path: Path, *pages: str, cover: str = ILACS_COVER) -> InspectionReport:
    return read(write(tmp_path / "report.pdf", cover, *pages))


def single(tmp_path: Path, *pages: str) -> InspectionReport:
    cover = SINGLE_FRAMEWORK_COVER.replace("#strong[Inspection date", AND_BOARD + "#strong[Inspection date")
    return read(write(tmp_path / "report.pdf", cover, *pages))


def texts(report: InspectionReport) -> list[str]:
    return [finding.text for finding in report.findings]


@pytest.mark.parametrize("mark", ["◆", "➢", "★", "□", "†", "→", "◈"])
def test_any_shape_before_white_space_is_a_mark(tmp_path: Path, mark: str) -> None:
    marked = f'#set text(font: ("Libertinus Serif", "DejaVu Sans Mono"))\n#set list(marker: [{mark}])\n'
    report = ilacs(tmp_path, marked + LIST + BODY.format(grade="good"))
    assert texts(report) == ["Plans.", "Visits."]


def test_a_table_of_contents_holds_no_list(tmp_path: Path) -> None:
    contents = heading("Contents", size=18) + "".join(
        f"#block[*{words}*]\n#block[{page}]\n"
        for words, page in (("Recommendations", 3), ("Strengths", 4), ("Inspection findings", 5))
    )
    report = read(write(tmp_path / "report.pdf", SINGLE_FRAMEWORK_COVER, contents, OWN))
    assert (texts(report), report.doubts) == (["Improve plans."], ())


@pytest.mark.parametrize("footer", ["Page 2 of 2", "page 2", "2/2"])
def test_a_page_number_in_words_is_no_part_of_the_last_finding(tmp_path: Path, footer: str) -> None:
    page = LIST + f"#place(bottom + left)[{footer}]\n"
    report = ilacs(tmp_path, page + "#pagebreak()\n" + BODY.format(grade="good"))
    assert texts(report) == ["Plans.", "Visits."]


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    items = "".join(
        f"- Finding {n} is long enough to run over more than one line of its column.\n" for n in range(9)
    )
    page = "#set page(columns: 2)\n#set text(size: 11pt)\n" + heading("What needs to improve?") + items
    report = ilacs(tmp_path, page + BODY.format(grade="good") + " Text of the section.\n\n" * 9)
    assert [text.split()[1] for text in texts(report)] == [str(n) for n in range(9)]
    assert all(text.endswith("of its column.") for text in texts(report))


def test_a_wording_never_met_is_taken_by_its_meaning_and_said(tmp_path: Path) -> None:
    cover = ILACS_COVER.replace(
        "[The experiences and progress of children who need help and protection]",
        "[Experiences and progress of children and families who need help or protection]",
    )
    report = ilacs(tmp_path, LIST + BODY.format(grade="good"), cover=cover)
    assert report.judgements["help_protection"] == "good"
    assert any("was taken for the judgement “help_protection”" in doubt for doubt in report.doubts)


def test_a_grade_the_table_does_not_give_is_read_from_its_sections_heading_and_said(tmp_path: Path) -> None:
    cover = ILACS_COVER.replace(
        "[The experiences and progress of children who need help and protection], [Good],", ""
    )
    report = ilacs(tmp_path, LIST + BODY.format(grade="inadequate"), cover=cover)
    assert report.judgements["help_protection"] == "inadequate"
    assert any("was read from its section's heading" in doubt for doubt in report.doubts)


@pytest.mark.parametrize(
    "printed",
    [
        "The Local Safeguarding Children Board is inadequate",
        "Wexcombe Safeguarding Children Board is inadequate",
        "The effectiveness of the Wexcombe LSCB is judged to be inadequate",
        "The Local Safeguarding Children Board (LSCB) in Wexcombe: inadequate",
        "WSCB is inadequate because",
    ],
)
def test_the_boards_grade_is_a_heading_of_any_usual_wording(tmp_path: Path, printed: str) -> None:
    board = heading(printed) + heading("Recommendations", size=13) + "2. Agree measures.\n"
    end = heading("Inspection findings: the Board") + "Text."
    report = single(tmp_path, OWN, "Text.", "Text.", board + end)
    assert report.judgements["lscb"] == "inadequate"


def test_running_text_about_the_board_is_no_grade(tmp_path: Path) -> None:
    said = "Understanding of the work of the LSCB is good \\ in most teams."
    report = single(
        tmp_path, OWN, said, "Text.", heading("The Local Safeguarding Children Board is inadequate")
    )
    assert report.judgements["lscb"] == "inadequate"


@pytest.mark.parametrize(
    "printed", ["Report published 12 May 2015", "Publication date: 12 May 2015", "Published on: 12 May 2015"]
)
def test_the_day_of_publication_is_read_in_its_usual_wordings(tmp_path: Path, printed: str) -> None:
    cover = SINGLE_FRAMEWORK_COVER.replace("Report published: 12 May 2015", printed)
    assert str(read(write(tmp_path / "report.pdf", cover, OWN)).published) == "2015-05-12"


def test_the_title_set_largest_counts_and_not_the_header_above_it(tmp_path: Path) -> None:
    cover = "Eastmarsh: inspection of children’s services\n\n" + ILACS_COVER
    report = ilacs(tmp_path, LIST + BODY.format(grade="good"), cover=cover)
    assert (report.authority, report.doubts) == ("Wexcombe", ())
