"""Where the authority stands with the department and the regulator: the ladder of intervention, the support
that comes with it, the plan as it was submitted, what was done of what is expected."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from goldenthread.web.accounts.models import Person
from goldenthread.web.intervention.models.visits import KeptFile
from goldenthread.web.plan.models import Source


class Rung(models.TextChoices):
    """The rungs of the ladder, from the ground up."""

    NONE = "none", "No intervention"
    SUPPORT = "support", "Support and supervision"
    NOTICE = "notice", "Improvement notice"
    DIRECTION = "direction", "Statutory direction"
    COMMISSIONER = "commissioner", "Commissioner appointed"
    TRUST = "trust", "Services run by a trust or a partner authority"


class LadderStep(models.Model):
    """A step onto a rung, up or down, on a day."""

    rung = models.CharField(max_length=20, choices=Rung.choices)
    on = models.DateField()
    why = models.TextField()
    document = models.CharField(max_length=500, blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by_name = models.CharField(max_length=200)
    taken_back_by_name = models.CharField(max_length=200, blank=True)
    taken_back_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-on", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(rung__in=Rung.values), name="ladder_step_known_rung"),
            models.CheckConstraint(
                condition=Q(taken_back_by_name="", taken_back_why="")
                | (~Q(taken_back_by_name="") & ~Q(taken_back_why="")),
                name="ladder_step_taken_back_in_full",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_rung_display()} from {self.on.day} {self.on:%B %Y}"


class SupportKind(models.TextChoices):
    MENTOR = "mentor", "Mentor"
    CHAIR = "chair's support", "Support to the chair"
    SECTOR = "sector challenge", "Sector challenge"
    ADVISER = "adviser", "Improvement adviser"
    PARTNER = "partner authority", "Partner in practice"


class Support(models.Model):
    """Help that comes from outside: by a role of an organisation, from when to when, what for, what came of
    it."""

    kind = models.CharField(max_length=20, choices=SupportKind.choices)
    organisation = models.CharField(max_length=200)
    role = models.CharField(max_length=200)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    days = models.PositiveIntegerField(null=True, blank=True)
    purpose = models.TextField()
    came_of_it = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-starts", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=SupportKind.values), name="support_known_kind"),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")), name="support_ends_after_it_begins"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.role}, {self.organisation}"


class SubmissionKind(models.TextChoices):
    DRAFT = "draft plan", "Draft plan"
    STATEMENT = "final statement", "Final plan or statement of action"
    NOTICE_PLAN = "plan after a notice", "Plan that answers a notice"
    PROGRESS = "progress report", "Progress report"


class Submission(models.Model):
    """The plan as it stood when it was sent, frozen. Added, never changed."""

    kind = models.CharField(max_length=30, choices=SubmissionKind.choices)
    to_whom = models.CharField(max_length=200)
    sent_on = models.DateField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)  # of the content
    submitted_by_name = models.CharField(max_length=200)
    submitted_by_id = models.CharField(max_length=100)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ("-sent_on", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=SubmissionKind.values), name="submission_kind"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, sent {self.sent_on.day} {self.sent_on:%B %Y}"


class Answer(models.TextChoices):
    ACCEPTS = "accepts", "Accepts it"
    SHORT = "does not reflect the findings", "Says it does not reflect the findings"
    COMMENTS = "comments", "Comments on it"


class Reply(models.Model):
    """What the regulator or the department wrote back. Added, never changed."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="replies")
    from_whom = models.CharField(max_length=200)
    received_on = models.DateField()
    answer = models.CharField(max_length=40, choices=Answer.choices)
    words = models.TextField()
    file = models.ForeignKey(KeptFile, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ("received_on", "id")
        constraints = (
            models.CheckConstraint(condition=Q(answer__in=Answer.values), name="reply_known_answer"),
        )

    def __str__(self) -> str:
        return f"{self.from_whom}, {self.received_on.day} {self.received_on:%B %Y}"


class Fulfilment(models.Model):
    """Somebody's word, with what shows it, that a thing expected was done on a day. `key` names the thing:
    the visit or the notice and the rule or the place of the date."""

    key = models.CharField(max_length=100)
    what = models.CharField(max_length=300)
    done_on = models.DateField()
    evidence = models.TextField()
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_by_name = models.CharField(max_length=200)
    taken_back_by_name = models.CharField(max_length=200, blank=True)
    taken_back_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-done_on", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("key",), condition=Q(taken_back_by_name=""), name="fulfilment_once"
            ),
            models.CheckConstraint(condition=~Q(evidence=""), name="fulfilment_with_evidence"),
            models.CheckConstraint(
                condition=Q(taken_back_by_name="", taken_back_why="")
                | (~Q(taken_back_by_name="") & ~Q(taken_back_why="")),
                name="fulfilment_taken_back_in_full",
            ),
        )

    def __str__(self) -> str:
        return f"{self.what}: done {self.done_on.day} {self.done_on:%B %Y}"
