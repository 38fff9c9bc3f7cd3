"""Made-up reporting cycles for tests: rows without records behind them, and the acts on them."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import Any

from goldenthread.standards.calendar import add_months
from goldenthread.web.accounts.models import Person
from goldenthread.web.reporting import actions
from goldenthread.web.reporting.actions import Correction
from goldenthread.web.reporting.models import Challenge, CorrectiveAction, Cycle, Line
from web_people import person, proof

CUT_OFF, MEETS = date(2026, 3, 31), date(2026, 4, 30)
WRITTEN, READ = date(2026, 4, 9), date(2026, 4, 14)  # Good Friday and Easter Monday lie between
_ONE = timedelta(days=1)
_numbers = count(1)


def cycle(**changes: Any) -> Cycle:
    """An open cycle of March's figures, for a board at the end of April."""
    row = {
        "body": f"Improvement Board {next(_numbers)}",
        "meets_on": MEETS,
        "cut_off": CUT_OFF,
        "snapshot": "0" * 16,
        "as_at": CUT_OFF,
        "commentary_days": 5,
        "challenge_days": 3,
        "commentary_due": WRITTEN,
        "challenge_due": READ,
        "opened_by_name": "Somebody",
        "opened_on": CUT_OFF,
    }
    return Cycle.objects.create(**{**row, **changes})


def months(*counts: tuple[int, int], last: date = CUT_OFF) -> list[dict[str, Any]]:
    """Figures of so many months, the last of them the one that ends on `last`: counted, and out of."""
    ends = [add_months(last.replace(day=1), 1 - back) - _ONE for back in range(len(counts), 0, -1)]
    return [
        {
            "start": end.replace(day=1).isoformat(),
            "end": end.isoformat(),
            "numerator": counted,
            "denominator": base,
            "value": 100 * counted / base,
            "snapshot": "0" * 16,
            "definition": "assessment_45wd/1",
        }
        for end, (counted, base) in zip(ends, counts, strict=True)
    ]


def line(
    held: Cycle | None = None,
    owner: Person | None = None,
    *,
    figures: list[dict[str, Any]] | None = None,
    indicator: str = "assessment_45wd",
) -> Line:
    """A measure in a cycle, with somebody who answers for it."""
    return Line.objects.create(
        cycle=held or cycle(),
        indicator=indicator,
        owner=owner or person("head_of_service"),
        figures=figures or months((40, 60), (41, 60)),
    )


def commented(made: Line, text: str = "More children came in February", on: date = CUT_OFF) -> Line:
    """The measure with its owner's words."""
    actions.comment(by=made.owner, line=made, version=made.version, text=text, on=on)
    made.refresh_from_db()
    return made


def challenged(made: Line, by: Person | None = None) -> Challenge:
    return actions.challenge(
        by=by or person("independent_chair"), line=made, text="Why not sooner?", voice="", on=READ
    )


def step(made: Line, owner: Person | None = None, due: date | None = None) -> CorrectiveAction:
    """A corrective action of its own, not done."""
    wanted = Correction(text="Look at each late one", owner=owner or made.owner, due=due or MEETS)
    return actions.correct(by=made.owner, line=made, correction=wanted, on=CUT_OFF)


def done(made: CorrectiveAction) -> CorrectiveAction:
    assert made.owner is not None
    actions.say_done(by=made.owner, corrective=made, version=made.version, words="All read", on=MEETS)
    made.refresh_from_db()
    return made


def frozen(made: Line) -> Line:
    """The measure in its cycle as the meeting received it."""
    held = Cycle.objects.get(pk=made.cycle_id)
    freezer = person("board_secretary")
    actions.freeze(by=freezer, cycle=held, version=held.version, proof=proof(), on=MEETS)
    return Line.objects.select_related("cycle", "owner", "frozen").get(pk=made.pk)
