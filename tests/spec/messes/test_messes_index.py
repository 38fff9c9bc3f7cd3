"""Every mess has its test, or the reader of another source it belongs to: none is forgotten."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

HERE = Path(__file__).parent
OTHER_READERS = {"SSDA903", "CIN census", "SSD", "feed"}
HOW_MANY = {"F": 26, "H": 18, "R": 14, "D": 16, "N": 8, "I": 17, "C": 36, "P": 11, "U": 14}
INDEX: dict[str, Any] = yaml.safe_load((HERE / "index.yaml").read_text(encoding="utf-8"))
DEFECTS: dict[int, Any] = INDEX.pop("defects")


@cache
def _module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def _covered(name: str) -> frozenset[str]:
    """The messes a file of tests is about: those its tests name, and those its drawn cases name."""
    tests = [test for name_, test in vars(_module(name)).items() if name_.startswith("test_")]
    return frozenset(number for test in tests for number in _named(test))


def _named(test: Any) -> Iterator[str]:
    yield from getattr(test, "messes", ())
    for mark in getattr(test, "pytestmark", ()):
        for case in mark.args[1] if mark.name == "parametrize" else ():
            yield from str(getattr(case, "id", "")).split()[:1]


def test_the_index_has_all_160_messes_in_order() -> None:
    wanted = [f"{kind}{number:02}" for kind, count in HOW_MANY.items() for number in range(1, count + 1)]
    assert list(INDEX) == wanted
    assert len(wanted) == 160


@pytest.mark.parametrize("number", INDEX)
def test_each_mess_has_its_test_or_the_reader_it_belongs_to(number: str) -> None:
    said = INDEX[number]
    assert said["is"]
    if "reader" in said:
        assert said["reader"] in OTHER_READERS
        assert "test" not in said
    else:
        assert number in _covered(said["test"])


def test_each_of_the_twelve_defects_is_kept_out_by_name_or_belongs_to_another_reader() -> None:
    named = " ".join(vars(_module("test_defects_of_public_code")))
    kept_out = {int(number) for number in re.findall(r"test_defect_(\d+)_", named)}
    elsewhere = {number for number, said in DEFECTS.items() if said.get("reader") in OTHER_READERS}
    assert kept_out | elsewhere == set(range(1, 13))
    assert not kept_out & elsewhere
