"""Where the plan and the figures meet: actions on a measure's chart, the chart on an objective's page.
Neither room knows the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from goldenthread.web.accounts.standing import Standing
    from goldenthread.web.page.marks import Mark


def marks_on(indicators: Iterable[str], *, standing: Standing) -> Mapping[str, list[Mark]]:
    """The plan's marks on each measure; none for whoever does not see the plan."""
    from goldenthread.web.accounts.permissions import Permission
    from goldenthread.web.plan.queries import marks_of

    return marks_of(indicators) if standing.may(Permission.SEE_PLAN) else {}


def charts_of(indicators: Iterable[str], *, standing: Standing) -> Mapping[str, Mapping[str, str]]:
    """Heading, address and words of each measure's chart, as this reader may see it; none for whoever does
    not see figures."""
    from goldenthread.web.accounts.permissions import Permission
    from goldenthread.web.indicators.pictures import pictures

    return pictures(indicators, standing=standing) if standing.may(Permission.SEE_FIGURES) else {}
