"""Made-up full histories of a few children, drawn by hypothesis."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl
from hypothesis import strategies as st

from goldenthread.records.coverage import Coverage
from goldenthread.records.tables import Records, schema
from goldenthread.standards.safeguarding_dataset import dataset

FIRST, AS_AT = date(2020, 1, 1), date(2024, 6, 28)

Tables = dict[str, list[dict[str, Any]]]
TABLES = (
    "ssd_person",
    "ssd_cin_episodes",
    "ssd_cin_assessments",
    "ssd_s47_enquiry",
    "ssd_initial_cp_conference",
    "ssd_cp_plans",
    "ssd_cp_reviews",
    "ssd_cp_visits",
    "ssd_cla_episodes",
    "ssd_cla_placement",
    "ssd_legal_status",
    "ssd_cla_care_plan",
    "ssd_cla_reviews",
    "ssd_cla_visits",
    "ssd_cla_health",
    "ssd_cin_plans",
    "ssd_cin_visits",
    "ssd_missing",
    "ssd_care_leavers",
    "ssd_permanence",
    "adopters",
    "ssd_sdq_scores",
    "ssd_involvements",
    "practice_core_groups",
    "practice_review_participation",
    "practice_management_oversight",
    "practice_supervision",
    "practice_complaints",
)
KINDS = ("U1", "U3", "U4", "U6", "P1", "P1", "K2", "T0", "T1")
SEEN = st.sampled_from(["Y", "Y", "Y", "N", None])


def days(first: date = FIRST, last: date = AS_AT + timedelta(days=60)) -> st.SearchStrategy[date]:
    """Days of the history, some after the as-at date."""
    return st.dates(min_value=first, max_value=last)


@st.composite
def histories(draw: st.DrawFn, *, children: int = 3) -> Tables:
    """The rows of a few children: each has any of what may befall a child."""
    tables: Tables = {name: [] for name in TABLES}
    for child in [f"child{n}" for n in range(draw(st.integers(1, children)))]:
        _person(draw, tables, child)
        for add in (_assessment, _enquiry, _plan, _care, _need, _missing, _leaver, _adoption, _adopters):
            if draw(st.booleans()):
                add(draw, tables, child)
        for add in (_looked_over, _supervised, _complaint):
            if draw(st.booleans()):
                add(draw, tables, child)
    return tables


def as_records(tables: Tables, *, as_at: date = AS_AT) -> Records:
    """The rows as complete records."""
    frames = {
        name: pl.DataFrame(
            {field: [row.get(field) for row in rows] for field in schema(name)}, schema=schema(name)
        ).lazy()
        for name, rows in tables.items()
    }
    coverage = {
        name: Coverage(table=name, history="complete", window_start=date(2000, 1, 1), window_end=as_at)
        for name in dataset().tables
    }
    return Records(as_at=as_at, authority="Marlford", frames=frames, coverage=coverage)


def _ends(draw: st.DrawFn, start: date, *, longest: int = 900) -> date | None:
    gap = draw(st.one_of(st.none(), st.integers(0, longest)))
    return None if gap is None else start + timedelta(days=gap)


def _dates_from(draw: st.DrawFn, start: date, *, gap: int, most: int) -> list[date]:
    gaps = draw(st.lists(st.integers(0, gap), max_size=most))
    return [start + timedelta(days=sum(gaps[: i + 1])) for i in range(len(gaps))]


def _person(draw: st.DrawFn, tables: Tables, child: str) -> None:
    born = draw(
        st.one_of(st.just(date(2015, 5, 5)), st.dates(date(2002, 1, 1), date(2008, 2, 29)), days(), st.none())
    )
    expected = draw(st.one_of(st.none(), st.just(date(2024, 9, 1)))) if born is None else None
    tables["ssd_person"].append({"pers_person_id": child, "pers_dob": born, "pers_expected_dob": expected})


def _assessment(draw: st.DrawFn, tables: Tables, child: str) -> None:
    start = draw(days())
    tables["ssd_cin_episodes"].append(
        {
            "cine_referral_id": f"{child}r",
            "cine_person_id": child,
            "cine_referral_date": start,
            "cine_referral_nfa": draw(st.sampled_from(["N", "N", "Y", None])),
            "cine_close_date": _ends(draw, start),
        }
    )
    authorised = draw(st.one_of(st.none(), st.integers(-5, 120)))
    tables["ssd_cin_assessments"].append(
        {
            "cina_assessment_id": f"{child}a",
            "cina_person_id": child,
            "cina_referral_id": f"{child}r",
            "cina_assessment_start_date": start,
            "cina_assessment_auth_date": None if authorised is None else start + timedelta(days=authorised),
        }
    )


def _enquiry(draw: st.DrawFn, tables: Tables, child: str) -> None:
    start = draw(days())
    tables["ssd_s47_enquiry"].append(
        {
            "s47e_s47_enquiry_id": f"{child}s",
            "s47e_person_id": child,
            "s47e_referral_id": f"{child}r",
            "s47e_s47_start_date": start,
            "s47e_s47_end_date": _ends(draw, start, longest=60),
            "s47e_s47_nfa": draw(st.sampled_from(["Y", "N", "N", None])),
        }
    )
    for n, gap in enumerate(draw(st.lists(st.integers(-4, 40), max_size=2))):
        tables["ssd_initial_cp_conference"].append(
            {
                "icpc_icpc_id": f"{child}c{n}",
                "icpc_s47_enquiry_id": f"{child}s",
                "icpc_person_id": child,
                "icpc_icpc_date": start + timedelta(days=gap),
            }
        )


def _plan(draw: st.DrawFn, tables: Tables, child: str) -> None:
    start = draw(days())
    plan = {"cppl_cp_plan_id": f"{child}p", "cppl_person_id": child, "cppl_cp_plan_start_date": start}
    tables["ssd_cp_plans"].append({**plan, "cppl_cp_plan_end_date": _ends(draw, start)})
    for n, day in enumerate(_dates_from(draw, start, gap=250, most=4)):
        tables["ssd_cp_reviews"].append(
            {
                "cppr_cp_review_id": f"{child}pr{n}",
                "cppr_person_id": child,
                "cppr_cp_plan_id": f"{child}p",
                "cppr_cp_review_date": day,
            }
        )
    for n, day in enumerate(_dates_from(draw, start, gap=60, most=4)):
        tables["practice_core_groups"].append(
            {
                "core_table_id": f"{child}o{n}",
                "core_person_id": child,
                "core_date": day,
                "core_held": draw(SEEN),
            }
        )
    for n, day in enumerate(_dates_from(draw, start, gap=30, most=8)):
        tables["ssd_cp_visits"].append(
            {
                "cppv_cp_visit_id": f"{child}pv{n}",
                "cppv_person_id": child,
                "cppv_cp_plan_id": f"{child}p",
                "cppv_cp_visit_date": day,
                "cppv_cp_visit_seen": draw(SEEN),
            }
        )


def _care(draw: st.DrawFn, tables: Tables, child: str) -> None:
    entered, cla = draw(days()), f"{child}l"
    left = _ends(draw, entered)
    tables["ssd_cla_episodes"].append(
        {
            "clae_cla_episode_id": f"{child}e",
            "clae_person_id": child,
            "clae_cla_id": cla,
            "clae_entered_care_date": entered,
            "clae_cla_episode_start_date": entered,
            "clae_cla_episode_ceased_date": left,
            "clae_cla_episode_ceased_reason": draw(st.sampled_from(["X1", "E4A", "E4A", None])),
            "clae_cla_last_iro_contact_date": draw(st.one_of(st.none(), days())),
        }
    )
    _health(draw, tables, child, entered)
    for n, day in enumerate(_dates_from(draw, entered, gap=400, most=3)):
        reason = draw(st.sampled_from([None, None, None, "SDQ2"]))
        tables["ssd_sdq_scores"].append(
            {
                "csdq_table_id": f"{child}d{n}",
                "csdq_person_id": child,
                "csdq_sdq_completed_date": day,
                "csdq_sdq_reason": reason,
                "csdq_sdq_score": None if reason else 14,
            }
        )
    _placements(draw, tables, child, entered)
    _statuses(draw, tables, child, entered)
    for n, day in enumerate(_dates_from(draw, entered, gap=200, most=4)):
        tables["ssd_cla_reviews"].append(
            {
                "clar_cla_review_id": f"{child}cr{n}",
                "clar_cla_id": cla,
                "clar_cla_review_date": day,
                "clar_cla_review_cancelled": draw(st.sampled_from(["N", "N", "Y", None])),
            }
        )
    for n, day in enumerate(_dates_from(draw, entered, gap=150, most=10)):
        tables["ssd_cla_visits"].append(
            {
                "clav_cla_visit_id": f"{child}cv{n}",
                "clav_cla_id": cla,
                "clav_person_id": child,
                "clav_cla_visit_date": day,
                "clav_cla_visit_seen": draw(SEEN),
            }
        )


def _placements(draw: st.DrawFn, tables: Tables, child: str, entered: date) -> None:
    starts = [entered, *_dates_from(draw, entered + timedelta(days=1), gap=200, most=3)]
    for n, start in enumerate(starts):
        after = starts[n + 1] if n + 1 < len(starts) else _ends(draw, start)
        tables["ssd_cla_placement"].append(
            {
                "clap_cla_placement_id": f"{child}q{n}",
                "clap_person_id": child,
                "clap_cla_id": f"{child}l",
                "clap_cla_placement_start_date": start,
                "clap_cla_placement_end_date": after,
                "clap_cla_placement_type": draw(st.sampled_from(KINDS)),
                "clap_cla_placement_postcode": draw(st.sampled_from(["ZZ1 1ZZ", "ZZ2 2ZZ", None])),
            }
        )


def _statuses(draw: st.DrawFn, tables: Tables, child: str, entered: date) -> None:
    codes = draw(
        st.sampled_from(
            [[], ["V2"], ["V4"], ["C1"], ["C2"], ["C1", "C2"], ["V4", "C1", "C2"], ["L1", "L2", "C1"]]
        )
    )
    start = entered
    for n, code in enumerate(codes):
        last = n + 1 == len(codes)
        longest = 20 if code in ("L1", "L2") else 300
        end = None if last else start + timedelta(days=draw(st.integers(1, longest)))
        tables["ssd_legal_status"].append(
            {
                "lega_legal_status_id": f"{child}g{n}",
                "lega_person_id": child,
                "lega_legal_status": code,
                "lega_legal_status_start_date": start,
                "lega_legal_status_end_date": end,
            }
        )
        start = end or start
    plans = draw(st.permutations("abf"))
    for n, begins in enumerate(sorted(draw(st.lists(days(entered - timedelta(days=30)), max_size=2)))):
        tables["ssd_cla_care_plan"].append(
            {
                "lacp_table_id": f"{child}k{n}",
                "lacp_person_id": child,
                "lacp_permanence_plan": plans[n],
                "lacp_cla_care_plan_start_date": draw(st.sampled_from([begins, begins, begins, None])),
                "lacp_cla_care_plan_end_date": _ends(draw, begins, longest=400),
            }
        )


def _health(draw: st.DrawFn, tables: Tables, child: str, entered: date) -> None:
    before = entered - timedelta(days=100)
    for n, day in enumerate(_dates_from(draw, before, gap=300, most=6)):
        tables["ssd_cla_health"].append(
            {
                "clah_health_check_id": f"{child}h{n}",
                "clah_person_id": child,
                "clah_health_check_type": draw(st.sampled_from(["health_assessment", "dental_check"])),
                "clah_health_check_date": day,
                "clah_health_check_status": draw(st.sampled_from(["done", "done", None, "refused"])),
            }
        )


def _need(draw: st.DrawFn, tables: Tables, child: str) -> None:
    start = draw(days())
    tables["ssd_cin_plans"].append(
        {
            "cinp_cin_plan_id": f"{child}n",
            "cinp_person_id": child,
            "cinp_referral_id": f"{child}r",
            "cinp_cin_plan_start_date": start,
            "cinp_cin_plan_end_date": _ends(draw, start),
        }
    )
    for n, day in enumerate(_dates_from(draw, start, gap=45, most=6)):
        tables["ssd_cin_visits"].append(
            {
                "cinv_cin_visit_id": f"{child}nv{n}",
                "cinv_person_id": child,
                "cinv_cin_visit_date": day,
                "cinv_cin_visit_seen": draw(SEEN),
            }
        )


def _looked_over(draw: st.DrawFn, tables: Tables, child: str) -> None:
    start = draw(days())
    for n, day in enumerate(_dates_from(draw, start, gap=80, most=5)):
        asked = draw(st.one_of(st.none(), st.integers(0, 30)))
        tables["practice_management_oversight"].append(
            {
                "over_table_id": f"{child}w{n}",
                "over_person_id": child,
                "over_date": day,
                "over_kind": draw(st.sampled_from(["decision", "review", "audit", "audit", None])),
                "over_action_due_date": None if asked is None else day + timedelta(days=asked),
                "over_action_done_date": draw(
                    st.one_of(
                        st.none(), st.integers(-2, 30).map(lambda gap, day=day: day + timedelta(days=gap))
                    )
                ),
            }
        )
    for n, day in enumerate(_dates_from(draw, start, gap=120, most=3)):
        tables["practice_review_participation"].append(
            {
                "part_table_id": f"{child}t{n}",
                "part_person_id": child,
                "part_review_date": day,
                "part_review_kind": draw(st.sampled_from(["in_need", "in_need", "care", None])),
            }
        )


def _supervised(draw: st.DrawFn, tables: Tables, child: str) -> None:
    worker, start = draw(st.sampled_from(["Ben", "Cay"])), draw(days())
    tables["ssd_involvements"].append(
        {
            "invo_involvements_id": f"{child}i",
            "invo_person_id": child,
            "invo_professional_role_id": "allocated",
            "invo_professional_id": worker,
            "invo_involvement_start_date": start,
            "invo_involvement_end_date": draw(st.sampled_from([None, None, AS_AT - timedelta(days=10)])),
        }
    )
    for n, day in enumerate(_dates_from(draw, start, gap=50, most=5)):
        tables["practice_supervision"].append(
            {
                "supr_table_id": f"{child}u{n}",
                "supr_worker_id": worker,
                "supr_date": day,
                "supr_kind": draw(st.sampled_from(["worker", "case", "group", None])),
                "supr_person_id": draw(st.sampled_from([child, child, None])),
            }
        )


def _complaint(draw: st.DrawFn, tables: Tables, child: str) -> None:
    for n, day in enumerate(_dates_from(draw, draw(days()), gap=90, most=3)):
        stated, answered = (
            None if gap is None else day + timedelta(days=gap)
            for gap in (draw(st.one_of(st.none(), st.integers(-2, 120))) for _ in range(2))
        )
        tables["practice_complaints"].append(
            {
                "comp_table_id": f"{child}x{n}",
                "comp_person_id": draw(st.sampled_from([child, None])),
                "comp_received_date": day,
                "comp_stage": draw(st.sampled_from([1, 2, 3, None])),
                "comp_response_due_date": stated,
                "comp_responded_date": answered,
                "comp_outcome": draw(st.sampled_from(["upheld", "withdrawn", None])),
            }
        )


def _missing(draw: st.DrawFn, tables: Tables, child: str) -> None:
    for n, went in enumerate(_dates_from(draw, draw(days()), gap=40, most=3)):
        tables["ssd_missing"].append(
            {
                "miss_table_id": f"{child}m{n}",
                "miss_person_id": child,
                "miss_missing_episode_type": draw(st.sampled_from(["missing", "missing", "absent", None])),
                "miss_missing_episode_start_date": went,
                "miss_missing_episode_end_date": _ends(draw, went, longest=10),
                "miss_missing_rhi_offered": draw(st.sampled_from(["Y", "N", None])),
                "miss_missing_rhi_accepted": draw(st.sampled_from(["Y", "N", None])),
            }
        )


def _leaver(draw: st.DrawFn, tables: Tables, child: str) -> None:
    recently = st.one_of(st.none(), days(AS_AT - timedelta(days=400)))
    tables["ssd_care_leavers"].append(
        {
            "clea_table_id": f"{child}z",
            "clea_person_id": child,
            "clea_care_leaver_eligibility": draw(st.sampled_from(["E", "R", "FR", "FR", "Q"])),
            "clea_care_leaver_in_touch": draw(st.sampled_from(["YES", "YES", "NO", "REFU", "DIED", None])),
            "clea_care_leaver_latest_contact": draw(recently),
            "clea_pathway_plan_review_date": draw(recently),
        }
    )


def _adoption(draw: st.DrawFn, tables: Tables, child: str) -> None:
    entered = [
        row["clae_entered_care_date"] for row in tables["ssd_cla_episodes"] if row["clae_person_id"] == child
    ]
    decided = (
        draw(days(date(2021, 1, 1)))
        if not entered
        else entered[0] + timedelta(days=draw(st.integers(0, 250)))
    )
    placed = draw(st.one_of(st.none(), st.integers(0, 300)))
    later = st.one_of(st.none(), st.integers(-20, 500))
    steps = {
        "perm_stated_entered_care_date": -draw(st.integers(30, 400)),
        "perm_adm_decision_date": 0,
        "perm_placement_order_date": draw(later),
        "perm_matched_date": draw(later),
        "perm_placed_for_adoption_date": placed,
        "perm_placed_ffa_cp_date": draw(later),
        "perm_decision_reversed_date": draw(later),
        "perm_permanence_order_date": draw(st.sampled_from([None, placed and placed + 200])),
    }  # fmt: skip
    dated = {name: None if gap is None else decided + timedelta(days=gap) for name, gap in steps.items()}
    if draw(st.booleans()):
        dated["perm_stated_entered_care_date"] = None
    tables["ssd_permanence"].append(
        {"perm_table_id": f"{child}a", "perm_person_id": child, "perm_cla_id": f"{child}l", **dated}
    )


def _adopters(draw: st.DrawFn, tables: Tables, child: str) -> None:
    start = draw(days())
    for n in range(draw(st.integers(1, 2))):
        gaps = [draw(st.one_of(st.none(), st.integers(-2, 200))) for _ in range(5)]
        names = ("stage_1_end", "stage_2_start", "stage_2_end", "approval", "left")
        tables["adopters"].append(
            {
                "adop_table_id": f"{child}f{n}",
                "adop_family_id": f"{child}f",
                "adop_stage_1_start_date": start + timedelta(days=n),
            }
            | {
                f"adop_{name}_date": None if gap is None else start + timedelta(days=gap)
                for name, gap in zip(names, gaps, strict=True)
            }
        )
