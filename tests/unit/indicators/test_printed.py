"""The printed catalogue is the definitions', whole and fresh."""

from __future__ import annotations

import re
from pathlib import Path

from goldenthread.indicators.catalogue import INDICATORS, not_built
from goldenthread.indicators.printed import AREAS, main, pages
from goldenthread.indicators.worked import scenes

FOLDER = Path(__file__).parents[3] / "docs" / "manual" / "indicators"


def test_the_pages_are_what_the_definitions_print_now() -> None:
    held = {one.name: one.read_text(encoding="utf-8") for one in FOLDER.glob("*.md")}
    assert held == pages(), "run `make manual`"


def test_every_indicator_is_on_one_page_with_its_example_and_its_code() -> None:
    made = {name: text for name, text in pages().items() if name != "index.md"}
    printed = re.findall(r"^## (\w+)$", "\n".join(made.values()), flags=re.MULTILINE)
    assert sorted(printed) == sorted(one.id for one in INDICATORS)
    text = "\n".join(made.values())
    for one in INDICATORS:
        after = text.split(f"\n## {one.id}\n", 1)[1].split("\n## ", 1)[0]
        assert "Worked example" in after
        assert f"def {one.id}(source: Source)" in after
        assert one.evidence != "unverified" or "**unverified**" in after


def test_the_index_lists_what_is_built_and_what_is_left() -> None:
    index = pages()["index.md"]
    assert all(f"#{one.id})" in index for one in INDICATORS)
    assert all(f"`{gap.id}`" in index for gap in not_built())


def test_every_service_area_has_a_page_and_every_scene_is_drawn_on_one() -> None:
    assert {one.service_area for one in INDICATORS} == set(AREAS)
    text = "\n".join(pages().values())
    assert all(f"\n### {scene.title}\n" in text for scene in scenes())


def test_every_link_within_a_page_leads_to_a_heading_of_it() -> None:
    for text in pages().values():
        headings = {
            re.sub(r"[^a-z0-9_ -]", "", heading.lower()).replace(" ", "-")
            for heading in re.findall(r"^##+ (.+)$", text, flags=re.MULTILINE)
        }
        assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= headings


def test_a_page_that_is_no_longer_printed_is_taken_away(tmp_path: Path) -> None:
    (tmp_path / "gone.md").write_text("old")
    main(tmp_path)
    assert {one.name for one in tmp_path.iterdir()} == set(pages())
