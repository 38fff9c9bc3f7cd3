"""Writes: who looked at whom, and who may see which child beyond their roles or is kept from one in spite of
them. The history rows tell of each act without naming a child; the rows here name the child."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Manager, QuerySet
from django.utils import timezone

from goldenthread.clocks.rules import WorkingDays
from goldenthread.web.access.conflicts import Tie
from goldenthread.web.access.models import (
    Allotment,
    ChildView,
    Conflict,
    Listing,
    Notice,
    Opening,
    OpeningKind,
    Restriction,
)
from goldenthread.web.access.purposes import Purpose
from goldenthread.web.access.queries import (
    children_seen,
    conflicts_of,
    fence_of,
    guardians,
    longest_allotment,
    managers_of,
    rows_taken_away,
)
from goldenthread.web.access.records import Known, known
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Identity, Permission
from goldenthread.web.accounts.standing import LONDON, standing_of, standing_on, today
from goldenthread.web.history.actions import About, Actor, record
from goldenthread.web.page.conflict import save_if_unchanged

OPEN_FOR = timedelta(minutes=60)
REVIEW_WITHIN = WorkingDays(2)
UNUSUAL = "many children in a day"


class NotGiven(ValueError):
    """What was asked for is against a rule; the words say which, and name no child."""


class InConflict(NotGiven):
    """Children that cannot be given to this person, by what stands between them: choose somebody else."""

    def __init__(self, person: Person, found: dict[str, set[Tie]]) -> None:
        super().__init__(f"{person.name} has a tie to {len(found)} of these children: choose somebody else")
        self.found = found


# Looking --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Look:
    """What is about to be shown: each child, and whether by their own identifier."""

    purpose: Purpose
    what: str
    children: dict[str, bool]
    snapshot: str = ""
    taken_away: int | None = None  # rows, where they leave as a file


def record_view(look: Look, *, by: Actor) -> list[ChildView]:
    """Write down that children are looked at, before they are shown: a row for those shown by name and one
    for those under pseudonyms. Nothing where there are none. Fails where the database will not have it: no
    row, no page.
    """
    written: list[ChildView] = []
    for identified in (True, False):
        shown = sorted(child for child, named in look.children.items() if named is identified)
        if shown:
            first = look if not written else replace(look, taken_away=None)  # the rows are counted once
            written.append(_view(first, shown, by=by, identified=identified))
    if isinstance(by, Person) and any(view.identified for view in written):
        _notice_unusual(by)
    return written


def _view(look: Look, shown: list[str], *, by: Actor, identified: bool) -> ChildView:
    return ChildView.objects.create(
        person=by.reference,
        person_name=by.name,
        purpose=look.purpose.value,
        what=look.what[:200],
        snapshot=look.snapshot,
        children=shown,
        identified=identified,
        taken_away=look.taken_away,
    )


def most_children_a_day(on: date) -> int:
    """The rule in force on a day; settings.MANY_CHILDREN_A_DAY is (first day, children) in order of the
    days."""
    return [most for first, most in settings.MANY_CHILDREN_A_DAY if first <= on][-1]


def most_taken_away_a_day(on: date) -> int:
    """The rule in force on a day; settings.MOST_TAKEN_AWAY_A_DAY is (first day, rows), in order of days."""
    return [most for first, most in settings.MOST_TAKEN_AWAY_A_DAY if first <= on][-1]


@transaction.atomic
def may_take_away(rows: int, *, by: Person) -> bool:
    """Whether so many more rows about children may leave with somebody today. Where they may not, those who
    answer for the person are told, once a day. One request of a person at a time: two at once would each find
    room."""
    on = today()
    Person.objects.select_for_update().get(pk=by.pk)
    if rows_taken_away(by.reference, on=on) + rows <= most_taken_away_a_day(on):
        return True
    _tell_too_much(by, on=on)
    return False


def _tell_too_much(by: Person, *, on: date) -> None:
    key, most = f"{by.reference} {on}", most_taken_away_a_day(on)
    if Notice.objects.filter(by=by.reference, about_kind="taken away", about_key=key).exists():
        return
    words = f"{by.name} asked to take away more than {most} rows about children in one day, and was refused"
    managers, guards = managers_of(by, on=on), guardians(on=on, but=by)
    _tell_both(managers, guards, by=by, words=words, about=("taken away", key))
    about = About(kind="person", key=by.reference, label=by.name)
    record(
        by=by, act="was refused more rows about children to take away", about=about, details={"most": most}
    )


def _notice_unusual(by: Person) -> None:
    """Once a day, tell those who answer for a person that they saw more children by name than is usual."""
    on = today()
    key = f"{by.reference} {on}"
    if children_seen(by.reference, on=on) <= most_children_a_day(on):
        return
    if Notice.objects.filter(by=by.reference, about_kind="looks", about_key=key).exists():
        return
    words = f"{by.name} has looked at more than {most_children_a_day(on)} children by name in one day"
    managers, guards = managers_of(by, on=on), guardians(on=on, but=by)
    _tell_both(managers, guards, by=by, words=words, about=("looks", key))
    about = About(kind="person", key=by.reference, label=by.name)
    record(by=by, act=f"looked at {UNUSUAL}", about=about, details={"more than": most_children_a_day(on)})


# Restricted children --------------------------------------------------------------------------------------


@transaction.atomic
def restrict(*, by: Person, child: str, reason: str, review_on: date) -> Restriction:
    """From this moment nobody sees the child who is not on a signed list.

    Those who sign restrict anybody, somebody not yet in the records too; others a child whom they reach.
    Raises NotGiven for a child out of reach, as for one that is not there, or who is restricted already.
    """
    if not standing_of(by).may(Permission.SIGN_RESTRICTIONS):
        _refuse_out_of_reach((child,), by=by, records=known([child]))
    made = Restriction(
        child=child,
        reason=reason,
        review_on=review_on,
        asked_at=timezone.now(),
        asked_by=by.reference,
        asked_by_name=by.name,
    )
    if not _insert_once(made):
        raise NotGiven("This child is restricted already")
    _restriction_told(made, by=by, act="restricted a child", details={"review on": str(review_on)})
    return made


@transaction.atomic
def sign_restriction(*, by: Person, restriction: Restriction) -> None:
    """A second person agrees to a restriction, and to the names on its list as it stands."""
    if restriction.asked_by == by.reference:
        raise NotGiven("Somebody else signs what you asked for")
    Restriction.objects.filter(pk=restriction.pk).update(signed_by=by.reference, signed_by_name=by.name)
    _sign_names(restriction.listings.exclude(person=by.reference), by=by)
    _restriction_told(restriction, by=by, act="signed a restriction")


@transaction.atomic
def sign_names(*, by: Person, restriction: Restriction) -> None:
    """The names that were put on the list since it was signed."""
    _sign_names(restriction.listings.exclude(added_by=by.reference), by=by)
    _restriction_told(restriction, by=by, act="signed names on a restricted child's list")


def _sign_names(names: QuerySet[Listing], *, by: Person) -> None:
    waiting = names.filter(ended_at=None, signed_by="")
    waiting.update(signed_by=by.reference, signed_by_name=by.name)


@transaction.atomic
def list_person(*, by: Person, restriction: Restriction, person: Person, why: str) -> Listing:
    """Put somebody on the list: at once where whoever does may sign, else once it is signed.

    Nobody lists themselves but those who sign, the director first among them, and the guardian is told.
    """
    signs, themself = standing_of(by).may(Permission.SIGN_RESTRICTIONS), person.pk == by.pk
    if themself and not signs:
        raise NotGiven("Somebody else puts you on a list")
    made = Listing(
        restriction=restriction,
        person=person.reference,
        person_name=person.name,
        why=why,
        added_at=timezone.now(),
        added_by=by.reference,
        added_by_name=by.name,
        signed_by=by.reference if signs else "",
        signed_by_name=by.name if signs else "",
    )
    if not _insert_once(made):
        raise NotGiven(f"{person.name} is on the list already")
    _restriction_told(restriction, by=by, act="listed somebody for a restricted child", details=_who(person))
    if themself:
        _tell_guardians(by, f"{by.name} put themself on the list of a restricted child", restriction)
    return made


@transaction.atomic
def unlist(*, by: Person, listing: Listing) -> None:
    """Take somebody off the list, from this moment."""
    listing.ended_at, listing.ended_by_name = timezone.now(), by.name
    listing.save(update_fields=["ended_at", "ended_by_name"])
    details = {"person": listing.person_name}
    _restriction_told(
        listing.restriction, by=by, act="took somebody off a restricted child's list", details=details
    )


@transaction.atomic
def ask_to_lift(*, by: Person, restriction: Restriction, why: str) -> None:
    """The first of the two people it takes: the restriction holds until the second agrees. What the first
    wrote stands: whoever asks after them is told that it waits."""
    held = Restriction.objects.select_for_update().get(pk=restriction.pk)
    if held.lifted_at is not None:
        raise NotGiven("This restriction is lifted already")
    if held.lift_asked_by:
        raise NotGiven(f"{held.lift_asked_by_name} has asked already: it waits for somebody else to lift it")
    held.lift_asked_by, held.lift_asked_by_name, held.lift_why = by.reference, by.name, why
    held.save(update_fields=["lift_asked_by", "lift_asked_by_name", "lift_why"])
    _restriction_told(held, by=by, act="asked to lift a restriction")


@transaction.atomic
def lift(*, by: Person, restriction: Restriction) -> None:
    """The second: somebody else who may sign."""
    if not standing_of(by).may(Permission.SIGN_RESTRICTIONS):
        raise NotGiven("Somebody who signs restrictions lifts them")
    held = Restriction.objects.select_for_update().get(pk=restriction.pk)
    if held.lifted_at is not None or not held.lift_asked_by:
        raise NotGiven("Nobody has asked to lift this restriction")
    if held.lift_asked_by == by.reference:
        raise NotGiven("Somebody else lifts what you asked to lift")
    held.lifted_at, held.lifted_by, held.lifted_by_name = timezone.now(), by.reference, by.name
    held.save(update_fields=["lifted_at", "lifted_by", "lifted_by_name"])
    _restriction_told(held, by=by, act="lifted a restriction")


@transaction.atomic
def review_restriction(*, by: Person, restriction: Restriction, version: int, review_on: date) -> bool:
    """It was looked at again and stays: the next review is on this day. False where somebody else saved
    first."""
    row = Restriction.objects.filter(pk=restriction.pk, lifted_at=None)
    if not save_if_unchanged(row, version=version, changes={"review_on": review_on}):
        return False
    details = {"review on": str(review_on)}
    _restriction_told(restriction, by=by, act="reviewed a restriction", details=details)
    return True


def _restriction_told(
    restriction: Restriction, *, by: Person, act: str, details: dict[str, Any] | None = None
) -> None:
    about = About(kind="restriction", key=str(restriction.pk), label="a restricted child")
    record(by=by, act=act, about=about, details=details)


# Opening one child's record -------------------------------------------------------------------------------


@transaction.atomic
def open_child(*, by: Person, kind: OpeningKind, child: str, reason: str) -> Opening:
    """Open one child's record to one person for an hour; a manager and the guardian are told before it opens.

    Raises NotGiven where there is no such child, where the person has a conflict with the child, and where
    nobody could be told. The caller has asked the person again who they are.
    """
    now, on = timezone.now(), today()
    records = known([child])
    child = records.meant.get(child, child)
    if child not in records:
        raise NotGiven(f"No child in the records has this identifier{records.of_when}")
    if Conflict.objects.filter(person=by.reference, child=child, ended_at=None).exists():
        raise NotGiven("This record is not yours to open: ask your manager to name somebody else")
    managers, guards = managers_of(by, on=on), guardians(on=on, but=by)
    if not guards:
        raise NotGiven("Nobody could be told: this site has no information guardian but you")
    opened = Opening.objects.create(
        kind=kind,
        child=child,
        person=by.reference,
        person_name=by.name,
        reason=reason,
        starts=now,
        ends=now + OPEN_FOR,
        told=[one.reference for one in dict.fromkeys((*managers, *guards))],
        review_due=REVIEW_WITHIN.due(now.astimezone(LONDON).date()),
    )
    record(
        by=by, act=_OPENED[kind], about=_about_opening(opened), details={"review due": str(opened.review_due)}
    )
    words = f"{by.name} {_OPENED[kind]}: review it by {_day(opened.review_due)}"
    _tell_both(managers, guards, by=by, words=words, about=("opening", str(opened.pk)))
    return opened


_OPENED = {
    OpeningKind.EMERGENCY: "opened a child's record in an emergency",
    OpeningKind.PUT_RIGHT: "asked who a child is, to put a record right",
}


@transaction.atomic
def close(*, by: Person, opening: Opening) -> None:
    """Give back what is left of the hour."""
    Opening.objects.filter(pk=opening.pk, ends__gt=timezone.now()).update(
        ends=max(timezone.now(), opening.starts + timedelta(microseconds=1))
    )
    record(by=by, act="closed a child's record again", about=_about_opening(opening))


@transaction.atomic
def review_opening(*, by: Person, opening: Opening, right: bool, words: str) -> None:
    """Say whether it was right to open it. By somebody else, once."""
    if opening.person == by.reference:
        raise NotGiven("Somebody else reviews what you opened")
    done = Opening.objects.filter(pk=opening.pk, reviewed_at=None).update(
        reviewed_at=timezone.now(),
        reviewed_by=by.reference,
        reviewed_by_name=by.name,
        right=right,
        review=words,
    )
    if not done:
        raise NotGiven("Somebody has reviewed this already")
    Notice.objects.filter(about_kind="opening", about_key=str(opening.pk), read_at=None).update(
        read_at=timezone.now(), read_by_name=by.name
    )
    record(by=by, act="reviewed an opened record", about=_about_opening(opening), details={"right": right})


def _about_opening(opening: Opening) -> About:
    return About(kind="opening", key=str(opening.pk), label="a child's record")


# Allotting ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sample:
    """Children for somebody to read, to a last day."""

    person: Person
    children: tuple[str, ...]
    ends: date
    why: str


@transaction.atomic
def allot(sample: Sample, *, by: Person) -> list[Allotment]:
    """Allot children to somebody who audits or inspects: all of them or none.

    Raises InConflict for children the person has a tie to, whoever asks and whatever the reason; NotGiven for
    anybody who may not be given children, children who are not in the records or not the giver's to give, and
    a last day that is too far off.
    """
    on, children = today(), tuple(dict.fromkeys(sample.children))
    _refuse_person(sample, by=by, on=on)
    records = known(children)
    _refuse_children(children, by=by, records=records)
    found = conflicts_of(sample.person, children, records=records, on=on)
    if found:
        raise InConflict(sample.person, found)
    together = uuid4()
    made = [
        Allotment.objects.create(
            sample=together,
            child=child,
            person=sample.person.reference,
            person_name=sample.person.name,
            why=sample.why,
            starts=on,
            ends=sample.ends,
            by=by.reference,
            by_name=by.name,
        )
        for child in children
    ]
    details = {"children": len(made), "last day": str(sample.ends)} | _who(sample.person)
    record(by=by, act="allotted children", about=_about_sample(made[0]), details=details)
    return made


def _refuse_person(sample: Sample, *, by: Person, on: date) -> None:
    if sample.person.pk == by.pk:
        raise NotGiven("Somebody else allots children to you")
    if not standing_on(sample.person, on=on).may(Permission.SEE_ALLOTTED):
        raise NotGiven(f"{sample.person.name} holds no role that is given children to read")
    most = longest_allotment(sample.person, on=on)
    if not on <= sample.ends <= on + timedelta(days=most):
        raise NotGiven(f"Give a last day from today to {most} days on")


def _refuse_children(children: tuple[str, ...], *, by: Person, records: Known) -> None:
    if not children:
        raise NotGiven("Name at least one child")
    _refuse_out_of_reach(children, by=by, records=records)


def _refuse_out_of_reach(children: tuple[str, ...], *, by: Person, records: Known) -> None:
    """A child out of the reach in which somebody sees names is refused like one that is not there."""
    teams = records.teams
    shut = fence_of(by).shut
    reaches = [one for one in standing_of(by).reaches if one.identity is Identity.IDENTIFIED]
    all_of_them = any(reach.teams is None for reach in reaches)
    own = frozenset[str]().union(*(reach.teams or () for reach in reaches))
    missing = [
        child
        for child in children
        if child not in teams or child in shut or not (all_of_them or teams[child] in own)
    ]
    if missing:
        raise NotGiven(f"Not in the records that you reach: {', '.join(missing[:10])}{records.of_when}")


@transaction.atomic
def withdraw(*, by: Person, allotment: Allotment) -> None:
    """Take children back before the last day: every child of the same sample."""
    Allotment.objects.filter(sample=allotment.sample, withdrawn_at=None).update(
        withdrawn_at=timezone.now(), withdrawn_by_name=by.name
    )
    record(by=by, act="took allotted children back", about=_about_sample(allotment))


def _about_sample(allotment: Allotment) -> About:
    return About(kind="sample", key=str(allotment.sample), label=f"children for {allotment.person_name}")


# Conflicts ------------------------------------------------------------------------------------------------


@transaction.atomic
def record_conflict(*, by: Person, person: Person, children: Iterable[str], tie: str) -> list[Conflict]:
    """Somebody has a tie to a child or to its family: from this moment they reach none of these children, by
    whatever right. One declares one's own; the guardian records anybody's."""
    if person.pk != by.pk and not standing_of(by).may(Permission.GUARD_ACCESS):
        raise NotGiven("Only the information guardian records a tie of somebody else")
    made = []
    for child in dict.fromkeys(children):
        one = Conflict(
            child=child,
            person=person.reference,
            person_name=person.name,
            tie=tie,
            recorded_at=timezone.now(),
            by=by.reference,
            by_name=by.name,
        )
        made += [one] if _insert_once(one) else []
    about = About(kind="person", key=person.reference, label=person.name)
    record(by=by, act="recorded a conflict", about=about, details={"children": len(made)})
    return made


@transaction.atomic
def end_conflict(*, by: Person, conflict: Conflict, why: str) -> None:
    """The tie is over, or was recorded in error; never by the person themself."""
    if conflict.person == by.reference:
        raise NotGiven("Somebody else ends a conflict of yours")
    conflict.ended_at, conflict.ended_by, conflict.ended_by_name = timezone.now(), by.reference, by.name
    conflict.end_why = why
    conflict.save(update_fields=["ended_at", "ended_by", "ended_by_name", "end_why"])
    about = About(kind="person", key=conflict.person, label=conflict.person_name)
    record(by=by, act="ended a conflict", about=about)


# Telling --------------------------------------------------------------------------------------------------


@transaction.atomic
def mark_read(*, by: Person, notice: Notice) -> None:
    """One of those told has read it."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=timezone.now(), read_by_name=by.name)
    record(by=by, act="read a notice", about=About(kind="notice", key=str(notice.pk), label=notice.words))


