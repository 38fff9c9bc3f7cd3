"""What the schema `reporting` shows: its views, column by column, each with where it comes from and what it
means. The views, the comments in the database and the printed dictionary are all made from this.

Counts and words alone: no view reads a table that holds a row about a child.
"""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.papers.results.columns import DEFINITIONS, FIGURES, Table

SCHEMA = "reporting"
SAYS = "Figures of Golden Thread for an analyst's own tool: counts as they are, no row about a child."
_MEANT = {
    (table.name, column.name): column.meaning for table in (FIGURES, DEFINITIONS) for column in table.columns
}


@dataclass(frozen=True)
class Column:
    """`is_` is the expression it comes from."""

    name: str
    is_: str
    kind: str
    meaning: str


@dataclass(frozen=True)
class View:
    """`of` is what follows FROM."""

    name: str
    says: str
    columns: tuple[Column, ...]
    of: str


def _as_in(table: Table, name: str, is_: str, kind: str) -> Column:
    return Column(name, is_, kind, _MEANT[table.name, name])


_KIND = (
    "CASE WHEN f.value IS NOT NULL THEN 'figure' WHEN f.unit LIKE 'rate_per_10000%' AND f.denominator IS NULL"
    " THEN 'absent' ELSE 'no cases' END"
)
_FIGURES = "public.indicators_figure AS f JOIN public.indicators_definition AS d ON d.indicator = f.indicator"
_WHAT = (
    _as_in(FIGURES, "indicator", "f.indicator", "text"),
    _as_in(FIGURES, "title", "d.title", "text"),
    _as_in(FIGURES, "service_area", "d.service_area", "text"),
    _as_in(FIGURES, "basis", "d.basis", "text"),
    _as_in(FIGURES, "period_start", "f.period_start", "date"),
    _as_in(FIGURES, "period_end", "f.period_end", "date"),
)
_TEAM = Column("team", "f.team", "text", "The team's name; empty for everybody's figure.")
_COUNTS = (
    Column("kind", _KIND, "text", "`figure`, `no cases` or `absent`: only figures add up."),
    _as_in(FIGURES, "numerator", "f.numerator", "whole number"),
    _as_in(FIGURES, "denominator", "f.denominator", "whole number"),
    _as_in(FIGURES, "value", "f.value", "number"),
    _as_in(FIGURES, "unit", "f.unit", "text"),
    _as_in(FIGURES, "snapshot", "f.snapshot", "text"),
    _as_in(FIGURES, "definition", "f.definition", "text"),
)

VIEWS = (
    View(
        "snapshots",
        "Each snapshot of the records that the site holds; figures are made from the one in use.",
        (
            Column("snapshot", "s.identity", "text", "The snapshot's name."),
            Column("as_at", "s.as_at", "date", "The day the records are as at."),
            Column("authority", "s.authority", "text", "Whose records they are."),
            Column("records", "s.kind", "text", "What kind of file they came from."),
            Column("made_up", "s.made_up", "yes or no", "Whether the children are made up."),
            Column(
                "version",
                "s.version",
                "whole number",
                "Which file of that day: a correction is the next.",
            ),
            Column("registered", "s.registered", "moment", "When the site took it in."),
            Column("in_use", "u.snapshot IS NOT NULL", "yes or no", "Whether the figures are made from it."),
            Column("figures_made", "u.filled", "moment", "When the figures were made from it."),
        ),
        "public.intake_snapshot AS s LEFT JOIN public.indicators_filling AS u ON u.snapshot = s.identity",
    ),
    View(
        "indicators",
        "Each indicator, in the words of the definition that made the figures.",
        (
            *(
                _as_in(DEFINITIONS, column.name, f"d.{column.name}", column.kind)
                for column in DEFINITIONS.columns
            ),
            Column("answered", "d.lacking = ''", "yes or no", "Whether the records in use can answer it."),
            Column("lacking", "NULLIF(d.lacking, '')", "text", "What they lack, where they cannot."),
        ),
        "public.indicators_definition AS d",
    ),
    View(
        "latest_figures",
        "The last full month of events and stock on the day, for everybody and for each team.",
        (*_WHAT, _TEAM, *_COUNTS),
        f"{_FIGURES} WHERE f.step = 'latest'",
    ),
    View(
        "figures_by_month",
        "The authority's figures month by month.",
        (*_WHAT, *_COUNTS),
        f"{_FIGURES} WHERE f.step = 'month' AND f.team IS NULL",
    ),
    View(
        "figures_by_quarter",
        "The authority's figures by quarter of the financial year.",
        (*_WHAT, *_COUNTS),
        f"{_FIGURES} WHERE f.step = 'quarter' AND f.team IS NULL",
    ),
    View(
        "figures_by_team",
        "Each team's figures month by month. Teams add up to the authority's month.",
        (*_WHAT, _TEAM, *_COUNTS),
        f"{_FIGURES} WHERE f.step = 'month' AND f.team IS NOT NULL",
    ),
    View(
        "open_duties",
        "How many duties of each kind each team has open on the day the records are as at.",
        (
            Column("clock", "o.clock", "text", "The timescale's id."),
            Column("title", "COALESCE(n.title, o.clock)", "text", "What the timescale is called."),
            Column("team", "o.team", "text", "The team's name."),
            Column("open", "o.running", "whole number", "How many are open; the next two are among them."),
            Column("due_soon", "o.due_soon", "whole number", "How many fall due within five working days."),
            Column("overdue", "o.overdue", "whole number", "How many are overdue."),
            Column("longest_late", "o.longest_late", "whole number", "Working days that the latest is late."),
            Column("as_at", "u.as_at", "date", "The day the records are as at."),
            Column("snapshot", "u.snapshot", "text", "The snapshot they were counted from."),
        ),
        "public.indicators_openduty AS o CROSS JOIN public.indicators_filling AS u"
        " LEFT JOIN (VALUES {clocks}) AS n (clock, title) ON n.clock = o.clock",
    ),
)
