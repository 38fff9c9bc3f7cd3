"""Nothing opens to what is not exactly right: no permission, a mistyped one, a wrong kind, a superuser."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.policy import SIGNED_IN, Policy, policy_of, token_for
from goldenthread.web.accounts.service import ServiceCaller
from goldenthread.web.accounts.standing import standing_of
from web_people import person

pytestmark = pytest.mark.django_db
NO_PERMISSION: list[Any] = [
    None, "", "see the plan", "see the plan ", "SEE_PLAN", True, 1, object(), frozenset(Permission),
    [Permission.SEE_PLAN],
]  # fmt: skip


def _policies(resolver: URLResolver) -> list[Policy]:
    found = []
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            declared = policy_of(pattern.callback)
            found += [declared] if declared else []
        else:
            found += _policies(pattern)
    return found


POLICIES = [declared for declared in _policies(get_resolver()) if not declared.public]


def _nobodies() -> list[object]:
    """Everything that is no person: and things dressed up as one who may do anything."""
    great = {"is_superuser": True, "is_staff": True, "is_active": True, "is_authenticated": True}
    return [None, "", 1, True, object(), AnonymousUser(), SimpleNamespace(**great, memberships=None)]


def test_no_policy_but_a_public_one_allows_what_is_no_person() -> None:
    assert len(POLICIES) >= 50
    assert [(str(rule), user) for rule in POLICIES for user in _nobodies() if rule.allows(user)] == []


def test_a_superuser_passes_by_nothing(signed_in: Callable[..., Client]) -> None:
    client = signed_in()
    somebody = client.person  # type: ignore[attr-defined]
    somebody.is_superuser = somebody.is_staff = True
    needing = [rule for rule in POLICIES if rule != SIGNED_IN]
    assert [str(rule) for rule in needing if rule.allows(somebody)] == []
    assert not somebody.has_perm("anything")


@pytest.mark.parametrize("wrong", NO_PERMISSION)
def test_what_is_no_permission_is_held_by_nobody(wrong: Any) -> None:
    assert standing_of(person("director")).may(wrong) is False
    assert ServiceCaller("x", "service:x", frozenset(Permission)).may(wrong) is False


@pytest.mark.parametrize("user", ["a person", "a service without it"])
def test_a_route_for_services_is_for_no_person_and_for_no_other_service(user: str) -> None:
    rule = token_for(Permission.LOAD_RECORDS)
    who = person("director") if user == "a person" else ServiceCaller("x", "service:x", frozenset())
    assert not rule.allows(who)
    assert rule.allows(ServiceCaller("x", "service:x", frozenset({Permission.LOAD_RECORDS})))


def test_a_service_is_no_person_on_any_other_route() -> None:
    service = ServiceCaller("x", "service:x", frozenset(Permission))
    assert [
        str(rule) for rule in (*POLICIES, Policy(public=True)) if rule.token is None and rule.allows(service)
    ] == []
