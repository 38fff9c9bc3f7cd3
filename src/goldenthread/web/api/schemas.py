"""What the interface answers, as its description in OpenAPI says it."""

from __future__ import annotations

from datetime import date
from typing import Literal

from ninja import Field, Schema

from goldenthread.papers.plan import DeliveryState

MOST_ROWS = 1_000


class Asked(Schema):
    """Which part of a list is asked for."""

    page: int = Field(1, ge=1, description="Which page of the list.")
    per_page: int = Field(200, ge=1, le=MOST_ROWS, description="How many rows a page has.")


class AskedAsAt(Asked):
    as_at: date | None = Field(
        None, description="Answer only if the records are as at this day; else 409, saying which they are."
    )


class FiguresAsked(AskedAsAt):
    id: list[str] = Field([], description="Only these indicators; repeat it for several.")
    period: Literal["latest", "month", "quarter"] = Field(
        "latest", description="The last full month and stock on the day, or a series."
    )
    by: Literal["all", "team"] = Field("all", description="Everybody's figures, or each team's.")
    first: date | None = Field(None, alias="from", description="Periods ending on or after this day.")
    last: date | None = Field(None, alias="to", description="Periods ending on or before this day.")


class DutiesAsked(AskedAsAt):
    clock: str | None = Field(None, description="Only this timescale.")
    team: str | None = Field(None, description="Only this team.")
    status: Literal["due", "due_soon", "overdue"] | None = Field(
        None, description="Only those that stand so."
    )


class ActionsAsked(Asked):
    state: DeliveryState | None = Field(None, description="Only those in this state.")


class Wrong(Schema):
    """What is wrong, in which part of the request, and what to do."""

    wrong: str
    where: str
    what_to_do: str


class About(Schema):
    """Which records the answer is of."""

    snapshot: str
    as_at: date
    made_up: bool


class Page(Schema):
    """A part of a list: `next` is the address of the part after, and null at the end."""

    count: int
    page: int
    pages: int
    next: str | None


class IndicatorRow(Schema):
    indicator: str
    definition: str
    title: str
    service_area: str
    unit: str
    basis: str
    polarity: str
    answered: bool
    lacking: str | None


class IndicatorWords(IndicatorRow):
    numerator: str
    denominator: str | None
    why: str
    how: str
    cautions: str | None
    source: str
    evidence: str
    author: str
    reviewed: date


class Indicators(Page):
    about: About
    rows: list[IndicatorRow]


class FigureRow(Schema):
    """One figure with both its counts. `kind` is figure, no cases or absent: only figures add up."""

    indicator: str
    period_start: date | None
    period_end: date
    team: str | None
    kind: str
    numerator: int | None
    denominator: int | None
    value: float | None
    unit: str
    snapshot: str
    definition: str


class Figures(Page):
    about: About
    rows: list[FigureRow]


class DutyRow(Schema):
    """How many duties of a kind a team has open that stand so."""

    clock: str
    title: str
    team: str
    status: str
    duties: int


class Duties(Page):
    about: About
    rows: list[DutyRow]


class SnapshotRow(Schema):
    snapshot: str
    as_at: date
    authority: str
    kind: str
    version: int
    made_up: bool
    in_use: bool


class Snapshots(Page):
    rows: list[SnapshotRow]


class ActionRow(Schema):
    """An action as it stands today, without anybody's name or anybody's words on its progress."""

    action: str
    text: str
    objective: str
    workstream: str
    state: str
    colour: str
    late: bool
    original_due: date | None
    due: date | None
    slips: int
    forecast: date | None
    impact: str


class Actions(Page):
    as_at: date
    rows: list[ActionRow]
