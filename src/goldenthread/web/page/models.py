"""Forms that were sent and acted on: what makes a second press of a button harmless."""

from __future__ import annotations

from django.db import models


class SentForm(models.Model):
    """A form's one-time key, taken by whoever sent it, and where they were led."""

    key = models.CharField(max_length=64)
    who = models.CharField(max_length=100)
    path = models.CharField(max_length=500)
    location = models.CharField(max_length=2000, blank=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("who", "key", "path"), name="form_sent_once"),)

    def __str__(self) -> str:
        return self.path
