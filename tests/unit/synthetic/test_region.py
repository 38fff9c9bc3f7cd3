"""Many made-up authorities: the same from the same seed, unlike one another, and each true to its story."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from statistics import median

import polars as pl
import pytest

from goldenthread.cli.run import run
from goldenthread.records.folder import read_folder
from goldenthread.standards.benchmarks import benchmarks
from goldenthread.standards.calendar import working_days_after_in_bulk
from goldenthread.synthetic import region as regions
from goldenthread.synthetic.authority import happened, synthesise
from goldenthread.synthetic.population import in_need
from goldenthread.synthetic.region import england, region, write_region
from goldenthread.synthetic.scenario import SCENARIOS

END, START, HALF_WAY = date(2026, 3, 31), date(2024, 3, 31), date(2025, 4, 1)


def test_the_same_seed_makes_the_same_region_and_more_leave_the_first_as_they_were() -> None:
    few, many = (region(authorities=count, children=2600, seed=3) for count in (10, 153))
    assert many[:10] == few
    assert region(authorities=10, children=2600, seed=4) != few
    assert len({one.seed for one in many}) == len({one.authority for one in many}) == 153


def test_sizes_are_spread_as_englands_authorities_are() -> None:
    sizes = sorted(one.children for one in region(authorities=153, children=1000, seed=3))
    known = benchmarks()["population_0_17"].authorities
    assert known
    assert median(sizes) == pytest.approx(1000, rel=0.1)
    assert sizes[0] >= round(1000 * known.p10 / known.median) - 1
    assert sizes[-1] <= round(1000 * known.p90 / known.median) + 1


def test_in_englands_size_153_authorities_have_englands_children_in_need(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each scenario needs as many children for one in need as its trial authority says."""
    said = {name: 3.0 + place for place, name in enumerate(SCENARIOS)}
    monkeypatch.setattr(regions, "_children_per_one_in_need", lambda name, **_: said[name])
    made_up = england(authorities=153, months=36, end=END, seed=3)
    assert sum(one.children / said[one.scenario] for one in made_up) == pytest.approx(402_400, abs=153)
    assert england(authorities=2, months=36, end=END, seed=3) == made_up[:2]


def test_a_trial_authority_says_how_many_children_there_are_for_one_in_need(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(regions, "_TRIAL", 60)
    regions._children_per_one_in_need.cache_clear()
    trial = happened(children=60, months=1, end=END, seed=0, scenario=SCENARIOS["steady"])
    (one,) = england(authorities=1, months=1, end=END, seed=3, scenario="steady")
    regions._children_per_one_in_need.cache_clear()
    weights = [weight for _, weight, _ in regions._each(153, seed=3, scenario=None)]
    middling, weight = 402_400 / sum(weights), weights[0]
    assert one.children == pytest.approx(middling * weight * 60 / in_need(trial), rel=0.01)


def test_the_same_seed_writes_the_same_bytes_of_a_whole_region(tmp_path: Path) -> None:
    written = []
    for folder in (tmp_path / "once", tmp_path / "again"):
        made_up = region(authorities=3, children=6, seed=3)
        write_region(made_up, folder, months=6, end=END)
        files = (path for path in folder.rglob("*") if path.is_file())
        written.append({path.relative_to(folder): path.read_bytes() for path in files})
    assert {one.folder for one in made_up} <= {path.parts[0] for path in written[0]}
    assert written[0] == written[1]


def test_one_authority_must_be_told_how_many_children(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ask = ["synthesise", "--months", "6", "--end", "2026-03-31", "--seed", "5", "--out", str(tmp_path)]
    assert run(ask) == 2
    assert "give --children" in capsys.readouterr().err


def test_every_scenario_has_its_turn() -> None:
    told = [one.scenario for one in region(authorities=153, children=100, seed=3)]
    assert set(told) == set(SCENARIOS)
    assert max(map(told.count, SCENARIOS)) - min(map(told.count, SCENARIOS)) <= 1


@cache
def in_time(name: str) -> tuple[float, float]:
    """Per cent of assessments finished within 45 working days, in the first half of the window and since."""
    made = synthesise(children=700, months=24, end=END, seed=11, scenario=SCENARIOS[name])
    start, done = pl.col("cina_assessment_start_date"), pl.col("cina_assessment_auth_date")
    finished = made.table("ssd_cin_assessments").filter(done >= START)
    kept = (
        finished.group_by(late=done >= HALF_WAY)
        .agg(share=100 * (working_days_after_in_bulk(start, done) <= 45).mean())
        .sort("late")
        .collect()
    )
    before, after = kept["share"]
    return before, after


@pytest.mark.parametrize(
    ("name", "before", "after"), [("steady", 84, 84), ("drifting", 86, 62), ("uneven", 84, 84)]
)
def test_what_is_true_of_a_scenario_shows_in_its_records(name: str, before: float, after: float) -> None:
    """Within 7 points: four standard errors of some 450 assessments."""
    assert in_time(name) == pytest.approx((before, after), abs=7)


def test_the_command_writes_the_records_of_each_and_what_is_true_of_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ask = ["synthesise", "--authorities", "3", "--children", "12", "--months", "6", "--end", "2026-03-31"]
    assert run([*ask, "--seed", "5", "--workbooks", "none", "--out", str(tmp_path), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    truth = json.loads(Path(said["truth"]).read_text(encoding="utf-8"))
    assert [one["scenario"] for one in truth] == ["steady", "improving", "drifting"]
    assert truth[2]["shares"]["assessment_in_time"] == {"before": 0.86, "after": 0.62, "at": 0.5}
    for told, folder in zip(truth, said["records"], strict=True):
        made = read_folder(Path(folder))
        assert made.authority == told["authority"]
        assert made.table("ssd_person").collect().height == told["children"]


def test_many_come_without_workbooks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ask = ["synthesise", "--authorities", "3", "--children", "12", "--months", "6", "--end", "2026-03-31"]
    assert run([*ask, "--seed", "5", "--out", str(tmp_path)]) == 2
    assert "give --workbooks none" in capsys.readouterr().err
