"""`goldenthread demo`: ends at a site that answers, stops without leaving anything behind, starts again the
same."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import pytest

from goldenthread.web.config.server import forget

GOLDENTHREAD = [sys.executable, "-c", "from goldenthread.cli import main; main()"]
PATIENCE = 120.0  # seconds


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "demo"
    forget(tmp_path / "demo")


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Demo:
    """A demonstration that runs, and what it has said."""

    def __init__(self, folder: Path, port: int) -> None:
        self.said = folder.parent / "said.txt"
        self.address = f"http://127.0.0.1:{port}"
        arguments = ["demo", "--out", str(folder), "--children", "120", "--port", str(port)]
        # Another site's database must not be touched, whatever the environment says.
        told = {**os.environ, "DATABASE_URL": "postgresql://nobody@/elsewhere?host=/nowhere"}
        with self.said.open("w") as out:
            self.process = subprocess.Popen(
                [*GOLDENTHREAD, *arguments], stdout=out, stderr=out, env=told, start_new_session=True
            )
        self._wait_for("Stop it with Ctrl-C")
        self._wait_until_well()

    @property
    def text(self) -> str:
        return self.said.read_text()

    def stop(self, how: signal.Signals) -> int:
        os.killpg(self.process.pid, how) if how is signal.SIGINT else self.process.send_signal(how)
        return self.process.wait(timeout=30)

    def left_behind(self) -> list[str]:
        """The processes of its session that still run."""
        listed = subprocess.run(
            ["ps", "-eo", "sid,pid,stat,args", "--no-headers"], capture_output=True, text=True, check=True
        )
        ours = [line for line in listed.stdout.splitlines() if line.split()[0] == str(self.process.pid)]
        return [line for line in ours if not line.split()[2].startswith("Z")]

    def _wait_for(self, words: str) -> None:
        until = time.monotonic() + PATIENCE
        while words not in self.text:
            assert self.process.poll() is None, self.text
            assert time.monotonic() < until, self.text
            time.sleep(0.2)

    def _wait_until_well(self) -> None:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                assert build_opener().open(f"{self.address}/health/").read() == b"well\n"
                return
            except OSError:
                assert time.monotonic() < until, self.text
                time.sleep(0.2)


def signed_in(demo: Demo, email: str, password: str) -> OpenerDirector:
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    page = browser.open(f"{demo.address}/people/sign-in/").read().decode()
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)', page)
    assert token
    typed = urlencode({"csrfmiddlewaretoken": token[1], "email": email, "password": password}).encode()
    referer = {"Referer": f"{demo.address}/people/sign-in/"}
    browser.open(Request(f"{demo.address}/people/sign-in/", data=typed, headers=referer))
    return browser


def password_in(text: str) -> str:
    found = re.search(r"Everybody's password is\s+(\S+)", text)
    assert found, text
    return found[1]


def test_it_runs_stops_and_runs_again_the_same(folder: Path, port: int) -> None:
    first = Demo(folder, port)
    try:
        said = first.text
        for step in (
            "1. An authority",
            "2. What was found and required",
            "3. The records",
            "4. What is being done",
        ):
            assert step in said
        assert (folder / "board-paper.pdf").read_bytes().startswith(b"%PDF")
        people = re.findall(r"^\s+(\S+@wexcombe\.example)", said, re.MULTILINE)
        assert len(people) == 26
        plan = signed_in(first, people[0], password_in(said)).open(f"{first.address}/plan/").read().decode()
        assert "Wexcombe improvement plan (made up)" in plan
    finally:
        assert first.stop(signal.SIGTERM) == 0
    assert first.left_behind() == []

    again = Demo(folder, port)
    try:
        assert "1. An authority" not in again.text
        assert password_in(again.text) == password_in(said)
        shown = signed_in(again, people[0], password_in(said)).open(f"{again.address}/plan/").read().decode()
        assert _words(shown) == _words(plan)
    finally:
        assert again.stop(signal.SIGINT) == 0
    assert again.left_behind() == []


def _words(page: str) -> str:
    """A page without the tokens and keys that differ each time."""
    return re.sub(r'value="(?:[A-Za-z0-9]{64}|[0-9a-f]{32})"', "", page)
