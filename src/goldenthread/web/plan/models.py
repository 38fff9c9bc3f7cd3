"""The improvement plan: what was asked, what will be different for children, who does what by when, and what
shows it.

Two questions never share an answer: `state` says whether an action is delivered, `impact` whether it makes a
difference. People are named in words beside every key, so that a row still reads when they have gone.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django_fsm import FSMField, transition

from goldenthread.papers.plan import DeliveryState, ImpactState
from goldenthread.web.accounts.models import Person
from goldenthread.web.evidence.models import Exhibit

STATES = [(state.value, state.value.capitalize()) for state in DeliveryState]
IMPACTS = [(state.value, state.value.capitalize()) for state in ImpactState]
PROVEN = (ImpactState.EVIDENCED.value, ImpactState.SUSTAINED.value)


class Disposition(models.TextChoices):
    """What the authority said to a finding."""

    ACCEPTED = "accepted", "Accepted"
    UNDER_WAY = "already under way", "Already under way"
    IN_PART = "accepted in part", "Accepted in part"
    NOT_ACCEPTED = "not accepted", "Not accepted"


class Severity(models.TextChoices):
    """How soon an answer is asked for; at first what the kind of finding says."""

    IMMEDIATE = "immediate", "Immediate"
    PRIORITY = "priority", "Priority"
    IMPROVEMENT = "improvement", "Improvement"


class Outcome(models.TextChoices):
    WAITING = "waiting", "Waiting for a decision"
    AGREED = "agreed", "Agreed"
    REFUSED = "refused", "Refused"


class Judged(models.TextChoices):
    WAITING = "waiting", "Not judged yet"
    SUFFICIENT = "sufficient", "Sufficient"
    NOT_SUFFICIENT = "not sufficient", "Not sufficient"


class SourceKind(models.TextChoices):
    """What kind of document asks something of the service."""

    REPORT = "inspection report", "Inspection report"
    NOTICE = "improvement notice", "Improvement notice"


class PlanTitle(models.Model):
    """What this authority calls its plan: one row."""

    only = models.BooleanField(default=True, unique=True)
    title = models.CharField(max_length=200)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(only=True), name="plan_one_title"),)

    def __str__(self) -> str:
        return self.title


class Source(models.Model):
    """A document that asks something of the service. Of an inspection report there are framework, dates of
    inspection and judgements; of an improvement notice its title, and the dates it sets."""

    digest = models.CharField(max_length=64, unique=True)  # of the file; the same file is the same source
    kind = models.CharField(max_length=50, choices=SourceKind.choices, default=SourceKind.REPORT)
    file = models.CharField(max_length=255)
    title = models.CharField(max_length=200, blank=True)  # a notice's own
    authority = models.CharField(max_length=200, blank=True)
    framework = models.CharField(max_length=50, blank=True)  # an id of standards.frameworks
    inspection_start = models.DateField(null=True, blank=True)
    inspection_end = models.DateField(null=True, blank=True)
    published = models.DateField(null=True, blank=True)  # a notice's day of issue
    judgements = models.JSONField(default=dict)  # id of the judgement -> code of its grade
    dates = models.JSONField(default=list)  # what a notice sets, each as findings.model.NoticeDate.to_json
    accepted_by_name = models.CharField(max_length=200)
    accepted_by_id = models.CharField(max_length=100)
    accepted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = (Coalesce("inspection_end", "published").desc(nulls_last=True), "-id")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=SourceKind.values), name="source_known_kind"),
        )

    def __str__(self) -> str:
        return self.file

    @property
    def is_notice(self) -> bool:
        return self.kind == SourceKind.NOTICE


class Requirement(models.Model):
    """A finding accepted into the register. `original` are the inspectors' words as read, never changed;
    `text` is what a person corrected them to where the reading was wrong, else the same."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="requirements")
    number = models.PositiveIntegerField()  # its place in the source
    original = models.TextField()
    text = models.TextField()
    page = models.PositiveIntegerField()
    paragraph = models.CharField(max_length=60, blank=True)  # of a notice, in words: "paragraph 3(a)"
    kind = models.CharField(max_length=50)  # a key of standards.frameworks.outcome_kinds
    for_whom = models.CharField(max_length=20)
    group = models.CharField(max_length=300, blank=True)
    tags = models.JSONField(default=list)
    severity = models.CharField(max_length=20, choices=Severity.choices)
    disposition = models.CharField(max_length=20, choices=Disposition.choices, default=Disposition.ACCEPTED)
    reason = models.TextField(blank=True)
    accepted_by_name = models.CharField(max_length=200)
    accepted_by_id = models.CharField(max_length=100)
    accepted_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("source_id", "number")
        constraints = (
            models.UniqueConstraint(fields=("source", "number"), name="requirement_once"),
            models.CheckConstraint(
                condition=Q(disposition__in=Disposition.values), name="requirement_known_disposition"
            ),
            models.CheckConstraint(condition=Q(severity__in=Severity.values), name="requirement_severity"),
            models.CheckConstraint(
                condition=Q(disposition__in=(Disposition.ACCEPTED, Disposition.UNDER_WAY)) | ~Q(reason=""),
                name="requirement_declined_with_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"

    @property
    def noun(self) -> str:
        """What it is called: a notice requires, inspectors find."""
        return "requirement" if self.kind == "notice_requirement" else "finding"

    @property
    def where(self) -> str:
        """Its place in the document: the paragraph of a notice, and the page."""
        return f"{self.paragraph}, page {self.page}" if self.paragraph else f"page {self.page}"


class Objective(models.Model):
    """What will be different for children; answers one requirement or several, as a requirement may have
    several objectives."""

    code = models.CharField(max_length=20, unique=True)  # O1, O2, … as people say them
    text = models.TextField()
    answers = models.ManyToManyField(Requirement, related_name="objectives", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


class Measure(models.Model):
    """An indicator that would move if the objective were met."""

    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="measures")
    indicator = models.CharField(max_length=100)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("objective", "indicator"), name="measure_once"),)

    def __str__(self) -> str:
        return self.indicator


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
    workstream = models.CharField(max_length=200, blank=True)
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
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("id",)
        constraints = (
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


class Note(models.Model):
    """A word on progress. Notes are added, never changed."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField()
    by_name = models.CharField(max_length=200)
    by_id = models.CharField(max_length=100)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return self.text


class DateChange(models.Model):
    """A new date asked for, and what a meeting said. Whoever asks does not record the answer."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="date_changes")
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

    class Meta:
        ordering = ("-proposed_on", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("action",), condition=Q(outcome=Outcome.WAITING), name="date_change_one_at_a_time"
            ),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="date_change_outcome"),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.WAITING)
                | (
                    Q(decided_by__isnull=False, decided_on__isnull=False)
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
        return f"{self.proposed} for {self.action_id}"


class Evidence(models.Model):
    """An exhibit pinned to an action: what it shows, and who judged whether it is enough."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="evidence")
    exhibit = models.ForeignKey(Exhibit, on_delete=models.PROTECT, related_name="+")
    shows = models.TextField()
    where = models.CharField(max_length=500, blank=True)  # where a document, a minute or a link is found
    pinned_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    judged = models.CharField(max_length=20, choices=Judged.choices, default=Judged.WAITING)
    judged_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    judged_by_name = models.CharField(max_length=200, blank=True)
    judged_on = models.DateField(null=True)
    judged_why = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("action", "exhibit"), name="evidence_pinned_once"),
            models.CheckConstraint(condition=Q(judged__in=Judged.values), name="evidence_known_judgement"),
            models.CheckConstraint(
                condition=Q(judged=Judged.WAITING) | (~Q(judged_by_name="") & ~Q(judged_why="")),
                name="evidence_judged_in_full",
            ),
            models.CheckConstraint(
                condition=~Q(judged_by=F("pinned_by")), name="evidence_not_judged_by_whoever_pinned_it"
            ),
        )

    def __str__(self) -> str:
        return f"{self.exhibit}: {self.shows}"


class Decision(models.Model):
    """What a meeting decided about an action, an objective or a requirement. Added, never changed."""

    meeting = models.CharField(max_length=200)
    on = models.DateField()
    text = models.TextField()
    why = models.TextField(blank=True)
    requirement = models.ForeignKey(
        Requirement, on_delete=models.PROTECT, null=True, related_name="decisions"
    )
    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, null=True, related_name="decisions")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, related_name="decisions")
    recorded_by_name = models.CharField(max_length=200)
    recorded_by_id = models.CharField(max_length=100)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-on", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(requirement__isnull=False) | Q(objective__isnull=False) | Q(action__isnull=False),
                name="decision_about_something",
            ),
        )

    def __str__(self) -> str:
        return self.text
