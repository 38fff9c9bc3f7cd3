"""Loading a workbook on the site: kept or refused as a whole, said in plain words, and nothing left lying
about."""

# ruff: noqa: E501  (drawn tables are as wide as the model's names)

from __future__ import annotations

import csv
import io
import json
import os
import stat
import subprocess
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from drawn import records
from goldenthread.records.annex_a import from_records, write_workbook
from goldenthread.web.database.scope import as_service
from goldenthread.web.history.models import Entry
from goldenthread.web.intake import actions, loading, uploads
from goldenthread.web.intake.models import Load, LoadState, Snapshot
from goldenthread.web.oversight.models import ClockRow
from web_store import registered
from web_text import told

pytestmark = pytest.mark.django_db

MARCH = date(2026, 3, 31)
PEOPLE = """
pers_person_id | pers_gender | pers_ethnicity | pers_dob
C1             | F           | WBRI           | 2015-01-01
C2             | M           | WBRI           | 2016-02-02
"""
ASSESSMENTS = """
cina_assessment_id | cina_person_id | cina_assessment_start_date | cina_assessment_child_seen | cina_assessment_team | cina_assessment_worker_id
A1                 | C1             | 2025-12-01                 | Y                          | North                | Ann
A2                 | C2             | 2026-03-02                 | N                          | North                | Ann
"""


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Two assessments, one overdue at the end of March."""
    path = tmp_path / "Annex A.xlsx"
    made = records(MARCH, ssd_person=PEOPLE, ssd_cin_assessments=ASSESSMENTS)
    write_workbook(from_records(made), path, note="Made up")
    return path


def _hand_in(client: Client, path: Path, *, as_at: str = "", name: str = "") -> Any:
    sent = SimpleUploadedFile(name or path.name, path.read_bytes())
    return client.post("/records/load/", {"workbook": sent, "as_at": as_at})


def _work() -> Load:
    loading.work()
    return Load.objects.get()


def test_a_workbook_handed_in_waits_is_read_and_is_kept(
    signed_in: Callable[..., Client], workbook: Path
) -> None:
    client = signed_in("performance_analyst")
    answer = _hand_in(client, workbook)
    waiting = Load.objects.get()
    assert answer["Location"] == f"/records/loads/{waiting.pk}/"
    page = client.get(answer["Location"]).content.decode()
    assert "The workbook waits for its turn" in page
    assert f'href="/records/loads/{waiting.pk}/">Look again now' in page  # without script
    load = _work()
    assert (load.state, load.tries) == (LoadState.KEPT, 1)
    page = client.get(answer["Location"]).content.decode()
    assert "Kept" in page
    assert "as at 31 March 2026" in page
    assert "List 4" in page


def test_what_is_made_from_the_records_is_made_with_the_load(
    signed_in: Callable[..., Client], workbook: Path
) -> None:
    _hand_in(signed_in("performance_analyst"), workbook)
    _work()
    with as_service("tests"):
        assert set(ClockRow.objects.values_list("child_id", "status")) == {("C1", "overdue"), ("C2", "due")}


def test_the_file_is_private_while_it_waits_and_gone_when_the_load_is_over(
    signed_in: Callable[..., Client], workbook: Path, settings: Any
) -> None:
    _hand_in(signed_in("performance_analyst"), workbook)
    folder = settings.STORE / ".uploads"
    (held,) = [path for path in folder.rglob("*") if path.is_file()]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(held.stat().st_mode) == 0o600
    _work()
    assert list(folder.iterdir()) == []


def test_the_same_workbook_again_changes_nothing_and_says_so(
    signed_in: Callable[..., Client], workbook: Path
) -> None:
    client = signed_in("performance_analyst")
    _hand_in(client, workbook)
    loading.work()
    answer = _hand_in(client, workbook)
    loading.work()
    assert Snapshot.objects.count() == 1
    assert "was held already" in client.get(answer["Location"]).content.decode()


def test_the_date_typed_wins(signed_in: Callable[..., Client], workbook: Path) -> None:
    _hand_in(signed_in("performance_analyst"), workbook, as_at="30/4/2026")
    _work()
    assert Snapshot.objects.get().as_at == date(2026, 4, 30)


def _undated(path: Path) -> Path:
    """The same lists from a workbook that does not say its day."""
    book = openpyxl.load_workbook(path)
    for name in list(book.custom_doc_props.names):
        del book.custom_doc_props[name]
    book.save(path)
    return path


def test_a_workbook_without_a_date_is_refused_in_the_words_of_the_site(
    signed_in: Callable[..., Client], workbook: Path, settings: Any
) -> None:
    client = signed_in("performance_analyst")
    answer = _hand_in(client, _undated(workbook))
    load = _work()
    assert load.state == LoadState.REFUSED
    assert "does not say which date it is as at; load it again and enter the date" in load.why
    assert "--as-at" not in load.why
    page = client.get(answer["Location"]).content.decode()
    assert "Nothing was kept of it" in page
    assert Snapshot.objects.count() == 0
    assert list((settings.STORE / ".uploads").iterdir()) == []


def test_the_date_may_stand_in_the_files_name(signed_in: Callable[..., Client], workbook: Path) -> None:
    _hand_in(signed_in("performance_analyst"), _undated(workbook), name="lists 2026-03-31.xlsx")
    assert _work().state == LoadState.KEPT


# what is sent                                       | what is said beside the field and at the top
WRONG = [
    ({"as_at": "31/3/2026"}, "Choose a workbook"),
    ({"workbook": ("a.xlsx", b"")}, "The file is empty"),
    ({"workbook": ("a.xlsx", b"not a workbook")}, "The file cannot be used: it is not a workbook"),
    ({"workbook": ("a.xlsx", b"PK\x03\x04broken")}, "The file cannot be used"),
    ({"as_at": "yesterday"}, "Enter a date such as 31/3/2026"),
    ({"as_at": "31/3/2126"}, "Enter a day that is not after today"),
]


@pytest.mark.parametrize(("sent", "said"), WRONG)
def test_what_is_wrong_is_said_twice_and_what_was_typed_is_kept(
    signed_in: Callable[..., Client], sent: dict[str, Any], said: str
) -> None:
    data = dict(sent)
    if "workbook" in data:
        data["workbook"] = SimpleUploadedFile(*data["workbook"])
    answer = signed_in("performance_analyst").post("/records/load/", {"as_at": "", **data})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count(said) == 2
    assert "Error: " in page
    assert f'value="{sent.get("as_at", "")}"' in page or not sent.get("as_at")
    assert Load.objects.count() == 0


def test_a_file_over_the_limit_is_cut_off_and_the_rest_of_the_form_is_kept(
    signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setattr(uploads, "most_bytes", lambda: 100_000)
    sent = SimpleUploadedFile("large.xlsx", b"PK\x03\x04" + b"0" * 400_000)
    answer = signed_in("performance_analyst").post("/records/load/", {"workbook": sent, "as_at": "1/4/2026"})
    page = answer.content.decode()
    assert "The file is larger than" in page
    assert 'value="1/4/2026"' in page
    answer.close()
    assert list((settings.STORE / ".uploads").iterdir()) == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\Lists 2026-03-31.xlsx", "Lists 2026-03-31.xlsx"),
        ("a\x00b\n.xlsx", "a_b_.xlsx"),
        ("<b>.xlsx", "_b_.xlsx"),
        ("...", "workbook.xlsx"),
        ("é.xlsx", "é.xlsx"),
    ],
)
def test_a_files_name_is_made_harmless(given: str, kept: str) -> None:
    assert uploads.clean_name(given) == kept


def test_without_its_token_the_form_is_refused_though_it_reads_its_own_files(workbook: Path) -> None:
    from web_people import person

    client = Client(enforce_csrf_checks=True)
    client.force_login(
        person("performance_analyst"), backend="goldenthread.web.accounts.backend.EmailAndPassword"
    )
    assert _hand_in(client, workbook).status_code == 403
    assert Load.objects.count() == 0


def _half_way(signed_in: Callable[..., Client], workbook: Path, *, tries: int) -> Load:
    """A load whose site stopped while it was being read."""
    _hand_in(signed_in("performance_analyst"), workbook)
    load = Load.objects.get()
    Load.objects.update(state=LoadState.READING, tries=tries)
    return load


def test_a_load_the_site_did_not_live_through_is_taken_up_again(
    signed_in: Callable[..., Client], workbook: Path
) -> None:
    _half_way(signed_in, workbook, tries=1)
    load = _work()
    assert (load.state, load.tries) == (LoadState.KEPT, 2)


def test_a_load_that_fails_twice_is_stopped_and_said_so(
    signed_in: Callable[..., Client], workbook: Path
) -> None:
    _half_way(signed_in, workbook, tries=actions.MOST_TRIES)
    load = _work()
    assert load.state == LoadState.STOPPED
    assert "load the file again" in load.why


def test_a_load_that_stopped_offers_another_to_whoever_may_load(
    signed_in: Callable[..., Client], workbook: Path
) -> None:
    address = f"/records/loads/{_half_way(signed_in, workbook, tries=actions.MOST_TRIES).pk}/"
    _work()
    assert 'href="/records/load/"' in signed_in("performance_analyst").get(address).content.decode()
    assert 'href="/records/load/"' not in signed_in("director").get(address).content.decode()


def test_a_load_whose_file_is_gone_is_stopped(signed_in: Callable[..., Client], workbook: Path) -> None:
    load = _half_way(signed_in, workbook, tries=1)
    uploads.discard(str(load.pk))
    assert _work().state == LoadState.STOPPED


@pytest.mark.parametrize(
    "ending",
    [
        subprocess.CompletedProcess([], returncode=-9, stdout="", stderr=""),
        subprocess.CompletedProcess([], returncode=0, stdout=json.dumps({"fault": "MemoryError"}), stderr=""),
        subprocess.TimeoutExpired([], 1),
    ],
)
def test_a_reading_process_that_falls_takes_only_its_load_with_it(
    signed_in: Callable[..., Client], workbook: Path, monkeypatch: pytest.MonkeyPatch, ending: Any
) -> None:
    _hand_in(signed_in("performance_analyst"), workbook)

    def fall(*args: Any, **how: Any) -> Any:
        if isinstance(ending, Exception):
            raise ending
        return ending

    monkeypatch.setattr(loading.subprocess, "run", fall)
    assert _work().state == LoadState.STOPPED
    assert Snapshot.objects.count() == 0


def test_only_what_no_load_waits_for_is_cleared_away(settings: Any) -> None:
    folder = uploads.folder()
    for name in ("waited-for", "forgotten", "arriving"):
        (folder / name).mkdir()
    old = time.time() - 2 * 60 * 60
    for name in ("waited-for", "forgotten"):
        os.utime(folder / name, (old, old))
    uploads.clear_forgotten(but={"waited-for"})
    assert {path.name for path in folder.iterdir()} == {"waited-for", "arriving"}


@pytest.fixture
def untidy(workbook: Path) -> Path:
    """The same lists with a row twice, and a row twice whose text would run in a spreadsheet."""
    book = openpyxl.load_workbook(workbook)
    (sheet,) = [sheet for sheet in book if sheet.title in {"List 4", "List_4", "Assessments"}]
    last = [cell.value for cell in sheet[sheet.max_row]]
    sheet.append(last)
    odd = ["+1+1", *last[1:]]
    for _ in range(2):
        sheet.append(odd)
    book.save(workbook)
    return workbook


def test_rows_set_aside_are_counted_said_and_downloaded_by_whoever_may(
    signed_in: Callable[..., Client], untidy: Path
) -> None:
    client = signed_in("performance_analyst")
    answer = _hand_in(client, untidy)
    load = _work()
    page = client.get(answer["Location"]).content.decode()
    assert "2 rows were set aside" in page
    assert "Set aside" in page
    assert "an exact duplicate of an earlier row" in page or "duplicate" in page
    csv_answer = client.get(f"/records/snapshots/{load.snapshot}/set-aside.csv")
    rows = list(csv.reader(io.StringIO(csv_answer.content.decode("utf-8-sig"))))
    assert rows[0][:4] == ["sheet", "row", "reason", "Child Unique ID"]
    assert {row[3] for row in rows[1:]} == {"C2", "'+1+1"}
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    entry = Entry.objects.filter(act="downloaded the rows set aside").get()
    assert (entry.who_id, entry.details) == (client.person.reference, {"rows": 2})


def test_who_may_not_download_what_was_set_aside_is_not_offered_it(
    signed_in: Callable[..., Client], untidy: Path
) -> None:
    address = _hand_in(signed_in("performance_analyst"), untidy)["Location"]
    _work()
    assert "set-aside.csv" in signed_in("performance_analyst").get(address).content.decode()
    page = signed_in("director").get(address).content.decode()
    assert "2 rows were set aside" in page
    assert "set-aside.csv" not in page


def test_the_pages_never_show_a_childs_details(signed_in: Callable[..., Client], untidy: Path) -> None:
    client = signed_in("performance_analyst")
    answer = _hand_in(client, untidy)
    load = _work()
    for address in (answer["Location"], f"/records/snapshots/{load.snapshot}/", "/records/"):
        page = told(client.get(address).content.decode())
        assert "C1" not in page
        assert "2015" not in page


def test_a_snapshot_with_nothing_set_aside_has_nothing_to_download(
    signed_in: Callable[..., Client], workbook: Path
) -> None:
    client = signed_in("performance_analyst")
    _hand_in(client, workbook)
    assert client.get(f"/records/snapshots/{_work().snapshot}/set-aside.csv").status_code == 404


# role                   home  new   snapshot  set aside  names
MAY = [
    ("performance_analyst", 200, 200, 200, 404, 403),
    ("director", 200, 403, 200, 403, 200),
    ("administrator", 200, 403, 200, 403, 403),
    ("head_of_service", 403, 403, 403, 403, 403),
    ("team_manager", 403, 403, 403, 403, 403),
    ("independent_chair", 403, 403, 403, 403, 403),
    ("board_member", 403, 403, 403, 403, 403),
]


@pytest.mark.parametrize(("role", "home", "new", "snapshot", "aside", "names"), MAY)
def test_who_may_open_what(
    role: str, home: int, new: int, snapshot: int, aside: int, names: int,
    signed_in: Callable[..., Client], settings: Any,
) -> None:  # fmt: skip
    identity = registered(settings.STORE, MARCH, ssd_person=PEOPLE)
    client = signed_in(role)
    addresses = [
        ("/records/", home), ("/records/load/", new), (f"/records/snapshots/{identity}/", snapshot),
        (f"/records/snapshots/{identity}/set-aside.csv", aside), ("/records/names/", names),
    ]  # fmt: skip
    assert {address: client.get(address).status_code for address, _ in addresses} == dict(addresses)


def test_what_is_not_there_is_not_found(signed_in: Callable[..., Client]) -> None:
    client = signed_in("performance_analyst")
    for address in (
        "/records/snapshots/0123456789abcdef/",
        "/records/loads/00000000-0000-4000-8000-000000000000/",
    ):
        assert client.get(address).status_code == 404


def test_before_the_first_load_the_page_offers_it_to_whoever_may(signed_in: Callable[..., Client]) -> None:
    page = signed_in("performance_analyst").get("/records/").content.decode()
    assert "No records have been loaded yet" in page
    assert 'href="/records/load/"' in page
    assert 'href="/records/load/"' not in signed_in("director").get("/records/").content.decode()


def test_the_page_of_a_snapshot_says_what_it_can_tell(
    signed_in: Callable[..., Client], workbook: Path
) -> None:
    client = signed_in("performance_analyst")
    _hand_in(client, workbook)
    page = client.get(f"/records/snapshots/{_work().snapshot}/").content.decode()
    for said in (
        "Latest visit only",
        "Latest review only",
        "Not in this source",
        "Events from 30 September 2025 to",
    ):
        assert said in page


def test_records_asks_no_more_of_the_database_for_more_loads_and_snapshots(
    signed_in: Callable[..., Client], settings: Any, django_assert_num_queries: Callable[..., Any]
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in("performance_analyst")
    registered(settings.STORE, MARCH, ssd_person=PEOPLE)
    Load.objects.create(file_name="one.xlsx", person_name="P", person="p", state=LoadState.KEPT)
    with CaptureQueriesContext(connection) as asked:
        client.get("/records/")
    for month in (4, 5, 6):
        registered(settings.STORE, date(2026, month, 30), ssd_person=PEOPLE)
        Load.objects.create(file_name="more.xlsx", person_name="P", person="p", state=LoadState.KEPT)
    with django_assert_num_queries(len(asked)):
        client.get("/records/")


def test_today_says_what_waits_for_whoever_loads(signed_in: Callable[..., Client], settings: Any) -> None:
    analyst, director = signed_in("performance_analyst"), signed_in("director")
    assert "No records have been loaded yet" in analyst.get("/").content.decode()
    assert "No records have been loaded yet" not in director.get("/").content.decode()
    registered(settings.STORE, date(2020, 3, 31), ssd_person=PEOPLE)
    assert "load newer ones" in analyst.get("/").content.decode()
    Load.objects.create(file_name="no.xlsx", person_name="P", person="p", state=LoadState.REFUSED, why="No.")
    assert "A load was refused: no.xlsx" in analyst.get("/").content.decode()
