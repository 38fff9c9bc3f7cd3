"""What the pages that sign have in common: asking who it is before the form, and signing once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from goldenthread.web.accounts.confirming import is_confirmed, use_confirmation
from goldenthread.web.accounts.signing import CONFIRM_FIRST, proof_of
from goldenthread.web.plan.rules import NotDone


def asks_who(request: HttpRequest, why_not: str) -> bool:
    """Whether to ask again who it is before showing a form that signs: not on sending it, which would lose
    what was typed, and not where nothing could be signed anyway."""
    return request.method != "POST" and not why_not and not is_confirmed(request)


def signing(request: HttpRequest, act: Callable[..., object]) -> Callable[..., object]:
    """The same act with the request's proof, which is used up by it; NotDone where there is none."""

    def signed(**given: Any) -> None:
        if not is_confirmed(request):
            raise NotDone(CONFIRM_FIRST)
        act(**given, proof=proof_of(request))
        use_confirmation(request)

    return signed
