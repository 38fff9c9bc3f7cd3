"""A security key in software: makes a passkey and proves it as WebAuthn Level 2 writes it down, or wrongly
where a test asks for that."""

from __future__ import annotations

import base64
import json
import secrets
import struct
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40
SITE, ORIGIN = "testserver", "http://testserver"


@dataclass
class SoftKey:
    """`flags` is what it says of its owner: there, and known by PIN, finger or face."""

    flags: int = PRESENT | VERIFIED
    site: str = SITE
    origin: str = ORIGIN
    uses: int = 0
    identity: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, options: str) -> str:
        """The answer to being asked for a new passkey."""
        numbers = self.key.public_key().public_numbers()
        x, y = (number.to_bytes(32, "big") for number in (numbers.x, numbers.y))
        public = cbor.encode({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        attested = bytes(16) + struct.pack(">H", len(self.identity)) + self.identity + public
        data = self._data(self.flags | ATTESTED) + attested
        return self._answer(
            {
                "attestationObject": _text(cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})),
                "clientDataJSON": _text(self._client("webauthn.create", options)),
            }
        )

    def show(self, options: str, *, kind: str = "webauthn.get") -> str:
        """The answer to being asked to prove it."""
        self.uses += 1
        data, client = self._data(self.flags), self._client(kind, options)
        signature = self.key.sign(data + sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            {
                "authenticatorData": _text(data),
                "clientDataJSON": _text(client),
                "signature": _text(signature),
            }
        )

    def _data(self, flags: int) -> bytes:
        return sha256(self.site.encode()).digest() + struct.pack(">BI", flags, self.uses)

    def _client(self, kind: str, options: str) -> bytes:
        challenge = json.loads(options)["publicKey"]["challenge"]
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _answer(self, response: dict[str, Any]) -> str:
        said = {"id": _text(self.identity), "rawId": _text(self.identity), "type": "public-key"}
        return json.dumps(said | {"response": response, "clientExtensionResults": {}})


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
