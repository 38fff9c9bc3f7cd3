"""Made-up children with duties open on 31 March 2026, for tests of the site: duties(settings.STORE)."""

# ruff: noqa: E501  (drawn tables are as wide as the model's names)

from __future__ import annotations

from datetime import date
from pathlib import Path

from web_store import registered

MARCH = date(2026, 3, 31)
PEOPLE = """
pers_person_id
C1
C2
C3
C4
C5
"""
# overdue: C1 (38 working days), C2, C5 · due within two weeks: C3 · due later: C4
ASSESSMENTS = """
cina_assessment_id | cina_person_id | cina_assessment_start_date | cina_assessment_team | cina_assessment_worker_id
A1                 | C1             | 2025-12-01                 | North                | Ann
A2                 | C2             | 2026-01-05                 | North                | Ben
A3                 | C3             | 2026-02-02                 | South                | Cay
A4                 | C4             | 2026-03-25                 | South                | Cay
A5                 | C5             | 2026-01-12                 | North                | Ann
"""
# C5's assessment is North's; the child is held by South.
HELD = """
invo_person_id | invo_professional_role_id | invo_professional_team | invo_professional_id | invo_involvement_start_date
C1             | allocated                 | North                  | Ann                  | 2025-01-01
C2             | allocated                 | North                  | Ben                  | 2025-01-01
C3             | allocated                 | South                  | Cay                  | 2025-01-01
C4             | allocated                 | South                  | Cay                  | 2025-01-01
C5             | allocated                 | South                  | Dee                  | 2025-01-01
"""


def duties(store: Path, **more: str) -> str:
    """Keep and register them, and with that fill the duties; gives the snapshot's identity."""
    tables = {"ssd_person": PEOPLE, "ssd_cin_assessments": ASSESSMENTS, "ssd_involvements": HELD} | more
    return registered(store, MARCH, **tables)
