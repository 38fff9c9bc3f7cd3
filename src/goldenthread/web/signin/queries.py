"""Reading what a person proves themselves with, their sessions, failed tries, and services."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.standing import standing_of
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
from goldenthread.web.signin.place import address_digest
from goldenthread.web.signin.providers import Provider, SecondFactor
from goldenthread.web.signin.sessions import SessionStore

# What nobody does on one proof alone, where `second_factor` is "children".
WEIGHTY = (
    Permission.SEE_CHILDREN,
    Permission.SEE_ALLOTTED,
    Permission.SIGN_OFF,
    Permission.LOAD_RECORDS,
    Permission.DOWNLOAD_SET_ASIDE,
    Permission.RELEASE_PAPERS,
    Permission.SEE_ACCESS_LOG,
    Permission.MANAGE_PEOPLE,
)


@dataclass(frozen=True)
class Ways:
    """How a person can prove who they are, besides a pass phrase."""

    authenticator: bool
    passkeys: tuple[Passkey, ...]
    codes_left: int
    links: tuple[Link, ...]

    @property
    def twice(self) -> bool:
        """Whether they can prove themselves a second time."""
        return self.authenticator or bool(self.passkeys)


def ways_of(person: Person) -> Ways:
    """What somebody has set up."""
    return Ways(
        authenticator=Authenticator.objects.filter(person=person).exists(),
        passkeys=tuple(Passkey.objects.filter(person=person)),
        codes_left=RecoveryCode.objects.filter(person=person, used=None).count(),
        links=tuple(Link.objects.filter(person=person)),
    )


def must_prove_twice(person: Person) -> bool:
    """Whether a pass phrase alone is too little for this person."""
    match settings.SIGN_IN.second_factor:
        case SecondFactor.ALL:
            return True
        case SecondFactor.NONE:
            return False
    standing = standing_of(person)
    return bool(standing.reaches) or any(standing.may(permission) for permission in WEIGHTY)


def provider_named(key: str) -> Provider | None:
    """One of the council's providers."""
    return next((provider for provider in settings.SIGN_IN.providers if provider.key == key), None)


def providers_of(person: Person) -> list[Provider]:
    """The providers somebody is linked with."""
    issuers = set(Link.objects.filter(person=person).values_list("issuer", flat=True))
    return [provider for provider in settings.SIGN_IN.providers if provider.issuer in issuers]


def linked_person(provider: Provider, subject: str) -> Person | None:
    """Whom a provider's lasting name stands for; somebody who has been stopped too."""
    link = Link.objects.filter(issuer=provider.issuer, subject=subject).select_related("person").first()
    return link.person if link else None


def unlinked_person(provider: Provider, address: str) -> Person | None:
    """Whom an address vouched for is: somebody an administrator has added, who may sign in, and whom no
    account of this provider's is linked to."""
    person = Person.objects.filter(email__iexact=address, is_active=True).first() if address else None
    if person is None or Link.objects.filter(issuer=provider.issuer, person=person).exists():
        return None
    return person


def named(text: str) -> UUID:
    """The lasting name a form sent; one that nothing has where it sent no name at all."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def sessions_of(person: Person) -> QuerySet[Session]:
    """Somebody's open sessions, the one used last first."""
    return SessionStore.open_of(person).order_by("-seen")


def failed_since(person: Person, *, since: datetime | None) -> list[datetime]:
    """When somebody tried to sign in with this person's address and failed, the latest first."""
    found = FailedTry.objects.filter(address=address_digest(person.email))
    return list((found.filter(at__gt=since) if since else found).values_list("at", flat=True)[:100])


def tries(*, address: str, browser: str, within: timedelta) -> int:
    """How many tries failed lately: from one known browser, or from all that are not ("")."""
    return FailedTry.objects.filter(
        address=address, browser=browser, over=False, at__gt=timezone.now() - within
    ).count()


def open_resets() -> QuerySet[Reset]:
    """Resets that wait for a second administrator."""
    return Reset.objects.filter(decided_by=None).select_related("person", "asked_by")


def open_reset_of(person: Person) -> Reset | None:
    """The reset that waits for this person, if one does."""
    return open_resets().filter(person=person).first()


def services() -> Sequence[ServiceAccount]:
    """Every service, by name, with its tokens."""
    return list(ServiceAccount.objects.prefetch_related("tokens"))


def tokens_running_out(*, by: date, on: date) -> int:
    """How many tokens are good today and have their last day by then."""
    return Token.objects.filter(revoked=None, ends__gte=on, ends__lte=by).count()


def refused_calls() -> QuerySet[RefusedCall]:
    """Calls with a token that were refused, the latest hour first."""
    return RefusedCall.objects.all()
