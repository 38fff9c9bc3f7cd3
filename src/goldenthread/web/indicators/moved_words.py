"""What is said of a movement: to those inside as counted, to those from outside without small numbers.

Those from outside are told of the whole alone. A team's months, its quarter and what was first given of each
could be taken from one another. For the same reason they are not told a part that is late recording of one to
five children. The whole's two periods are shown as on every page (`seen_by`).
"""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.indicators.movement import Movement, Side, TeamMoved
from goldenthread.papers.figures import Figure
from goldenthread.papers.wording import capital, in_period, joined
from goldenthread.papers.words import MeasureWords
from goldenthread.web.accounts.permissions import FigureTier
from goldenthread.web.indicators.disclosure import WITHHELD, Withheld, is_small, withheld
from goldenthread.web.indicators.measures import Seen, seen_by, words_of
from goldenthread.web.indicators.moving import Explained
from goldenthread.web.indicators.words import said

_TEAMS_NAMED = 2
_MOST_SMALL = 5
_COUNTED = ("count", "percent")


@dataclass(frozen=True)
class TeamLine:
    """A team's figure in each period, and how far the number counted moved; "" where it is no count."""

    name: str
    before: str
    after: str
    moved: str


@dataclass(frozen=True)
class Told:
    """A movement in words. `draft` is for the owner's commentary: it gives no team's number, and nothing that
    those from outside may not read, since they read the commentary. `first`, `before` and `after` are the
    earlier figure as first given and as known now, and the later; `first` is empty where it is not told."""

    sentence: str
    by_whom: str
    late: str
    first: str
    before: str
    after: str
    draft: str
    teams: tuple[TeamLine, ...]


def told(found: Explained, *, tier: FigureTier) -> Told:
    """The movement as its reader may know it."""
    one = _Shown.of(found, tier)
    careful = _Shown.of(found, FigureTier.SUPPRESSED)
    inside = tier is FigureTier.INTERNAL
    return Told(
        sentence=_what_moved(one),
        by_whom=_by_whom(one, numbers=True) if inside else "",
        late=_late(one),
        first=said(one.first, one.words.unit) if one.movement.known_then and not one.hides_late else "",
        before=said(one.before, one.words.unit),
        after=said(one.after, one.words.unit),
        draft=_draft(careful),
        teams=tuple(_team(one, team) for team in found.movement.teams) if inside else (),
    )


@dataclass(frozen=True)
class _Shown:
    """A movement with its three figures in the form one tier may see."""

    movement: Movement
    words: MeasureWords
    first: Figure  # the earlier period as first given, where that is known
    before: Figure
    after: Figure
    hides_late: bool
    no_record: str

    @classmethod
    def of(cls, found: Explained, tier: FigureTier) -> _Shown:
        moved = found.movement
        seen = seen_by(tier, [words_of()[moved.indicator.id]])
        shown = {
            "first": _first(moved, seen, tier),
            "before": _as_seen(moved, moved.before, seen),
            "after": _as_seen(moved, moved.after, seen),
        }
        if isinstance(shown["before"], Withheld):  # as first given, it would tell of the same children
            shown["first"] = shown["before"]
        hides = tier is not FigureTier.INTERNAL and _is_small_change(moved.known_then, moved.before)
        if hides:
            shown["first"] = shown["before"]
        no_record = "" if found.first_given else "the records held are the first that reach that period"
        return cls(moved, words_of()[moved.indicator.id], **shown, hides_late=hides, no_record=no_record)

    @property
    def is_withheld(self) -> bool:
        return any(isinstance(one, Withheld) for one in (self.first, self.before, self.after))


def _as_seen(moved: Movement, side: Side, seen: Seen) -> Figure:
    (shown,) = seen.series(words_of()[moved.indicator.id], [_figure(moved, side)])
    return shown


def _first(moved: Movement, seen: Seen, tier: FigureTier) -> Figure:
    """What was first given: as it stands now where that is the same; else by itself."""
    if moved.known_then is None:
        return _as_seen(moved, moved.first_said, seen)
    shown = _figure(moved, moved.first_said)
    small = tier is not FigureTier.INTERNAL and is_small(shown, moved.indicator.kind, as_at=seen.as_at)
    return withheld(shown) if small else shown


def _figure(moved: Movement, side: Side) -> Figure:
    counted = moved.indicator.kind in _COUNTED
    return Figure(
        start=side.start,
        end=side.end,
        numerator=side.numerator if counted else None,
        denominator=side.denominator,
        value=side.value,
        snapshot="",
        definition=moved.indicator.definition,
    )


