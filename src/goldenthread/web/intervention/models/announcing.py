"""Telling people that a report is out: lists of people, and who was sent what."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from goldenthread.web.accounts.models import Person
from goldenthread.web.intervention.models.visits import Visit


class DistributionList(models.Model):
    """People who are told together: staff, members, partners."""

    name = models.CharField(max_length=100)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(Lower("name"), name="distribution_list_once"),)

    def __str__(self) -> str:
        return self.name


class ListMember(models.Model):
    """Somebody on a list: a person of the site, at the address they sign in with, or an address outside."""

    on = models.ForeignKey(DistributionList, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    added_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(person__isnull=False, email="") | (Q(person=None) & ~Q(email="")),
                name="list_member_person_or_address",
            ),
            models.UniqueConstraint(fields=("on", "person"), name="list_member_person_once"),
            models.UniqueConstraint(
                "on", Lower("email"), condition=~Q(email=""), name="list_member_address_once"
            ),
        )

    def __str__(self) -> str:
        return self.person.name if self.person else self.name or self.email

    @property
    def address(self) -> str:
        return (self.person.email if self.person else self.email).strip().lower()


class Announcement(models.Model):
    """A letter to lists. `not_before` is the end of the embargo as it stood when it was sent."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="announcements")
    subject = models.CharField(max_length=200)
    body = models.TextField()
    lists = models.JSONField(default=list)  # keys of DistributionList
    made_by_name = models.CharField(max_length=200)
    sent_by_name = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True)
    not_before = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(sent_at=None)
                | (Q(not_before__isnull=False, sent_at__gte=F("not_before")) & ~Q(sent_by_name="")),
                name="announcement_never_under_embargo",
            ),
        )

    def __str__(self) -> str:
        return self.subject


class Sending(models.TextChoices):
    """Where one letter stands. `sending`: handed over, with no word yet; it is not sent again."""

    WAITING = "waiting", "Waiting to go"
    SENDING = "sending", "Handed over; no word yet"
    SENT = "sent", "Sent"
    FAILED = "failed", "Could not be sent"


class Delivery(models.Model):
    """One letter to one address, however many lists it is on."""

    announcement = models.ForeignKey(Announcement, on_delete=models.PROTECT, related_name="deliveries")
    address = models.EmailField(max_length=254)
    name = models.CharField(max_length=200, blank=True)
    through = models.CharField(max_length=500)  # the lists it came by
    state = models.CharField(max_length=10, choices=Sending.choices, default=Sending.WAITING)
    at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("announcement", "address"), name="delivery_once"),
            models.CheckConstraint(condition=Q(state__in=Sending.values), name="delivery_known_state"),
        )

    def __str__(self) -> str:
        return self.address
