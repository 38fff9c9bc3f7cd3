"""An authenticator app of the tests' own: RFC 6238 written out again, so that ours is checked by another."""

from __future__ import annotations

import base64
import hmac
import struct
import time


def app_code(letters: str, *, at: float | None = None) -> str:
    """What an app shows that was given this key in letters, at a moment (now, if not said)."""
    plain = letters.replace(" ", "")
    secret = base64.b32decode(plain + "=" * (-len(plain) % 8))
    step = struct.pack(">Q", int(time.time() if at is None else at) // 30)
    digest = hmac.digest(secret, step, "sha1")
    place = digest[-1] & 15
    (number,) = struct.unpack(">I", digest[place : place + 4])
    return f"{(number & 0x7FFFFFFF) % 10**6:06d}"
