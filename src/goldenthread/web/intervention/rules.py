"""Who may see and do what around a visit, and why not, in plain words: asked by pages and writes alike."""

from __future__ import annotations

from datetime import date, datetime

from goldenthread.standards.calendar import first_day, last_day
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.standing import LONDON, standing_of
from goldenthread.web.intervention.models import (
    AccuracyPoint,
    Announcement,
    FeedbackPoint,
    Outcome,
    PublicationChange,
    Reader,
    Visit,
)
from goldenthread.web.plan.rules import why_not_a_due_date

__all__ = ["why_not_a_due_date"]
NOT_NAMED = "Only somebody named for the visit may do this."
ROOM_FOR_A_CLOCK = 120  # days: 70 working days, with the bank holidays on their way


def is_named(person: Person, visit: Visit) -> bool:
    """Whether somebody may see what a visit says in confidence."""
    return Reader.objects.filter(visit=visit, person=person, ended_at=None).exists()


def may_see_looks(person: Person, visit: Visit) -> bool:
    """Those named see who else looked; whoever guards access sees who looked, and not at what was said."""
    return standing_of(person).may(Permission.SEE_ACCESS_LOG) or is_named(person, visit)


def why_not_name(by: Person, visit: Visit, person: Person) -> str:
    """Nobody lets themselves in: whoever keeps the plan names others."""
    if person.pk == by.pk:
        return "You do not name yourself: somebody else who keeps the plan must."
    if not standing_of(person).may(Permission.SEE_PLAN):
        return f"{person.name} has no role that sees the plan, so they could not open the page."
    return f"{person.name} is named already." if is_named(person, visit) else ""


def why_not_end_reader(by: Person, reader: Reader) -> str:
    """Somebody is always left who keeps the plan and is named: without them nothing could be done."""
    if reader.ended_at is not None:
        return "They are named no longer."
    left = Reader.objects.filter(visit=reader.visit_id, ended_at=None).exclude(pk=reader.pk)
    keeps = (standing_of(one.person).may(Permission.EDIT_PLAN) for one in left.select_related("person"))
    return "" if any(keeps) else "Name somebody else who keeps the plan first."


def moment_words(moment: datetime) -> str:
    """9:30 on 31 March 2026."""
    here = moment.astimezone(LONDON)
    return f"{here.hour}:{here:%M} on {here.day} {here:%B %Y}"


def why_not_change_publication(by: Person, visit: Visit, moment: datetime, *, at: datetime) -> str:
    if not is_named(by, visit):
        return NOT_NAMED
    if visit.published(at=at):
        return "It is published: what has been seen cannot be shut again."
    if visit.publication_changes.filter(confirmed_at=None, withdrawn=False).exists():
        return "A moment of publication waits to be confirmed already."
    return "Enter a moment that is still to come." if moment <= at else ""


def puts_off(visit: Visit, moment: datetime) -> bool:
    """Whether a change keeps shut for longer, which one person may decide alone."""
    return visit.published_at is not None and moment >= visit.published_at


def why_not_confirm_publication(by: Person, change: PublicationChange) -> str:
    if change.confirmed_at is not None or change.withdrawn:
        return "This was answered already."
    if not is_named(by, change.visit):
        return NOT_NAMED
    if change.proposed_by_id == by.pk:
        return "You gave this moment, so somebody else who is named must confirm it."
    return ""


def why_not_send(announcement: Announcement, *, at: datetime) -> str:
    """Nothing is announced before the report is published."""
    visit = announcement.visit
    if announcement.sent_at is not None:
        return "It was sent already."
    if visit.published_at is None:
        return "The moment of publication is not known yet, so nothing may be announced."
    if not visit.published(at=at):
        return f"The report is under embargo until {moment_words(visit.published_at)}."
    return ""


def why_not_compare(point: FeedbackPoint, outcome: str, *, found: bool, words: str) -> str:
    if outcome in {Outcome.CONFIRMED, Outcome.CHANGED} and point.asks and not found:
        return "Choose the finding of the letter that it became."
    if outcome in {Outcome.CHANGED, Outcome.ABSENT} and not words.strip():
        return "Say what changed, or how you know that it is not in the letter."
    return ""


def why_not_change_accuracy(point: AccuracyPoint) -> str:
    if point.sent_on is not None:
        return "This point was sent to the regulator: it stays as it was sent."
    return ""


def why_not_reply(point: AccuracyPoint, on: date) -> str:
    if point.sent_on is None:
        return "This point was not sent, so there is no reply to it."
    return "A reply does not come before the point was sent." if on < point.sent_on else ""


def why_not_received(day: date) -> str:
    """The clocks that start on a day need the bank holidays on their way."""
    from datetime import timedelta

    if first_day() <= day <= last_day() - timedelta(days=ROOM_FOR_A_CLOCK):
        return ""
    years = f"{first_day().year} and {(last_day() - timedelta(days=ROOM_FOR_A_CLOCK)).year}"
    return f"Enter a date between {years}: bank holidays are held for those years"
