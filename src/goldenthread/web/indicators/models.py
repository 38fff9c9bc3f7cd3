"""Figures of the snapshot the site works from, where pages can read them at once. All of it is made from the
store and can be made again. Fenced: nothing is seen until the database is told who asks, and only the site
itself writes. A target and an event on a chart are people's own: written by whoever has the right to, and
no part of what is made again."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldenthread.web.intake.beside import in_words


class Step(models.TextChoices):
    """How a series is cut: the default figure (last full month, or stock on the as-at date), months,
    quarters of the financial year."""

    LATEST = "latest", "Latest"
    MONTH = "month", "By month"
    QUARTER = "quarter", "By quarter"


class Filling(models.Model):
    """Which snapshot the figures stand for: the one row there is. `fault` where a newer one could not be
    worked out, and the older figures stand."""

    one = models.BooleanField(default=True, unique=True)
    snapshot = models.CharField(max_length=16)
    as_at = models.DateField()
    definitions = models.CharField(max_length=64)  # digest of every definition's id, version and unit
    unanswerable = models.JSONField(default=list)  # [{id, reason}]: what the source cannot carry
    filled = models.DateTimeField(auto_now=True)
    fault = models.CharField(max_length=300, blank=True)
    beside = models.JSONField(default=list)  # [{snapshot, as_at, files}]: what stood beside the snapshot

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(one=True), name="indicators_filling_one_row"),)

    def __str__(self) -> str:
        return f"figures as at {self.as_at}"

    @property
    def beside_said(self) -> str:
        """What stood beside the snapshot, in words."""
        return in_words(self.beside)


class Figure(models.Model):
    """One figure with its counts. `team` is null for the whole authority, `period_start` for stock on a
    day."""

    indicator = models.CharField(max_length=80)
    step = models.CharField(max_length=10, choices=Step.choices)
    team = models.TextField(null=True)  # null is everybody's
    period_start = models.DateField(null=True)
    period_end = models.DateField()
    numerator = models.BigIntegerField(null=True)
    denominator = models.BigIntegerField(null=True)
    value = models.FloatField(null=True)
    unit = models.CharField(max_length=40)
    definition = models.CharField(max_length=100)
    snapshot = models.CharField(max_length=16)

    class Meta:
        ordering = ("period_end", "team")
        constraints = (
            models.UniqueConstraint(
                fields=("indicator", "step", "period_end", "team"),
                nulls_distinct=False,
                name="indicators_figure_once",
            ),
        )
        indexes = (models.Index(fields=("step",), condition=Q(team=None), name="figure_whole_authority"),)

    def __str__(self) -> str:
        return f"{self.definition} {self.period_end}"


class Definition(models.Model):
    """What an indicator means, in the words of the definition that made the figures held; and why the records
    cannot answer it, where they cannot."""

    indicator = models.CharField(max_length=80, unique=True)
    definition = models.CharField(max_length=100)
    title = models.TextField()
    service_area = models.CharField(max_length=40)
    unit = models.CharField(max_length=40)
    basis = models.CharField(max_length=40)
    polarity = models.CharField(max_length=40)
    numerator = models.TextField()
    denominator = models.TextField(null=True)
    why = models.TextField()
    how = models.TextField()
    cautions = models.TextField(null=True)
    source = models.TextField()
    evidence = models.CharField(max_length=40)
    author = models.CharField(max_length=200)
    reviewed = models.DateField()
    lacking = models.TextField(blank=True)  # what the records lack to answer it; "" where they answer it

    class Meta:
        ordering = ("indicator",)

    def __str__(self) -> str:
        return self.definition


class OpenDuty(models.Model):
    """What a team has open and overdue of one duty: what stands beside a measure of timeliness."""

    clock = models.CharField(max_length=50)
    team = models.TextField()
    running = models.PositiveIntegerField()
    overdue = models.PositiveIntegerField()
    due_soon = models.PositiveIntegerField()
    longest_late = models.PositiveIntegerField()  # working days

    class Meta:
        ordering = ("clock", "team")
        constraints = (models.UniqueConstraint(fields=("clock", "team"), name="indicators_openduty_once"),)

    def __str__(self) -> str:
        return f"{self.clock}: {self.overdue} of {self.running} overdue"


class Chart(models.Model):
    """A chart as drawn, so that it is drawn once. `key` is the digest of all that it shows."""

    key = models.CharField(max_length=64, primary_key=True)
    svg = models.TextField()

    def __str__(self) -> str:
        return self.key


class Told(models.Model):
    """What a pool of readers was told of one measure, or one duty, so far: each count by its key as it was
    shown, null where it was withheld. It is kept when figures are made again: what was told stays told."""

    pool = models.CharField(max_length=20)
    about = models.CharField(max_length=100)
    cells = models.JSONField(default=dict)

    class Meta:
        ordering = ("pool", "about")
        constraints = (models.UniqueConstraint(fields=("pool", "about"), name="indicators_told_once"),)

    def __str__(self) -> str:
        return f"what {self.pool} was told of {self.about}"


class Target(models.Model):
    """What a measure should come to, and by when: dated values, the first where it started from. An empty
    trajectory is no target, after there was one."""

    indicator = models.CharField(max_length=80, unique=True)
    trajectory = models.JSONField(default=list)  # [{on, value}], oldest first
    tolerance = models.FloatField(default=0)
    why = models.CharField(max_length=500)
    set_by_name = models.CharField(max_length=200)
    set_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("indicator",)
        constraints = (
            models.CheckConstraint(condition=Q(tolerance__gte=0), name="indicators_target_tolerance"),
        )

    def __str__(self) -> str:
        return f"target of {self.indicator}"


class ChartEvent(models.Model):
    """What happened on a day, marked on one measure's chart; on every measure's, where `indicator` is empty.
    `rebases`: limits begin anew from it, and `what` is the reason. One taken back is kept and not shown."""

    indicator = models.CharField(max_length=80, blank=True)
    on = models.DateField()
    what = models.CharField(max_length=120)
    rebases = models.BooleanField(default=False)
    added_by_name = models.CharField(max_length=200)
    added_at = models.DateTimeField(auto_now_add=True)
    taken_back_by_name = models.CharField(max_length=200, blank=True)
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("on", "id")
        indexes = (models.Index(fields=("indicator", "on"), name="event_of_indicator"),)

    def __str__(self) -> str:
        return f"{self.what} ({self.on})"
