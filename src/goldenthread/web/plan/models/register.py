"""What was asked: the documents that ask, and each thing they ask for."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce


class Disposition(models.TextChoices):
    """What the authority said to a finding."""

    ACCEPTED = "accepted", "Accepted"
    UNDER_WAY = "already under way", "Already under way"
    IN_PART = "accepted in part", "Accepted in part"
    NOT_ACCEPTED = "not accepted", "Not accepted"
    LATER = "to start later", "To start later"


class Severity(models.TextChoices):
    """How soon an answer is asked for; at first what the kind of finding says."""

    IMMEDIATE = "immediate", "Immediate"
    PRIORITY = "priority", "Priority"
    IMPROVEMENT = "improvement", "Improvement"


class Level(models.TextChoices):
    """How much a requirement would change for children, or what it would take."""

    HIGH = "high", "High"
    MEDIUM = "medium", "Medium"
    LOW = "low", "Low"


STRENGTH = "strength"
ASKS_NOTHING = (STRENGTH, "progress")  # kinds of findings that are kept to be sustained, and ask for nothing
_NOUNS = {STRENGTH: "strength", "progress": "sign of progress", "notice_requirement": "requirement"}


class SourceKind(models.TextChoices):
    """What kind of document asks something of the service."""

    REPORT = "inspection report", "Inspection report"
    NOTICE = "improvement notice", "Improvement notice"
    FOCUSED_VISIT = "focused visit letter", "Focused visit letter"
    MONITORING_LETTER = "monitoring letter", "Monitoring letter"
    PEER_REVIEW = "peer review", "Peer review"
    PROCESS_REVIEW = "process review", "Lean or process review"
    INTERNAL_AUDIT = "internal audit", "Internal audit"
    SCRUTINY = "scrutiny recommendation", "Scrutiny recommendation"
    VISIT_ELSEWHERE = "visit to another authority", "Visit to another authority"
    SELF_EVALUATION = "self-evaluation", "Self-evaluation"
    COMPLAINTS = "complaint learning", "Learning from complaints"
    SERIOUS_CASE = "serious case learning", "Learning from a serious case"
    MINUTES = "minutes", "Minutes of a meeting"


class PlanTitle(models.Model):
    """What this authority calls its plan: one row."""

    only = models.BooleanField(default=True, unique=True)
    title = models.CharField(max_length=200)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(only=True), name="plan_one_title"),)

    def __str__(self) -> str:
        return self.title


class Source(models.Model):
    """A document that asks something of the service. Of an inspection report there are framework, dates of
    inspection and judgements; of an improvement notice its title, and the dates it sets. One entered by hand
    has the title it was given, and a file only where somebody keeps one with it."""

    # Of the file; the same file is the same source. None where there is no file.
    digest = models.CharField(max_length=64, unique=True, null=True, blank=True)
    kind = models.CharField(max_length=50, choices=SourceKind.choices, default=SourceKind.REPORT)
    by_hand = models.BooleanField(default=False)  # entered by a person, not read from its file
    file = models.CharField(max_length=255, blank=True)
    title = models.CharField(max_length=200, blank=True)  # a notice's own, or given by hand
    authority = models.CharField(max_length=200, blank=True)
    made_by = models.CharField(max_length=200, blank=True)  # of one entered by hand: who wrote it
    framework = models.CharField(max_length=50, blank=True)  # an id of standards.frameworks
    inspection_start = models.DateField(null=True, blank=True)
    inspection_end = models.DateField(null=True, blank=True)
    published = models.DateField(null=True, blank=True)  # a notice's day of issue
    judgements = models.JSONField(default=dict)  # id of the judgement -> code of its grade
    dates = models.JSONField(default=list)  # what a notice sets, each as findings.model.NoticeDate.to_json
    accepted_by_name = models.CharField(max_length=200)
    accepted_by_id = models.CharField(max_length=100)
    accepted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = (Coalesce("inspection_end", "published").desc(nulls_last=True), "-id")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=SourceKind.values), name="source_known_kind"),
            models.CheckConstraint(
                condition=Q(by_hand=True) & ~Q(title="")
                | Q(by_hand=False, digest__isnull=False) & ~Q(file=""),
                name="source_has_a_file_or_was_entered_by_hand",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What it goes by: its file where it was read from one, else the title it was given."""
        return self.title if self.by_hand else self.file

    @property
    def is_notice(self) -> bool:
        return self.kind == SourceKind.NOTICE

    @property
    def day(self) -> date | None:
        """When it spoke: the inspection's last day, else the day it was issued."""
        return self.inspection_end or self.published


