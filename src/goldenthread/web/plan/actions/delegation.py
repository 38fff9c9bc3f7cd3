"""The scheme of delegation, and what the authority set for its plan."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from goldenthread.papers.colours import Rag
from goldenthread.papers.wording import counted, long_date
from goldenthread.web.accounts.models import Person
from goldenthread.web.history.actions import About, record
from goldenthread.web.page.conflict import save_if_unchanged
from goldenthread.web.plan import rules
from goldenthread.web.plan.actions.carrying_out import refuse
from goldenthread.web.plan.ageing import ages
from goldenthread.web.plan.models import DEFAULT, MATTERS, Delegated, Matter, PlanSettings, Scheme

SCHEME = About(kind="scheme", key="1", label="Scheme of delegation")


@transaction.atomic
def set_scheme(*, by: Person, version: int, delegated: Delegated, meeting: str, why: str) -> bool:
    """Who may agree what from now on, and the meeting that agreed to it. False where somebody else saved
    first; version 0 is the scheme a plan begins with."""
    for matter in delegated.levels:
        one = Matter(matter)
        held = delegated.signers() if one is Matter.SIGN_OFF else delegated.recorders(one)
        refuse("" if held else f"Nobody could decide {MATTERS[one]}: choose a role for its level or above.")
    Scheme.objects.get_or_create(
        only=True, defaults={"content": DEFAULT.content, "agreed_at": "", "why": "", "version": 0}
    )
    was = Scheme.objects.get().content
    changes = {"content": delegated.content, "agreed_at": meeting, "why": why}
    if not save_if_unchanged(Scheme.objects.all(), version=version, changes=changes):
        return False
    details = {"meeting": meeting, "why": why, "was": was, "is": delegated.content}
    record(by=by, act="changed the scheme of delegation", about=SCHEME, details=details)
    return True


@transaction.atomic
def set_plan_settings(
    *, by: Person, version: int, update_weeks: int, evidence_months: int, labels: dict[str, str], on: date
) -> bool:
    """How often word of an action is due, for how many months evidence is fresh from that day on, and what a
    colour is called here. False where somebody else saved first; version 0 is a plan nobody has set anything
    for."""
    kept = {str(rag): labels[rag] for rag in Rag if labels.get(rag) not in {None, "", str(rag)}}
    PlanSettings.objects.get_or_create(only=True, defaults={"version": 0})
    was = PlanSettings.objects.get()
    refuse(rules.why_not_months(evidence_months))
    aged = _ages(was, evidence_months, on=on)
    changes = {"update_weeks": update_weeks, "labels": kept, "evidence_months": aged}
    if not save_if_unchanged(PlanSettings.objects.all(), version=version, changes=changes):
        return False
    before = {"weeks": was.update_weeks, "labels": was.labels, "evidence_months": was.evidence_months}
    details = {"was": before, "is": changes, "why": _age_words(was, aged, on=on)}
    about = About(kind="plan", key="1", label="What is set for the plan")
    record(by=by, act="changed what is set for the plan", about=about, details=details)
    return True


def _ages(was: PlanSettings, months: int, *, on: date) -> dict[str, int]:
    """The ages of evidence, with another from that day on where it differs from the one in force."""
    if months == ages(as_at=on).rule.months:
        return dict(was.evidence_months)
    return {**was.evidence_months, on.isoformat(): months}


def _age_words(was: PlanSettings, aged: dict[str, int], *, on: date) -> str:
    """What the trail says of another age of evidence; "" where it stays."""
    if aged == was.evidence_months:
        return ""
    return f"evidence is fresh for {counted(aged[on.isoformat()], 'month')} from {long_date(on)}"
