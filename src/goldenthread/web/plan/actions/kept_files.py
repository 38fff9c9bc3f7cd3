"""Files kept as evidence, by the digest of what they hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.db import transaction

from goldenthread.errors import InputRefused
from goldenthread.records import kept_files
from goldenthread.web.accounts.models import Person
from goldenthread.web.evidence.actions import freeze
from goldenthread.web.evidence.refs import EvidenceRef
from goldenthread.web.intake.queries import store
from goldenthread.web.intake.uploads import clean_name
from goldenthread.web.plan.actions.carrying_out import refuse
from goldenthread.web.plan.actions.evidence import Speaks, pin
from goldenthread.web.plan.kinds_of_file import media_type, why_not_keep
from goldenthread.web.plan.models import Action, Evidence, KeptFile
from goldenthread.web.plan.models.evidence import FILE, KEPT_HERE


@dataclass(frozen=True)
class HandedIn:
    """A file as somebody handed it in."""

    name: str
    content: bytes

    @property
    def digest(self) -> str:
        return sha256(self.content).hexdigest()


@transaction.atomic
def pin_file(
    *, by: Person, action: Action, file: HandedIn, label: str, shows: str, speaks: Speaks, on: date
) -> Evidence:
    """Keep a file and pin it to an action. A file that may not be kept is refused, and nothing is kept."""
    refuse(why_not_keep(file.name, file.content))
    kept = _kept(file, by=by)
    ref = EvidenceRef(kind=FILE, key=kept.digest, label=label, as_of=speaks.until or on)
    return pin(
        by=by,
        action=action,
        exhibit=freeze(ref, by=by),
        shows=shows,
        where=f"{KEPT_HERE}{clean_name(file.name)}",
        speaks=speaks,
        file=kept,
    )


def is_here(digest: str) -> bool:
    """Whether a file of that digest is kept here."""
    return kept_files.place(store(), kept_files.EVIDENCE, digest).is_file()


def found_again(*, digest: str, name: str, by: Person) -> KeptFile | None:
    """A file by its digest alone, as a plan kept elsewhere names it: None where it is not here, or is not
    what was handed in."""
    try:
        content = kept_files.read(kept_files.place(store(), kept_files.EVIDENCE, digest))
    except InputRefused:
        return None
    return _kept(HandedIn(name, content), by=by)


def content_of(kept: KeptFile) -> bytes:
    """A kept file as it was handed in. InputRefused where it cannot be given back so."""
    return kept_files.read(kept_files.place(store(), kept_files.EVIDENCE, kept.digest))


def _kept(file: HandedIn, *, by: Person) -> KeptFile:
    """The row first: of two who hand in the same file at once, one waits for the other."""
    kept, _ = KeptFile.objects.get_or_create(
        digest=file.digest,
        defaults={
            "name": clean_name(file.name),
            "kind": media_type(file.name, file.content),
            "size": len(file.content),
            "uploaded_by_name": by.name,
            "uploaded_by_id": by.reference,
        },
    )
    kept_files.write(kept_files.place(store(), kept_files.EVIDENCE, kept.digest), file.content)
    # Evidence brought in from elsewhere, whose file was not here until now.
    waits = Evidence.objects.filter(file=None, exhibit__kind=FILE, exhibit__key=kept.digest)
    waits.update(file=kept)
    return kept
