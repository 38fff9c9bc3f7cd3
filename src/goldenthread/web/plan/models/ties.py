"""What ties a requirement to others beside its objectives: what a later document says of it, and the actions
that answer it directly."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldenthread.web.plan.models.delivery import Action
from goldenthread.web.plan.models.register import Requirement, Source


class Said(models.TextChoices):
    """What a later document says became of an earlier finding."""

    PUT_RIGHT = "put right", "Put right"
    IN_PART = "put right in part", "Put right in part"
    NOT_PUT_RIGHT = "not put right", "Not put right"
    CAME_BACK = "came back", "Put right once, and came back"


class Verdict(models.Model):
    """What a later source says of a requirement, with its words and its finding where there is one. Verdicts
    are added, never changed."""

    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="verdicts")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="verdicts")
    finding = models.ForeignKey(
        Requirement, on_delete=models.PROTECT, null=True, blank=True, related_name="verdict_on"
    )
    said = models.CharField(max_length=20, choices=Said.choices)
    words = models.TextField()
    by_name = models.CharField(max_length=200)
    by_id = models.CharField(max_length=100)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-at", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(said__in=Said.values), name="verdict_known"),
            models.CheckConstraint(
                condition=Q(finding=None) | ~Q(finding=models.F("requirement")), name="verdict_not_of_itself"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="verdict_in_words"),
        )

    def __str__(self) -> str:
        return f"{self.get_said_display()}: {self.words}"


class DirectAnswer(models.Model):
    """A requirement that an action answers beside those of its objective."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="direct_answers")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="direct_answers")

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("action", "requirement"), name="direct_answer_once"),)

    def __str__(self) -> str:
        return f"{self.action_id} answers {self.requirement_id}"
