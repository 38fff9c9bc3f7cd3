"""One policy for each route, deny by default.

    @policy(Permission.SEE_PLAN)
    def register(request): ...

    @policy(SIGNED_IN)      # anybody who has signed in
    @policy(PUBLIC)         # anybody at all: the sign-in page, the health page
    @policy(token_for(Permission.LOAD_RECORDS))    # no person: a service, by a token good for this

The middleware refuses a view without one. A policy says what kind of act is allowed; whose children or which
actions is said in the query (out of scope is the same 404 as absent), and a rule about one object by
`require(request, rule, thing)`, where the rule is a `@predicate`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from rules.predicates import predicate as _predicate

from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.service import ServiceCaller
from goldenthread.web.accounts.standing import Standing, standing_of

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class Predicate(Protocol):
    """A question about a person, and a thing where it is about one; joined by & | and ~."""

    def __call__(self, person: object, thing: object = None) -> bool: ...
    def __and__(self, other: Predicate) -> Predicate: ...
    def __or__(self, other: Predicate) -> Predicate: ...
    def __invert__(self) -> Predicate: ...


def predicate(test: Callable[..., bool]) -> Predicate:
    """Make a plain function of a person (and a thing) into a predicate: `@predicate`."""
    return cast(Predicate, _predicate(test))


@predicate
def is_signed_in(user: object) -> bool:
    return isinstance(user, Person) and user.is_active


@dataclass(frozen=True)
class Policy:
    """A route's rule. `permissions` is empty where being signed in, or being anybody, is enough. `token` is
    what a service's token must be good for, on a route that is for services and for no person."""

    permissions: tuple[Permission, ...] = ()
    public: bool = False
    token: Permission | None = None

    def allows(self, user: object) -> bool:
        if isinstance(user, ServiceCaller) or self.token is not None:
            return isinstance(user, ServiceCaller) and user.may(self.token)
        if self.public:
            return True
        if not is_signed_in(user):
            return False
        standing = standing_of(user)
        return not self.permissions or any(standing.may(permission) for permission in self.permissions)

    def __str__(self) -> str:
        if self.token is not None:
            return f"a service that may {self.token}"
        return "anybody" if self.public else " or ".join(self.permissions) or "anybody signed in"


PUBLIC = Policy(public=True)
SIGNED_IN = Policy()


def token_for(permission: Permission) -> Policy:
    """A route for services alone, whose token must be good for this."""
    return Policy(token=permission)


def policy(*rule: Permission | Policy) -> Callable[[View], View]:
    """Declare a view's policy: one of PUBLIC and SIGNED_IN, or permissions of which any one is enough."""
    declared = _policy(rule)

    def declare(view: View) -> View:
        if hasattr(view, "policy"):
            raise TypeError(f"{getattr(view, '__name__', view)} has a policy already")
        view.policy = declared  # type: ignore[attr-defined]
        return view

    return declare


def _policy(rule: tuple[Permission | Policy, ...]) -> Policy:
    if len(rule) == 1 and isinstance(rule[0], Policy):
        return rule[0]
    permissions = tuple(part for part in rule if isinstance(part, Permission))
    if not permissions or len(permissions) != len(rule):
        raise TypeError("A policy is PUBLIC, SIGNED_IN, or one or more of Permission")
    return Policy(permissions=permissions)


def policy_of(view: object) -> Policy | None:
    """The policy a view declares."""
    declared = getattr(view, "policy", None)
    return declared if isinstance(declared, Policy) else None


def signed_in(request: HttpRequest) -> Person:
    """The person a request comes from; refused where there is none."""
    if not isinstance(request.user, Person):
        raise PermissionDenied
    return request.user


def standing(request: HttpRequest) -> Standing:
    """What the person a request comes from may do."""
    return standing_of(request.user)


def require(request: HttpRequest, rule: Predicate, thing: object = None) -> Person:
    """Refuse (403) unless the rule holds for this person and thing; gives the person."""
    person = signed_in(request)
    if not rule(person, thing):
        raise PermissionDenied
    return person
