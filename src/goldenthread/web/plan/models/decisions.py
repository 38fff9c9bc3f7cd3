"""What meetings decided."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldenthread.web.plan.models.delivery import Action
from goldenthread.web.plan.models.objectives import Objective
from goldenthread.web.plan.models.register import Requirement


class Decision(models.Model):
    """What a meeting decided about an action, an objective or a requirement. Added, never changed."""

    meeting = models.CharField(max_length=200)
    on = models.DateField()
    text = models.TextField()
    why = models.TextField(blank=True)
    requirement = models.ForeignKey(
        Requirement, on_delete=models.PROTECT, null=True, related_name="decisions"
    )
    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, null=True, related_name="decisions")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, related_name="decisions")
    recorded_by_name = models.CharField(max_length=200)
    recorded_by_id = models.CharField(max_length=100)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-on", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(requirement__isnull=False) | Q(objective__isnull=False) | Q(action__isnull=False),
                name="decision_about_something",
            ),
        )

    def __str__(self) -> str:
        return self.text
