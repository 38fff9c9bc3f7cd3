"""Every write of the programme: who, what, in one transaction with its row of history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.db.models import Model

from goldenthread.web.accounts.models import Person
from goldenthread.web.history.actions import About, Actor, Service, record
from goldenthread.web.page.conflict import save_if_unchanged
from goldenthread.web.plan.actions import Ownership
from goldenthread.web.plan.models import Action, Objective
from goldenthread.web.plan.rules import NotDone, why_not_a_due_date
from goldenthread.web.programme import rules
from goldenthread.web.programme.models import Concern, ConcernKind, Count, Idea, Review, RollOut

NAMELESS = Service("an idea without a name")


@dataclass(frozen=True)
class Score:
    """How likely (of a risk alone) and how bad, each 1 to 5."""

    harm: int
    likelihood: int | None = None


@dataclass(frozen=True)
class ConcernWords:
    """What is said of a concern."""

    kind: str
    text: str
    score: Score
    owner: Ownership
    next_step: str
    review_by: date
    actions: Iterable[Action] = ()
    objectives: Iterable[Objective] = ()


@dataclass(frozen=True)
class ReviewWords:
    """What somebody says who looks at a concern again."""

    words: str
    score: Score
    next_step: str
    review_by: date


@dataclass(frozen=True)
class RollOutWords:
    """What is said of a pilot or a roll-out; `outcome` once it has ended."""

    kind: str
    name: str
    action: Action
    areas: int
    people: int
    outcome: str = ""
    ended_on: date | None = None


@dataclass(frozen=True)
class CountWords:
    """How far a roll-out has come on a day."""

    on: date
    areas_live: int
    trained: int
    defects_open: int
    defects_closed: int
    note: str = ""


# Risks, issues, capacity, funding


@transaction.atomic
def raise_concern(*, by: Person, words: ConcernWords, on: date) -> Concern:
    """Something that could stop us, with who answers for it and when it is looked at again."""
    _check_words(words)
    made = Concern.objects.create(**_fields(words), raised_by_name=by.name, raised_on=on)
    _tie(made, words)
    record(by=by, act=f"raised the {made.kind}", about=_about(made), details=_scored(words.score))
    return made


@transaction.atomic
def edit_concern(*, by: Person, concern: Concern, version: int, words: ConcernWords) -> bool:
    """False where somebody else saved first: nothing is changed then."""
    _refuse(rules.why_not_change(concern))
    _check_words(words)
    row = Concern.objects.filter(pk=concern.pk, closed_on=None)
    if not save_if_unchanged(row, version=version, changes=_fields(words)):
        return False
    _tie(concern, words)
    details = {"was": concern.text, "owner was": concern.owner_words, **_scored(words.score)}
    record(by=by, act=f"edited the {concern.kind}", about=_about(concern), details=details)
    return True


@transaction.atomic
def review_concern(*, by: Person, concern: Concern, version: int, review: ReviewWords, on: date) -> bool:
    """Look at it again: what has changed, how it is scored now, what comes next and by when. False where
    somebody else saved first."""
    _refuse(rules.why_not_review(by, concern))
    _check_score(concern.kind, review.score)
    _check_review(review.review_by)
    _refuse("" if review.review_by >= on else "Enter a day for the next review that is not in the past.")
    held = {**asdict(review.score), "next_step": review.next_step, "review_by": review.review_by}
    row = Concern.objects.filter(pk=concern.pk, closed_on=None)
    if not save_if_unchanged(row, version=version, changes=held):
        return False
    Review.objects.create(
        concern=concern, on=on, words=review.words, by_name=by.name, by_id=by.reference, **held
    )
    details = {"why": review.words, "review by": str(review.review_by), **_scored(review.score)}
    record(by=by, act=f"reviewed the {concern.kind}", about=_about(concern), details=details)
    return True


@transaction.atomic
def close_concern(*, by: Person, concern: Concern, version: int, why: str, on: date) -> bool:
    """It can stop us no more, and why."""
    _refuse(rules.why_not_change(concern))
    changes = {"closed_on": on, "closed_by_name": by.name, "closed_why": why}
    if not save_if_unchanged(Concern.objects.filter(pk=concern.pk), version=version, changes=changes):
        return False
    record(by=by, act=f"closed the {concern.kind}", about=_about(concern), details={"why": why})
    return True


@transaction.atomic
def reopen_concern(*, by: Person, concern: Concern, version: int, why: str, review_by: date) -> bool:
    """It could stop us after all; why it was closed stays in the history."""
    _refuse("" if concern.closed_on else "This is open already.")
    _check_review(review_by)
    changes = {"closed_on": None, "closed_by_name": "", "closed_why": "", "review_by": review_by}
    if not save_if_unchanged(Concern.objects.filter(pk=concern.pk), version=version, changes=changes):
        return False
    details = {"why": why, "was closed because": concern.closed_why}
    record(by=by, act=f"opened the {concern.kind} again", about=_about(concern), details=details)
    return True


# Pilots and roll-outs


@transaction.atomic
def add_rollout(*, by: Person, words: RollOutWords) -> RollOut:
    """A pilot or a roll-out of an action."""
    made = RollOut.objects.create(**vars(words))
    record(by=by, act=f"added the {made.kind}", about=_about(made), details={"action": words.action.code})
    return made


@transaction.atomic
def edit_rollout(*, by: Person, rollout: RollOut, version: int, words: RollOutWords) -> bool:
    """False where somebody else saved first: nothing is changed then."""
    rows = RollOut.objects.filter(pk=rollout.pk)
    if not save_if_unchanged(rows, version=version, changes=vars(words)):
        return False
    details = {"was": rollout.name, "areas were": rollout.areas, "people were": rollout.people}
    record(by=by, act=f"edited the {rollout.kind}", about=_about(rollout), details=details)
    return True


@transaction.atomic
def count_rollout(*, by: Person, rollout: RollOut, count: CountWords, on: date) -> Count:
    """How far it has come by a day."""
    _refuse(rules.why_not_count(by, rollout))
    _refuse("" if count.on <= on else "Enter a day that is not after today.")
    _refuse("" if count.areas_live <= rollout.areas else f"There are {rollout.areas:,} areas in all.")
    _refuse("" if count.trained <= rollout.people else f"There are {rollout.people:,} people in all.")
    made = Count.objects.create(rollout=rollout, by_name=by.name, by_id=by.reference, **asdict(count))
    record(by=by, act=f"counted how far the {rollout.kind} has come", about=_about(rollout),
           details={**asdict(count), "on": str(count.on)})  # fmt: skip
    return made


# What staff suggest


@transaction.atomic
def hear_idea(*, by: Person, words: str, said_by: str, on: date) -> Idea:
    """What somebody suggested. Of one without a name nothing is kept that says who wrote it down, the
    history included."""
    who: Actor = by if said_by else NAMELESS
    made = Idea.objects.create(words=words, said_by=said_by, received_on=on)
    record(by=who, act="put forward an idea", about=_about(made))
    return made


@transaction.atomic
def answer_idea(
    *, by: Person, idea: Idea, version: int, answer: str, action: Action | None, on: date
) -> bool:
    """What they are answered, and the action it became. False where somebody else answered first."""
    changes = {"answer": answer, "action": action, "answered_by_name": by.name, "answered_on": on}
    if not save_if_unchanged(Idea.objects.filter(pk=idea.pk), version=version, changes=changes):
        return False
    details = {"why": answer, "was": idea.answer, "action": action.code if action else ""}
    record(by=by, act="answered the idea", about=_about(idea), details=details)
    return True


def _refuse(why: str) -> None:
    if why:
        raise NotDone(why)


def _check_words(words: ConcernWords) -> None:
    _check_score(words.kind, words.score)
    _check_review(words.review_by)


def _check_score(kind: str, score: Score) -> None:
    if (kind == ConcernKind.RISK) != (score.likelihood is not None):
        raise NotDone("A risk has a likelihood; what has happened already has none.")


def _check_review(day: date) -> None:
    """A clock needs the bank holidays on its way."""
    _refuse(why_not_a_due_date(day))


def _fields(words: ConcernWords) -> dict[str, object]:
    return {
        "kind": words.kind,
        "text": words.text,
        "likelihood": words.score.likelihood,
        "harm": words.score.harm,
        "owner": words.owner.person,
        "owner_role": words.owner.role,
        "next_step": words.next_step,
        "review_by": words.review_by,
    }


def _tie(concern: Concern, words: ConcernWords) -> None:
    concern.actions.set(words.actions)
    concern.objectives.set(words.objectives)


def _scored(score: Score) -> dict[str, object]:
    return {"likelihood": score.likelihood, "harm": score.harm}


def _about(thing: Model) -> About:
    return About(kind=type(thing).__name__.lower(), key=str(thing.pk), label=str(thing))
