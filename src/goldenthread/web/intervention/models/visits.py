"""A visit by a regulator or a peer, and what is said in confidence before its report is published."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from goldenthread.web.accounts.models import Person
from goldenthread.web.plan.models import Objective, Requirement, Source


class VisitKind(models.TextChoices):
    """What kind of visit; the rules of `standards.after_inspection` go by these words."""

    INSPECTION = "inspection", "Inspection"
    FOCUSED = "focused visit", "Focused visit"
    MONITORING = "monitoring visit", "Monitoring visit"
    JOINT = "joint inspection", "Joint targeted area inspection"
    REVIEW = "department's review", "Review by the department"
    PEER = "peer challenge", "Peer challenge"


class Visit(models.Model):
    """A visit from its announcement to its published report. `published_at` is the moment the embargo ends:
    until then, and while it is not known, the draft and the report are for the people named alone."""

    kind = models.CharField(max_length=30, choices=VisitKind.choices)
    by_whom = models.CharField(max_length=200)
    announced = models.DateField(null=True, blank=True)
    on_site_from = models.DateField()
    on_site_to = models.DateField()
    feedback_on = models.DateField(null=True, blank=True)
    draft_received = models.DateField(null=True, blank=True)
    comments_due = models.DateField(null=True, blank=True)
    comments_sent = models.DateField(null=True, blank=True)
    final_received = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    plan_asked = models.BooleanField(default=False)
    priority_action = models.BooleanField(default=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-on_site_from", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=VisitKind.values), name="visit_known_kind"),
            models.CheckConstraint(
                condition=Q(on_site_to__gte=F("on_site_from")), name="visit_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(comments_sent=None) | Q(draft_received__isnull=False),
                name="visit_comments_on_a_draft",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.on_site_from.day} {self.on_site_from:%B %Y}"

    def published(self, *, at: datetime) -> bool:
        """Whether the embargo has ended at a moment."""
        return self.published_at is not None and self.published_at <= at


class Reader(models.Model):
    """Somebody named to see what a visit says in confidence, from when until when."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="readers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=300)
    named_by_name = models.CharField(max_length=200)
    named_by_id = models.CharField(max_length=100)
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("named_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("visit", "person"), condition=Q(ended_at=None), name="reader_named_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | ~Q(ended_by_name=""), name="reader_ended_by_somebody"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} for {self.visit_id}"


class Look(models.Model):
    """Somebody saw what is held in confidence. Added, never changed."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="looks")
    who_name = models.CharField(max_length=200)
    who_id = models.CharField(max_length=100)
    what = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.who_name}: {self.what}"


class PublicationChange(models.Model):
    """A moment of publication: set or brought forward by one person named and confirmed by another, since it
    opens what was shut; put off by one alone."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="publication_changes")
    moment = models.DateTimeField()
    why = models.CharField(max_length=300)
    puts_off = models.BooleanField(default=False)
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_by_name = models.CharField(max_length=200)
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_by_name = models.CharField(max_length=200, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    withdrawn = models.BooleanField(default=False)

    class Meta:
        ordering = ("-proposed_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("visit",),
                condition=Q(confirmed_at=None, withdrawn=False),
                name="publication_change_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("proposed_by")),
                name="publication_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(puts_off=True) | Q(confirmed_by__isnull=False),
                name="publication_sooner_needs_a_second",
            ),
        )

    def __str__(self) -> str:
        return f"{self.moment:%d %B %Y %H:%M} for {self.visit_id}"


class Said(models.TextChoices):
    """How the inspectors meant a point, as it was heard."""

    STRENGTH = "strength", "A strength"
    CONCERN = "concern", "A concern"
    PRIORITY = "priority", "Needs action at once"


class Outcome(models.TextChoices):
    """What became of a point when the letter came."""

    WAITING = "waiting", "Not compared with the letter yet"
    CONFIRMED = "confirmed", "In the letter as it was said"
    CHANGED = "changed", "In the letter, changed"
    ABSENT = "not in the letter", "Not in the letter"


