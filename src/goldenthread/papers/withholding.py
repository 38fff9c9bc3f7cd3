"""A paper for readers outside: what it withholds, made from the same frozen figures as the board's, and the
words for it. Nothing here decides what is withheld: `outward` does, once, for all of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from goldenthread.disclosure.profiles import Audience
from goldenthread.indicators.definition import kind_of
from goldenthread.papers.duties import Duty, TeamDuty
from goldenthread.papers.figures import (
    Figure,
    Withheld,
    all_figures,
    authority_series,
    latest_by_team,
    with_team,
)
from goldenthread.papers.judgement import Aim
from goldenthread.papers.outward import Counted, LetOut, let_out_to
from goldenthread.papers.plan import Evidence, Plan
from goldenthread.papers.wording import capital, counted
from goldenthread.papers.words import MeasureWords

MONTHS, TEAMS = "months", "teams of the latest month"
ALL_TEAMS = "All teams"


@dataclass(frozen=True)
class Outward:
    """Whom a paper is for, and what they may be shown."""

    reader: Audience
    let_out: LetOut
    as_at: date

    def series(self, words: MeasureWords, figures: Sequence[Figure]) -> tuple[Figure, ...]:
        return self.let_out.figures(words.id, kind_of(words.unit), figures)

    def teams(self, words: MeasureWords, figures: Sequence[Figure]) -> tuple[Figure, ...]:
        """The teams' figures; none of them where each is withheld, since a table of nothing says nothing."""
        shown = self.series(words, figures)
        return () if all(isinstance(one, Withheld) for one in shown) else shown

    def duty(self, duty: Duty | None) -> Duty | None:
        """The duty over all teams, without its longest delay, which is one child's; None where it is small
        or gives away what is."""
        if duty is None or not self.let_out.tells_of(duty, self.as_at):
            return None
        whole = TeamDuty(ALL_TEAMS, duty.running, duty.overdue, duty.due_soon, longest_late=0)
        return replace(duty, teams=(whole,), assumed=0, rules_assumed=())


def outward(
    reader: Audience,
    figures: pl.DataFrame,
    words: Mapping[str, MeasureWords],
    duties: Sequence[Duty],
    *,
    as_at: date,
    told: Mapping[str, int | None],
    ties: pl.DataFrame | None = None,
) -> Outward:
    """What these readers may be shown of figures by month, for the service and by team. `ties`: figures that
    are in no table, and that months or teams add up to."""
    rows = with_team(figures)
    between = with_team(rows.clear() if ties is None else ties)
    present = set(rows["indicator"].to_list())
    measures = [
        _counted(words[id], rows.filter(indicator=id), between.filter(indicator=id))
        for id in words
        if id in present
    ]
    return Outward(reader, let_out_to(reader, measures, duties, as_at=as_at, told=told), as_at)


def _counted(words: MeasureWords, rows: pl.DataFrame, between: pl.DataFrame) -> Counted:
    series = authority_series(rows)
    tables = ((MONTHS, series), (TEAMS, latest_by_team(rows, series)))
    once = {(one.start, one.end, one.team): one for one in (*all_figures(between), *all_figures(rows))}
    return Counted(words.id, kind_of(words.unit), tuple(once.values()), tables)


def aim_as_shown(aim: Aim, series: Sequence[Figure]) -> Aim:
    """The target alone where it starts from a figure that is withheld: the way to it would give that away."""
    start = aim.trajectory[0].on
    hidden = (one.end for one in series if isinstance(one, Withheld))
    if any((end.year, end.month) == (start.year, start.month) for end in hidden):
        return replace(aim, trajectory=aim.trajectory[-1:])
    return aim


def without_counts(plan: Plan) -> Plan:
    """The plan with its evidence named and without its numbers, which were frozen for those inside."""
    actions = tuple(replace(one, evidence=tuple(map(_without_counts, one.evidence))) for one in plan.actions)
    return replace(plan, actions=actions)


def _without_counts(evidence: Evidence) -> Evidence:
    return replace(evidence, value=None, numerator=None, denominator=None)


def said(
    out: Outward,
    *,
    series: Iterable[Figure],
    without_teams: Sequence[str],
    without_counts_of: Sequence[str],
    without_words: bool,
) -> tuple[str, ...]:
    """What is withheld from this version and why, a sentence each. `without_teams` and `without_counts_of`
    are the titles of measures and duties; `without_words` where owners said something of the measures."""
    profile = out.reader.profile
    if profile is None:
        return ()
    hidden = sum(isinstance(one, Withheld) for one in series)
    are = "is" if hidden == 1 else "are"
    small = (
        f"This version is for {out.reader.title}. Counts from 1 to {profile.most_small} are withheld, since "
        "a small count can tell of one child; so is a percentage whose count, rest or base is that small."
    )
    others = (
        f"{capital(counted(hidden, 'figure'))} of the measures {are} withheld. Some are not small "
        "themselves: without them, a small one could be worked out from what is shown here, or was shown "
        "before. Withheld is neither nought nor missing, and nothing is calculated from it."
    )
    told = [small, others]
    if without_teams:
        told.append(f"Withheld whole, by team: {'; '.join(without_teams)}.")
    if without_counts_of:
        told.append(f"Of these duties the counts are withheld: {'; '.join(without_counts_of)}.")
    if without_words:
        told.append(
            "What owners said of the measures, what was put to them and what is done about it are left to "
            "the board’s version: a number in somebody’s words cannot be withheld as a figure can."
        )
    told.append(
        "The longest delay, what each team has overdue and the numbers frozen as evidence are left to the "
        "board’s version. What the plan says stands as it was written."
    )
    return tuple(told)
