"""From a report's PDF to the register: read, checked, corrected, accepted; refused files leave nothing."""

from __future__ import annotations

import stat
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goldenthread.errors import InputRefused
from goldenthread.synthetic.report import write_report
from goldenthread.web.accounts.standing import today
from goldenthread.web.inspection import actions, child, files, forms
from goldenthread.web.inspection.models import Line, Report
from goldenthread.web.inspection.needs import needs
from goldenthread.web.plan.models import Requirement, Source
from goldenthread.web.plan.rules import ChangedMeanwhile, NotDone
from web_people import person

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]


@pytest.fixture(scope="session")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A made-up report as published, in the layout of the inspections of today."""
    path = tmp_path_factory.mktemp("report") / "report.pdf"
    write_report(path, framework="ilacs_2023", published=date(2025, 5, 12))
    return path.read_bytes()


@pytest.fixture
def read(pdf: bytes, db: None) -> Report:
    return actions.keep_report(by=person("improvement_lead"), name="madeupshire.pdf", content=pdf)[0]


def upload(client: Client, content: bytes, name: str = "madeupshire.pdf") -> Any:
    return client.post("/inspection/upload/", {"report": SimpleUploadedFile(name, content)}, follow=True)


def page_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def kept() -> list[Path]:
    return sorted(files.folder().iterdir())


# Upload


def test_a_report_is_read_and_shown_for_checking(pdf: bytes, signed_in: SignedIn) -> None:
    answer = upload(signed_in("improvement_lead"), pdf)
    page = page_of(answer)
    assert "madeupshire.pdf has been read" in page
    assert "and every cross-check held" in page
    assert "Inspection of local authority children" in page
    for line in Line.objects.all():
        assert f"{line.number}. {line.text}"[:60].replace("'", "&#x27;") in page
    assert not Source.objects.exists()


def test_the_file_is_kept_by_its_digest_for_the_sites_eyes_alone(pdf: bytes, read: Report) -> None:
    assert [path.name for path in kept()] == [f"{read.digest}.pdf"]
    assert kept()[0].read_bytes() == pdf
    assert stat.S_IMODE(files.folder().stat().st_mode) == 0o700
    assert stat.S_IMODE(kept()[0].stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "the file is empty"),
        (b"Dear all", "it is not a PDF, whatever its name says"),
        (b"%PDF-1.7 cut", "the PDF is cut short"),
        (b"%PDF-1.7 nonsense %%EOF", "the PDF is damaged and cannot be opened"),
    ],
)
def test_a_file_that_is_no_good_is_refused_beside_the_field_and_leaves_nothing(
    content: bytes, why: str, signed_in: SignedIn
) -> None:
    page = page_of(upload(signed_in("improvement_lead"), content, name="wrong.pdf"))
    assert page.count(f"wrong.pdf: {why}") == 2
    assert '<a href="#id_report">wrong.pdf' in page
    assert "<title>Error: " in page
    assert not Report.objects.exists()
    assert kept() == []


def test_no_file_and_too_large_a_file_are_said_in_plain_words(
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = signed_in("improvement_lead")
    assert page_of(lead.post("/inspection/upload/", {})).count("Choose the document, or paste its text") == 2
    monkeypatch.setattr(forms, "LARGEST", 10)
    assert "must be 20 MB or smaller" in page_of(upload(lead, b"%PDF-1.7 more than ten bytes"))


def test_a_report_that_takes_too_long_is_refused(pdf: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "SECONDS", 0.01)
    with pytest.raises(InputRefused, match="could not be read within"):
        child.read_apart(pdf, name="slow.pdf")


@pytest.mark.parametrize("name", ["../../etc/passwd", "..", "C:\\reports\\a.pdf", "a" * 500 + ".pdf"])
def test_a_files_name_leads_nowhere(name: str, pdf: bytes) -> None:
    read = child.read_apart(pdf, name=name)
    assert "/" not in read.file
    assert len(read.file) <= 200


def test_the_same_file_twice_is_the_same_source_and_that_is_said(
    pdf: bytes, read: Report, signed_in: SignedIn
) -> None:
    page = page_of(upload(signed_in("improvement_lead"), pdf, name="another-name.pdf"))
    assert "This file is here already, as madeupshire.pdf" in page
    assert "The same file is the same source." in page
    assert Report.objects.count() == 1


# Review


def post(client: Client, address: str, **form: Any) -> Any:
    return client.post(f"/inspection/{address}/", form, follow=True)


def test_a_finding_is_corrected_and_its_words_as_read_are_kept(read: Report, signed_in: SignedIn) -> None:
    lead = signed_in("improvement_lead")
    line = read.lines.all()[0]
    original = line.text
    form = {"version": 1, "text": "Put right", "kind": "priority_action", "group": "Leaders", "page": 3}
    assert "Finding 1 is corrected" in page_of(post(lead, f"findings/{line.pk}", **form))
    held = Line.objects.get(pk=line.pk)
    assert (held.text, held.kind, held.group, held.page) == ("Put right", "priority_action", "Leaders", 3)
    assert held.original == original
    assert "Somebody else saved this" in page_of(post(lead, f"findings/{line.pk}", **form))


def test_what_is_left_out_stays_out_of_the_register_with_its_reason(
    read: Report, signed_in: SignedIn
) -> None:
    lead = signed_in("improvement_lead")
    first, second, *_ = read.lines.all()
    assert "Enter why it is left out" in page_of(post(lead, f"findings/{first.pk}/leave-out", why=""))
    post(lead, f"findings/{first.pk}/leave-out", why="A heading")
    post(lead, f"findings/{second.pk}/leave-out", why="Twice")
    post(lead, f"findings/{second.pk}/take-back")
    held = Report.objects.get()
    actions.accept(by=person("improvement_lead"), report=held, version=held.version)
    numbers = set(Requirement.objects.values_list("number", flat=True))
    assert numbers == {line.number for line in held.lines.all()} - {first.number}


def test_a_finding_the_reading_missed_is_added_and_a_day_of_publication_given(
    read: Report, signed_in: SignedIn
) -> None:
    lead = signed_in("improvement_lead")
    count = read.lines.count()
    form = {"version": 0, "text": "Missed", "kind": "recommendation", "group": "", "page": 4}
    post(lead, f"reports/{read.pk}/add", **form)
    version = Report.objects.get().version
    post(lead, f"reports/{read.pk}/published", published="12/5/2025", version=version)
    held = Report.objects.get()
    source = actions.accept(by=person("improvement_lead"), report=held, version=held.version)
    assert source.published == date(2025, 5, 12)
    assert source.requirements.get(number=count + 1).text == "Missed"


# Acceptance


def test_accepted_findings_are_requirements_with_their_original_words_and_who_and_when(
    read: Report, signed_in: SignedIn
) -> None:
    lead = signed_in("improvement_lead")
    line = read.lines.all()[0]
    form = {"version": 1, "text": "Put right", "kind": line.kind, "group": "", "page": line.page}
    post(lead, f"findings/{line.pk}", **form)
    page = page_of(post(lead, f"reports/{read.pk}/accept", version=Report.objects.get().version))
    assert "The findings of madeupshire.pdf are in the register." in page
    requirement = Requirement.objects.get(number=1)
    assert (requirement.text, requirement.original) == ("Put right", line.original)
    assert requirement.accepted_by_name == lead.person.name  # type: ignore[attr-defined]
    assert requirement.accepted_at.date() == today()
    assert requirement.source.digest == read.digest
    again = page_of(post(lead, f"reports/{read.pk}/accept", version=1))
    assert "were in the register already" in again
    assert Source.objects.count() == 1


def test_a_review_changed_since_it_was_opened_is_read_again_before_it_is_accepted(read: Report) -> None:
    lead = person("improvement_lead")
    line = read.lines.all()[0]
    actions.leave_out(by=lead, line=line, why="A heading")
    with pytest.raises(ChangedMeanwhile):
        actions.accept(by=lead, report=read, version=read.version)


def test_after_acceptance_the_review_is_closed(read: Report) -> None:
    lead = person("improvement_lead")
    actions.accept(by=lead, report=read, version=read.version)
    line = Line.objects.select_related("report").first()
    assert line is not None
    with pytest.raises(NotDone, match="in the register already"):
        actions.correct(by=lead, line=line, version=1, changes={"text": "Milder"})


def test_nothing_is_accepted_where_everything_is_left_out(read: Report, signed_in: SignedIn) -> None:
    lead = signed_in("improvement_lead")
    read.lines.update(left_out=True, left_out_why="x")
    page = page_of(post(lead, f"reports/{read.pk}/accept", version=read.version))
    assert "Every finding is left out" in page
    assert not Source.objects.exists()


# Who, and how much is asked

ACCEPTS = {"improvement_lead"}
ROLES = (
    *("director", "head_of_service", "team_manager", "social_worker", "improvement_lead", "action_owner"),
    *("performance_analyst", "auditor", "board_secretary", "independent_chair", "board_member"),
    *("government_observer", "administrator"),
)


def test_only_those_who_may_accept_findings_upload_review_and_accept(
    read: Report, signed_in: SignedIn
) -> None:
    line = read.lines.all()[0]
    gets = [f"reports/{read.pk}", "upload", f"findings/{line.pk}", f"findings/{line.pk}/leave-out"]
    posts = [f"reports/{read.pk}/accept", f"findings/{line.pk}/take-back", "upload"]
    for role in ROLES:
        client = signed_in(role)
        found = {client.get(f"/inspection/{address}/").status_code for address in gets}
        assert found == ({200} if role in ACCEPTS else {403}), role
        if role not in ACCEPTS:
            assert {client.post(f"/inspection/{address}/").status_code for address in posts} == {403}


def test_sources_and_their_files_are_read_by_whoever_sees_the_plan(
    pdf: bytes, read: Report, signed_in: SignedIn
) -> None:
    reader, stranger = signed_in("auditor"), signed_in("administrator")
    assert reader.get(f"/inspection/reports/{read.pk}/file/").status_code == 404
    source = actions.accept(by=person("improvement_lead"), report=read, version=1)
    addresses = ["/inspection/", f"/inspection/sources/{source.pk}/", f"/inspection/reports/{read.pk}/file/"]
    answers = [reader.get(address) for address in addresses]
    assert {answer.status_code for answer in answers} == {200}
    assert b"".join(answers[2].streaming_content) == pdf  # type: ignore[attr-defined]
    assert "attachment" in answers[2]["Content-Disposition"]
    assert {stranger.get(address).status_code for address in addresses} == {403}
    page = page_of(answers[1])
    assert (
        f"{source.requirements.count()} of {source.requirements.count()} findings have no objective" in page
    )


def test_today_tells_whoever_accepts_findings_what_waits(read: Report) -> None:
    lead = person("improvement_lead")
    found = read.lines.count()
    assert [need.sentence for need in needs(lead, on=today())] == [
        f"{found} findings of madeupshire.pdf to accept into the register"
    ]
    assert needs(person("director"), on=today()) == []
    actions.accept(by=lead, report=read, version=1)
    assert needs(lead, on=today()) == []


def test_the_pages_ask_no_more_for_more_findings_and_sources(
    pdf: bytes, read: Report, tmp_path: Path, signed_in: SignedIn, django_assert_num_queries: Any
) -> None:
    lead = signed_in("improvement_lead")
    source = actions.accept(by=person("improvement_lead"), report=read, version=1)
    addresses = ["/inspection/", f"/inspection/reports/{read.pk}/", f"/inspection/sources/{source.pk}/"]
    asked = []
    for address in addresses:
        lead.get(address)
        with CaptureQueriesContext(connection) as queries:
            lead.get(address)
        asked.append(len(queries))
    other = tmp_path / "other.pdf"
    write_report(other, framework="sif_2013", published=date(2015, 5, 12))
    second = actions.keep_report(by=person("improvement_lead"), name="other.pdf", content=other.read_bytes())[
        0
    ]
    second_source = actions.accept(by=person("improvement_lead"), report=second, version=1)
    assert second_source.requirements.count() > source.requirements.count()
    grown = ["/inspection/", f"/inspection/reports/{second.pk}/", f"/inspection/sources/{second_source.pk}/"]
    for address, number in zip(grown, asked, strict=True):
        with django_assert_num_queries(number):
            lead.get(address)
