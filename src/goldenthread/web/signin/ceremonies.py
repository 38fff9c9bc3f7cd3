"""WebAuthn's two ceremonies, by the fido2 library: making a passkey, and proving that one has it.

What `begin` gives is the options for the browser and the state to keep in the session until it answers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from fido2.server import Fido2Server
from fido2.utils import websafe_decode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticatorData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

# The device asks for its PIN, a finger or a face: having it and being its owner are two proofs in one.
_VERIFIED = UserVerificationRequirement.REQUIRED


class NotProved(Exception):
    """The browser's answer is no proof."""


@dataclass(frozen=True)
class Begun:
    options: str  # JSON for the browser
    state: dict[str, Any]


@dataclass(frozen=True)
class Made:
    """A passkey just made."""

    credential_id: bytes
    credential: bytes


@dataclass(frozen=True)
class Shown:
    """A passkey just used; `uses` is the device's own count, 0 where it keeps none."""

    credential_id: bytes
    uses: int


def begin_making(
    request: HttpRequest, *, handle: bytes, email: str, name: str, have: Sequence[bytes]
) -> Begun:
    """Options to make a passkey for a person. `have` are the ones they have, so that no device makes two."""
    options, state = _server(request).register_begin(
        PublicKeyCredentialUserEntity(id=handle, name=email, display_name=name),
        credentials=[AttestedCredentialData(one) for one in have],
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=_VERIFIED,
    )
    return Begun(json.dumps(dict(options)), state)


def finish_making(request: HttpRequest, state: Any, answer: str) -> Made:
    """The passkey the browser made. Raises NotProved."""
    try:
        made = _server(request).register_complete(state, json.loads(answer)).credential_data
    except (ValueError, TypeError, KeyError, AttributeError) as wrong:
        raise NotProved from wrong
    if made is None:
        raise NotProved
    return Made(bytes(made.credential_id), bytes(made))


def begin_showing(request: HttpRequest, *, have: Sequence[bytes] = ()) -> Begun:
    """Options to prove that one has a passkey: one of `have`, or any that the device knows for this site."""
    options, state = _server(request).authenticate_begin(
        credentials=[AttestedCredentialData(one) for one in have] or None, user_verification=_VERIFIED
    )
    return Begun(json.dumps(dict(options)), state)


def shown_id(answer: str) -> bytes:
    """Which passkey an answer says it is of, before anything is believed. Raises NotProved."""
    try:
        return bytes(websafe_decode(json.loads(answer)["rawId"]))
    except (ValueError, TypeError, KeyError) as wrong:
        raise NotProved from wrong


def finish_showing(request: HttpRequest, state: Any, answer: str, *, credential: bytes) -> Shown:
    """The passkey an answer proves. Raises NotProved."""
    try:
        said = json.loads(answer)
        found = _server(request).authenticate_complete(state, [AttestedCredentialData(credential)], said)
        counted = AuthenticatorData(websafe_decode(said["response"]["authenticatorData"])).counter
    except (ValueError, TypeError, KeyError, AttributeError) as wrong:
        raise NotProved from wrong
    return Shown(bytes(found.credential_id), int(counted))


def _server(request: HttpRequest) -> Fido2Server:
    """Passkeys are bound to the site's name, without its port, and are good from its own pages alone."""
    ours = f"{request.scheme}://{request.get_host()}"
    name = urlsplit(ours).hostname or ""
    return Fido2Server(
        PublicKeyCredentialRpEntity(id=name, name="Golden Thread"),
        verify_origin=lambda origin: origin == ours,
    )
