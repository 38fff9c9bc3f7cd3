"""A child in an address: nobody reads the identifier there.

Addresses are kept by browsers, bookmarks, proxies and web servers' logs, none of which the trail knows of
(OWASP ASVS 5.0, 14.2.1: no personal data in addresses). What an address holds of a child, an identifier or a
stand-in name, is sealed with a key of the site's own: the same child has the same address each time, and
nothing that was not sealed here is opened, so that identifiers cannot be tried one after another either.

    path(f"children/{CHILD}/", ...)           the view is given the identifier; reverse() takes it
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings
from django.urls import register_converter


def sealed(child: str) -> str:
    """How this child stands in an address."""
    return urlsafe_b64encode(_cipher(settings.SECRET_KEY).encrypt(child.encode(), None)).decode().rstrip("=")


def opened(address: str) -> str:
    """The child of an address. Raises ValueError where it was not made here, or with another key."""
    try:
        return _cipher(settings.SECRET_KEY).decrypt(_bytes(address), None).decode()
    except InvalidTag:
        raise ValueError("This is no child's address on this site.") from None


def _bytes(address: str) -> bytes:
    return urlsafe_b64decode(address + "=" * (-len(address) % 4))


@cache
def _cipher(secret: str) -> AESSIV:
    # Misuse-resistant and without a nonce: the same child seals alike (RFC 5297), which a link must.
    return AESSIV(hmac.digest(secret.encode(), b"children in addresses", "sha512"))


class ChildInAddress:
    """Django's converter for a child: what was not sealed here is an address there is not."""

    regex = "[A-Za-z0-9_-]+"

    def to_python(self, value: str) -> str:
        return opened(value)

    def to_url(self, value: str) -> str:
        return sealed(value)


CHILD = "<child:child>"  # imported by each room's urls.py, so that the converter is there before its routes
register_converter(ChildInAddress, "child")
