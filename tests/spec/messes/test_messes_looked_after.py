"""The messes of a children looked after return."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from goldenthread.records.returns.cells import (
    BAD_FIRST_LETTER,
    NOT_A_WORKER,
    read_pupil_number,
)
from goldenthread.records.returns.ssda903_checks import CHECKS
from goldenthread.records.returns.ssda903_records import to_records
from messes import about, met
from returns_made_up import queries, read_return_here

HEADER = "K1 | F | 05/05/2010 | WBRI | A00000000000B | 0 |"
SAYS = {check.id: check.message for check in CHECKS}
STAY = "K1 | {start} | S | C2 | N1 | U6 | PR1 | {end} | {why} | | AA1 1AA | {post} |"


def stay(start: str, end: str = "", why: str = "", post: str = "BB1 1BB") -> str:
    return STAY.format(start=start, end=end, why=why, post=post)


@about("H17", "H18")
def test_columns_in_another_order_are_read_and_nameless_ones_dropped(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("DOB,REVIEW_CODE,,CHILD,REVIEW,\n05/05/2010,PN1,7,K1,01/06/2025,8\n")
    (tmp_path / "e.csv").write_text(
        "_14,CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN,_15\n"
        ",K1,01/05/2025,S,C2,N1,U6,PR1,,,,,,,\n"
    )
    read = read_return_here(tmp_path)
    assert read.tables["Reviews"].rows.select("CHILD", "REVIEW", "REVIEW_CODE").rows() == [
        ("K1", date(2025, 6, 1), "PN1")
    ]
    assert read.tables["Episodes"].rows["LS"].to_list() == ["C2"]
    said = read.tables["Episodes"].notes["message"].to_list()
    assert said == ["columns the table does not have, left out: 2"]


@pytest.mark.parametrize(
    ("typed", "read", "message"),
    [
        met("I11", "a13219285333b", "A13219285333B", None),
        met("I11", "a132192853330", "A132192853330", None),
        met("I11", "O013219285333", "O013219285333", BAD_FIRST_LETTER),
    ],
)
def test_a_pupil_number_is_read_in_capitals(typed: str, read: str | None, message: str | None) -> None:
    found = read_pupil_number(typed)
    assert (found.value, found.message) == (read, message)


@about("I15")
def test_a_worker_without_a_registration_is_read_and_queried(tmp_path: Path) -> None:
    rows = "K1 | 05/05/2010 | SW999 | 01/05/2025 | |\nK1 | 05/05/2010 | 4711 | 01/06/2025 | |"
    read = read_return_here(tmp_path, SWEpisodes=rows)
    assert read.tables["SWEpisodes"].rows["SW_ID"].to_list() == ["SW999", "4711"]
    assert queries(read) == [("swepisodes", "SW_ID", NOT_A_WORKER)]


@about("P10")
@pytest.mark.parametrize(("place", "is_asked"), [("U6", True), ("P1", False)])
def test_a_placement_at_the_postcode_of_the_home_is_queried_unless_with_parents(
    place: str, is_asked: bool, tmp_path: Path
) -> None:
    row = stay("01/05/2025", post="aa11aa").replace("U6", place)
    asked = queries(read_return_here(tmp_path, Episodes=row))
    assert asked == ([("episodes", "PL_POST", SAYS["home-is-placement"])] if is_asked else [])


@about("U07")
@pytest.mark.parametrize(("ends", "is_asked"), [("05/05/2028", False), ("06/05/2028", True)])
def test_asylum_status_may_end_up_to_the_18th_birthday(ends: str, is_asked: bool, tmp_path: Path) -> None:
    read = read_return_here(tmp_path, UASC=f"K1 | F | 05/05/2010 | {ends}")
    assert queries(read) == ([("uasc", "DUC", SAYS["asylum-after-18"])] if is_asked else [])
    assert to_records(read).table("ssd_immigration_status").collect().height == 1


@about("U08", "U10")
@pytest.mark.parametrize(
    ("table", "row"),
    [("UASC", "K2 | F | 05/05/2010 | "), ("Missing", "K2 | 05/05/2010 | M | 01/05/2025 |")],
)
def test_a_child_in_no_header_is_kept_and_queried(table: str, row: str, tmp_path: Path) -> None:
    read = read_return_here(tmp_path, Header=HEADER, **{table: row})
    assert queries(read) == [(table.lower(), "CHILD", SAYS["not-in-header"])]
    people = to_records(read).table("ssd_person").collect()
    assert sorted(people["pers_person_id"]) == ["K1", "K2"]


@about("U12")
@pytest.mark.parametrize(
    ("first", "second", "asked"),
    [
        (("01/05/2025", "01/07/2025", "X1"), ("01/07/2025", "", ""), []),
        (("01/05/2025", "02/07/2025", "X1"), ("01/07/2025", "", ""), ["episodes-overlap"]),
        (("01/05/2025", "30/06/2025", "X1"), ("01/07/2025", "", ""), ["episodes-gape"]),
        (("01/05/2025", "", ""), ("01/07/2025", "", ""), ["episode-left-open"]),
    ],
)
def test_episodes_that_overlap_gape_or_are_left_open_are_queried_and_never_repaired(
    first: tuple[str, str, str], second: tuple[str, str, str], asked: list[str], tmp_path: Path
) -> None:
    read = read_return_here(tmp_path, Episodes=f"{stay(*first)}\n{stay(*second)}")
    assert [message for _, _, message in queries(read)] == [SAYS[id] for id in asked]
    ends = read.tables["Episodes"].rows["DEC"].to_list()
    assert [end.strftime("%d/%m/%Y") if end else "" for end in ends] == [first[1], second[1]]


@about("U13")
@pytest.mark.parametrize(("why", "is_asked"), [("E2", True), ("E11", True), ("E3", True), ("E4A", False)])
def test_a_care_leaver_who_died_was_adopted_or_moved_is_queried(
    why: str, is_asked: bool, tmp_path: Path
) -> None:
    read = read_return_here(
        tmp_path, Episodes=stay("01/05/2025", "01/07/2025", why), OC3="K1 | 05/05/2010 | YES | F2 | B1"
    )
    assert queries(read) == ([("oc3", "CHILD", SAYS["leaver-is-none"])] if is_asked else [])
