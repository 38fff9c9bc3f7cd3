"""How old a piece of evidence is, and whether it still shows how things are: counted from the last day it
speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings

from goldenthread.papers.wording import counted, long_date
from goldenthread.standards.evidence_age import AgeRule, fresh_until, own_rules, rule_on
from goldenthread.web.plan.models import Evidence


@dataclass(frozen=True)
class Age:
    """A piece's age on a day: what it speaks of, until when it is fresh, and whether it has gone stale."""

    speaks: str
    fresh_until: date
    stale: bool

    @property
    def words(self) -> str:
        """Fresh until 30 September 2026; stale since 1 October 2026."""
        if self.stale:
            return f"stale since {long_date(self.fresh_until + timedelta(days=1))}"
        return f"fresh until {long_date(self.fresh_until)}"


def age(piece: Evidence, *, as_at: date) -> Age:
    """How old a piece of evidence is on a day."""
    until = fresh_until(piece.speaks_until, as_at=as_at, own=_own()).day
    return Age(_speaks(piece), until, as_at > until)


def is_stale(piece: Evidence, *, as_at: date) -> bool:
    """Whether it no longer shows how things are."""
    return age(piece, as_at=as_at).stale


def rule_said(*, as_at: date) -> str:
    """The rule in a sentence, with whose it is."""
    rule = rule_on(as_at, own=_own())
    whose = "the authority's own rule" if rule.evidence == "local" else "a suggestion: no law sets an age"
    return f"Evidence is fresh for {counted(rule.months, 'month')} from the last day it speaks of ({whose})."


def _speaks(piece: Evidence) -> str:
    since, until = piece.speaks_since, piece.speaks_until
    return long_date(until) if since == until else f"{long_date(since)} to {long_date(until)}"


def _own() -> tuple[AgeRule, ...]:
    return own_rules(settings.EVIDENCE_MONTHS)
