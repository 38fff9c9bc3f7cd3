"""How old evidence may grow: the rule held as data, and an authority's own from a day on."""

from __future__ import annotations

from datetime import date

import pytest

from goldenthread.standards.evidence_age import fresh_until, own_rules, rule_on, rules

OWN = own_rules([(date(2026, 1, 1), 9), (date(2027, 1, 1), 3)])


def test_the_rule_says_that_it_is_only_suggested() -> None:
    (rule,) = rules()
    assert (rule.months, rule.evidence) == (6, "suggested")


@pytest.mark.parametrize(
    ("last_day", "fresh"),
    [
        (date(2026, 3, 31), date(2026, 9, 30)),  # the month's last day, where it has no 31st
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2026, 1, 15), date(2026, 7, 15)),
    ],
)
def test_six_months_end_on_the_same_day_of_the_month(last_day: date, fresh: date) -> None:
    assert fresh_until(last_day, as_at=date(2026, 12, 1)).day == fresh


@pytest.mark.parametrize(
    ("day", "months"),
    [(date(2025, 12, 31), 6), (date(2026, 1, 1), 9), (date(2026, 12, 31), 9), (date(2027, 1, 1), 3)],
)
def test_an_authoritys_own_rule_holds_from_its_day(day: date, months: int) -> None:
    assert rule_on(day, own=OWN).months == months
