"""What the lists become in the model, and what such a source can say."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from annex_a_made_up import AS_AT, clean_lists
from goldenthread.records.annex_a import AnnexA, from_records, to_records
from goldenthread.records.annex_a.lists import schema
from goldenthread.records.tables import Records
from goldenthread.records.tables import schema as table_schema
from goldenthread.standards.safeguarding_dataset import dataset

_START = date(2025, 9, 1)


def _records(**lists: list[dict[str, Any]]) -> Records:
    frames = {int(name.removeprefix("list_")): rows for name, rows in lists.items()}
    typed = {number: pl.DataFrame(rows, schema=schema(number)) for number, rows in frames.items()}
    return to_records(AnnexA(as_at=AS_AT, authority=None, lists=typed), as_at=AS_AT, authority="Marlford")


def _rows(records: Records, table: str, *fields: str) -> list[tuple[Any, ...]]:
    return records.table(table).select(fields).collect().rows()


def test_every_table_has_exactly_the_models_fields() -> None:
    records = to_records(clean_lists(2, 10), as_at=AS_AT, authority="Marlford")
    for name, frame in records.frames.items():
        assert dict(frame.collect_schema()) == table_schema(name), name


def test_every_key_is_filled_and_never_repeated() -> None:
    records = to_records(clean_lists(2, 80), as_at=AS_AT, authority="Marlford")
    for name in records.frames:
        keys = records.table(name).collect()[dataset().tables[name].key]
        assert keys.null_count() == 0, name
        assert keys.n_unique() == len(keys), name


def test_two_contacts_on_one_day_have_keys_of_their_own() -> None:
    contact = {"child_id": "K1", "contact_date": _START}
    records = _records(list_1=[contact | {"contact_source": "1A"}, contact | {"contact_source": "6"}])
    assert _rows(records, "ssd_contacts", "cont_contact_id") == [
        ("K1|contact|2025-09-01|1",),
        ("K1|contact|2025-09-01|2",),
    ]


def test_a_referral_and_a_need_of_one_child_and_day_are_one_episode() -> None:
    records = _records(
        list_3=[
            {"child_id": "both", "referral_date": _START, "referral_source": "6", "team": "Heron"},
            {"child_id": "only", "referral_date": _START, "referral_nfa": "Y"},
        ],
        list_6=[
            {"child_id": "both", "cin_start": _START, "primary_need": "N1", "team": "Kestrel"},
            {"child_id": "old", "cin_start": date(2020, 1, 1), "primary_need": "N2"},
        ],
    )
    fields = (
        "cine_person_id",
        "cine_in_need",
        "cine_referral_source_code",
        "cine_cin_primary_need_code",
        "cine_referral_team",
    )
    assert _rows(records, "ssd_cin_episodes", *fields) == [
        ("both", "Y", "6", "N1", "Heron"),
        ("old", "Y", None, "N2", None),
        ("only", "N", None, None, None),
    ]


def test_of_two_referrals_on_one_day_the_one_taken_further_is_the_need() -> None:
    referral = {"child_id": "K1", "referral_date": _START}
    records = _records(
        list_3=[referral | {"referral_nfa": "Y"}, referral | {"referral_nfa": "N"}],
        list_6=[{"child_id": "K1", "cin_start": _START}],
    )
    assert sorted(_rows(records, "ssd_cin_episodes", "cine_referral_nfa", "cine_in_need")) == [
        ("N", "Y"),
        ("Y", "N"),
    ]


def test_without_list_6_nobody_is_said_to_be_out_of_need() -> None:
    records = _records(list_3=[{"child_id": "K1", "referral_date": _START}])
    assert _rows(records, "ssd_cin_episodes", "cine_in_need") == [(None,)]


@pytest.mark.parametrize(("asked", "held"), [("Y", "N"), ("N", "Y"), ("U", "U"), (None, None)])
def test_support_required_is_held_as_no_further_action_inverted(asked: str | None, held: str | None) -> None:
    records = _records(list_4=[{"child_id": "K1", "assessment_start": _START, "support_required": asked}])
    assert _rows(records, "ssd_cin_assessments", "cina_assessment_outcome_nfa") == [(held,)]


def test_a_birth_still_to_come_is_an_expected_one() -> None:
    records = _records(
        list_1=[
            {"child_id": "born", "contact_date": _START, "date_of_birth": AS_AT, "age": 0},
            {"child_id": "due", "contact_date": _START, "date_of_birth": date(2025, 11, 1), "age": -1},
            {"child_id": "undated", "contact_date": _START, "age": -1},
            {"child_id": "wrong", "contact_date": _START, "date_of_birth": date(2020, 1, 1), "age": -1},
        ]
    )
    fields = ("pers_person_id", "pers_dob", "pers_expected_dob", "pers_stated_unborn")
    assert sorted(_rows(records, "ssd_person", *fields), key=str) == [
        ("born", AS_AT, None, None),
        ("due", None, date(2025, 11, 1), "Y"),
        ("undated", None, None, "Y"),
        ("wrong", date(2020, 1, 1), None, None),
    ]


def test_where_lists_differ_about_a_child_children_in_care_speaks() -> None:
    records = _records(
        list_1=[{"child_id": "K1", "contact_date": _START, "gender": "M", "ethnicity": "WBRI"}],
        list_8=[{"child_id": "K1", "care_start": _START, "gender": "F"}],
    )
    assert _rows(records, "ssd_person", "pers_gender", "pers_ethnicity") == [("F", "WBRI")]


def test_a_care_period_keeps_what_list_8_states() -> None:
    care = {
        "child_id": "K1",
        "care_start": date(2024, 1, 1),
        "legal_status_start": date(2024, 6, 1),
        "legal_status": "C2",
    }
    placement = {"placement_start": date(2025, 2, 1), "placement_type": "U6", "placements_12m": 2}
    records = _records(list_8=[care | placement])
    period = "K1|care|2024-01-01"
    assert _rows(
        records,
        "ssd_cla_episodes",
        "clae_cla_id",
        "clae_cla_episode_start_date",
        "clae_stated_placements_12m",
    ) == [(period, date(2025, 2, 1), 2)]
    assert _rows(records, "ssd_cla_placement", "clap_cla_id", "clap_cla_placement_end_date") == [
        (period, None)
    ]
    assert _rows(records, "ssd_legal_status", "lega_legal_status") == [("C2",)]
    assert _rows(records, "ssd_cla_reviews", "clar_cla_id") == []


def test_several_rows_of_one_care_period_are_one_period_the_latest() -> None:  # R10
    care = {"child_id": "K1", "care_start": date(2024, 1, 1)}
    rows = [
        care | {"placement_start": date(2025, 2, 1), "placement_type": "K2"},
        care | {"placement_start": date(2024, 1, 1)},
    ]
    records = _records(list_8=rows)
    assert _rows(records, "ssd_cla_placement", "clap_cla_placement_type") == [("K2",)]


def test_one_allocation_a_child_without_a_start_that_ends_with_the_case() -> None:
    records = _records(
        list_6=[
            {"child_id": "open", "cin_start": _START, "team": "Need"},
            {"child_id": "closed", "cin_start": _START, "cin_closed": date(2025, 9, 9), "team": "Need"},
        ],
        list_8=[{"child_id": "open", "care_start": _START, "team": "Care", "worker": "A. Madeup"}],
    )
    fields = (
        "invo_person_id",
        "invo_professional_team",
        "invo_professional_role_id",
        "invo_involvement_start_date",
        "invo_involvement_end_date",
    )
    assert sorted(_rows(records, "ssd_involvements", *fields)) == [
        ("closed", "Need", "allocated", None, date(2025, 9, 9)),
        ("open", "Care", "allocated", None, None),
    ]
    assert _rows(records, "ssd_department", "dept_team_id", "dept_team_name") == [
        ("Care", "Care"),
        ("Need", "Need"),
    ]


def test_not_asked_about_asylum_is_not_the_same_as_no() -> None:
    records = _records(
        list_9=[{"child_id": "no", "uasc": "N"}, {"child_id": "unasked"}, {"child_id": "yes", "uasc": "Y"}]
    )
    assert from_records(records).frame(9).select("child_id", "uasc").rows() == [
        ("no", "N"),
        ("unasked", None),
        ("yes", "Y"),
    ]


def test_coverage_says_what_annex_a_can_answer() -> None:
    records = to_records(clean_lists(2, 5), as_at=date(2025, 8, 31), authority="Marlford")
    said = {name: (held.history, held.window_start) for name, held in records.coverage.items()}
    assert said["ssd_contacts"] == ("window", date(2025, 2, 28))
    assert said["ssd_permanence"] == ("window", date(2024, 8, 31))
    assert said["ssd_cp_visits"] == ("latest", None)
    assert said["ssd_care_leavers"] == ("current", None)
    assert said["ssd_missing"] == ("absent", None)
    assert set(said) == set(dataset().tables)


def test_a_list_that_was_not_given_makes_its_tables_absent() -> None:
    records = _records(list_1=[{"child_id": "K1", "contact_date": _START}])
    assert records.can_say("ssd_cp_plans").history == "absent"
    assert "ssd_cp_plans" not in records.frames
