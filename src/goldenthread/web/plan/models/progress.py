"""How an action goes on its way: milestones, what it waits for, a colour somebody set, and the report of one
that is off its plan."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from goldenthread.papers.colours import RATED
from goldenthread.web.accounts.models import Person
from goldenthread.web.plan.models.delivery import Action, DateChange

RATINGS = [(str(rag), str(rag)) for rag in RATED]


class Milestone(models.Model):
    """A step on the way. Its date moves as an action's does: asked for, and decided."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="milestones")
    text = models.CharField(max_length=300)
    by_whom = models.CharField(max_length=200, blank=True)
    original_due = models.DateField()
    due = models.DateField()
    slips = models.PositiveIntegerField(default=0)
    done_on = models.DateField(null=True, blank=True)
    done_by_name = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("due", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(slips__gt=0) | Q(due__lte=F("original_due")),
                name="milestone_a_later_date_is_a_slip",
            ),
            models.CheckConstraint(
                condition=Q(done_on=None) | ~Q(done_by_name=""), name="milestone_done_by_somebody"
            ),
        )

    def __str__(self) -> str:
        return self.text


class Dependency(models.Model):
    """An action that cannot finish before another has."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="waits_for")
    on = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="waited_for_by")
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("action", "on"), name="dependency_once"),
            models.CheckConstraint(condition=~Q(action=F("on")), name="dependency_not_on_itself"),
        )

    def __str__(self) -> str:
        return f"{self.action_id} waits for {self.on_id}"


class ColourSet(models.Model):
    """A colour somebody set in place of the computed one: why, and the last day it stands."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="colours_set")
    rag = models.CharField(max_length=20, choices=RATINGS)
    reason = models.TextField()
    computed = models.TextField()  # what the dates said that day
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    on = models.DateField()
    until = models.DateField()
    ended_on = models.DateField(null=True, blank=True)  # taken back, or another set, before its last day

    class Meta:
        ordering = ("-on", "-id")
        constraints = (
            models.UniqueConstraint(fields=("action",), condition=Q(ended_on=None), name="colour_set_one"),
            models.CheckConstraint(condition=Q(rag__in=[rag for rag, _ in RATINGS]), name="colour_set_known"),
            models.CheckConstraint(condition=Q(until__gte=F("on")), name="colour_set_has_a_last_day"),
            models.CheckConstraint(condition=~Q(reason=""), name="colour_set_with_a_reason"),
        )

    def __str__(self) -> str:
        return f"{self.rag}: {self.reason}"

    def stands(self, on: date) -> bool:
        return self.ended_on is None and on <= self.until


class ExceptionReport(models.Model):
    """Why an action is off its plan, what that means for children, and what is asked of the board. How far it
    is off is worked out from its dates and never typed."""

    action = models.OneToOneField(Action, on_delete=models.PROTECT, related_name="exception")
    what = models.TextField()
    why = models.TextField()
    effect = models.TextField()
    remedy = models.TextField()
    help_needed = models.TextField(blank=True)
    decision_asked = models.TextField(blank=True)
    date_change = models.ForeignKey(DateChange, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=200)
    on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-on", "-id")

    def __str__(self) -> str:
        return self.what
