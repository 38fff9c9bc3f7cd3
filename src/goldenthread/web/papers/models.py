"""Papers as made: from what, by whom, when, released by whom; and the file itself, which never changes."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from goldenthread.disclosure.profiles import BOARD, Audience, audiences
from goldenthread.web.accounts.models import Person


class Making(models.TextChoices):
    """Where the making of a paper stands. `failed`: a fault, or a site stopped twice in the middle of it.
    `discarded`: a draft that nobody is to release; its history stays."""

    WAITING = "waiting"
    MADE = "made"
    FAILED = "failed"
    DISCARDED = "discarded"


class Paper(models.Model):
    """A paper for one audience. `inputs` is all it is made from but the records, which `snapshot` names, and
    what readers outside were told before, which stands with the file: the same inputs give the same bytes,
    so anybody may make it again and compare `digest`. `withheld` is what the paper leaves out, in
    sentences."""

    snapshot = models.CharField(max_length=16)  # a name, not a key: the register of snapshots is rebuilt
    as_at = models.DateField()
    authority = models.CharField(max_length=200)
    made_up = models.BooleanField()
    audience = models.CharField(max_length=20, default=BOARD)  # a word of disclosure/audiences.yaml
    inputs = models.JSONField()  # snapshot, reports, plan, version: see `inputs.py`
    inputs_digest = models.CharField(max_length=64)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_by_name = models.CharField(max_length=200)
    asked_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=Making.choices, default=Making.WAITING)
    tries = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(null=True)
    withheld = models.JSONField(default=list)
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
            models.CheckConstraint(condition=~Q(audience=""), name="paper_for_somebody"),
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
        return f"{self.what} as at {self.as_at.day} {self.as_at:%B %Y}"

    @property
    def reader(self) -> Audience | None:
        """Whom it is for, as the rule stood on the records' day; None where there was no such audience."""
        return audiences(self.as_at).get(self.audience)

    @property
    def whom(self) -> str:
        """Whom it is for, in words."""
        return self.reader.title if self.reader else self.audience

    @property
    def what(self) -> str:
        return "Board paper" if self.audience == BOARD else f"Paper for {self.whom}"

    @property
    def as_counted(self) -> bool:
        """Whether it holds small numbers: so it does wherever we cannot tell."""
        return self.reader is None or self.reader.sees_all

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
        kind = "board-paper" if self.audience == BOARD else f"paper-for-{self.audience}"
        return f"{draft}{kind}-{self.as_at.isoformat()}-{self.digest[:8]}.pdf"


class Document(models.Model):
    """A paper's file, and what its readers had been told before it was made. Added once, never changed."""

    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="document")
    content = models.BinaryField()
    told = models.JSONField(default=dict)  # each count by its key, null where it was withheld

    def __str__(self) -> str:
        return f"{self.paper_id}.pdf"
