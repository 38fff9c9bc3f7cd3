"""Codes and secrets, without the database: the six digits of an authenticator app, recovery codes, tokens."""

from __future__ import annotations

import base64
import hmac
import secrets
from datetime import datetime
from hashlib import sha256

import segno
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.conf import settings

STEP = 30  # seconds a code is shown for (RFC 6238)
DIGITS = 6
_SLACK = 1  # steps a telephone's clock may be off, either way
RECOVERY_CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another
_GROUPS, _GROUP = 3, 4  # 12 letters of 31: 59 bits
TOKEN_START = "goldenthread_"  # so that one left in a file is found for what it is


def new_secret() -> bytes:
    """160 random bits: what RFC 4226 recommends for SHA-1."""
    return secrets.token_bytes(20)


def in_letters(secret: bytes) -> str:
    """The secret as a person types it into an app: ABCD EFGH ..."""
    plain = base64.b32encode(secret).decode()
    return " ".join(plain[place : place + 4] for place in range(0, len(plain), 4))


def app_address(secret: bytes, *, account: str, issuer: str) -> str:
    """The otpauth:// address an app reads from a square code."""
    return _totp(secret).get_provisioning_uri(account, issuer)


def square_code(text: str) -> str:
    """The text as a square code: an SVG document of one path, drawn here, that names nobody's colours or
    styles."""
    import io

    out = io.BytesIO()
    segno.make_qr(text, error="m").save(
        out, kind="svg", scale=5, border=4, xmldecl=True, nl=False, light="#fff"
    )
    return out.getvalue().decode()


def code_at(secret: bytes, step: int) -> str:
    """The digits an app shows during a step."""
    return _totp(secret).generate(step * STEP).decode()


def step_of(secret: bytes, typed: str, *, at: datetime, after: int) -> int | None:
    """The step whose code was typed, within the slack and later than `after`; None where there is none."""
    digits = "".join(typed.split())
    now = int(at.timestamp()) // STEP
    right = [
        step
        for step in range(now - _SLACK, now + _SLACK + 1)
        if hmac.compare_digest(code_at(secret, step).encode(), digits.encode()) and step > after
    ]
    return right[-1] if right else None


def new_recovery_codes() -> list[str]:
    """Ten codes to print: abcd-efgh-jkmn."""
    return [
        "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
        for _ in range(RECOVERY_CODES)
    ]


def recovery_digests(person: str, typed: str) -> list[str]:
    """What a recovery code is kept as, however it was typed: with the site's key first, then with older
    ones. Without the key it is of no use."""
    plain = f"{person}|{''.join(letter for letter in typed.lower() if letter.isalnum())}".encode()
    return [hmac.new(_derived(key, "recovery codes"), plain, sha256).hexdigest() for key in _keys()]


def new_token() -> str:
    """A service's token: 256 random bits."""
    return TOKEN_START + secrets.token_urlsafe(32)


def token_digest(token: str) -> str:
    """What a token is kept as: being random and long, it needs no slow hash."""
    return sha256(token.encode()).hexdigest()


def seal(secret: bytes) -> str:
    """Encrypt a secret for the database, with a key made from the site's key, which is not in it."""
    return _sealer().encrypt(secret).decode()


def opened(sealed: str) -> bytes | None:
    """The secret; None where the site's key is another now (SECRET_KEY_FALLBACKS are tried too)."""
    try:
        return _sealer().decrypt(sealed.encode())
    except InvalidToken:
        return None


def _sealer() -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_derived(key, "second proofs"))) for key in _keys()])


def _keys() -> list[str]:
    return [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def _derived(key: str, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(key.encode())


def _totp(secret: bytes) -> TOTP:
    return TOTP(secret, DIGITS, SHA1(), STEP, enforce_key_length=False)
