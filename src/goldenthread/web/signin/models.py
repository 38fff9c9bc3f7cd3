"""Sessions, what a person proves themselves with, tries that failed, and services with their tokens."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Q

from goldenthread.web.accounts.models import Person


class Session(AbstractBaseSession):
    """An open session. The key is kept as a digest: whoever reads this table can enter no session by it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="+")
    began = models.DateTimeField(null=True)
    seen = models.DateTimeField(auto_now=True)
    place = models.CharField(max_length=45, blank=True)  # a network address
    browser = models.CharField(max_length=100, blank=True)  # in words: Edge on Windows
    way = models.CharField(max_length=20, blank=True)  # entering.Way

    class Meta:
        db_table = "signin_session"
        ordering = ("-seen",)

    def __str__(self) -> str:
        return f"a session of {self.person}"

    @classmethod
    def get_session_store_class(cls) -> Any:
        from goldenthread.web.signin.sessions import SessionStore

        return SessionStore


class Authenticator(models.Model):
    """The app on a person's telephone that makes six digits every 30 seconds. `sealed` is its secret,
    encrypted with a key that is not in the database."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    sealed = models.CharField(max_length=300)
    added = models.DateTimeField(auto_now_add=True)
    last_step = models.BigIntegerField(default=0)  # of the last code used: none is good twice

    def __str__(self) -> str:
        return f"the authenticator app of {self.person}"


class Passkey(models.Model):
    """A key pair on a person's device; here is the public half."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=100)
    credential_id = models.BinaryField(unique=True)
    credential = (
        models.BinaryField()
    )  # WebAuthn's attested credential data: the identifier and the public key
    uses = models.BigIntegerField(default=0)  # the device's own count; one that does not rise was copied
    added = models.DateTimeField(auto_now_add=True)
    last_used = models.DateTimeField(null=True)

    class Meta:
        ordering = ("added",)

    def __str__(self) -> str:
        return f"{self.name}, a passkey of {self.person}"


class RecoveryCode(models.Model):
    """A code for the day the telephone is lost: shown once, kept as a digest, good once."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    used = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "digest"), name="recovery_code_once"),)

    def __str__(self) -> str:
        return f"a recovery code of {self.person}"


class Link(models.Model):
    """Who somebody is to a provider: by the provider's own lasting name for them, never by their address."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    linked = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("issuer", "subject"), name="link_one_person"),
            models.UniqueConstraint(fields=("issuer", "person"), name="link_one_account"),
        )

    def __str__(self) -> str:
        return f"{self.person} at {self.issuer}"


class FailedTry(models.Model):
    """A try to sign in that failed. The address typed is kept as a digest: people type passwords there."""

    at = models.DateTimeField(auto_now_add=True)
    address = models.CharField(max_length=64)
    browser = models.CharField(max_length=32, blank=True)  # one the person has signed in with before, else ""
    over = models.BooleanField(default=False)  # forgiven: they signed in from that browser afterwards

    class Meta:
        ordering = ("-at", "-id")
        indexes = (models.Index(fields=("address", "-at"), name="failed_try_address"),)

    def __str__(self) -> str:
        return f"a failed try at {self.at}"


class Reset(models.Model):
    """Somebody has lost what they prove themselves with: one administrator asks, another agrees."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    checked = models.CharField(max_length=300)  # how they were known to be who they say
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    decided = models.DateTimeField(null=True)
    agreed = models.BooleanField(null=True)

    class Meta:
        ordering = ("-asked",)
        constraints = (
            models.CheckConstraint(condition=~Q(asked_by=F("person")), name="reset_not_for_oneself"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | (~Q(decided_by=F("asked_by")) & ~Q(decided_by=F("person"))),
                name="reset_agreed_by_another",
            ),
        )

    def __str__(self) -> str:
        return f"a reset for {self.person}"


class ServiceAccount(models.Model):
    """A system that sends something in or asks for figures: named, with its purpose, and nobody's own."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    name = models.CharField(max_length=100, unique=True)
    purpose = models.CharField(max_length=300)
    added = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def reference(self) -> str:
        """The service's lasting name in histories."""
        return f"service:{self.public_id}"


class Token(models.Model):
    """What a service proves itself with: shown once, kept as a digest, good until its last day."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    account = models.ForeignKey(ServiceAccount, on_delete=models.CASCADE, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    permissions = models.JSONField()  # what it is good for: names of permissions
    starts = models.DateField()
    ends = models.DateField()  # its last day
    last_used = models.DateTimeField(null=True)
    revoked = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-starts", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts"), ends__lte=F("starts") + 366), name="token_a_year_at_most"
            ),
        )

    def __str__(self) -> str:
        return f"a token of {self.account}"

    def holds(self, *, on: date) -> bool:
        """Whether it is good on a day."""
        return self.revoked is None and self.starts <= on <= self.ends


class RefusedCall(models.Model):
    """Calls with a token that were refused: those of one hour, one service and one address are one row, with
    how many they were. `service` is "" where the token is not known. What was sent is not kept: a token may
    stand in it."""

    hour = models.DateTimeField()  # its first moment
    service_name = models.CharField(max_length=100, blank=True)
    service = models.CharField(max_length=100, blank=True)  # its reference in histories
    asked = models.CharField(max_length=100)  # a route that is for services, or "another address"
    why = models.CharField(max_length=100)
    status = models.PositiveSmallIntegerField()
    times = models.PositiveIntegerField(default=1)
    last_at = models.DateTimeField()

    class Meta:
        ordering = ("-hour", "-last_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("hour", "service", "asked", "why"), name="refused_call_once_an_hour"
            ),
        )

    def __str__(self) -> str:
        return f"{self.service_name or 'Nobody known'} asked {self.asked} and was refused"
