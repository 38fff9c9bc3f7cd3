"""One effect for each form, however often it is sent: a second press, a retry, the back button.

`{% csrf_token %}` writes a one-time key into the form beside Django's token. Sending the form takes the key,
in the transaction of what it does; sending it again finds the key taken and is led where the first was. Two
at once wait for one another at the key. What only showed the form again (something was wrong with it) has
given the key back.

An act answers with a redirect, and nothing else does: that is how this tells them apart. Where the answer
must be a page, because what was made is shown this once (a token, recovery codes), the view says so with
`acted`. Somebody who has not signed in yet has no key: signing in twice does no harm.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils import timezone

from goldenthread.web.page.models import SentForm

FIELD = "form_key"
KEPT = timedelta(days=30)  # a page left open longer has lost its session long before
View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def new_key() -> str:
    """A key that no other form has."""
    return uuid.uuid4().hex


def acted(page: HttpResponse, *, to: str) -> HttpResponse:
    """The page, as the answer to an act; `to` is where what was made can be seen afterwards."""
    page.acted_to = to  # type: ignore[attr-defined]  # read by one_effect
    return page


def one_effect(view: View) -> View:
    """The view, acting once for each key it is sent with. Runs inside the transaction of the request."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        key = request.POST.get(FIELD, "") if request.method == "POST" else ""
        who = getattr(request.user, "reference", "")
        if not key or not who:
            return view(request, *args, **kwargs)
        taken = _take(key=key[:64], who=who, path=request.path[:500])
        if isinstance(taken, HttpResponseBase):
            _leave_session_alone(request)
            return taken
        given = view(request, *args, **kwargs)
        to = given.url if isinstance(given, HttpResponseRedirect) else getattr(given, "acted_to", "")
        if to:
            SentForm.objects.filter(pk=taken.pk).update(location=to[:2000])
        else:
            taken.delete()
        return given

    return answer  # type: ignore[return-value]  # the same in all that its callers see


def _take(*, key: str, who: str, path: str) -> SentForm | HttpResponseRedirect:
    """The key, now ours; or the way to where it led whoever took it first. Waits while they are still at
    it."""
    try:
        with transaction.atomic():
            return SentForm.objects.create(key=key, who=who, path=path)
    except IntegrityError:
        return HttpResponseRedirect(SentForm.objects.get(key=key, who=who, path=path).location)


def _leave_session_alone(request: HttpRequest) -> None:
    """A repeat read the session before the first had done with it: saved, it would undo what that wrote
    there (the message that says it is done, a proof that was used)."""
    del request.session


def forget_old_keys() -> None:
    """Keys of pages that nobody can still have open."""
    SentForm.objects.filter(at__lt=timezone.now() - KEPT).delete()
