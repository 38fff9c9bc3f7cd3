"""Figures for an audience: the one step that pages, papers and files for it pass through, made on
`goldenthread.disclosure`.

    reader = audience("scrutiny", on=as_at)
    let_out = let_out_to(reader, measures, duties, told=told_before)
    let_out.figure("ca_45_days", figure)      the figure itself, or `Withheld`
    let_out.told                              to be handed to the next step for the same readers

All that its readers can lay side by side is one linked system: months, the quarters they add up to, teams and
their total, the count, rest and base of a percentage, what was told before, and measures that count the same
thing: where the counts of two measures are the same in every period and team, they are one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from goldenthread.disclosure.profiles import Audience, Profile
from goldenthread.disclosure.publishing import Asked, Published, Table, Told, publish
from goldenthread.disclosure.release import Key, Percentage, Sum
from goldenthread.indicators.breakdowns import NOT_SAID
from goldenthread.indicators.definition import Kind
from goldenthread.papers.duties import Duty
from goldenthread.papers.figures import Figure, Withheld, withheld

_FEWEST_ALIKE = 6  # counts other than nought that two measures must share before they are taken for one
_LONGEST_MONTH = 31
_OTHER_BREAKDOWNS = frozenset({*NOT_SAID, "worker"})
EVERY_TEAM = _EVERYBODY = "*"  # no team has this name


@dataclass(frozen=True)
class Counted:
    """Of one measure: every figure there is, whether shown or not; and the tables of them that are to be
    shown, the most wanted first."""

    id: str
    kind: Kind
    figures: tuple[Figure, ...]
    tables: tuple[tuple[str, tuple[Figure, ...]], ...]


@dataclass(frozen=True)
class LetOut:
    """What an audience is told: the memory of it, and the tables withheld whole, by the measure's id."""

    profile: Profile | None
    told: Mapping[str, int | None]
    whole: Mapping[str, tuple[str, ...]]

    def figure(self, id: str, kind: Kind, figure: Figure) -> Figure:
        """The figure as it may be shown."""
        if self.profile is None or isinstance(figure, Withheld):
            return figure
        cells = cells_of(id, kind, figure)
        shown = {key: self.told.get(key) for key in cells}
        if any(shown[key] != self.profile.rounded(count) for key, count in cells.items()):
            return withheld(figure)
        return figure if self.profile.nearest == 1 else _rounded(figure, self.profile)

    def figures(self, id: str, kind: Kind, figures: Iterable[Figure]) -> tuple[Figure, ...]:
        return tuple(self.figure(id, kind, one) for one in figures)

    def tells_of(self, duty: Duty, as_at: date) -> bool:
        """Whether the counts of a duty over all teams may be shown."""
        cells = duty_cells(duty, as_at)
        return self.profile is None or all(self.told.get(key) == count for key, count in cells.items())


def let_out_to(
    reader: Audience,
    measures: Sequence[Counted],
    duties: Sequence[Duty],
    *,
    as_at: date,
    told: Mapping[str, int | None],
) -> LetOut:
    """What this audience may be shown of all of it, given what it was told before."""
    if reader.profile is None:
        return LetOut(None, dict(told), {})
    now = dict(told)
    whole: dict[str, tuple[str, ...]] = {}
    alike = _alike(measures)
    for group in _groups(measures, alike):
        found = _published(group, alike, reader.profile, now)
        now |= _by_every_name(found.told, group, alike)
        whole |= _whole_by_measure(found, group)
    for duty in duties:
        now |= _publish_duty(duty, as_at, reader.profile, now)
    return LetOut(reader.profile, now, whole)


def group_key(breakdown: str, group: str) -> str:
    """The name a group of a breakdown goes by in a figure's `team`: a team's own, as all else has it."""
    return group if breakdown == "team" else f"{breakdown}={group}"


def _breakdown_of(team: str) -> str:
    """What the name is a group of: groups of one breakdown add up, those of two do not."""
    breakdown, _, group = team.partition("=")
    return breakdown if group and breakdown in _OTHER_BREAKDOWNS else "team"


def cells_of(id: str, kind: Kind, figure: Figure) -> dict[str, int]:
    """The counts that a figure tells of, by the key each is remembered under."""
    return {_key(id, part, figure): count for part, count in _parts(kind, figure).items()}


def duty_cells(duty: Duty, as_at: date) -> dict[str, int]:
    """The same of a duty: overdue, the rest, and all that are running."""
    counts = {"overdue": duty.overdue, "rest": duty.running - duty.overdue, "running": duty.running}
    soon = {"soon": duty.due_soon, "later": counts["rest"] - duty.due_soon}
    return {_duty_key(duty, part, as_at, _EVERYBODY): count for part, count in (counts | soon).items()}


