"""Evidence where it counts: an action merged into another goes on in it, and so does what shows it. Nothing
is copied: each piece stays pinned where it was pinned, with its judgement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from goldenthread.papers.plan import ENDED
from goldenthread.web.plan.models import Action, Evidence


@dataclass(frozen=True)
class GoesOn:
    """Where each action goes on. `into` holds those merged, each with the one it was merged into; `live` the
    codes of those neither stopped nor merged."""

    into: Mapping[int, int]
    live: Mapping[int, str]

    def of(self, key: int) -> int:
        """The action in which one goes on, however many were merged on the way: itself where it was not."""
        seen = {key}
        while (onward := self.into.get(key)) is not None and onward not in seen:
            seen.add(onward)
            key = onward
        return key

    def here(self, keys: Iterable[int]) -> dict[int, list[int]]:
        """For each of these actions, the actions whose evidence counts there: its own, and those of all that
        go on in it."""
        found = {key: [key] for key in keys}
        for merged in self.into:
            if (end := self.of(merged)) in found:
                found[end].append(merged)
        return found


def goes_on() -> GoesOn:
    """As the plan stands, in one query."""
    rows = list(Action.objects.values_list("pk", "code", "state", "merged_into_id"))
    into = {key: onward for key, _, _, onward in rows if onward is not None}
    return GoesOn(into, {key: code for key, code, state, _ in rows if state not in ENDED})


def counted_evidence() -> QuerySet[Evidence]:
    """Evidence with what a page says of a piece: its exhibit, and the action it is pinned to."""
    return Evidence.objects.select_related("exhibit", "action")


def evidence_by_action(keys: Iterable[int]) -> dict[int, list[Evidence]]:
    """The evidence that counts for each of these actions: its own, then what came with one merged into it."""
    wanted = goes_on().here(keys)
    pinned: dict[int, list[Evidence]] = {}
    for piece in counted_evidence().filter(action__in=[one for held in wanted.values() for one in held]):
        pinned.setdefault(piece.action_id, []).append(piece)
    return {key: [piece for one in held for piece in pinned.get(one, [])] for key, held in wanted.items()}
