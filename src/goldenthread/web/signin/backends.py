"""The second proofs that can be guessed, as Django's backends: a failure counts as a wrong password does."""

from __future__ import annotations

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest
from django.utils import timezone

from goldenthread.web.accounts.models import Person
from goldenthread.web.signin import actions, codes
from goldenthread.web.signin.models import Authenticator


class AuthenticatorCode(BaseBackend):
    """authenticate(request, email=..., code=...)"""

    def authenticate(  # type: ignore[override]
        self, request: HttpRequest | None, email: str, code: str
    ) -> Person | None:
        held = Authenticator.objects.filter(person__email__iexact=email, person__is_active=True)
        app = held.select_related("person").first()
        secret = codes.opened(app.sealed) if app else None
        if app is None or secret is None:
            return None
        step = codes.step_of(secret, code, at=timezone.now(), after=app.last_step)
        return app.person if step is not None and actions.spend_step(by=app.person, step=step) else None


class RecoveryCode(BaseBackend):
    """authenticate(request, email=..., recovery_code=...)"""

    def authenticate(  # type: ignore[override]
        self, request: HttpRequest | None, email: str, recovery_code: str
    ) -> Person | None:
        person = Person.objects.filter(email__iexact=email, is_active=True).first()
        if person is None or not actions.spend_recovery_code(by=person, typed=recovery_code):
            return None
        return person
