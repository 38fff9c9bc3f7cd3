"""The programme that carries the plan: what could stop it, what is tried and rolled out, and what staff
suggest."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from goldenthread.web.accounts.models import Person
from goldenthread.web.plan.models import Action, Objective

LEVELS = (1, 2, 3, 4, 5)


class ConcernKind(models.TextChoices):
    """What kind of thing could stop us."""

    RISK = "risk", "Risk"  # it may happen
    ISSUE = "issue", "Issue"  # it has
    CAPACITY = "capacity", "Capacity"
    FUNDING = "funding", "Funding"


class Concern(models.Model):
    """Something that could stop the programme: how likely (of a risk) and how bad, who answers for it, what
    is done next, and by when it is looked at again."""

    kind = models.CharField(max_length=20, choices=ConcernKind.choices)
    text = models.TextField()
    likelihood = models.PositiveSmallIntegerField(null=True)  # 1 to 5; of a risk alone
    harm = models.PositiveSmallIntegerField()  # 1 to 5: how bad it is, or would be
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    owner_role = models.CharField(max_length=200, blank=True)
    next_step = models.TextField()
    review_by = models.DateField()
    actions = models.ManyToManyField(Action, related_name="+", blank=True)
    objectives = models.ManyToManyField(Objective, related_name="+", blank=True)
    raised_by_name = models.CharField(max_length=200)
    raised_on = models.DateField()
    closed_on = models.DateField(null=True)
    closed_by_name = models.CharField(max_length=200, blank=True)
    closed_why = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=ConcernKind.values), name="concern_known_kind"),
            models.CheckConstraint(condition=Q(harm__in=LEVELS), name="concern_harm_one_to_five"),
            models.CheckConstraint(
                condition=Q(kind=ConcernKind.RISK, likelihood__isnull=False, likelihood__in=LEVELS)
                | (~Q(kind=ConcernKind.RISK) & Q(likelihood=None)),
                name="concern_likelihood_of_a_risk",
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=False) | ~Q(owner_role=""), name="concern_has_an_owner"
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, closed_why="") | (Q(closed_on__isnull=False) & ~Q(closed_why="")),
                name="concern_closed_with_a_reason",
            ),
        )

    def __str__(self) -> str:
        return self.text

    @property
    def owner_words(self) -> str:
        """Who answers for it: a person with the role they have here, or the role alone."""
        if self.owner is None:
            return self.owner_role
        return f"{self.owner.name}, {self.owner_role}" if self.owner_role else self.owner.name

    @property
    def score(self) -> int:
        """Likelihood times harm, out of 25; what is no risk has happened, so it is as likely as can be."""
        return (self.likelihood or LEVELS[-1]) * self.harm


class Review(models.Model):
    """A look at a concern: what has changed, what is done next, how it is scored now. Added, never
    changed."""

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="reviews")
    on = models.DateField()
    words = models.TextField()
    next_step = models.TextField()
    likelihood = models.PositiveSmallIntegerField(null=True)
    harm = models.PositiveSmallIntegerField()
    review_by = models.DateField()
    by_name = models.CharField(max_length=200)
    by_id = models.CharField(max_length=100)

    class Meta:
        ordering = ("-on", "-id")

    def __str__(self) -> str:
        return self.words


class RollOutKind(models.TextChoices):
    PILOT = "pilot", "Pilot"
    ROLL_OUT = "roll-out", "Roll-out"


class RollOut(models.Model):
    """A pilot, or a system or a way of working rolled out area by area: one action of the plan, counted as
    it goes."""

    kind = models.CharField(max_length=20, choices=RollOutKind.choices)
    name = models.CharField(max_length=200)
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="+")
    areas = models.PositiveIntegerField()  # how many there are to reach
    people = models.PositiveIntegerField()  # how many there are to train
    outcome = models.TextField(blank=True)  # what came of it, once it has ended
    ended_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=RollOutKind.values), name="rollout_known_kind"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | ~Q(outcome=""), name="rollout_ended_with_an_outcome"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Count(models.Model):
    """How far a roll-out had come on a day. Never changed: a later one of the same day takes its place."""

    rollout = models.ForeignKey(RollOut, on_delete=models.PROTECT, related_name="counts")
    on = models.DateField()
    areas_live = models.PositiveIntegerField()
    trained = models.PositiveIntegerField()
    defects_open = models.PositiveIntegerField()
    defects_closed = models.PositiveIntegerField()
    note = models.TextField(blank=True)
    by_name = models.CharField(max_length=200)
    by_id = models.CharField(max_length=100)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("on", "id")

    def __str__(self) -> str:
        return f"{self.rollout} on {self.on}"


class Idea(models.Model):
    """What somebody of the staff suggested, what they were answered, and the action it became. `said_by` is
    empty where they would not be named: then nothing here says who it was."""

    words = models.TextField()
    said_by = models.CharField(max_length=200, blank=True)
    received_on = models.DateField()
    answer = models.TextField(blank=True)
    answered_by_name = models.CharField(max_length=200, blank=True)
    answered_on = models.DateField(null=True)
    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("received_on", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(answered_on=None, answer="", action=None)
                | (Q(answered_on__isnull=False, answered_on__gte=F("received_on")) & ~Q(answer="")),
                name="idea_answered_in_full",
            ),
        )

    def __str__(self) -> str:
        return self.words
