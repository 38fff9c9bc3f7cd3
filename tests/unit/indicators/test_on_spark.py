"""The Spark engine: what it says where it is not installed; and, where it is with Java, a small comparison of
figures. `make spark` installs it and runs the whole comparison."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from goldenthread.errors import InputRefused
from goldenthread.indicators import on_spark
from goldenthread.indicators.many import Question

TESTS = Path(__file__).parents[2]


def test_without_the_extra_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(InputRefused, match=r"install goldenthread\[spark\]"):
        on_spark.measured((tmp_path,), Question(("cpp_count",)))


if find_spec("pyspark") and shutil.which("java"):

    def test_figures_are_the_same_to_the_last_digit() -> None:
        told = [sys.executable, str(TESTS / "on_spark.py"), "--small"]
        environment = {**os.environ, "PYTHONPATH": str(TESTS)}
        found = subprocess.run(told, env=environment, capture_output=True, text=True, check=False)
        assert found.returncode == 0, found.stderr
        assert "3 files, all the same" in found.stdout
