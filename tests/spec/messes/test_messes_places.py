"""Messes of places (P): postcodes in their one form, and never one that should not be shown."""

from pathlib import Path

import pytest

from annex_a_made_up import row_of
from messes import cell, child, met, read_rows, said


@pytest.mark.parametrize(
    ("name", "typed", "read", "kind"),
    [
        met("P01", "placement_postcode", "AA94AA", "AA9 4AA", None),
        met("P01", "placement_postcode", "A A 9 4 A A", "AA9 4AA", None),
        met("P01", "placement_postcode", "al1 3zv", "AL1 3ZV", None),
        met("P01", "placement_postcode", "   SW19 3XL   ", "SW19 3XL", None),
        met("P02", "placement_postcode", "xxSW19 3XLzz", None, "query"),
        met("P03", "placement_postcode", "nope", None, "query"),
        met("P04", "placement_la", "825", "825", None),
        met("P04", "placement_la", "Buckinghamshire Council", "Buckinghamshire Council", None),
        met("P05", "placement_la", "Cumbria", "Cumbria", None),
        met("P06", "placement_la", "SCO", "SCO", None),
        met("P06", "placement_la", "Scotland", "SCO", None),
        met("P06", "placement_la", "CAERDYDD - CARDIFF", "WAL", None),
        met("P06", "placement_la", "NIR", "NIR", None),
        met("P06", "placement_la", "NUK", "NUK", None),
        met("P07", "placement_postcode", "CON", None, None),
        met("P08", "placement_location", "Y", "IN", None),
        met("P08", "placement_location", "N", "OUT", None),
        met("P11", "placement_postcode", "AA9 4", "AA9 4", None),
    ],
)
def test_a_place(name: str, typed: str, read: str | None, kind: str | None) -> None:
    assert cell(8, name, typed) == (read, kind)


@pytest.mark.parametrize(
    ("provider", "location", "queried"),
    [met("P09", "PR1", "OUT", True), met("P09", "PR1", "IN", False), met("P09", "PR4", "OUT", False)],
)
def test_own_provision_outside_the_councils_boundary_is_queried(
    tmp_path: Path, provider: str, location: str, queried: bool
) -> None:
    placed = {"placement_provider": provider, "placement_location": location}
    row = row_of(8, **child(care_start="01/09/2025", uasc="N", **placed))
    messages = [message for _, message in said(read_rows(tmp_path, 8, row), "query")]
    assert ("own provision, and outside the council's boundary" in messages) == queried
