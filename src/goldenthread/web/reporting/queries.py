"""Reading reporting cycles: where each stands, and what waits in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from goldenthread.papers.wording import counted, long_date
from goldenthread.standards.calendar import working_days_after
from goldenthread.web.accounts.models import Membership, Person
from goldenthread.web.accounts.permissions import FigureTier, Permission
from goldenthread.web.accounts.roles import ROLES
from goldenthread.web.indicators.measures import ShownMeasure, measures_of, words_of
from goldenthread.web.indicators.taken import from_json
from goldenthread.web.reporting.models import Challenge, CorrectiveAction, Cycle, Line
from goldenthread.web.reporting.wording import for_tier, in_words


@dataclass(frozen=True)
class Row:
    """One measure of a cycle, as a work list shows it: what is done next is said in `state`."""

    line: Line
    title: str
    shown: Mapping[str, Any] | None  # None for who sees no figures
    owner: str
    state: str
    colour: str
    order: int
    commentary: str


def cycles() -> QuerySet[Cycle]:
    """Every cycle, the latest meeting first."""
    return Cycle.objects.prefetch_related(Prefetch("lines", queryset=_lines()))


def lines_of(cycle: Cycle) -> list[Line]:
    """The measures of a cycle with all that was said of them."""
    return list(_lines().filter(cycle=cycle))


def lines() -> QuerySet[Line]:
    """Every measure in every cycle."""
    return _lines()


def _lines() -> QuerySet[Line]:
    challenges = Challenge.objects.select_related("answer")
    corrective = CorrectiveAction.objects.select_related("action", "owner", "done_by", "checked_by")
    return Line.objects.select_related("cycle", "owner", "frozen").prefetch_related(
        "commentaries",
        "remarks",
        Prefetch("challenges", queryset=challenges),
        Prefetch("corrective_actions", queryset=corrective),
    )


def challenges() -> QuerySet[Challenge]:
    return Challenge.objects.select_related("line__cycle", "line__owner", "answer")


def corrective_actions() -> QuerySet[CorrectiveAction]:
    return CorrectiveAction.objects.select_related("line__cycle", "line__owner", "owner", "action")


def title_of(line: Line) -> str:
    """As it was called when it was frozen, else as it is called now."""
    frozen = getattr(line, "frozen", None)
    if frozen is not None:
        return str(frozen.title)
    held = words_of().get(line.indicator)
    return held.title if held else line.indicator


def measures_in(lines: Iterable[Line], tier: FigureTier) -> dict[int, ShownMeasure]:
    """The measures of these lines from the figures kept with them, by the line's key."""
    known = [one for one in lines if one.indicator in words_of()]
    found = measures_of({one.indicator: from_json(one.figures) for one in known}, tier=tier)
    return {one.pk: found[one.indicator] for one in known}


def shown_of(lines: Sequence[Line], tier: FigureTier) -> dict[int, Any]:
    """Each line's measure in words for a reader: as it was frozen where it was, else as it stands."""
    if tier is FigureTier.NONE:
        return {}
    frozen = {one.pk: for_tier(one.frozen.shown, tier) for one in lines if hasattr(one, "frozen")}
    open_ = measures_in([one for one in lines if one.pk not in frozen], tier)
    overdue = {one.pk: one.overdue.get(tier.value, "") for one in lines}
    return frozen | {key: in_words(one, overdue[key]) for key, one in open_.items()}


def unanswered(line: Line) -> int:
    """How many challenges wait for an answer."""
    return sum(not hasattr(one, "answer") for one in line.challenges.all())


def latest_commentary(line: Line) -> Any:
    """What the owner said last; None where nothing yet."""
    return next(iter(reversed(line.commentaries.all())), None)


def rows_of(found: Sequence[Line], *, tier: FigureTier, on: date) -> list[Row]:
    """A cycle's measures, what is most pressing first."""
    shown = shown_of(found, tier)
    return sorted((_row(one, shown.get(one.pk), on) for one in found), key=lambda row: row.order)


def _row(line: Line, shown: Mapping[str, Any] | None, on: date) -> Row:
    commentary = latest_commentary(line)
    order, state, colour = _state(line, commentary, on)
    return Row(
        line=line,
        title=title_of(line),
        shown=shown,
        owner=line.frozen.owner_name if hasattr(line, "frozen") else line.owner.name,
        state=state,
        colour=colour,
        order=order,
        commentary=commentary.text if commentary else "",
    )


