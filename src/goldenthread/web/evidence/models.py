"""Evidence as kept: frozen when pinned, never changed."""

from __future__ import annotations

from django.db import models

from goldenthread.web.evidence.refs import EvidenceRef, FrozenFigure


class Exhibit(models.Model):
    """One piece of evidence as it stood when somebody pinned it."""

    kind = models.CharField(max_length=50)
    key = models.CharField(max_length=200)
    label = models.CharField(max_length=300)
    as_of = models.DateField()
    figure = models.JSONField(null=True)
    pinned_at = models.DateTimeField(auto_now_add=True)
    pinned_by_name = models.CharField(max_length=200)
    pinned_by_id = models.CharField(max_length=100)

    class Meta:
        ordering = ("-pinned_at", "-id")

    def __str__(self) -> str:
        return self.label

    @property
    def ref(self) -> EvidenceRef:
        """The evidence as a value, as it stood."""
        figure = FrozenFigure.from_json(self.figure) if self.figure else None
        return EvidenceRef(kind=self.kind, key=self.key, label=self.label, as_of=self.as_of, figure=figure)
