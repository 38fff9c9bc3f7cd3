"""The site's apps, uppermost first, and the address each stands under. An app is there if its folder is:
nothing else needs telling when one is added."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec


@dataclass(frozen=True)
class Room:
    """An app. `address` is "" for one without pages of its own."""

    name: str
    address: str = ""

    @property
    def module(self) -> str:
        return f"goldenthread.web.{self.name}"

    def has(self, part: str) -> bool:
        """Whether the app is there and has this module."""
        return find_spec(self.module) is not None and find_spec(f"{self.module}.{part}") is not None


ROOMS = (
    Room("config"),
    Room("retention", "retention/"),
    Room("papers", "papers/"),
    Room("boards", "boards/"),
    Room("inspection", "inspection/"),
    Room("intervention", "intervention/"),
    Room("past", "plan-as-it-was/"),
    Room("reminders", "reminders/"),
    Room("sheets", "plan-sheets/"),
    Room("analysts", "analysts/"),
    Room("api", "api/"),
    Room("programme", "programme/"),
    Room("reporting", "reporting/"),
    Room("plan", "plan/"),
    Room("indicators", "performance/"),
    Room("oversight", "practice/"),
    Room("audits", "audits/"),
    Room("voice", "voice/"),
    Room("workforce", "workforce/"),
    Room("early_help", "early-help/"),
    Room("intake", "records/"),
    Room("access", "access/"),
    Room("signin", "sign-in/"),
    Room("trail", "history/"),
    Room("accounts", "people/"),
    Room("history"),
    Room("evidence"),
    Room("page"),
)


def built() -> list[Room]:
    """The rooms that have been built."""
    return [room for room in ROOMS if room.has("apps")]
