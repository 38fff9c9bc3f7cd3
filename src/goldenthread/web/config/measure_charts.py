"""Where the plan and the figures meet: actions on a measure's chart, the chart on an objective's page.
Neither room knows the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from goldenthread.web.accounts.standing import Standing
    from goldenthread.web.page.marks import Mark


def marks_on(indicators: Iterable[str], *, standing: Standing) -> Mapping[str, list[Mark]]:
    """The plan's marks on each measure, and the inspections and notices it answers; none for whoever does not
    see the plan."""
    from goldenthread.web.accounts.permissions import Permission
    from goldenthread.web.plan.queries import marks_of, marks_of_sources

    if not standing.may(Permission.SEE_PLAN):
        return {}
    wanted = list(indicators)
    of_actions, of_sources = marks_of(wanted), marks_of_sources()
    return {id: [*of_actions.get(id, ()), *of_sources] for id in wanted}


def charts_of(indicators: Iterable[str], *, standing: Standing) -> Mapping[str, Mapping[str, str]]:
    """Heading, address and words of each measure's chart, as this reader may see it; none for whoever does
    not see figures."""
    from goldenthread.web.accounts.permissions import Permission
    from goldenthread.web.indicators.pictures import pictures

    return pictures(indicators, standing=standing) if standing.may(Permission.SEE_FIGURES) else {}
