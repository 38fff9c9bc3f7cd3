"""How a measure compares: made-up authorities in the Department's layout, their symbols and their model."""

from __future__ import annotations

from pathlib import Path

import pytest

from goldenthread.errors import InputRefused
from goldenthread.indicators.published_folder import PublishedFolder, read_folder
from goldenthread.papers.alongside import Alongside
from goldenthread.papers.compared import Compared, comparisons, own_said
from goldenthread.papers.words import published_words
from unit.papers.test_judgement import WOBBLE, series

HEAD = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,"
    "old_la_code,la_name,new_la_code,cla_group,placement_stability,number,percentage"
)
GROUP = "CLA on 31 March,With 3 or more placements during the year"
WORDS = published_words().measures
OURS, STABILITY = "E10000901", WORDS["cla_3plus_placements"]


def _row(level: str, code: str, name: str, value: str, year: int = 2024) -> str:
    region = ",," if level == "National" else "E12000901,Made-up Region,"
    place = ",," if level != "Local authority" else f"1,{name},{code}"
    return f"{year},Reporting year,{level},E92000001,England,{region}{place},{GROUP},1,{value}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four authorities with a number, two with a symbol; ours is the worst of 2024, and not in 2025."""
    rows = [
        _row("National", "", "", "10"),
        _row("Regional", "", "", "11"),
        _row("Local authority", OURS, "Made-up Shire", "16"),
        _row("Local authority", "E10000902", "Invented Shire", "8"),
        _row("Local authority", "E10000903", "Pretend Shire", "9"),
        _row("Local authority", "E10000904", "Fabled Shire", "12"),
        _row("Local authority", "E10000905", "Tiny Shire", "c"),
        _row("Local authority", "E10000906", "Absent Shire", ":"),
        _row("National", "", "", "9", 2025),
    ]
    (tmp_path / "stability.csv").write_text("\n".join([HEAD, *rows]), encoding="utf-8")
    places = ",".join(f"SN_{place}" for place in range(1, 11))
    for year, near in ((2021, "E10000904"), (2025, "E10000902")):
        line = f"{OURS},{near},E10000905" + "," * 8
        (tmp_path / f"neighbours-{year}.csv").write_text(f"new_la_code,{places}\n{line}\n", encoding="utf-8")
    return tmp_path


def found(folder: Path, code: str = OURS) -> tuple[Compared, ...]:
    return comparisons(STABILITY, folder=read_folder(folder), code=code)


def test_ours_stands_beside_region_neighbours_and_england_with_year_and_source(folder: Path) -> None:
    published, embedded = found(folder)
    assert [(line.place, line.said) for line in published.lines] == [
        ("Made-up Shire", "16.0%"),
        ("Made-up Region (region)", "11.0%"),
        ("Average of 1 of 2 statistical neighbours (2021 model)", "12.0%"),
        ("England", "10.0%"),
    ]
    assert (published.period, published.source) == (
        "reporting year 2024",
        "Department for Education open data, stability.csv.",
    )
    assert embedded.source


def test_rank_and_quartile_are_said_and_authorities_with_a_symbol_have_none(folder: Path) -> None:
    published, _ = found(folder)
    assert published.sentence == (
        "Made-up Shire ranks 4 of 4, 1 being the best, in the least good quarter."
        " 2 authorities have no number and no rank."
    )
    withheld, _ = found(folder, "E10000905")
    assert withheld.lines[0].said == "withheld as small"
    assert withheld.sentence.startswith("Tiny Shire has no rank: its figure is withheld as small.")


def test_an_authority_the_files_do_not_have_is_compared_with_england_alone(folder: Path) -> None:
    assert [one.period for one in found(folder, "E10000999")] == ["31 March 2025"]
    assert [one.period for one in found(folder, "")] == ["31 March 2025"]


def test_a_count_is_not_compared_since_a_large_authority_has_more_of_everything(folder: Path) -> None:
    assert comparisons(WORDS["contacts_count"], folder=read_folder(folder), code=OURS) == ()


def test_a_model_without_its_year_is_refused(folder: Path) -> None:
    (folder / "neighbours-2021.csv").rename(folder / "neighbours.csv")
    with pytest.raises(InputRefused, match="without its year"):
        read_folder(folder)


def test_our_last_twelve_months_stand_beside_a_years_figure_and_a_month_does_not() -> None:
    words = WORDS["assessment_45wd"]
    (england,) = comparisons(words, folder=PublishedFolder(), code="")
    assert own_said(words, series(*WOBBLE), england) == (
        "70.0% (840 of 1,200) in our last twelve months: below England’s 85.7% (year to 31 March 2025)."
    )
    assert own_said(words, series(*WOBBLE[:11]), england) == ""
    assert own_said(words, series(*WOBBLE, None), england) == ""  # withheld from this reader: not added up


def test_what_is_frozen_with_a_paper_is_the_same_when_it_is_read_back(folder: Path) -> None:
    held = Alongside(compared=found(folder))
    assert Alongside.from_json(held.to_json()) == held
