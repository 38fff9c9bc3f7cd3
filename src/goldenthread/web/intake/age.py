"""How old records are, in words."""

from __future__ import annotations

from datetime import date


def age_in_words(as_at: date, today: date) -> str:
    """What a reader can weigh at a glance: 12 days old, 5 weeks old, 8 months old."""
    days = (today - as_at).days
    if days <= 0:
        return "of today" if days == 0 else "dated after today"
    if days == 1:
        return "1 day old"
    if days < 28:
        return f"{days} days old"
    return f"{days // 7} weeks old" if days < 61 else _months(days)


def _months(days: int) -> str:
    months = round(days / 30.4)
    return f"{months} months old" if months < 24 else f"{months // 12} years old"
