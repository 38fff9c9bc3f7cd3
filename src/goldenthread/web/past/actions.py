"""What a reader of changes leaves behind: up to when they have read. Theirs alone: no trail tells of it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from goldenthread.web.accounts.models import Person
from goldenthread.web.past.models import ReadUpTo


@transaction.atomic
def mark_read(*, by: Person, up_to: datetime) -> None:
    """They have read what changed up to a moment; never set back."""
    held, new = ReadUpTo.objects.select_for_update(no_key=True).get_or_create(
        person=by, defaults={"at": up_to}
    )
    if not new and held.at < up_to:
        held.at = up_to
        held.save()
