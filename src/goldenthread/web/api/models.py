"""What services asked of the interface: a row for each call, added and read, never changed."""

from __future__ import annotations

from django.db import models


class Call(models.Model):
    """One call that a token let in, and what came of it. Nothing that can be asked with names a child."""

    at = models.DateTimeField(auto_now_add=True)
    service_name = models.CharField(max_length=100)
    service = models.CharField(max_length=100)  # its reference in histories
    asked = models.CharField(max_length=500)  # the address, with what was asked for
    status = models.PositiveSmallIntegerField()
    rows = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-at", "-id")
        indexes = (models.Index(fields=("service", "-at"), name="call_of_service"),)

    def __str__(self) -> str:
        return f"{self.service_name} asked {self.asked}"
