"""What somebody puts their name to: an action signed off, evidence judged, an impact judged. Worked out
again whenever a signature is shown, and compared with what was signed: any change of these shows."""

from __future__ import annotations

from datetime import date
from typing import Any

from goldenthread.web.plan.models import Action, Evidence, ImpactJudgement


def action_record(action: Action) -> dict[str, Any]:
    """All that a sign-off accepts. Its impact is no part of it: that is judged apart."""
    return {
        "action": action.code,
        "text": action.text,
        "objective": f"{action.objective.code} {action.objective.text}",
        "owner": action.owner_words,
        "workstream": action.workstream_name,
        "agreed on": _day(action.agreed_on),
        "first due": _day(action.original_due),
        "due": _day(action.due),
        "claimed by": action.claimed_by_name,
        "claimed on": _day(action.claimed_on),
        "claim": action.claim_words,
        "state": str(action.state),
        "signed off by": action.signed_off_by_name,
        "signed off on": _day(action.signed_off_on),
    }


def evidence_record(evidence: Evidence) -> dict[str, Any]:
    """A piece of evidence as it was frozen, what it was meant to show, and what was said of it."""
    exhibit = evidence.exhibit
    return {
        "action": evidence.action.code,
        "kind": exhibit.kind,
        "label": exhibit.label,
        "as of": _day(exhibit.as_of),
        "figure": exhibit.figure,
        "where": evidence.where,
        "shows": evidence.shows,
        **_said_of_it(evidence),
        "pinned by": exhibit.pinned_by_name,
        "judged": evidence.judged,
        "judged by": evidence.judged_by_name,
        "judged on": _day(evidence.judged_on),
        "why": evidence.judged_why,
    }


def impact_record(judgement: ImpactJudgement) -> dict[str, Any]:
    """What was judged of impact, of what, and on which evidence as it was frozen."""
    thing = judgement.thing
    return {
        "of": f"{type(thing).__name__.lower()} {thing.code}",
        "text": thing.text,
        "impact": judgement.state,
        "why": judgement.why,
        "rests on": [_rests_on(piece) for piece in sorted(judgement.evidence.all(), key=lambda one: one.pk)],
        "held by": judgement.measure,
        "held by, as it was called": judgement.measure_title,
        "figures seen to": _day(judgement.measure_seen),
        "accepted by": judgement.accepted_by_name,
        "accepted on": _day(judgement.accepted_on),
    }


def _rests_on(piece: Evidence) -> dict[str, Any]:
    exhibit = piece.exhibit
    return {
        "action": piece.action.code,
        "kind": exhibit.kind,
        "label": exhibit.label,
        "as of": _day(exhibit.as_of),
        "figure": exhibit.figure,
        "shows": piece.shows,
        **_said_of_it(piece),
    }


def _said_of_it(evidence: Evidence) -> dict[str, Any]:
    """Left out where there is nothing of the kind, as of what was signed before it could be said."""
    told = {
        "speaks from": _day(evidence.speaks_from),
        "speaks to": _day(evidence.speaks_to),
        "file": evidence.exhibit.key if evidence.file_id else "",
    }
    return {name: value for name, value in told.items() if value}


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
