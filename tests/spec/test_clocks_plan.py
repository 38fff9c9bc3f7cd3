"""When word of an action is due, and when a claim should be answered.

Good Friday is 3 April 2026 and Easter Monday the 6th.
"""

from __future__ import annotations

from typing import Any

import pytest

from drawn import table
from goldenthread.clocks.plan import sign_off_due, update_due

UPDATES = """
since      | weeks | due
-----------+-------+-----------
2026-03-02 | 4     | 2026-03-30
2026-03-09 | 4     | 2026-04-06
2026-03-31 | 1     | 2026-04-07
2026-12-30 | 2     | 2027-01-13
"""


@pytest.mark.parametrize("row", table(UPDATES), ids=lambda row: f"{row['since']}, {row['weeks']}")
def test_an_update_is_due_so_many_weeks_after_the_last(row: dict[str, Any]) -> None:
    assert update_due(row["since"], int(row["weeks"])) == row["due"]


CLAIMS = """
claimed    | days | answered by
-----------+------+------------
2026-03-02 | 10   | 2026-03-16
2026-03-30 | 5    | 2026-04-08
2026-04-04 | 1    | 2026-04-07
2026-03-31 | 0    | 2026-03-31
"""


@pytest.mark.parametrize("row", table(CLAIMS), ids=lambda row: f"{row['claimed']}, {row['days']}")
def test_a_claim_should_be_answered_within_so_many_working_days(row: dict[str, Any]) -> None:
    assert sign_off_due(row["claimed"], int(row["days"])) == row["answered by"]
