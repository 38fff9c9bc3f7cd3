"""What this room asks of children's records, which lie above it: the settings name who answers, as a dotted
name.

ACCESS_RECORDS is a function of children's identifiers that gives, for those that are in the records,
everybody's part in their cases; without it, no child is known and none can be opened or allotted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module

from django.conf import settings

from goldenthread.web.access.conflicts import Involved
from goldenthread.web.page.templatetags.page import day


@dataclass(frozen=True)
class Known:
    """Of the children asked about, those in the records the site works from: the team that holds each on the
    records' date ("" where none does), everybody's part in their cases, and whom each pseudonym asked about
    means. `as_at` is the records' day: who has come since is not in them."""

    teams: dict[str, str]
    involved: tuple[Involved, ...] = ()
    meant: dict[str, str] = field(default_factory=dict)
    as_at: date | None = None

    def __contains__(self, child: str) -> bool:
        return child in self.teams

    @property
    def of_when(self) -> str:
        """How old what they say is, to be said after a refusal; "" where there are no records."""
        return f" (records as at {day(self.as_at)})" if self.as_at else ""


def known(children: Iterable[str]) -> Known:
    """What the records say of these children. An identifier or a pseudonym that is nobody's is left out."""
    named = getattr(settings, "ACCESS_RECORDS", "")
    if not named:
        return Known(teams={})
    module, _, function = named.rpartition(".")
    found: Known = getattr(import_module(module), function)(list(children))
    return found
