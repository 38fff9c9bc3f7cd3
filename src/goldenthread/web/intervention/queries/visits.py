"""Visits, and what each says in confidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from goldenthread.papers.wording import counted, long_date
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.roles import ROLES
from goldenthread.web.accounts.standing import memberships_on, today
from goldenthread.web.intervention import rules
from goldenthread.web.intervention.models import (
    AccuracyPoint,
    FeedbackPoint,
    KeptFile,
    Look,
    Outcome,
    PublicationChange,
    Reader,
    Said,
    Visit,
)


def visits() -> QuerySet[Visit]:
    return Visit.objects.select_related("source")


def visit(key: int) -> Visit | None:
    return visits().filter(pk=key).first()


def visit_for(person: Person, key: int) -> Visit | None:
    """The visit, where this person is named for it; None as if there were none."""
    named = Reader.objects.filter(person=person, ended_at=None).values("visit")
    return visits().filter(pk=key, pk__in=named).first()


def readers(of: Visit) -> list[Reader]:
    """Everybody named for it, those who are no longer too."""
    return list(of.readers.select_related("person"))


def reader(key: int) -> Reader | None:
    return Reader.objects.select_related("visit", "person").filter(pk=key).first()


def looks(of: Visit) -> QuerySet[Look]:
    """Who saw it, the latest first: for those named, and for whoever reads the trail of looks."""
    return Look.objects.filter(visit=of)


def waiting_change(of: Visit) -> PublicationChange | None:
    return of.publication_changes.filter(confirmed_at=None, withdrawn=False).first()


def change_for(person: Person, key: int) -> PublicationChange | None:
    """A moment of publication to confirm, for somebody named for its visit."""
    named = Reader.objects.filter(person=person, ended_at=None).values("visit")
    found = PublicationChange.objects.select_related("visit")
    return found.filter(pk=key, visit__in=named).first()


def changes_for(person: Person) -> QuerySet[PublicationChange]:
    """Moments of publication that wait, of visits somebody is named for."""
    named = Reader.objects.filter(person=person, ended_at=None).values("visit")
    waits = PublicationChange.objects.filter(confirmed_at=None, withdrawn=False, visit__in=named)
    return waits.select_related("visit")


def open_points(person: Person, *, at: datetime) -> list[tuple[Visit, int, int]]:
    """Visits somebody is named for, each with how many points ask for something and are not worked on, and,
    once its report is out, how many are not compared with it."""
    asks = Q(points__objective=None) & ~Q(points__said=Said.STRENGTH) & Q(points__outcome=Outcome.WAITING)
    named = Reader.objects.filter(person=person, ended_at=None).values("visit")
    found = Visit.objects.filter(pk__in=named).annotate(
        unworked=Count("points", filter=asks),
        uncompared=Count("points", filter=Q(points__outcome=Outcome.WAITING)),
    )
    return [(one, one.unworked, one.uncompared if one.published(at=at) else 0) for one in found]


def points(of: Visit) -> list[FeedbackPoint]:
    return list(of.points.select_related("objective", "requirement__source"))


def point(key: int) -> FeedbackPoint | None:
    return FeedbackPoint.objects.select_related("visit__source", "objective").filter(pk=key).first()


def accuracy_points(of: Visit) -> list[AccuracyPoint]:
    return list(of.accuracy_points.all())


def accuracy_point(key: int) -> AccuracyPoint | None:
    return AccuracyPoint.objects.select_related("visit").filter(pk=key).first()


def files(of: Visit) -> QuerySet[KeptFile]:
    """Those of its files that whoever asks may see."""
    return KeptFile.objects.defer("content").filter(visit=of)


def file(key: int) -> KeptFile | None:
    """A file that whoever asks may see; None as if there were none."""
    return KeptFile.objects.select_related("visit").filter(pk=key).first()


def may_name(visit: Visit, by: Person) -> QuerySet[Person]:
    """Whom this person could name: those who see the plan and are not named."""
    named = visit.readers.filter(ended_at=None).values("person")
    sees = [key for key, role in ROLES.items() if Permission.SEE_PLAN in role.permissions]
    held = memberships_on(today()).filter(role__in=sees).values("person")
    found = Person.objects.filter(is_active=True, pk__in=held)
    return found.exclude(pk__in=named).exclude(pk=by.pk)


@dataclass(frozen=True)
class Stage:
    """Where a visit stands, and what is due next, each a sentence."""

    stands: str
    next: str = ""


def stage(visit: Visit, *, on: date, at: datetime) -> Stage:
    """Read from its days, the latest that has come first."""
    if visit.published(at=at):
        return Stage("The report is published.", "" if visit.source else "Name its report in the register.")
    if _come(visit.final_received, on):
        return Stage("The report is here, under embargo.", _publication(visit))
    return _drafted(visit, on) or _visited(visit, on)


def _come(day: date | None, on: date) -> bool:
    return day is not None and day <= on


def _drafted(visit: Visit, on: date) -> Stage | None:
    """Between the draft and the report."""
    if visit.comments_sent and _come(visit.comments_sent, on):
        return Stage(f"Comments on the draft were sent on {long_date(visit.comments_sent)}.", "The report.")
    if _come(visit.draft_received, on):
        due = f"by {long_date(visit.comments_due)}" if visit.comments_due else "by the day in its letter"
        return Stage("The draft is here, under embargo.", f"Comments on its accuracy, {due}.")
    return None


def _visited(visit: Visit, on: date) -> Stage:
    """Up to the draft."""
    if visit.feedback_on and _come(visit.feedback_on, on):
        return Stage(f"Feedback was given on {long_date(visit.feedback_on)}.", "The draft report.")
    if visit.on_site_to < on:
        return Stage(f"They left on {long_date(visit.on_site_to)}.", "Their feedback.")
    if visit.on_site_from <= on:
        return Stage(f"They are here until {long_date(visit.on_site_to)}.", "Their feedback.")
    return Stage("It is to come.", f"They arrive on {long_date(visit.on_site_from)}.")


def _publication(visit: Visit) -> str:
    if visit.published_at is None:
        return "The moment of publication is to be entered."
    return f"Publication at {rules.moment_words(visit.published_at)}."


def feedback_sentence(found: list[FeedbackPoint]) -> str:
    """How much was said, is worked on, and was found in the letter."""
    if not found:
        return "Nothing has been noted yet."
    asks = [one for one in found if one.asks]
    begun = sum(one.objective_id is not None for one in asks)
    compared = sum(one.outcome != Outcome.WAITING for one in found)
    words = f"{counted(len(found), 'point')} noted; {begun} of {len(asks)} that ask for something worked on"
    return f"{words}; {compared} compared with the letter."


def accuracy_sentence(found: list[AccuracyPoint]) -> str:
    if not found:
        return "No point of accuracy has been raised yet."
    sent = sum(one.sent_on is not None for one in found)
    answered = sum(one.replied_on is not None for one in found)
    return f"{counted(len(found), 'point')} raised; {sent} sent; {answered} answered."
