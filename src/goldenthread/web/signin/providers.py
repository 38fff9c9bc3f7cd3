"""Who else may say who somebody is: the council's OpenID providers, read from one TOML file.

    second_factor = "all"       # all (if not said), children or none

    [[provider]]
    key = "council"             # in addresses: /sign-in/with/council/
    label = "Wexcombe Council account"
    issuer = "https://login.microsoftonline.com/<tenant>/v2.0"
    client_id = "..."
    client_secret_file = "/etc/goldenthread/entra.secret"
    tenant = "<tenant>"         # must equal the claim `tid`
    subject = "oid"             # the lasting name of somebody: `sub` if not said
    address = "preferred_username"   # `email`, and verified, if not said
    domains = ["wexcombe.example"]   # whose addresses are believed
    methods = ["mfa"]           # what `amr` must hold, if anything

Raises SettingWrong, which says which line is wrong and what to do.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from goldenthread.errors import GoldenThreadError

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_TEXTS = ("key", "label", "issuer", "client_id")
_MORE = ("client_secret_file", "tenant", "subject", "address", "domains", "methods")


class SettingWrong(GoldenThreadError):
    """The sign-in file cannot be used."""


class SecondFactor(StrEnum):
    """Who must prove themselves twice, who signs in with a pass phrase."""

    ALL = "all"
    CHILDREN = "children"  # whoever sees children, signs off, loads records or manages people
    NONE = "none"


@dataclass(frozen=True)
class Provider:
    """An OpenID provider the council trusts to say who somebody is."""

    key: str
    label: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    tenant: str = ""
    subject: str = "sub"
    address: str = "email"
    domains: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()

    def address_in(self, claims: Mapping[str, Any]) -> str:
        """The address the provider vouches for, in lower case; "" where it vouches for none.

        `email` counts where the provider says it is verified. Another claim (Entra's `preferred_username`)
        counts only in the domains named, which the council's own tenant has proved to be its own.
        """
        address = str(claims.get(self.address, "")).strip().lower()
        verified = claims.get("email_verified") is True or claims.get("xms_edov") in (True, 1, "1", "true")
        if self.address == "email" and not verified:
            return ""
        domain = address.rpartition("@")[2]
        return address if "@" in address and (not self.domains or domain in self.domains) else ""


@dataclass(frozen=True)
class SignInSettings:
    """What the sign-in file says."""

    second_factor: SecondFactor
    providers: tuple[Provider, ...] = ()


def sign_in_settings(path: Path | None, *, second_factor: SecondFactor) -> SignInSettings:
    """What the file says; without one, the second factor given and no providers."""
    if path is None:
        return SignInSettings(second_factor)
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise SettingWrong(f"{path.name} cannot be read as TOML: {fault}") from fault
    return read_settings(said, source=path.name, second_factor=second_factor)


def read_settings(said: Mapping[str, Any], *, source: str, second_factor: SecondFactor) -> SignInSettings:
    """The settings from what a TOML file holds."""
    unknown = set(said) - {"second_factor", "provider"}
    if unknown:
        raise SettingWrong(
            f"{source}: {sorted(unknown)[0]} is no setting; there are second_factor and [[provider]]"
        )
    asked = str(said.get("second_factor", second_factor.value))
    if asked not in set(SecondFactor):
        raise SettingWrong(f"{source}: second_factor is all, children or none")
    providers = tuple(
        _provider(entry, f"{source}, provider {n}") for n, entry in enumerate(said.get("provider", []), 1)
    )
    if len({provider.key for provider in providers}) != len(providers):
        raise SettingWrong(f"{source}: two providers have the same key")
    return SignInSettings(SecondFactor(asked), providers)


def _provider(entry: Mapping[str, Any], where: str) -> Provider:
    unknown = set(entry) - {*_TEXTS, *_MORE}
    missing = [name for name in _TEXTS if not str(entry.get(name, "")).strip()]
    if unknown or missing:
        wrong = f"{sorted(unknown)[0]} is no setting" if unknown else f"{missing[0]} is missing"
        raise SettingWrong(f"{where}: {wrong}")
    provider = Provider(
        **{name: str(entry[name]) for name in _TEXTS},
        client_secret=_secret(entry, where),
        **{name: str(entry[name]) for name in ("tenant", "subject", "address") if name in entry},
        domains=tuple(str(domain).lower() for domain in entry.get("domains", ())),
        methods=tuple(str(method) for method in entry.get("methods", ())),
    )
    _refuse_unsafe(provider, where)
    return provider


def _secret(entry: Mapping[str, Any], where: str) -> str:
    """From a file of its own: the sign-in file may be read by more people than a secret should."""
    if "client_secret_file" not in entry:
        return ""
    try:
        return Path(str(entry["client_secret_file"])).read_text(encoding="utf-8").strip()
    except OSError as fault:
        raise SettingWrong(f"{where}: client_secret_file cannot be read ({fault.strerror})") from fault


def _refuse_unsafe(provider: Provider, where: str) -> None:
    if not re.fullmatch(r"[a-z0-9-]+", provider.key):
        raise SettingWrong(f"{where}: key is made of small letters, digits and hyphens")
    if not is_safe_address(provider.issuer):
        raise SettingWrong(f"{where}: issuer is an https:// address")
    if provider.address != "email" and not (provider.tenant and provider.domains):
        raise SettingWrong(
            f"{where}: {provider.address} is believed of one tenant and in named domains: give both"
        )
    if "microsoftonline.com" in provider.issuer and not provider.tenant:
        raise SettingWrong(f"{where}: give the tenant, or anybody with a Microsoft account may try")


def is_safe_address(address: str) -> bool:
    """Whether it is https, or on this machine itself."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
