"""What children are owed and have not had yet, at the latest as-at date, where PostgreSQL can fence and join
it. All of it is made from a snapshot of the store and can be made again."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldenthread.web.intake.beside import in_words


class ClockRow(models.Model):
    """One open duty to one child. Fenced: seen by those who reach the team or the worker that owes it, or the
    team or the worker that holds the child."""

    clock = models.CharField(max_length=50)
    child_id = models.TextField()
    about = models.TextField()
    started = models.DateField()
    due = models.DateField()
    status = models.CharField(max_length=20)  # due, due_soon or overdue
    days_late = models.IntegerField()  # working days
    team = models.TextField(blank=True)  # the duty's own, "" where none is recorded
    worker = models.TextField(blank=True)
    held_team = models.TextField(blank=True)  # who holds the child on the as-at date
    held_worker = models.TextField(blank=True)
    rule = models.TextField()
    basis = models.CharField(max_length=20)
    late_at_pace = models.BooleanField(null=True)  # at the present pace; null where nothing can be said

    class Meta:
        ordering = ("-days_late", "due", "child_id", "id")
        indexes = (
            models.Index(fields=("status", "-days_late", "due"), name="clockrow_most_urgent"),
            models.Index(fields=("due",), name="clockrow_due"),
        )

    def __str__(self) -> str:
        return f"{self.clock} due {self.due}"


class TeamCount(models.Model):
    """How many duties of one kind a team has open: counts only, for those who see no children."""

    team = models.TextField(blank=True)
    clock = models.CharField(max_length=50)
    overdue = models.PositiveIntegerField()
    soon = models.PositiveIntegerField()  # due within the next two weeks
    still_open = models.PositiveIntegerField()  # these two, and those due later

    class Meta:
        ordering = ("team", "clock")
        constraints = (models.UniqueConstraint(fields=("team", "clock"), name="teamcount_once"),)

    def __str__(self) -> str:
        return f"{self.team}: {self.clock}"


class Filling(models.Model):
    """Which snapshot the duties stand for: the one row there is. `fault` where a newer one could not be
    worked out, and the older duties stand."""

    one = models.BooleanField(default=True, unique=True)
    snapshot = models.CharField(max_length=16)
    as_at = models.DateField()
    filled = models.DateTimeField(auto_now=True)
    rows = models.PositiveIntegerField()
    gaps = models.JSONField(default=list)  # [{clock, whole, why}]: what the source cannot tell
    fault = models.CharField(max_length=300, blank=True)
    beside = models.JSONField(default=list)  # [{snapshot, as_at, files}]: what stood beside the snapshot

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(one=True), name="filling_one_row"),)

    def __str__(self) -> str:
        return f"duties as at {self.as_at}"

    @property
    def beside_said(self) -> str:
        """What stood beside the snapshot, in words."""
        return in_words(self.beside)
