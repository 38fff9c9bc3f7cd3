"""A small OpenID provider of the tests' own, in the shape of Entra ID: a real server with its own keys, which
signs by hand, so that what checks its tokens is checked by something else.

    with running() as provider:
        provider.account = {"oid": "o-1", "preferred_username": "ann@wexcombe.example"}
        provider.spoil = lambda header, claims: ...     # what an attacker, or a fault, would send instead
"""

from __future__ import annotations

import base64
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

TENANT, CLIENT, SECRET = "wexcombe-tenant", "golden-thread", "a made-up secret"
Spoil = Callable[[dict[str, Any], dict[str, Any]], None]


@dataclass
class LocalProvider:
    """What it says of whoever signs in, and the keys it says it with."""

    address: str = ""
    account: dict[str, Any] = field(default_factory=dict)
    spoil: Spoil = lambda header, claims: None
    signed: bool = True
    auth_time: float | None = None  # when they last gave their password there; asked anew: now
    keys: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)  # the paths fetched

    @property
    def issuer(self) -> str:
        return f"{self.address}/{TENANT}/v2.0"

    def change_keys(self) -> None:
        """New keys from now on; the old ones are published no longer."""
        self.keys = {secrets.token_hex(4): rsa.generate_private_key(public_exponent=65537, key_size=2048)}

    def description(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def published(self) -> dict[str, Any]:
        def one(kid: str, key: Any) -> dict[str, str]:
            numbers = key.public_key().public_numbers()
            return {"kty": "RSA", "kid": kid, "use": "sig", "n": _number(numbers.n), "e": _number(numbers.e)}

        return {"keys": [one(kid, key) for kid, key in self.keys.items()]}

    def authorize(self, query: dict[str, str]) -> str:
        """Where the browser is sent back to, with a code that is good once."""
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def exchange(self, form: dict[str, str]) -> dict[str, Any] | None:
        """The answer to a code; None where anything of what RFC 6749 and 7636 ask for is missing."""
        asked = self.codes.pop(form.get("code", ""), None)
        if asked is None or (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET):
            return None
        challenge = _text(sha256(form.get("code_verifier", "").encode()).digest())
        if challenge != asked["code_challenge"] or form["redirect_uri"] != asked["redirect_uri"]:
            return None
        return {"token_type": "Bearer", "access_token": "none", "id_token": self.token(asked)}

    def token(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        anew = asked.get("prompt") == "login"
        auth_time = self.auth_time or (now if anew else now - 900)
        claims = {
            "iss": self.issuer, "aud": CLIENT, "tid": TENANT, "iat": now, "nbf": now, "exp": now + 3600,
            "sub": "pairwise-1", "nonce": asked["nonce"], "auth_time": auth_time, **self.account,
        }  # fmt: skip
        kid, key = next(iter(self.keys.items()))
        header = {"alg": "RS256", "typ": "JWT", "kid": kid}
        self.spoil(header, claims)
        body = f"{_json(header)}.{_json(claims)}"
        if not self.signed:
            return f"{body}."
        return f"{body}.{_text(key.sign(body.encode(), padding.PKCS1v15(), hashes.SHA256()))}"


@contextmanager
def running() -> Iterator[LocalProvider]:
    """The provider, answering on this machine until the block is left."""
    provider = LocalProvider()
    provider.change_keys()

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            provider.asked.append(parts.path)
            if parts.path == "/authorize":
                query = {name: values[0] for name, values in parse_qs(parts.query).items()}
                self.send_response(302)
                self.send_header("Location", provider.authorize(query))
                self.end_headers()
                return
            found = {
                f"/{TENANT}/v2.0/.well-known/openid-configuration": provider.description,
                "/keys": provider.published,
            }.get(parts.path)
            self._say(404 if found is None else 200, found() if found else {})

        def do_POST(self) -> None:
            provider.asked.append(self.path)
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            answer = provider.exchange({name: values[0] for name, values in parse_qs(sent).items()})
            self._say(400 if answer is None else 200, answer or {"error": "invalid_grant"})

        def _say(self, status: int, said: dict[str, Any]) -> None:
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            """Nothing: tests' output is for tests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield provider
    server.shutdown()
    server.server_close()
    thread.join()


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _json(data: dict[str, Any]) -> str:
    return _text(json.dumps(data).encode())


def _number(number: int) -> str:
    return _text(number.to_bytes((number.bit_length() + 7) // 8, "big"))
