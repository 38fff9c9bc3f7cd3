"""OpenID Connect's authorization code flow with PKCE (OpenID Connect Core 1.0; RFC 7636), and no database.

    asked, address = begin(provider, back=..., at=now)      # keep `asked`, send them to `address`
    claims = finish(provider, asked, answer, back=..., at=now)      # verified; or Refused

What a provider signed is checked by PyJWT: the signature by a key the provider publishes (renewed when it
names one we do not have), the issuer, the audience and the times. The rest of the standard's checks are here.
"""

from __future__ import annotations

import base64
import hmac
import json
import secrets
import threading
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import quote, urlencode

import jwt

from goldenthread.web.signin.providers import Provider, is_safe_address

ALGORITHMS = ["RS256", "PS256", "ES256"]  # public keys only: never none, never a shared secret
SLACK = 60  # seconds two clocks may differ by
LONGEST = 10 * 60  # seconds from going there to coming back
_PATIENCE = 10.0  # seconds for an answer of the provider's
_MOST_BYTES = 2**20
_KEPT = 60 * 60.0  # seconds a provider's description of itself is good for
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class Refused(Exception):
    """The provider's answer is not good. `reason` is for the site's log: it names no person."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Asked:
    """What was asked of a provider, kept in the session until the answer comes, and used once."""

    provider: str
    state: str
    nonce: str
    verifier: str
    at: float
    fresh: bool  # whether they had to prove themselves anew
    to: str  # where they were going

    def kept(self) -> dict[str, Any]:
        return asdict(self)


def begin(provider: Provider, *, back: str, to: str, at: float, fresh: bool = False) -> tuple[Asked, str]:
    """What to keep, and the provider's address to send the person to."""
    asked = Asked(
        provider=provider.key,
        state=secrets.token_urlsafe(32),
        nonce=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(48),
        at=at,
        fresh=fresh,
        to=to,
    )
    challenge = base64.urlsafe_b64encode(sha256(asked.verifier.encode()).digest()).rstrip(b"=").decode()
    query = {
        "client_id": provider.client_id,
        "response_type": "code",
        "redirect_uri": back,
        "scope": "openid profile email",
        "state": asked.state,
        "nonce": asked.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    if fresh:
        query |= {"prompt": "login", "max_age": "0"}
    endpoint = description(provider)["authorization_endpoint"]
    return asked, f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(query)}"


def finish(
    provider: Provider, asked: Asked, answer: Mapping[str, str], *, back: str, at: float
) -> Mapping[str, Any]:
    """The verified claims about the person who came back. Raises Refused."""
    if asked.provider != provider.key or not hmac.compare_digest(asked.state, answer.get("state", "")):
        raise Refused("the state is not the one sent")
    if at - asked.at > LONGEST:
        raise Refused("they were away too long")
    if answer.get("iss", provider.issuer) != provider.issuer:  # RFC 9207
        raise Refused("another issuer answered")
    if "error" in answer or not answer.get("code"):
        raise Refused("the provider said no")
    token = _exchange(provider, asked, code=answer["code"], back=back)
    claims = _verified(provider, token)
    _refuse_unfit(provider, asked, claims)
    return claims


