"""Lists of people, and letters to them: each person is written to once, and nobody under embargo."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils import timezone

from goldenthread.web.accounts.models import Person
from goldenthread.web.history.actions import About, record
from goldenthread.web.intervention import rules
from goldenthread.web.intervention.actions.carrying_out import about_thing, refuse
from goldenthread.web.intervention.models import (
    Announcement,
    Delivery,
    DistributionList,
    ListMember,
    Sending,
    Visit,
)
from goldenthread.web.intervention.queries.announcing import recipients
from goldenthread.web.page.conflict import save_if_unchanged
from goldenthread.web.plan.rules import NotDone


@transaction.atomic
def keep_list(
    *, by: Person, name: str, kept: DistributionList | None = None, version: int = 0
) -> DistributionList | None:
    """A new list, or a new name for one. None where somebody else saved first."""
    try:
        with transaction.atomic():
            if kept is None:
                kept = DistributionList.objects.create(name=name)
            elif not save_if_unchanged(
                DistributionList.objects.filter(pk=kept.pk), version=version, changes={"name": name}
            ):
                return None
    except IntegrityError:
        raise NotDone("There is a list of that name already.") from None
    record(by=by, act=f"named the list {name}", about=_about_list(kept))
    return kept


@transaction.atomic
def put_on_list(
    *, by: Person, kept: DistributionList, person: Person | None = None, name: str = "", email: str = ""
) -> ListMember:
    """A person of the site, or an address outside. On it already, it is given back as it is."""
    found: dict[str, object]
    if person is not None:
        found = {"on": kept, "person": person}
    else:
        found = {"on": kept, "email": email.strip().lower()}
    member, new = ListMember.objects.get_or_create(
        **found, defaults={"name": "" if person else name, "added_by_name": by.name}
    )
    if new:
        record(by=by, act="put somebody on the list", about=_about_list(kept), details={"who": str(member)})
    return member


@transaction.atomic
def take_off_list(*, by: Person, member: ListMember) -> None:
    """They are told no longer; letters sent stay written down."""
    record(
        by=by, act="took somebody off the list", about=_about_list(member.on), details={"who": str(member)}
    )
    member.delete()


@transaction.atomic
def draft_announcement(
    *, by: Person, visit: Visit, subject: str, body: str, lists: Iterable[DistributionList]
) -> Announcement:
    """A letter, not sent yet."""
    keys = sorted(one.pk for one in lists)
    made = Announcement.objects.create(
        visit=visit, subject=subject, body=body, lists=keys, made_by_name=by.name
    )
    record(by=by, act="wrote an announcement", about=_about(made))
    return made


@transaction.atomic
def send(*, by: Person, announcement: Announcement) -> int:
    """Let it go to everybody on its lists, each once; gives how many. Sent already, nothing more goes."""
    held = (
        Announcement.objects.select_for_update(of=("self",)).select_related("visit").get(pk=announcement.pk)
    )
    if held.sent_at is not None:
        return 0
    now = timezone.now()
    refuse(rules.why_not_send(held, at=now))
    letters = [
        Delivery(announcement=held, address=one.address, name=one.name, through=one.through)
        for one in recipients(held.lists)
    ]
    refuse("" if letters else "There is nobody on its lists to write to.")
    Delivery.objects.bulk_create(letters)
    held.sent_at, held.sent_by_name, held.not_before = now, by.name, held.visit.published_at
    held.save(update_fields=["sent_at", "sent_by_name", "not_before"])
    record(by=by, act="sent the announcement", about=_about(held), details={"letters": len(letters)})
    return len(letters)


@transaction.atomic
def try_again(*, by: Person, announcement: Announcement) -> int:
    """Put what could not be sent back among what waits; gives how many."""
    failed = Delivery.objects.filter(announcement=announcement, state=Sending.FAILED)
    again = failed.update(state=Sending.WAITING)
    if again:
        details = {"letters": again}
        record(by=by, act="tried again what could not be sent", about=_about(announcement), details=details)
    return again


@transaction.atomic
def begin_delivery() -> Delivery | None:
    """The letter whose turn it is, marked as handed over before it is: a site that stops in the middle sends
    it no second time. None where none waits."""
    waiting = Delivery.objects.select_for_update(skip_locked=True, of=("self",))
    letter = waiting.select_related("announcement").filter(state=Sending.WAITING).first()
    if letter is not None:
        letter.state = Sending.SENDING
        letter.save(update_fields=["state"])
    return letter


@transaction.atomic
def end_delivery(letter: Delivery, *, sent: bool) -> None:
    """What became of a letter."""
    state = Sending.SENT if sent else Sending.FAILED
    Delivery.objects.filter(pk=letter.pk).update(state=state, at=timezone.now())


def _about(announcement: Announcement) -> About:
    """Its subject may say what is under embargo, and history is read by people who are not named."""
    label = f"Announcement, {announcement.visit}"
    return About(kind="announcement", key=str(announcement.pk), label=label)


def _about_list(kept: DistributionList) -> About:
    return about_thing("distribution list", kept)
