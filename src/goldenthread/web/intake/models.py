"""The register of snapshots, rebuilt from the store whenever it is in doubt, the loads asked for, and what
checks count in the snapshot worked from."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


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


class CheckedSnapshot(models.Model):
    """Which snapshot the counts of checks stand for: the one row there is. `fault` where those of a newer one
    could not be worked out, and the older counts stand."""

    one = models.BooleanField(default=True, unique=True)
    stands_for = models.CharField(max_length=64)  # digest of the snapshots asked and of the checks put
    snapshot = models.CharField(max_length=16)
    as_at = models.DateField()
    before = models.CharField(max_length=16, blank=True)  # the one compared with, "" where there is none
    before_as_at = models.DateField(null=True)
    asked = models.PositiveIntegerField()  # checks that could be
    not_asked = models.JSONField(default=dict)  # why others could not, and how many for each reason
    fault = models.CharField(max_length=300, blank=True)
    filled = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(one=True), name="checkedsnapshot_one_row"),)

    def __str__(self) -> str:
        return f"checks as at {self.as_at}"


class CheckCount(models.Model):
    """How many rows a check found in one list, with one team and worker; counts alone. `came` and `went` are
    since the snapshot before; null where the check could not be asked both times."""

    of_check = models.CharField(max_length=80)
    severity = models.CharField(max_length=10)
    table = models.CharField(max_length=60)
    team = models.TextField(blank=True)
    worker = models.TextField(blank=True)
    rows = models.PositiveIntegerField()
    came = models.PositiveIntegerField(null=True)
    went = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ("of_check", "table", "team", "worker")
        constraints = (
            models.UniqueConstraint(fields=("of_check", "table", "team", "worker"), name="checkcount_once"),
        )

    def __str__(self) -> str:
        return f"{self.of_check}: {self.rows}"
