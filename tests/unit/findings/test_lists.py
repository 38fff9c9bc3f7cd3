"""Lists of findings as they are laid out: marks, sub-points, groups, page breaks, and where they end."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixtures.reports.made_up import (
    ILACS_COVER,
    LOOKED_AFTER_COVER,
    SINGLE_FRAMEWORK_COVER,
    heading,
    write,
)
from goldenthread.findings.model import InspectionReport
from goldenthread.findings.reader import read

END = heading("The experiences and progress of children who need help and protection: good") + "+ Body text."


def ilacs(tmp_path: Path, *pages: str) -> InspectionReport:
    return read(write(tmp_path / "report.pdf", ILACS_COVER, *pages))


def single(tmp_path: Path, *pages: str) -> InspectionReport:
    return read(write(tmp_path / "report.pdf", SINGLE_FRAMEWORK_COVER, *pages))


def texts(report: InspectionReport) -> list[str]:
    return [finding.text for finding in report.findings]


def test_bullets_are_findings_and_dashes_set_in_are_their_sub_points(tmp_path: Path) -> None:
    report = ilacs(
        tmp_path,
        heading("What needs to improve?") + "- The quality of plans, including:\n"
        "  #set list(marker: [–])\n  - who does what;\n  - by when.\n- Visits to children." + END,
    )
    assert texts(report) == [
        "The quality of plans, including: who does what; by when.",
        "Visits to children.",
    ]
    assert report.doubts == ()


def test_a_list_runs_over_a_page_and_leaves_headers_and_page_numbers_behind(tmp_path: Path) -> None:
    report = ilacs(
        tmp_path,
        heading("What needs to improve?") + "- The first.\n- The second.",
        "- The third.\n" + END,
    )
    assert [(finding.text, finding.page) for finding in report.findings] == [
        ("The first.", 2),
        ("The second.", 2),
        ("The third.", 3),
    ]


def test_a_finding_broken_over_two_pages_is_one(tmp_path: Path) -> None:
    words = " ".join(f"word{number}" for number in range(200)) + "."
    report = ilacs(
        tmp_path, "#v(560pt)" + heading("What needs to improve?") + f"- {words}\n- Visits.\n" + END
    )
    assert texts(report) == [words, "Visits."]
    assert [finding.page for finding in report.findings] == [2, 3]


def test_printed_numbers_that_jump_are_doubtful(tmp_path: Path) -> None:
    report = single(
        tmp_path,
        heading("Recommendations")
        + "1. Improve plans.\n2. Improve visits.\n4. Improve reviews.\n"
        + heading("Summary for children and young people")
        + "Text.",
    )
    assert [finding.number for finding in report.findings] == [1, 2, 3]
    assert any("4 stands where 3 was expected" in doubt for doubt in report.doubts)


def test_kind_headings_give_kinds_and_smaller_headings_give_groups(tmp_path: Path) -> None:
    report = single(
        tmp_path,
        heading("What does the local authority need to improve?")
        + heading("Priority and immediate action", size=12)
        + "_Practice_\n\n1. See each child.\n"
        + heading("Areas for improvement", size=12)
        + "_Practice_\n\n2. Improve plans.\n\n_Governance_\n\n3. Meet monthly.\n"
        + heading("The local authority’s strengths")
        + "4. Not a finding.",
    )
    assert [(finding.kind, finding.group) for finding in report.findings] == [
        ("priority_immediate", "Practice"),
        ("area_for_improvement", "Practice"),
        ("area_for_improvement", "Governance"),
    ]


def test_an_unnumbered_sentence_that_there_are_none_is_no_finding(tmp_path: Path) -> None:
    report = single(
        tmp_path,
        heading("What does the local authority need to improve?")
        + heading("Priority and immediate action", size=12)
        + "There are no priority actions.\n"
        + heading("Areas for improvement", size=12)
        + "1. Improve plans.\n"
        + heading("Progress since the last inspection")
        + "Text.",
    )
    assert texts(report) == ["Improve plans."]


def test_the_boards_list_is_the_boards(tmp_path: Path) -> None:
    report = single(
        tmp_path,
        heading("Recommendations") + "1. Improve plans.\n" + heading("Summary for children and young people"),
        "Text.",
        "Text.",
        heading("The Local Safeguarding Children Board (LSCB)", size=16)
        + heading("The Local Safeguarding Children Board is inadequate")
        + heading("Recommendations")
        + "90. Meet.\n"
        + heading("Inspection findings – the Local Safeguarding Children Board")
        + "91. Not a finding.",
    )
    assert [(finding.for_whom, finding.text) for finding in report.findings] == [
        ("authority", "Improve plans."),
        ("lscb", "Meet."),
    ]
    assert report.judgements["lscb"] == "inadequate"


def test_actions_under_times_are_grouped_by_them_and_their_introduction_is_left_out(tmp_path: Path) -> None:
    report = read(
        write(
            tmp_path / "report.pdf",
            LOOKED_AFTER_COVER,
            heading("Areas for improvement")
            + "28. The authority should take the following action.\n"
            + heading("Immediately:", size=12)
            + "- ensure plans are made\n- ensure visits\n"
            + heading("Within three months:", size=12)
            + "- improve audits\n"
            + heading("Outcomes for looked after children and young people")
            + "Text.",
        )
    )
    assert [(finding.group, finding.text) for finding in report.findings] == [
        ("immediately", "ensure plans are made"),
        ("immediately", "ensure visits"),
        ("within three months", "improve audits"),
    ]
    assert report.authority == "Wexcombe Council"


@pytest.mark.parametrize(
    ("pages", "doubt"),
    [
        ((heading("What needs to improve?") + END,), "nothing under it"),
        ((heading("What needs to improve?") + "The quality of plans.\n\nThe visits.\n" + END,), "no marks"),
        (
            (heading("What needs to improve?") + "- Plans.\n\nA paragraph that is no bullet." + END,),
            "plain text",
        ),
        ((heading("What needs to improve?") + "- Plans",), "was not found"),
        ((heading("Something else") + "- Plans",), "No list of what the authority needs to improve"),
        ((heading("What needs to improve?") + "- Plans \ufffd here.\n" + END,), "could not be read"),
        ((heading("What needs to improve?") + "- Plans.\n  - Visits.\n" + END,), "a finding of its own"),
    ],
)
def test_what_a_page_leaves_open_is_said(tmp_path: Path, pages: tuple[str, ...], doubt: str) -> None:
    assert any(doubt in one for one in ilacs(tmp_path, *pages).doubts)


def test_headings_need_not_be_bold_where_white_space_sets_them_apart(tmp_path: Path) -> None:
    report = single(
        tmp_path,
        "What does the local authority need to improve?\n\n"
        "Priority and immediate action\n\n1. See each child.\n\n"
        "Areas for improvement\n\n2. Improve plans.\n\nThe local authority’s strengths\n\n3. Not a finding.",
    )
    assert [(finding.kind, finding.text) for finding in report.findings] == [
        ("priority_immediate", "See each child."),
        ("area_for_improvement", "Improve plans."),
    ]


def test_points_announced_by_a_colon_need_not_be_set_in(tmp_path: Path) -> None:
    items = (
        "- The quality of plans, including:\n#list(marker: [–], [who does what;], [by when.])\n- Visits.\n"
    )
    report = ilacs(tmp_path, heading("What needs to improve?") + items + END)
    assert texts(report) == ["The quality of plans, including: who does what; by when.", "Visits."]


def test_a_group_is_not_taken_into_the_finding_above_it(tmp_path: Path) -> None:
    groups = (
        "#set par(spacing: 7pt)\n#set enum(spacing: 7pt)\n_Practice_\n\n1. Improve plans so that each one "
        "says what will be different for the child and by when it will be.\n\n_Governance_\n\n2. Meet.\n"
    )
    report = single(
        tmp_path,
        heading("Recommendations") + groups + heading("Summary for children and young people") + "Text.",
    )
    assert [finding.group for finding in report.findings] == ["Practice", "Governance"]


def test_a_bullet_set_a_little_off_its_line_still_begins_a_finding(tmp_path: Path) -> None:
    items = "".join(f"#box(width: 18pt, move(dy: 3.5pt)[■]){text}\n\n" for text in ("Plans.", "Visits."))
    report = ilacs(tmp_path, heading("What needs to improve?") + items + END)
    assert texts(report) == ["Plans.", "Visits."]


def test_a_raised_footnote_number_and_the_footnote_are_left_out(tmp_path: Path) -> None:
    items = "- Plans for care leavers#super(typographic: false, size: 8pt)[1] who live far away.\n"
    footnote = "#place(bottom, text(9pt)[1 Those who have left care.])\n"
    report = ilacs(tmp_path, heading("What needs to improve?") + footnote + items + END)
    assert texts(report) == ["Plans for care leavers who live far away."]
    assert report.doubts == ()


@pytest.mark.parametrize(
    ("items", "doubt"),
    [
        ("- Plans, including:\n- Visits.\n", "announces points that were not found"),
        ("The authority should act.\n\n- Visits.\n", "a paragraph before a finding was left out"),
        ("- Visits. 12. Plans too.\n", "more or less than one finding"),
        ("- Visits (see the national framework).\n", "tag of finding 1"),
    ],
)
def test_a_finding_that_may_be_incomplete_is_said(tmp_path: Path, items: str, doubt: str) -> None:
    report = ilacs(tmp_path, heading("What needs to improve?") + items + END)
    assert any(doubt in one for one in report.doubts)
