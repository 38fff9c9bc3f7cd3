"""Signing in by e-mail address and password. An unknown address takes as long as a known one."""

from __future__ import annotations

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from goldenthread.web.accounts.models import Person


class EmailAndPassword(BaseBackend):
    def authenticate(  # type: ignore[override]  # Django asks each backend whose words these are
        self, request: HttpRequest | None, email: str, password: str
    ) -> Person | None:
        person = Person.objects.filter(email__iexact=email, is_active=True).first()
        if person is None:
            make_password(password)  # the same work as checking one
            return None
        return person if person.check_password(password) else None

    def get_user(self, user_id: int) -> Person | None:
        """Nobody who has been stopped, so that an open session ends at its next request."""
        return Person.objects.filter(pk=user_id, is_active=True).first()
