"""A service that calls with a token, as a request knows it: no person, no role, no child in reach."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.web.accounts.permissions import Permission

# What a token can be good for at all: sending records in, and reading what names no child.
TOKEN_PERMISSIONS = frozenset(
    {Permission.LOAD_RECORDS, Permission.SEE_FIGURES, Permission.SEE_LOADS, Permission.SEE_PLAN}
)


@dataclass(frozen=True)
class ServiceCaller:
    """Stands where a request's user stands, and as the actor of what it does in histories."""

    name: str
    reference: str
    permissions: frozenset[Permission]
    is_authenticated: bool = True

    def may(self, permission: object) -> bool:
        """Whether its token is good for this; anything that is not a Permission is refused."""
        return isinstance(permission, Permission) and permission in self.permissions & TOKEN_PERMISSIONS
