"""Who led an inspection: on the first page, or in the record at the end. The names are made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixtures.reports.made_up import ILACS_COVER, SINGLE_FRAMEWORK_COVER, heading, write
from goldenthread.findings.reader import read

LIST = heading("What needs to improve?") + "- Plans.\n" + heading("The impact of leaders: good") + "Text."


@pytest.mark.parametrize(
    ("printed", "lead"),
    [
        ("Lead inspector: Ada Made-Up", "Ada Made-Up"),
        ("Lead inspector: Ada Made-Up HMI", "Ada Made-Up"),
        ("Lead inspector: Ada Made-Up, His Majesty’s Inspector", "Ada Made-Up"),
        ("Lead inspector: Ada Made-Up \\ Her Majesty’s Inspector", "Ada Made-Up"),
        ("Reporting inspector Ada O’Madeup HMI", "Ada O’Madeup"),
        (
            "Lead inspectors: Ada Made-Up, His Majesty’s Inspector, and Ben Notreal, \\ HMI",
            "Ada Made-Up and Ben Notreal",
        ),
        ("Lead inspector: \\ Ada Made-Up HMI", "Ada Made-Up"),
        ("Lead inspector: to be named", None),
        ("The lead inspector met the board.", None),
        ("Deputy lead inspector: Ben Notreal", None),
    ],
)
def test_the_lead_is_read_without_a_title(tmp_path: Path, printed: str, lead: str | None) -> None:
    cover = ILACS_COVER.replace("#table", f"{printed}\n\n#table", 1)
    name = read(write(tmp_path / "report.pdf", cover, LIST)).lead_inspector
    assert (name and name.replace("’", "'")) == (lead and lead.replace("’", "'"))


def test_the_record_at_the_end_is_read_and_its_deputy_is_not_the_lead(tmp_path: Path) -> None:
    end = (
        heading("The inspection team") + "Deputy lead inspector: Ben Notreal\n\nLead inspector: Ada Made-Up\n"
    )
    path = write(tmp_path / "report.pdf", SINGLE_FRAMEWORK_COVER, "Text.", end)
    assert read(path).lead_inspector == "Ada Made-Up"
