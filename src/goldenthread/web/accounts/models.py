"""People, teams, and who does what from when to when."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from goldenthread.web.accounts.roles import EXTERNAL, ROLES


class People(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Somebody who signs in. There is no superuser: nobody passes by the rules."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=200)
    worker = models.CharField(max_length=200, blank=True)  # what the records call this worker, where they do
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[People] = People()

    class Meta:
        ordering = ("name", "id")
        constraints = (models.UniqueConstraint(Lower("email"), name="person_email_once"),)

    def __str__(self) -> str:
        return self.name

    @property
    def reference(self) -> str:
        """The person's lasting name in histories."""
        return str(self.public_id)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Django's own permissions are not used; the answer is always no."""
        return False


class Team(models.Model):
    """A team, named as the records name it, and the head of service's span it stands in."""

    name = models.CharField(max_length=200, unique=True)
    service_area = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A role held by a person for a time, in a team or a service area where the role has one."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=50, choices=[(role.key, role.label) for role in ROLES.values()])
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    service_area = models.CharField(max_length=200, blank=True)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)  # the last day it holds
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("starts", "id")
        constraints = (
            models.CheckConstraint(condition=Q(role__in=sorted(ROLES)), name="membership_known_role"),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")), name="membership_ends_after"
            ),
            models.CheckConstraint(
                condition=~Q(role__in=sorted(EXTERNAL)) | Q(ends__isnull=False),
                name="membership_external_ends",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} as {ROLES[self.role].label}"
