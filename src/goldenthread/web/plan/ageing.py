"""How old a piece of evidence is, and whether it still shows how things are: counted from the last day it
speaks of, by the rule the authority set for its plan or, where it set none, the one that is suggested."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from goldenthread.papers.wording import counted, long_date
from goldenthread.standards.evidence_age import AgeRule, fresh_until, own_rules, rule_on
from goldenthread.web.plan.models import Evidence, PlanSettings


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


@dataclass(frozen=True)
class Ages:
    """How evidence ages, as at a day: read once for however many pieces are looked at."""

    as_at: date
    own: tuple[AgeRule, ...]

    @property
    def rule(self) -> AgeRule:
        """The rule in force that day."""
        return rule_on(self.as_at, own=self.own)

    def of(self, piece: Evidence) -> Age:
        """How old a piece is."""
        until = fresh_until(piece.speaks_until, as_at=self.as_at, own=self.own).day
        return Age(_speaks(piece), until, self.as_at > until)


def ages(*, as_at: date) -> Ages:
    """The authority's own ages of evidence, as at a day."""
    held = PlanSettings.objects.values_list("evidence_months", flat=True).first() or {}
    dated = ((date.fromisoformat(day), months) for day, months in held.items())
    return Ages(as_at, own_rules(dated))


def age(piece: Evidence, *, as_at: date) -> Age:
    """How old one piece of evidence is on a day."""
    return ages(as_at=as_at).of(piece)


def rule_said(*, as_at: date) -> str:
    """The rule in a sentence, with whose it is."""
    rule = ages(as_at=as_at).rule
    own = f"the authority's own rule from {long_date(rule.valid_from)}"
    whose = own if rule.evidence == "local" else "a suggestion: no law sets an age"
    return f"Evidence is fresh for {counted(rule.months, 'month')} from the last day it speaks of ({whose})."


def _speaks(piece: Evidence) -> str:
    since, until = piece.speaks_since, piece.speaks_until
    return long_date(until) if since == until else f"{long_date(since)} to {long_date(until)}"
