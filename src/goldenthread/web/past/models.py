"""The plan as it was: each row of its tables as it stood from a moment on, written by the database itself."""

from __future__ import annotations

from django.db import models

from goldenthread.web.accounts.models import Person


class RowVersion(models.Model):
    """A row of one of the plan's tables from a moment on, until its next version. The site's role reads
    these and cannot write them: a trigger does, when the transaction that changed the row commits.

    `at` is the moment it counts from and `written_at` when it was written down: in a demonstration, which
    plays days gone by, `at` is earlier; everywhere else the two are one, and the database sees to it.
    """

    relation = models.CharField(max_length=63)  # the table's name
    key = models.CharField(max_length=100)
    row = models.JSONField()
    gone = models.BooleanField(default=False)  # it was removed at this moment; `row` is what it last was
    at = models.DateTimeField()
    written_at = models.DateTimeField()
    transaction = models.BigIntegerField()

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("relation", "key", "-id"), name="rowversion_of_a_row"),)

    def __str__(self) -> str:
        return f"{self.relation} {self.key}"


class Kept(models.Model):
    """Since when a table's rows have been kept as they were."""

    relation = models.CharField(max_length=63, unique=True)
    since = models.DateTimeField()

    class Meta:
        ordering = ("relation",)

    def __str__(self) -> str:
        return self.relation


class ReadUpTo(models.Model):
    """Up to when somebody has read what changed in the plan: where "since I last read it" begins."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person} has read up to {self.at}"
