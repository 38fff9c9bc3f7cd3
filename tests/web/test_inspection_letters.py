"""Letters and minutes into the register, strengths beside what is asked, and what a person fills in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from fixtures.reports.word_made_up import ENTITY_IN_WORD, bullet, heading, paragraph, write_word
from goldenthread.findings.model import Letter
from goldenthread.synthetic.report import write_report
from goldenthread.web.inspection import actions, filling
from goldenthread.web.inspection.models import Report
from goldenthread.web.plan.models import Source
from goldenthread.web.plan.rules import NotDone
from web_people import person

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]
LETTER = (
    "Focused visit to Wexcombe local authority children's services",
    "4 March 2024",
    "Inspectors made the focused visit to Wexcombe children's services on 6 and 7 February 2024.",
)
MINUTES = (
    "Minutes of the Children's Scrutiny Committee\n\n12 March 2024\n\nImprovement plan\n\n"
    "The Chair requested that the plan be brought back on 18 June 2024.\n"
)


@pytest.fixture
def word(tmp_path: Path) -> bytes:
    path = write_word(
        tmp_path / "letter.docx",
        *(paragraph(text) for text in LETTER),
        heading("Area for priority action"),
        bullet("The safety of children who wait."),
        heading("What needs to improve in this area of social work practice"),
        bullet("The timeliness of visits."),
        heading("Strengths"),
        bullet("Early help."),
    )
    return path.read_bytes()


def report_pdf(tmp_path: Path, **changed: str) -> bytes:
    path = tmp_path / "report.pdf"
    framework = "sif_2013" if not changed else "ilacs_2018"
    write_report(path, framework=framework, published=date(2015, 5, 12), judgements=changed)
    return path.read_bytes()


def page_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def kept(content: bytes, name: str) -> Report:
    return actions.keep_report(by=person("improvement_lead"), name=name, content=content)[0]


def test_a_letter_in_word_is_read_checked_and_accepted(word: bytes, signed_in: SignedIn) -> None:
    lead = signed_in("improvement_lead")
    page = page_of(
        lead.post("/inspection/upload/", {"report": SimpleUploadedFile("letter.docx", word)}, follow=True)
    )
    for words in ("letter.docx has been read", "The safety of children who wait.", "Strengths, to sustain"):
        assert words in page
    assert "Visited" in page
    assert "6 February 2024 to 7 February 2024" in page
    report = Report.objects.get()
    lead.post(f"/inspection/reports/{report.pk}/accept/", {"version": report.version})
    source = Source.objects.get()
    assert (source.kind, source.published) == ("focused visit letter", date(2024, 3, 4))
    assert source.inspection_end == date(2024, 2, 7)
    assert list(source.requirements.values_list("kind", "text")) == [
        ("priority_action", "The safety of children who wait."),
        ("area_for_improvement", "The timeliness of visits."),
        ("strength", "Early help."),
    ]
    page = page_of(lead.get(f"/inspection/sources/{source.pk}/"))
    assert "A strength, to sustain" in page
    assert "Focused visit letter" in page


def test_the_page_asks_before_it_says_what_is_wrong(signed_in: SignedIn) -> None:
    page = page_of(signed_in("improvement_lead").get("/inspection/upload/"))
    assert "There is a problem" not in page
    assert "Or paste its text" in page


@pytest.mark.parametrize(
    ("doubt", "part", "page"),
    [
        ("No grade was found for “Overall effectiveness”.", "Judgements", None),
        ("The dates of the inspection could not be read.", "Dates", None),
        (
            "The authority's name could not be told apart from the rest of the first page.",
            "Whose it is",
            None,
        ),
        ("Finding 3 on page 7 may be more or less than one finding.", "What it asks", 7),
        ("The text does not say where its pages end: everything is given as page 1.", "Pages", None),
    ],
)
def test_each_doubt_names_its_part_and_page(doubt: str, part: str, page: int | None) -> None:
    report = Letter("a.txt", "", None, None, (), (), (doubt,))
    [unsure] = filling.unsure_of(report)
    assert (unsure.part, unsure.page) == (part, page)


def test_text_may_be_pasted(signed_in: SignedIn) -> None:
    lead = signed_in("improvement_lead")
    page = page_of(lead.post("/inspection/upload/", {"pasted": MINUTES}, follow=True))
    assert "The Chair requested that the plan be brought back on 18 June 2024." in page
    report = Report.objects.get()
    assert (report.kind, report.file) == ("minutes", "pasted text.txt")
    assert "18 Jun 2024" in page or "18 June 2024" in page


def test_a_person_may_say_what_the_text_is(signed_in: SignedIn) -> None:
    lead = signed_in("improvement_lead")
    notes = "Notes of a meeting\n\nAction: the Director to report on visits.\n"
    refused = page_of(lead.post("/inspection/upload/", {"pasted": notes}))
    assert "but not an improvement notice" in refused
    page = page_of(lead.post("/inspection/upload/", {"pasted": notes, "kind": "minutes"}, follow=True))
    assert "the Director to report on visits." in page


def test_a_file_and_its_text_together_are_refused(word: bytes, signed_in: SignedIn) -> None:
    given = {"report": SimpleUploadedFile("letter.docx", word), "pasted": MINUTES}
    page = page_of(signed_in("improvement_lead").post("/inspection/upload/", given))
    assert "Give the file or its text, not both" in page
    assert not Report.objects.exists()


def test_a_hostile_word_document_is_refused_beside_the_field(tmp_path: Path, signed_in: SignedIn) -> None:
    path = write_word(tmp_path / "a.docx", parts={"word/document.xml": ENTITY_IN_WORD})
    given = {"report": SimpleUploadedFile("a.docx", path.read_bytes())}
    page = page_of(signed_in("improvement_lead").post("/inspection/upload/", given))
    assert "holds a document type" in page
    assert not Report.objects.exists()


def test_a_word_document_is_given_back_as_one(word: bytes, signed_in: SignedIn) -> None:
    report = kept(word, "letter.docx")
    answer = signed_in("improvement_lead").get(f"/inspection/reports/{report.pk}/file/")
    assert answer["Content-Type"].endswith("wordprocessingml.document")
    assert b"".join(answer.streaming_content) == word  # type: ignore[attr-defined]


def test_a_reports_strengths_and_progress_are_shown_and_its_strengths_kept(
    tmp_path: Path, signed_in: SignedIn
) -> None:
    report = kept(report_pdf(tmp_path), "report.pdf")
    page = page_of(signed_in("improvement_lead").get(f"/inspection/reports/{report.pk}/"))
    assert "Strengths, to sustain" in page
    assert "Progress since the last inspection" in page
    assert report.lines.filter(kind="strength").count() == 3


def test_grades_that_break_the_frameworks_rule_are_flagged_and_kept(
    tmp_path: Path, signed_in: SignedIn
) -> None:
    report = kept(report_pdf(tmp_path, help_protection="inadequate"), "report.pdf")
    page = page_of(signed_in("improvement_lead").get(f"/inspection/reports/{report.pk}/"))
    assert "Against the framework" in page
    assert filling.flags_of(report)
    given = {"grade_overall": "inadequate"}
    assert filling.fill_in(by=person("improvement_lead"), report=report, version=report.version, given=given)
    report.refresh_from_db()
    assert filling.flags_of(report) == ()
    assert report.as_read.judgements["overall"] != "inadequate"  # type: ignore[union-attr]


def test_what_could_not_be_read_is_filled_in_and_goes_into_the_register(signed_in: SignedIn) -> None:
    lead = signed_in("improvement_lead")
    lead.post("/inspection/upload/", {"pasted": MINUTES})
    report = Report.objects.get()
    review = page_of(lead.get(f"/inspection/reports/{report.pk}/"))
    assert "Whose it is" in review
    given = {"authority": "Wexcombe County Council", "version": report.version}
    saved = page_of(lead.post(f"/inspection/reports/{report.pk}/fill/", given, follow=True))
    assert "Wexcombe County Council" in saved
    report.refresh_from_db()
    lead.post(f"/inspection/reports/{report.pk}/accept/", {"version": report.version})
    assert Source.objects.get().authority == "Wexcombe County Council"


def test_dates_in_the_wrong_order_are_refused(tmp_path: Path, signed_in: SignedIn) -> None:
    report = kept(report_pdf(tmp_path), "report.pdf")
    given = {"inspection_start": "2/3/2015", "inspection_end": "1/3/2015", "version": report.version}
    page = page_of(signed_in("improvement_lead").post(f"/inspection/reports/{report.pk}/fill/", given))
    assert "The last day must be on or after the first" in page


def test_what_two_people_fill_in_at_once_is_shown_to_the_second(tmp_path: Path, signed_in: SignedIn) -> None:
    report = kept(report_pdf(tmp_path), "report.pdf")
    lead = signed_in("improvement_lead")
    for authority in ("Wexcombe", "Eastmarsh"):
        page = page_of(
            lead.post(
                f"/inspection/reports/{report.pk}/fill/", {"authority": authority, "version": report.version}
            )
        )
    assert "Wexcombe" in page
    report.refresh_from_db()
    assert report.filled == {
        "authority": "Wexcombe",
        **{k: v for k, v in report.filled.items() if k != "authority"},
    }


def test_what_is_in_the_register_is_filled_in_no_more(tmp_path: Path) -> None:
    lead = person("improvement_lead")
    report = kept(report_pdf(tmp_path), "report.pdf")
    actions.accept(by=lead, report=report, version=report.version)
    report.refresh_from_db()
    with pytest.raises(NotDone, match="in the register already"):
        filling.fill_in(by=lead, report=report, version=report.version, given={"authority": "Eastmarsh"})
