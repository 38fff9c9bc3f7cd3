"""The trail of who did what. It names people and things in words, never by foreign key: it outlives them."""

from __future__ import annotations

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
