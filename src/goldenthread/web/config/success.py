"""Where the plan's impact meets the figures: how its measures stand, what a baseline may be frozen from, and
the question put again when a measure that was held has fallen back. Neither room knows the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from goldenthread.web.accounts.standing import Standing
    from goldenthread.web.evidence.refs import EvidenceRef
    from goldenthread.web.page.measured import MeasureNow

SERVICE = "figures"


def measures_now(
    indicators: Iterable[str], *, standing: Standing, days: Mapping[str, date]
) -> Mapping[str, MeasureNow]:
    """How each measure stands; none for whoever does not see figures."""
    from goldenthread.web.accounts.permissions import Permission
    from goldenthread.web.indicators import as_success

    if not standing.may(Permission.SEE_FIGURES):
        return {}
    return as_success.measures_now(indicators, standing=standing, days=days)


def periods_of(indicator: str) -> list[EvidenceRef]:
    """The months a baseline may be frozen from."""
    from goldenthread.web.indicators import as_success

    return as_success.periods_of(indicator)


def follow_figures(**_: Any) -> None:
    """Look, now that the figures are new, whether what was said to be sustained still is."""
    from goldenthread.web.accounts.standing import today

    look_again(on=today())


def look_again(*, on: date) -> int:
    """Put the question again for every sustained impact whose measure has fallen back; how many were put.

    In a transaction of its own: what goes wrong here must not undo the figures."""
    from django.db import transaction

    from goldenthread.web.database.scope import as_service
    from goldenthread.web.history.actions import Service
    from goldenthread.web.indicators.as_success import fallen_back
    from goldenthread.web.plan.actions import put_questions
    from goldenthread.web.plan.queries import held_indicators

    with transaction.atomic(), as_service(SERVICE):
        held = held_indicators()
        fallen = fallen_back(held) if held else {}
        return put_questions(by=Service(SERVICE), fallen=fallen, on=on)
