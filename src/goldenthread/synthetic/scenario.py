"""What a made-up authority is like: how many children go which way, and how well duties are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Change:
    """A share that steps from one level to another part way through the window: `at` runs from 0 to 1."""

    before: float
    after: float
    at: float = 1.0

    def share(self, elapsed: float) -> float:
        return self.after if elapsed >= self.at else self.before


Shares = tuple[tuple[str, float], ...]

ROUTES: Shares = (
    ("contact", 8.0),
    ("early_help", 4.5),
    ("no_further_action", 4.0),
    ("assessed", 16.0),
    ("need", 35.0),
    ("disabled", 5.0),
    ("protection", 8.5),
    ("unborn", 3.5),
    ("care", 10.0),
    ("asylum", 1.6),
    ("adoption", 1.0),
    ("leaver", 4.6),
)


@dataclass(frozen=True)
class Scenario:
    """The shape and the story of an authority.

    The default tells of a county judged inadequate three years ago: assessments have really become timelier,
    conferences only wobble, reviews of children in care have lately slipped, and two teams miss visits.
    Shares are of duties kept in time. `routes` weighs how far children go.
    """

    routes: Shares = ROUTES
    assessment_in_time: Change = Change(before=0.68, after=0.87, at=2 / 3)
    conference_in_time: Change = Change(before=0.79, after=0.79)
    protection_review_in_time: Change = Change(before=0.93, after=0.93)
    care_review_in_time: Change = Change(before=0.95, after=0.78, at=0.8)
    visit_in_time: float = 0.94
    slipping_teams: Shares = (("Safeguarding Team South", 0.68), ("Children in Care Team Two", 0.8))
    referred_again: float = 0.48
    worker_missing: float = 0.02


IMPROVING = Scenario()
STEADY = Scenario(
    assessment_in_time=Change(before=0.84, after=0.84),
    protection_review_in_time=Change(before=0.93, after=0.93),
    care_review_in_time=Change(before=0.93, after=0.93),
    slipping_teams=(),
)
"""Much as England is, and as it was: nothing to find."""

DRIFTING = Scenario(
    assessment_in_time=Change(before=0.86, after=0.62, at=1 / 2),
    conference_in_time=Change(before=0.80, after=0.58, at=1 / 2),
    protection_review_in_time=Change(before=0.93, after=0.80, at=1 / 2),
    care_review_in_time=Change(before=0.93, after=0.80, at=1 / 2),
    visit_in_time=0.84,
    slipping_teams=(),
    worker_missing=0.06,
)
"""On its way to inadequate: half way through, everything that has a time limit slips."""

UNEVEN = Scenario(
    assessment_in_time=Change(before=0.84, after=0.84),
    care_review_in_time=Change(before=0.93, after=0.93),
    slipping_teams=(
        ("Safeguarding Team North", 0.62),
        ("Safeguarding Team South", 0.66),
        ("Children in Care Team One", 0.70),
    ),
)
"""Sound on the whole, and a few teams hide in it that miss their visits."""

SCENARIOS: Mapping[str, Scenario] = MappingProxyType(
    {"steady": STEADY, "improving": IMPROVING, "drifting": DRIFTING, "uneven": UNEVEN}
)
