"""The example in the documents works as it stands there."""

import re
from datetime import date
from pathlib import Path

from drawn import records
from goldenthread.clocks.engine import all_clocks
from goldenthread.indicators import compute
from goldenthread.indicators.local import definitions

PAGE = Path(__file__).parents[3] / "docs" / "local-indicators.md"


def test_the_example_in_the_documents_is_a_definition_and_counts_what_it_says(tmp_path):
    (example,) = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
    (tmp_path / "police.yaml").write_text(example)
    drawn = records(
        date(2026, 3, 31),
        ssd_person="""
            pers_person_id | pers_dob
            ten_that_day   | 2016-03-10
            ten_tomorrow   | 2016-03-11
        """,
        ssd_contacts="""
            cont_contact_id | cont_person_id | cont_contact_date | cont_contact_source_code
            k1              | ten_that_day   | 2026-03-10        | 6
            k2              | ten_tomorrow   | 2026-03-10        | 6
        """,
    )
    own = definitions(tmp_path)
    found = compute.figures(drawn, all_clocks(drawn), ids=["local_police_contacts"], also=own)
    assert found.row(0, named=True)["denominator"] == 1