def _state(line: Line, commentary: Any, on: date) -> tuple[int, str, str]:
    """How pressing, in words, and the colour that repeats it."""
    cycle, waiting = line.cycle, unanswered(line)
    if cycle.is_frozen:
        said = "Frozen" if commentary else "Frozen without a commentary"
        return (4 if commentary else 3), said, "grey"
    if commentary is None:
        late = on > cycle.commentary_due
        said = late_said(cycle.commentary_due, on) if late else f"due {long_date(cycle.commentary_due)}"
        return (0 if late else 2), f"No commentary yet: {said}", "red" if late else "yellow"
    if waiting:
        return 1, f"{counted(waiting, 'challenge waits', 'challenges wait')} for an answer", "orange"
    return 3, "Commentary written", "green"


def late_said(due: date, on: date) -> str:
    """2 working days late, due 20 November 2026."""
    days = working_days_after(due, on)
    return f"{counted(days, 'working day')} late, due {long_date(due)}"


def sentence(cycle: Cycle, found: Sequence[Line], on: date) -> str:
    """Where a cycle stands, at the top of its page."""
    if cycle.is_frozen and cycle.frozen_on:
        when = long_date(cycle.frozen_on)
        said = sum(latest_commentary(one) is not None for one in found)
        return (
            f"Frozen on {when} by {cycle.frozen_by_name}, as the meeting received it:"
            f" {counted(len(found), 'measure')}, {said} with a commentary. Nothing here changes any more."
        )
    if not found:
        return "No measure is chosen yet."
    return f"{_written(cycle, found, on)} {_put(found)}".strip()


def _written(cycle: Cycle, found: Sequence[Line], on: date) -> str:
    missing = sum(latest_commentary(one) is None for one in found)
    first = f"{len(found) - missing} of {counted(len(found), 'commentary', 'commentaries')} written"
    if not missing:
        return f"{first}."
    due = long_date(cycle.commentary_due)
    late = on > cycle.commentary_due
    return f"{first}; {missing} {'late, due' if late else 'due by'} {due}."


def _put(found: Sequence[Line]) -> str:
    every = sum(len(one.challenges.all()) for one in found)
    waiting = sum(unanswered(one) for one in found)
    if not every:
        return "Nothing has been challenged yet."
    left = f", {waiting} of them without an answer" if waiting else ", all answered"
    return f"{counted(every, 'challenge')}{left}."


def said_of(line: Line) -> dict[str, Any]:
    """All that was said of a measure, as it is kept when the cycle is frozen."""
    commentary = latest_commentary(line)
    return {
        "commentary": _words(commentary) if commentary else {},
        "challenges": [_challenge(one) for one in line.challenges.all()],
        "corrective actions": [
            {"what": what_of(one), "stands": stands(one)} for one in line.corrective_actions.all()
        ],
    }


def _words(one: Any) -> dict[str, str]:
    return {"text": one.text, "by": one.by_name, "on": long_date(one.on)}


def _challenge(one: Challenge) -> dict[str, Any]:
    answered = _words(one.answer) if hasattr(one, "answer") else {}
    return {**_words(one), "by": one.whose, "answer": answered}


def what_of(one: CorrectiveAction) -> str:
    return f"Action {one.action.code} of the plan: {one.action.text}" if one.action else one.text


def stands(one: CorrectiveAction) -> str:
    """Where a corrective action stands, in words."""
    if one.action is not None:
        due = f", due {long_date(one.action.due)}" if one.action.due else ""
        return f"{one.action.state.capitalize()}{due}. {one.action.owner_words}."
    parts = [f"{one.owner.name if one.owner else ''}, due {long_date(one.due)}" if one.due else ""]
    if one.done_on:
        parts.append(f"done on {long_date(one.done_on)}: {one.done_words}")
    if one.checked_on and one.checked_by:
        parts.append(f"checked by {one.checked_by.name} on {long_date(one.checked_on)}: {one.checked_words}")
    elif one.done_on:
        parts.append("not checked yet")
    return "; ".join(filter(None, parts))


def possible_owners() -> QuerySet[Person]:
    """People whose roles work on what is late and see figures as counted."""
    works = {Permission.WORK_ACTIONS, Permission.EDIT_PLAN}
    roles = [
        key
        for key, role in ROLES.items()
        if works & role.permissions
        and Permission.SEE_FIGURES in role.permissions
        and role.figures is FigureTier.INTERNAL
    ]
    held = Membership.objects.filter(role__in=roles).values("person")
    return Person.objects.filter(is_active=True, pk__in=held)


def open_lines_of(indicator: str, person: Person) -> list[Line]:
    """Where this person may comment on a measure now: in cycles that are open."""
    found = Line.objects.filter(indicator=indicator, owner=person, cycle__frozen_on=None)
    return list(found.select_related("cycle", "owner"))


def chosen_in(cycle: Cycle) -> set[str]:
    return set(cycle.lines.values_list("indicator", flat=True))
