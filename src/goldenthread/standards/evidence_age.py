"""How old evidence may grow before it no longer shows how things are.

    fresh_until(date(2026, 3, 31), as_at=date(2026, 9, 1)).day          30 September 2026

Nothing in law sets it: the age held here is suggested, and an authority may set its own from a day on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from goldenthread.standards import _files
from goldenthread.standards.calendar import add_months


@dataclass(frozen=True)
class AgeRule:
    """So many months, from a day on, on whose word."""

    valid_from: date
    months: int
    evidence: str
    source: str


@dataclass(frozen=True)
class FreshUntil:
    """The last day that evidence is fresh, and the rule that says so."""

    day: date
    rule: AgeRule


@cache
def rules() -> tuple[AgeRule, ...]:
    """The rules held, the earliest first."""
    found = (AgeRule(**entry) for entry in _files.load("evidence_age.yaml")["evidence_age"])
    return tuple(sorted(found, key=lambda rule: rule.valid_from))


def own_rules(dated: Iterable[tuple[date, int]]) -> tuple[AgeRule, ...]:
    """An authority's own ages, each with the day it holds from."""
    return tuple(AgeRule(day, months, "local", "the authority's own") for day, months in dated)


def rule_on(day: date, *, own: Iterable[AgeRule] = ()) -> AgeRule:
    """The rule in force on a day: the authority's own where it has one by then."""
    local = [rule for rule in own if rule.valid_from <= day]
    held = local or [rule for rule in rules() if rule.valid_from <= day] or list(rules()[:1])
    return max(held, key=lambda rule: rule.valid_from)


def fresh_until(last_day: date, *, as_at: date, own: Iterable[AgeRule] = ()) -> FreshUntil:
    """The last day that evidence which speaks of `last_day` is fresh, by the rule in force on `as_at`."""
    rule = rule_on(as_at, own=own)
    return FreshUntil(add_months(last_day, rule.months), rule)
