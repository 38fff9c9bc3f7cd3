"""Reading impact: what was judged and stands, what puts it in question, and the evidence with its age."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from goldenthread.papers.plan import ENDED, ImpactState
from goldenthread.web.history.queries import Signed, signatures_of_each
from goldenthread.web.plan.ageing import Age, ages
from goldenthread.web.plan.models import (
    Action,
    Evidence,
    HandMeasure,
    ImpactJudgement,
    ImpactQuestion,
    Judged,
    Objective,
)
from goldenthread.web.plan.queries.choices import measure_titles
from goldenthread.web.plan.queries.merged import counted_evidence, evidence_by_action, goes_on
from goldenthread.web.plan.signed import impact_record

INDICATOR, BY_HAND = "indicator:", "by hand:"


def measure_choices(objective: Objective) -> list[tuple[str, str]]:
    """The measures of an objective as a judgement names them, with their titles."""
    indicators = list(objective.measures.values_list("indicator", flat=True))
    titles = measure_titles(indicators)
    by_hand = HandMeasure.objects.filter(objective=objective).values_list("pk", "name")
    return [
        *((f"{INDICATOR}{one}", titles[one]) for one in indicators),
        *((f"{BY_HAND}{key}", name) for key, name in by_hand),
    ]


def indicator_of(measure: str) -> str:
    """The indicator's id of a measure as a judgement names it; "" for one entered by hand."""
    return measure.removeprefix(INDICATOR) if measure.startswith(INDICATOR) else ""


def evidence_for(thing: Action | Objective) -> list[Evidence]:
    """What an impact may rest on: what counts for the action, or for any action of the objective, that was
    not stopped."""
    of = Q(pk=thing.pk) if isinstance(thing, Action) else Q(objective=thing)
    live = Action.objects.filter(of).exclude(state__in=ENDED).values_list("pk", flat=True)
    return [piece for held in evidence_by_action(live).values() for piece in held]


def judgement_of(thing: Action | Objective) -> ImpactJudgement | None:
    """The judgement that stands; None where nobody has judged here."""
    return judgements_of(thing).first()


def judgements_of(thing: Action | Objective) -> QuerySet[ImpactJudgement]:
    """Every judgement of one thing, the one that stands first, with what it rests on."""
    pieces = Prefetch("evidence", counted_evidence())
    found = thing.impact_judgements.select_related("question", "action", "objective")
    return found.prefetch_related(pieces)


@dataclass(frozen=True)
class SignedJudgement:
    """A judgement with what was signed of it; none of one made before judgements were signed."""

    one: ImpactJudgement
    signatures: list[Signed]


def with_signatures(found: Iterable[ImpactJudgement]) -> list[SignedJudgement]:
    """Judgements as `judgements_of` reads them, each with its signatures held against what it is today."""
    held = list(found)
    records = {str(one.pk): impact_record(one) for one in held}
    signed = signatures_of_each(kind="impactjudgement", records=records)
    return [SignedJudgement(one, signed[str(one.pk)]) for one in held]


def standing_judgements() -> QuerySet[ImpactJudgement]:
    """The judgement that stands of every action that was not stopped and of every objective."""
    of_actions = ImpactJudgement.objects.exclude(action=None).exclude(action__state__in=ENDED)
    of_objectives = ImpactJudgement.objects.exclude(objective=None)
    latest = (
        *of_actions.order_by("action_id", "-pk").distinct("action_id").values_list("pk", flat=True),
        *of_objectives.order_by("objective_id", "-pk").distinct("objective_id").values_list("pk", flat=True),
    )
    pieces = Prefetch("evidence", Evidence.objects.select_related("exhibit"))
    found = ImpactJudgement.objects.filter(pk__in=latest).prefetch_related(pieces)
    return found.select_related("question", "action", "objective")


def sustained() -> list[ImpactJudgement]:
    """Those that stand and say sustained."""
    return list(standing_judgements().filter(state=ImpactState.SUSTAINED))


def held_indicators() -> set[str]:
    """The indicators that hold an impact said to be sustained, and not asked about again since."""
    return {found for one in sustained() if not question_of(one) and (found := indicator_of(one.measure))}


def question_of(judgement: ImpactJudgement | None) -> ImpactQuestion | None:
    """What has put a judgement in question; None where nothing has."""
    return getattr(judgement, "question", None)


def open_questions() -> list[ImpactQuestion]:
    """Every question that nobody has answered by judging again, the oldest first."""
    found = [question for one in standing_judgements() if (question := question_of(one))]
    return sorted(found, key=lambda question: (question.raised_on, question.pk))


@dataclass(frozen=True)
class Piece:
    """A piece of evidence with its age, and the action it counts for by its key and `code`: the one in which
    the action it is pinned to goes on. `newest` is whether nothing sufficient and fresher counts there."""

    evidence: Evidence
    age: Age
    newest: bool = False
    counts_for: int = 0
    code: str = ""

    @property
    def next_step(self) -> str:
        if self.evidence.judged == Judged.WAITING:
            return "Judge whether it is enough"
        if self.evidence.judged == Judged.SUFFICIENT and self.age.stale and self.newest:
            return "Find newer evidence"
        return ""


def pieces(*, as_at: date) -> list[Piece]:
    """All evidence that counts for an action that was not stopped: what needs somebody first, then the
    stalest."""
    onward, aged = goes_on(), ages(as_at=as_at)
    ends = [(one, onward.of(one.action_id)) for one in counted_evidence()]
    found = [(one, end) for one, end in ends if end in onward.live]
    newest = _newest(found)
    rows = [Piece(one, aged.of(one), one.pk in newest, end, onward.live[end]) for one, end in found]
    return sorted(rows, key=lambda row: (not row.next_step, row.age.fresh_until, row.evidence.pk))


def gone_stale(rows: Sequence[Piece]) -> list[Piece]:
    """The newest sufficient evidence of each action, where it has gone stale: nothing fresher shows it."""
    return [row for row in rows if row.newest and row.age.stale and row.evidence.judged == Judged.SUFFICIENT]


def _newest(found: Iterable[tuple[Evidence, int]]) -> set[int]:
    """The key of each action's sufficient evidence that speaks of the latest day."""
    of: dict[int, Evidence] = {}
    for one, end in found:
        held = of.get(end)
        if one.judged == Judged.SUFFICIENT and (held is None or one.speaks_until > held.speaks_until):
            of[end] = one
    return {one.pk for one in of.values()}
