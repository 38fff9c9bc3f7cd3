"""What the authority set for its plan: rhythm, names of colours, and who decides what."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from goldenthread.web.accounts.roles import ROLES
from goldenthread.web.history.models import Entry
from goldenthread.web.history.queries import about
from goldenthread.web.plan.models import LEVELS, MATTERS, Delegated, Matter, PlanSettings, Scheme


def plan_settings() -> PlanSettings:
    """What is set, or what a plan begins with (version 0)."""
    return PlanSettings.objects.first() or PlanSettings(version=0)


def scheme_version() -> int:
    """How often the scheme of delegation has been changed here."""
    return Scheme.objects.values_list("version", flat=True).first() or 0


def scheme_history() -> QuerySet[Entry]:
    return about(kind="scheme", key="1")


def settings_history() -> QuerySet[Entry]:
    return about(kind="plan", key="1").filter(act="changed what is set for the plan")


@dataclass(frozen=True)
class MatterRow:
    """One matter of the scheme in words: the body that decides it, and the roles that act for it."""

    what: str
    body: str
    roles: list[str]


def matter_rows(held: Delegated) -> list[MatterRow]:
    """The scheme, matter by matter."""
    return [
        MatterRow(words[:1].upper() + words[1:], held.body(matter), _labels(held, matter))
        for matter, words in MATTERS.items()
    ]


def _labels(held: Delegated, matter: Matter) -> list[str]:
    keys = held.signers() if matter is Matter.SIGN_OFF else held.recorders(matter)
    return sorted(ROLES[key].label for key in keys if key in ROLES)


def bodies(held: Delegated) -> list[tuple[str, str]]:
    """Each level and what the body is called here, the nearest to the work first."""
    return [(level, held.names[level]) for level in LEVELS]
