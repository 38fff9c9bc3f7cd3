"""The data dictionary in the manual is the model's, whole and fresh."""

from __future__ import annotations

import re
from pathlib import Path

from goldenthread.standards.data_dictionary import page
from goldenthread.standards.safeguarding_dataset import dataset

PAGE = Path(__file__).parents[3] / "docs" / "manual" / "data-dictionary.md"


def test_the_page_is_what_the_model_prints_now() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make manual`"


def test_every_table_and_field_is_on_it_once() -> None:
    printed = re.findall(r"^\| ([a-z0-9_]+) \|", page(), flags=re.MULTILINE)
    fields = [field.name for table in dataset().tables.values() for field in table.fields]
    assert [name for name in printed if name in set(fields)] == fields
    assert all(f"\n## {name}\n" in page() for name in dataset().tables)


def test_every_link_leads_to_a_heading_of_the_page() -> None:
    headings = {
        re.sub(r"[^a-z0-9_ -]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^## (.+)$", page(), flags=re.MULTILINE)
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", page())) <= headings
