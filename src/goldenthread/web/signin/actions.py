"""Writes: what people prove themselves with, failed tries, resets, services and their tokens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from goldenthread.web.accounts.actions import end_sessions
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.service import TOKEN_PERMISSIONS
from goldenthread.web.history.actions import About, Actor, Service, record
from goldenthread.web.signin import codes
from goldenthread.web.signin.ceremonies import Made
from goldenthread.web.signin.models import (
    Authenticator,
    FailedTry,
    Link,
    Passkey,
    RecoveryCode,
    RefusedCall,
    Reset,
    ServiceAccount,
    Session,
    Token,
)
from goldenthread.web.signin.notices import tell
from goldenthread.web.signin.providers import Provider

DOOR = Service("sign-in")
LONGEST_TOKEN = timedelta(days=365)
_TRIES_KEPT = timedelta(days=90)


@dataclass(frozen=True)
class Issued:
    """A token just made: `shown` is the only time it can be read."""

    token: Token
    shown: str


@transaction.atomic
def note_sign_in(*, by: Person, way: str, place: str) -> None:
    """Somebody signed in."""
    record(by=by, act="signed in", about=_about(by, kind="sign-in"), details={"by": way, "from": place})


@transaction.atomic
def keep_authenticator(*, by: Person, secret: bytes, step: int) -> None:
    """An authenticator app in place of the one before; the code that proved it is used up."""
    Authenticator.objects.update_or_create(
        person=by, defaults={"sealed": codes.seal(secret), "last_step": step, "added": timezone.now()}
    )
    _noted(by, "set up an authenticator app")


@transaction.atomic
def spend_step(*, by: Person, step: int) -> bool:
    """Use a code of the app up; False where it, or a later one, has been used before."""
    return bool(Authenticator.objects.filter(person=by, last_step__lt=step).update(last_step=step))


@transaction.atomic
def remove_authenticator(*, by: Person) -> None:
    """The app is no longer asked for."""
    if Authenticator.objects.filter(person=by).delete()[0]:
        _noted(by, "removed the authenticator app")


@transaction.atomic
def add_passkey(*, by: Person, name: str, made: Made) -> None:
    """A passkey for signing in with."""
    Passkey.objects.create(person=by, name=name, credential_id=made.credential_id, credential=made.credential)
    _noted(by, "added a passkey", name=name)


@transaction.atomic
def use_passkey(*, by: Passkey, uses: int) -> bool:
    """Note that a passkey was used; False where its device's count has not risen, so that it was copied."""
    held = Passkey.objects.select_for_update().get(pk=by.pk)
    if uses <= held.uses and (uses or held.uses):
        _noted(held.person, "was refused: a passkey may have been copied", name=held.name)
        return False
    held.uses, held.last_used = uses, timezone.now()
    held.save(update_fields=["uses", "last_used"])
    return True


@transaction.atomic
def remove_passkey(*, by: Person, passkey: Passkey) -> None:
    """A passkey is good no longer."""
    name = passkey.name
    passkey.delete()
    _noted(by, "removed a passkey", name=name)


@transaction.atomic
def make_recovery_codes(*, by: Person) -> list[str]:
    """Ten new codes in place of any before; this is the only time they can be read."""
    made = codes.new_recovery_codes()
    RecoveryCode.objects.filter(person=by).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(person=by, digest=codes.recovery_digests(by.reference, code)[0]) for code in made
    )
    record(by=by, act="made recovery codes", about=_about(by))
    return made


@transaction.atomic
def spend_recovery_code(*, by: Person, typed: str) -> bool:
    """Use a recovery code up; False where it is none, or was used before."""
    digests = codes.recovery_digests(by.reference, typed)
    unused = RecoveryCode.objects.filter(person=by, digest__in=digests, used=None)
    if not unused.update(used=timezone.now()):
        return False
    _noted(by, "used a recovery code")
    return True


@transaction.atomic
def link(*, by: Person, provider: Provider, subject: str) -> None:
    """From now on a provider's account stands for this person, whatever its address becomes."""
    Link.objects.create(person=by, issuer=provider.issuer, subject=subject)
    _noted(by, "linked an account to sign in with", account=provider.label)


@transaction.atomic
def note_failed_try(*, address: str, browser: str) -> None:
    """A try that failed, for an address as its digest; what is older than three months goes."""
    FailedTry.objects.create(address=address, browser=browser)
    FailedTry.objects.filter(at__lt=timezone.now() - _TRIES_KEPT).delete()


@transaction.atomic
def forgive_tries(*, address: str, browser: str) -> None:
    """Somebody got in from a browser they are known by: its earlier tries no longer count."""
    FailedTry.objects.filter(address=address, browser=browser, over=False).update(over=True)


@transaction.atomic
def note_held_up(*, person: Person | None, address: str, number: int) -> None:
    """A limit was reached with an address: into the history, and told to the person whose it is."""
    about = _about(person, kind="sign-in") if person else About("sign-in", address[:16], "an unknown address")
    record(by=DOOR, act="held up further tries", about=about, details={"failed": number})
    if person is not None:
        at = timezone.localtime()
        tell(
            person,
            subject="somebody cannot sign in as you",
            body=f"{number} tries to sign in with your address have failed, the last at"
            f" {at:%H:%M on %d/%m/%Y}. More are held up for a while."
            " From a browser you have used before you can still sign in.",
        )


@transaction.atomic
def end_session(*, by: Person, session: Session) -> None:
    """End one of somebody's sessions."""
    assert session.person is not None
    whose = session.person
    session.delete()
    record(by=by, act="ended a session", about=_about(whose), details={"browser": session.browser})


