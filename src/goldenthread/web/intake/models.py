"""The register of snapshots, rebuilt from the store whenever it is in doubt, and the loads asked for."""

from __future__ import annotations

import uuid

from django.db import models


class Snapshot(models.Model):
    """A snapshot of the store, as its manifest describes it. The store is the truth; this row follows it."""

    identity = models.CharField(max_length=16, primary_key=True)
    place = models.PositiveIntegerField()  # its order in the store: the highest is the one to work from
    as_at = models.DateField()
    authority = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    made_up = models.BooleanField()
    version = models.PositiveIntegerField()
    manifest = models.JSONField()  # the whole of it, as the store wrote it
    registered = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-place",)

    def __str__(self) -> str:
        return f"{self.authority} as at {self.as_at}"


class LoadState(models.TextChoices):
    """Where a load stands. `stopped` is a fault, or a site stopped twice in the middle of it."""

    WAITING = "waiting"
    READING = "reading"
    KEPT = "kept"
    REFUSED = "refused"
    STOPPED = "stopped"


class Load(models.Model):
    """A workbook somebody handed in, and what became of it. The file itself is gone when the load is over."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_name = models.CharField(max_length=200)
    as_at = models.DateField(null=True, blank=True)  # as given; the workbook may say it itself
    person_name = models.CharField(max_length=200)
    person = models.CharField(max_length=100)
    state = models.CharField(max_length=10, choices=LoadState.choices, default=LoadState.WAITING)
    tries = models.PositiveIntegerField(default=0)
    asked = models.DateTimeField(auto_now_add=True)
    began = models.DateTimeField(null=True, blank=True)
    ended = models.DateTimeField(null=True, blank=True)
    snapshot = models.CharField(max_length=16, blank=True)  # a name, not a key: the register is rebuilt
    already_held = models.BooleanField(default=False)
    why = models.TextField(blank=True)  # one sentence, for a load that was refused or stopped

    class Meta:
        ordering = ("-asked", "-id")
        constraints = (
            models.CheckConstraint(condition=models.Q(state__in=LoadState.values), name="load_known_state"),
        )

    def __str__(self) -> str:
        return f"{self.file_name}: {self.state}"

    @property
    def under_way(self) -> bool:
        return self.state in {LoadState.WAITING, LoadState.READING}
