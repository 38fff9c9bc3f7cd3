"""Signing a record: a fresh proof that it is you, the role in which you sign, and your words.

if request.method == "GET" and not is_confirmed(request):
    return ask_again(request)
...
actions.sign_off(by=person, ..., proof=proof_of(request))     # signs with `sign_as`
use_confirmation(request)
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from goldenthread.errors import GoldenThreadError
from goldenthread.web.accounts.confirming import confirmation
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.standing import standing_of
from goldenthread.web.history.actions import About, Proof, sign_record
from goldenthread.web.history.models import Signature

CONFIRM_FIRST = "Confirm that it is you before you sign: follow the link below, then press the button again"


class ProofUsed(GoldenThreadError):
    """One proof, one signature: this one has signed something already."""

    def __init__(self) -> None:
        super().__init__("You have signed something else since you confirmed that it is you: confirm again.")


def proof_of(request: HttpRequest) -> Proof:
    """The proof a request carries, named without giving the session away. PermissionDenied where there is
    none."""
    at = confirmation(request)
    if at is None:
        raise PermissionDenied
    name = sha256(f"{request.session.session_key}:{at!r}".encode()).hexdigest()
    return Proof(key=name, how="confirmed again who they were")


def role_by_which(person: Person, permission: Permission) -> str:
    """The role that lets a person do something, in words; "" where none does."""
    roles = standing_of(person).roles
    return next((role.label for role in roles if permission in role.permissions), "")


def sign_as(
    permission: Permission,
    *,
    by: Person,
    about: About,
    record: Mapping[str, Any],
    statement: str,
    proof: Proof,
    role: str = "",
) -> Signature:
    """A person's word for a record, in the role that lets them give it (or the one named, where which of
    several it is depends on the record). Raises ProofUsed."""
    role = role or role_by_which(by, permission)
    try:
        with transaction.atomic():
            return sign_record(by=by, role=role, about=about, record=record, statement=statement, proof=proof)
    except IntegrityError:
        raise ProofUsed from None
