"""Why a figure moved: which teams and children, how much is late recording, and what may be said of it."""

from datetime import date

import pytest

from drawn import records
from goldenthread.clocks.engine import all_clocks
from goldenthread.errors import InputRefused, NotAnswerable
from goldenthread.indicators.movement import explain

FEBRUARY, MARCH = date(2026, 2, 28), date(2026, 3, 31)

REFERRALS = """
    cine_referral_id | cine_person_id | cine_referral_date | cine_referral_nfa | cine_referral_team
    r1               | ann            | 2026-02-02         | Y                 | north
    r2               | bob            | 2026-02-10         | N                 | south
    r3               | cy             | 2026-02-20         | Y                 | south
    r4               | dee            | 2026-03-02         | Y                 | north
    r5               | eve            | 2026-03-03         | Y                 | north
    r6               | fay            | 2026-03-04         | Y                 | north
    r7               | gil            | 2026-03-05         | N                 | south
    r8               | ann            | 2026-03-09         | Y                 | north
"""
THEN = "\n".join(REFERRALS.splitlines()[:4])  # in March, cy's referral of February was not yet recorded


def drawn(text=REFERRALS, as_at=MARCH):
    return records(as_at, ssd_cin_episodes=text)


def moved(id="referrals_nfa", *, then=None, text=REFERRALS, **more):
    now = drawn(text)
    known = (then, all_clocks(then)) if then else None
    return explain(now, all_clocks(now), id=id, before=FEBRUARY, after=MARCH, known_then=known, **more)


def test_late_recording_and_practice_add_up_to_the_change_that_was_seen():
    found = moved("referrals_count", then=drawn(THEN, as_at=FEBRUARY))
    assert (found.first_said.value, found.before.value, found.after.value) == (2, 3, 5)
    assert (found.change, found.late_recording, found.practice) == (3, 1, 2)


def test_a_share_is_split_in_points_and_its_counts_are_shown():
    found = moved(then=drawn(THEN, as_at=FEBRUARY))
    assert found.first_said.value == 50  # 1 of 2
    assert found.late_recording == pytest.approx(100 * 2 / 3 - 50)
    assert found.practice == pytest.approx(80 - 100 * 2 / 3)
    assert found.draft == (
        "Referrals with no further action rose from 50.0% (1 of 2) (2026-02-28) to 80.0% (4 of 5) "
        "(2026-03-31). Of those counted, the largest part of the change is in north (1 to 4). Of this, +16.7 "
        "percentage points is late recording: the earlier period now comes to 66.7% (2 of 3). +13.3 "
        "percentage points is practice."
    )


def test_teams_come_with_both_periods_and_the_one_that_moved_most_first():
    teams = [(one.team, one.before.numerator, one.after.numerator, one.moved) for one in moved().teams]
    assert teams == [("north", 1, 4, 3), ("south", 1, 0, -1)]


def test_children_are_those_whose_part_differs():
    children = {one.child_id: (one.was, one.now) for one in moved().children}
    assert children == {
        "bob": (0, None),
        "cy": (1, None),
        "dee": (None, 1),
        "eve": (None, 1),
        "fay": (None, 1),
        "gil": (None, 0),
    }  # ann was counted in both


def test_a_child_recorded_late_is_marked():
    found = moved(then=drawn(THEN, as_at=FEBRUARY))
    assert [one.child_id for one in found.children if one.late] == ["cy"]


def test_a_child_known_then_and_no_longer_is_late_recording_too():
    once = THEN + "\n    r9 | zoe | 2026-02-11 | Y | south"
    found = moved("referrals_count", then=drawn(once, as_at=FEBRUARY), text=REFERRALS)
    assert found.late_recording == 0  # one came, one went: the children tell what the number hides
    assert [one.child_id for one in found.children if one.late] == ["cy", "zoe"]


def test_without_what_was_known_then_it_is_said_that_it_cannot_be_told():
    found = moved()
    assert found.late_recording is None
    assert found.change == found.practice
    assert found.draft.endswith(
        "How much of it is late recording cannot be told: no records as they were known then are held."
    )


def test_records_known_then_that_do_not_reach_the_period_tell_nothing():
    found = moved(then=drawn(THEN, as_at=date(2026, 2, 15)))
    assert found.late_recording is None
    assert "do not answer that period" in found.draft


def test_stock_is_explained_by_who_came_and_who_left():
    now = records(
        MARCH,
        ssd_cp_plans="""
            cppl_cp_plan_id | cppl_person_id | cppl_cp_plan_start_date | cppl_cp_plan_end_date
            p1              | stays          | 2025-01-01              |
            p2              | leaves         | 2025-01-01              | 2026-03-31
            p3              | comes          | 2026-03-31              |
        """,
    )
    found = explain(now, all_clocks(now), id="cpp_count", before=FEBRUARY, after=MARCH)
    assert (found.before.value, found.after.value) == (2, 2)
    assert {one.child_id: (one.was, one.now) for one in found.children} == {
        "comes": (None, 1),
        "leaves": (1, None),
    }
    assert "did not move" in found.draft


def test_no_child_is_named_in_the_draft():
    names = {"ann", "bob", "cy", "dee", "eve", "fay", "gil"}
    assert not names & set(moved(then=drawn(THEN, as_at=FEBRUARY)).draft.replace(".", " ").split())


def test_what_cannot_be_asked_is_refused():
    with pytest.raises(InputRefused, match="split"):
        moved("referrals_by_source")
    now = drawn()
    with pytest.raises(InputRefused, match="not before"):
        explain(now, all_clocks(now), id="referrals_count", before=MARCH, after=MARCH)
    with pytest.raises(NotAnswerable, match="2026-02-27"):
        explain(now, all_clocks(now), id="referrals_count", before=date(2026, 2, 27), after=MARCH)
