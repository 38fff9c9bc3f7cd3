"""The scheme of delegation, and what the authority set for its plan."""

from __future__ import annotations

from django.db import transaction

from goldenthread.papers.colours import Rag
from goldenthread.web.accounts.models import Person
from goldenthread.web.history.actions import About, record
from goldenthread.web.page.conflict import save_if_unchanged
from goldenthread.web.plan.actions.carrying_out import refuse
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
def set_plan_settings(*, by: Person, version: int, update_weeks: int, labels: dict[str, str]) -> bool:
    """How often word of an action is due, and what a colour is called here. False where somebody else saved
    first; version 0 is a plan nobody has set anything for."""
    kept = {str(rag): labels[rag] for rag in Rag if labels.get(rag) not in {None, "", str(rag)}}
    PlanSettings.objects.get_or_create(only=True, defaults={"version": 0})
    was = PlanSettings.objects.get()
    changes = {"update_weeks": update_weeks, "labels": kept}
    if not save_if_unchanged(PlanSettings.objects.all(), version=version, changes=changes):
        return False
    details = {"was": {"weeks": was.update_weeks, "labels": was.labels}, "is": changes}
    about = About(kind="plan", key="1", label="What is set for the plan")
    record(by=by, act="changed what is set for the plan", about=about, details=details)
    return True
