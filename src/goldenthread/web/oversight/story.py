"""A child's timeline put in order for the page: what is owed now, then what happened, year by year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from goldenthread.web.oversight.words import DUTIES, Duty
from goldenthread.web.page.templatetags.page import counted

if TYPE_CHECKING:
    import polars as pl

STATES = {  # words and colour; what is owed is first, the most urgent first
    "overdue": ("Overdue", "red"),
    "due_soon": ("Due soon", "yellow"),
    "due": ("Due", "blue"),
    "done": ("Done in time", "green"),
    "done_late": ("Done late", "orange"),
    "not_answerable": ("Done, day not held", "grey"),
    "lapsed": ("No longer owed", "grey"),
}
_OPEN = ("overdue", "due_soon", "due")


@dataclass(frozen=True)
class Entry:
    """One line: an event, or a duty with its rule and where it stands."""

    on: date
    title: str
    detail: str = ""
    key: str = ""
    duty: Duty | None = None
    state: str = ""
    colour: str = ""
    started: date | None = None
    due: date | None = None
    days_late: int = 0
    rule: str = ""
    assumed: bool = False
    team: str = ""
    worker: str = ""
    status: str = ""


@dataclass(frozen=True)
class Story:
    """The page of a child."""

    owed: tuple[Entry, ...]
    past: tuple[tuple[int, tuple[Entry, ...]], ...]  # by year, the latest first
    sentence: str


def story(rows: pl.DataFrame) -> Story:
    """The gate's rows as a story."""
    entries = [_entry(row) for row in rows.iter_rows(named=True)]
    owed = sorted(
        (entry for entry in entries if entry.status in _OPEN),
        key=lambda entry: (_OPEN.index(entry.status), entry.due or entry.on),
    )
    past = [entry for entry in entries if entry.status not in _OPEN]  # the rows are in order already
    years = dict.fromkeys(entry.on.year for entry in past)
    by_year = tuple((year, tuple(entry for entry in past if entry.on.year == year)) for year in years)
    return Story(owed=tuple(owed), past=by_year, sentence=_sentence(owed))


def _entry(row: dict[str, Any]) -> Entry:
    same = {"on": row["on"], "title": row["title"], "team": row["team"] or "", "worker": row["worker"] or ""}
    if row["kind"] == "event":
        return Entry(**same, detail=row["detail"] or "")
    state, colour = STATES[row["status"]]
    copied = {name: row[name] for name in ("key", "status", "started", "due", "rule")}
    return Entry(
        **same,
        **copied,
        duty=DUTIES[row["clock"]],
        state=state,
        colour=colour,
        days_late=row["days_late"] or 0,
        assumed=row["basis"] == "assumed",
    )


def _sentence(owed: list[Entry]) -> str:
    late = [entry for entry in owed if entry.status == "overdue"]
    rest = len(owed) - len(late)
    if late:
        longest = counted(max(entry.days_late for entry in late), "working day")
        also = f", and {counted(rest, 'more is,more are')} running" if rest else ""
        are = "is" if len(late) == 1 else "are"
        return f"{counted(len(late), 'duty,duties')} {are} overdue, the longest by {longest}{also}."
    if rest:
        first = min(owed, key=lambda entry: entry.due or entry.on)
        return f"Nothing is overdue. Next: {first.title.lower()}, due {_day(first.due)}."
    return "Nothing is owed that the records tell of."


def _day(value: date | None) -> str:
    return f"{value.day} {value:%B %Y}" if value else ""
