"""How long what is kept, what beats that, what was removed, and what was given to whoever asked for it.

Fenced: seen by those who keep records or answer requests, and by the site itself. A child is named by the
records' own identifier, until the record leaves and a tombstone takes its place.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from goldenthread.standards.retention import LocalPeriod, classes
from goldenthread.web.accounts.models import Person


class Period(models.Model):
    """What the authority set for a class that has no national period. Added, never changed: a later one holds
    from its own day."""

    class_id = models.CharField(max_length=50)
    event = models.CharField(max_length=20)
    years = models.PositiveIntegerField()
    valid_from = models.DateField()
    source = models.CharField(max_length=300)  # the schedule or decision that says so
    set_by_name = models.CharField(max_length=200)
    set_by_id = models.CharField(max_length=100)
    set_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("class_id", "valid_from", "id")
        constraints = (models.CheckConstraint(condition=Q(years__gt=0), name="period_some_years"),)

    def __str__(self) -> str:
        return f"{classes()[self.class_id].title}: {self.years} years"

    @property
    def value(self) -> LocalPeriod:
        """The same as the rules know it."""
        return LocalPeriod(self.class_id, self.event, self.years, self.valid_from, self.source)


class HoldKind(models.TextChoices):
    LEGAL = "legal", "Legal proceedings"
    INQUIRY = "inquiry", "An inquiry or a review"
    COMPLAINT = "complaint", "A complaint"
    OTHER = "other", "Something else"


class Hold(models.Model):
    """A reason to keep a child's record, or every record, whatever its day: from a day, to a last day where
    it has one. It beats every rule."""

    child = models.CharField(max_length=200, blank=True)  # "" holds every child's record
    kind = models.CharField(max_length=20, choices=HoldKind.choices)
    reason = models.TextField()
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)  # the last day it holds
    placed_by_name = models.CharField(max_length=200)
    placed_by_id = models.CharField(max_length=100)
    placed_at = models.DateTimeField(auto_now_add=True)
    lifted_by_name = models.CharField(max_length=200, blank=True)
    lifted_why = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = (F("ends").desc(nulls_first=True), "-starts", "-id")
        constraints = (
            models.CheckConstraint(condition=~Q(reason=""), name="hold_with_a_reason"),
            models.CheckConstraint(condition=Q(ends=None) | Q(ends__gte=F("starts")), name="hold_ends_after"),
        )

    def __str__(self) -> str:
        return f"{HoldKind(self.kind).label}: {'one record' if self.child else 'every record'}"


class DryRun(models.Model):
    """What a purge would remove, worked out on a day and changed by nothing. The lists go side by side: the
    first child of `children` is due by the first of `due`."""

    as_at = models.DateField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_by_name = models.CharField(max_length=200)
    children = models.JSONField(default=list)  # those that would leave
    due = models.JSONField(default=list)  # [{on, class_id, why}]
    held = models.JSONField(default=list)  # those past their day that a hold keeps
    held_why = models.JSONField(default=list)
    kept = models.JSONField(default=dict)  # why a record has no day -> how many
    rows = models.JSONField(default=dict)  # snapshot -> table -> rows that would go
    site_rows = models.JSONField(default=dict)  # model -> rows that would go or be anonymised
    mentions = models.JSONField(default=dict)  # model -> rows whose words name one of them, which stay
    others = models.JSONField(default=dict)  # model -> other rows past their period, which no purge removes
    digest = models.CharField(max_length=64)  # of the list and its rows: what a second person confirms

    class Meta:
        ordering = ("-made_at", "-id")

    def __str__(self) -> str:
        return f"Dry run of {self.as_at.day} {self.as_at:%B %Y}"

    @property
    def row_total(self) -> int:
        """Rows of children's records that would go, over every snapshot."""
        return sum(sum(tables.values()) for tables in self.rows.values())


class PurgeState(models.TextChoices):
    PROPOSED = "proposed", "Waits for a second person"
    CONFIRMED = "confirmed", "Being carried out"
    DONE = "done", "Carried out"
    WITHDRAWN = "withdrawn", "Withdrawn"
    STOPPED = "stopped", "Stopped"


