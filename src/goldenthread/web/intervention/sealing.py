"""Files as kept: sealed whole with the key children's files are sealed with, where the site has one."""

from __future__ import annotations

from goldenthread.records.keys import keyring
from goldenthread.records.sealing import About, key_id, seal, unseal


def sealed(content: bytes, *, digest: str) -> bytes:
    """The bytes to keep. Without a key they are kept as they are, as every file of the site then is."""
    key = keyring().newest
    return seal(content, key=key, about=_about(digest)) if key else content


def opened(kept: bytes, *, digest: str) -> bytes:
    """The bytes as they were handed in. InputRefused where the key is not at hand or they were changed."""
    return unseal(kept, keys=keyring(), about=_about(digest)) if key_id(kept) else kept


def _about(digest: str) -> About:
    return About(place="a file of a visit", what=digest)
