"""What is read of a children looked after return's files, and what the model makes of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from zipfile import ZipFile

import polars as pl
import pytest

from goldenthread.errors import InputRefused
from goldenthread.records import store
from goldenthread.records.load import load, read
from goldenthread.records.returns import cells
from goldenthread.records.returns.ssda903 import NO_EPISODE
from goldenthread.records.returns.ssda903_records import to_records
from goldenthread.standards.returns import ssda903
from returns_made_up import queries, read_return_here, return_files

MARCH = date(2026, 3, 31)
CARE = """
    K1 | 01/02/2025 | L | C2 | N1 | U6 | PR1 | 01/06/2025 | X1 | CARPL | AA1 1AA | BB1 1BB | SC1
    K1 | 01/06/2025 | P | C2 | N1 | K2 | PR4 | 01/08/2025 | X1 |       | AA1 1AA | CC1 1CC | SC2
    K1 | 01/08/2025 | L | E1 | N1 | K2 | PR4 | 01/10/2025 | E4A |      |         | CC1 1CC | SC2
    K1 | 01/12/2025 | S | V2 | N1 | U4 | PR1 |            |     |      |         |         |
"""


def rows(name: str, *columns: str, folder: Path, **tables: str) -> list[tuple[object, ...]]:
    """The table these files make, in the order of its first columns."""
    found = to_records(read_return_here(folder, **tables)).table(name).collect()
    return sorted(found.select(columns).rows(), key=lambda row: [str(cell) for cell in row])


def test_episodes_make_care_periods_of_which_one_began_before_the_year(tmp_path: Path) -> None:
    found = rows(
        "ssd_cla_episodes",
        "clae_cla_episode_start_date",
        "clae_entered_care_date",
        "clae_cla_id",
        "clae_cla_episode_ceased_reason",
        folder=tmp_path,
        Episodes=CARE,
    )
    first, second = "K1|care|2025-02-01", "K1|care|2025-12-01"
    assert found == [
        (date(2025, 2, 1), None, first, "X1"),
        (date(2025, 6, 1), None, first, "X1"),
        (date(2025, 8, 1), None, first, "E4A"),
        (date(2025, 12, 1), date(2025, 12, 1), second, None),
    ]


def test_a_new_legal_status_leaves_the_placement_and_a_new_placement_the_status(tmp_path: Path) -> None:
    placed = rows(
        "ssd_cla_placement",
        "clap_cla_placement_start_date",
        "clap_cla_placement_end_date",
        "clap_cla_placement_type",
        folder=tmp_path,
        Episodes=CARE,
    )
    legal = rows(
        "ssd_legal_status",
        "lega_legal_status_start_date",
        "lega_legal_status_end_date",
        "lega_legal_status",
        folder=tmp_path,
        Episodes=CARE,
    )
    assert placed == [
        (date(2025, 2, 1), date(2025, 6, 1), "U6"),
        (date(2025, 6, 1), date(2025, 10, 1), "K2"),
        (date(2025, 12, 1), None, "U4"),
    ]
    assert legal == [
        (date(2025, 2, 1), date(2025, 8, 1), "C2"),
        (date(2025, 8, 1), date(2025, 10, 1), "E1"),
        (date(2025, 12, 1), None, "V2"),
    ]


def test_a_review_belongs_to_the_care_period_of_its_day_and_says_how_the_child_took_part(
    tmp_path: Path,
) -> None:
    days = ("K1 | 05/05/2010 | 01/07/2025 | PN1", "K1 | 05/05/2010 | 05/01/2026 | PN4")
    reviews = "\n".join([*days, "K9 | 05/05/2010 | 05/01/2026 | PN1"])
    found = read_return_here(tmp_path, Episodes=CARE, Reviews=reviews)
    kept = to_records(found).table("ssd_cla_reviews").collect().sort("clar_cla_review_date")
    assert kept.select("clar_cla_id", "clar_cla_review_participation").rows() == [
        ("K1|care|2025-02-01", "PN1"),
        ("K1|care|2025-12-01", "PN4"),
    ]
    assert found.tables["Reviews"].set_aside["reason"].to_list() == [NO_EPISODE]


def test_health_and_scores_are_of_the_year_and_without_a_day(tmp_path: Path) -> None:
    files = {"OC2": "K1 | 05/05/2018 | 17 | | 0 | 1 | 1 | 0 | 1 | 1 | 0 | 1"}
    assert rows("ssd_sdq_scores", "csdq_sdq_score", "csdq_stated_year_end", folder=tmp_path, **files) == [
        (17, MARCH)
    ]
    checks = rows(
        "ssd_cla_health", "clah_health_check_type", "clah_health_check_status", folder=tmp_path, **files
    )
    assert checks == [
        ("dental_check", "not done"),
        ("development_check", "done"),
        ("health_assessment", "done"),
    ]
    columns = ("clas_substance_misused", "clas_intervention_received", "clas_stated_intervention_offered")
    assert rows("ssd_cla_substance_misuse", *columns, folder=tmp_path, **files) == [("Y", "N", "Y")]


@pytest.mark.parametrize(
    ("typed", "home", "suits"), [("B1", "B", "1"), ("S2", "S", "2"), ("0", None, None), ("X1", None, None)]
)
def test_a_care_leavers_home_and_whether_it_suits(
    typed: str, home: str | None, suits: str | None, tmp_path: Path
) -> None:
    found = rows(
        "ssd_care_leavers",
        "clea_care_leaver_accommodation",
        "clea_care_leaver_accom_suitable",
        folder=tmp_path,
        OC3=f"K1 | 05/05/2005 | YES | F2 | {typed}",
    )
    assert found == [(home, suits)]


def test_an_adoption_meets_its_decision_and_the_order_that_ended_care(tmp_path: Path) -> None:
    found = rows(
        "ssd_permanence",
        "perm_adm_decision_date",
        "perm_matched_date",
        "perm_permanence_order_date",
        "perm_adopter_sex",
        folder=tmp_path,
        Episodes="K1 | 01/02/2024 | S | E1 | N1 | A6 | PR1 | 01/10/2025 | E11 | | | |",
        PlacedAdoption="K1 | 05/05/2022 | 01/06/2024 | |",
        AD1="K1 | 05/05/2022 | 01/06/2024 | 01/01/2025 | 0 | 2 | MF | L11",
    )
    assert found == [(date(2024, 6, 1), date(2025, 1, 1), date(2025, 10, 1), "MF")]


def test_a_partly_known_date_is_kept_as_it_was_typed(tmp_path: Path) -> None:
    found = rows("ssd_cla_previous_permanence", "lapp_previous_permanence_order_date", folder=tmp_path,
                 PrevPerm="K1 | 05/05/2015 | P2 | 999 | zz/zz/2019")  # fmt: skip
    assert found == [("zz/zz/2019",)]


@pytest.mark.parametrize(
    ("codes", "code", "year", "is_queried"),
    [
        ("sex", "1", 2024, False),
        ("sex", "1", 2025, True),
        ("sex", "F", 2025, False),
        ("placement_type", "K3", 2024, True),
        ("placement_type", "K3", 2025, False),
        ("placement_type", "Z1", 2025, False),
        ("placement_type", "Z1", 2026, True),
        ("placement_type", "Z11", 2026, False),
        ("placement_type", "H5", 2025, True),
        ("activity", "F3", 2021, False),
        ("activity", "F3", 2022, True),
        ("reason_ceased_looked_after", "E43", 2018, False),
        ("reason_ceased_looked_after", "E43", 2019, True),
        ("reason_ceased_looked_after", "E45", 2019, False),
    ],
)
def test_a_code_is_one_of_its_own_years(codes: str, code: str, year: int, is_queried: bool) -> None:
    found = cells.read_code(code, codes=ssda903().code_sets[codes], year=year)
    assert found.value is not None
    assert (found.message == cells.OTHER_YEAR) == is_queried


def test_what_the_regions_repairs_leave_is_no_code(tmp_path: Path) -> None:
    row = "K1 | 01/05/2025 | S | C2 | N1 | U6 | PR1 | 01/06/2025 | E99 | LIIAF | | |"
    found = read_return_here(tmp_path, Episodes=row)
    assert found.tables["Episodes"].rows.select("REC", "REASON_PLACE_CHANGE").row(0) == (None, None)
    assert {column for _, column, _ in queries(found)} == {"REC", "REASON_PLACE_CHANGE"}


def test_a_birthday_that_differs_from_the_header_is_queried_and_the_headers_is_used(tmp_path: Path) -> None:
    header, uasc = "K1 | F | 05/05/2010 | WBRI | UN1 | |", "K1 | F | 06/05/2010 |"
    assert rows("ssd_person", "pers_dob", folder=tmp_path, Header=header, UASC=uasc) == [(date(2010, 5, 5),)]


def test_a_duplicate_row_and_one_without_a_child_are_set_aside(tmp_path: Path) -> None:
    row = "K1 | 05/05/2010 | M | 01/05/2025 | 02/05/2025"
    found = read_return_here(tmp_path, Missing=f"{row}\n{row}\n | 05/05/2010 | M | 03/05/2025 |")
    counts = found.tables["Missing"].counts
    assert (counts.rows_read, counts.rows_loaded, counts.rows_set_aside) == (3, 1, 2)
    assert found.tables["Missing"].set_aside["row"].to_list() == [3, 4]


def test_two_files_of_the_same_table_are_refused_by_name(tmp_path: Path) -> None:
    place = return_files(tmp_path, Missing="K1 | 05/05/2010 | M | 01/05/2025 |")
    (place / "last_year.csv").write_bytes((place / "missing.csv").read_bytes())
    with pytest.raises(InputRefused, match="holds Missing twice"):
        read(place, as_at=MARCH)


def test_a_return_without_a_year_is_refused_with_what_its_name_suggests(tmp_path: Path) -> None:
    place = return_files(tmp_path, Missing="K1 | 05/05/2010 | M | 01/05/2025 |")
    named = place.rename(tmp_path / "903 2025-26")
    with pytest.raises(InputRefused, match="suggests the year to 31 March 2026"):
        read(named)


@pytest.mark.parametrize("how", ["folder", "zip", "one file"])
def test_a_return_is_kept_as_a_folder_a_zip_or_one_file(how: str, tmp_path: Path) -> None:
    place = return_files(tmp_path, Missing="K1 | 05/05/2010 | M | 01/05/2025 |")
    if how == "one file":
        place = place / "missing.csv"
    if how == "zip":
        with ZipFile(tmp_path / "return.zip", "w") as packed:
            packed.write(place / "missing.csv", "missing.csv")
        place = tmp_path / "return.zip"
    kept = load(place, store_folder=tmp_path / "store", as_at=MARCH).manifest
    assert (kept.kind, kept.tables["ssd_missing"]) == ("ssda903", 1)
    assert kept.coverage["ssd_missing"].covers(start=date(2025, 4, 1), end=MARCH)
    assert not kept.coverage["ssd_cla_episodes"].covers(start=MARCH, end=MARCH)


def test_a_return_never_takes_the_place_of_what_figures_come_from(tmp_path: Path) -> None:
    from store_made_up import reading

    store.keep(reading(digest="annex", as_at=date(2025, 12, 31)), tmp_path / "store")
    load(
        return_files(tmp_path, Missing="K1 | 05/05/2010 | M | 01/05/2025 |"),
        store_folder=tmp_path / "store",
        as_at=MARCH,
    )
    kinds = [manifest.kind for manifest in store.manifests(tmp_path / "store")]
    assert kinds == ["ssda903", "annex_a"]
    assert store.choose(tmp_path / "store").kind == "annex_a"


def test_everybody_a_return_names_is_a_person(tmp_path: Path) -> None:
    found = to_records(read_return_here(tmp_path, Episodes=CARE))
    assert found.table("ssd_person").select(pl.col("pers_person_id")).collect().to_series().to_list() == [
        "K1"
    ]