class Purge(models.Model):
    """The removal of what a dry run found: proposed by one person, confirmed by another, carried out by the
    site. What was confirmed is the digest of the list."""

    dry_run = models.OneToOneField(DryRun, on_delete=models.PROTECT, related_name="purge")
    digest = models.CharField(max_length=64)
    why = models.TextField()
    state = models.CharField(max_length=10, choices=PurgeState.choices, default=PurgeState.PROPOSED)
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_by_name = models.CharField(max_length=200)
    proposed_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_by_name = models.CharField(max_length=200, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    carried_out_at = models.DateTimeField(null=True)
    removed = models.JSONField(
        default=dict
    )  # {tombstones, snapshots: {snapshot: {table: rows}}, site: {model: rows}}
    fault = models.CharField(max_length=300, blank=True)  # one sentence, where it was stopped or withdrawn

    class Meta:
        ordering = ("-proposed_at", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=PurgeState.values), name="purge_known_state"),
            models.CheckConstraint(condition=~Q(confirmed_by=F("proposed_by")), name="purge_by_two_people"),
            models.CheckConstraint(
                condition=~Q(state__in=(PurgeState.CONFIRMED, PurgeState.DONE))
                | (Q(confirmed_by__isnull=False, confirmed_at__isnull=False) & ~Q(confirmed_by_name="")),
                name="purge_confirmed_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"Purge {self.pk}"

    @property
    def stands(self) -> tuple[str, str]:
        """Its state in words, and the colour that repeats it."""
        colours = {
            PurgeState.PROPOSED: "yellow",
            PurgeState.CONFIRMED: "blue",
            PurgeState.DONE: "green",
            PurgeState.STOPPED: "red",
        }
        return PurgeState(self.state).label, colours.get(PurgeState(self.state), "grey")


class AskedBy(models.TextChoices):
    SUBJECT = "subject", "The person themselves"
    PARENT = "parent", "Somebody with parental responsibility"
    REPRESENTATIVE = "representative", "A solicitor or another representative"


class RequestState(models.TextChoices):
    OPEN = "open", "Open"
    ANSWERED = "answered", "Answered"
    CLOSED = "closed", "Closed without an answer"


class Request(models.Model):
    """Somebody asked for what is held about a child. While it is open, the child's record is held."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.CharField(max_length=200)
    asked_by = models.CharField(max_length=200)  # in words, as the authority knows them
    capacity = models.CharField(max_length=20, choices=AskedBy.choices)
    received = models.DateField()
    extended_on = models.DateField(null=True, blank=True)  # the day they were told that it is complex
    extended_why = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.OPEN)
    ended_on = models.DateField(null=True, blank=True)
    ended_why = models.TextField(blank=True)
    opened_by_name = models.CharField(max_length=200)
    opened_by_id = models.CharField(max_length=100)
    opened_at = models.DateTimeField(auto_now_add=True)
    words = models.JSONField(default=list)  # what a reader found that names others, looked for everywhere
    gathered_at = models.DateTimeField(null=True)
    gathered_digest = models.CharField(max_length=64, blank=True)  # of everything found
    answer_digest = models.CharField(max_length=64, blank=True)  # SHA-256 of the file given

    class Meta:
        ordering = ("ended_on", "received", "id")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=RequestState.values), name="request_known_state"),
            models.CheckConstraint(
                condition=Q(extended_on=None) | ~Q(extended_why=""), name="request_extended_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(state=RequestState.OPEN) | Q(ended_on__isnull=False),
                name="request_ended_on_a_day",
            ),
        )

    def __str__(self) -> str:
        return f"Request of {self.received.day} {self.received:%B %Y}"

    @property
    def open(self) -> bool:
        return self.state == RequestState.OPEN


class Pause(models.Model):
    """Clarification asked for: the clock stands still until it is given."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="pauses")
    question = models.TextField()
    asked_on = models.DateField()
    given_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("asked_on", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("request",), condition=Q(given_on=None), name="pause_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(given_on=None) | Q(given_on__gte=F("asked_on")), name="pause_given_after"
            ),
        )

    def __str__(self) -> str:
        return f"asked on {self.asked_on}"


class Decision(models.TextChoices):
    WAITING = "", "Not decided"
    KEEP = "keep", "Keep"
    REDACT = "redact", "Redact"


class Place(models.Model):
    """A place in what was gathered that may be about somebody else, and what was decided. The words are kept
    only until the request ends."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="places")
    child = models.CharField(max_length=200)
    order = models.PositiveIntegerField()
    key = models.CharField(max_length=16)
    sheet = models.CharField(max_length=100)
    column = models.CharField(max_length=100)
    where = models.CharField(max_length=300)  # the sheet and column in words
    text = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    why = models.CharField(max_length=300)
    decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.WAITING, blank=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    decided_by_id = models.CharField(max_length=100, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("order", "id")
        constraints = (
            models.UniqueConstraint(fields=("request", "key"), name="place_once"),
            models.CheckConstraint(condition=Q(decision__in=Decision.values), name="place_known_decision"),
            models.CheckConstraint(
                condition=Q(decision="") | ~Q(decided_by_name=""), name="place_decided_by_somebody"
            ),
        )

    def __str__(self) -> str:
        return f"{self.where}, characters {self.start} to {self.end}"

    @property
    def parts(self) -> tuple[str, str, str]:
        """The text before the place, the place, and the text after it."""
        return self.text[: self.start], self.text[self.start : self.end], self.text[self.end :]
