"""One restricted child and one record opened in an emergency, so that both can be seen in a demonstration."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.db.models import QuerySet

from goldenthread.web.access.actions import list_person, open_child, restrict, sign_restriction
from goldenthread.web.access.models import OpeningKind
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.standing import standing_of, today
from goldenthread.web.database.scope import scoped
from goldenthread.web.oversight.models import ClockRow


def guard(people: Mapping[str, Person], *, team: str) -> None:
    """The head restricts a child of the team; the director signs, and names the head and the team's manager.
    Another head opens the record of a child of that team, and a review of it is owed."""
    restricted = _not_late().filter(held_team=team).first()
    if restricted is None:
        return
    opened = _not_late().filter(held_team=team).exclude(child_id=restricted.child_id).first()
    head = people["safeguarding"]
    with scoped(standing_of(head).database_scope(head.reference)):
        made = restrict(
            by=head,
            child=restricted.child_id,
            reason="A parent works in the front door. Made up, as everybody here is.",
            review_on=today() + timedelta(days=90),
        )
    sign_restriction(by=people["director"], restriction=made)
    for key in ("safeguarding", "manager"):
        why = "Answers for the child's worker."
        list_person(by=people["director"], restriction=made, person=people[key], why=why)
    if opened is not None:
        open_child(
            by=people["care"],
            kind=OpeningKind.EMERGENCY,
            child=opened.child_id,
            reason="Police rang at night: found alone. Nobody of the team could be reached. Made up.",
        )


def _not_late() -> QuerySet[ClockRow]:
    """Open duties of children with nothing overdue: the lists of a demonstration stay as full as its
    figures."""
    late = ClockRow.objects.filter(status="overdue").values("child_id")
    return ClockRow.objects.exclude(child_id__in=late).order_by("child_id")