def _exchange(provider: Provider, asked: Asked, *, code: str, back: str) -> str:
    """The identity token for a code: asked for directly, so that it never passes through the browser."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "client_id": provider.client_id,
        "code_verifier": asked.verifier,
    }
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    told = description(provider)
    if "client_secret_post" in told.get("token_endpoint_auth_methods_supported", ()):
        form["client_secret"] = provider.client_secret
    elif provider.client_secret:
        pair = f"{quote(provider.client_id, safe='')}:{quote(provider.client_secret, safe='')}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    answered = _fetch(told["token_endpoint"], data=urlencode(form).encode(), headers=headers)
    token = answered.get("id_token")
    if not isinstance(token, str):
        raise Refused("no identity token came")
    return token


def _verified(provider: Provider, token: str) -> dict[str, Any]:
    try:
        key = _keys(provider).get_signing_key_from_jwt(token)
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=ALGORITHMS,
            audience=provider.client_id,
            issuer=provider.issuer,
            leeway=SLACK,
            options={"require": ["exp", "iat", "aud", "iss", "sub"]},
        )
    except jwt.PyJWTError as wrong:
        raise Refused(f"the identity token is not good: {type(wrong).__name__}") from wrong
    return claims


def _refuse_unfit(provider: Provider, asked: Asked, claims: Mapping[str, Any]) -> None:
    """What the standard asks of the claims beyond the signature, and what the council asks."""
    audience = claims["aud"]
    if isinstance(audience, list) and len(audience) > 1 and claims.get("azp") != provider.client_id:
        raise Refused("the token was made for another client")
    if not hmac.compare_digest(asked.nonce.encode(), str(claims.get("nonce", "")).encode()):
        raise Refused("the nonce is not the one sent")
    if provider.tenant and claims.get("tid") != provider.tenant:
        raise Refused("another tenant answered")
    if not set(provider.methods) <= set(claims.get("amr", ())):
        raise Refused("they did not prove themselves in the way that is asked for")
    if not claims.get(provider.subject):
        raise Refused(f"there is no {provider.subject} in the token")
    if asked.fresh and not _is_fresh(claims, since=asked.at):
        raise Refused("they were not asked anew")


def _is_fresh(claims: Mapping[str, Any], *, since: float) -> bool:
    at = claims.get("auth_time")
    return isinstance(at, (int, float)) and at >= since - SLACK


# What a provider says of itself, and its keys: fetched when first needed, and again when old or unknown.
_held: dict[str, tuple[float, dict[str, Any]]] = {}
_key_clients: dict[str, jwt.PyJWKClient] = {}
_fetching = threading.Lock()


def description(provider: Provider) -> dict[str, Any]:
    """The provider's discovery document. Raises Refused where it is not the issuer's own or not safe."""
    import time

    with _fetching:
        at, found = _held.get(provider.issuer, (0.0, {}))
        if not found or time.monotonic() - at > _KEPT:
            found = _fetch(f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
            if found.get("issuer") != provider.issuer:
                raise Refused("the discovery document is of another issuer")
            if not all(is_safe_address(str(found.get(name, ""))) for name in _ENDPOINTS):
                raise Refused("the discovery document lacks an address, or one is not https")
            _held[provider.issuer] = (time.monotonic(), found)
    return found


def forget() -> None:
    """Ask the providers again what they are: for tests."""
    _held.clear()
    _key_clients.clear()


def _keys(provider: Provider) -> jwt.PyJWKClient:
    """The keys a provider publishes. One we do not have is asked for at once: a provider may change its keys
    at any time, and only who comes back from it with a code of ours brings us here."""
    address = description(provider)["jwks_uri"]
    if address not in _key_clients:
        _key_clients[address] = jwt.PyJWKClient(address, timeout=_PATIENCE, cooldown_duration=1)
    return _key_clients[address]


class _NoDetours(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


_opener = urllib.request.build_opener(_NoDetours)


def _fetch(
    address: str, *, data: bytes | None = None, headers: Mapping[str, str] | None = None
) -> dict[str, Any]:
    if not is_safe_address(address):
        raise Refused("an address of the provider is not https")
    request = urllib.request.Request(
        address, data=data, headers={"Accept": "application/json", **(headers or {})}
    )
    try:
        with _opener.open(request, timeout=_PATIENCE) as answer:
            found = json.loads(answer.read(_MOST_BYTES))
    except urllib.error.HTTPError as fault:
        raise Refused(f"the provider answered {fault.code}") from fault
    except (OSError, ValueError) as fault:
        raise Refused(f"the provider did not answer: {type(fault).__name__}") from fault
    if not isinstance(found, dict):
        raise Refused("the provider's answer is no JSON object")
    return found
