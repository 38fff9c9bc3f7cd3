"""Sealing: opened only by its key, in its own place, and whole. The cipher is opened another way too."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.errors import InputRefused
from goldenthread.records.keys import Key, Keyring
from goldenthread.records.sealing import About, key_id, seal, unseal

OURS, THEIRS = Key(b"o" * 32), Key(b"t" * 32)
PERSONS = About(place="snapshot 0123456789abcdef", what="ssd_person", version=1)
PLAIN = b"PAR1 W000123 12/03/2015"


@settings(deadline=None)
@given(st.binary(max_size=2_000))
def test_what_was_sealed_is_what_opens(data: bytes) -> None:
    sealed = seal(data, key=OURS, about=PERSONS)
    assert unseal(sealed, keys=Keyring((THEIRS, OURS)), about=PERSONS) == data
    assert key_id(sealed) == OURS.id


def test_the_bytes_are_aes_256_gcm_as_another_interface_opens_it() -> None:
    """By hand, from the layout the module states, through the library's other interface."""
    sealed = seal(PLAIN, key=OURS, about=PERSONS)
    header, body, tag = sealed[:25], sealed[25:-16], sealed[-16:]
    opener = Cipher(algorithms.AES(OURS.secret), modes.GCM(header[-12:], tag)).decryptor()
    opener.authenticate_additional_data(header + b'["snapshot 0123456789abcdef", "ssd_person", 1]')
    assert opener.update(body) + opener.finalize() == PLAIN


def test_the_same_bytes_are_never_sealed_alike() -> None:
    assert len({seal(PLAIN, key=OURS, about=PERSONS) for _ in range(20)}) == 20


def test_any_damaged_byte_is_refused() -> None:
    sealed = seal(PLAIN, key=OURS, about=PERSONS)
    for place in range(len(sealed)):
        spoiled = bytearray(sealed)
        spoiled[place] ^= 1
        with pytest.raises(InputRefused) as refused:
            unseal(bytes(spoiled), keys=Keyring((OURS,)), about=PERSONS)
        assert "W000123" not in str(refused.value)


def test_any_cut_is_refused() -> None:
    sealed = seal(PLAIN, key=OURS, about=PERSONS)
    for length in range(len(sealed)):
        with pytest.raises(InputRefused, match="damaged"):
            unseal(sealed[:length], keys=Keyring((OURS,)), about=PERSONS)


ELSEWHERE = {
    "another snapshot": About(place="snapshot fedcba9876543210", what="ssd_person", version=1),
    "another table": About(place="snapshot 0123456789abcdef", what="ssd_contacts", version=1),
    "another model": About(place="snapshot 0123456789abcdef", what="ssd_person", version=2),
}


@pytest.mark.parametrize("about", ELSEWHERE.values(), ids=ELSEWHERE)
def test_a_file_in_anothers_place_is_refused(about: About) -> None:
    with pytest.raises(InputRefused, match="was put there by something else"):
        unseal(seal(PLAIN, key=OURS, about=PERSONS), keys=Keyring((OURS,)), about=about)


def test_a_key_not_at_hand_is_named_by_its_id_with_those_that_are() -> None:
    with pytest.raises(InputRefused) as refused:
        unseal(seal(PLAIN, key=OURS, about=PERSONS), keys=Keyring((THEIRS,)), about=PERSONS)
    said = str(refused.value)
    assert f"encrypted with key {OURS.id}, and the keys given are {THEIRS.id}" in said
    assert "GOLDENTHREAD_KEY_FILE" in said


def test_no_key_at_all_is_said() -> None:
    with pytest.raises(InputRefused, match="and no key is given"):
        unseal(seal(PLAIN, key=OURS, about=PERSONS), keys=Keyring(), about=PERSONS)
