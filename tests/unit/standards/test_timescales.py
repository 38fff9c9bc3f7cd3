"""The timescales held as facts, and an authority's own standards."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from goldenthread.errors import InputRefused
from goldenthread.standards import timescales as held
from goldenthread.standards.timescales import Limit, LocalStandard, LocalStandards

OURS = """
local_standards:
- {clock: ts_cp_visit, value: 15, unit: working_days, from: 2020-01-01, owner: Practice lead}
- {clock: ts_cp_visit, value: 2, unit: weeks, from: 2024-04-01, owner: Practice lead}
"""


def test_all_seventy_six_timescales_are_held_with_their_standing_and_evidence() -> None:
    all_ = held.timescales()
    assert len(all_) == 76
    assert {t.status for t in all_.values()} == {
        "act",
        "regulation",
        "statutory_guidance",
        "local_standard",
        "practice_norm",
        "historic",
    }
    assert {t.evidence for t in all_.values()} == {"verified", "partly_verified", "unverified"}


def test_a_review_of_care_has_three_legs() -> None:
    assert held.timescales()["ts_cla_review"].legs == {
        "first": Limit(20, "working_days"),
        "second": Limit(3, "calendar_months"),
        "later": Limit(6, "calendar_months"),
    }


def test_a_protection_visit_is_due_every_ten_working_days_until_the_authority_says_otherwise() -> None:
    standard = held.default_local_standards().in_force("ts_cp_visit", date(2024, 1, 1))
    assert standard.limit == Limit(10, "working_days")


@pytest.mark.parametrize(
    ("on", "value"),
    [(date(2019, 12, 31), 15), (date(2020, 1, 1), 15), (date(2024, 3, 31), 15), (date(2024, 4, 1), 2)],
)
def test_the_standard_in_force_on_the_day_governs(tmp_path: Path, on: date, value: int) -> None:
    path = tmp_path / "standards.yaml"
    path.write_text(OURS)
    assert held.read_local_standards(path).in_force("ts_cp_visit", on).value == value


def test_defaults_hold_for_what_a_file_leaves_out(tmp_path: Path) -> None:
    path = tmp_path / "standards.yaml"
    path.write_text("local_standards: []")
    assert held.read_local_standards(path) == held.default_local_standards()


def test_the_order_in_which_standards_are_written_does_not_matter() -> None:
    early = LocalStandard("ts_cp_visit", 15, "working_days", date(2020, 1, 1), "Practice lead")
    late = LocalStandard("ts_cp_visit", 5, "working_days", date(2024, 1, 1), "Practice lead")
    assert LocalStandards((late, early)).of("ts_cp_visit") == (early, late)


def test_a_clock_with_no_standard_says_so() -> None:
    with pytest.raises(KeyError):
        LocalStandards(()).of("ts_cp_visit")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("nothing here", "does not hold a list"),
        ("local_standards: [{clock: ts_cp_visit}]", "lacks"),
        (
            "local_standards: [{clock: ts_cla_review, value: 9, unit: weeks, from: 2024-01-01, owner: Lead}]",
            "not a timescale an authority may set",
        ),
        (
            "local_standards: [{clock: ts_cp_visit, value: 0, unit: weeks, from: 2024-01-01, owner: Lead}]",
            "whole number",
        ),
        (
            "local_standards: [{clock: ts_cp_visit, value: 9, unit: terms, from: 2024-01-01, owner: Lead}]",
            "whole number",
        ),
        (
            "local_standards: [{clock: ts_cp_visit, value: 9, unit: weeks, from: spring, owner: Lead}]",
            "needs a date",
        ),
    ],
)
def test_standards_that_make_no_sense_are_refused_in_a_sentence(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "standards.yaml"
    path.write_text(text)
    with pytest.raises(InputRefused, match=why):
        held.read_local_standards(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefused):
        held.read_local_standards(tmp_path / "none.yaml")
