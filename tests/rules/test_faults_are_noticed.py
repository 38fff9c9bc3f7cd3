"""A few checks of who may do what, broken one at a time: a test notices each. `make faults` breaks all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import web_lanes
import web_server
from web_faults import WEB, faults

ROOT = Path(__file__).parents[2]


def test_there_is_a_fault_for_every_policy_and_every_question() -> None:
    every = faults()
    sown = {fault.path for fault in every}
    for path in WEB.rglob("views*.py"):
        assert str(path.relative_to(WEB)) in sown
    assert len(every) >= 100


EARLY = """
import sys, web_faults, web_lanes
web_lanes.set_up()
print(sorted({fault.module for fault in web_faults.faults() if fault.module in sys.modules}))
"""


def test_nothing_that_is_broken_is_there_before_it_is() -> None:
    """What the site imports as it starts could not be imported again with a fault in it."""
    told = _outside_pytest() | {"PYTHONPATH": str(ROOT / "tests")}
    command = [sys.executable, "-c", EARLY]
    done = subprocess.run(command, cwd=ROOT, env=told, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_a_drawn_few_are_noticed(testrun_uid: str, worker_id: str) -> None:
    owner = os.getpid() if worker_id == "master" else os.getppid()
    web_server.shared(testrun_uid, owner)
    command = [sys.executable, "-m", "tests.proofs.faults", "--few", "5"]
    told = _outside_pytest() | {web_lanes.RUN: testrun_uid}
    done = subprocess.run(command, cwd=ROOT, env=told, check=False, capture_output=True, text=True)
    assert "faults: 5 of 5 caught" in done.stdout, done.stdout + done.stderr


def _outside_pytest() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST_", "DJANGO_"))}
