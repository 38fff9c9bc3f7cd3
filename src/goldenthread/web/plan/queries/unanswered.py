"""Which requirements nothing answers yet, as at a day: said here and nowhere else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from goldenthread.papers.plan import DeliveryState
from goldenthread.web.plan.models import Action, DirectAnswer, Disposition, Objective, Requirement

_DONE = (DeliveryState.SIGNED_OFF.value, DeliveryState.STOPPED.value)


@dataclass(frozen=True)
class Open:
    """The requirements nothing answers yet, by key, each with its source; and for those answered by what
    answers another they are tied to, that other's key."""

    sources: Mapping[int, int]
    through: Mapping[int, int]

    def __contains__(self, key: int) -> bool:
        return key in self.sources

    def __len__(self) -> int:
        return len(self.sources)

    @property
    def by_source(self) -> Counter[int]:
        return Counter(self.sources.values())


def open_requirements(*, as_at: date) -> Open:
    """A requirement asks for an answer unless it is a strength, declined, or put off to a time that has not
    come. An objective answers it, or an action that names it; and so does what answers the one it repeats, or
    a repeat of it, while there is still something to do there: what was put right once and came back asks
    again."""
    found = list(_with_answers())
    of = {one.pk: one for one in found}
    roots = {one.pk: _first(one, of) for one in found}
    live = {roots[one.pk]: one.pk for one in reversed(found) if one.answer_goes_on}  # type: ignore[attr-defined]
    asking = [one for one in found if _asks(one, as_at) and not one.answered]  # type: ignore[attr-defined]
    return Open(
        sources={one.pk: one.source_id for one in asking if roots[one.pk] not in live},
        through={one.pk: live[roots[one.pk]] for one in asking if roots[one.pk] in live},
    )


def unanswered(*, as_at: date) -> int:
    """How many requirements nothing answers yet."""
    return len(open_requirements(as_at=as_at))


def _with_answers() -> QuerySet[Requirement]:
    to_do = Action.objects.exclude(state__in=_DONE)
    objectives = Objective.objects.filter(answers=OuterRef("pk"))
    direct = DirectAnswer.objects.filter(requirement=OuterRef("pk"))
    goes_on = Q(Exists(objectives.filter(Q(actions=None) | Q(actions__in=to_do)))) | Q(
        Exists(direct.filter(action__in=to_do))
    )
    fields = ("source", "repeats", "kind", "disposition", "later_from", "come_on")
    return (
        Requirement.objects.only(*fields)
        .annotate(answered=Q(Exists(objectives)) | Q(Exists(direct)), answer_goes_on=goes_on)
        .order_by("pk")
    )


def _asks(requirement: Requirement, as_at: date) -> bool:
    declined = requirement.disposition == Disposition.NOT_ACCEPTED
    return not (requirement.is_strength or declined or requirement.put_off(as_at))


def _first(requirement: Requirement, of: Mapping[int, Requirement]) -> int:
    """The key of the first that it repeats, however many repeats back."""
    key = requirement.pk
    while (before := of[key].repeats_id) is not None:
        key = before
    return int(key)


def labels(keys: Iterable[int]) -> dict[int, Requirement]:
    """Requirements by key, with their sources."""
    return Requirement.objects.select_related("source").in_bulk(set(keys))
