"""Every write of the plan: who, what, in one transaction with its row of history.

Whoever calls has been let in by the route's policy; the rules about one object are asked again here, and
again by the database. A step made on a page that has gone stale raises ChangedMeanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from goldenthread.findings.model import Finding, ImprovementNotice, SourceDocument
from goldenthread.papers.plan import DeliveryState
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.signing import ProofUsed, sign_as
from goldenthread.web.evidence.actions import freeze
from goldenthread.web.evidence.models import Exhibit
from goldenthread.web.evidence.refs import EvidenceRef
from goldenthread.web.history.actions import About, Actor, Proof, record
from goldenthread.web.page.conflict import save_if_unchanged
from goldenthread.web.plan import rules
from goldenthread.web.plan.models import (
    Action,
    DateChange,
    Decision,
    Disposition,
    Evidence,
    Judged,
    Measure,
    Note,
    Objective,
    Outcome,
    PlanTitle,
    Requirement,
    Severity,
    Source,
    SourceKind,
)
from goldenthread.web.plan.rules import ChangedMeanwhile, NotDone
from goldenthread.web.plan.signed import action_record, evidence_record

SEVERITY_OF_KIND = {
    "priority_immediate": Severity.IMMEDIATE,
    "priority_action": Severity.PRIORITY,
    "notice_requirement": Severity.PRIORITY,
}


@dataclass(frozen=True)
class Accepted:
    """A finding as it goes into the register: as read, and as corrected by whoever accepted it."""

    finding: Finding
    original: str


@dataclass(frozen=True)
class Ownership:
    """Who answers for an action: a person, a role, or a person in a role."""

    person: Person | None = None
    role: str = ""


# The register


@transaction.atomic
def accept_source(*, by: Actor, report: SourceDocument, findings: Sequence[Accepted]) -> Source:
    """A report and its findings, or a notice and its requirements, into the register. The same file is the
    same source: accepted before, it is given back as it is."""
    known = Source.objects.filter(digest=report.sha256).first()
    if known is not None:
        return known
    source = Source.objects.create(
        digest=report.sha256,
        file=report.file,
        authority=report.authority or "",
        accepted_by_name=by.name,
        accepted_by_id=by.reference,
        **_of_its_kind(report),
    )
    Requirement.objects.bulk_create(_requirement(accepted, source, by) for accepted in findings)
    about = About(kind="source", key=str(source.pk), label=source.file)
    details = {"findings": len(findings)}
    noun = "requirements of the notice" if source.is_notice else "findings of the report"
    record(by=by, act=f"accepted the {noun}", about=about, details=details)
    for requirement in source.requirements.all():
        record(by=by, act="accepted the finding into the register", about=_about(requirement))
    return source


def _of_its_kind(document: SourceDocument) -> dict[str, Any]:
    """What a source holds of a notice alone, or of a report alone."""
    if isinstance(document, ImprovementNotice):
        return {
            "kind": SourceKind.NOTICE,
            "title": document.title,
            "published": document.issued,
            "dates": [one.to_json() for one in document.dates],
        }
    return {
        "kind": SourceKind.REPORT,
        "framework": document.framework,
        "inspection_start": document.inspection_start,
        "inspection_end": document.inspection_end,
        "published": document.published,
        "judgements": dict(document.judgements),
    }


def _requirement(accepted: Accepted, source: Source, by: Actor) -> Requirement:
    finding = accepted.finding
    return Requirement(
        source=source,
        number=finding.number,
        original=accepted.original,
        text=finding.text,
        page=finding.page,
        paragraph=finding.paragraph,
        kind=finding.kind,
        for_whom=finding.for_whom,
        group=finding.group or "",
        tags=list(finding.tags),
        severity=SEVERITY_OF_KIND.get(finding.kind, Severity.IMPROVEMENT),
        accepted_by_name=by.name,
        accepted_by_id=by.reference,
    )


@transaction.atomic
def answer_requirement(
    *, by: Actor, requirement: Requirement, version: int, disposition: str, severity: str, reason: str
) -> bool:
    """What the authority says to a finding, and how soon it must act. False where somebody else saved
    first."""
    declines = disposition in {Disposition.NOT_ACCEPTED, Disposition.IN_PART}
    if declines and not reason.strip():
        raise NotDone("Say why the finding is not accepted, or which part is not.")
    changes = {"disposition": disposition, "severity": severity, "reason": reason}
    row = Requirement.objects.filter(pk=requirement.pk)
    if not save_if_unchanged(row, version=version, changes=changes):
        return False
    record(
        by=by, act=f"answered the finding: {disposition}", about=_about(requirement), details={"why": reason}
    )
    return True


# Objectives and measures


@transaction.atomic
def add_objective(*, by: Actor, text: str, answers: Iterable[Requirement] = (), code: str = "") -> Objective:
    """What will be different for children, and which findings it answers."""
    objective = Objective.objects.create(code=code or _next_code(Objective, "O"), text=text)
    objective.answers.set(answers)
    record(by=by, act="added the objective", about=_about(objective))
    return objective


@transaction.atomic
def edit_objective(
    *, by: Actor, objective: Objective, version: int, text: str, answers: Iterable[Requirement]
) -> bool:
    """False where somebody else saved first: nothing is changed then."""
    before = objective.text
    row = Objective.objects.filter(pk=objective.pk)
    if not save_if_unchanged(row, version=version, changes={"text": text}):
        return False
    objective.answers.set(answers)
    record(by=by, act="edited the objective", about=_about(objective), details={"was": before, "is": text})
    return True


@transaction.atomic
def add_measure(*, by: Actor, objective: Objective, indicator: str) -> Measure:
    """Tie an indicator to an objective; tied already, nothing changes."""
    measure, new = Measure.objects.get_or_create(objective=objective, indicator=indicator)
    if new:
        record(by=by, act="added a measure", about=_about(objective), details={"indicator": indicator})
    return measure


@transaction.atomic
def remove_measure(*, by: Actor, measure: Measure) -> None:
    """An indicator that no longer tells whether the objective is met."""
    details = {"indicator": measure.indicator}
    record(by=by, act="removed a measure", about=_about(measure.objective), details=details)
    measure.delete()


# Actions


@transaction.atomic
def add_action(
    *,
    by: Actor,
    objective: Objective,
    text: str,
    owner: Ownership,
    workstream: str = "",
    due: date | None = None,
) -> Action:
    """A proposed action. Its due date counts once it is agreed."""
    _check_due(due)
    action = Action.objects.create(
        code=_next_code(Action, "A"),
        objective=objective,
        text=text,
        owner=owner.person,
        owner_role=owner.role,
        workstream=workstream,
        due=due,
        original_due=due,
    )
    record(by=by, act="proposed the action", about=_about(action))
    return action


@transaction.atomic
def edit_action(
    *, by: Actor, action: Action, version: int, text: str, owner: Ownership, workstream: str
) -> bool:
    """Its words, owner and workstream. Dates move by `propose_date`, states by their own steps. False where
    somebody else saved first. A claimed or signed-off action is opened again before it is changed."""
    if action.state in {DeliveryState.CLAIMED_COMPLETE, DeliveryState.SIGNED_OFF}:
        raise NotDone(f"This action is {action.state}: open it again before changing it.")
    changes = {
        "text": text,
        "owner": owner.person,
        "owner_role": owner.role,
        "workstream": workstream,
    }
    row = Action.objects.filter(pk=action.pk, state=action.state)
    if not save_if_unchanged(row, version=version, changes=changes):
        return False
    details = {"was": action.text, "owner was": action.owner_words}
    record(by=by, act="edited the action", about=_about(action), details=details)
    return True


@transaction.atomic
def agree(*, by: Person, action: Action, version: int, due: date, meeting: str, on: date) -> None:
    """A meeting agreed the action and its date."""
    _check_due(due)
    held = _at(action, version)
    _step(held, held.agree)
    held.agreed_on, held.due, held.original_due = on, due, due
    _save(held)
    text = f"Agreed the action, due {due.day} {due:%B %Y}"
    _decide(by=by, meeting=meeting, on=on, text=text, why="", action=held)
    record(by=by, act="agreed the action", about=_about(held), details={"meeting": meeting, "due": str(due)})


@transaction.atomic
def start(*, by: Person, action: Action, version: int) -> None:
    """Work has begun."""
    held = _at(action, version)
    _refuse(rules.why_not_work(by, held))
    _step(held, held.start)
    _save(held)
    record(by=by, act="started the action", about=_about(held))


@transaction.atomic
def claim(*, by: Person, action: Action, version: int, words: str, on: date) -> None:
    """The owner says it is done, with a word of evidence."""
    held = _at(action, version)
    _refuse(rules.why_not_work(by, held))
    _refuse("" if words.strip() else "Say what shows that it is done.")
    _step(held, held.claim)
    held.claim_words, held.claimed_by, held.claimed_by_name, held.claimed_on = words, by, by.name, on
    _save(held)
    record(by=by, act="claimed the action complete", about=_about(held), details={"why": words})


@transaction.atomic
def sign_off(*, by: Person, action: Action, version: int, words: str, on: date, proof: Proof) -> None:
    """Somebody other than the owner, and than whoever claimed it, accepts that it is done, and signs it."""
    held = _at(action, version)
    _refuse(rules.why_not_sign_off(by, held))
    _step(held, held.sign_off)
    held.signed_off_by, held.signed_off_by_name = by, by.name
    held.signed_off_role, held.signed_off_on = rules.sign_off_role(by, held), on
    _save(held)
    details = {"why": words, "as": held.signed_off_role, "claim": held.claim_words, "version": held.version}
    record(by=by, act="signed off the action", about=_about(held), details=details)
    _sign(
        Permission.SIGN_OFF,
        by=by,
        about=_about(held),
        record=action_record(held),
        statement=f"I accept that this action is done. What satisfied me: {words}",
        proof=proof,
        role=held.signed_off_role,
    )


@transaction.atomic
def reopen(*, by: Person, action: Action, version: int, why: str) -> None:
    """Send a claim back, or open an action again; the claim and the sign-off stay in the history."""
    held = _at(action, version)
    was = held.state
    _refuse("" if why.strip() else "Say why it is opened again.")
    _step(held, held.reopen)
    held.claim_words, held.claimed_by, held.claimed_by_name, held.claimed_on = "", None, "", None
    held.signed_off_by, held.signed_off_by_name = None, ""
    held.signed_off_role, held.signed_off_on = "", None
    _save(held)
    act = "sent the action back" if was == DeliveryState.CLAIMED_COMPLETE else "opened the action again"
    record(by=by, act=act, about=_about(held), details={"why": why, "was": was})


@transaction.atomic
def stop(*, by: Person, action: Action, version: int, why: str) -> None:
    """It will not be done; a date asked for goes with it."""
    held = _at(action, version)
    _refuse("" if why.strip() else "Say why it is stopped.")
    _step(held, held.stop)
    _save(held)
    record(by=by, act="stopped the action", about=_about(held), details={"why": why})


@transaction.atomic
def add_note(*, by: Person, action: Action, text: str) -> Note:
    """A word on progress."""
    _refuse(rules.why_not_work(by, action))
    note = Note.objects.create(action=action, text=text, by_name=by.name, by_id=by.reference)
    record(by=by, act="added a note on progress", about=_about(action))
    return note


@transaction.atomic
def judge_impact(*, by: Person, action: Action, version: int, impact: str, why: str) -> None:
    """Whether the action makes a difference: judged by somebody other than its owner, on evidence."""
    held = _at(action, version)
    _refuse(rules.why_not_impact(by, held, impact))
    was, held.impact = held.impact, impact
    _save(held)
    record(by=by, act=f"judged the impact: {impact}", about=_about(held), details={"why": why, "was": was})


# Dates


@transaction.atomic
def propose_date(
    *, by: Person, action: Action, version: int, proposed: date, why: str, on: date
) -> DateChange:
    """Ask for a new date; the date stands until a meeting agrees."""
    _check_due(proposed)
    held = _at(action, version)
    _refuse(rules.why_not_work(by, held))
    _refuse("" if held.state in rules.OPEN else f"The action is {held.state}: its date no longer moves.")
    _refuse("" if proposed != held.due else "That is the date it has now.")
    if held.date_changes.filter(outcome=Outcome.WAITING).exists():
        raise NotDone("A new date has been asked for already: it waits for a decision.")
    change = DateChange.objects.create(
        action=held,
        was=held.due,
        proposed=proposed,
        why=why,
        proposed_by=by,
        proposed_by_name=by.name,
        proposed_on=on,
    )
    _save(held)
    details = {"why": why, "proposed": str(proposed), "was": str(held.due)}
    record(by=by, act="asked for a new date", about=_about(held), details=details)
    return change


@transaction.atomic
def decide_date(*, by: Person, change: DateChange, agreed: bool, meeting: str, why: str, on: date) -> None:
    """What a meeting said to a date asked for. An agreed later date is a slip, and counts."""
    action = _locked(change.action)
    held = DateChange.objects.select_for_update(no_key=True).get(pk=change.pk)
    _refuse(rules.why_not_decide(by, held))
    if held.outcome != Outcome.WAITING:
        raise NotDone(f"This date was {held.outcome} already, by {held.decided_by_name}.")
    held.outcome = Outcome.AGREED if agreed else Outcome.REFUSED
    held.decided_by, held.decided_by_name, held.decided_on = by, by.name, on
    held.meeting, held.decided_why = meeting, why
    held.save()
    if agreed:
        _move(action, held.proposed)
    _decide(by=by, meeting=meeting, on=on, text=_date_words(held), why=why, action=action)
    details = {"why": why, "proposed": str(held.proposed), "meeting": meeting}
    record(by=by, act=f"{held.outcome} the new date", about=_about(action), details=details)


def _move(action: Action, day: date) -> None:
    if action.due is not None and day > action.due:
        action.slips += 1
    action.due = day
    action.original_due = action.original_due or day
    _save(action)


def _date_words(change: DateChange) -> str:
    moved = f"to {change.proposed.day} {change.proposed:%B %Y}"
    was = f" from {change.was.day} {change.was:%B %Y}" if change.was else ""
    return f"{change.outcome.capitalize()} moving the date{was} {moved}"


# Evidence and decisions


@transaction.atomic
def pin(*, by: Person, action: Action, exhibit: Exhibit, shows: str, where: str = "") -> Evidence:
    """Tie an exhibit to an action, with what it shows."""
    if action.evidence.filter(exhibit=exhibit).exists():
        raise NotDone("This evidence is pinned to that action already.")
    pinned = Evidence.objects.create(action=action, exhibit=exhibit, shows=shows, where=where, pinned_by=by)
    record(by=by, act="pinned evidence", about=_about(action), details={"evidence": exhibit.label})
    return pinned


@transaction.atomic
def pin_document(*, by: Person, action: Action, ref: EvidenceRef, shows: str, where: str) -> Evidence:
    """The same for a minute, a document or a link, which is frozen here."""
    return pin(by=by, action=action, exhibit=freeze(ref, by=by), shows=shows, where=where)


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
    _refuse(rules.why_not_judge(by, held))
    held.judged = Judged.SUFFICIENT if sufficient else Judged.NOT_SUFFICIENT
    held.judged_by, held.judged_by_name, held.judged_on, held.judged_why = by, by.name, on, why
    held.version += 1
    held.save()
    details = {"why": why, "evidence": held.exhibit.label}
    record(by=by, act=f"judged the evidence {held.judged}", about=_about(held.action), details=details)
    _sign(
        Permission.JUDGE_EVIDENCE,
        by=by,
        about=_about(held),
        record=evidence_record(held),
        statement=f"I judge this evidence {held.judged}: {why}",
        proof=proof,
    )


@transaction.atomic
def record_decision(
    *, by: Actor, meeting: str, on: date, text: str, why: str, about: Requirement | Objective | Action
) -> Decision:
    """What a meeting decided about a requirement, an objective or an action."""
    target = {type(about).__name__.lower(): about}
    decision = _decide(by=by, meeting=meeting, on=on, text=text, why=why, **target)
    record(by=by, act="recorded a decision", about=_about(about), details={"why": text, "meeting": meeting})
    return decision


def _decide(
    *, by: Actor, meeting: str, on: date, text: str, why: str, **about: Requirement | Objective | Action
) -> Decision:
    return Decision.objects.create(
        meeting=meeting,
        on=on,
        text=text,
        why=why,
        recorded_by_name=by.name,
        recorded_by_id=by.reference,
        **about,
    )


@transaction.atomic
def name_plan(*, by: Actor, title: str) -> None:
    """What this authority calls its plan."""
    PlanTitle.objects.update_or_create(only=True, defaults={"title": title})
    record(by=by, act="named the plan", about=About(kind="plan", key="1", label=title))


# Bringing in what was agreed elsewhere


@transaction.atomic
def bring_in_action(*, by: Actor, fields: Mapping[str, Any]) -> Action:
    """An action as it stood in another register, in whatever state it had there. For load_file alone: on the
    site an action begins proposed and moves by its steps."""
    for day in (fields["due"], fields["original_due"]):
        _check_due(day)
    action = Action.objects.create(**fields)
    record(by=by, act="brought in the action", about=_about(action), details={"state": action.state})
    return action


@transaction.atomic
def bring_in_evidence(*, by: Actor, action: Action, ref: EvidenceRef, shows: str) -> Evidence:
    """Evidence as it stood in another register. Nobody here has judged it."""
    evidence = Evidence.objects.create(action=action, exhibit=freeze(ref, by=by), shows=shows)
    record(by=by, act="brought in evidence", about=_about(action), details={"evidence": ref.label})
    return evidence


# How the acts are carried out


def _locked(action: Action) -> Action:
    """The action as it stands, held until the transaction ends. Its key is left free, so that the checks of
    foreign keys at another's commit need not wait for this one."""
    held = Action.objects.select_for_update(of=("self",), no_key=True).select_related("owner", "objective")
    return held.get(pk=action.pk)


