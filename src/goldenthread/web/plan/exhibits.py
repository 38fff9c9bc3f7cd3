"""A frozen figure as a reader may see it: as counted for those inside, small numbers withheld for those who
see published forms only.

A figure of the records is shown to readers outside where it is what they were told: by the one step that all
they can lay side by side passes through, asked each time it is read. What was frozen stays as it was; who may
see it is worked out anew. A figure that somebody typed is in no table of ours: it is withheld by itself, by
the rule the Department publishes under for children in need: 1 to 5, and a percentage whose count, complement
or base is that small; a middle value or an average needs six.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import date

from goldenthread.papers.wording import both_counts, in_period, period, value_in_words
from goldenthread.web.accounts.permissions import FigureTier
from goldenthread.web.evidence.models import Exhibit
from goldenthread.web.evidence.refs import EvidenceRef, FrozenFigure
from goldenthread.web.page.elsewhere import provider

SMALL = range(1, 6)
WITHHELD = "withheld: it is small, or a small number could be worked out from it"
NOT_YOURS = "figures are not shown to your role"


@dataclass(frozen=True)
class ShownExhibit:
    """An exhibit in words. `value` and `base` are "" where it has no figure."""

    label: str
    kind: str
    as_of: date
    value: str = ""
    base: str = ""
    when: str = ""
    definition: str = ""
    snapshot: str = ""
    indicator: str = ""
    withheld: bool = False


def shown_exhibit(exhibit: Exhibit, tier: FigureTier) -> ShownExhibit:
    """The exhibit as it was frozen, in the form this reader may see."""
    return shown_exhibits([exhibit], tier)[0]


def shown_exhibits(exhibits: Iterable[Exhibit], tier: FigureTier) -> list[ShownExhibit]:
    """The same of several, with one question of what readers outside were told."""
    return shown_refs([one.ref for one in exhibits], tier)


def shown_ref(ref: EvidenceRef, tier: FigureTier) -> ShownExhibit:
    """Evidence in words, in the form a reader of that tier may see."""
    return shown_refs([ref], tier)[0]


def shown_refs(refs: Sequence[EvidenceRef], tier: FigureTier) -> list[ShownExhibit]:
    """The same of several."""
    told = _told_of(refs) if tier is FigureTier.SUPPRESSED else frozenset()
    return [_shown(ref, tier, told) for ref in refs]


def _told_of(refs: Sequence[EvidenceRef]) -> Set[FrozenFigure]:
    """Which of their figures readers outside were told as they were frozen, asked of whoever the settings
    name: FIGURES_TOLD is the dotted name of a function of figures. Without it, none."""
    figures = [ref.figure for ref in refs if ref.figure and ref.figure.snapshot]
    asked = provider("FIGURES_TOLD")
    found: Set[FrozenFigure] = asked(figures) if asked and figures else frozenset()
    return found


def _shown(ref: EvidenceRef, tier: FigureTier, told: Set[FrozenFigure]) -> ShownExhibit:
    plain = ShownExhibit(label=ref.label, kind=ref.kind.replace("_", " "), as_of=ref.as_of)
    if ref.figure is None:
        return plain
    figure = ref.figure
    why = _withheld(figure, tier, told)
    said = period(figure.period_start, figure.period_end)
    return ShownExhibit(
        label=ref.label,
        kind=plain.kind,
        as_of=ref.as_of,
        value=why or value_in_words(figure.value, figure.unit),
        base="" if why else both_counts(figure.numerator, figure.denominator),
        when="" if said in ref.label else in_period(figure.period_start, figure.period_end),
        definition=f"{figure.indicator}/{figure.definition_version}" if figure.snapshot else figure.indicator,
        snapshot=figure.snapshot,
        indicator=figure.indicator,
        withheld=bool(why),
    )


def _withheld(figure: FrozenFigure, tier: FigureTier, told: Set[FrozenFigure]) -> str:
    if tier is FigureTier.INTERNAL:
        return ""
    if tier is FigureTier.NONE:
        return NOT_YOURS
    hidden = figure not in told if figure.snapshot else _is_small(figure)
    return WITHHELD if hidden else ""


def _is_small(figure: FrozenFigure) -> bool:
    counts = [figure.numerator, figure.denominator]
    if figure.numerator is not None and figure.denominator is not None:
        counts.append(figure.denominator - figure.numerator)
    if figure.unit == "count" and figure.value is not None:
        counts.append(round(figure.value))
    return any(count in SMALL for count in counts if count is not None)


def as_today(ref: EvidenceRef) -> EvidenceRef | None:
    """The same evidence as it stands now, asked of whoever the settings name: the plan knows no provider.

    EVIDENCE_TODAY is the dotted name of a function EvidenceRef -> EvidenceRef | None; without it, None.
    """
    asked = provider("EVIDENCE_TODAY")
    found: EvidenceRef | None = asked(ref) if asked else None
    return found
