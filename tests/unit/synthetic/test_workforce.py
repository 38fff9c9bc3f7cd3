"""Workers come and go, posts stand vacant and are covered, and cases pass to whoever is there."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from statistics import mean

import polars as pl
import pytest

from goldenthread.records.tables import Records
from goldenthread.synthetic import days
from goldenthread.synthetic.authority import staff_of, synthesise
from goldenthread.synthetic.month_ends import as_at_earlier
from goldenthread.synthetic.posts import BEFORE, OPEN, Holding, Post, Rota, Spell
from goldenthread.synthetic.register import Workforce, workforce, write_workforce
from goldenthread.synthetic.scenario import SCENARIOS
from goldenthread.synthetic.staff import Staff

END, START = date(2026, 3, 31), date(2024, 3, 31)
HALF_WAY = date(2025, 3, 31)  # when what has a time limit turns


@cache
def staff(scenario: str = "steady", children: int = 6000, seed: int = 7) -> Staff:
    return staff_of(children=children, months=24, end=END, seed=seed, scenario=SCENARIOS[scenario])


def on(day: date, scenario: str = "steady") -> Workforce:
    return workforce(staff(scenario), day)


@cache
def records() -> Records:
    return synthesise(children=250, months=24, end=END, seed=7, scenario=SCENARIOS["drifting"])


# who holds a case


def post(id: str, *spells: tuple[str, int, int]) -> Post:
    return Post(id, "T01", "Social worker", 1.0, spells=[Spell(*spell) for spell in spells])


def held(*posts: Post, place: float = 0.0) -> list[Holding]:
    return list(Rota(posts, "manager").held(place, 100, 200))


def test_a_worker_who_stays_keeps_the_case() -> None:
    assert held(post("a", ("ann", BEFORE, OPEN))) == [Holding("ann", 100, 200, is_handed_over=False)]


def test_a_worker_who_leaves_hands_it_to_whoever_comes_into_the_post_on_the_next_day() -> None:
    filled = post("a", ("ann", BEFORE, 149), ("bea", 150, OPEN))
    assert held(filled, post("b", ("cy", BEFORE, OPEN))) == [
        Holding("ann", 100, 149, is_handed_over=False),
        Holding("bea", 150, 200, is_handed_over=True),
    ]


def test_where_the_post_stands_vacant_it_goes_to_somebody_else_in_the_team_and_stays_there() -> None:
    vacant = post("a", ("ann", BEFORE, 149), ("bea", 151, OPEN))
    assert held(vacant, post("b", ("cy", BEFORE, OPEN))) == [
        Holding("ann", 100, 149, is_handed_over=False),
        Holding("cy", 150, 200, is_handed_over=True),
    ]


def test_where_nobody_is_in_post_the_manager_holds_it() -> None:
    assert held(post("a", ("ann", BEFORE, 149))) == [
        Holding("ann", 100, 149, is_handed_over=False),
        Holding("manager", 150, 200, is_handed_over=True),
    ]


def test_caseloads_rise_where_a_post_stands_vacant() -> None:
    posts = [post(id, (f"worker {id}", BEFORE, 149 if id == "d" else OPEN)) for id in "abcd"]
    cases = [list(Rota(posts, "manager").held(number / 40, 100, 200)) for number in range(40)]
    before, after = (Counter(case[place].worker for case in cases) for place in (0, -1))
    assert set(before.values()) == {10}
    assert sum(after.values()) == 40
    assert "worker d" not in after
    assert all(after[worker] >= before[worker] for worker in after)


# through the months


def test_nobody_is_in_a_post_before_the_one_who_was_there_has_left() -> None:
    for scenario in SCENARIOS:
        for one in staff(scenario).posts:
            assert all(spell.start <= spell.end for spell in one.spells)
            assert all(earlier.end < later.start for earlier, later in pairwise(one.spells))


def test_everyone_is_in_one_post_once() -> None:
    there = [spell.worker for one in staff().posts for spell in one.spells]
    assert len(there) == len(set(there))
    known = {row["prof_professional_id"]: row["prof_agency_worker_flag"] for row in staff().professionals}
    said = {spell.worker: "Y" if spell.is_agency else "N" for one in staff().posts for spell in one.spells}
    assert said.items() <= known.items()


# Per cent, at the start, half way and at the end: what the scenario says, within what chance leaves.
STORIES = {
    "steady": ("vacancy_rate", 14, 14, 14, 2.5),
    "drifting": ("vacancy_rate", 13, 22, 28, 3.5),
    "improving": ("vacancy_rate", 28, 12, 11, 3.0),
}


@pytest.mark.parametrize("scenario", STORIES)
def test_vacancies_follow_the_story_and_turn_before_what_has_a_time_limit(scenario: str) -> None:
    rate, *levels, within = STORIES[scenario]
    found = [getattr(on(day, scenario), rate) for day in (START, HALF_WAY, END)]
    assert found == pytest.approx(levels, abs=within)


@pytest.mark.parametrize("rate", ["vacancy_rate", "agency_rate", "turnover_rate"])
def test_drifting_workforces_get_worse_and_improving_ones_better(rate: str) -> None:
    change = {
        name: getattr(on(END, name), rate) - getattr(on(START, name), rate)
        for name in ("drifting", "improving")
    }
    assert change["drifting"] > 5
    assert change["improving"] < -5


def test_fewer_are_there_to_hold_cases_once_an_authority_drifts() -> None:
    there = {day: on(day, "drifting").in_post + on(day, "drifting").agency for day in (START, END)}
    assert there[END] < 0.95 * there[START]


def test_a_steady_workforce_stays_as_england_is() -> None:
    found = on(END)
    assert (found.vacancy_rate, found.cover_rate) == pytest.approx((14.2, 73.6), abs=5)
    assert (found.agency_rate, found.turnover_rate) == pytest.approx((13.0, 11.8), abs=3)
    # A few long absences move the rate of one authority's hundred workers, so it is asked of five.
    five = [workforce(staff(seed=seed), END).absence_rate for seed in range(7, 12)]
    assert mean(five) == pytest.approx(3.5, abs=1)


def test_only_workers_of_its_own_are_off_sick_and_only_while_they_are_in_post() -> None:
    spells = {spell.worker: spell for one in staff().posts for spell in one.spells}
    assert staff().absences
    for sick in staff().absences:
        spell = spells[sick.worker]
        assert not spell.is_agency
        assert spell.start <= sick.start <= sick.end <= spell.end


def test_the_same_seed_has_the_same_workforce_and_another_seed_another() -> None:
    again = staff_of(children=6000, months=24, end=END, seed=7, scenario=SCENARIOS["steady"])
    other = staff_of(children=6000, months=24, end=END, seed=8, scenario=SCENARIOS["steady"])
    assert (again.posts, again.absences) == (staff().posts, staff().absences)
    assert other.posts != staff().posts


# in the records


def test_nobody_holds_a_case_before_coming_or_after_leaving() -> None:
    there = {spell.worker: spell for one in staff("drifting", 250).posts for spell in one.spells}
    rows = records().table("ssd_involvements").collect().filter(pl.col("invo_professional_id").is_in(there))
    assert rows.height > 300
    for row in rows.iter_rows(named=True):
        spell = there[row["invo_professional_id"]]
        assert spell.start <= days.from_date(row["invo_involvement_start_date"])
        assert days.from_date(row["invo_involvement_end_date"] or END) <= spell.end


def test_a_case_passed_on_by_a_leaver_says_so_and_follows_without_a_gap() -> None:
    held = records().table("ssd_involvements").collect().sort("invo_person_id", "invo_involvement_start_date")
    gap = pl.col("invo_involvement_start_date") - pl.col("invo_involvement_end_date").shift(1)
    passed_on = held.with_columns(gap=gap.over("invo_person_id").dt.total_days()).filter(
        pl.col("invo_worker_change_reason") == "LEFTRL"
    )
    assert passed_on.height > 30
    assert set(passed_on["gap"]) == {1}


def test_records_of_an_earlier_day_hold_nobody_who_came_later() -> None:
    came = {spell.worker: spell.start for one in staff("drifting", 250).posts for spell in one.spells}
    earlier = as_at_earlier(records(), date(2024, 9, 30))
    known, held = earlier.table("ssd_professionals").collect(), earlier.table("ssd_involvements").collect()
    later = {worker for worker, day in came.items() if day > days.from_date(date(2024, 9, 30))}
    named = set(records().table("ssd_involvements").collect()["invo_professional_id"])
    assert later & named
    assert not later & named & set(known["prof_professional_id"])
    assert set(held["invo_professional_id"].drop_nulls()) <= set(known["prof_professional_id"])


# beside the records


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_register_says_who_was_in_each_post_and_how_each_month_ended(tmp_path: Path) -> None:
    write_workforce(staff("drifting"), tmp_path, months=24, end=END)
    months, posts = (read(tmp_path / name) for name in ("by_month.csv", "posts.csv"))
    assert [months[0]["month_end"], months[-1]["month_end"]] == ["2024-03-31", "2026-03-31"]
    assert float(months[-1]["vacant"]) == on(END, "drifting").vacant
    still = [row for row in posts if row["worker"] and not row["to"]]
    own = sum(float(row["hours"]) for row in still if row["agency"] == "N")
    assert own == pytest.approx(on(END, "drifting").in_post)
    assert all(row["to"] <= "2026-03-31" for row in posts)
