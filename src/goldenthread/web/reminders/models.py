"""What somebody wants to be reminded of, what was sent, and the secret link of their calendar."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from goldenthread.web.accounts.models import Person


class Rhythm(models.TextChoices):
    DAILY = "daily", "On each working day when something waits"
    WEEKLY = "weekly", "Once a week, when something waits"
    OFF = "off", "Never"


class Kind(models.TextChoices):
    """What can wait for somebody, most pressing first."""

    OVERDUE = "overdue", "What is late"
    SIGN_OFF = "sign-off", "What waits for your sign-off"
    DATE = "date", "New dates that wait for a decision"
    UPDATE = "update", "Progress updates that are due"
    DUE = "due", "What falls due in the next ten working days"
    OTHER = "other", "Anything else the plan asks of you"


WEEKDAYS = ((0, "Monday"), (1, "Tuesday"), (2, "Wednesday"), (3, "Thursday"), (4, "Friday"))


def every_kind() -> list[str]:
    return [str(kind) for kind in Kind.values]


class Preference(models.Model):
    """How often somebody is reminded, and of what. Without a row: on each working day, of everything."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    rhythm = models.CharField(max_length=10, choices=Rhythm.choices, default=Rhythm.DAILY)
    weekday = models.PositiveSmallIntegerField(choices=WEEKDAYS, default=0)
    kinds = models.JSONField(default=every_kind)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(rhythm__in=Rhythm.values), name="preference_known_rhythm"),
            models.CheckConstraint(condition=Q(weekday__lte=4), name="preference_on_a_working_day"),
        )

    def __str__(self) -> str:
        return f"what {self.person} is reminded of"


class Fate(models.TextChoices):
    """What became of a reminder. UNDER_WAY: being handed over, or the site was stopped while it was."""

    UNDER_WAY = "under way"
    SENT = "sent"
    REFUSED = "refused"  # surely not sent: it may be tried again
    UNKNOWN = "unknown"  # the mail server broke off: it may have been sent, so it is not tried again


class Message(models.Model):
    """One reminder to one person on one day; the database lets no second be."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    lines = models.PositiveIntegerField()
    fate = models.CharField(max_length=10, choices=Fate.choices, default=Fate.UNDER_WAY)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-on", "-id")
        constraints = (models.UniqueConstraint(fields=("person", "on"), name="reminder_one_a_day"),)

    def __str__(self) -> str:
        return f"a reminder to {self.person} on {self.on}"


class CalendarLink(models.Model):
    """A link that shows one person's dates to whatever calendar has it: shown once, kept as a digest, good
    until its last day or until it is ended. One at a time."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    starts = models.DateField()
    ends = models.DateField()  # its last day
    ended_at = models.DateTimeField(null=True)
    last_read = models.DateTimeField(null=True)
    reads_on = models.DateField(null=True)  # the day `reads` is counted on
    reads = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-starts", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("person",), condition=Q(ended_at=None), name="calendar_link_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts"), ends__lte=F("starts") + 366),
                name="calendar_link_a_year_at_most",
            ),
        )

    def __str__(self) -> str:
        return f"the calendar link of {self.person}"

    def holds(self, *, on: date) -> bool:
        """Whether it is good on a day."""
        return self.ended_at is None and self.starts <= on <= self.ends
