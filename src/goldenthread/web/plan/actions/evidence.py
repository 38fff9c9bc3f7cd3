"""Evidence pinned, and judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.evidence.actions import freeze
from goldenthread.web.evidence.models import Exhibit
from goldenthread.web.evidence.refs import EvidenceRef
from goldenthread.web.history.actions import Proof, record
from goldenthread.web.plan import rules
from goldenthread.web.plan.actions.carrying_out import about_thing, refuse, sign
from goldenthread.web.plan.models import (
    Action,
    Evidence,
    Judged,
    KeptFile,
)
from goldenthread.web.plan.rules import ChangedMeanwhile, NotDone
from goldenthread.web.plan.signed import evidence_record


@dataclass(frozen=True)
class Speaks:
    """The period that evidence speaks of; None where its own date or its figure's period says it."""

    since: date | None = None
    until: date | None = None


@transaction.atomic
def pin(
    *,
    by: Person,
    action: Action,
    exhibit: Exhibit,
    shows: str,
    where: str = "",
    speaks: Speaks = Speaks(),
    file: KeptFile | None = None,
) -> Evidence:
    """Tie an exhibit to an action, with what it shows and the period it speaks of."""
    if action.evidence.filter(exhibit=exhibit).exists():
        raise NotDone("This evidence is pinned to that action already.")
    pinned = Evidence.objects.create(
        action=action,
        exhibit=exhibit,
        shows=shows,
        where=where,
        speaks_from=speaks.since,
        speaks_to=speaks.until,
        file=file,
        pinned_by=by,
    )
    record(by=by, act="pinned evidence", about=about_thing(action), details={"evidence": exhibit.label})
    return pinned


@transaction.atomic
def pin_document(
    *, by: Person, action: Action, ref: EvidenceRef, shows: str, where: str, speaks: Speaks = Speaks()
) -> Evidence:
    """The same for a minute, a document or a link, which is frozen here."""
    return pin(by=by, action=action, exhibit=freeze(ref, by=by), shows=shows, where=where, speaks=speaks)


@transaction.atomic
def judge_evidence(
    *, by: Person, evidence: Evidence, version: int, sufficient: bool, why: str, on: date, proof: Proof
) -> None:
    """Whether a piece of evidence is enough for what it is meant to show; signed, and not by whoever pinned
    it."""
    held = (
        Evidence.objects.select_for_update(of=("self",), no_key=True)
        .select_related("action__owner", "exhibit")
        .get(pk=evidence.pk)
    )
    if held.version != version:
        raise ChangedMeanwhile
    refuse(rules.why_not_judge(by, held))
    held.judged = Judged.SUFFICIENT if sufficient else Judged.NOT_SUFFICIENT
    held.judged_by, held.judged_by_name, held.judged_on, held.judged_why = by, by.name, on, why
    held.version += 1
    held.save()
    details = {"why": why, "evidence": held.exhibit.label}
    record(by=by, act=f"judged the evidence {held.judged}", about=about_thing(held.action), details=details)
    sign(
        Permission.JUDGE_EVIDENCE,
        by=by,
        about=about_thing(held),
        record=evidence_record(held),
        statement=f"I judge this evidence {held.judged}: {why}",
        proof=proof,
    )
