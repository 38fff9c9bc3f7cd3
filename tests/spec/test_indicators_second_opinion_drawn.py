# ruff: noqa: E501  rows are as wide as their names
"""The newer shapes of indicator counted again in plain Python, on histories drawn to lie on their boundaries.

Days are drawn about the date itself, month ends, and whole months and years before it, on a leap day, where
an error of one day shows. What is plain here is slow and looks at one child at a time.
"""

from calendar import monthrange
from collections import Counter
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldenthread.clocks.rows import ROW_SCHEMA
from goldenthread.indicators import compute
from goldenthread.records.coverage import Coverage
from goldenthread.records.tables import Records, schema
from goldenthread.standards.calendar import is_working_day
from goldenthread.standards.safeguarding_dataset import dataset

DAY = date(2024, 2, 29)  # the records' date, and the last of its month
NO_CLOCKS = pl.DataFrame(schema=ROW_SCHEMA)


def months_on(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def working_days(start, end):
    step = 1 if end >= start else -1
    days = range(1, abs((end - start).days) + 1) if step > 0 else range((start - end).days)
    return step * sum(is_working_day(start + timedelta(days=step * n)) for n in days)


NAMES = [f"child{number}" for number in range(8)]
EDGES = [months_on(DAY, -n) + timedelta(days=d) for n in (0, 1, 2, 3, 6, 12, 13, 24, 30) for d in (-1, 0, 1)]
EDGES += [
    DAY - timedelta(days=n) for n in (10, 28, 29, 41, 42, 43, 372, 380)
]  # 20 and 30 working days; a year ago


def any_day(rng):
    """A day on an edge, or any of three years and a little after the date."""
    if rng.random() < 0.6:
        return rng.choice(EDGES)
    return date(2021, 6, 1) + timedelta(days=rng.randrange(1030))


def no_day_or(rng):
    return None if rng.random() < 0.5 else any_day(rng)


def spell(rng):
    """A start, and an end that is not before it, if there is one."""
    start, end = any_day(rng), no_day_or(rng)
    return start, end if end is None or end >= start else None


def rows_of(table, *rows):
    key = dataset().tables[table].key
    kept = [{key: f"{table}{number}", **row} for number, row in enumerate(rows)]
    return pl.DataFrame(
        {name: [row.get(name) for row in kept] for name in schema(table)}, schema=dict(schema(table))
    )


def drawn(rng):
    """A few children's rows in the tables the indicators below read."""
    child, yes_no = lambda: rng.choice(NAMES), lambda: rng.choice(["Y", "N", None])
    a_status, a_kind = lambda: rng.choice(["C2", "V2", "V4"]), lambda: rng.choice(["missing", "absent", "M"])

    def some(make, most):
        return [make() for _ in range(rng.randrange(most))]

    return {
        "ssd_contacts": some(lambda: {"cont_person_id": child(), "cont_contact_date": any_day(rng)}, 30),
        "ssd_s47_enquiry": some(lambda: {"s47e_person_id": child(), "s47e_s47_start_date": any_day(rng)}, 20),
        "ssd_early_help_episodes": some(lambda: dated(rng, "earl_person_id", "earl_episode_start_date", "earl_episode_end_date"), 20),
        "ssd_cin_plans": some(lambda: dated(rng, "cinp_person_id", "cinp_cin_plan_start_date", "cinp_cin_plan_end_date"), 20),
        "ssd_cp_plans": some(lambda: dated(rng, "cppl_person_id", "cppl_cp_plan_start_date", "cppl_cp_plan_end_date"), 20),
        "ssd_cin_visits": some(lambda: {"cinv_person_id": child(), "cinv_cin_visit_date": any_day(rng), "cinv_cin_visit_seen": yes_no()}, 20),
        "ssd_cla_visits": some(lambda: {"clav_person_id": child(), "clav_cla_visit_date": any_day(rng), "clav_cla_visit_seen": yes_no(), "clav_cla_visit_seen_alone": yes_no()}, 20),
        "ssd_missing": some(lambda: {"miss_person_id": child(), "miss_missing_episode_start_date": any_day(rng), "miss_missing_episode_type": a_kind()}, 20),
        "ssd_involvements": some(lambda: {**dated(rng, "invo_person_id", "invo_involvement_start_date", "invo_involvement_end_date"), "invo_professional_id": rng.choice(["w1", "w2", "w3", "w4"]), "invo_professional_role_id": "allocated"}, 40),
        "ssd_legal_status": some(lambda: {**dated(rng, "lega_person_id", "lega_legal_status_start_date", "lega_legal_status_end_date"), "lega_legal_status": a_status()}, 10),
        "ssd_cla_health": some(lambda: {"clah_person_id": child(), "clah_health_check_date": any_day(rng), "clah_health_check_type": "health_assessment"}, 20),
        "adopters": some(lambda: {"adop_family_id": child(), "adop_approval_date": no_day_or(rng), "adop_matched_date": no_day_or(rng), "adop_left_date": no_day_or(rng)}, 6),
        "ssd_cla_episodes": [care for name in NAMES for care in care_of(rng, name)],
    }  # fmt: skip


def dated(rng, child, start, end):
    since, until = spell(rng)
    return {child: rng.choice(NAMES), start: since, end: until}


def care_of(rng, child):
    """Up to two care periods of one child, the second after the first."""
    periods = []
    for number in range(rng.randrange(3)):
        since, until = spell(rng)
        before = periods[-1]["clae_cla_episode_ceased_date"] if periods else date.min
        if periods and before is not None and rng.random() < 0.7:
            since, until = before + timedelta(days=rng.choice([1, 30, 364, 365, 366, 367])), None
        elif rng.random() < 0.3:
            since, until = date(2022, 3, 1), date(2023, 2, rng.randint(1, 28))  # a year up in the month
        if before is None or since < before:
            break
        periods.append(
            {
                "clae_person_id": child,
                "clae_cla_id": f"{child}{number}",
                "clae_entered_care_date": since,
                "clae_cla_episode_ceased_date": until,
                "clae_cla_episode_ceased_reason": rng.choice(["E4A", "E4B", "E8"]),
            }
        )
    return periods


def as_records(tables):
    start = date(2014, 1, 1)
    return Records(
        as_at=DAY,
        authority="Marlford",
        frames={name: rows_of(name, *rows).lazy() for name, rows in tables.items()},
        coverage={
            name: Coverage(table=name, history="complete", window_start=start, window_end=DAY)
            for name in dataset().tables
        },
    )


# Each reference: a list of (who, counted) or of (who, part).


def in_month(day):
    return day is not None and (day.year, day.month) == (DAY.year, DAY.month) and day <= DAY


def of_year(day):
    return day is not None and months_on(DAY, -12) < day <= DAY


def open_then(row, start, end, day=DAY):
    return row[start] <= day and (row[end] is None or row[end] > day)


def in_care(tables, day=DAY):
    return [
        row
        for row in tables["ssd_cla_episodes"]
        if open_then(row, "clae_entered_care_date", "clae_cla_episode_ceased_date", day)
        and not on_short_breaks(tables, row["clae_person_id"], day)
    ]


def on_short_breaks(tables, child, day):
    return any(
        row["lega_person_id"] == child
        and row["lega_legal_status"] == "V4"
        and open_then(row, "lega_legal_status_start_date", "lega_legal_status_end_date", day)
        for row in tables["ssd_legal_status"]
    )


def repeat_contacts_12m(tables):
    times = Counter(r["cont_person_id"] for r in tables["ssd_contacts"] if of_year(r["cont_contact_date"]))
    return [(child, number >= 3) for child, number in times.items()]


def s47_children(tables):
    return [
        (child, True)
        for child in {
            r["s47e_person_id"] for r in tables["ssd_s47_enquiry"] if in_month(r["s47e_s47_start_date"])
        }
    ]


def eh_timeliness(tables):
    return [
        (
            r["earl_person_id"],
            working_days(r["earl_episode_start_date"], r["earl_episode_end_date"]) <= 30,
        )
        for r in tables["ssd_early_help_episodes"]
        if in_month(r["earl_episode_end_date"])
    ]


def open_plans(tables):
    start, end = "cppl_cp_plan_start_date", "cppl_cp_plan_end_date"
    return [r for r in tables["ssd_cp_plans"] if open_then(r, start, end)]


def cpp_open_duration_bands(tables):
    bands = [(24, "2 years or more"), (12, "1 year to under 2"), (6, "6 months to under 1 year")]
    bands += [(3, "3 months to under 6"), (0, "under 3 months")]
    return [
        (
            r["cppl_person_id"],
            next(words for n, words in bands if months_on(r["cppl_cp_plan_start_date"], n) <= DAY),
        )
        for r in open_plans(tables)
    ]


def cin_visit_timely(tables):
    found = []
    for plan in tables["ssd_cin_plans"]:
        start = plan["cinp_cin_plan_start_date"]
        if (
            open_then(plan, "cinp_cin_plan_start_date", "cinp_cin_plan_end_date")
            and working_days(start, DAY) > 20
        ):
            seen = [
                r["cinv_cin_visit_date"]
                for r in tables["ssd_cin_visits"]
                if r["cinv_person_id"] == plan["cinp_person_id"]
                and r["cinv_cin_visit_seen"] == "Y"
                and r["cinv_cin_visit_date"] <= DAY
            ]
            found.append((plan["cinp_person_id"], bool(seen) and working_days(max(seen), DAY) <= 20))
    return found


def cin_escalated_cp(tables):
    return [
        (
            plan["cinp_person_id"],
            any(
                r["cppl_person_id"] == plan["cinp_person_id"]
                and plan["cinp_cin_plan_start_date"]
                < r["cppl_cp_plan_start_date"]
                <= months_on(plan["cinp_cin_plan_start_date"], 12)
                for r in tables["ssd_cp_plans"]
            ),
        )
        for plan in tables["ssd_cin_plans"]
        if in_month(months_on(plan["cinp_cin_plan_start_date"], 12))
    ]


def times_missing(tables, care):
    return sum(
        r["miss_person_id"] == care["clae_person_id"]
        and r["miss_missing_episode_type"] != "absent"
        and of_year(r["miss_missing_episode_start_date"])
        and r["miss_missing_episode_start_date"] >= care["clae_entered_care_date"]
        for r in tables["ssd_missing"]
    )


def cla_missing_children(tables):
    return [(care["clae_person_id"], times_missing(tables, care) > 0) for care in in_care(tables)]


def cla_sw_changes(tables):
    def workers(child):
        return {
            r["invo_professional_id"]
            for r in tables["ssd_involvements"]
            if r["invo_person_id"] == child
            and r["invo_involvement_start_date"] <= DAY
            and (
                r["invo_involvement_end_date"] is None or r["invo_involvement_end_date"] > months_on(DAY, -12)
            )
        }

    return [(care["clae_person_id"], len(workers(care["clae_person_id"])) >= 3) for care in in_care(tables)]


def cla_seen_alone(tables):
    found = []
    for care in in_care(tables):
        visits = [
            (r["clav_cla_visit_date"], r["clav_cla_visit_seen_alone"] == "Y")
            for r in tables["ssd_cla_visits"]
            if r["clav_person_id"] == care["clae_person_id"]
            and r["clav_cla_visit_seen"] != "N"
            and r["clav_cla_visit_date"] <= DAY
        ]
        last, alone = max(visits, default=(date.min, False))
        found.append((care["clae_person_id"], alone and last >= care["clae_entered_care_date"]))
    return found


def cla_reunification_breakdown(tables):
    found = []
    for care in tables["ssd_cla_episodes"]:
        left = care["clae_cla_episode_ceased_date"]
        home = left is not None and care["clae_cla_episode_ceased_reason"] in ("E4A", "E4B")
        if home and in_month(months_on(left, 12)):
            if on_short_breaks(tables, care["clae_person_id"], left - timedelta(days=1)):
                continue
            again = any(
                left <= r["clae_entered_care_date"] <= months_on(left, 12)
                for r in tables["ssd_cla_episodes"]
                if r["clae_person_id"] == care["clae_person_id"]
            )
            found.append((care["clae_person_id"], again))
    return found


def twenty_working_days_on(day):
    end = day
    while working_days(day, end) < 20:
        end += timedelta(days=1)
    return end


def cla_health_assessment_initial(tables):
    found = []
    for care in tables["ssd_cla_episodes"]:
        entered, left = care["clae_entered_care_date"], care["clae_cla_episode_ceased_date"]
        due = twenty_working_days_on(entered)
        if (
            in_month(due)
            and (left is None or left > due)
            and not on_short_breaks(tables, care["clae_person_id"], entered)
        ):
            made = any(
                r["clah_person_id"] == care["clae_person_id"]
                and entered <= r["clah_health_check_date"] <= due
                for r in tables["ssd_cla_health"]
            )
            found.append((care["clae_person_id"], made))
    return found


def cla_legal_status_mix(tables):
    words = {"C2": "Full care order (C2)", "V2": "Single period accommodated under section 20 (V2)"}
    found = []
    for care in in_care(tables):
        begun = [
            (r["lega_legal_status_start_date"], number, r)
            for number, r in enumerate(tables["ssd_legal_status"])
            if r["lega_person_id"] == care["clae_person_id"] and r["lega_legal_status_start_date"] <= DAY
        ]
        latest = max(begun, default=(None, 0, None), key=lambda one: one[:2])[2]
        end = latest and latest["lega_legal_status_end_date"]
        still = latest is not None and (end is None or end > DAY)
        found.append(
            (care["clae_person_id"], words.get(latest["lega_legal_status"]) if still else "not recorded")
        )
    return found


def adopters_waiting(tables):
    latest = {row["adop_family_id"]: row for row in tables["adopters"]}  # no enquiry date: the last row
    waiting = []
    for family, row in latest.items():
        gone = [day for day in (row["adop_matched_date"], row["adop_left_date"]) if day]
        if (
            row["adop_approval_date"]
            and row["adop_approval_date"] <= DAY
            and not any(day <= DAY for day in gone)
        ):
            waiting.append((family, True))
    return waiting


PLAIN = (
    repeat_contacts_12m,
    s47_children,
    eh_timeliness,
    cpp_open_duration_bands,
    cin_visit_timely,
    cin_escalated_cp,
    cla_missing_children,
    cla_sw_changes,
    cla_seen_alone,
    cla_reunification_breakdown,
    cla_health_assessment_initial,
    cla_legal_status_mix,
    adopters_waiting,
)
ALWAYS = {"s47_children", "adopters_waiting"}  # counts: whoever is there is counted
REACHED: dict[str, set[object]] = {plain.__name__: set() for plain in PLAIN}


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(rng=st.randoms(use_true_random=True))
def recount(rng):
    tables = drawn(rng)
    found = compute.cases(as_records(tables), NO_CLOCKS, ids=[plain.__name__ for plain in PLAIN])
    for plain in PLAIN:
        rows = found.filter(indicator=plain.__name__)
        ours = Counter(
            (child or about, part if part is not None else counted)
            for child, about, counted, part in rows.select(
                "child_id", "about", "in_numerator", "part"
            ).iter_rows()
        )
        assert ours == Counter(plain(tables)), plain.__name__
        REACHED[plain.__name__] |= {answer for _, answer in plain(tables)}


@pytest.fixture(scope="module")
def recounted():
    recount()
    return REACHED


def test_every_case_is_the_same_counted_plainly(recounted):
    assert set(recounted) == {plain.__name__ for plain in PLAIN}


@pytest.mark.parametrize("id", [plain.__name__ for plain in PLAIN])
def test_each_definition_is_reached_and_answered_more_ways_than_one(recounted, id):
    """A definition that the histories never reach, or always answer alike, has had no second opinion."""
    assert len(recounted[id]) >= (1 if id in ALWAYS else 2), recounted[id]
