"""What will be different for children, and what would show it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from goldenthread.web.evidence.models import Exhibit
from goldenthread.web.plan.models.register import Requirement


class Objective(models.Model):
    """What will be different for children; answers one requirement or several, as a requirement may have
    several objectives. `due` is the day by which it is to be met, as the board agreed it, `original_due` the
    first day agreed, `slips` how often a later one was."""

    code = models.CharField(max_length=20, unique=True)  # O1, O2, … as people say them
    text = models.TextField()
    answers = models.ManyToManyField(Requirement, related_name="objectives", blank=True)
    due = models.DateField(null=True, blank=True)
    original_due = models.DateField(null=True, blank=True)
    slips = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(due=None, original_due=None) | Q(due__isnull=False, original_due__isnull=False),
                name="objective_keeps_its_first_date",
            ),
            models.CheckConstraint(
                condition=Q(slips__gt=0) | Q(due=None) | Q(due__lte=F("original_due")),
                name="objective_a_later_date_is_a_slip",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


class Measure(models.Model):
    """An indicator that would move if the objective were met. `baseline` is the figure it started from,
    frozen; its target is set on the indicator's own page."""

    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="measures")
    indicator = models.CharField(max_length=100)
    baseline = models.ForeignKey(Exhibit, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("objective", "indicator"), name="measure_once"),)

    def __str__(self) -> str:
        return self.indicator
