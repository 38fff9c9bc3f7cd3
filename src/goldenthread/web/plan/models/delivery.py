"""Who does what by when: actions, words on their progress, and the dates asked for."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django_fsm import FSMField, transition

from goldenthread.papers.plan import DeliveryState, ImpactState
from goldenthread.web.accounts.models import Person
from goldenthread.web.plan.models.objectives import Objective
from goldenthread.web.plan.models.workstreams import Workstream

STATES = [(state.value, state.value.capitalize()) for state in DeliveryState]


IMPACTS = [(state.value, state.value.capitalize()) for state in ImpactState]


PROVEN = (ImpactState.EVIDENCED.value, ImpactState.SUSTAINED.value)


class Outcome(models.TextChoices):
    WAITING = "waiting", "Waiting for a decision"
    AGREED = "agreed", "Agreed"
    REFUSED = "refused", "Refused"


class Action(models.Model):
    """What somebody does by when. The owner is a person, or a role's name where nobody holds it here.

    `state` moves by its transitions alone, and only in actions.py. `original_due` is the first date agreed,
    `due` the date now, `slips` how often a later date was agreed.
    """

    code = models.CharField(max_length=20, unique=True)  # A1, A2, …
    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="actions")
    text = models.TextField()
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    owner_role = models.CharField(max_length=200, blank=True)
    workstream = models.ForeignKey(
        Workstream, on_delete=models.PROTECT, null=True, blank=True, related_name="actions"
    )
    sponsor = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sponsor_role = models.CharField(max_length=200, blank=True)
    partners = models.TextField(blank=True)  # other agencies with a part in it, in words
    cost_notes = models.TextField(blank=True)
    risk_notes = models.TextField(blank=True)
    agreed_on = models.DateField(null=True, blank=True)
    original_due = models.DateField(null=True, blank=True)
    due = models.DateField(null=True, blank=True)
    slips = models.PositiveIntegerField(default=0)
    state = FSMField(max_length=30, choices=STATES, default=DeliveryState.PROPOSED.value, protected=True)
    impact = models.CharField(max_length=20, choices=IMPACTS, default=ImpactState.NONE_YET.value)
    claim_words = models.TextField(blank=True)
    claimed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    claimed_by_name = models.CharField(max_length=200, blank=True)
    claimed_on = models.DateField(null=True, blank=True)
    signed_off_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_off_by_name = models.CharField(max_length=200, blank=True)  # a role's name where read from a file
    signed_off_role = models.CharField(max_length=200, blank=True)
    signed_off_on = models.DateField(null=True, blank=True)
    update_weeks = models.PositiveSmallIntegerField(null=True, blank=True)  # None: as its group or the plan
    updated_on = models.DateField(null=True, blank=True)  # the day of the last word on its progress
    forecast = models.DateField(null=True, blank=True)  # when the last word that said so expects it done
    stood_by_on = models.DateField(null=True, blank=True)  # sign-off kept though evidence failed
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_here"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into=None)),
                name="action_merged_into_something",
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="action_not_merged_into_itself"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in DeliveryState]), name="action_known_state"
            ),
            models.CheckConstraint(
                condition=Q(impact__in=[state.value for state in ImpactState]), name="action_known_impact"
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=False) | ~Q(owner_role=""), name="action_has_an_owner"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("claimed complete", "signed off")) | ~Q(claim_words=""),
                name="action_claimed_with_a_word_of_evidence",
            ),
            models.CheckConstraint(
                condition=~Q(state="signed off") | ~Q(signed_off_by_name=""),
                name="action_signed_off_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="signed off") | Q(signed_off_by_name="", signed_off_by=None),
                name="action_sign_off_only_when_signed_off",
            ),
            models.CheckConstraint(
                condition=~Q(signed_off_by=F("owner")), name="action_not_signed_off_by_its_owner"
            ),
            models.CheckConstraint(
                condition=~Q(signed_off_by=F("claimed_by")), name="action_not_signed_off_by_its_claimer"
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=False)
                | Q(signed_off_role="")
                | ~Q(signed_off_role__iexact=F("owner_role")),
                name="action_not_signed_off_by_its_owners_role",
            ),
            models.CheckConstraint(
                condition=Q(slips__gt=0) | Q(due=None) | Q(original_due=None) | Q(due__lte=F("original_due")),
                name="action_a_later_date_is_a_slip",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.text}"

    @property
    def owner_words(self) -> str:
        """Who answers for it: a person with the role they have here, or the role alone."""
        if self.owner is None:
            return self.owner_role
        return f"{self.owner.name}, {self.owner_role}" if self.owner_role else self.owner.name

    @property
    def sponsor_words(self) -> str:
        """Who speaks for it at the board; "" where nobody does."""
        if self.sponsor is None:
            return self.sponsor_role
        return f"{self.sponsor.name}, {self.sponsor_role}" if self.sponsor_role else self.sponsor.name

    @property
    def workstream_name(self) -> str:
        """The group that carries it, by the name that papers and plan files read; "" where none does."""
        return self.workstream.name if self.workstream else ""

    @transition(field=state, source=DeliveryState.PROPOSED.value, target=DeliveryState.AGREED.value)
    def agree(self) -> None:
        """A board or the director agreed it, with its date."""

    @transition(field=state, source=DeliveryState.AGREED.value, target=DeliveryState.IN_PROGRESS.value)
    def start(self) -> None:
        """Work has begun."""

    @transition(
        field=state,
        source=[DeliveryState.AGREED.value, DeliveryState.IN_PROGRESS.value],
        target=DeliveryState.CLAIMED_COMPLETE.value,
    )
    def claim(self) -> None:
        """The owner says it is done."""

    @transition(
        field=state, source=DeliveryState.CLAIMED_COMPLETE.value, target=DeliveryState.SIGNED_OFF.value
    )
    def sign_off(self) -> None:
        """Somebody else accepts that it is done."""

    @transition(
        field=state,
        source=[
            DeliveryState.CLAIMED_COMPLETE.value,
            DeliveryState.SIGNED_OFF.value,
            DeliveryState.STOPPED.value,
            DeliveryState.MERGED.value,
        ],
        target=DeliveryState.IN_PROGRESS.value,
    )
    def reopen(self) -> None:
        """There is more to do after all."""

    @transition(
        field=state,
        source=[
            DeliveryState.PROPOSED.value,
            DeliveryState.AGREED.value,
            DeliveryState.IN_PROGRESS.value,
            DeliveryState.CLAIMED_COMPLETE.value,
        ],
        target=DeliveryState.STOPPED.value,
    )
    def stop(self) -> None:
        """It will not be done."""

    @transition(
        field=state,
        source=[
            DeliveryState.PROPOSED.value,
            DeliveryState.AGREED.value,
            DeliveryState.IN_PROGRESS.value,
            DeliveryState.CLAIMED_COMPLETE.value,
        ],
        target=DeliveryState.MERGED.value,
    )
    def merge(self) -> None:
        """It goes on within another action."""


class Note(models.Model):
    """A word on progress. Notes are added, never changed."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField()
    forecast = models.DateField(null=True, blank=True)  # when it is now expected to be done, where it says so
    by_name = models.CharField(max_length=200)
    by_id = models.CharField(max_length=100)
    at = models.DateTimeField(default=timezone.now)  # of one brought in from elsewhere: its day there

    class Meta:
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return self.text


