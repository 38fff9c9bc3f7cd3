"""Which children whom is shown or kept from whom, and who looked. All of it names children by the identifiers
of the records and people by their lasting references, never by foreign key to a person: it outlives them.
Fenced.

Rows end and are never removed: what a right was on a day can be told for as long as the rows are kept."""

from __future__ import annotations

import uuid

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q


class ChildView(models.Model):
    """Somebody looked at a child, or at a list of children: who, whom, why, when. Only ever added to."""

    at = models.DateTimeField(auto_now_add=True)
    person_name = models.CharField(max_length=200)
    person = models.CharField(max_length=100)
    purpose = models.CharField(max_length=50)
    what = models.CharField(max_length=200)
    snapshot = models.CharField(max_length=16)
    children = models.JSONField()  # the children's identifiers, as the records have them
    identified = models.BooleanField()
    taken_away = models.PositiveIntegerField(null=True)  # rows that left as a file, where they did

    class Meta:
        ordering = ("-at", "-id")
        indexes = (
            models.Index(fields=("person", "-at"), name="childview_whose"),
            GinIndex(
                fields=("children",), name="childview_whom", opclasses=("jsonb_path_ops",), fastupdate=False
            ),  # in its place at once: a list of what is to be put there would be read through by each search
        )

    def __str__(self) -> str:
        return f"{self.person_name}: {self.what}"


class Restriction(models.Model):
    """A child whom only named people see. It holds from the moment it is asked for, because waiting for a
    signature would leave the child open to be looked at; lifting it takes two people."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.TextField()
    reason = models.TextField()
    review_on = models.DateField()
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=100)
    asked_by_name = models.CharField(max_length=200)
    signed_by = models.CharField(max_length=100, blank=True)
    signed_by_name = models.CharField(max_length=200, blank=True)
    lift_asked_by = models.CharField(max_length=100, blank=True)
    lift_asked_by_name = models.CharField(max_length=200, blank=True)
    lift_why = models.TextField(blank=True)
    lifted_by = models.CharField(max_length=100, blank=True)
    lifted_by_name = models.CharField(max_length=200, blank=True)
    lifted_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("review_on", "child")
        constraints = (
            models.UniqueConstraint(
                fields=("child",), condition=Q(lifted_at=None), name="restriction_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(signed_by="") | ~Q(signed_by=F("asked_by")), name="restriction_two_to_sign"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None)
                | (~Q(lifted_by="") & ~Q(lift_asked_by="") & ~Q(lifted_by=F("lift_asked_by"))),
                name="restriction_two_to_lift",
            ),
        )

    def __str__(self) -> str:
        return "a restricted child"


class Listing(models.Model):
    """Somebody who may see a restricted child, as far as their role reaches. In force once it is signed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    restriction = models.ForeignKey(Restriction, on_delete=models.PROTECT, related_name="listings")
    person = models.CharField(max_length=100)
    person_name = models.CharField(max_length=200)
    why = models.TextField()
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=100)
    added_by_name = models.CharField(max_length=200)
    signed_by = models.CharField(max_length=100, blank=True)
    signed_by_name = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("person_name", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("restriction", "person"), condition=Q(ended_at=None), name="listing_once"
            ),
        )

    def __str__(self) -> str:
        return self.person_name


class OpeningKind(models.TextChoices):
    EMERGENCY = "emergency"
    PUT_RIGHT = "put right"


class Opening(models.Model):
    """One child's record opened to one person for an hour, and the review of it that is owed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=OpeningKind.choices)
    child = models.TextField()
    person = models.CharField(max_length=100)
    person_name = models.CharField(max_length=200)
    reason = models.TextField()
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    told = models.JSONField()  # references of those told, who may review it
    review_due = models.DateField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.CharField(max_length=100, blank=True)
    reviewed_by_name = models.CharField(max_length=200, blank=True)
    right = models.BooleanField(null=True)  # whether it was right to open it
    review = models.TextField(blank=True)

    class Meta:
        ordering = ("-starts", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=OpeningKind.values), name="opening_known_kind"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="opening_ends_after"),
            models.CheckConstraint(
                condition=Q(reviewed_at=None) | (~Q(reviewed_by="") & ~Q(reviewed_by=F("person"))),
                name="opening_reviewed_by_another",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind}: {self.person_name}"


class Allotment(models.Model):
    """One child allotted to somebody who audits, to its last day, for reading only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sample = models.UUIDField()  # what was allotted together
    child = models.TextField()
    person = models.CharField(max_length=100)
    person_name = models.CharField(max_length=200)
    why = models.TextField()
    starts = models.DateField()
    ends = models.DateField()  # the last day
    by = models.CharField(max_length=100)
    by_name = models.CharField(max_length=200)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("ends", "child")
        constraints = (
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="allotment_ends_after"),
            models.CheckConstraint(condition=~Q(by=F("person")), name="allotment_by_another"),
            models.UniqueConstraint(fields=("sample", "child"), name="allotment_once"),
        )

    def __str__(self) -> str:
        return f"allotted to {self.person_name}"


class Conflict(models.Model):
    """A tie between somebody and a child or its family: it subtracts from every reach, for as long as it
    stands."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.TextField()
    person = models.CharField(max_length=100)
    person_name = models.CharField(max_length=200)
    tie = models.TextField()
    recorded_at = models.DateTimeField()
    by = models.CharField(max_length=100)
    by_name = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=100, blank=True)
    ended_by_name = models.CharField(max_length=200, blank=True)
    end_why = models.TextField(blank=True)

    class Meta:
        ordering = ("person_name", "child")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "child"), condition=Q(ended_at=None), name="conflict_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | (~Q(ended_by="") & ~Q(ended_by=F("person"))),
                name="conflict_ended_by_another",
            ),
        )

    def __str__(self) -> str:
        return f"a conflict of {self.person_name}"


class Notice(models.Model):
    """Something somebody must be told at once: a line on their Today page until one of them has read it. Its
    words name no child."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField()
    by = models.CharField(max_length=100)  # whose act it tells of
    to = models.CharField(max_length=20)  # "manager" or "guardian"
    people = models.JSONField()  # references
    words = models.CharField(max_length=300)
    about_kind = models.CharField(max_length=50)
    about_key = models.CharField(max_length=100)
    read_at = models.DateTimeField(null=True)
    read_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return self.words