@transaction.atomic
def note_taken_away(*, by: Person, whose: str, rows: int) -> None:
    """Somebody takes a part of the trail away."""
    about = About(kind="trail", key=whose[:100], label="who looked")
    record(by=by, act="downloaded who looked", about=about, details={"rows": rows})


def _tell_guardians(by: Person, words: str, restriction: Restriction) -> None:
    _tell(
        "guardian",
        guardians(on=today(), but=by),
        by=by,
        words=words,
        about=("restriction", str(restriction.pk)),
    )


def _tell_both(
    managers: list[Person], guards: list[Person], *, by: Person, words: str, about: tuple[str, str]
) -> None:
    """Those who manage and those who guard; whoever does both is told once, as the manager."""
    managing = {one.pk for one in managers}
    guarding = [one for one in guards if one.pk not in managing]
    for to, people in (("manager", managers), ("guardian", guarding)):
        if people:
            _tell(to, people, by=by, words=words, about=about)


def _tell(to: str, people: list[Person], *, by: Person, words: str, about: tuple[str, str]) -> None:
    """A line on their Today page, and a letter that says where to look and names no child."""
    kind, key = about
    Notice.objects.create(
        at=timezone.now(),
        by=by.reference,
        to=to,
        people=[one.reference for one in people],
        words=words,
        about_kind=kind,
        about_key=key,
    )
    letter = f"{words}.\n\nSign in to Golden Thread to see what it is about: it is on your Today page.\n"
    addresses = [one.email for one in people]
    transaction.on_commit(lambda: _post(letter, addresses), robust=True)


def _post(letter: str, addresses: list[str]) -> None:
    for address in addresses:
        send_mail("Golden Thread: somebody must look at this", letter, None, [address])


def _insert_once(row: Restriction | Listing | Conflict) -> bool:
    """Whether the row is new: two people may ask for the same at once, and a row may be one the asker cannot
    see."""
    rows: Manager[Any] = type(row)._default_manager
    rows.bulk_create([row], ignore_conflicts=True)
    return rows.filter(pk=row.pk).exists()


def _who(person: Person) -> dict[str, str]:
    return {"person": person.reference, "name": person.name}


def _day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"