def overdue_told(told: Told, *, as_at: date) -> dict[tuple[str, str], int | None]:
    """What was told to be overdue on a day, by the duty's clock and the team: EVERY_TEAM for all of them."""
    found = {}
    for key, count in told.items():
        about, part, _, day, team = str(key).split("|", 4)
        if about.startswith(_DUTY) and part == "overdue" and day == str(as_at):
            found[about.removeprefix(_DUTY), team] = count
    return found


_DUTY = "duty:"


def _duty_key(duty: Duty, part: str, as_at: date, team: str) -> str:
    return f"{_DUTY}{duty.words.id}|{part}||{as_at}|{team}"


def _publish_duty(duty: Duty, as_at: date, profile: Profile, told: Told) -> dict[str, int | None]:
    """All teams together first, then what each of them has overdue, which adds up to it."""
    whole = duty_cells(duty, as_at)
    overdue, rest, running, soon, later = whole
    teams = {_duty_key(duty, "overdue", as_at, one.team): one.overdue for one in duty.teams}
    cells = whole | teams
    asked = Asked(
        cells,
        [Table(duty.words.id, tuple(whole)), Table(f"{duty.words.id} by team", tuple(teams))],
        [Sum.of(rest, (soon, later)), Sum.of(overdue, teams)],
        [Percentage(overdue, rest, running), Percentage(soon, later, rest)],
    )
    found = publish(asked, profile=profile, told={key: told[key] for key in cells if key in told})
    return {str(key): value for key, value in found.told.items()}


def _parts(kind: Kind, figure: Figure) -> dict[str, int]:
    """The counts of a figure by what they count. Of an average only its base is one. Raises TypeError for a
    figure that is withheld: it has no counts, and none is not nought."""
    if isinstance(figure, Withheld):
        raise TypeError("Nothing is calculated from a figure that is withheld.")
    counted, base = figure.numerator or 0, figure.denominator or 0
    if kind == "percent":
        return {"counted": counted, "rest": base - counted, "base": base}
    return {"counted": counted} if kind in ("count", "rate") else {"base": base}


def _key(id: str, part: str, figure: Figure) -> str:
    return _named(id, part, figure.start, figure.end, figure.team)


def _named(id: str, part: str, start: date | None, end: date, team: str | None) -> str:
    return f"{id}|{part}|{start or ''}|{end}|{_EVERYBODY if team is None else team}"


def _rounded(figure: Figure, profile: Profile) -> Figure:
    """The figure of rounded counts; an average has no count that could be rounded."""
    counts = [None if n is None else profile.rounded(n) for n in (figure.numerator, figure.denominator)]
    if counts[0] is None:
        return replace(figure, denominator=counts[1])
    value = 100 * counts[0] / counts[1] if counts[1] else None if counts[1] == 0 else float(counts[0])
    return replace(figure, numerator=counts[0], denominator=counts[1], value=value)


# Measures that count the same thing


def _alike(measures: Sequence[Counted]) -> dict[tuple[str, str], tuple[str, str]]:
    """For each measure's counts by what they count, the first that are the same throughout."""
    first: dict[frozenset[tuple[Key, int]], tuple[str, str]] = {}
    found = {}
    for one in measures:
        counts: dict[str, set[tuple[Key, int]]] = {}
        for figure in one.figures:
            for part, count in _parts(one.kind, figure).items():
                counts.setdefault(part, set())
                if count:
                    counts[part].add(((figure.start, figure.end, figure.team), count))
        for part, held in counts.items():
            name = (one.id, part)
            is_told_by_more = len(held) >= _FEWEST_ALIKE
            found[name] = first.setdefault(frozenset(held), name) if is_told_by_more else name
    return found


def _groups(
    measures: Sequence[Counted], alike: Mapping[tuple[str, str], tuple[str, str]]
) -> list[list[Counted]]:
    """The measures in groups, each of which shares no count with another."""
    groups: list[tuple[set[tuple[str, str]], list[Counted]]] = []
    for one in measures:
        names = {alike[name] for name in alike if name[0] == one.id}
        joined = [group for group in groups if group[0] & names]
        groups = [group for group in groups if not group[0] & names]
        held = [measure for group in joined for measure in group[1]]
        groups.append((names.union(*(group[0] for group in joined)), [*held, one]))
    return [group[1] for group in groups]


def _by_every_name(
    told: Told, group: Sequence[Counted], alike: Mapping[tuple[str, str], tuple[str, str]]
) -> dict[str, int | None]:
    """What was told, under the name that each measure of the group has for it."""
    names: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for name in alike:
        if any(one.id == name[0] for one in group):
            names.setdefault(alike[name], []).append(name)
    found = {}
    for key, value in told.items():
        id, part, rest = str(key).split("|", 2)
        for other in names.get((id, part), [(id, part)]):
            found[f"{other[0]}|{other[1]}|{rest}"] = value
    return found


