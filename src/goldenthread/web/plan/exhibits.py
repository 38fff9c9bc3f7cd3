"""A frozen figure as a reader may see it: as counted for those inside, small numbers withheld for those who
see published forms only.

The rule is the one the Department publishes under for children in need: 1 to 5 is withheld, and so is a
percentage whose count, complement or base is that small; a middle value or an average needs six.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from goldenthread.papers.wording import both_counts, in_period, period, value_in_words
from goldenthread.web.accounts.permissions import FigureTier
from goldenthread.web.evidence.models import Exhibit
from goldenthread.web.evidence.refs import EvidenceRef, FrozenFigure
from goldenthread.web.page.elsewhere import provider

SMALL = range(1, 6)
WITHHELD = "withheld because the number is small"
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
    return shown_ref(exhibit.ref, tier)


def shown_ref(ref: EvidenceRef, tier: FigureTier) -> ShownExhibit:
    """Evidence in words, in the form a reader of that tier may see."""
    plain = ShownExhibit(label=ref.label, kind=ref.kind.replace("_", " "), as_of=ref.as_of)
    if ref.figure is None:
        return plain
    figure = ref.figure
    why = _withheld(figure, tier)
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


def _withheld(figure: FrozenFigure, tier: FigureTier) -> str:
    if tier is FigureTier.INTERNAL:
        return ""
    if tier is FigureTier.NONE:
        return NOT_YOURS
    return WITHHELD if _is_small(figure) else ""


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
