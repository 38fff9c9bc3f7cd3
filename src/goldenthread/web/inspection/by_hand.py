"""Writes: a source entered by hand, and the file kept with it."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from django.db import transaction

from goldenthread.standards import frameworks
from goldenthread.web.accounts.models import Person
from goldenthread.web.inspection import files
from goldenthread.web.inspection.typed import Typed
from goldenthread.web.plan.actions import Asked, Described, enter_source
from goldenthread.web.plan.models import ASKS_NOTHING, Source


@transaction.atomic
def enter(
    *, by: Person, described: Described, asked: list[Asked], file: tuple[str, bytes] | None = None
) -> Source:
    """A source into the register with what it asks; its file, where there is one, kept by its digest."""
    if file is None:
        return enter_source(by=by, described=described, asked=asked)
    name, content = file
    described = replace(described, file=name, digest=sha256(content).hexdigest())
    source = enter_source(by=by, described=described, asked=asked)
    files.keep(content, digest=described.digest)
    return source


def asked_of(typed: list[Typed], *, kind: str) -> list[Asked]:
    """What was typed, as things of one kind that a source asks."""
    return [Asked(text=one.text, kind=kind, paragraph=one.paragraph, group=one.group) for one in typed]


def kinds_asked() -> list[tuple[str, str]]:
    """What a source may ask: every kind of finding but a strength."""
    return [(kind, name) for kind, name in frameworks.outcome_kinds().items() if kind not in ASKS_NOTHING]
