"""Whether it makes a difference for children: what was judged, on which evidence, by whom; and what has since
put the question again."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldenthread.papers.plan import ImpactState
from goldenthread.web.accounts.models import Person
from goldenthread.web.plan.models.delivery import IMPACTS, Action
from goldenthread.web.plan.models.evidence import Evidence
from goldenthread.web.plan.models.objectives import Objective


class ImpactJudgement(models.Model):
    """One judgement of the impact of an action or an objective. The latest stands; none is ever changed.

    `measure` names what a sustained impact is held by, "indicator:<id>" or "by hand:<key>", with its title
    as it was; `measure_seen` is the last day whose figure whoever judged had before them.
    """

    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, related_name="impact_judgements")
    objective = models.ForeignKey(
        Objective, on_delete=models.PROTECT, null=True, related_name="impact_judgements"
    )
    state = models.CharField(max_length=20, choices=IMPACTS)
    evidence = models.ManyToManyField(Evidence, related_name="+")
    why = models.TextField()
    measure = models.CharField(max_length=100, blank=True)
    measure_title = models.CharField(max_length=300, blank=True)
    measure_seen = models.DateField(null=True)
    accepted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    accepted_by_name = models.CharField(max_length=200)
    accepted_on = models.DateField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ImpactState]), name="impact_known_state"
            ),
            models.CheckConstraint(
                condition=Q(action__isnull=False, objective__isnull=True)
                | Q(action__isnull=True, objective__isnull=False),
                name="impact_of_one_thing",
            ),
            models.CheckConstraint(
                condition=~Q(state=ImpactState.SUSTAINED.value) | ~Q(measure=""),
                name="impact_sustained_names_its_measure",
            ),
            models.CheckConstraint(condition=~Q(why=""), name="impact_judged_with_a_reason"),
        )
        indexes = (
            models.Index(fields=("action", "-id"), name="impact_of_action"),
            models.Index(fields=("objective", "-id"), name="impact_of_objective"),
        )

    def __str__(self) -> str:
        return f"{self.thing}: {self.state}"

    @property
    def thing(self) -> Action | Objective:
        """What it is about."""
        found = self.action or self.objective
        assert found is not None  # the database holds it so
        return found


class ImpactQuestion(models.Model):
    """A sustained impact asked about again, because its measure fell back. It lowers nothing: whoever may
    judges again, and until then it stands open."""

    judgement = models.OneToOneField(ImpactJudgement, on_delete=models.PROTECT, related_name="question")
    figure_on = models.DateField()  # the last day of the figure that fell back
    why = models.TextField()
    raised_by_name = models.CharField(max_length=200)
    raised_on = models.DateField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.why