class DateChange(models.Model):
    """A new date asked for, of an action, of one of its milestones or of an objective, and what a meeting
    said. Whoever asks does not record the answer. `matter` is what the scheme of delegation was asked about:
    an objective's date is always the improvement board's."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, related_name="date_changes")
    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, null=True, related_name="date_changes")
    milestone = models.ForeignKey(
        "plan.Milestone", on_delete=models.PROTECT, null=True, related_name="date_changes"
    )
    matter = models.CharField(max_length=20, default="action")
    was = models.DateField(null=True)
    proposed = models.DateField()
    why = models.TextField()
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_by_name = models.CharField(max_length=200)
    proposed_on = models.DateField()
    outcome = models.CharField(max_length=20, choices=Outcome.choices, default=Outcome.WAITING)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    decided_by_name = models.CharField(max_length=200, blank=True)
    decided_on = models.DateField(null=True)
    meeting = models.CharField(max_length=200, blank=True)
    decided_why = models.TextField(blank=True)
    # As it stood in a plan kept elsewhere: `proposed_by` is whoever brought it in, and whoever decided it
    # there is a name alone.
    brought_in = models.BooleanField(default=False)

    class Meta:
        ordering = ("-proposed_on", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("action",),
                condition=Q(outcome=Outcome.WAITING, milestone=None),
                name="date_change_one_at_a_time",
            ),
            models.UniqueConstraint(
                fields=("milestone",),
                condition=Q(outcome=Outcome.WAITING),
                name="date_change_one_at_a_time_of_a_milestone",
            ),
            models.UniqueConstraint(
                fields=("objective",),
                condition=Q(outcome=Outcome.WAITING),
                name="date_change_one_at_a_time_of_an_objective",
            ),
            models.CheckConstraint(
                condition=Q(action__isnull=False, objective=None)
                | Q(action=None, milestone=None, objective__isnull=False),
                name="date_change_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(objective=None) | Q(matter="notice"),
                name="date_change_of_an_objective_is_the_boards",
            ),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="date_change_outcome"),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.WAITING)
                | (
                    (Q(decided_by__isnull=False) | (Q(brought_in=True) & ~Q(decided_by_name="")))
                    & Q(decided_on__isnull=False)
                    & ~Q(meeting="")
                    & ~Q(decided_why="")
                ),
                name="date_change_decided_in_full",
            ),
            models.CheckConstraint(
                condition=~Q(decided_by=F("proposed_by")), name="date_change_not_decided_by_its_proposer"
            ),
        )

    def __str__(self) -> str:
        return f"{self.proposed} for {self.thing.code}"

    @property
    def thing(self) -> Action | Objective:
        """Whose date it is; of a milestone's, the action it is a step of."""
        found = self.action or self.objective
        assert found is not None  # the database holds it so
        return found

    @property
    def kind(self) -> str:
        """What it is a date of, as its page is named: "action" or "objective"."""
        return "objective" if self.action is None else "action"
