"""Measures of success that no indicator counts: audit grades, and what children, families and staff say."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from goldenthread.web.plan.models.objectives import Objective


class HandKind(models.TextChoices):
    AUDIT = "audit grades", "Audit grades"
    FEEDBACK = "feedback", "Feedback from children, families, staff or partners"
    OTHER = "other", "Something else that is counted"


class HandUnit(models.TextChoices):
    PERCENT = "percent", "Per cent"
    COUNT = "count", "A number"
    MEAN = "mean", "An average or a score"


class HandPolarity(models.TextChoices):
    HIGHER = "higher_better", "Higher is better"
    LOWER = "lower_better", "Lower is better"


class HandMeasure(models.Model):
    """A measure of an objective whose figures are entered by hand: where it started from, what it should
    come to and by when."""

    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="hand_measures")
    kind = models.CharField(max_length=20, choices=HandKind.choices)
    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=20, choices=HandUnit.choices)
    polarity = models.CharField(max_length=20, choices=HandPolarity.choices)
    baseline = models.FloatField()
    baseline_on = models.DateField()
    baseline_source = models.CharField(max_length=300)
    target = models.FloatField(null=True)
    target_on = models.DateField(null=True)
    tolerance = models.FloatField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=HandKind.values), name="hand_measure_known_kind"),
            models.CheckConstraint(condition=Q(unit__in=HandUnit.values), name="hand_measure_known_unit"),
            models.CheckConstraint(
                condition=Q(polarity__in=HandPolarity.values), name="hand_measure_known_polarity"
            ),
            models.CheckConstraint(
                condition=Q(target__isnull=True, target_on__isnull=True)
                | Q(target__isnull=False, target_on__isnull=False, target_on__gt=F("baseline_on")),
                name="hand_measure_target_dated",
            ),
            models.CheckConstraint(condition=Q(tolerance__gte=0), name="hand_measure_tolerance"),
        )

    def __str__(self) -> str:
        return self.name


class HandReading(models.Model):
    """One dated figure of a measure entered by hand, with where it comes from. Never changed: a later one of
    the same day takes its place."""

    measure = models.ForeignKey(HandMeasure, on_delete=models.PROTECT, related_name="readings")
    on = models.DateField()
    value = models.FloatField()
    counted = models.PositiveIntegerField(null=True)  # both counts, where there are two
    out_of = models.PositiveIntegerField(null=True)
    source = models.CharField(max_length=300)
    by_name = models.CharField(max_length=200)
    by_id = models.CharField(max_length=100)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("on", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(counted__isnull=True, out_of__isnull=True)
                | Q(counted__isnull=False, out_of__isnull=False, out_of__gt=0),
                name="hand_reading_both_counts",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="hand_reading_has_a_source"),
        )

    def __str__(self) -> str:
        return f"{self.value} on {self.on}"
