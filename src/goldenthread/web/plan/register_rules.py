"""What may be said of a requirement, and what it may be tied to, in plain words: asked by pages, forms and
writes alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date

from goldenthread.web.plan.models import Disposition, Requirement, Source

DECLINES = frozenset({Disposition.NOT_ACCEPTED.value, Disposition.IN_PART.value})


@dataclass(frozen=True)
class Answer:
    """What the authority says to a requirement: who decided and when, what it waits for where it is to start
    later, and what it would change for what effort."""

    disposition: str
    severity: str
    reason: str = ""
    decided_by_name: str = ""
    decided_on: date | None = None
    later_from: date | None = None
    later_when: str = ""
    difference: str = ""
    effort: str = ""

    @classmethod
    def of(cls, requirement: Requirement) -> Answer:
        """What is said to it now."""
        return cls(**{one.name: getattr(requirement, one.name) for one in fields(cls)})


@dataclass(frozen=True)
class Wording:
    """What a requirement says and where, and what it is found by: National Framework tags and words of the
    authority's own."""

    text: str
    paragraph: str = ""
    page: int | None = None
    group: str = ""
    tags: tuple[str, ...] = ()

    @classmethod
    def of(cls, requirement: Requirement) -> Wording:
        """As it stands now."""
        held = {one.name: getattr(requirement, one.name) for one in fields(cls)}
        return cls(**held | {"tags": tuple(requirement.tags)})


def why_not_correct(requirement: Requirement, wording: Wording, why: str) -> str:
    """Words are put right for a reason; what something is tagged with wants none."""
    if not wording.text.strip():
        return f"Give the {requirement.noun} its words: one that is not theirs is declined, with the reason."
    if wording.text != requirement.text and not why.strip():
        return "Say why the words are changed: they are what inspectors or others wrote."
    return ""


def why_not_answer(answer: Answer) -> str:
    """A part declined wants its reason, and what is put off wants what it is put off to."""
    if answer.disposition in DECLINES and not answer.reason.strip():
        return "Say why the finding is not accepted, or which part is not."
    later = answer.disposition == Disposition.LATER
    if later and not answer.later_from and not answer.later_when.strip():
        return "Say from which day it starts, or what must have come first."
    return ""


def why_not_come(requirement: Requirement) -> str:
    """Only what is to start later waits for anything, and it comes once."""
    if requirement.disposition != Disposition.LATER:
        return f"This {requirement.noun} is not one to start later."
    if requirement.come_on is not None:
        return f"{requirement.come_by_name} has said so already."
    return ""


def why_not_repeat(requirement: Requirement, earlier: Requirement) -> str:
    """A repeat leads back to something earlier, and never round to itself."""
    if earlier.pk == requirement.pk:
        return f"A {requirement.noun} does not repeat itself."
    if any(one.pk == requirement.pk for one in _back_from(earlier)):
        return f"That one repeats this {requirement.noun}, so this cannot repeat it."
    if _is_earlier(requirement.source, earlier.source):
        return f"{earlier.source} is later than {requirement.source}: tie the later one to the earlier."
    return ""


def _back_from(requirement: Requirement) -> Iterator[Requirement]:
    """It and all that it repeats, as far back as they go."""
    seen: set[int] = set()
    one: Requirement | None = requirement
    while one is not None and one.pk not in seen:
        seen.add(one.pk)
        yield one
        one = one.repeats


def _is_earlier(one: Source, than: Source) -> bool:
    return one.day is not None and than.day is not None and one.day < than.day


def why_not_verdict(requirement: Requirement, source: Source, finding: Requirement | None) -> str:
    """A verdict stands in a later document than what it is on."""
    if source.pk == requirement.source_id:
        return f"Choose a later document than the {requirement.noun}'s own."
    if _is_earlier(source, requirement.source):
        return f"{source} is earlier than {requirement.source}: a verdict stands in a later document."
    if finding is not None and finding.source_id != source.pk:
        return "Choose a finding of the document that says it."
    return ""


def why_not_directly(requirement: Requirement) -> str:
    """An action answers what is asked and not declined."""
    if requirement.is_strength:
        return "A strength asks for nothing, so no action answers it."
    if requirement.disposition == Disposition.NOT_ACCEPTED:
        return f"This {requirement.noun} is not accepted, so no action answers it."
    return ""


def why_not_a_source(title: str, digest: str, *, asked: int) -> str:
    """A source has a title, asks for something, and is in the register once."""
    if not title.strip():
        return "Give the source a title."
    if not asked:
        return "Type at least one thing that it asks for."
    known = Source.objects.filter(digest=digest).first() if digest else None
    return f"This file is in the register already, as {known}." if known else ""
