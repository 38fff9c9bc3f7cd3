"""Files people hand in, kept where nobody else can read them, and no longer than it takes to load them.

STORE/.uploads/            for the site's own user alone
  <load>/<file name>       waiting to be loaded, or being loaded; removed when the load is over
  *.upload                 being received; gone with its request
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
import unicodedata
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from goldenthread.records.annex_a.limits import limits
from goldenthread.web.intake.queries import store

_FORGOTTEN = 60 * 60.0  # seconds after which what belongs to no load is cleared away


class PrivateFile(UploadedFile):  # type: ignore[type-arg]  # it takes none when it runs
    """A file received straight into the private folder. `too_large` where it was cut off."""

    too_large = False

    def temporary_file_path(self) -> str:
        return str(self.file.name) if self.file else ""


class PrivateUpload(FileUploadHandler):
    """Writes what is received into the private folder, never into the machine's shared temporary one. What
    comes after the most allowed is read and dropped, so that the rest of the form is still understood."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._file = tempfile.NamedTemporaryFile(dir=folder(), suffix=".upload")  # noqa: SIM115
        self._received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self._received += len(raw_data)
        if self._received <= most_bytes():
            self._file.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> PrivateFile:
        self._file.flush()
        self._file.seek(0)
        received = PrivateFile(
            file=self._file, name=self.file_name, content_type=self.content_type, size=self._received
        )
        received.too_large = self._received > most_bytes()
        return received

    def upload_interrupted(self) -> None:
        held = getattr(self, "_file", None)
        if held is not None:
            held.close()


def most_bytes() -> int:
    """As much as the reader opens."""
    return limits().file_bytes


def folder() -> Path:
    """The private folder, made if need be."""
    held = store() / ".uploads"
    held.mkdir(parents=True, exist_ok=True, mode=0o700)
    held.chmod(0o700)
    return held


def clean_name(name: str) -> str:
    """A file's own name without anything a file system or a log could take amiss. Its date stays readable."""
    plain = unicodedata.normalize("NFC", Path(name.replace("\\", "/")).name)
    kept = "".join(letter if letter.isalnum() or letter in " ._-()" else "_" for letter in plain)
    return kept.strip(" .")[-120:] or "workbook.xlsx"


def place_of(load: str, file_name: str) -> Path:
    """Where a load's file waits."""
    return folder() / load / file_name


def put_in_place(received: Path, load: str, file_name: str) -> None:
    """Give a received file to its load."""
    place = place_of(load, file_name)
    place.parent.mkdir(mode=0o700)
    os.link(received, place)  # the received name goes with its request


def discard(load: str) -> None:
    """Remove a load's file: it is over."""
    shutil.rmtree(folder() / load, ignore_errors=True)


def clear_forgotten(*, but: set[str]) -> None:
    """Remove what a stopped site left behind and no load waits for."""
    for left in folder().iterdir():
        if left.name not in but and time.time() - left.stat().st_mtime > _FORGOTTEN:
            shutil.rmtree(left, ignore_errors=True) if left.is_dir() else left.unlink(missing_ok=True)
