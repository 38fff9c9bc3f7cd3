"""Whose children somebody sees, and how each is shown to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Q

from goldenthread.web.access.purposes import Purpose
from goldenthread.web.access.queries import Fence
from goldenthread.web.accounts.permissions import Identity
from goldenthread.web.accounts.standing import ChildReach, Standing
from goldenthread.web.oversight.models import ClockRow


def taken_away(standing: Standing) -> Standing:
    """The same person, with only the reaches whose children they may take away: leave to download from one
    role lends nothing to the children of another."""
    return replace(standing, reaches=tuple(reach for reach in standing.reaches if reach.taken_away))


def within(standing: Standing) -> Q:
    """The duties these reaches cover, as a condition of a query. As in the database's own fence, but for
    these reaches alone."""
    found = Q(pk__in=[])
    for reach in standing.reaches:
        if reach.teams is None:
            return Q()
        found |= Q(team__in=reach.teams) | Q(held_team__in=reach.teams)
        if reach.worker:
            found |= Q(worker=reach.worker) | Q(held_worker=reach.worker)
    return found


def is_identified(row: ClockRow, standing: Standing, fence: Fence) -> bool:
    """Whether the child is open to the reader, or the best of the reaches that cover this row shows the child
    by name. As in intake.gate, no reach lends its tier to children of another."""
    return row.child_id in fence.open or any(
        reach.identity is Identity.IDENTIFIED and _covers(reach, row) for reach in standing.reaches
    )


def teams_in_reach(standing: Standing, teams: Iterable[str]) -> set[str]:
    """Which of these teams the person reaches as teams."""
    return {
        team
        for team in teams
        if any(reach.teams is None or team in reach.teams for reach in standing.reaches)
    }


def purpose_of(standing: Standing) -> Purpose:
    """What is written down: a social worker works with the child, everybody else oversees."""
    only_own = bool(standing.reaches) and all(
        reach.teams is not None and not reach.teams for reach in standing.reaches
    )
    return Purpose.CASE_WORK if only_own else Purpose.OVERSIGHT


def several_teams(standing: Standing) -> bool:
    """Whether the person answers for more than one team, or for the whole service."""
    return any(reach.teams is None for reach in standing.reaches) or len(_teams(standing)) > 1


def in_words(standing: Standing) -> str:
    """Whose children these are, to be said after "in": your team, your teams, the whole service."""
    if any(reach.teams is None for reach in standing.reaches):
        return "the whole service"
    teams = _teams(standing)
    if not teams:
        return "your own caseload"
    return "your team" if len(teams) == 1 else "your teams"


def _teams(standing: Standing) -> set[str]:
    return set[str]().union(*(reach.teams or () for reach in standing.reaches))


def _covers(reach: ChildReach, row: ClockRow) -> bool:
    if reach.teams is None:
        return True
    in_team = row.team in reach.teams or row.held_team in reach.teams
    return in_team or bool(reach.worker and reach.worker in {row.worker, row.held_worker})
