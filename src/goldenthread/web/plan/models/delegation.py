"""Who may agree what, and what the authority set for its plan: one row each, a sensible default without."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from django.db import models
from django.db.models import Q

UPDATE_WEEKS = 4  # a board's round
SIGN_OFF_DAYS = 10  # working days in which a claim should be answered


class DecidingLevel(models.TextChoices):
    """A body that decides, the nearest to the work first: each decides what those before it may."""

    WORKSTREAM = "workstream", "Workstream"
    OPERATIONAL = "operational", "Operational board"
    IMPROVEMENT = "improvement", "Improvement board"


class Matter(StrEnum):
    """What is decided."""

    MILESTONE = "milestone"
    ACTION = "action"
    NOTICE = "notice"
    SIGN_OFF = "sign-off"
    ENDING = "ending"


MATTERS = {
    Matter.MILESTONE: "a milestone's date",
    Matter.ACTION: "an action's date",
    Matter.NOTICE: "an objective's date, or one past a day that a notice sets",
    Matter.SIGN_OFF: "signing an action off",
    Matter.ENDING: "stopping or merging an action",
}
LEVELS = tuple(str(level) for level in DecidingLevel)


@dataclass(frozen=True)
class Delegated:
    """A scheme of delegation: the level of each matter, and at each level the roles that record what the body
    decided and that sign off. A body above decides whatever one below may."""

    levels: dict[str, str]
    records: dict[str, list[str]]
    signs: dict[str, list[str]]
    names: dict[str, str]
    sign_off_days: int = SIGN_OFF_DAYS

    def level(self, matter: Matter) -> str:
        return self.levels[matter]

    def body(self, matter: Matter) -> str:
        """The body that decides it, as the authority calls it."""
        return self.names[self.level(matter)]

    def recorders(self, matter: Matter) -> frozenset[str]:
        """The roles that may record the decision: the body's own and those of the bodies above it."""
        return self._at_or_above(self.records, matter)

    def signers(self) -> frozenset[str]:
        """The roles that may sign an action off."""
        return self._at_or_above(self.signs, Matter.SIGN_OFF)

    def _at_or_above(self, roles: dict[str, list[str]], matter: Matter) -> frozenset[str]:
        enough = LEVELS[LEVELS.index(self.level(matter)) :]
        return frozenset(role for level in enough for role in roles[level])

    @property
    def content(self) -> dict[str, Any]:
        return asdict(self)


_BOARD = ["improvement_lead", "board_secretary"]
DEFAULT = Delegated(
    levels={
        Matter.MILESTONE: DecidingLevel.WORKSTREAM,
        Matter.ACTION: DecidingLevel.OPERATIONAL,
        Matter.NOTICE: DecidingLevel.IMPROVEMENT,
        Matter.SIGN_OFF: DecidingLevel.OPERATIONAL,
        Matter.ENDING: DecidingLevel.OPERATIONAL,
    },
    records={
        DecidingLevel.WORKSTREAM: ["director", "head_of_service", *_BOARD],
        DecidingLevel.OPERATIONAL: ["director", *_BOARD],
        DecidingLevel.IMPROVEMENT: list(_BOARD),
    },
    signs={
        DecidingLevel.WORKSTREAM: ["director", "head_of_service"],
        DecidingLevel.OPERATIONAL: ["director", "head_of_service"],
        DecidingLevel.IMPROVEMENT: ["director"],
    },
    names={level.value: str(level.label) for level in DecidingLevel},
)


class Scheme(models.Model):
    """The scheme of delegation as it stands: one row. Each change, with what it was, is in the history."""

    only = models.BooleanField(default=True, unique=True)
    content = models.JSONField(default=dict)
    agreed_at = models.CharField(max_length=200)  # the meeting
    why = models.TextField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(only=True), name="scheme_is_one"),)

    def __str__(self) -> str:
        return f"Scheme of delegation, version {self.version}"

    @property
    def delegated(self) -> Delegated:
        return Delegated(**self.content)


class PlanSettings(models.Model):
    """How often word of an action is due, what this authority calls a colour, and for how long it takes
    evidence as fresh: one row. An age holds from its day on; those before it are kept, so that what was fresh
    on an earlier day can be told."""

    only = models.BooleanField(default=True, unique=True)
    update_weeks = models.PositiveSmallIntegerField(default=UPDATE_WEEKS)
    labels = models.JSONField(default=dict)  # a colour -> its name here, where that differs
    evidence_months = models.JSONField(default=dict)  # the day an age holds from -> its months
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(only=True), name="plan_settings_are_one"),
            models.CheckConstraint(condition=Q(update_weeks__gt=0), name="plan_rhythm_is_weeks"),
        )

    def __str__(self) -> str:
        return f"An update every {self.update_weeks} weeks"