# One linked system


def _published(
    group: Sequence[Counted],
    alike: Mapping[tuple[str, str], tuple[str, str]],
    profile: Profile,
    told: Mapping[str, int | None],
) -> Published:
    system = _System(alike)
    for one in group:
        system.add(one)
    return publish(system.asked(told), profile=profile, told=system.told(told))


class _System:
    """The counts of some measures under one name each, and what ties them."""

    def __init__(self, alike: Mapping[tuple[str, str], tuple[str, str]]) -> None:
        self._alike = alike
        self._counts: dict[Key, int] = {}
        self._names: dict[Key, list[str]] = {}
        self._tables: list[tuple[int, Table]] = []
        self._sums: list[Sum] = []
        self._shares: dict[Key, Percentage] = {}

    def add(self, one: Counted) -> None:
        for figure in one.figures:
            for part, count in _parts(one.kind, figure).items():
                key = self._place(one.id, part, figure)
                self._counts[key] = count
                self._names.setdefault(key, []).append(_key(one.id, part, figure))
            if one.kind == "percent":
                share = Percentage(
                    *(self._place(one.id, part, figure) for part in ("counted", "rest", "base"))
                )
                self._shares[share.part, share.rest, share.whole] = share
        for place, (name, figures) in enumerate(one.tables):
            keys = (
                self._place(one.id, part, figure) for figure in figures for part in _parts(one.kind, figure)
            )
            self._tables.append((place, Table(f"{one.id}|{name}", tuple(dict.fromkeys(keys)))))
        for part in {part for figure in one.figures[:1] for part in _parts(one.kind, figure)}:
            held = {
                (figure.start, figure.end, figure.team): self._place(one.id, part, figure)
                for figure in one.figures
            }
            self._sums += [tie for tie in _ties(held) if tie.holds(self._counts)]

    def told(self, told: Mapping[str, int | None]) -> dict[Key, int | None]:
        """What was told of each count, under any of its names: a number where any name gave one."""
        found: dict[Key, int | None] = {}
        for key, names in self._names.items():
            held = [told[name] for name in names if name in told]
            if held:
                found[key] = next((value for value in held if value is not None), None)
        return found

    def asked(self, told: Mapping[str, int | None]) -> Asked:
        """The tables in the order they are wanted, and of the rest only what ties them together."""
        tables = [table for _, table in sorted(self._tables, key=lambda one: one[0])]
        known = {key for table in tables for key in table.keys} | self.told(told).keys()
        ties = [tie for tie in self._sums if sum(key in known for key, _ in tie.terms) > 1]
        between = {key for tie in ties for key, _ in tie.terms} - known
        ties += [tie for tie in self._sums if tie.has_any(between) and tie.has_any(known) and tie not in ties]
        shares = [
            one
            for one in self._shares.values()
            if one.whole in known | between or one.part in known | between
        ]
        wanted = known | {key for tie in ties for key, _ in tie.terms}
        wanted |= {key for one in shares for key in (one.part, one.rest, one.whole)}
        return Asked({key: self._counts[key] for key in self._counts if key in wanted}, tables, ties, shares)

    def _place(self, id: str, part: str, figure: Figure) -> Key:
        name = self._alike[id, part]
        return _key(*name, figure)


Place = tuple[date | None, date, str | None]


def _ties(held: Mapping[Place, Key]) -> Iterator[Sum]:
    """Teams and their total in every period, and so with the groups of any other breakdown; quarters and
    their months for all and for each team."""
    by_period: dict[tuple[date | None, date, str], list[Key]] = {}
    months: dict[str | None, list[Place]] = {}
    for (start, end, team), key in held.items():
        if team is not None:
            by_period.setdefault((start, end, _breakdown_of(team)), []).append(key)
        if start is not None and (end - start).days < _LONGEST_MONTH:
            months.setdefault(team, []).append((start, end, team))
    for (start, end, _), parts in by_period.items():
        if (start, end, None) in held:
            yield Sum.of(held[start, end, None], parts)
    for (start, end, team), key in held.items():
        if start is not None and (end - start).days >= _LONGEST_MONTH:
            within = [
                held[one] for one in months.get(team, ()) if one[0] and start <= one[0] and one[1] <= end
            ]
            if within:
                yield Sum.of(key, within)


def _whole_by_measure(found: Published, group: Sequence[Counted]) -> dict[str, tuple[str, ...]]:
    named = [name.split("|", 1) for name in found.whole]
    return {
        one.id: tuple(table for id, table in named if id == one.id)
        for one in group
        if any(id == one.id for id, _ in named)
    }