class Requirement(models.Model):
    """A finding accepted into the register. `original` are the inspectors' words as read, never changed;
    `text` is what a person corrected them to where the reading was wrong, else the same."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="requirements")
    number = models.PositiveIntegerField()  # its place in the source
    original = models.TextField()
    text = models.TextField()
    page = models.PositiveIntegerField(null=True, blank=True)  # None where there is no file to turn to
    paragraph = models.CharField(max_length=60, blank=True)  # in words: "paragraph 3(a)"
    kind = models.CharField(max_length=50)  # a key of standards.frameworks.outcome_kinds
    for_whom = models.CharField(max_length=20)
    group = models.CharField(max_length=300, blank=True)
    tags = models.JSONField(default=list)
    severity = models.CharField(max_length=20, choices=Severity.choices)
    disposition = models.CharField(max_length=20, choices=Disposition.choices, default=Disposition.ACCEPTED)
    reason = models.TextField(blank=True)
    # Who said so and when: a meeting or a person, in words. Empty until somebody answers it.
    decided_by_name = models.CharField(max_length=200, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    later_from = models.DateField(null=True, blank=True)  # to start later: the day, or what must come first
    later_when = models.CharField(max_length=500, blank=True)
    come_on = models.DateField(null=True, blank=True)  # when somebody said that it has come
    come_by_name = models.CharField(max_length=200, blank=True)
    difference = models.CharField(max_length=10, choices=Level.choices, blank=True)
    effort = models.CharField(max_length=10, choices=Level.choices, blank=True)
    repeats = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="repeated_by"
    )
    accepted_by_name = models.CharField(max_length=200)
    accepted_by_id = models.CharField(max_length=100)
    accepted_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("source_id", "number")
        constraints = (
            models.UniqueConstraint(fields=("source", "number"), name="requirement_once"),
            models.CheckConstraint(
                condition=Q(disposition__in=Disposition.values), name="requirement_known_disposition"
            ),
            models.CheckConstraint(condition=Q(severity__in=Severity.values), name="requirement_severity"),
            models.CheckConstraint(
                condition=Q(disposition__in=(Disposition.ACCEPTED, Disposition.UNDER_WAY, Disposition.LATER))
                | ~Q(reason=""),
                name="requirement_declined_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(disposition=Disposition.LATER) | Q(later_from__isnull=False) | ~Q(later_when=""),
                name="requirement_later_on_a_condition",
            ),
            models.CheckConstraint(
                condition=Q(decided_by_name="", decided_on=None)
                | ~Q(decided_by_name="") & Q(decided_on__isnull=False),
                name="requirement_decided_by_somebody_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(difference__in=("", *Level.values), effort__in=("", *Level.values)),
                name="requirement_known_levels",
            ),
            models.CheckConstraint(
                condition=Q(come_on=None, come_by_name="") | Q(come_on__isnull=False) & ~Q(come_by_name=""),
                name="requirement_come_by_name_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"

    @property
    def noun(self) -> str:
        """What it is called: a notice requires, inspectors find."""
        return _NOUNS.get(self.kind, "finding")

    @property
    def is_strength(self) -> bool:
        """Whether it asks for nothing, and is kept to be sustained."""
        return self.kind in ASKS_NOTHING

    @property
    def is_quick_win(self) -> bool:
        """Little effort for at least some difference."""
        return self.effort == Level.LOW and self.difference in {Level.HIGH, Level.MEDIUM}

    def put_off(self, as_at: date) -> bool:
        """Whether it is to start later and what it waits for has not come."""
        return self.disposition == Disposition.LATER and not self.has_come(as_at)

    def has_come(self, as_at: date) -> bool:
        """Whether the day it waits for is here, or somebody said that what it waits for has come."""
        return self.come_on is not None or (self.later_from is not None and self.later_from <= as_at)

    @property
    def where(self) -> str:
        """Its place in the document: its paragraph and its page, where they are known."""
        places = (self.paragraph, f"page {self.page}" if self.page else "")
        return ", ".join(place for place in places if place)
