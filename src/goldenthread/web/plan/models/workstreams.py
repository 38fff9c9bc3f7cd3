"""Who carries a set of actions: workstreams, and groups that are formed for one task and end with it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldenthread.web.accounts.models import Person


class GroupKind(models.TextChoices):
    WORKSTREAM = "workstream", "Workstream"
    TASK_AND_FINISH = "task and finish", "Task-and-finish group"


class Workstream(models.Model):
    """A group that carries actions, whoever leads it and whoever speaks for it at the board. A name is
    unique, so that a plan file that names it finds it again."""

    name = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=20, choices=GroupKind.choices, default=GroupKind.WORKSTREAM)
    lead = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lead_role = models.CharField(max_length=200, blank=True)
    sponsor_role = models.CharField(max_length=200, blank=True)
    update_weeks = models.PositiveSmallIntegerField(null=True, blank=True)  # None: as the plan says
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="workstream_has_a_name"),
            models.CheckConstraint(condition=Q(kind__in=GroupKind.values), name="workstream_known_kind"),
            models.CheckConstraint(
                condition=Q(update_weeks=None) | Q(update_weeks__gt=0), name="workstream_a_rhythm_is_weeks"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def lead_words(self) -> str:
        """Who leads it: a person with the role they have here, or the role alone."""
        if self.lead is None:
            return self.lead_role
        return f"{self.lead.name}, {self.lead_role}" if self.lead_role else self.lead.name