def _is_small_change(then: Side | None, now: Side) -> bool:
    """Whether what came to be known since is of one to five children, so that it points at them."""
    if then is None:
        return False
    counted = abs(now.numerator - then.numerator)
    base = abs((now.denominator or 0) - (then.denominator or 0))
    rest = abs(counted - base)
    return any(0 < number <= _MOST_SMALL for number in (counted, base, rest))


def _what_moved(one: _Shown) -> str:
    title = one.words.title
    if isinstance(one.first, Withheld) or isinstance(one.after, Withheld):
        return f"{title}: {_what_is_shown(one)}."
    was, now = _in_words(one, one.first), _in_words(one, one.after)
    if one.first.value is None or one.after.value is None:
        return f"{title} cannot be compared: {was}, {now}."
    if one.first.value == one.after.value:
        return f"{title} did not move: {was}, and again {now}."
    return f"{title} {'rose' if one.after.value > one.first.value else 'fell'} from {was} to {now}."


def _draft(one: _Shown) -> str:
    """What an owner may begin their words with; nothing where neither figure may be told: that both are
    withheld is no commentary."""
    if isinstance(one.first, Withheld) and isinstance(one.after, Withheld):
        return ""
    return " ".join(filter(None, (_what_moved(one), _by_whom(one), _late(one))))


def _what_is_shown(one: _Shown) -> str:
    """The one figure that is told of the two, so that a draft has something to begin with; nothing of how
    they compare."""
    if not isinstance(one.after, Withheld):
        return f"{_in_words(one, one.after)}. The figure before it is {WITHHELD}"
    if not isinstance(one.first, Withheld):
        return f"{_in_words(one, one.first)}. The figure after it is {WITHHELD}"
    return f"both figures are {WITHHELD}"


def share_said(moved: int, whole: int) -> str:
    """A team's share of the change of the whole: -12 of -12."""
    if not moved:
        return "No change"
    return f"{moved:+,} of {whole:+,}" if whole else f"{moved:+,}; all together did not change"


def _in_words(one: _Shown, figure: Figure) -> str:
    return f"{said(figure, one.words.unit)} {in_period(figure.start, figure.end)}"


def _by_whom(one: _Shown, *, numbers: bool = False) -> str:
    """The teams that moved the way the whole did, most first; nothing where nobody did."""
    moved = one.movement
    way = moved.after.numerator - moved.before.numerator
    if moved.indicator.kind not in _COUNTED or not way or one.is_withheld:
        return ""
    same = [team for team in moved.teams if team.moved * way > 0][:_TEAMS_NAMED]
    if not same:
        return ""
    named = joined([f"{team.team} ({_from_to(team)})" if numbers else team.team for team in same])
    return f"Of those counted, the largest part of the change is in {named}."


def _from_to(team: TeamMoved) -> str:
    return f"{team.before.numerator} to {team.after.numerator}"


def _late(one: _Shown) -> str:
    """How much of it is late recording rather than practice."""
    moved = one.movement
    if one.is_withheld:
        return ""
    if one.hides_late:
        return f"What was recorded late is {WITHHELD}: both periods are given as they are known now."
    if moved.late_recording is None:
        return f"How much of it is late recording cannot be told: {one.no_record or moved.why_not_told}."
    if moved.late_recording == 0:
        return "None of it is late recording: the earlier period stands as it was first given."
    return (
        f"Of this, {_points(one, moved.late_recording)} is late recording: the earlier period now comes to "
        f"{said(one.before, one.words.unit)}. {capital(_points(one, moved.practice))} is practice."
    )


def _points(one: _Shown, change: float | None) -> str:
    if change is None:
        return "an unknown part"
    kind = one.movement.indicator.kind
    number = f"{change:+,.0f}" if kind == "count" else f"{change:+,.1f}"
    return f"{number} percentage points" if kind == "percent" else number


def _team(one: _Shown, team: TeamMoved) -> TeamLine:
    unit, counts = one.words.unit, one.movement.indicator.kind in _COUNTED
    before, after = (said(_figure(one.movement, side), unit) for side in (team.before, team.after))
    whole = one.movement.after.numerator - one.movement.before.numerator
    return TeamLine(team.team, before, after, share_said(team.moved, whole) if counts else "")
