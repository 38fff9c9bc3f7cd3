"""What our own workbook holds, sheet by sheet and column by column. A column more is a line more here, and a
value more where the rows are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

Value = str | int | date | None
Values = Mapping[str, Value]


class Kind(StrEnum):
    TEXT = "text"
    DAY = "day"
    NUMBER = "number"


class Use(StrEnum):
    """What may be done with a column in a spreadsheet, in the words the key prints."""

    KNOWN_BY = "Leave as it is: the row is known by it"
    VERSION = "Leave as it is: it tells whether the plan has moved on since"
    READ = "To read; it is changed on the site"
    WORKED_OUT = "To read; worked out anew each time"
    EDIT = "May be changed here"
    FILL = "Empty; fill in to act"


@dataclass(frozen=True)
class Column:
    """A column. `means` is printed in the key; `use` says whether a change of it is taken in."""

    key: str
    title: str
    means: str
    use: Use = Use.READ
    kind: Kind = Kind.TEXT
    width: int = 16


@dataclass(frozen=True)
class SheetOf:
    """A sheet: its name, what one row of it is, and its columns. `lead` stands above the headings."""

    name: str
    of: str
    columns: tuple[Column, ...]
    lead: str = ""
    keys: Mapping[str, Column] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "keys", {column.key: column for column in self.columns})

    @property
    def known_by(self) -> Column:
        return self.columns[0]

    def using(self, *uses: Use) -> list[Column]:
        return [column for column in self.columns if column.use in uses]

    def only(self, *keys: str, name: str, lead: str = "") -> SheetOf:
        """These columns alone, in this order; what may be changed in the whole is there to read."""
        columns = [self.keys[key] for key in keys]
        read = (replace(one, use=Use.READ) if one.use is Use.EDIT else one for one in columns)
        return SheetOf(name, self.of, tuple(read), lead)


def _known(title: str, means: str) -> Column:
    return Column("code", title, means, Use.KNOWN_BY, width=12)


_VERSION = Column(
    "version", "Version", "How often the row has been changed", Use.VERSION, Kind.NUMBER, width=9
)

REQUIREMENTS = SheetOf(
    "Requirements",
    "requirement",
    (
        _known("Requirement", "The requirement's lasting name"),
        _VERSION,
        Column("source_kind", "Kind of source", "What kind of document asks", width=20),
        Column("source", "Source", "The document that asks", width=28),
        Column("number", "Number", "Its place in that document", kind=Kind.NUMBER, width=9),
        Column("where", "Page", "Where it stands there", width=14),
        Column("group", "Heading", "The heading it stands under there", width=20),
        Column("text", "What was asked", "The document's own words", width=60),
        Column("kind", "What it is", "What the document makes of it", width=22),
        Column("for_whom", "For whom", "Who is asked", width=14),
        Column("tags", "Tags", "What it is found by", width=18),
        Column("disposition", "Said to it", "What the authority says to it", Use.EDIT, width=20),
        Column("severity", "How soon", "How soon it must be answered", Use.EDIT, width=14),
        Column("reason", "Reason", "Why it is not accepted, or in part", Use.EDIT, width=40),
        Column(
            "later_from", "To start from", "The day, where it is to start later", Use.EDIT, Kind.DAY, width=12
        ),
        Column("later_when", "Or once", "What must have come first", Use.EDIT, width=24),
        Column("come_on", "It came on", "The day somebody said that it had", kind=Kind.DAY, width=12),
        Column("come_by_name", "Said by", "Who said so", width=22),
        Column("decided_by_name", "Decided by", "A person or a meeting", Use.EDIT, width=22),
        Column("decided_on", "Decided on", "The day they did", Use.EDIT, Kind.DAY, width=12),
        Column(
            "difference", "Difference", "How much it would change: high, medium or low", Use.EDIT, width=12
        ),
        Column("effort", "Effort", "What it would take: high, medium or low", Use.EDIT, width=12),
        Column("repeats", "Repeats", "The earlier requirement it repeats", width=12),
        Column("objectives", "Objectives", "What answers it", Use.WORKED_OUT, width=16),
        Column("actions", "Actions", "How many actions those have", Use.WORKED_OUT, Kind.NUMBER, width=9),
        Column("late", "Late", "How many of them are late", Use.WORKED_OUT, Kind.NUMBER, width=9),
    ),
)

_NEW_DATE = (
    Column(
        "new_date",
        "Ask for a new date",
        "The date stays until a meeting agrees",
        Use.FILL,
        Kind.DAY,
        width=14,
    ),
    Column("new_date_why", "Why the new date", "Needed with a new date", Use.FILL, width=40),
)

OBJECTIVES = SheetOf(
    "Objectives",
    "objective",
    (
        _known("Objective", "The objective's lasting name; empty for a new one"),
        _VERSION,
        Column("text", "What will be different for children", "In words", Use.EDIT, width=60),
        Column("requirements", "Requirements", "What it answers", width=18),
        Column("measures", "Measures", "Indicators that would move if it were met", Use.WORKED_OUT, width=40),
        Column("original_due", "First to be met by", "The first day agreed", kind=Kind.DAY, width=12),
        Column("due", "To be met by", "The day agreed now", kind=Kind.DAY, width=12),
        Column("slips", "Slips", "How often a later day was agreed", kind=Kind.NUMBER, width=8),
        Column("actions", "Actions", "How many actions it has", Use.WORKED_OUT, Kind.NUMBER, width=9),
        Column("late", "Late", "How many of them are late", Use.WORKED_OUT, Kind.NUMBER, width=9),
        *_NEW_DATE,
    ),
)

_FILL_IN = (
    Column("note", "Add a note on progress", "Goes beside the notes there are", Use.FILL, width=40),
    Column("expected", "Now expected by", "Said with a note; it moves no date", Use.FILL, Kind.DAY, width=14),
    *_NEW_DATE,
    Column(
        "claim",
        "Say it is done: what shows it",
        "Claims the action complete; somebody else then signs it off",
        Use.FILL,
        width=40,
    ),
)

ACTIONS = SheetOf(
    "Actions",
    "action",
    (
        _known("Action", "The action's lasting name; empty for a new one"),
        _VERSION,
        Column("objective", "Objective", "The objective it serves; needed for a new one", width=12),
        Column("text", "What will be done", "In words", Use.EDIT, width=60),
        Column("answers", "Also answers", "Requirements it answers itself", Use.WORKED_OUT, width=14),
        Column("owner", "Owner", "The person who answers for it", Use.EDIT, width=24),
        Column("owner_role", "Owner's role", "The role that answers for it", Use.EDIT, width=24),
        Column("workstream", "Workstream", "The group that carries it", Use.EDIT, width=22),
        Column("sponsor", "Sponsor", "The person who clears its way", Use.EDIT, width=22),
        Column("sponsor_role", "Sponsor's role", "The role that clears its way", Use.EDIT, width=22),
        Column("partners", "Partners", "Other agencies with a part in it", Use.EDIT, width=24),
        Column("cost_notes", "Cost", "What it costs, in words", Use.EDIT, width=24),
        Column("risk_notes", "Risk", "What might stop it, in words", Use.EDIT, width=24),
        Column("agreed_on", "Agreed on", "The day a meeting agreed it", kind=Kind.DAY, width=12),
        Column("original_due", "First due", "The first date agreed", kind=Kind.DAY, width=12),
        Column("due", "Due", "The date now; for a new action, the date proposed", kind=Kind.DAY, width=12),
        Column(
            "forecast", "Expected", "When the last word on it expects it done", Use.WORKED_OUT, Kind.DAY, 12
        ),
        Column("slips", "Slips", "How often a later date was agreed", kind=Kind.NUMBER, width=8),
        Column("merged_into", "Merged into", "The action it goes on within", Use.WORKED_OUT, width=12),
        Column("waits_for", "Waits for", "Actions that must be done before it can be", width=14),
        Column(
            "update_weeks", "Word every", "Weeks, where it has a rhythm of its own", kind=Kind.NUMBER, width=9
        ),
        Column("state", "Delivery state", "How far it has come", width=18),
        Column(
            "rag",
            "Delivery",
            "Will it be done on time? Worked out from state and dates",
            Use.WORKED_OUT,
            width=40,
        ),
        Column("impact", "Impact", "Is it making a difference? Judged on evidence", width=14),
        Column("claim_words", "What shows it is done", "As whoever claimed it said", width=40),
        Column("claimed_by", "Claimed by", "Who said it is done", width=22),
        Column("claimed_on", "Claimed on", "The day they did", kind=Kind.DAY, width=12),
        Column("signed_off_by", "Signed off by", "Who accepted that it is done", width=22),
        Column("signed_off_as", "Signed off as", "The role they did so in", width=22),
        Column("signed_off_on", "Signed off on", "The day they did", kind=Kind.DAY, width=12),
        *_FILL_IN,
    ),
)

UPDATE = ACTIONS.only(
    *("code", "version", "text", "owner", "owner_role", "due", "state", "rag"),
    *(column.key for column in _FILL_IN),
    name="My actions",
    lead="Fill in the columns on the right, save, and send it back. An empty cell changes nothing.",
)

MILESTONES = SheetOf(
    "Milestones",
    "milestone",
    (
        _known("Milestone", "The milestone's lasting name; empty for a new one"),
        _VERSION,
        Column("action", "Action", "What it is a step of; needed for a new one", width=12),
        Column("text", "Step", "In words", Use.EDIT, width=50),
        Column("by_whom", "By whom", "Who does it", Use.EDIT, width=24),
        Column("original_due", "First due", "The first date agreed", kind=Kind.DAY, width=12),
        Column("due", "Due", "The date now; needed for a new one", kind=Kind.DAY, width=12),
        Column("slips", "Slips", "How often a later date was agreed", kind=Kind.NUMBER, width=8),
        Column("done_on", "Done on", "The day it was done", kind=Kind.DAY, width=12),
        Column("done_by", "Done by", "Who said that it is done", width=22),
        *_NEW_DATE,
        Column("finished", "Say it is done: the day", "The day it was done", Use.FILL, Kind.DAY, width=14),
    ),
)

PROGRESS = SheetOf(
    "Progress",
    "note on progress",
    (
        _known("Note", "The note's lasting name"),
        Column("action", "Action", "What it is about", width=12),
        Column("on", "On", "The day it was written", kind=Kind.DAY, width=12),
        Column("by", "By", "Who wrote it", width=24),
        Column("text", "What was said", "In words", width=70),
        Column("forecast", "Expected", "When it then expected it done", kind=Kind.DAY, width=12),
    ),
)

DATES = SheetOf(
    "Dates",
    "date asked for",
    (
        _known("Request", "The request's lasting name"),
        Column("action", "Action", "Whose date", width=12),
        Column("objective", "Objective", "Whose date, where it is an objective's", width=12),
        Column("milestone", "Milestone", "Which of its steps, where it is a milestone's date", width=12),
        Column("was", "Due then", "The date it had", kind=Kind.DAY, width=12),
        Column("proposed", "Asked for", "The date asked for", kind=Kind.DAY, width=12),
        Column("why", "Why", "The reason given", width=44),
        Column("proposed_by", "Asked by", "Who asked", width=22),
        Column("proposed_on", "Asked on", "When", kind=Kind.DAY, width=12),
        Column("outcome", "Outcome", "Waiting, agreed or refused", width=12),
        Column("meeting", "Meeting", "Where it was decided", width=24),
        Column("decided_on", "Decided on", "When", kind=Kind.DAY, width=12),
        Column("decided_by", "Recorded by", "Who recorded the decision", width=22),
        Column("decided_why", "Why so decided", "The meeting's reason", width=44),
    ),
)

EVIDENCE = SheetOf(
    "Evidence",
    "piece of evidence",
    (
        _known("Evidence", "The evidence's lasting name"),
        _VERSION,
        Column("action", "Action", "What it bears on", width=12),
        Column("label", "What it is", "Its name", width=44),
        Column("kind", "Kind", "A figure, document, minute or link", width=14),
        Column("as_of", "As at", "Its date", kind=Kind.DAY, width=12),
        Column("figure", "Figure", "As frozen, in the form you may see", Use.WORKED_OUT, width=26),
        Column("shows", "What it shows", "As whoever pinned it said", width=50),
        Column("where", "Where it is", "Where it is found", width=30),
        Column("file", "File", "The name of the file that is kept here", width=24),
        Column("digest", "Digest", "SHA-256 of the file, by which it is found again", width=24),
        Column("pinned_by", "Pinned by", "Who put it forward; somebody else judges it", width=22),
        Column("speaks_from", "Speaks from", "The first day it speaks of", kind=Kind.DAY, width=12),
        Column("speaks_to", "Speaks to", "The last day it speaks of", kind=Kind.DAY, width=12),
        Column("judged", "Judged", "Whether it is enough", width=16),
        Column("judged_by", "Judged by", "Who judged it", width=22),
        Column("judged_on", "Judged on", "When", kind=Kind.DAY, width=12),
        Column("judged_why", "Why so judged", "Their reason", width=40),
    ),
)

DECISIONS = SheetOf(
    "Decisions",
    "decision",
    (
        _known("Decision", "The decision's lasting name"),
        Column("about", "About", "The requirement, objective or action", width=14),
        Column("meeting", "Meeting", "Where it was decided", width=24),
        Column("on", "On", "When", kind=Kind.DAY, width=12),
        Column("text", "What was decided", "In words", width=60),
        Column("why", "Why", "The reason given", width=44),
        Column("recorded_by", "Recorded by", "Who recorded it", width=22),
    ),
)

GROUPS = SheetOf(
    "Groups",
    "group",
    (
        _known("Group", "The group's lasting name"),
        _VERSION,
        Column("name", "Called", "The name that actions give", width=30),
        Column("kind", "Kind of group", "Workstream, or formed for one task", width=22),
        Column("lead", "Lead", "The person who leads it", width=24),
        Column("lead_role", "Lead's role", "The role that leads it", width=24),
        Column("sponsor_role", "Sponsor's role", "Who speaks for it at the board", width=24),
        Column("update_weeks", "Word every", "Weeks, where it has its own rhythm", kind=Kind.NUMBER, width=9),
    ),
)

COLOURS_SET = SheetOf(
    "Colours set",
    "colour set",
    (
        _known("Colour", "The setting's lasting name"),
        Column("action", "Action", "Whose colour", width=12),
        Column("rag", "Set to", "The colour in place of the one worked out", width=12),
        Column("reason", "Reason", "Why the one worked out is not right", width=50),
        Column("computed", "Worked out then", "What its dates said that day", width=40),
        Column("by", "Set by", "Who set it", width=22),
        Column("on", "Set on", "When", kind=Kind.DAY, width=12),
        Column("until", "Stands until", "Its last day", kind=Kind.DAY, width=12),
        Column("ended_on", "Taken back on", "The day it ended before that", kind=Kind.DAY, width=12),
    ),
)

REPORTS = SheetOf(
    "Off plan",
    "report of what is off plan",
    (
        _known("Report", "The report's lasting name"),
        _VERSION,
        Column("action", "Action", "What is off plan", width=12),
        Column("rag", "Delivery", "How far off plan it is", Use.WORKED_OUT, width=40),
        Column("what", "What is off plan", "As whoever reports it says", width=40),
        Column("why", "Why", "The reason given", width=40),
        Column("effect", "Effect on children", "What it means for them", width=40),
        Column("remedy", "Remedy", "What is done about it", width=40),
        Column("help_needed", "Help needed", "From whom or of what kind", width=30),
        Column("decision_asked", "Decision asked", "What the board is asked", width=30),
        Column("request", "Date request", "The new date asked for with it, of the sheet Dates", width=12),
        Column("new_date", "New date asked", "The date asked for", Use.WORKED_OUT, Kind.DAY, 12),
        Column("decision", "Decision", "What was said to the new date", Use.WORKED_OUT, width=24),
        Column("by", "Reported by", "Who wrote it", width=22),
        Column("on", "Reported on", "The day they did", kind=Kind.DAY, width=12),
    ),
)

MOST_TOLD = 2_000  # entries: more would make the workbook too large to come back
HISTORY = SheetOf(
    "History",
    "entry of the history",
    (
        _known("Entry", "The entry's lasting name"),
        Column("on", "On", "The day", kind=Kind.DAY, width=12),
        Column("at", "At", "The time that day", width=8),
        Column("by", "By", "Who did it", width=24),
        Column("act", "What they did", "In words", width=40),
        Column("about", "To what", "The requirement, objective, action or group", width=50),
        Column("why", "Why", "The reason given, or the words", width=60),
    ),
    lead="To read: what has been done to the plan, the latest first. It is not brought back in.",
)

EXCEPTIONS = SheetOf(
    "Exceptions",
    "action off plan",
    (
        _known("Action", "The action's lasting name"),
        Column("text", "What will be done", "In words", width=50),
        Column("owner", "Owner", "Who answers for it", width=24),
        Column("due", "Due", "The date now", kind=Kind.DAY, width=12),
        Column("rag", "Delivery", "How far off plan it is", Use.WORKED_OUT, width=40),
        Column("waiting", "Waits for it", "Actions that cannot be done before it", Use.WORKED_OUT, width=14),
        Column("what", "What is off plan", "As whoever reports it says", width=40),
        Column("why", "Why", "The reason given", width=40),
        Column("effect", "Effect on children", "What it means for them", width=40),
        Column("remedy", "Remedy", "What is done about it", width=40),
        Column("help_needed", "Help needed", "From whom or of what kind", width=30),
        Column("decision_asked", "Decision asked", "What the board is asked", width=30),
        Column("new_date", "New date asked", "The date asked for", kind=Kind.DAY, width=12),
        Column("decision", "Decision", "What was said to the new date", width=30),
        Column("by", "Reported by", "Who wrote it; empty where nobody has yet", width=22),
        Column("on", "Reported on", "The day they did", kind=Kind.DAY, width=12),
    ),
)

SHEETS = (
    *(REQUIREMENTS, OBJECTIVES, GROUPS, ACTIONS, COLOURS_SET, MILESTONES, PROGRESS),
    *(DATES, REPORTS, EVIDENCE, DECISIONS),
)
"""The sheets of the whole plan that may come back, in order: each stands after what it hangs on."""

ONLY_TO_READ = (HISTORY,)
"""The sheets that stand after those: there to read, and not brought back in."""
