"""What stands in an address of a child: sealed, the same each time, and nothing else opens."""

from __future__ import annotations

from typing import Any

import pytest

from goldenthread.web.access.addresses import opened, sealed

CHILD = "KID-4711"


def test_a_childs_address_holds_no_identifier_and_is_always_the_same() -> None:
    assert sealed(CHILD) == sealed(CHILD) != sealed("KID-4712")
    assert CHILD not in sealed(CHILD)
    assert opened(sealed(CHILD)) == CHILD
    assert opened(sealed("Zoë/4 711")) == "Zoë/4 711"


@pytest.mark.parametrize("typed", [CHILD, "C1", "A", "", "é", sealed(CHILD)[:-4], "AAAA" + sealed(CHILD)])
def test_an_address_that_was_not_made_here_is_no_childs(typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  whichever part of it is wrong
        opened(typed)


def test_an_address_made_with_another_key_is_no_childs(settings: Any) -> None:
    address = sealed(CHILD)
    settings.SECRET_KEY = "another"
    with pytest.raises(ValueError, match="no child's address"):
        opened(address)
