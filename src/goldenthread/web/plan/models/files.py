"""Files handed in as evidence."""

from __future__ import annotations

from django.db import models


class KeptFile(models.Model):
    """A file handed in as evidence, kept by the digest of what it holds: the same file is kept once."""

    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)  # as it was first handed in
    kind = models.CharField(max_length=100)  # its media type, as its first bytes tell
    size = models.PositiveIntegerField()
    uploaded_by_name = models.CharField(max_length=200)
    uploaded_by_id = models.CharField(max_length=100)
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-uploaded_at", "-id")

    def __str__(self) -> str:
        return self.name
