"""Every check finds what it is for, and not what is just inside; none is without its example."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

import polars as pl
import pytest

import drawn
from checks_drawn import ANN, AS_AT, BEFORE, BY_HAND, drawn_for, enquiries
from goldenthread.records.checks import ANY, SEVERITIES, Asked, Check, catalogue, checked, found_by
from goldenthread.records.checks.cells import checked_fields
from goldenthread.standards.retention import tables
from goldenthread.standards.safeguarding_dataset import dataset
from goldenthread.synthetic.authority import synthesise


def put(check: Check, held: Mapping[str, str]) -> pl.DataFrame:
    """What the check finds in drawn tables; a table that is not drawn is carried, with no rows."""
    before = BEFORE.get(check.id)
    records = drawn.records(AS_AT, **dict.fromkeys(dataset().tables, "") | dict(held))
    earlier = drawn.records(AS_AT, **before) if before else None
    asked = Asked(records, earlier)
    assert check.why_not(asked) == ""
    return found_by(check, asked)


@pytest.mark.parametrize("check", catalogue(), ids=lambda check: check.id)
def test_a_check_finds_its_row_and_not_what_is_just_inside(check: Check) -> None:
    example = drawn_for(check)
    found = put(check, example.trips)
    assert found.height >= 1
    assert found["key"].unique().to_list() == [example.key]
    assert put(check, example.passes).height == 0


def test_no_example_is_of_a_check_that_is_gone() -> None:
    assert set(BY_HAND) <= {check.id for check in catalogue()}


def test_a_check_without_an_example_is_noticed() -> None:
    undrawn = Check("undrawn", ANY, "", "", "note", lambda asked: asked.table("ssd_person"))
    with pytest.raises(KeyError):
        drawn_for(undrawn)


def test_a_check_says_what_it_is_in_words_and_where_it_comes_from() -> None:
    for check in catalogue():
        assert re.fullmatch(r"[a-z0-9-]+", check.id), check.id
        assert check.says, check.id
        assert check.source, check.id
        assert check.severity in SEVERITIES


@pytest.mark.parametrize(
    "name", [name for name in dataset().tables if checked_fields(dataset().tables[name])]
)
def test_every_coded_field_of_a_table_is_looked_at(name: str) -> None:
    check = next(one for one in catalogue() if one.table == name and one.id.endswith("-code"))
    fields = [field.name for field in checked_fields(dataset().tables[name])]
    key = dataset().tables[name].key
    found = put(check, {name: " | ".join([key, *fields]) + "\n" + " | ".join(["k1", *["~"] * len(fields)])})
    assert sorted(found["columns"]) == sorted(fields)


def test_a_clean_authority_raises_no_error() -> None:
    """What cannot be so is not in records that were made whole; queries there are, as in any authority."""
    made = checked(synthesise(children=400, months=24, end=AS_AT, seed=7))
    asked = [one for one in made.outcomes if one.rows is not None]
    assert len(asked) > 200
    assert [one.check.id for one in asked if one.rows and one.check.severity == "error"] == []


def test_what_a_window_of_months_cannot_tell_is_not_asked() -> None:
    """A workbook of six months may leave out the referral behind an assessment of its first weeks."""
    check = next(one for one in catalogue() if one.id == "assessment-no-referral")
    start = date(2025, 9, 30)
    rows = "cina_assessment_id | cina_person_id | cina_assessment_start_date\nnew | ann | {}"
    for day, found in ((start + timedelta(days=90), 0), (start + timedelta(days=91), 1)):
        held = {"ssd_cin_assessments": rows.format(day), "ssd_cin_episodes": ""}
        records = drawn.records(AS_AT, history="window", window_start=start, **held)
        assert found_by(check, Asked(records)).height == found
    latest = drawn.records(AS_AT, history="latest", **held)
    assert (
        check.why_not(Asked(latest)) == "the records hold only the latest or current rows of ssd_cin_episodes"
    )


def test_a_table_that_is_not_carried_is_not_asked_about() -> None:
    made = checked(drawn.records(AS_AT, ssd_person=ANN))
    said = {one.check.id: one for one in made.outcomes}
    assert (said["birth-blank"].rows, said["birth-blank"].why_not) == (0, "")
    assert (said["missing-backwards"].rows, said["missing-backwards"].why_not) == (
        None,
        "the records do not carry ssd_missing",
    )


TEAMS = {
    "ssd_department": "dept_team_id | dept_team_name\nt1 | North\nt2 | South",
    "ssd_professionals": "prof_professional_id | prof_professional_name\nw1 | Worker One",
}
HELD = """
child | invo_professional_id | invo_professional_team | invo_involvement_start_date | until
ann   | w1                   | t2                     | 2025-01-01                  |
bob   | w1                   | t2                     | 2025-01-01                  | 2026-03-30
"""


def held() -> str:
    """The allocations of HELD as the model draws them."""
    named = HELD.replace("child", "invo_person_id").replace("until", "invo_involvement_end_date").strip()
    heading, *rows = named.splitlines()
    return "\n".join([f"{heading} | invo_professional_role_id", *(f"{row} | allocated" for row in rows)])


def test_a_row_is_its_own_teams_else_of_who_holds_the_case_on_the_day_of_the_records() -> None:
    rows = """
        cina_assessment_id | cina_person_id | START      | END        | cina_assessment_team
        own                | ann            | 2026-01-05 | 2026-01-04 | t1
        held               | ann            | 2026-01-05 | 2026-01-04 |
        let-go             | bob            | 2026-01-05 | 2026-01-04 |
    """.replace("START", "cina_assessment_start_date").replace("END", "cina_assessment_auth_date")
    made = checked(drawn.records(AS_AT, ssd_cin_assessments=rows, ssd_involvements=held(), **TEAMS))
    drawn.assert_drawn(
        made.found.filter(pl.col("check") == "assessment-backwards"),
        """
        key    | child | team  | worker     | severity | columns
        own    | ann   | North |            | error    | cina_assessment_start_date, cina_assessment_auth_date
        held   | ann   | South | Worker One | error    | cina_assessment_start_date, cina_assessment_auth_date
        let-go | bob   |       |            | error    | cina_assessment_start_date, cina_assessment_auth_date
        """,
    )
    backwards = made.found.filter(pl.col("check") == "assessment-backwards")
    assert set(backwards["says"]) == {
        "cina_assessment_start_date: 2026-01-05; cina_assessment_auth_date: 2026-01-04"
    }


def test_each_count_has_the_one_before_beside_it() -> None:
    """And a check that compares asks what the snapshot before showed against the one before that."""
    now, before, long_before = (drawn.records(AS_AT, **enquiries(count)) for count in (10, 21, 43))
    said = {one.check.id: one for one in checked(now, before, long_before).outcomes}
    assert (said["list-halved"].rows, said["list-halved"].before) == (1, 1)
    said = {one.check.id: one for one in checked(now, before).outcomes}
    assert (said["list-halved"].rows, said["list-halved"].before) == (1, None)
    assert (said["s47-enquiry-key"].rows, said["s47-enquiry-key"].before) == (0, 0)
    assert all(one.before is None for one in checked(now).outcomes)


def test_every_table_of_children_is_asked_whose_its_rows_are() -> None:
    asked = {check.table for check in catalogue() if check.id.endswith("-nobody")}
    of_children = {name for name, said in tables().items() if said.child} - {"ssd_person"}
    assert of_children <= asked
