"""A made-up authority holds together: keys, dates, spells, and nothing from the future."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, timedelta
from functools import cache

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from goldenthread.records.checks.cells import PLANNED
from goldenthread.records.tables import Records, schema
from goldenthread.standards import annex_a
from goldenthread.standards.safeguarding_dataset import dataset
from goldenthread.synthetic.authority import MADE, synthesise

END = date(2026, 3, 31)
WINDOW_START = date(2024, 3, 31)
RARE = {"ssd_cla_convictions"}  # two in a hundred children in care old enough


@cache
def made_up(children: int = 500, seed: int = 7) -> Records:
    return synthesise(children=children, months=24, end=END, seed=seed)


def table(name: str, records: Records | None = None) -> pl.DataFrame:
    return (records or made_up()).table(name).collect()


def date_fields(name: str) -> list[str]:
    return [field.name for field in dataset().tables[name].fields if field.type == "date"]


@pytest.mark.parametrize("name", dataset().tables)
def test_each_table_has_exactly_the_models_fields(name: str) -> None:
    assert dict(table(name).schema) == schema(name)


@pytest.mark.parametrize("name", sorted(MADE - RARE))
def test_no_table_is_empty_at_300_children(name: str) -> None:
    assert table(name, made_up(300)).height > 0


@pytest.mark.parametrize("name", dataset().tables)
def test_rows_stand_in_the_order_of_their_keys_and_no_key_comes_twice(name: str) -> None:
    keys = table(name)[dataset().tables[name].key]
    assert keys.null_count() == 0
    assert keys.to_list() == sorted(set(keys.to_list()))


@pytest.mark.parametrize("name", dataset().tables)
def test_nothing_is_dated_after_the_end(name: str) -> None:
    frame = table(name)
    late = [field for field in date_fields(name) if (frame[field] > END).any()]
    assert set(late) <= PLANNED


@pytest.mark.parametrize("name", dataset().tables)
def test_codes_and_flags_are_of_their_code_sets(name: str) -> None:
    frame = table(name)
    wrong = {
        field.name: sorted(found - allowed)
        for field in dataset().tables[name].fields
        if (allowed := codes_of(field.type, field.codes))
        and (found := set(frame[field.name].drop_nulls().to_list())) - allowed
    }
    assert wrong == {}


def codes_of(kind: str, codes: str | None) -> set[str]:
    if kind == "flag":
        return {"Y", "N", "U"}
    if codes is None:
        return set()
    held = dataset().code_sets.get(codes)
    return set(held) if held else set(annex_a.standard().code_sets[codes].printed)


REFERENCES = [
    (name, field.name, field.references)
    for name, held in dataset().tables.items()
    for field in held.fields
    if field.references
]


@pytest.mark.parametrize(("name", "column", "target"), REFERENCES)
def test_every_reference_resolves(name: str, column: str, target: str) -> None:
    other, key = target.split(".")
    found = table(name)[column].drop_nulls()
    assert set(found) <= set(table(other)[key].drop_nulls())


def test_there_are_as_many_children_as_asked_for_with_made_up_ids() -> None:
    people = table("ssd_person")
    assert people.height == 500
    assert people["pers_person_id"].str.contains(r"^W\d{6}$").all()


def test_postcodes_lie_in_areas_that_do_not_exist() -> None:
    assert table("ssd_cla_placement")["clap_cla_placement_postcode"].drop_nulls().str.contains("^Z[YZ]").all()


ORDERS = """
ssd_cin_episodes cine_referral_date cine_close_date
ssd_cin_assessments cina_assessment_start_date cina_assessment_auth_date
ssd_cin_plans cinp_cin_plan_start_date cinp_cin_plan_end_date
ssd_s47_enquiry s47e_s47_start_date s47e_s47_end_date
ssd_cp_plans cppl_cp_plan_start_date cppl_cp_plan_end_date
ssd_cla_episodes clae_entered_care_date clae_cla_episode_start_date
ssd_cla_episodes clae_cla_episode_start_date clae_cla_episode_ceased_date
ssd_cla_episodes clae_entered_care_date clae_cla_last_iro_contact_date
ssd_cla_placement clap_cla_placement_start_date clap_cla_placement_end_date
ssd_legal_status lega_legal_status_start_date lega_legal_status_end_date
ssd_cla_care_plan lacp_cla_care_plan_start_date lacp_cla_care_plan_end_date
ssd_missing miss_missing_episode_start_date miss_missing_episode_end_date
ssd_early_help_episodes earl_episode_start_date earl_episode_end_date
ssd_involvements invo_involvement_start_date invo_involvement_end_date
ssd_permanence perm_stated_entered_care_date perm_adm_decision_date
ssd_permanence perm_adm_decision_date perm_placement_order_date
ssd_permanence perm_placement_order_date perm_matched_date
ssd_permanence perm_matched_date perm_placed_for_adoption_date
ssd_permanence perm_placed_for_adoption_date perm_permanence_order_date
ssd_permanence perm_adm_decision_date perm_decision_reversed_date
adopters adop_enquiry_date adop_stage_1_start_date
adopters adop_stage_1_start_date adop_stage_1_end_date
adopters adop_stage_1_end_date adop_stage_2_start_date
adopters adop_stage_2_start_date adop_stage_2_end_date
adopters adop_application_date adop_approval_date
adopters adop_approval_date adop_matched_date
adopters adop_matched_date adop_placed_date
adopters adop_placed_date adop_order_date
adopters adop_enquiry_date adop_left_date
"""


@pytest.mark.parametrize("order", ORDERS.strip().splitlines())
def test_the_earlier_date_comes_first(order: str) -> None:
    name, earlier, later = order.split()
    assert table(name).filter(pl.col(earlier) > pl.col(later)).height == 0


REFERRAL = "ssd_cin_episodes cine_referral_id cine_referral_date cine_close_date"
PLAN = "ssd_cp_plans cppl_cp_plan_id cppl_cp_plan_start_date cppl_cp_plan_end_date"
INSIDE = f"""
ssd_cin_assessments cina_referral_id cina_assessment_start_date {REFERRAL}
ssd_cin_plans cinp_referral_id cinp_cin_plan_start_date {REFERRAL}
ssd_s47_enquiry s47e_referral_id s47e_s47_start_date {REFERRAL}
ssd_s47_enquiry s47e_referral_id s47e_s47_end_date {REFERRAL}
ssd_initial_cp_conference icpc_referral_id icpc_icpc_date {REFERRAL}
ssd_cp_plans cppl_referral_id cppl_cp_plan_start_date {REFERRAL}
ssd_cp_visits cppv_cp_plan_id cppv_cp_visit_date {PLAN}
ssd_cp_reviews cppr_cp_plan_id cppr_cp_review_date {PLAN}
"""


@pytest.mark.parametrize("inside", INSIDE.strip().splitlines())
def test_events_lie_inside_their_spells(inside: str) -> None:
    name, link, day, spells, key, start, end = inside.split()
    joined = table(name).join(table(spells), left_on=link, right_on=key, how="inner")
    outside = joined.filter((pl.col(day) < pl.col(start)) | (pl.col(day) > pl.col(end).fill_null(END)))
    assert joined.height > 0
    assert outside.height == 0


CARE_EVENTS = [
    ("ssd_cla_reviews", "clar_cla_id", "clar_cla_review_date"),
    ("ssd_cla_visits", "clav_cla_id", "clav_cla_visit_date"),
    ("ssd_cla_placement", "clap_cla_id", "clap_cla_placement_start_date"),
]


@pytest.mark.parametrize(("name", "link", "day"), CARE_EVENTS)
def test_care_events_lie_inside_their_care_period(name: str, link: str, day: str) -> None:
    joined = table(name).join(care_periods(), left_on=link, right_on="clae_cla_id", how="inner")
    assert joined.height == table(name).height > 0
    assert joined.filter((pl.col(day) < pl.col("entered")) | (pl.col(day) > pl.col("left"))).height == 0


def care_periods() -> pl.DataFrame:
    return (
        table("ssd_cla_episodes")
        .group_by("clae_person_id", "clae_cla_id")
        .agg(
            entered=pl.col("clae_entered_care_date").min(),
            left=pl.col("clae_cla_episode_ceased_date").fill_null(END + timedelta(days=1)).max(),
        )
    )


SPELLS = {
    "referrals": ("ssd_cin_episodes", "cine_person_id", "cine_referral_date", "cine_close_date"),
    "child in need plans": (
        "ssd_cin_plans",
        "cinp_person_id",
        "cinp_cin_plan_start_date",
        "cinp_cin_plan_end_date",
    ),
    "protection plans": (
        "ssd_cp_plans",
        "cppl_person_id",
        "cppl_cp_plan_start_date",
        "cppl_cp_plan_end_date",
    ),
    "placements": (
        "ssd_cla_placement",
        "clap_person_id",
        "clap_cla_placement_start_date",
        "clap_cla_placement_end_date",
    ),
    "episodes of care": (
        "ssd_cla_episodes",
        "clae_person_id",
        "clae_cla_episode_start_date",
        "clae_cla_episode_ceased_date",
    ),
    "legal statuses": (
        "ssd_legal_status",
        "lega_person_id",
        "lega_legal_status_start_date",
        "lega_legal_status_end_date",
    ),
    "care plans": (
        "ssd_cla_care_plan",
        "lacp_person_id",
        "lacp_cla_care_plan_start_date",
        "lacp_cla_care_plan_end_date",
    ),
    "allocations": (
        "ssd_involvements",
        "invo_person_id",
        "invo_involvement_start_date",
        "invo_involvement_end_date",
    ),
}


@pytest.mark.parametrize("what", SPELLS)
def test_a_child_has_no_two_at_once(what: str) -> None:
    name, person, start, end = SPELLS[what]
    ordered = table(name).sort(person, start).with_columns(next_start=pl.col(start).shift(-1).over(person))
    overlapping = ordered.filter(pl.col(end).fill_null(date.max) > pl.col("next_start"))
    assert ordered["next_start"].count() > 0
    assert overlapping.height == 0


def test_a_care_period_ends_with_a_real_reason_and_gives_way_inside_it_with_x1() -> None:
    ended = table("ssd_cla_episodes").filter(pl.col("clae_cla_episode_ceased_date").is_not_null())
    ended = ended.with_columns(
        last=pl.col("clae_cla_episode_start_date")
        == pl.col("clae_cla_episode_start_date").max().over("clae_cla_id"),
        open=pl.col("clae_cla_id").is_in(open_periods()),
    )
    gives_way = pl.col("clae_cla_episode_ceased_reason") == "X1"
    assert ended.filter(gives_way != (~pl.col("last") | pl.col("open"))).height == 0


def open_periods() -> list[str]:
    episodes = table("ssd_cla_episodes")
    return episodes.filter(pl.col("clae_cla_episode_ceased_date").is_null())["clae_cla_id"].to_list()


def test_a_care_period_has_one_open_episode_and_one_open_placement() -> None:
    placements = table("ssd_cla_placement").filter(pl.col("clap_cla_placement_end_date").is_null())
    assert len(open_periods()) == len(set(open_periods())) > 0
    assert sorted(placements["clap_cla_id"]) == sorted(open_periods())


def test_nobody_is_in_care_or_on_a_plan_past_the_eighteenth_birthday() -> None:
    born = table("ssd_person").select("pers_person_id", adult=pl.col("pers_dob").dt.offset_by("18y"))
    for name, person, _, end in (SPELLS["episodes of care"], SPELLS["protection plans"]):
        joined = table(name).join(born, left_on=person, right_on="pers_person_id")
        assert joined.filter(pl.col(end).fill_null(END) > pl.col("adult")).height == 0


def test_every_child_has_a_record_in_the_window_or_open_in_it() -> None:
    seen: set[str] = set()
    for name, held in dataset().tables.items():
        person = next((field.name for field in held.fields if field.name.endswith("_person_id")), None)
        days = [field for field in date_fields(name) if not field.startswith("pers_")]
        if person is None or not days:
            continue
        frame = table(name)
        known = frame.filter(pl.any_horizontal([pl.col(day) >= WINDOW_START for day in days]))
        open_ = frame.filter(pl.col(days[-1]).is_null())
        seen |= set(known[person]) | set(open_[person])
    assert seen >= set(table("ssd_person")["pers_person_id"])


def test_the_unborn_have_an_expected_date_and_no_birthday() -> None:
    people = table("ssd_person", made_up(1500))
    unborn = people.filter(pl.col("pers_dob").is_null())
    assert unborn.height > 0
    assert unborn["pers_expected_dob"].null_count() == 0


def test_a_few_open_cases_have_a_team_and_no_worker() -> None:
    held = table("ssd_involvements", made_up(1500)).filter(pl.col("invo_involvement_end_date").is_null())
    unallocated = held["invo_professional_id"].null_count()
    assert 0 < unallocated < held.height * 0.05
    assert held["invo_professional_team"].null_count() == 0


def test_every_table_is_complete_from_the_start_of_the_window() -> None:
    for name in MADE:
        assert made_up().can_say(name).covers(start=WINDOW_START, end=END)


def test_of_the_tables_that_are_not_made_up_nothing_is_said() -> None:
    others = set(dataset().tables) - MADE
    assert {made_up().can_say(name).history for name in others} == {"absent"}


def test_another_seed_makes_other_children() -> None:
    assert not table("ssd_contacts").equals(table("ssd_contacts", made_up(500, 8)))


def test_more_children_leave_who_the_first_ones_are_as_they_were() -> None:
    few, many = table("ssd_person", made_up(500)), table("ssd_person", made_up(600))
    assert_frame_equal(few, many.head(500))


def test_progress_is_told_how_many_are_done() -> None:
    told: list[int] = []
    synthesise(children=1200, months=1, end=END, seed=1, progress=told.append)
    assert told == [1000, 1200]


@pytest.mark.parametrize(("children", "months"), [(0, 24), (10, 0)])
def test_nothing_is_made_of_no_children_or_no_months(children: int, months: int) -> None:
    with pytest.raises(ValueError, match="at least one"):
        synthesise(children=children, months=months, end=END, seed=1)


@pytest.mark.parametrize("children", [1, 2, 7])
def test_a_very_small_authority_is_still_whole(children: int) -> None:
    records = synthesise(children=children, months=1, end=date(2024, 2, 29), seed=3)
    assert table("ssd_person", records).height == children


def test_the_same_arguments_give_the_same_records_whatever_the_hash_seed() -> None:
    assert digest("1") == digest("2")


def digest(hash_seed: str) -> str:
    program = (
        "import hashlib, datetime\n"
        "from goldenthread.synthetic.authority import synthesise\n"
        "r = synthesise(children=60, months=12, end=datetime.date(2026, 3, 31), seed=5)\n"
        "text = ''.join(r.table(name).collect().write_csv() for name in r.frames)\n"
        "print(hashlib.sha256(text.encode()).hexdigest())"
    )
    environment = os.environ | {"PYTHONHASHSEED": hash_seed}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=True)
    return done.stdout.decode().strip()
