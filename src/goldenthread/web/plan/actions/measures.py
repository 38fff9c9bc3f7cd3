"""Measures of success: the frozen figure an indicator started from, and measures entered by hand."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction

from goldenthread.web.evidence.actions import freeze
from goldenthread.web.evidence.refs import EvidenceRef
from goldenthread.web.history.actions import Actor, record
from goldenthread.web.page.conflict import save_if_unchanged
from goldenthread.web.plan import queries
from goldenthread.web.plan.actions.carrying_out import about_thing
from goldenthread.web.plan.actions.impact import put_question_of_reading
from goldenthread.web.plan.models import HandMeasure, HandReading, Measure, Objective
from goldenthread.web.plan.rules import NotDone


@dataclass(frozen=True)
class HandWords:
    """A measure entered by hand: what it is, where it started from, and what it should come to."""

    kind: str
    name: str
    unit: str
    polarity: str
    baseline: float
    baseline_on: date
    baseline_source: str
    target: float | None = None
    target_on: date | None = None
    tolerance: float = 0.0


@dataclass(frozen=True)
class HandFigure:
    """One dated figure, with both its counts where there are two, and where it comes from."""

    on: date
    value: float
    source: str
    counted: int | None = None
    out_of: int | None = None


@transaction.atomic
def set_baseline(*, by: Actor, measure: Measure, ref: EvidenceRef) -> None:
    """Freeze the figure that a measure started from. One frozen before stays in the history."""
    was = measure.baseline.label if measure.baseline else ""
    measure.baseline = freeze(ref, by=by)
    measure.save(update_fields=["baseline"])
    details = {"indicator": measure.indicator, "was": was, "is": ref.label}
    record(by=by, act="set the baseline of a measure", about=about_thing(measure.objective), details=details)


@transaction.atomic
def add_hand_measure(*, by: Actor, objective: Objective, words: HandWords) -> HandMeasure:
    """A measure of an objective that no indicator counts."""
    made = HandMeasure.objects.create(objective=objective, **asdict(words))
    record(by=by, act="added a measure entered by hand", about=about_thing(objective),
           details={"measure": made.name})  # fmt: skip
    return made


@transaction.atomic
def edit_hand_measure(*, by: Actor, measure: HandMeasure, version: int, words: HandWords) -> bool:
    """False where somebody else saved first: nothing is changed then."""
    row = HandMeasure.objects.filter(pk=measure.pk)
    if not save_if_unchanged(row, version=version, changes=asdict(words)):
        return False
    was = {name: str(getattr(measure, name)) for name in ("name", "baseline", "target", "target_on")}
    details = {"measure": words.name, "was": was}
    record(by=by, act="edited a measure entered by hand", about=about_thing(measure.objective),
           details=details)  # fmt: skip
    return True


@transaction.atomic
def add_reading(*, by: Actor, measure: HandMeasure, figure: HandFigure, on: date) -> HandReading:
    """A new figure. Where an impact was said to be sustained by this measure, and it has fallen back, the
    question is put again."""
    if figure.on > on:
        raise NotDone("Enter a day that is not after today.")
    made = HandReading.objects.create(measure=measure, by_name=by.name, by_id=by.reference, **asdict(figure))
    details = {"measure": measure.name, "on": str(figure.on), "value": figure.value, "source": figure.source}
    record(by=by, act="entered a figure by hand", about=about_thing(measure.objective), details=details)
    standing = queries.hand_standing(measure)
    if standing.fallen:
        fallen = (standing.ends, standing.fallen)
        put_question_of_reading(by=by, measure=queries.name_by_hand(measure), fallen=fallen, on=on)
    return made
