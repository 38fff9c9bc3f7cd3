"""The trail of who did what, what was signed, and when the trail was last read through. It names people and
things in words, never by foreign key: it outlives them."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from django.db import models


class Entry(models.Model):
    """One act. Added and read, never changed: the database refuses, not only this code."""

    when = models.DateTimeField(auto_now_add=True, db_index=True)
    who_name = models.CharField(max_length=200)
    who_id = models.CharField(max_length=100)
    act = models.CharField(max_length=200)  # a verb and its object, past tense: "agreed the action"
    about_kind = models.CharField(max_length=50)
    about_key = models.CharField(max_length=100)
    about_label = models.CharField(max_length=300)
    details = models.JSONField(default=dict)  # never a child's details

    class Meta:
        ordering = ("-when", "-id")
        indexes = (models.Index(fields=("about_kind", "about_key", "-when"), name="history_about"),)

    def __str__(self) -> str:
        return f"{self.who_name} {self.act}"


class Signature(models.Model):
    """Somebody's word for a record as it stood: the record itself, who, in which role, what they said, when.
    Signed with the site's key, so that whoever holds its public half can check it without the site. Added
    and read, never changed."""

    about_kind = models.CharField(max_length=50)
    about_key = models.CharField(max_length=100)
    about_label = models.CharField(max_length=300)
    record = models.JSONField()  # what was signed, field by field
    digest = models.CharField(max_length=64)  # SHA-256 of the record's canonical JSON
    statement = models.TextField()
    who_name = models.CharField(max_length=200)
    who_id = models.CharField(max_length=100)
    role = models.CharField(max_length=200)
    how = models.CharField(max_length=200)  # how it was known that it was them
    proof = models.CharField(max_length=100, unique=True)  # one proof, one signature
    when = models.DateTimeField()
    key = models.CharField(max_length=16)
    signature = models.CharField(max_length=100)

    class Meta:
        ordering = ("-when", "-id")
        indexes = (models.Index(fields=["about_kind", "about_key", "-when"], name="signature_about"),)

    def __str__(self) -> str:
        return f"{self.who_name}: {self.statement}"

    @property
    def said(self) -> dict[str, Any]:
        """What the site's key signed."""
        words = (
            "about_kind",
            "about_key",
            "about_label",
            "digest",
            "statement",
            "who_name",
            "who_id",
            "role",
            "how",
        )
        when = self.when.astimezone(UTC).isoformat()
        return {name: getattr(self, name) for name in words} | {"proof": self.proof, "when": when}


class Check(models.Model):
    """The trail was read from end to end: how much of it, and what was wrong."""

    at = models.DateTimeField(auto_now_add=True)
    by_name = models.CharField(max_length=200)
    rows = models.PositiveBigIntegerField()
    signatures = models.PositiveBigIntegerField()
    heads = models.PositiveIntegerField()
    faults = models.JSONField(default=list)  # in words, each with its number

    class Meta:
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.rows} rows, {len(self.faults)} wrong"
