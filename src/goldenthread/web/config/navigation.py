"""The areas of the site, in the order people meet them. Each shows only where it exists and the person may
go."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, resolve, reverse

from goldenthread.web.accounts.policy import Policy, policy_of


@dataclass(frozen=True)
class Area:
    label: str
    route: str  # the name of its first page


@dataclass(frozen=True)
class Shown:
    label: str
    href: str
    here: bool


AREAS = (
    Area("Today", "today"),
    Area("Plan", "plan:home"),
    Area("Programme", "programme:home"),
    Area("Performance", "indicators:home"),
    Area("Practice", "oversight:home"),
    Area("Audits", "audits:home"),
    Area("Voice", "voice:home"),
    Area("People", "workforce:home"),
    Area("Boards", "boards:home"),
    Area("Papers", "papers:home"),
    Area("Inspection reports", "inspection:home"),
    Area("Intervention", "intervention:home"),
    Area("Records", "intake:home"),
    Area("Access", "access:home"),
    Area("History", "trail:home"),
    Area("Retention", "retention:home"),
    Area("Settings", "accounts:home"),
)

# What stands above an area and is reached from its first page: the area's own room cannot know of it.
DOORS = {
    "plan:home": (
        Area("What changed", "past:changes"),
        Area("The plan as it was", "past:home"),
        Area("Reminders and calendar", "reminders:home"),
        Area("Spreadsheets", "sheets:home"),
    ),
    "intake:home": (
        Area("Figures in your own tool", "analysts:home"),
        Area("An interface for programs", "api:home"),
    ),
    "indicators:home": (Area("Reporting cycles", "reporting:home"),),
}


def areas_for(request: HttpRequest) -> list[Shown]:
    """The areas this person may open: each is asked by the policy of its own first page, so they cannot
    disagree."""
    shown = ((area, _address(area.route, request)) for area in AREAS)
    return [Shown(area.label, href, _is_here(href, request.path)) for area, href in shown if href]


def doors_for(request: HttpRequest) -> list[Shown]:
    """What else is reached from this page, of what this person may open."""
    doors = DOORS.get(request.resolver_match.view_name, ()) if request.resolver_match else ()
    shown = ((door, _address(door.route, request)) for door in doors)
    return [Shown(door.label, href, here=False) for door, href in shown if href]


def _address(route: str, request: HttpRequest) -> str:
    href, policy = _first_page(route, settings.ROOT_URLCONF)
    return href if policy is not None and policy.allows(request.user) else ""


@cache
def _first_page(route: str, urls: str) -> tuple[str, Policy | None]:
    """Its address and its policy, looked up once: every page shows every area, and neither ever changes."""
    try:
        href = reverse(route, urls)
    except NoReverseMatch:
        return "", None
    return href, policy_of(resolve(href, urls).func)


def _is_here(href: str, path: str) -> bool:
    return path == href if href == "/" else path.startswith(href)
