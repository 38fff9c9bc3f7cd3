"""From an improvement notice to the register: read, checked, split, joined, its dates put right, accepted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from goldenthread.synthetic.notice import write_notice
from goldenthread.web.inspection import actions
from goldenthread.web.inspection.models import Line, Report
from goldenthread.web.papers.queries import report_of
from goldenthread.web.plan.models import Requirement, Source
from goldenthread.web.plan.rules import ChangedMeanwhile, NotDone
from web_people import person

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]
TEXT = (
    b"Improvement Notice\n\nTo: Madeupshire County Council\n\nThis notice is short.\n\n"
    b"Measures\n\n1. The Council must act. It must report.\n\nDate: 14 May 2025\n"
)


@pytest.fixture(scope="session")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("notice") / "notice.pdf"
    write_notice(path, issued=date(2025, 3, 14), report_published=date(2023, 5, 12))
    return path.read_bytes()


@pytest.fixture
def read(pdf: bytes, db: None) -> Report:
    return actions.keep_report(by=person("improvement_lead"), name="notice.pdf", content=pdf)[0]


def page_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def post(client: Client, address: str, **form: Any) -> str:
    return page_of(client.post(f"/inspection/{address}/", form, follow=True))


def lines(report: Report) -> list[tuple[int, str]]:
    return list(report.lines.values_list("number", "text"))


def line(report: Report, number: int) -> Line:
    return report.lines.select_related("report").get(number=number)


# Upload and acceptance


@pytest.mark.parametrize("name", ["notice.pdf", "notice.txt"])
def test_a_notice_is_read_and_shown_for_checking(name: str, pdf: bytes, signed_in: SignedIn) -> None:
    content = pdf if name.endswith(".pdf") else TEXT
    given = {"report": SimpleUploadedFile(name, content)}
    answer = signed_in("improvement_lead").post("/inspection/upload/", given, follow=True)
    page = page_of(answer)
    assert f"{name} has been read" in page
    assert "Dates it sets" in page
    assert "Judgements" not in page
    report = Report.objects.get()
    assert report.is_notice
    for one in report.lines.all():
        assert f"{one.number}. {one.text}"[:50] in page
        assert one.paragraph.capitalize() in page


def test_plain_text_that_is_no_notice_is_refused_beside_the_field(signed_in: SignedIn) -> None:
    given = {"report": SimpleUploadedFile("letter.txt", b"Dear all, the notice came.")}
    page = page_of(signed_in("improvement_lead").post("/inspection/upload/", given, follow=True))
    assert page.count("letter.txt: it is plain text but not an improvement notice") == 2
    assert not Report.objects.exists()


def test_accepted_it_is_a_source_of_its_kind_with_paragraphs_and_dates(
    read: Report, signed_in: SignedIn
) -> None:
    lead = signed_in("improvement_lead")
    page = post(lead, f"reports/{read.pk}/accept", version=read.version)
    assert "The requirements of notice.pdf are in the register." in page
    source = Source.objects.get()
    assert (source.kind, source.title) == ("improvement notice", "Improvement Notice")
    assert source.published == date(2025, 3, 14)
    assert source.dates == read.reading["dates"]
    first = Requirement.objects.get(number=1)
    assert (first.paragraph, first.kind, first.severity) == (
        "paragraph 2(a)",
        "notice_requirement",
        "priority",
    )
    thread = page_of(lead.get(f"/plan/requirements/{first.pk}/"))
    assert "Requirement 1" in thread
    assert "paragraph 2(a), page 1" in thread


def test_the_board_paper_takes_the_notice_as_it_was_accepted(read: Report) -> None:
    source = actions.accept(by=person("improvement_lead"), report=read, version=read.version)
    taken = report_of(source)
    assert taken.to_json() == {**read.reading, "doubts": []}


# Splitting and joining


def test_a_line_is_split_at_its_blank_lines_and_those_after_it_move_on(
    read: Report, signed_in: SignedIn
) -> None:
    before = lines(read)
    third = line(read, 3)
    first, second = "The Council must, with its partners: keep", third.text.partition("keep ")[2]
    page = post(
        signed_in("improvement_lead"),
        f"findings/{third.pk}/split",
        parts=f"{first}\r\n\r\n{second}",
        version=1,
    )
    assert "Requirement 3 is split into 2." in page
    assert lines(read) == [
        *before[:2],
        (3, first),
        (4, second),
        *((number + 1, text) for number, text in before[3:]),
    ]
    parts = read.lines.filter(number__in=(3, 4))
    assert {(one.paragraph, one.original == one.text) for one in parts} == {("paragraph 2(c)", True)}


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ("The whole of it", "Put a blank line where one ends"),
        ("Other words\n\nthan before", "The parts together must be the same words as before"),
    ],
)
def test_a_split_changes_no_word(read: Report, signed_in: SignedIn, parts: str, why: str) -> None:
    before = lines(read)
    key = line(read, 3).pk
    assert why in post(signed_in("improvement_lead"), f"findings/{key}/split", parts=parts, version=1)
    assert lines(read) == before


def test_two_lines_are_joined_and_those_after_them_move_back(read: Report, signed_in: SignedIn) -> None:
    before = lines(read)
    page = post(signed_in("improvement_lead"), f"findings/{line(read, 1).pk}/join", version=1)
    assert "Requirement 1 and the one after it are one now." in page
    assert lines(read) == [
        (1, f"{before[0][1]} {before[1][1]}"),
        *((number - 1, text) for number, text in before[2:]),
    ]


def test_what_was_split_and_joined_again_is_as_it_was(read: Report) -> None:
    lead, before = person("improvement_lead"), lines(read)
    whole = line(read, 9)
    parts = whole.text.split(". ", 1)
    actions.split(by=lead, line=whole, version=1, parts=[f"{parts[0]}.", parts[1]])
    actions.join(by=lead, line=line(read, 9), version=2)
    assert lines(read) == before


def test_the_last_line_and_one_left_out_are_joined_to_nothing(read: Report, signed_in: SignedIn) -> None:
    lead = signed_in("improvement_lead")
    last = read.lines.last()
    assert last is not None
    assert lead.get(f"/inspection/findings/{last.pk}/join/").status_code == 404
    Line.objects.filter(pk=line(read, 2).pk).update(left_out=True, left_out_why="A heading")
    with pytest.raises(NotDone, match="one of the two is left out"):
        actions.join(by=person("improvement_lead"), line=line(read, 1), version=1)


def test_a_line_changed_meanwhile_is_neither_split_nor_joined(read: Report) -> None:
    lead = person("improvement_lead")
    Line.objects.filter(number__lte=2).update(version=5)
    with pytest.raises(ChangedMeanwhile):
        actions.split(by=lead, line=line(read, 1), version=1, parts=line(read, 1).text.split(": "))
    with pytest.raises(ChangedMeanwhile):
        actions.join(by=lead, line=line(read, 1), version=1)


# Dates


def test_a_date_is_put_right_or_taken_out(read: Report, signed_in: SignedIn) -> None:
    lead = signed_in("improvement_lead")
    form = {"version": read.version, "what": "plan agreed", "last": "1/6/2025"}
    assert "The date is saved." in post(lead, f"reports/{read.pk}/dates/0", **form)
    held = Report.objects.get()
    assert (held.sets[0].what, held.sets[0].last, held.sets[0].count) == (
        "plan agreed",
        date(2025, 6, 1),
        None,
    )
    assert "Somebody changed this" in post(lead, f"reports/{read.pk}/dates/1", **form)
    form = {"version": held.version, "what": "x", "last": ""}
    assert "The date is taken out." in post(lead, f"reports/{read.pk}/dates/1", **form)
    assert len(Report.objects.get().sets) == len(read.sets) - 1
    assert lead.get(f"/inspection/reports/{read.pk}/dates/99/").status_code == 404


def test_another_day_of_issue_counts_the_time_limits_again(read: Report, signed_in: SignedIn) -> None:
    given = {"published": "20/3/2025", "version": read.version}
    post(signed_in("improvement_lead"), f"reports/{read.pk}/published", **given)
    held = Report.objects.get()
    limits = [(one.last, one.count) for one in held.sets if one.count]
    assert limits == [(date(2025, 5, 20), 2)]
    source = actions.accept(by=person("improvement_lead"), report=held, version=held.version)
    assert source.published == date(2025, 3, 20)
    assert source.dates[0]["last"] == "2025-05-20"


def test_a_requirement_is_corrected_with_its_paragraph_and_added_by_hand(
    read: Report, signed_in: SignedIn
) -> None:
    lead = signed_in("improvement_lead")
    first = line(read, 1)
    form = {"version": 1, "text": "Put right", "paragraph": "paragraph 9", "group": "", "page": 2}
    assert "Requirement 1 is corrected." in post(lead, f"findings/{first.pk}", **form)
    assert line(read, 1).paragraph == "paragraph 9"
    post(lead, f"reports/{read.pk}/add", **{**form, "text": "Missed", "version": 0})
    added = read.lines.last()
    assert added is not None
    assert (added.text, added.kind) == ("Missed", "notice_requirement")


def test_the_kept_text_is_given_back_as_text(signed_in: SignedIn, tmp_path: Path) -> None:
    lead = signed_in("improvement_lead")
    kept, _ = actions.keep_report(by=person("improvement_lead"), name="notice.txt", content=TEXT)
    answer = lead.get(f"/inspection/reports/{kept.pk}/file/")
    assert b"".join(answer.streaming_content) == TEXT  # type: ignore[attr-defined]
    assert answer["Content-Type"].startswith("text/plain")
    assert "attachment" in answer["Content-Disposition"]
