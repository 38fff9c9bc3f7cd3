"""What is read of a children in need census, block by block, and what is said of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from goldenthread.errors import InputRefused
from goldenthread.records import store
from goldenthread.records.load import load, read
from goldenthread.records.returns import cells
from goldenthread.records.returns.cin_census import CHILD_TWICE, SAME_DAY, to_records
from goldenthread.standards.returns import cin_census, collection_year
from returns_made_up import EPISODE, HEADER, IDENTIFIERS, census, child, read_here, said, table

MARCH = date(2026, 3, 31)
PLAN = (
    "<ChildProtectionPlans><CPPstartDate>2025-07-01</CPPstartDate>"
    "<InitialCategoryOfAbuse>NEG</InitialCategoryOfAbuse><LatestCategoryOfAbuse>EMO</LatestCategoryOfAbuse>"
    "<NumberOfPreviousCPP>1</NumberOfPreviousCPP>{reviews}</ChildProtectionPlans>"
)


def test_a_child_an_episode_and_all_that_is_in_it(tmp_path: Path) -> None:
    inside = (
        "<PrimaryNeedCode>N1</PrimaryNeedCode>"
        "<Assessments><AssessmentActualStartDate>2025-06-03</AssessmentActualStartDate>"
        "<AssessmentAuthorisationDate>2025-07-10</AssessmentAuthorisationDate>"
        "<FactorsIdentifiedAtAssessment><AssessmentFactors>3B</AssessmentFactors>"
        "<AssessmentFactors>16A</AssessmentFactors></FactorsIdentifiedAtAssessment></Assessments>"
        "<CINPlanDates><CINPlanStartDate>2025-07-11</CINPlanStartDate></CINPlanDates>"
        "<Section47><S47ActualStartDate>2025-06-10</S47ActualStartDate>"
        "<InitialCPCtarget>2025-07-01</InitialCPCtarget><DateOfInitialCPC>2025-06-30</DateOfInitialCPC>"
        "<ICPCnotRequired>0</ICPCnotRequired></Section47><ReferralNFA>0</ReferralNFA>"
        + PLAN.format(reviews="<Reviews><CPPreviewDate>2025-09-20</CPPreviewDate></Reviews>")
    )
    found = read_here(census(tmp_path, child(EPISODE + inside)))

    assert table(found, "ssd_person").select("pers_person_id", "pers_gender", "pers_ethnicity").rows() == [
        ("K1", "F", "WBRI")
    ]
    (episode,) = table(found, "ssd_cin_episodes").iter_rows(named=True)
    assert (episode["cine_referral_date"], episode["cine_referral_nfa"], episode["cine_in_need"]) == (
        date(2025, 6, 2),
        "N",
        "Y",
    )
    referral = episode["cine_referral_id"]
    (assessed,) = table(found, "ssd_cin_assessments").iter_rows(named=True)
    assert (assessed["cina_referral_id"], assessed["cina_assessment_auth_date"]) == (
        referral,
        date(2025, 7, 10),
    )
    assert table(found, "ssd_assessment_factors").row(0, named=True) == {
        "cinf_table_id": f"{assessed['cina_assessment_id']}|factors",
        "cinf_assessment_id": assessed["cina_assessment_id"],
        "cinf_assessment_factors_json": '["16A", "3B"]',
        "cinf_person_id": "K1",
    }
    assert table(found, "ssd_cin_plans")["cinp_cin_plan_start_date"].to_list() == [date(2025, 7, 11)]
    assert table(found, "ssd_s47_enquiry")["s47e_s47_nfa"].to_list() == ["N"]
    (conference,) = table(found, "ssd_initial_cp_conference").iter_rows(named=True)
    assert (conference["icpc_icpc_target_date"], conference["icpc_icpc_date"]) == (
        date(2025, 7, 1),
        date(2025, 6, 30),
    )
    (plan,) = table(found, "ssd_cp_plans").iter_rows(named=True)
    assert (plan["cppl_cp_plan_latest_category"], plan["cppl_stated_previous_plans"]) == ("EMO", 1)
    assert table(found, "ssd_cp_reviews")["cppr_cp_plan_id"].to_list() == [plan["cppl_cp_plan_id"]]
    assert said(found, "query") == said(found, "set aside") == []


@pytest.mark.parametrize(
    ("day", "year"), [(date(2025, 3, 31), 2025), (date(2025, 4, 1), 2026), (date(2026, 3, 31), 2026)]
)
def test_a_collection_year_starts_on_1_april(day: date, year: int) -> None:
    assert collection_year(day) == year


@pytest.mark.parametrize(
    ("codes", "code", "year", "is_queried"),
    [
        ("sex", "F", 2025, False),
        ("sex", "F", 2024, True),
        ("sex", "2", 2024, False),
        ("sex", "2", 2025, True),
        ("referral_source", "5D", 2023, False),
        ("referral_source", "5D", 2022, True),
        ("closure_reason", "RC9", 2023, False),
        ("closure_reason", "RC9", 2022, True),
        ("assessment_factors", "24A", 2022, False),
        ("assessment_factors", "24A", 2021, True),
        ("assessment_factors", "18B", 2021, False),
        ("assessment_factors", "18B", 2020, True),
    ],
)
def test_a_code_is_one_of_its_own_years(codes: str, code: str, year: int, is_queried: bool) -> None:
    known = cin_census().code_sets[codes]
    found = cells.read_code(code, codes=known, year=year)
    assert found.value == known[code].means
    assert (found.message == cells.OTHER_YEAR) == is_queried


def test_a_return_of_2024_is_read_by_the_codes_of_2024(tmp_path: Path) -> None:
    header = HEADER.replace("2026", "2024")
    older = IDENTIFIERS.replace("<Sex>F</Sex>", "<GenderCurrent>2</GenderCurrent>")
    found = read_here(
        census(tmp_path, child(EPISODE.replace("2025", "2023"), identifiers=older), header=header)
    )
    assert table(found, "ssd_person")["pers_gender"].to_list() == ["F"]
    assert said(found, "query") == []


def test_what_a_census_can_say_of_each_table(tmp_path: Path) -> None:
    records = to_records(read_here(census(tmp_path, child(EPISODE))))
    told = {name: records.can_say(name) for name in records.coverage}
    assert told["ssd_cin_episodes"].covers(start=date(2025, 4, 1), end=MARCH)
    assert not told["ssd_cin_episodes"].covers(start=date(2025, 3, 31), end=MARCH)
    assert (told["ssd_cin_episodes"].history, told["ssd_cin_assessments"].history) == ("complete", "window")
    assert {told[name].history for name in ("ssd_cp_visits", "ssd_contacts", "ssd_involvements")} == {
        "absent"
    }


def test_an_episode_without_its_referral_date_is_set_aside_with_its_line_and_the_rest_is_read(
    tmp_path: Path,
) -> None:
    path = census(tmp_path, child("<ReferralSource>1A</ReferralSource>", EPISODE))
    found = read_here(path)
    block = found.blocks["CINdetails"]
    assert (block.counts.rows_read, block.counts.rows_loaded, block.counts.rows_set_aside) == (2, 1, 1)
    (row,) = block.set_aside["row"].to_list()
    assert "<CINdetails><ReferralSource>" in path.read_text().splitlines()[row - 1]


def test_a_child_without_an_identifier_is_set_aside_with_all_that_is_theirs(tmp_path: Path) -> None:
    found = read_here(census(tmp_path, child(EPISODE, identifiers="<Sex>F</Sex>"), child(EPISODE)))
    assert [found.blocks[name].counts.rows_set_aside for name in ("Child", "CINdetails")] == [1, 1]
    assert table(found, "ssd_cin_episodes")["cine_person_id"].to_list() == ["K1"]


def test_the_same_child_in_two_places_is_one_person_and_is_queried(tmp_path: Path) -> None:
    found = read_here(census(tmp_path, child(EPISODE), child(EPISODE.replace("06-02", "08-02"))))
    assert table(found, "ssd_person").height == 1
    assert table(found, "ssd_cin_episodes").height == 2
    assert said(found, "query").count(("Child", "LAchildID", CHILD_TWICE)) == 2


def test_two_enquiries_of_one_day_are_both_read_and_queried(tmp_path: Path) -> None:
    enquiry = "<Section47><S47ActualStartDate>2025-06-10</S47ActualStartDate></Section47>"
    found = read_here(census(tmp_path, child(EPISODE + enquiry + enquiry)))
    assert table(found, "ssd_s47_enquiry")["s47e_s47_enquiry_id"].n_unique() == 2
    assert said(found, "query").count(("Section47", "S47ActualStartDate", SAME_DAY)) == 2


def test_a_conference_that_only_the_episode_states_is_read_once(tmp_path: Path) -> None:
    stated = "<DateOfInitialCPC>2025-06-30</DateOfInitialCPC>"
    enquiry = f"<Section47><S47ActualStartDate>2025-06-10</S47ActualStartDate>{stated}</Section47>"
    alone = read_here(census(tmp_path, child(EPISODE + stated)))
    both = read_here(census(tmp_path, child(EPISODE + stated + enquiry)))
    assert table(alone, "ssd_initial_cp_conference")["icpc_s47_enquiry_id"].to_list() == [None]
    assert table(both, "ssd_initial_cp_conference")["icpc_s47_enquiry_id"].null_count() == 0
    assert table(both, "ssd_initial_cp_conference").height == 1


def test_a_census_is_kept_once_and_said_to_be_held(tmp_path: Path) -> None:
    path = census(tmp_path, child(EPISODE))
    first = load(path, store_folder=tmp_path / "store")
    again = load(path, store_folder=tmp_path / "store")
    assert (first.already_held, again.already_held) == (False, True)
    (manifest,) = store.manifests(tmp_path / "store")
    assert (manifest.kind, manifest.as_at) == ("cin_census", MARCH)
    assert manifest.lists["cin_census.CINdetails"].rows_loaded == 1


def test_a_census_whose_year_nothing_says_is_refused_and_a_date_settles_it(tmp_path: Path) -> None:
    path = census(tmp_path, child(EPISODE), header="")
    with pytest.raises(InputRefused, match="which collection year"):
        read(path)
    assert read(path, as_at=MARCH).records.as_at == MARCH


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
HOSTILE = {
    "a document type": (BOMB + "<Message><Children/></Message>").encode(),
    "an entity from a file": b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><Message>&f;</Message>',
    "UTF-16": "<?xml version='1.0' encoding='utf-16'?><Message/>".encode("utf-16"),
    "no end": b"<Message><Children><Child><ChildIdentifiers><LAchildID>K1",
    "very deep": b"<Message>" + b"<a>" * 5_000 + b"</a>" * 5_000 + b"</Message>",
    "another root": b"<?xml version='1.0'?><Massage><Children/></Massage>",
    "nothing but a declaration": b"<?xml version='1.0'?>",
    "bytes that are no letters": b"<?xml version='1.0'?><Message>\xff\xfe\x01</Message>",
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_in_a_sentence_and_leaves_nothing(what: str, tmp_path: Path) -> None:
    path = tmp_path / "census.xml"
    path.write_bytes(HOSTILE[what])
    with pytest.raises(InputRefused) as refused:
        load(path, store_folder=tmp_path / "store", as_at=MARCH)
    assert "K1" not in str(refused.value)
    assert not list((tmp_path / "store").rglob("*.parquet"))


def test_what_is_wrong_with_the_xml_is_said_by_its_line_and_not_by_what_stands_there(tmp_path: Path) -> None:
    path = census(tmp_path, child(EPISODE))
    path.write_text(path.read_text().replace("</ChildIdentifiers>", "</Surname>"))
    with pytest.raises(InputRefused, match=r"line 5 is not well-formed XML") as refused:
        read(path)
    assert "Surname" not in str(refused.value)
