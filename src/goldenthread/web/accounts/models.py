"""People, teams, and who does what from when to when."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from goldenthread.web.accounts.roles import EXTERNAL, ROLES

_AGREEING = sorted(key for key, role in ROLES.items() if role.agreement)


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
    role = models.CharField(max_length=50)
    title = models.CharField(max_length=200, blank=True)  # the job title it came with, as it was called then
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    service_area = models.CharField(max_length=200, blank=True)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)  # the last day it holds
    version = models.PositiveIntegerField(default=1)
    agreed_until = models.DateField(
        null=True, blank=True
    )  # a sharing agreement's last day: figures as counted

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
            models.CheckConstraint(
                condition=Q(agreed_until=None) | Q(role__in=_AGREEING), name="membership_agreement_of_a_board"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} as {ROLES[self.role].label}"


class JobTitle(models.Model):
    """What the council calls a job, and the roles it stands for. Who has been given a title keeps the roles
    they were confirmed in, whatever it comes to stand for later."""

    name = models.CharField(max_length=200)
    roles = models.JSONField()  # keys of roles, in the order of the matrix
    kept = models.BooleanField(default=True)  # False: no longer given to anybody
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(Lower("name"), name="job_title_once"),)

    def __str__(self) -> str:
        return self.name


class Cover(models.Model):
    """A deputy named for a period: from the first day to the last they may do what the matrix says a deputy
    takes over, of what the person covered may do on that day."""

    covered = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="covered_by")
    deputy = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="covers")
    starts = models.DateField()
    ends = models.DateField()  # the last day it holds

    class Meta:
        ordering = ("starts", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(covered=F("deputy")), name="cover_by_somebody_else"),
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="cover_ends_after"),
        )

    def __str__(self) -> str:
        return f"{self.deputy} covers {self.covered}"


class Decided(models.TextChoices):
    """What became of a proposal."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Proposal(models.Model):
    """Rights that one person proposes for another, and a third confirms or declines: roles, cover, or a name
    in the records, which brings the children held under it. Until then nobody holds anything by it. The
    database refuses two of the three being one person."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="proposals")
    roles = models.JSONField(default=list)  # keys of roles; none where it is for cover
    title = models.CharField(max_length=200, blank=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    service_area = models.CharField(max_length=200, blank=True)
    covered = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # whom the person is to cover, where it is for cover
    worker = models.CharField(max_length=200, blank=True)  # what the records call them, where it is for that
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    agreed_until = models.DateField(null=True, blank=True)
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_by_name = models.CharField(max_length=200)
    proposed_on = models.DateField()
    state = models.CharField(max_length=10, choices=Decided.choices, default=Decided.WAITING)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_by_name = models.CharField(max_length=200, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    why = models.CharField(max_length=500, blank=True)  # where it is declined

    class Meta:
        ordering = ("proposed_on", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(proposed_by=F("person")), name="proposal_for_somebody_else"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(state=Decided.WITHDRAWN) | ~Q(decided_by=F("proposed_by")),
                name="proposal_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("person")),
                name="proposal_not_decided_by_its_own",
            ),
            models.CheckConstraint(
                condition=Q(state=Decided.WAITING, decided_by=None)
                | (~Q(state=Decided.WAITING) & Q(decided_by__isnull=False)),
                name="proposal_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=(Q(covered=None, worker="") & ~Q(roles=[]))
                | Q(covered__isnull=False, roles=[], worker="", ends__isnull=False)
                | (Q(covered=None, roles=[], ends=None) & ~Q(worker="")),
                name="proposal_of_one_kind",
            ),
        )

    def __str__(self) -> str:
        return f"A proposal for {self.person}"
