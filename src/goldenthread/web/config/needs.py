"""What needs a person, asked of every app that has a module `needs` with a function `needs(person, on=)`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from importlib import import_module

from goldenthread.web.accounts.models import Person
from goldenthread.web.config.rooms import built
from goldenthread.web.page.needs import Need

Asked = Callable[..., Sequence[Need]]


def needs_of(person: Person, *, on: date) -> list[Need]:
    """Everything that waits for this person, what is late first."""
    found = [need for ask in _asked() for need in ask(person, on=on)]
    return sorted(found, key=lambda need: not need.late)


def _asked() -> list[Asked]:
    return [
        import_module(f"{room.module}.needs").needs
        for room in built()
        if room.name not in {"page", "config"} and room.has("needs")
    ]
