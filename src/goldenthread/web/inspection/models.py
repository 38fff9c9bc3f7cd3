"""A report as it was read, between its upload and its acceptance into the register."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldenthread.findings.model import InspectionReport
from goldenthread.web.plan.models import Source


class Report(models.Model):
    """An uploaded report. `reading` is what the reader gave (InspectionReport.to_json), never changed; what a
    person corrects stands in its lines. Once accepted it is a source of the register."""

    digest = models.CharField(max_length=64, unique=True)  # the name of the kept file
    file = models.CharField(max_length=255)
    size = models.PositiveIntegerField()
    reading = models.JSONField()
    uploaded_by_name = models.CharField(max_length=200)
    uploaded_by_id = models.CharField(max_length=100)
    uploaded_at = models.DateTimeField(auto_now_add=True)
    published = models.DateField(null=True, blank=True)  # as read, or as a person put in where not printed
    source = models.OneToOneField(Source, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-uploaded_at", "-id")

    def __str__(self) -> str:
        return self.file

    @property
    def as_read(self) -> InspectionReport:
        """The reading as a value."""
        return InspectionReport.from_json(self.reading)


class Line(models.Model):
    """One finding of a report, as read (`original`) and as corrected. A person may add one that the reading
    missed: its `original` is what they typed from the page."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    original = models.TextField()
    text = models.TextField()
    kind = models.CharField(max_length=50)
    group = models.CharField(max_length=300, blank=True)
    for_whom = models.CharField(max_length=20)
    page = models.PositiveIntegerField()
    tags = models.JSONField(default=list)
    left_out = models.BooleanField(default=False)
    left_out_why = models.CharField(max_length=500, blank=True)
    added_by_hand = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("report_id", "number")
        constraints = (
            models.UniqueConstraint(fields=("report", "number"), name="line_once"),
            models.CheckConstraint(
                condition=Q(left_out=False) | ~Q(left_out_why=""), name="line_left_out_with_reason"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"

    @property
    def corrected(self) -> bool:
        """Whether a person changed the words that were read."""
        return self.text != self.original
