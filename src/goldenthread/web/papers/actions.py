"""Writes: asking for a paper, keeping it as made, releasing or discarding it, noting who took it away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from goldenthread.errors import GoldenThreadError
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.signing import ProofUsed, sign_as
from goldenthread.web.history.actions import About, Proof, Service, record
from goldenthread.web.history.heads import copy_heads_or_say_so
from goldenthread.web.indicators.actions import remember, told_so_far
from goldenthread.web.intake.models import Snapshot
from goldenthread.web.papers.inputs import Inputs, SetPaper
from goldenthread.web.papers.models import Document, Making, Paper
from goldenthread.web.papers.queries import DOWNLOADED, same_as
from goldenthread.web.papers.signed import paper_record, statement

MAKER = Service("papers")
Setting = Callable[..., SetPaper]  # inputs, store=, told=
MOST_TRIES = 2  # a paper that the site did not live through twice is not tried a third time


class ReleaseRefused(GoldenThreadError):
    """A paper cannot be released now, said to the person who tried."""


class DiscardRefused(GoldenThreadError):
    """A paper cannot be discarded now, said to the person who tried."""


@transaction.atomic
def ask_for_paper(*, by: Person, snapshot: Snapshot, inputs: Inputs) -> tuple[Paper, bool]:
    """A paper to make, and whether it is new: the same inputs give the paper there is already."""
    known = same_as(inputs.digest)
    if known is not None:
        return known, False
    paper = Paper.objects.create(
        snapshot=snapshot.identity,
        as_at=snapshot.as_at,
        authority=snapshot.authority,
        made_up=snapshot.made_up,
        audience=inputs.audience,
        inputs=inputs.to_json(),
        inputs_digest=inputs.digest,
        made_by=by,
        made_by_name=by.name,
    )
    details = {"snapshot": paper.snapshot, "for": paper.whom}
    record(by=by, act="asked for the paper", about=about(paper), details=details)
    return paper, True


@transaction.atomic
def begin_next() -> Paper | None:
    """The paper whose turn it is; None where none waits. One that stopped the site twice is given up."""
    paper = Paper.objects.select_for_update().filter(state=Making.WAITING).order_by("asked_at").first()
    if paper is None:
        return None
    if paper.tries >= MOST_TRIES:
        fail(paper, why="The site was stopped twice while it was being made.")
        return begin_next()
    paper.tries += 1
    paper.save(update_fields=["tries"])
    return paper


@transaction.atomic
def make(paper: Paper, *, store: Path, setting: Setting) -> None:
    """Set the paper and keep it. What readers outside were told is read, added to and kept in one
    transaction, in which nobody else tells them anything: two papers cannot give away between them what
    each withholds."""
    inputs = Inputs.from_json(paper.inputs)
    told = {} if paper.as_counted else told_so_far()
    made = setting(inputs, store=store, told=told)
    keep(paper, made, told=told)
    if not paper.as_counted:
        remember(made.told)


@transaction.atomic
def keep(paper: Paper, made: SetPaper, *, told: Mapping[str, int | None]) -> None:
    """The file as made, with its digest, and with what its readers had been told before."""
    content = made.content
    Document.objects.create(paper=paper, content=content, told=dict(told))
    paper.state, paper.made_at = Making.MADE, timezone.now()
    paper.digest, paper.size = sha256(content).hexdigest(), len(content)
    paper.withheld = list(made.withheld)
    paper.save(update_fields=["state", "made_at", "digest", "size", "withheld"])
    record(by=MAKER, act="made the paper", about=about(paper), details={"digest": paper.digest})


@transaction.atomic
def fail(paper: Paper, *, why: str) -> None:
    """It could not be made: one sentence says why, and nothing is kept."""
    paper.state, paper.why = Making.FAILED, why
    paper.save(update_fields=["state", "why"])
    record(by=MAKER, act="could not make the paper", about=about(paper), details={"why": why})


def why_not_release(person: Person, paper: Paper) -> str:
    """Why this person cannot release this paper now, in words; "" where they can."""
    if paper.made_by_id == person.pk:
        return "You made this paper, so somebody else must release it."
    if paper.released:
        return f"This paper was released already, by {paper.released_by_name}."
    return "" if paper.made else "This paper is not made yet."


@transaction.atomic
def release(*, by: Person, paper: Paper, proof: Proof) -> None:
    """Let everybody whom it is for have it: signed, and not by whoever made it. The trail's heads are copied
    out once it is released: what stands behind the paper cannot be rewritten unseen."""
    held = Paper.objects.select_for_update(no_key=True).get(pk=paper.pk)
    why_not = why_not_release(by, held)
    if why_not:
        raise ReleaseRefused(why_not)
    held.released_by, held.released_by_name, held.released_at = by, by.name, timezone.now()
    held.save(update_fields=["released_by", "released_by_name", "released_at"])
    record(by=by, act="released the paper", about=about(held), details={"digest": held.digest})
    try:
        sign_as(
            Permission.RELEASE_PAPERS,
            by=by,
            about=about(held),
            record=paper_record(held),
            statement=statement(held),
            proof=proof,
        )
    except ProofUsed as used:
        raise ReleaseRefused(str(used)) from None
    transaction.on_commit(copy_heads_or_say_so)


@transaction.atomic
def discard(*, by: Person, paper: Paper, why: str) -> None:
    """Take a draft out of the list, so that nobody releases it. Its file and its history are kept."""
    held = Paper.objects.select_for_update().get(pk=paper.pk)
    if held.released:
        raise DiscardRefused("This paper is released, and a released paper stays.")
    if held.discarded:
        raise DiscardRefused(f"This draft was discarded already, by {held.discarded_by_name}.")
    if not held.may_be_discarded:
        raise DiscardRefused("This paper is being made: wait until it is there.")
    held.state, held.why = Making.DISCARDED, why
    held.discarded_by_name, held.discarded_at = by.name, timezone.now()
    held.save(update_fields=["state", "why", "discarded_by_name", "discarded_at"])
    record(by=by, act="discarded the draft", about=about(held), details={"why": why, "digest": held.digest})


@transaction.atomic
def note_download(*, by: Person, paper: Paper) -> None:
    """Somebody takes the paper away."""
    act = DOWNLOADED if paper.released else "downloaded the draft"
    record(by=by, act=act, about=about(paper), details={"digest": paper.digest})


def about(paper: Paper) -> About:
    return About(kind="paper", key=str(paper.pk), label=str(paper))