@transaction.atomic
def end_all_sessions(*, by: Person, person: Person, but: str = "") -> int:
    """Sign somebody out everywhere, but for one session of their own; gives how many ended."""
    ended = end_sessions(person, but=but)
    record(by=by, act="ended the sessions", about=_about(person), details={"how many": ended})
    return ended


@transaction.atomic
def ask_for_reset(*, by: Person, person: Person, checked: str) -> Reset:
    """One administrator asks: the person has lost what they prove themselves with.

    Raises ValueError where it would be their own.
    """
    if by == person:
        raise ValueError("nobody resets their own second proof")
    asked = Reset.objects.create(person=person, asked_by=by, checked=checked)
    record(by=by, act="asked to reset the second proof", about=_about(person), details={"checked": checked})
    return asked


@transaction.atomic
def decide_reset(*, by: Person, reset: Reset, agreed: bool) -> None:
    """Another administrator agrees, and what the person proved themselves with is gone; or refuses.

    Raises ValueError where it is the one who asked, or the person; or where it has been decided.
    """
    held = Reset.objects.select_for_update().get(pk=reset.pk)
    if by.pk in {held.asked_by_id, held.person_id}:
        raise ValueError("somebody else decides: neither who asked nor the person")
    if held.decided_by_id is not None:
        raise ValueError("it has been decided already")
    held.decided_by, held.decided, held.agreed = by, timezone.now(), agreed
    held.save(update_fields=["decided_by", "decided", "agreed"])
    if agreed:
        clear_second_proof(by=by, person=held.person, checked=held.checked)
    else:
        record(by=by, act="refused to reset the second proof", about=_about(held.person))


@transaction.atomic
def clear_second_proof(*, by: Actor, person: Person, checked: str) -> None:
    """Remove app, passkeys and codes, end every session, and tell the person: they set up anew when they
    next sign in. `checked` is how they were known to be who they say."""
    for kind in (Authenticator, Passkey, RecoveryCode):
        kind.objects.filter(person=person).delete()
    end_sessions(person)
    record(by=by, act="reset the second proof", about=_about(person), details={"checked": checked})
    tell(
        person,
        subject="your second proof was reset",
        body="Your authenticator app, passkeys and recovery codes are no longer asked for."
        " You set up a new one when you next sign in.",
    )


@transaction.atomic
def add_service(*, by: Person, name: str, purpose: str) -> ServiceAccount:
    """A system that may be given tokens."""
    added = ServiceAccount.objects.create(name=name, purpose=purpose)
    record(by=by, act="added the service", about=_about_service(added), details={"purpose": purpose})
    return added


@transaction.atomic
def issue_token(
    *, by: Person, account: ServiceAccount, permissions: Iterable[Permission], starts: date, ends: date
) -> Issued:
    """A token, shown this once. Raises ValueError where it would be good for more than a token may be, or for
    longer than a year."""
    wanted = frozenset(permissions)
    if not wanted or not wanted <= TOKEN_PERMISSIONS:
        raise ValueError("a token cannot be good for that")
    if not starts <= ends <= starts + LONGEST_TOKEN:
        raise ValueError("a token is good for a year at most")
    shown = codes.new_token()
    token = Token.objects.create(
        account=account,
        digest=codes.token_digest(shown),
        permissions=sorted(permission.name for permission in wanted),
        starts=starts,
        ends=ends,
    )
    details = {"for": token.permissions, "until": str(ends)}
    record(by=by, act="gave the service a token", about=_about_service(account), details=details)
    return Issued(token, shown)


MOST_COUNTED = 1_000  # refusals of one kind in an hour: a flood is told by its first thousand


@transaction.atomic
def note_refused(*, asked: str, why: str, status: int, account: ServiceAccount | None = None) -> None:
    """A call with a token was refused: one row for an hour, however often. Past a thousand nothing more is
    written, so that a flood neither fills the table nor waits for one row."""
    now = timezone.now()
    one = RefusedCall.objects.filter(
        hour=now.replace(minute=0, second=0, microsecond=0),
        service=account.reference if account else "",
        asked=asked,
        why=why,
    )
    if one.filter(times__lt=MOST_COUNTED).update(times=F("times") + 1, last_at=now) or one.exists():
        return
    first = RefusedCall(
        hour=now.replace(minute=0, second=0, microsecond=0),
        service=account.reference if account else "",
        service_name=account.name if account else "",
        asked=asked,
        why=why,
        status=status,
        last_at=now,
    )
    RefusedCall.objects.bulk_create([first], ignore_conflicts=True)  # two at once: one of them is counted


@transaction.atomic
def revoke_token(*, by: Person, token: Token) -> None:
    """A token is good no longer, from this moment."""
    token.revoked = timezone.now()
    token.save(update_fields=["revoked"])
    record(by=by, act="revoked a token of the service", about=_about_service(token.account))


def note_token_used(token: Token) -> None:
    """When a token was last used, to the minute: not a row for each call."""
    now = timezone.now()
    if token.last_used is None or now - token.last_used > timedelta(minutes=1):
        Token.objects.filter(pk=token.pk).update(last_used=now)


def _noted(person: Person, act: str, **details: str) -> None:
    """What a person did to how they sign in: in the history, and told them, in case it was not they."""
    record(by=person, act=act, about=_about(person), details=details)
    tell(person, subject="how you sign in has changed", body=f"Somebody signed in as you {act}.")


def _about(person: Person, *, kind: str = "person") -> About:
    return About(kind=kind, key=person.reference, label=person.name)


def _about_service(account: ServiceAccount) -> About:
    return About(kind="service", key=str(account.public_id), label=account.name)