class FeedbackPoint(models.Model):
    """One thing said at the end of a visit, as noted: provisional until it is compared with the letter.
    `earlier` keeps the words of every version before, so that nothing noted is lost."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="points")
    number = models.PositiveIntegerField()
    said = models.CharField(max_length=20, choices=Said.choices)
    theme = models.CharField(max_length=200)
    said_by = models.CharField(max_length=200, blank=True)  # a role: "lead inspector"
    words = models.TextField()
    earlier = models.JSONField(default=list)
    noted_by_name = models.CharField(max_length=200)
    noted_at = models.DateTimeField()
    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=20, choices=Outcome.choices, default=Outcome.WAITING)
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, null=True, related_name="+")
    outcome_words = models.TextField(blank=True)
    compared_by_name = models.CharField(max_length=200, blank=True)
    compared_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("visit_id", "number")
        constraints = (
            models.UniqueConstraint(fields=("visit", "number"), name="feedback_point_once"),
            models.CheckConstraint(condition=Q(said__in=Said.values), name="feedback_known_meaning"),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="feedback_known_outcome"),
            models.CheckConstraint(
                condition=Q(said=Said.STRENGTH)
                | ~Q(outcome__in=(Outcome.CONFIRMED, Outcome.CHANGED))
                | Q(requirement__isnull=False),
                name="feedback_found_in_the_letter",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=(Outcome.CHANGED, Outcome.ABSENT)) | ~Q(outcome_words=""),
                name="feedback_changed_in_words",
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.WAITING)
                | (~Q(compared_by_name="") & Q(compared_on__isnull=False)),
                name="feedback_compared_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"Point {self.number}"

    @property
    def asks(self) -> bool:
        """Whether it asks for anything: a strength does not."""
        return self.said != Said.STRENGTH


class Replied(models.TextChoices):
    """What the regulator said to a point of accuracy."""

    WAITING = "waiting", "No reply yet"
    ACCEPTED = "accepted", "Accepted"
    IN_PART = "accepted in part", "Accepted in part"
    REFUSED = "not accepted", "Not accepted"


class AccuracyPoint(models.Model):
    """Something in a draft report that is not so, where it stands, and what shows it."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="accuracy_points")
    number = models.PositiveIntegerField()
    page = models.PositiveIntegerField()
    paragraph = models.CharField(max_length=60, blank=True)
    says = models.TextField()
    right = models.TextField()
    evidence = models.TextField()
    raised_by = models.CharField(max_length=200)
    sent_on = models.DateField(null=True)
    reply = models.CharField(max_length=20, choices=Replied.choices, default=Replied.WAITING)
    reply_words = models.TextField(blank=True)
    replied_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("visit_id", "page", "number")
        constraints = (
            models.UniqueConstraint(fields=("visit", "number"), name="accuracy_point_once"),
            models.CheckConstraint(condition=Q(reply__in=Replied.values), name="accuracy_known_reply"),
            models.CheckConstraint(
                condition=Q(reply=Replied.WAITING)
                | Q(sent_on__isnull=False, replied_on__isnull=False, replied_on__gte=F("sent_on")),
                name="accuracy_replied_once_sent",
            ),
        )

    def __str__(self) -> str:
        return f"Point {self.number}"


class FileKind(models.TextChoices):
    DRAFT = "draft report", "Draft report"
    REPORT = "report", "Report or letter"
    REPLY = "reply", "Reply of the regulator or the department"


class KeptFile(models.Model):
    """A file handed in, sealed where the site has a key. One of a visit is under its embargo; a reply to the
    plan belongs to no visit and is open to whoever sees the plan."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, related_name="files")
    kind = models.CharField(max_length=20, choices=FileKind.choices)
    name = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)  # of the file as it was handed in
    size = models.PositiveIntegerField()
    content = models.BinaryField()
    added_by_name = models.CharField(max_length=200)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("added_at", "id")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=FileKind.values), name="kept_file_known_kind"),
            models.CheckConstraint(
                condition=Q(kind=FileKind.REPLY, visit=None)
                | (~Q(kind=FileKind.REPLY) & Q(visit__isnull=False)),
                name="kept_file_of_a_visit_or_a_reply",
            ),
            models.UniqueConstraint(fields=("visit", "kind", "digest"), name="kept_file_once"),
        )

    def __str__(self) -> str:
        return self.name
