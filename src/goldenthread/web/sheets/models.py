"""Workbooks of the plan as handed in, how each layout is read, and which action each of its rows became."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldenthread.papers.plan_sheets.layout import Field, Table, tables
from goldenthread.papers.plan_sheets.opening import Sheet
from goldenthread.papers.plan_sheets.rows import Choices, Headings
from goldenthread.web.plan.models import Action

HEADINGS = [(one.value, one.value.capitalize()) for one in Headings]


class Purpose(models.TextChoices):
    """What a workbook is handed in for."""

    PLAN = "plan", "The plan"
    UPDATE = "update", "Actions to update"


class Workbook(models.Model):
    """A file handed in: its cells as text, never its formulas. Once carried out it says what was done."""

    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    digest = models.CharField(max_length=64)
    file = models.CharField(max_length=255)
    size = models.PositiveIntegerField()
    sheets = models.JSONField()  # [[name, [[cell, …], …]], …]
    sheet = models.CharField(max_length=200, blank=True)  # the one chosen of several
    uploaded_by_name = models.CharField(max_length=200)
    uploaded_by_id = models.CharField(max_length=100)
    uploaded_at = models.DateTimeField(auto_now_add=True)
    done_by_name = models.CharField(max_length=200, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done = models.JSONField(default=dict)  # what rows became, counted

    class Meta:
        ordering = ("-uploaded_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("purpose", "digest", "uploaded_by_id"), name="workbook_once"),
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="workbook_known_purpose"),
        )

    def __str__(self) -> str:
        return self.file

    @property
    def as_read(self) -> tuple[Sheet, ...]:
        """The sheets as values."""
        return tuple(Sheet(name, tuple(tuple(row) for row in rows)) for name, rows in self.sheets)

    @property
    def found(self) -> list[Table]:
        """The sheets that look like a plan, the one chosen first."""
        return sorted(tables(self.as_read), key=lambda table: table.sheet.name != self.sheet)


class Layout(models.Model):
    """How a layout is read, as a person said: remembered for the next file with the same headings."""

    key = models.CharField(max_length=64, unique=True)
    columns = models.JSONField()  # its headings, as first met
    fields = models.JSONField()  # names of layout.Field, in their order
    headings = models.CharField(max_length=20, choices=HEADINGS, default=Headings.OBJECTIVES.value)
    above = models.JSONField(default=list)  # names of layout.Field
    fallback = models.TextField(blank=True)
    answers = models.JSONField(default=dict)  # what about -> words -> meaning
    set_by_name = models.CharField(max_length=200)
    set_by_id = models.CharField(max_length=100)
    set_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(headings__in=[one.value for one in Headings]), name="layout_headings"
            ),
        )

    def __str__(self) -> str:
        return ", ".join(self.columns)[:200]

    @property
    def choices(self) -> Choices:
        """What was chosen, as the reader of rows takes it."""
        return Choices(
            fields=tuple(Field[name] for name in self.fields),
            answers=self.answers,
            headings=Headings(self.headings),
            above=frozenset(Field[name] for name in self.above),
            fallback=self.fallback,
        )


class Brought(models.Model):
    """Which action a row of a layout became, by the row's own number or words; and the action's version when
    that was last so, by which a change made here meanwhile is seen."""

    layout = models.ForeignKey(Layout, on_delete=models.PROTECT, related_name="brought")
    key = models.CharField(max_length=200)
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("layout", "key"), name="brought_once"),)

    def __str__(self) -> str:
        return f"{self.key}: {self.action_id}"
