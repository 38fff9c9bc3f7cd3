"""What an impact may rest on, and who may judge an objective's: in plain words, asked by pages, forms and
writes alike. Who may judge an action's stands with the other rules of actions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from goldenthread.papers.plan import ENDED, ImpactState
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.plan.ageing import Ages, ages
from goldenthread.web.plan.models import PROVEN, Evidence, Judged, Objective
from goldenthread.web.plan.rules import owns, why_not_covering


def why_not_judge_objective(person: Person, objective: Objective) -> str:
    """Whoever owns an action towards an objective does not judge whether the objective is met."""
    if _owns_any(person, objective):
        return "You own an action of this objective, so somebody else must judge its impact."
    return why_not_covering(person, Permission.JUDGE_EVIDENCE, lambda who: _owns_any(who, objective))


def why_not_rest_on(impact: str, evidence: Sequence[Evidence], *, as_at: date) -> str:
    """Why an impact cannot rest on these pieces: any but "none yet" needs one, and to be evidenced or
    sustained each must be judged sufficient and be fresh."""
    if impact == ImpactState.NONE_YET:
        return ""
    if not evidence:
        return f"Choose the evidence that shows it: an impact that is {impact} rests on evidence."
    aged = ages(as_at=as_at)
    faults = (_why_not_piece(impact, piece, aged) for piece in evidence)
    return next((why for why in faults if why), "")


def why_not_held_by(impact: str, measure: str) -> str:
    """A sustained impact names the measure that holds it."""
    if impact == ImpactState.SUSTAINED and not measure:
        return "Choose the measure that has held: an impact is sustained by a measure of its objective."
    return ""


def _why_not_piece(impact: str, piece: Evidence, aged: Ages) -> str:
    if piece.judged == Judged.NOT_SUFFICIENT:
        return f"“{piece.exhibit.label}” was judged not sufficient, so no impact can rest on it."
    if impact not in PROVEN:
        return ""
    if piece.judged != Judged.SUFFICIENT:
        return (
            f"“{piece.exhibit.label}” has not been judged sufficient, so the impact cannot be {impact} yet."
        )
    told = aged.of(piece)
    if told.stale:
        return (
            f"“{piece.exhibit.label}” is {told.words}, so the impact cannot be {impact}: find newer evidence."
        )
    return ""


def _owns_any(person: Person, objective: Objective) -> bool:
    live = objective.actions.exclude(state__in=ENDED).select_related("owner")
    return any(owns(person, action) for action in live)
