"""The file of names: apart from the records, private, encrypted, checked before it is kept."""

from __future__ import annotations

import stat
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from goldenthread.errors import InputRefused
from goldenthread.records import names_file
from goldenthread.records.keys import KEY
from goldenthread.web.history.models import Entry
from goldenthread.web.intake import names
from goldenthread.web.intake.age import age_in_words
from goldenthread.web.intake.names import Named, read_names
from goldenthread.web.page.safe_csv import csv_text
from web_text import told

pytestmark = pytest.mark.django_db
GOOD = b"identifier,name,link\n*,,https://cases.example/{identifier}\nC 1/a,Ash,\nC2,Birch,http://other.example/2\n"


def _send(client: Client, data: bytes) -> Any:
    return client.post("/records/names/", {"file": SimpleUploadedFile("names.csv", data)}, follow=True)


def test_a_file_handed_in_is_kept_apart_and_private(signed_in: Callable[..., Client], settings: Any) -> None:
    page = _send(signed_in("director"), GOOD).content.decode()
    assert "It names 2 children" in page
    held = names.place()
    assert settings.STORE not in held.parents
    assert stat.S_IMODE(held.stat().st_mode) == 0o600
    assert stat.S_IMODE(held.parent.stat().st_mode) == 0o700
    entry = Entry.objects.get(act="kept a file of names")
    assert "Ash" not in str(entry.details) + entry.about_label
    assert names.names_for(["C2", "C 1/a", "C9"]) == {
        "C 1/a": Named("Ash", "https://cases.example/C%201%2Fa"),
        "C2": Named("Birch", "http://other.example/2"),
    }


def test_what_was_handed_in_is_encrypted_and_the_page_says_so(signed_in: Callable[..., Client]) -> None:
    page = _send(signed_in("director"), GOOD)
    assert "The file is encrypted" in told(page.content.decode())
    assert names_file.is_sealed(names.place())
    assert b"Ash" not in names.place().read_bytes()


def test_without_a_key_the_page_says_that_the_file_is_not_encrypted(
    signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(KEY)
    client = signed_in("director")
    assert "the file would not be encrypted" in told(client.get("/records/names/").content.decode())
    assert "This file is not encrypted" in told(_send(client, GOOD).content.decode())
    assert names.how_many() == 2


def test_without_its_key_the_file_names_nobody(
    signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    _send(signed_in("director"), GOOD)
    monkeypatch.setenv(KEY, "gtkey-" + "B" * 42 + "A=")
    names._read_at.cache_clear()  # as in a site started with another key
    assert names.names_for(["C2"]) == {}
    assert "cannot be used" in told(signed_in("director").get("/records/names/").content.decode())


# the file                                        | why it is refused
BAD = [
    (b"id,name\nC1,Ash\n", "has no column identifier"),
    (b"identifier,name,link\nC1,Ash,\nC1,Birch,\n", "names the same child again on line 3"),
    (b"identifier,name,link\nC1,Ash,javascript:alert(1)\n", "has a link on line 2 that is no web address"),
    (b"identifier,name,link\n,Ash,\n", "has no identifier or no name on line 2"),
    (b"PK\x03\x04\x00\x00", "is not a CSV file"),
    (b"", "has no column identifier or name"),
]


@pytest.mark.parametrize(("data", "why"), BAD)
def test_a_file_that_is_no_good_is_refused_with_the_line(data: bytes, why: str) -> None:
    with pytest.raises(InputRefused, match=why):
        read_names(data, source="names.csv")


@pytest.mark.parametrize(("data", "why"), BAD[:5])
def test_a_file_refused_leaves_the_one_before(
    data: bytes, why: str, signed_in: Callable[..., Client]
) -> None:
    client = signed_in("director")
    _send(client, GOOD)
    page = _send(client, data).content.decode()
    assert page.count(why) == 2
    assert names.how_many() == 2
    assert "Ash" not in told(page).replace("Made-up", "")


def test_older_spreadsheets_encoding_is_read() -> None:
    assert read_names("identifier,name\nC1,Zoë\n".encode("cp1252"), source="n")["C1"].name == "Zoë"
    assert read_names("\ufeffIdentifier,Name\nC1,Zoë\n".encode(), source="n")["C1"].name == "Zoë"


def test_the_file_can_be_removed(signed_in: Callable[..., Client]) -> None:
    client = signed_in("director")
    _send(client, GOOD)
    client.post("/records/names/", {"remove": "1"})
    assert not names.place().exists()
    assert names.names_for(["C2"]) == {}
    assert Entry.objects.filter(act="removed the file of names").count() == 1


def test_the_operators_own_file_is_read_and_not_changed_here(
    signed_in: Callable[..., Client], settings: Any, tmp_path: Path
) -> None:
    settings.IDENTITY = tmp_path / "theirs.csv"
    settings.IDENTITY.write_bytes(GOOD)
    client = signed_in("director")
    page = _send(client, b"identifier,name\nC9,Other\n").content.decode()
    assert "a file that its operators keep" in page
    assert names.names_for(["C2", "C9"]).keys() == {"C2"}
    settings.IDENTITY.write_bytes(b"identifier,name\nC9,Other\n")
    assert names.names_for(["C2", "C9"]).keys() == {"C9"}  # a change is seen at once


def test_a_file_that_is_spoiled_names_nobody_and_is_said(
    signed_in: Callable[..., Client], settings: Any, tmp_path: Path
) -> None:
    settings.IDENTITY = tmp_path / "theirs.csv"
    settings.IDENTITY.write_bytes(b"nothing of use\n")
    assert names.names_for(["C2"]) == {}
    assert "cannot be used" in signed_in("director").get("/records/names/").content.decode()


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", '"=1', "＝1", "'=1", "\n=1"]
)
def test_no_text_runs_as_a_formula(cell: str) -> None:
    text = csv_text(["a"], [[cell]])
    assert text.splitlines()[1].lstrip('"').startswith("'")


def test_numbers_and_dates_stay_what_they_are() -> None:
    assert (
        csv_text(["=a"], [[-5, date(2026, 3, 31), None, "plain"]]) == "\ufeff'=a\r\n-5,2026-03-31,,plain\r\n"
    )


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2026, 3, 30), "dated after today"),
        (date(2026, 3, 31), "of today"),
        (date(2026, 4, 1), "1 day old"),
        (date(2026, 4, 27), "27 days old"),
        (date(2026, 4, 28), "4 weeks old"),
        (date(2026, 5, 30), "8 weeks old"),
        (date(2026, 5, 31), "2 months old"),
        (date(2027, 3, 31), "12 months old"),
        (date(2028, 3, 31), "2 years old"),
    ],
)
def test_the_age_of_records_in_words(today: date, words: str) -> None:
    assert age_in_words(date(2026, 3, 31), today) == words
