"""What shows it: exhibits pinned to actions, and who judged whether they are enough."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from goldenthread.web.accounts.models import Person
from goldenthread.web.evidence.models import Exhibit
from goldenthread.web.plan.models.delivery import Action
from goldenthread.web.plan.models.files import KeptFile

FILE = "file"  # the kind of an exhibit that is a file kept here, its key the file's digest
KEPT_HERE = "Kept here: "


class Judged(models.TextChoices):
    WAITING = "waiting", "Not judged yet"
    SUFFICIENT = "sufficient", "Sufficient"
    NOT_SUFFICIENT = "not sufficient", "Not sufficient"


class Evidence(models.Model):
    """An exhibit pinned to an action: what it shows, and who judged whether it is enough."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="evidence")
    exhibit = models.ForeignKey(Exhibit, on_delete=models.PROTECT, related_name="+")
    shows = models.TextField()
    where = models.CharField(max_length=500, blank=True)  # where a document, a minute or a link is found
    speaks_from = models.DateField(null=True)  # the period it speaks of: its age is counted from the end
    speaks_to = models.DateField(null=True)
    file = models.ForeignKey(KeptFile, on_delete=models.PROTECT, null=True, related_name="+")
    pinned_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    judged = models.CharField(max_length=20, choices=Judged.choices, default=Judged.WAITING)
    judged_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    judged_by_name = models.CharField(max_length=200, blank=True)
    judged_on = models.DateField(null=True)
    judged_why = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("action", "exhibit"), name="evidence_pinned_once"),
            models.CheckConstraint(condition=Q(judged__in=Judged.values), name="evidence_known_judgement"),
            models.CheckConstraint(
                condition=Q(judged=Judged.WAITING) | (~Q(judged_by_name="") & ~Q(judged_why="")),
                name="evidence_judged_in_full",
            ),
            models.CheckConstraint(
                condition=Q(speaks_from=None) | Q(speaks_to__isnull=False, speaks_to__gte=F("speaks_from")),
                name="evidence_period_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(judged_by=F("pinned_by")), name="evidence_not_judged_by_whoever_pinned_it"
            ),
        )

    def __str__(self) -> str:
        return f"{self.exhibit}: {self.shows}"

    @property
    def file_digest(self) -> str:
        """By what its file is found, whether or not it is here; "" where it is of another kind."""
        return self.exhibit.key if self.exhibit.kind == FILE else ""

    @property
    def file_name(self) -> str:
        """What its file is called, whether or not it is here."""
        if self.file is not None:
            return self.file.name
        return self.where.removeprefix(KEPT_HERE) if self.file_digest else ""

    @property
    def speaks_until(self) -> date:
        """The last day it speaks of: of a frozen figure its period's, else as was said, else its date."""
        figure = self.exhibit.ref.figure
        return self.speaks_to or (figure.period_end if figure else self.exhibit.as_of)

    @property
    def speaks_since(self) -> date:
        """The first day it speaks of."""
        figure = self.exhibit.ref.figure
        return self.speaks_from or (figure.period_start if figure else self.speaks_until)
