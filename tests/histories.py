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
)
KINDS = ("U1", "U3", "U4", "U6", "P1", "P1", "K2", "T0", "T1")
SEEN = st.sampled_from(["Y", "Y", "Y", "N", None])


def days(first: date = FIRST, last: date = AS_AT + timedelta(days=60)) -> st.SearchStrategy[date]:
    """Days of the history, some after the as-at date."""
    return st.dates(min_value=first, max_value=last)


@st.composite
def histories(draw: st.DrawFn, *, children: int = 3) -> Tables:
    """The rows of a few children: each has any of an assessment, an enquiry, a plan and a care period."""
    tables: Tables = {name: [] for name in TABLES}
    for child in [f"child{n}" for n in range(draw(st.integers(1, children)))]:
        _person(draw, tables, child)
        for add in (_assessment, _enquiry, _plan, _care):
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
    born = draw(st.one_of(st.just(date(2015, 5, 5)), days(), st.none()))
    expected = draw(st.one_of(st.none(), st.just(date(2024, 9, 1)))) if born is None else None
    tables["ssd_person"].append({"pers_person_id": child, "pers_dob": born, "pers_expected_dob": expected})


def _assessment(draw: st.DrawFn, tables: Tables, child: str) -> None:
    start = draw(days())
    tables["ssd_cin_episodes"].append(
        {"cine_referral_id": f"{child}r", "cine_person_id": child, "cine_close_date": _ends(draw, start)}
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
    codes = draw(st.sampled_from([[], ["V2"], ["V4"], ["C1"], ["C2"], ["C1", "C2"], ["V4", "C1", "C2"]]))
    start = entered
    for n, code in enumerate(codes):
        last = n + 1 == len(codes)
        end = None if last else start + timedelta(days=draw(st.integers(1, 300)))
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
    if draw(st.booleans()):
        begins = draw(days(entered - timedelta(days=30)))
        tables["ssd_cla_care_plan"].append(
            {
                "lacp_table_id": f"{child}k",
                "lacp_person_id": child,
                "lacp_permanence_plan": draw(st.sampled_from("af")),
                "lacp_cla_care_plan_start_date": begins,
                "lacp_cla_care_plan_end_date": _ends(draw, begins, longest=400),
            }
        )
