"""The clocks of the improvement plan: when word of an action is due, and when a claim should be answered.

How many weeks and how many working days is the authority's to set.
"""

from __future__ import annotations

from datetime import date

from goldenthread.clocks.rules import Weeks, WorkingDays


def update_due(since: date, weeks: int) -> date:
    """The last day on which an update is in time: so many weeks after the last, or after it was agreed."""
    return Weeks(weeks).due(since)


def sign_off_due(claimed: date, working_days: int) -> date:
    """The last day on which a claim is answered in time. Raises CalendarExhausted."""
    return WorkingDays(working_days).due(claimed)


def commentary_due(cut_off: date, working_days: int) -> date:
    """The last day on which an owner's words on figures cut off on a day are in time. Raises
    CalendarExhausted."""
    return WorkingDays(working_days).due(cut_off)


def challenge_due(commentary: date, working_days: int) -> date:
    """The last day on which others have read them in time. Raises CalendarExhausted."""
    return WorkingDays(working_days).due(commentary)
