"""A data store of the made-up authority's that asks for figures, with a token that nobody has read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.test import RequestFactory
from django.urls import resolve

from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.service import ServiceCaller
from goldenthread.web.accounts.standing import today
from goldenthread.web.signin.actions import add_service, issue_token

_ASKED = ("/api/figures?period=month&by=team", "/api/duties?status=overdue", "/api/actions")
_GOOD_FOR = (Permission.SEE_FIGURES, Permission.SEE_PLAN)


def ask_for_figures(people: Mapping[str, Person]) -> None:
    """The service, its token for half a year, and what it asked this once."""
    administrator = people["administrator"]
    purpose = "Shows figures beside the council's others. The performance analyst answers for it."
    account = add_service(by=administrator, name="Council data store (made up)", purpose=purpose)
    on = today()
    issued = issue_token(
        by=administrator, account=account, permissions=_GOOD_FOR, starts=on, ends=on + timedelta(days=182)
    )
    caller = ServiceCaller(account.name, account.reference, frozenset(_GOOD_FOR))
    with_token = RequestFactory(HTTP_AUTHORIZATION=f"Bearer {issued.shown}")
    for address in _ASKED:
        request = with_token.get(address)
        request.user = caller  # type: ignore[assignment]
        match = resolve(request.path)
        match.func(request, *match.args, **match.kwargs)
