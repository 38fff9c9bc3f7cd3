"""A report or a notice as it was read, between its upload and its acceptance into the register."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldenthread.findings.model import (
    FOCUSED_VISIT,
    MINUTES,
    MONITORING_VISIT,
    NOTICE,
    NoticeDate,
    ProseDocument,
    SourceDocument,
    document_from_json,
)
from goldenthread.web.plan.models import Source, SourceKind


class Report(models.Model):
    """An uploaded report or improvement notice. `reading` is what the reader gave (its `to_json`), never
    changed; what a person corrects stands in its lines and dates. Once accepted it is a source of the
    register."""

    digest = models.CharField(max_length=64, unique=True)  # the name of the kept file
    kind = models.CharField(max_length=50, choices=SourceKind.choices, default=SourceKind.REPORT)
    file = models.CharField(max_length=255)
    size = models.PositiveIntegerField()
    reading = models.JSONField()
    uploaded_by_name = models.CharField(max_length=200)
    uploaded_by_id = models.CharField(max_length=100)
    uploaded_at = models.DateTimeField(auto_now_add=True)
    published = models.DateField(null=True, blank=True)  # as read, or as a person put in where not printed
    filled = models.JSONField(default=dict)  # what a person filled in that could not be read, by part
    dates = models.JSONField(default=list)  # what a notice sets, each as NoticeDate.to_json; as corrected
    source = models.OneToOneField(Source, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-uploaded_at", "-id")

    def __str__(self) -> str:
        return self.file

    @property
    def as_read(self) -> SourceDocument:
        """The reading as a value."""
        return document_from_json(self.reading)

    @property
    def is_notice(self) -> bool:
        return self.kind == SourceKind.NOTICE

    @property
    def is_report(self) -> bool:
        """An inspection report has judgements; a notice and a letter have paragraphs, and dates they set."""
        return self.kind == SourceKind.REPORT

    @property
    def inspected(self) -> bool:
        """Whether inspectors came: there are days of it, and somebody led."""
        return self.kind in (SourceKind.REPORT, SourceKind.FOCUSED_VISIT, SourceKind.MONITORING_LETTER)

    @property
    def noun(self) -> str:
        """What the document is called in a sentence."""
        return _NOUNS.get(self.kind, "document")

    @property
    def asks(self) -> str:
        """What one of its lines is called in a sentence."""
        return "requirement" if self.is_notice else "finding"

    @property
    def sets(self) -> list[NoticeDate]:
        """The dates it sets, as corrected."""
        return [NoticeDate.from_json(one) for one in self.dates]


_NOUNS = {
    SourceKind.REPORT.value: "report",
    SourceKind.NOTICE.value: "notice",
    SourceKind.FOCUSED_VISIT.value: "letter",
    SourceKind.MONITORING_LETTER.value: "letter",
}
_KINDS = {
    NOTICE: SourceKind.NOTICE,
    FOCUSED_VISIT: SourceKind.FOCUSED_VISIT,
    MONITORING_VISIT: SourceKind.MONITORING_LETTER,
    MINUTES: SourceKind.MINUTES,
}


def kind_of(document: SourceDocument) -> SourceKind:
    """The register's kind of source for a document as read."""
    return _KINDS[document.document] if isinstance(document, ProseDocument) else SourceKind.REPORT


class Line(models.Model):
    """One finding of a report or requirement of a notice, as read (`original`) and as corrected. A person may
    add one that the reading missed: its `original` is what they typed from the page."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    original = models.TextField()
    text = models.TextField()
    kind = models.CharField(max_length=50)
    group = models.CharField(max_length=300, blank=True)
    for_whom = models.CharField(max_length=20)
    page = models.PositiveIntegerField()
    paragraph = models.CharField(max_length=60, blank=True)  # of a notice, in words: "paragraph 3(a)"
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
