"""Reports of 2012 and 2013, whose grades stand in a table on the last page."""

from __future__ import annotations

from pathlib import Path

from fixtures.reports.made_up import LOOKED_AFTER_COVER, heading, write
from goldenthread.findings.reader import read

ACTIONS = heading("Areas for improvement") + heading("Immediately:", size=12) + "- ensure visits\n"
RECORD = heading("Record of main findings", size=18)


def test_an_inspection_of_looked_after_children_services(tmp_path: Path) -> None:
    record = """
#table(columns: (250pt, 80pt, 80pt),
  [Overall effectiveness], [Inadequate], [Grade 4],
  [Capacity to improve], [Adequate], [Grade 3],
  [Outcomes for looked after children and young people], [Adequate], [Grade 3],
  [Quality of provision], [Inadequate], [Grade 4],
  [Leadership and management], [Good], [Grade 2])
"""
    pages = (ACTIONS + heading("Quality of provision") + "Text.", RECORD + record)
    report = read(write(tmp_path / "report.pdf", LOOKED_AFTER_COVER, *pages))
    assert report.framework == "other"
    assert report.judgements == {
        "overall": "inadequate",
        "capacity_to_improve": "adequate",
        "outcomes_for_looked_after_children_and_young_people": "adequate",
        "quality_of_provision": "inadequate",
        "leadership_and_management": "good",
    }
    assert report.doubts == ()


def test_an_inspection_of_arrangements_to_protect_children(tmp_path: Path) -> None:
    cover = """
#text(26pt)[Inspection of local authority arrangements for the protection of children]

#text(18pt)[Wexcombe County Council]

Inspection dates: 22 April – 1 May 2013

Published: 29 May 2013
"""
    record = """
#table(columns: (250pt, 120pt),
  [Overall effectiveness], [Inadequate],
  [The effectiveness of the help and protection provided to children, young people, families and carers],
  [Adequate],
  [The quality of practice], [Inadequate],
  [Leadership and governance], [Adequate])
"""
    pages = (ACTIONS + heading("Outcomes for children") + "Text.", RECORD + record)
    report = read(write(tmp_path / "report.pdf", cover, *pages))
    assert (report.framework, report.authority) == ("child_protection_2012", "Wexcombe County Council")
    assert report.judgements == {
        "overall": "inadequate",
        "help_protection": "adequate",
        "practice": "inadequate",
        "leadership": "adequate",
    }
    assert [(finding.group, finding.text) for finding in report.findings] == [
        ("immediately", "ensure visits")
    ]
    assert report.doubts == ()
