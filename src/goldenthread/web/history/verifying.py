"""Whether the trail still says what was written: rows, links, copied heads, signatures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from goldenthread.web.database.chains import Fault, Walked, chains, walk
from goldenthread.web.database.scope import DatabaseScope, scoped
from goldenthread.web.history.heads import CopiedHead, read_heads
from goldenthread.web.history.keys import PublicKeys, digest, is_signed, public_keys
from goldenthread.web.history.models import Entry, Signature

CARRIED_OUT = "carried out the removal"  # the one act by which a row of the trail is changed: see retention
# Everything is read and nothing of children's but who looked at whom, as the site's own role, which can
# change nothing that it reads here.
_READER = DatabaseScope(person="service:history", access_log=True)


@dataclass(frozen=True)
class ChainState:
    """One chain as it was found."""

    name: str
    length: int
    digest: str


@dataclass(frozen=True)
class Verified:
    """What was read, and everything wrong with it, each by the number of its row."""

    chains: tuple[ChainState, ...]
    signatures: int
    heads: int
    faults: tuple[Fault, ...]

    @property
    def rows(self) -> int:
        return sum(chain.length for chain in self.chains)


def verify(*, heads: Path | None = None, keys: PublicKeys | None = None) -> Verified:
    """Read every chain from end to end, every signature, and hold the chains against the heads in a
    folder."""
    keys = public_keys() if keys is None else keys
    copied = read_heads(heads, keys=keys) if heads else []
    with scoped(_READER):
        removed = _changed_by_removals()
        walked = [walk(one, at=_places(copied, one), rewritten=removed.get(one, {})) for one in chains()]
        signatures = list(Signature.objects.order_by("pk").iterator())
    faults = [
        *(fault for one in walked for fault in one.faults),
        *_against_heads(walked, copied),
        *(fault for signature in signatures for fault in why_not_signed(signature, keys=keys)),
    ]
    states = tuple(ChainState(one.head.chain, one.head.length, one.head.digest) for one in walked)
    return Verified(states, len(signatures), len(copied), tuple(faults))


def _changed_by_removals() -> dict[str, dict[str, str]]:
    """The looks in which a removal, decided on by two people, put tombstones: by row, the digest of what the
    row then read, as the history says it (which is a chain itself)."""
    looks: dict[str, str] = {}
    for entry in Entry.objects.filter(act=CARRIED_OUT).order_by("pk"):
        looks |= entry.details.get("looks", {})
    return {"looks": looks}


def _places(heads: Sequence[CopiedHead], chain: str) -> frozenset[int]:
    return frozenset(copied.head.length for copied in heads if copied.head.chain == chain)


def _against_heads(walked: Sequence[Walked], heads: Sequence[CopiedHead]) -> Iterator[Fault]:
    """What the copied heads tell of: a file that cannot be relied on, a tail cut off, a tail written anew."""
    by_name = {one.head.chain: one for one in walked}
    for copied in heads:
        head = copied.head
        if copied.why_not:
            yield Fault("heads", 0, f"the file {copied.file} {copied.why_not}")
        elif head.chain not in by_name:
            yield Fault(head.chain, 0, f"the chain is gone: {copied.file} says it had {head.length:,} rows")
        elif head.length > by_name[head.chain].head.length:
            held = by_name[head.chain].head.length
            yield Fault(head.chain, held + 1, f"is cut off: {copied.file} says it had {head.length:,} rows")
        elif by_name[head.chain].digests.get(head.length) != head.digest:
            yield Fault(head.chain, head.length, f"was written anew up to here: {copied.file} says otherwise")


def why_not_signed(signature: Signature, *, keys: PublicKeys) -> Iterator[Fault]:
    """What is wrong with a signature by itself: its record, or the signing of it."""
    if digest(signature.record) != signature.digest:
        yield Fault("signatures", signature.pk, "its record is not what was signed")
    if not is_signed(signature.said, key=signature.key, signature=signature.signature, keys=keys):
        yield Fault("signatures", signature.pk, "is not signed by a key of this site")
