"""Papers as made: from what, by whom, when, released by whom; and the file itself, which never changes."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from goldenthread.web.accounts.models import Person


class Making(models.TextChoices):
    """Where the making of a paper stands. `failed`: a fault, or a site stopped twice in the middle of it.
    `discarded`: a draft that nobody is to release; its history stays."""

    WAITING = "waiting"
    MADE = "made"
    FAILED = "failed"
    DISCARDED = "discarded"


class Paper(models.Model):
    """A board paper. `inputs` is all it is made from but the records, which `snapshot` names: the same inputs
    give the same bytes, so anybody may make it again and compare `digest`."""

    snapshot = models.CharField(max_length=16)  # a name, not a key: the register of snapshots is rebuilt
    as_at = models.DateField()
    authority = models.CharField(max_length=200)
    made_up = models.BooleanField()
    inputs = models.JSONField()  # snapshot, reports, plan, version: see `inputs.py`
    inputs_digest = models.CharField(max_length=64)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_by_name = models.CharField(max_length=200)
    asked_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=Making.choices, default=Making.WAITING)
    tries = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)  # SHA-256 of the file
    size = models.PositiveIntegerField(default=0)  # its bytes
    why = models.CharField(max_length=300, blank=True)  # why it could not be made, or was discarded
    discarded_by_name = models.CharField(max_length=200, blank=True)
    discarded_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    released_by_name = models.CharField(max_length=200, blank=True)
    released_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-asked_at", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=Making.values), name="paper_known_state"),
            models.CheckConstraint(
                condition=~Q(state=Making.MADE) | (~Q(digest="") & Q(made_at__isnull=False)),
                name="paper_made_with_its_digest",
            ),
            models.CheckConstraint(
                condition=Q(released_by=None)
                | (Q(state=Making.MADE, released_at__isnull=False) & ~Q(released_by_name="")),
                name="paper_released_when_made",
            ),
            models.CheckConstraint(
                condition=~Q(state=Making.DISCARDED)
                | (~Q(discarded_by_name="") & ~Q(why="") & Q(discarded_at__isnull=False)),
                name="paper_discarded_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(released_by=F("made_by")), name="paper_not_released_by_its_maker"
            ),
        )

    def __str__(self) -> str:
        return f"Board paper as at {self.as_at.day} {self.as_at:%B %Y}"

    @property
    def under_way(self) -> bool:
        return self.state == Making.WAITING

    @property
    def made(self) -> bool:
        return self.state == Making.MADE

    @property
    def released(self) -> bool:
        return self.released_by_id is not None

    @property
    def discarded(self) -> bool:
        return self.state == Making.DISCARDED

    @property
    def may_be_discarded(self) -> bool:
        """A draft, or one that could not be made; never one that is released or being made."""
        return (self.made and not self.released) or self.state == Making.FAILED

    @property
    def stands(self) -> tuple[str, str]:
        """Its state in words, and the colour that repeats it."""
        if self.released:
            return "Released", "green"
        if self.under_way:
            return "Being made", "blue"
        if self.discarded:
            return "Discarded", "grey"
        return ("Draft", "yellow") if self.made else ("Not made", "red")

    @property
    def file_name(self) -> str:
        draft = "" if self.released else "DRAFT-"
        return f"{draft}board-paper-{self.as_at.isoformat()}-{self.digest[:8]}.pdf"


class Document(models.Model):
    """A paper's file. Added once, never changed."""

    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="document")
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.paper_id}.pdf"