def _at(action: Action, version: int) -> Action:
    held = _locked(action)
    if held.version != version:
        raise ChangedMeanwhile
    return held


def _sign(permission: Permission, **given: Any) -> None:
    try:
        sign_as(permission, **given)
    except ProofUsed as used:
        raise NotDone(str(used)) from None


def _step(action: Action, step: Any) -> None:
    """Take a step of the state machine, or say that it cannot be taken from here."""
    from django_fsm import TransitionNotAllowed

    try:
        step()
    except TransitionNotAllowed:
        raise NotDone(f"The action is {action.state}, so this step cannot be taken now.") from None


def _save(action: Action) -> None:
    """Save, one version on. What the database refuses is a rule of the plan, said in words."""
    action.version += 1
    try:
        with transaction.atomic():
            action.save()
    except IntegrityError as refused:
        raise NotDone(_refusal(str(refused))) from None


_REFUSALS = {
    "action_not_signed_off_by_its_owner": "The owner of an action does not sign it off.",
    "action_not_signed_off_by_its_claimer": "Whoever claimed an action complete does not sign it off.",
    "action_not_signed_off_by_its_owners_role": "The role that owns an action does not sign it off.",
}


def _refusal(said: str) -> str:
    # The longest name first: one constraint's name begins like another's.
    known = sorted(_REFUSALS, key=len, reverse=True)
    return next((_REFUSALS[name] for name in known if name in said), "The plan's rules do not allow this.")


def _refuse(why: str) -> None:
    if why:
        raise NotDone(why)


def _check_due(day: date | None) -> None:
    _refuse(rules.why_not_a_due_date(day) if day else "")


def _next_code(model: type[Objective] | type[Action], letter: str) -> str:
    """O1, O2, …: the next free number. The lock, given back at the end of the transaction, keeps two people
    adding at once apart."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"plan code {letter}"])
    codes = model.objects.filter(code__regex=rf"^{letter}\d+$").values_list("code", flat=True)
    return f"{letter}{max((int(code[1:]) for code in codes), default=0) + 1}"


def _about(thing: Model) -> About:
    return About(kind=type(thing).__name__.lower(), key=str(thing.pk), label=str(thing))
