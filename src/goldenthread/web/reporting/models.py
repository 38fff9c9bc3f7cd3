"""A reporting cycle: figures cut off on a day for one meeting, what their owners say of them, what is put to
them and answered, what is done about it; and all of it frozen at the meeting."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from goldenthread.web.accounts.models import Person
from goldenthread.web.plan.models import Action


class Cycle(models.Model):
    """One round of reporting. `snapshot` is a name, not a key: the register of snapshots is rebuilt. Once
    frozen, its row and all below it stay as they are: the database refuses anything else."""

    body = models.CharField(max_length=200)  # the meeting it is for
    meets_on = models.DateField()
    cut_off = models.DateField()
    snapshot = models.CharField(max_length=16)  # the records that stood at the cut-off
    as_at = models.DateField()  # theirs
    beside = models.JSONField(default=list)  # [{snapshot, as_at, files}]: what stood beside them
    commentary_days = models.PositiveSmallIntegerField()  # working days, from the cut-off
    challenge_days = models.PositiveSmallIntegerField()  # working days, from the commentary's
    commentary_due = models.DateField()
    challenge_due = models.DateField()
    opened_by_name = models.CharField(max_length=200)
    opened_on = models.DateField()
    frozen_on = models.DateField(null=True)
    frozen_by_name = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-meets_on", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(as_at__lte=F("cut_off")), name="cycle_records_by_its_cut_off"),
            models.CheckConstraint(
                condition=Q(
                    commentary_due__gt=F("cut_off"),
                    challenge_due__gt=F("commentary_due"),
                    meets_on__gte=F("challenge_due"),
                ),
                name="cycle_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(frozen_on=None, frozen_by_name="")
                | (Q(frozen_on__gte=F("meets_on")) & ~Q(frozen_by_name="")),
                name="cycle_frozen_at_its_meeting",
            ),
        )

    def __str__(self) -> str:
        return f"{self.body}, {self.meets_on.day} {self.meets_on:%B %Y}"

    @property
    def is_frozen(self) -> bool:
        return self.frozen_on is not None


class Line(models.Model):
    """One measure in a cycle: its figures as taken at the cut-off, and who answers for it."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="lines")
    indicator = models.CharField(max_length=80)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    figures = models.JSONField()  # by month, both counts: see indicators.taken
    overdue = models.JSONField(default=dict)  # what was open and overdue beside it, for each tier of reader
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("cycle", "indicator"), name="line_once_in_a_cycle"),)

    def __str__(self) -> str:
        return f"{self.indicator} in {self.cycle}"


class _Said(models.Model):
    """Something somebody said on a day. Added, never changed."""

    text = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    on = models.DateField()

    class Meta:
        abstract = True
        ordering = ("id",)

    def __str__(self) -> str:
        return self.text


class Commentary(_Said):
    """What the owner says of the figures. The latest stands; those before it are kept."""

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="commentaries")


class Challenge(_Said):
    """What somebody other than the owner puts to them. `voice` is whose it is, where it is written down for
    somebody else, such as the board."""

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="challenges")
    voice = models.CharField(max_length=200, blank=True)

    @property
    def whose(self) -> str:
        return f"{self.voice}, written down by {self.by_name}" if self.voice else self.by_name


class Answer(_Said):
    """The owner's answer to a challenge."""

    challenge = models.OneToOneField(Challenge, on_delete=models.PROTECT, related_name="answer")


class CorrectiveAction(models.Model):
    """What is done about a figure: an action of the plan, which keeps its own dates; or a step of its own
    with an owner and a due day, done, and checked by somebody else."""

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="corrective_actions")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due = models.DateField(null=True)
    raised_by_name = models.CharField(max_length=200)
    raised_on = models.DateField()
    done_on = models.DateField(null=True)
    done_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    done_words = models.TextField(blank=True)
    checked_on = models.DateField(null=True)
    checked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    checked_words = models.TextField(blank=True)
    text = models.TextField(blank=True)  # what is done, where no action of the plan does it
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("due", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(action__isnull=False, text="", owner=None, due=None, done_on=None)
                | (Q(action=None, owner__isnull=False, due__isnull=False) & ~Q(text="")),
                name="corrective_of_the_plan_or_its_own",
            ),
            models.CheckConstraint(
                condition=Q(done_on=None, done_by=None, done_words="")
                | (Q(done_on__isnull=False, done_by__isnull=False) & ~Q(done_words="")),
                name="corrective_done_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(checked_on=None, checked_by=None, checked_words="")
                | (Q(checked_on__isnull=False, checked_by__isnull=False, done_on__isnull=False)
                   & ~Q(checked_words="")),
                name="corrective_checked_when_done",
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None) | (~Q(checked_by=F("owner")) & ~Q(checked_by=F("done_by"))),
                name="corrective_checked_by_another",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.text or (str(self.action) if self.action else "")


class Frozen(models.Model):
    """A measure as the meeting received it: its figures, its chart and its target in words for each tier of
    reader, and what was said. Added at the freezing, never changed."""

    line = models.OneToOneField(Line, on_delete=models.PROTECT, related_name="frozen")
    title = models.CharField(max_length=300)
    owner_name = models.CharField(max_length=200)
    shown = models.JSONField()  # {tier: the figure, both counts, and the words of chart and target}
    said = models.JSONField()  # {commentary, challenges with answers, corrective actions}

    class Meta:
        ordering = ("line_id",)

    def __str__(self) -> str:
        return self.title


class Remark(_Said):
    """What is said of a frozen measure afterwards, such as that its figure was corrected since."""

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="remarks")
