"""The pages of impact, of evidence with its age and of measures of success."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goldenthread.records import kept_files
from goldenthread.web.accounts.permissions import FigureTier
from goldenthread.web.accounts.standing import today
from goldenthread.web.config.success import look_again
from goldenthread.web.intake.queries import store
from goldenthread.web.plan import actions, queries
from goldenthread.web.plan.kinds_of_file import LARGEST, why_not_keep
from goldenthread.web.plan.models import Action, Evidence, HandReading, KeptFile, Measure, Objective
from web_access import asking
from web_figures import assessments, few_measures, held
from web_impact import PDF, by_hand, filed, hand_words, judged, minute, reading, sufficient
from web_people import MAKER, confirm, person
from web_plan import action, agreed, fresh, objective

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
INDICATOR = "assessment_45wd"


def text(client: Client, address: str, **sent: Any) -> str:
    answer = client.post(address, sent) if sent else client.get(address)
    assert answer.status_code == 200, answer.status_code
    return " ".join(unescape(answer.content.decode()).split())


def measured() -> Action:
    towards = objective()
    actions.add_measure(by=MAKER, objective=towards, indicator=INDICATOR)
    return agreed(action(towards=towards))


# Files

OFFICE = b"PK\x03\x04 [Content_Types].xml "


@pytest.mark.parametrize(
    ("name", "content", "refused"),
    [
        ("sample.pdf", PDF, ""),
        ("SAMPLE.PDF", PDF, ""),
        ("minutes.docx", OFFICE + b"word/document.xml", ""),
        ("minutes.docm", OFFICE + b"word/document.xml", "is not kept here"),
        ("minutes.docx", OFFICE + b"word/document.xml word/vbaProject.bin", "macros"),
        ("minutes.docx", OFFICE + b"xl/workbook.xml", "is not one"),
        ("figures.xlsx", OFFICE + b"xl/workbook.xml", ""),
        ("notes.txt", "Children are seen – in time".encode(), ""),
        ("notes.txt", b"<html><script>", "is not one"),
        ("notes.txt", b"#!/bin/sh", "is not one"),
        ("notes.txt", b"MZ\x00\x01", "is not one"),
        ("page.html", b"<p>", "is not kept here"),
        ("picture.svg", b"<svg/>", "is not kept here"),
        ("program.exe", b"MZ", "is not kept here"),
        ("program.pdf", b"MZ", "is not one"),
        ("picture.png", b"\x89PNG\r\n\x1a\n", ""),
        ("picture.jpg", b"\xff\xd8\xff\xe0", ""),
        ("nothing.pdf", b"", "empty"),
        ("noending", PDF, "without an ending"),
        ("large.pdf", PDF + b"0" * LARGEST, "15 MB or smaller"),
    ],
)
def test_which_files_are_kept(name: str, content: bytes, refused: str) -> None:
    said = why_not_keep(name, content)
    assert refused in said
    assert bool(said) == bool(refused)


def send(client: Client, made: Action, name: str = "a sample.pdf", content: bytes = PDF) -> Any:
    form = {"label": "A sample", "speaks_from": "1/1/2026", "speaks_to": "31/3/2026", "shows": "It is so"}
    file = SimpleUploadedFile(name, content)
    return client.post(f"/plan/actions/{made.pk}/evidence/file/", {**form, "file": file})


def test_a_file_is_kept_by_its_digest_sealed_and_given_back_as_it_was(signed_in: SignIn) -> None:
    made = measured()
    assert send(signed_in("action_owner"), made).status_code == 302
    piece = Evidence.objects.get()
    assert piece.file is not None
    on_disk = kept_files.place(store(), kept_files.EVIDENCE, piece.file.digest)
    assert PDF not in on_disk.read_bytes()
    assert (piece.speaks_from, piece.speaks_to) == (date(2026, 1, 1), date(2026, 3, 31))
    answer = signed_in("auditor").get(f"/plan/evidence/{piece.pk}/file/")
    assert answer.content == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="a sample.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "Take away the file a sample.pdf" in text(signed_in("auditor"), f"/plan/evidence/{piece.pk}/")


def test_the_same_file_is_kept_once(signed_in: SignIn) -> None:
    one, other = measured(), measured()
    owner = signed_in("action_owner")
    assert [send(owner, made).status_code for made in (one, other)] == [302, 302]
    assert (KeptFile.objects.count(), Evidence.objects.count()) == (1, 2)


def test_a_file_of_another_kind_is_refused_in_words_and_not_kept(signed_in: SignIn) -> None:
    made = measured()
    answer = send(signed_in("action_owner"), made, "page.html", b"<script>alert(1)</script>")
    page = " ".join(unescape(answer.content.decode()).split())
    assert page.count("A file .html is not kept here") == 2  # at the top and beside the field
    assert "It is so" in page
    assert KeptFile.objects.count() == 0
    assert not kept_files.place(store(), kept_files.EVIDENCE, "").exists()


def test_a_file_that_was_changed_is_not_given_out(signed_in: SignIn) -> None:
    piece = filed(person("action_owner"), measured())
    assert piece.file is not None
    kept_files.place(store(), kept_files.EVIDENCE, piece.file.digest).write_bytes(b"%PDF- another")
    assert signed_in("auditor").get(f"/plan/evidence/{piece.pk}/file/").status_code == 404


def test_a_key_turned_over_seals_the_files_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from goldenthread.records.keys import KEY, KEY_FILE, make_key

    folder = tmp_path / "store"
    digest = "48168fa99cb7e014e77dbf4af79fc5b2a50caac8e820883ea7326f88bc713ac9"  # of b"made up"
    path = kept_files.place(folder, kept_files.EVIDENCE, digest)
    monkeypatch.delenv(KEY, raising=False)
    kept_files.write(path, b"made up")
    assert path.read_bytes() == b"made up"
    make_key(tmp_path / "keys", made=date(2026, 1, 1))
    monkeypatch.setenv(KEY_FILE, str(tmp_path / "keys"))
    assert [kept_files.reseal(folder, kept_files.EVIDENCE) for _ in range(2)] == [1, 0]
    assert path.read_bytes() != b"made up"
    assert kept_files.read(path) == b"made up"


# Evidence and its age


def test_the_list_of_evidence_says_what_is_stale_and_what_to_do(signed_in: SignIn) -> None:
    made = measured()
    sufficient(minute(made, days_old=300))
    minute(measured(), days_old=3)
    page = text(signed_in("improvement_lead"), "/plan/evidence/")
    assert "Of 1 action the newest evidence has gone stale; 1 of 2 pieces waits to be judged." in page
    assert "Find newer evidence" in page
    assert page.index("Minutes 300 days old") < page.index("Minutes 3 days old")
    stale = text(signed_in("improvement_lead"), "/plan/evidence/?show=stale")
    assert "Minutes 3 days old" not in stale
    for address in (f"/plan/actions/{made.pk}/", f"/plan/evidence/{Evidence.objects.last().pk}/"):  # type: ignore[union-attr]
        assert "Stale since" in text(signed_in("improvement_lead"), address)


def test_the_lists_take_as_many_queries_however_long_they_are(signed_in: SignIn) -> None:
    client = signed_in("improvement_lead")
    pages = ("/plan/evidence/", "/plan/impact/", f"/plan/objectives/{_whole().pk}/")

    def counted() -> list[int]:
        found = []
        for page in pages:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(page).status_code == 200
            found.append(len(asked))
        return found

    few = counted()
    for _ in range(4):
        _whole(Objective.objects.order_by("pk").first())
    assert counted() == few


def _whole(towards: Objective | None = None) -> Objective:
    """An objective with an action, evidence, judgements and figures by hand; or the same again for one."""
    towards = towards or measured().objective
    made = agreed(action(towards=towards))
    piece = sufficient(minute(made))
    judged(made, "evidenced", piece)
    judged(towards, "early", piece)
    reading(by_hand(towards), today() - timedelta(days=2), 50, counted=5, out_of=10)
    return towards


# Judging


def test_impact_is_judged_on_its_page_and_stands_on_the_actions(signed_in: SignIn) -> None:
    made = measured()
    piece = sufficient(minute(made))
    director = signed_in("director")
    address = f"/plan/actions/{made.pk}/impact/"
    form = {"impact": "evidenced", "why": "Visits rose", "version": fresh(made).version, "measure": ""}
    assert director.get(address)["Location"].startswith("/people/confirm/")
    assert "Confirm that it is you" in text(director, address, **{**form, "evidence": piece.pk})
    confirm(director)
    assert "rests on evidence" in text(director, address, **form)
    assert "Visits rose" in text(director, address, **form)
    assert director.post(address, {**form, "evidence": piece.pk}).status_code == 302
    page = text(director, f"/plan/actions/{made.pk}/")
    assert "<strong>Evidenced</strong> (stands), accepted by Director Madeup" in page
    assert "Matches what stands today" in page
    assert "Visits rose" in page


def test_an_objective_shows_who_accepted_what_on_which_evidence(signed_in: SignIn) -> None:
    made = measured()
    piece = sufficient(minute(made))
    director, address = signed_in("director"), f"/plan/objectives/{made.objective.pk}/"
    assert "Nobody has judged yet" in text(director, address)
    form = {"impact": "sustained", "why": "It has held", "version": 0, "evidence": piece.pk, "measure": ""}
    confirm(director)
    assert "Choose the measure that has held" in text(director, f"{address}impact/", **form)
    form["measure"] = f"indicator:{INDICATOR}"
    assert director.post(f"{address}impact/", form).status_code == 302
    assert "<strong>Impact: sustained</strong>, accepted by Director Madeup" in text(director, address)
    confirm(director)
    assert "changed this while you had the page open" in text(director, f"{address}impact/", **form)
    assert "1 of 1 judgement says that there is evidence" in text(director, "/plan/impact/").replace(
        "<", " <"
    )


# A measure that falls back, when the figures come in

RISEN = tuple(f"2025-{month:02} North 40 10" for month in range(1, 13))


def test_figures_that_fall_ask_again_by_themselves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, signed_in: SignIn
) -> None:
    few_measures(monkeypatch)
    made = measured()
    piece = sufficient(minute(made))
    held(tmp_path / "store", assessments(*RISEN), as_at=date(2025, 12, 31))
    seen, by = date(2025, 12, 31), f"indicator:{INDICATOR}"
    judged(made.objective, "sustained", piece, measure=by, seen=seen)
    assert look_again(on=today()) == 0
    worse = ("2026-01 North 5 45", "2026-02 North 4 46", "2026-03 North 3 47")
    held(tmp_path / "store", assessments(*RISEN, *worse))  # the figures are filled, and nobody asks for more
    (question,) = queries.open_questions()
    assert "A real change for the worse. In March 2026" in question.why
    assert not any(figure in question.why for figure in ("6.0%", "3 of 50"))
    client = signed_in("director")
    for address in (f"/plan/objectives/{made.objective.pk}/", "/plan/impact/"):
        assert "Asked again" in text(client, address)
    assert "Is the impact of O1 still sustained?" in text(client, "/")


# Did it work?


@pytest.fixture
def worked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Objective:
    """Assessments in time: half until an action was signed off in September, nine in ten since."""
    few_measures(monkeypatch)
    before = (f"2025-{month:02} North 25 25" for month in range(1, 9))
    since = (
        f"{month} North 45 5" for month in ("2025-10", "2025-11", "2025-12", "2026-01", "2026-02", "2026-03")
    )
    held(tmp_path / "store", assessments(*before, "2025-09 North 30 20", *since))
    made = measured()
    Action.objects.filter(pk=made.pk).update(agreed_on=date(2025, 5, 1), signed_off_on=date(2025, 9, 15))
    recent = agreed(action(towards=made.objective))
    Action.objects.filter(pk=recent.pk).update(agreed_on=date(2026, 2, 20))
    return made.objective


def test_before_and_since_are_told_with_both_counts_and_the_caution(
    worked: Objective, signed_in: SignIn
) -> None:
    page = text(signed_in("director"), f"/plan/objectives/{worked.pk}/")
    assert "March 2025 to August 2025: 50.0% (150 of 300)" in page
    assert "October 2025 to March 2026: 90.0% (270 of 300)" in page
    assert "40.0 percentage points higher, better." in page
    assert "Too soon to compare: 1 whole month of figures since." in page
    assert "does not prove that the actions caused it" in page
    assert "A real change for the better. In March 2026" in page
    assert "A1 signed off 15 September 2025" in page
    assert 'data-label="Period">March 2026</td>' in page


def test_small_numbers_are_withheld_from_those_outside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, signed_in: SignIn
) -> None:
    few_measures(monkeypatch)
    before = (f"2025-{month:02} North 20 3" for month in range(1, 9))
    held(tmp_path / "store", assessments(*before, *(f"2025-{month} North 20 20" for month in (10, 11, 12))),
         as_at=date(2025, 12, 31))  # fmt: skip
    made = measured()
    Action.objects.filter(pk=made.pk).update(signed_off_on=date(2025, 9, 15))
    address = f"/plan/objectives/{made.objective.pk}/"
    assert "(120 of 138)" in text(signed_in("director"), address)
    outside = text(signed_in("independent_chair"), address)
    assert "March 2025 to August 2025: withheld (small)" in outside
    assert "of 138" not in outside


def test_whoever_sees_no_figures_sees_none_here(worked: Objective, signed_in: SignIn) -> None:
    page = text(signed_in("government_observer"), f"/plan/objectives/{worked.pk}/")
    assert "Did it work?" not in page
    assert "90.0%" not in page


OFFERED = [
    ("director", ["Add an action", "Judge its impact", "Add a measure entered by hand", "target/"]),
    ("improvement_lead", ["Add an action", "Record a decision", "Add a measure entered by hand", "target/"]),
    ("board_secretary", ["Record a decision"]),
    ("head_of_service", ["Judge its impact"]),
    ("auditor", []),
]
_OFFERS = (
    "Add an action",
    "Judge its impact",
    "Record a decision",
    "Add a measure entered by hand",
    "target/",
)


@pytest.mark.parametrize(("role", "offered"), OFFERED)
def test_an_objective_offers_to_each_what_is_theirs(
    worked: Objective, role: str, offered: list[str], signed_in: SignIn
) -> None:
    page = text(signed_in(role), f"/plan/objectives/{worked.pk}/").partition("<main")[2]
    assert [offer for offer in _OFFERS if offer in page] == offered


def test_a_baseline_is_frozen_and_shown(worked: Objective, signed_in: SignIn) -> None:
    measure = Measure.objects.get()
    lead = signed_in("improvement_lead")
    address = f"/plan/measures/{measure.pk}/baseline/"
    assert "50.0% (25 of 50)" in text(lead, address)
    assert lead.post(address, {"period": "2025-01-31"}).status_code == 302
    page = text(lead, f"/plan/objectives/{worked.pk}/")
    assert "Started from 50.0% (25 of 50)" in page
    assert "January 2025, frozen" in page


def test_how_near_the_target_is_said_in_numbers(worked: Objective, signed_in: SignIn) -> None:
    from goldenthread.indicators.targets import Milestone
    from goldenthread.papers.judgement import Aim
    from goldenthread.web.indicators.actions import set_target

    way = (Milestone(date(2025, 1, 31), 50.0), Milestone(date(2026, 12, 31), 98.0))
    director = person("director")
    with asking(director):
        set_target(by=director, indicator=INDICATOR, version=0, aim=Aim(way), why="Agreed")
    page = text(signed_in("director"), f"/plan/objectives/{worked.pk}/")
    assert "It is 8.0 percentage points short of the target of 98.0%, 83% of the way from 50.0%." in page


# Measures entered by hand


def test_a_measure_is_entered_by_hand_figure_by_figure(signed_in: SignIn) -> None:
    one, lead = objective(), signed_in("improvement_lead")
    address = f"/plan/objectives/{one.pk}/measures/by-hand/"
    assert lead.post(address, {**hand_words(), "version": 0}).status_code == 302
    page = f"/plan/by-hand/{one.hand_measures.get().pk}/"
    assert "No figure since the baseline." in text(lead, page)
    figure = {"on": "30/6/2026", "counted": "6", "out_of": "10", "value": "", "source": "Audits of June"}
    assert lead.post(f"{page}figure/", figure).status_code == 302
    told = text(lead, page)
    assert "On 30 June 2026: 60.0% (6 of 10)." in told
    assert "20.0 percentage points short of the target of 80.0%, 50% of the way from 40.0%." in told
    assert "Audits of June" in told
    assert "60.0% (6 of 10)" in text(lead, f"/plan/objectives/{one.pk}/")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"target_on": ""}, "Enter the target and its day, or neither"),
        ({"target_on": "1/1/2026"}, "Enter a day after that of the figure it started from"),
        ({"baseline": "140"}, "Enter a percentage between 0 and 100"),
        ({"tolerance": "-1"}, "Enter 0 or more"),
        ({"baseline": "many"}, "Enter a number such as 62 or 62.5"),
    ],
)
def test_what_is_wrong_with_a_measure_is_said(changes: dict[str, str], said: str, signed_in: SignIn) -> None:
    form = {**hand_words(), "version": 0, **changes}
    address = f"/plan/objectives/{objective().pk}/measures/by-hand/"
    assert said in text(signed_in("improvement_lead"), address, **form)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"counted": "", "out_of": ""}, "Enter the figure"),
        ({"out_of": ""}, "Enter both counts, or neither"),
        ({"counted": "11"}, "Enter a number that is no smaller than how many"),
        ({"value": "70"}, "The two counts make 80.0%: put one right"),
        ({"on": "1/1/2090"}, "Enter a day that is not after today."),
        ({"source": ""}, "Enter where it comes from"),
    ],
)
def test_what_is_wrong_with_a_figure_is_said(changes: dict[str, str], said: str, signed_in: SignIn) -> None:
    form = {"on": "1/3/2026", "counted": "8", "out_of": "10", "value": "", "source": "Audits", **changes}
    address = f"/plan/by-hand/{by_hand(objective()).pk}/figure/"
    assert said in text(signed_in("improvement_lead"), address, **form)
    assert HandReading.objects.count() == 0


@pytest.mark.parametrize(
    ("value", "on", "state"),
    [
        (59.9, date(2026, 7, 2), "Within tolerance"),  # half way through the year the way has 60.0%
        (60.1, date(2026, 7, 2), "On track"),
        (57.9, date(2026, 7, 2), "Off track"),
    ],
)
def test_how_a_figure_stands_to_the_way_to_the_target(value: float, on: date, state: str) -> None:
    counted = by_hand(objective())
    reading(counted, on, value)
    told = queries.hand_standing(counted).track_tag
    assert told is not None
    assert told[0] == state


def test_of_one_day_the_figure_entered_last_is_shown() -> None:
    counted = by_hand(objective())
    reading(counted, date(2026, 3, 1), 50)
    reading(counted, date(2026, 3, 1), 55)
    told = queries.hand_standing(counted)
    assert [row.value for row in told.rows] == ["55.0%"]


def test_small_counts_entered_by_hand_are_withheld_from_those_outside() -> None:
    counted = by_hand(objective())
    reading(counted, date(2026, 3, 1), 30, counted=3, out_of=10)
    inside, outside = (
        queries.hand_standing(counted, tier) for tier in (FigureTier.INTERNAL, FigureTier.SUPPRESSED)
    )
    assert "30.0% (3 of 10)" in inside.latest
    assert "withheld: it is small, or a small number could be worked out from it" in outside.latest
    assert outside.near == ""
    assert [row.counts for row in outside.rows] == [""]


def test_the_second_of_two_editors_of_a_measure_sees_both(signed_in: SignIn) -> None:
    counted = by_hand(objective())
    first, second = signed_in("improvement_lead"), signed_in("director")
    address, form = f"/plan/by-hand/{counted.pk}/edit/", {**hand_words(), "version": 1}
    assert first.post(address, {**form, "name": "The first name"}).status_code == 302
    page = text(second, address, **{**form, "name": "The second name"})
    assert "Somebody else saved this" in page
    assert "The first name" in page
    assert "The second name" in page
