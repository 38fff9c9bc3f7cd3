from datetime import date

from goldenthread.findings.model import MINUTES, ImprovementNotice, Letter
from goldenthread.papers import inspections
from unit.papers.papers_made_up import finding, report


def test_grades_and_judgements_are_named_as_the_framework_names_them() -> None:
    assert inspections.judgements(report()) == (
        ("Overall effectiveness", "Inadequate"),
        (
            "The impact of leaders on social work practice with children and families",
            "Requires improvement to be good",
        ),
    )


def test_what_the_framework_does_not_name_keeps_its_id() -> None:
    strange = report(framework="framework_2040", judgements={"listening": "splendid"})
    assert inspections.judgements(strange) == (("listening", "splendid"),)
    assert inspections.framework_name(strange) == "framework_2040"


def test_the_summary_gives_the_overall_grade_and_counts_findings_by_kind() -> None:
    found = report(
        finding(1, "One.", kind="priority_action"),
        finding(2, "Two."),
        finding(3, "Three."),
        finding(4, "Four.", for_whom="lscb"),
    )
    assert inspections.summary(found) == (
        "Inspectors judged Madeupshire (13 March 2026) as “Inadequate” overall. The report lists 1 area for "
        "priority action and 2 areas for improvement; 1 more for the safeguarding children board."
    )


def test_without_an_overall_judgement_every_grade_is_given_and_none_is_invented() -> None:
    said = inspections.summary(
        report(framework="ilacs_2026", judgements={"in_care": "good", "leaders": "good"})
    )
    assert "overall" not in said
    assert "The experiences and progress of children in care: Good" in said
    assert said.endswith("The report lists no findings.")


def test_a_report_without_grades_or_dates_says_so() -> None:
    bare = report(judgements={}, inspection_start=None, inspection_end=None, published=None, authority=None)
    assert inspections.summary(bare).startswith("No grade could be read for madeupshire_2026-05-12.pdf.")
    assert inspections.when(bare) == "Publication date not printed"


def test_a_report_about_another_authority_is_pointed_out() -> None:
    assert "Madeupshire; the records" in inspections.about(report(), authority="Elsewhere")
    assert "the records" not in inspections.about(report(), authority="Madeupshire County Council")
    assert "the records" not in inspections.about(report(), authority="")


def test_a_findings_note_says_its_group_whose_it_is_and_its_tags() -> None:
    noted = finding(1, "One.", group="Leadership", for_whom="lscb", tags=("outcome_3", "principle_9"))
    assert inspections.note(noted) == (
        "Leadership. For the safeguarding children board. "
        "Outcome 3: Safe inside and outside the home; Principle 9"
    )


def test_dates_are_given_as_far_as_they_are_printed() -> None:
    assert inspections.when(report()) == "Inspected 2 March 2026 to 13 March 2026; published 12 May 2026"
    begun = report(inspection_end=None, published=None)
    assert inspections.when(begun) == "Inspected from 2 March 2026; publication date not printed"
    assert inspections.title(
        report(authority=None, inspection_end=None, inspection_start=date(2026, 3, 2))
    ) == ("madeupshire_2026-05-12.pdf, 2 March 2026")


def test_a_notice_requires_and_every_other_document_finds() -> None:
    prose = {
        "file": "a.txt", "title": "A letter", "authority": "Madeupshire", "issued": date(2026, 5, 12),
        "findings": (finding(1, "One."),), "dates": (), "doubts": (),
    }  # fmt: skip
    notice, letter, minutes = ImprovementNotice(**prose), Letter(**prose), Letter(**prose, kind=MINUTES)
    called = [(inspections.noun(one), inspections.asks(one)) for one in (report(), notice, letter, minutes)]
    assert called == [
        ("report", "finding"),
        ("notice", "requirement"),
        ("letter", "finding"),
        ("paper", "finding"),
    ]
    assert inspections.summary(letter) == "The focused visit to Madeupshire (12 May 2026) lists 1 finding."
