"""Letters of visits, papers about them and minutes: what each asks, where it stands, and what is narrative.

The same made-up text is given as plain text, as a Word document and as a PDF, and reads alike.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from fixtures.reports.made_up import write
from fixtures.reports.word_made_up import bullet as word_bullet
from fixtures.reports.word_made_up import heading as word_heading
from fixtures.reports.word_made_up import paragraph, write_word
from goldenthread.findings.model import FOCUSED_VISIT, MINUTES, MONITORING_VISIT, Letter, document_from_json
from goldenthread.findings.reader import read_document

SUMMARISES_FOCUSED = (
    "This letter summarises the findings of the focused visit to Wexcombe local authority children's services"
    " on 6 and 7 February 2024. His Majesty's Inspectors for this visit were Ada Made-Up and Ben Notreal."
)
SUMMARISES_MONITORING = (
    "This letter summarises the findings of the monitoring visit to Wexcombe children's services"
    " on 21 and 22 May 2024."
)
FOCUSED = f"""
# Focused visit to Wexcombe local authority children's services
4 March 2024
{SUMMARISES_FOCUSED}
# Headline findings
Leaders know the service well. Children should be seen more often, and this is known.
# Area for priority action
The local authority needs to take swift and decisive action to address:
- The safety of children who wait for an assessment.
# What needs to improve in this area of social work practice
- The timeliness of visits.
- Plans for children in need.
# Strengths
- Early help.
# Main findings
Plans are clear. Managers must not lose sight of children, inspectors were told.
"""
MONITORING = f"""
# Monitoring visit to Wexcombe children's services
18 June 2024
Dear Director
{SUMMARISES_MONITORING}
# Findings and evaluation of progress
Children need to know their workers. Supervision needs to be more reflective. Leaders should check plans.
The pace of change has been good.
# Leadership
Further work is needed to make audits count.
"""
COMMITTEE = """
# Minutes of the Children's Scrutiny Committee of Wexcombe County Council
12 March 2024
# Apologies
Apologies were received from two members.
# Minutes of the last meeting
RESOLVED: That the minutes be agreed as a correct record.
# Improvement plan
The Committee noted the amended plan and were pleased with progress.
The Committee requested an update on caseloads and were advised that they had fallen.
Officers asked the Committee to note the new framework.
The Chair requested that the plan be brought to the panel on 18 June 2024.
# Decisions
Resolved:
- That the Director report on visits in July 2024.
- That the report be noted.
"""


def as_text(path: Path, drawn: str) -> Path:
    path.write_text(
        "\n\n".join(line.removeprefix("# ") for line in drawn.strip().splitlines()), encoding="utf-8"
    )
    return path


def as_word(path: Path, drawn: str) -> Path:
    return write_word(path, *(_in_word(line) for line in drawn.strip().splitlines()))


def _in_word(line: str) -> str:
    if line.startswith("# "):
        return word_heading(line[2:])
    return word_bullet(line[2:]) if line.startswith("- ") else paragraph(line)


def as_pdf(path: Path, drawn: str) -> Path:
    lines = [f"= {line[2:]}" if line.startswith("# ") else line for line in drawn.strip().splitlines()]
    return write(path, "\n\n".join(lines).replace("'", "’"))


FORMS = pytest.mark.parametrize(
    ("form", "name"),
    [(as_text, "a.txt"), (as_word, "a.docx"), (as_pdf, "a.pdf")],
    ids=["text", "word", "pdf"],
)


def letter(path: Path) -> Letter:
    read = read_document(path)
    assert isinstance(read, Letter)
    return read


def asked(read: Letter) -> list[tuple[str, str, str]]:
    return [(one.kind, one.paragraph, one.text.replace("’", "'")) for one in read.findings]


@FORMS
def test_a_focused_visits_lists_are_read_and_its_narrative_is_not(tmp_path: Path, form, name: str) -> None:  # type: ignore[no-untyped-def]
    read = letter(form(tmp_path / name, FOCUSED))
    assert read.kind == FOCUSED_VISIT
    assert asked(read) == [
        ("priority_action", "point 1", "The safety of children who wait for an assessment."),
        ("area_for_improvement", "point 1", "The timeliness of visits."),
        ("area_for_improvement", "point 2", "Plans for children in need."),
    ]
    assert [one.text for one in read.strengths] == ["Early help."]
    assert (read.authority, read.issued) == ("Wexcombe", date(2024, 3, 4))
    assert (read.visit_start, read.visit_end) == (date(2024, 2, 6), date(2024, 2, 7))
    assert read.lead_inspector == "Ada Made-Up and Ben Notreal"
    assert not [doubt for doubt in read.doubts if "page" not in doubt]


@FORMS
def test_a_monitoring_letters_duties_are_proposed_from_its_sentences_and_said(
    tmp_path: Path, form, name: str
) -> None:  # type: ignore[no-untyped-def]
    read = letter(form(tmp_path / name, MONITORING))
    assert read.kind == MONITORING_VISIT
    assert [text for _, _, text in asked(read)] == [
        "Supervision needs to be more reflective.",
        "Leaders should check plans.",
        "Further work is needed to make audits count.",
    ]
    assert [one.group for one in read.findings][-1] == "Leadership"
    assert any("sentences that say what has to be done are proposed" in doubt for doubt in read.doubts)


@FORMS
def test_minutes_give_requests_and_resolutions_and_say_which_ask_nothing(
    tmp_path: Path, form, name: str
) -> None:  # type: ignore[no-untyped-def]
    read = letter(form(tmp_path / name, COMMITTEE))
    assert read.kind == MINUTES
    assert [(one.kind, one.text.rstrip("."), one.group) for one in read.findings] == [
        (
            "committee_request",
            "The Chair requested that the plan be brought to the panel on 18 June 2024",
            "Improvement plan",
        ),
        ("committee_request", "That the Director report on visits in July 2024", "Improvement plan"),
    ]
    assert [str(one.last) for one in read.dates] == ["2024-06-18", "2024-07-31"]
    nothing = [doubt for doubt in read.doubts if "asks nothing further" in doubt]
    assert len(nothing) == 2


def test_a_councils_paper_about_a_visit_tells_what_was_found_and_not_what_was_done(tmp_path: Path) -> None:
    paper = (
        "Report to the Scrutiny Commission\n\nSubject: Focused visit update\n\nDate: 24 June 2024\n\n"
        "1. Introduction\n\n"
        "- 1.1 This paper tells of the focused visit in Wexcombe on 5 and 6 February 2024.\n\n"
        "Inspectors identified these areas as being in need of priority action:\n\n- Visits.\n\n"
        "- 1.2 They also identified these areas as being in need of improvement:\n - Plans.\n - Voice.\n\n"
        "- 1.3 The service was required to submit a draft action plan on these areas for improvement.\n\n"
        "2. Progress\n\n- 2.1 All staff should know the plan. Activity has included:\n - Training.\n"
    )
    path = tmp_path / "paper.txt"
    path.write_text(paper, encoding="utf-8")
    read = letter(path)
    assert asked(read) == [
        ("priority_action", "paragraph 1.1, point 1", "Visits."),
        ("area_for_improvement", "paragraph 1.2, point 1", "Plans."),
        ("area_for_improvement", "paragraph 1.2, point 2", "Voice."),
    ]
    assert (read.title, read.authority, read.issued) == (
        "Focused visit update",
        "Wexcombe",
        date(2024, 6, 24),
    )


def test_a_priority_action_in_prose_is_proposed_paragraph_by_paragraph_and_said(tmp_path: Path) -> None:
    drawn = FOCUSED.replace(
        "The local authority needs to take swift and decisive action to address:\n"
        "- The safety of children who wait for an assessment.",
        "Children wait too long to be seen.",
    )
    read = letter(as_word(tmp_path / "a.docx", drawn))
    assert asked(read)[0] == ("priority_action", "point 1", "Children wait too long to be seen.")
    assert any("a paragraph without a mark is proposed" in doubt for doubt in read.doubts)


def test_a_person_may_say_what_it_is_where_it_does_not(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Notes\n\nAction: the Director to report on visits.\n", encoding="utf-8")
    read = read_document(path, kind=MINUTES)
    assert [one.text for one in read.findings] == ["the Director to report on visits."]


def test_a_letter_that_asks_nothing_says_so(tmp_path: Path) -> None:
    quiet = "Focused visit to Wexcombe children's services\n\n4 March 2024\n\nAll is well."
    path = tmp_path / "a.txt"
    path.write_text(quiet, encoding="utf-8")
    read = letter(path)
    assert read.findings == ()
    assert "Nothing that it asks was found: what it asks, if anything, is to be added by hand." in read.doubts
    assert "The days of the visit could not be read." in read.doubts


def test_what_was_read_is_written_and_read_back(tmp_path: Path) -> None:
    read = letter(as_text(tmp_path / "a.txt", FOCUSED))
    assert document_from_json(read.to_json()) == read
