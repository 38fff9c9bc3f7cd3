"""What is done with the trail each night: read it through, write down what was found, and copy its heads
out."""

from __future__ import annotations

import logging

from goldenthread.web.database.scope import as_service
from goldenthread.web.history.actions import Actor, Service, note_check
from goldenthread.web.history.heads import copy_heads, folder
from goldenthread.web.history.models import Check
from goldenthread.web.history.verifying import Verified, verify

KEEPER = Service("history")
_log = logging.getLogger(__name__)


def read_through(*, by: Actor = KEEPER) -> tuple[Check, Verified]:
    """Read the trail from end to end against the heads that are out, and write down what was found."""
    heads = folder()
    found = verify(heads=heads if heads.is_dir() else None)
    with as_service("history"):
        return note_check(by=by, found=found), found


def nightly() -> Verified:
    """The same, and the heads copied out. Not where something is wrong: a head is our word that what is
    before it holds."""
    _, found = read_through()
    if found.faults:
        _log.error("the trail does not hold in %d places: goldenthread history verify", len(found.faults))
    else:
        copy_heads()
    return found
