"""Cross-checks between what was read: each that fails is said."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from fixtures.reports.made_up import ILACS_COVER, heading, write
from goldenthread.findings.checks import broken_rules
from goldenthread.findings.reader import read
from goldenthread.standards.frameworks import frameworks
from goldenthread.synthetic.report import write_report

LIST = heading("What needs to improve?") + "- Plans.\n"
BODY = heading("The experiences and progress of children who need help and protection: {grade}") + "+ Text."


def test_a_grade_repeated_in_the_text_must_be_the_tables(tmp_path: Path) -> None:
    agreeing = read(write(tmp_path / "a.pdf", ILACS_COVER, LIST + BODY.format(grade="good")))
    differing = read(write(tmp_path / "b.pdf", ILACS_COVER, LIST + BODY.format(grade="inadequate")))
    assert agreeing.doubts == ()
    assert any("differs from the one printed with its text" in doubt for doubt in differing.doubts)


def test_a_judgement_missing_from_the_table_is_said(tmp_path: Path) -> None:
    cover = ILACS_COVER.replace("[Overall effectiveness], [Good]", "")
    report = read(write(tmp_path / "report.pdf", cover, LIST + BODY.format(grade="good")))
    assert "No grade was found for “Overall effectiveness”." in report.doubts


def test_grades_that_break_the_limiting_rule_are_flagged_and_not_changed(tmp_path: Path) -> None:
    grades = {"help_protection": "inadequate"}
    path = tmp_path / "report.pdf"
    printed = write_report(path, framework="ilacs_2018", published=date(2019, 12, 20), judgements=grades)
    report = read(path)
    assert report.judgements == printed.judgements
    [flag] = report.flags
    assert flag.startswith("“The experiences and progress of children who need help and protection” is Inad")
    assert flag.endswith(
        "“Overall effectiveness” is Inadequate; Requires improvement to be good is published."
    )
    assert report.doubts == ()


def test_an_inadequate_leaders_grade_alone_limits_nothing(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    write_report(
        path, framework="ilacs_2018", published=date(2019, 12, 20), judgements={"leaders": "inadequate"}
    )
    assert (read(path).flags, read(path).doubts) == ((), ())


@pytest.mark.parametrize(
    ("framework", "inadequate", "broken"),
    [
        ("sif_2013", "sif1", True),
        ("sif_2013", "sif3", True),
        ("sif_2013", "sif2_1", False),  # a sub-judgement limits nothing
        ("sif_2013", "lscb", False),
        ("ilacs_2018", "care_and_leavers", True),
        ("ilacs_2023", "care_leavers", True),
        ("ilacs_2023", "leaders", False),
        ("ilacs_2026", "help_protection", False),  # no overall grade to limit
    ],
)
def test_the_rules_are_those_of_the_frameworks_version(framework: str, inadequate: str, broken: bool) -> None:
    version = frameworks()[framework]
    grades = {entry.id: "good" for entry in version.judgements} | {inadequate: "inadequate"}
    assert bool(broken_rules(version, grades)) is broken


@pytest.mark.parametrize(("year", "in_force"), [(2022, True), (2023, False)])
def test_the_version_must_have_been_in_force(tmp_path: Path, year: int, in_force: bool) -> None:
    cover = ILACS_COVER.replace("21 to 25 March 2022", f"21 to 25 March {year}")
    report = read(write(tmp_path / "report.pdf", cover, LIST + BODY.format(grade="good")))
    assert report.framework == "ilacs_2018"
    assert any("was not in force" in doubt for doubt in report.doubts) is not in_force


def test_the_title_decides_and_not_an_earlier_inspection_named_below_it(tmp_path: Path) -> None:
    cover = ILACS_COVER + (
        "\nSince the inspection of services for children in need of help and protection, children looked "
        "after and care leavers, report published 4 May 2015, and the focused visit to Wexcombe "
        "children’s services, "
        "help has improved."
    )
    report = read(write(tmp_path / "report.pdf", cover, LIST + BODY.format(grade="good")))
    assert (report.framework, report.authority, report.published) == ("ilacs_2018", "Wexcombe", None)
    assert report.doubts == ()


def test_dates_that_span_too_long_are_doubtful(tmp_path: Path) -> None:
    cover = ILACS_COVER.replace("21 to 25 March 2022", "21 March 2021 to 25 March 2022")
    report = read(write(tmp_path / "report.pdf", cover, LIST + BODY.format(grade="good")))
    assert any("not a plausible span" in doubt for doubt in report.doubts)


def test_the_2026_framework_has_no_overall_grade_and_reads_either_wording_for_leaders(tmp_path: Path) -> None:
    cover = (
        ILACS_COVER.replace("[Overall effectiveness], [Good]", "")
        .replace("on social work practice", "on practice")
        .replace(
            "in care and care leavers], [Requires improvement to be good]",
            "in care], [Good],\n[The experiences and progress of care leavers], [Outstanding]",
        )
        .replace("2022", "2027")
    )
    tagged = LIST.replace("Plans.", "Plans. (National Framework, enabler 3)")
    report = read(write(tmp_path / "report.pdf", cover, tagged + BODY.format(grade="good")))
    assert report.framework == "ilacs_2026"
    assert report.judgements == {
        "leaders": "good",
        "help_protection": "good",
        "in_care": "good",
        "care_leavers": "outstanding",
    }
    assert report.doubts == ()


def test_a_grade_that_was_not_read_makes_no_later_version_of_a_report(tmp_path: Path) -> None:
    cover = (
        ILACS_COVER.replace("[Overall effectiveness], [Good]", "")
        .replace(
            "in care and care leavers], [Requires improvement to be good]",
            "in care], [Good],\n[The experiences and progress of care leavers], [Good]",
        )
        .replace("2022", "2024")
    )
    report = read(write(tmp_path / "report.pdf", cover, LIST + BODY.format(grade="good")))
    assert report.framework == "ilacs_2023"
    assert report.doubts == ("No grade was found for “Overall effectiveness”.",)


def test_where_findings_are_tagged_one_without_a_tag_is_doubtful(tmp_path: Path) -> None:
    tagged = heading("What needs to improve?") + "- Plans. (National Framework, outcome 4)\n- Visits.\n"
    report = read(write(tmp_path / "report.pdf", ILACS_COVER, tagged + BODY.format(grade="good")))
    assert report.doubts == ("Finding 2 on page 2 names no part of the National Framework.",)


def test_a_focused_visit_gives_findings_and_no_grades(tmp_path: Path) -> None:
    cover = """
#text(26pt)[Focused visit to Wexcombe County Council children’s services]

#strong[Inspection dates: 15 and 16 September 2021]
"""
    page = (
        heading("Areas for priority action")
        + "- Visits.\n"
        + heading("What needs to improve?")
        + "- Plans.\n"
        + heading("Main findings")
        + "Text."
    )
    report = read(write(tmp_path / "visit.pdf", cover, page))
    assert (report.authority, report.framework, report.judgements) == (
        "Wexcombe County Council",
        "ilacs_2018",
        {},
    )
    assert [(finding.kind, finding.text) for finding in report.findings] == [
        ("priority_action", "Visits."),
        ("area_for_improvement", "Plans."),
    ]
    assert report.doubts == ("This kind of visit gives no grades.",)
