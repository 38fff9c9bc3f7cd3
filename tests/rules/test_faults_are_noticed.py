"""A few checks of who may do what, broken one at a time: a test notices each. `make faults` breaks all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from web_faults import WEB, faults

ROOT = Path(__file__).parents[2]


def test_there_is_a_fault_for_every_policy_and_every_question() -> None:
    sown = {fault.path for fault in faults()}
    for path in WEB.rglob("views*.py"):
        assert str(path.relative_to(WEB)) in sown
    assert len(faults()) >= 100


def test_a_drawn_few_are_noticed() -> None:
    command = [sys.executable, "-m", "tests.proofs.faults", "--few", "5"]
    told = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST_", "DJANGO_"))}
    done = subprocess.run(command, cwd=ROOT, env=told, check=False, capture_output=True, text=True)
    assert "faults: 5 of 5 caught" in done.stdout, done.stdout + done.stderr
