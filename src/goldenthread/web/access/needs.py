"""What this room asks of people on their Today page: what they were told, what they are to review or sign."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from goldenthread.web.access import queries
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.standing import standing_of
from goldenthread.web.page.needs import Need
from goldenthread.web.page.templatetags.page import counted


def needs(person: Person, *, on: date) -> list[Need]:
    """Notices nobody has read, reviews owed, restrictions to sign and to look at again."""
    return [*_told(person), *_reviews(person, on=on), *_restrictions(person, on=on)]


def _told(person: Person) -> Iterator[Need]:
    for notice in queries.notices_for(person):
        yield Need(sentence=notice.words, href=reverse("access:told"))


def _reviews(person: Person, *, on: date) -> Iterator[Need]:
    """Overdue reviews, for those who were told and for those who answer for who sees whom: the director
    too."""
    late = queries.reviews_owed().filter(review_due__lt=on).exclude(person=person.reference).count()
    if late:
        sentence = f"{counted(late, 'review')} of an opened record {'is' if late == 1 else 'are'} overdue"
        yield Need(sentence=sentence, href=reverse("access:openings"), count=late, late=True)


def _restrictions(person: Person, *, on: date) -> Iterator[Need]:
    if not standing_of(person).may(Permission.SIGN_RESTRICTIONS):
        return
    held = list(queries.restrictions())
    sign = sum(not one.signed_by and one.asked_by != person.reference for one in held)
    lift = sum(one.lift_asked_by not in {"", person.reference} for one in held)
    late = sum(one.review_on < on for one in held)
    for count, words, is_late in (
        (sign, "to be signed", False),
        (lift, "asked to be lifted", False),
        (late, "past the day to look at it again", True),
    ):
        if count:
            sentence = f"{counted(count, 'restriction')} {words}"
            yield Need(sentence=sentence, href=reverse("access:restrictions"), count=count, late=is_late)
