"""What a made-up authority is like: how many children go which way, and how well duties are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
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


# As many as England has of each in three years: more flows through beside what is open than in the default.
ENGLAND: Shares = (
    ("contact", 8.0),
    ("early_help", 4.5),
    ("no_further_action", 5.0),
    ("assessed", 17.0),
    ("need", 43.0),
    ("disabled", 2.8),
    ("protection", 5.2),
    ("unborn", 2.7),
    ("care", 5.0),
    ("asylum", 1.4),
    ("adoption", 1.0),
    ("leaver", 3.4),
)


@dataclass(frozen=True)
class Scenario:
    """The shape and the story of an authority.

    The default tells of a county judged inadequate three years ago: assessments have really become timelier,
    conferences only wobble, reviews of children in care have lately slipped, and two teams miss visits.
    Shares are of duties kept in time, unless their names say otherwise. `routes` weighs how far children go;
    `need_stays` is how long a child in need plan runs, `posts` how many workers there are for as many
    children, and `workers_stay` how long one keeps a case, each beside the default. Of the workforce: the
    share of posts that stand vacant, of vacancies that agency staff cover, of workers who leave in a year,
    and of working days lost to sickness; posts empty and fill over the months that follow a step. Where
    `recording_changed` is set, a new case system damages what is recorded from that far into the months on:
    practice stays as it is here.
    """

    routes: Shares = ROUTES
    need_stays: float = 1.0
    posts: float = 1.0
    assessment_in_time: Change = Change(before=0.68, after=0.87, at=2 / 3)
    conference_in_time: Change = Change(0.79, 0.79)
    protection_review_in_time: Change = Change(0.93, 0.93)
    care_review_in_time: Change = Change(before=0.95, after=0.78, at=0.8)
    visit_in_time: Change = Change(0.94, 0.94)
    slipping_teams: Shares = (("Safeguarding Team South", 0.68), ("Children in Care Team Two", 0.8))
    referred_again: Change = Change(0.48, 0.48)
    worker_missing: Change = Change(0.02, 0.02)
    workers_stay: Change = Change(1.0, 1.0)
    posts_vacant: Change = Change(0.142, 0.142)
    vacancies_covered: Change = Change(0.736, 0.736)
    workers_leave: Change = Change(0.118, 0.118)
    off_sick: Change = Change(0.035, 0.035)
    seen_alone: Change = Change(0.78, 0.78)
    supervision_in_time: Change = Change(before=0.62, after=0.86, at=1 / 2)
    oversight_in_time: Change = Change(before=0.70, after=0.86, at=1 / 2)
    core_group_in_time: Change = Change(0.86, 0.86)
    reasons_recorded: Change = Change(before=0.55, after=0.78, at=2 / 3)
    took_part: Change = Change(0.66, 0.66)
    complaint_in_time: Change = Change(0.62, 0.62)
    recording_changed: float | None = None


MIXED = Scenario()
STEADY = Scenario(
    routes=ENGLAND,
    need_stays=0.55,
    posts=0.56,
    referred_again=Change(0.42, 0.42),
    assessment_in_time=Change(0.84, 0.84),
    care_review_in_time=Change(0.93, 0.93),
    slipping_teams=(),
    supervision_in_time=Change(0.86, 0.86),
    oversight_in_time=Change(0.84, 0.84),
    reasons_recorded=Change(0.74, 0.74),
)
"""Much as England is, and as it was: nothing to find."""

IMPROVING = replace(
    STEADY,
    worker_missing=Change(before=0.09, after=0.02, at=0.25),
    workers_stay=Change(before=0.5, after=1.0, at=0.25),
    posts_vacant=Change(before=0.28, after=0.11, at=0.25),
    vacancies_covered=Change(before=0.85, after=0.736, at=0.25),
    workers_leave=Change(before=0.20, after=0.10, at=0.25),
    off_sick=Change(before=0.048, after=0.036, at=0.25),
    supervision_in_time=Change(before=0.57, after=0.91, at=0.25),
    oversight_in_time=Change(before=0.60, after=0.90, at=0.5),
    assessment_in_time=Change(before=0.66, after=0.88, at=0.5),
    conference_in_time=Change(before=0.66, after=0.86, at=0.5),
    protection_review_in_time=Change(before=0.84, after=0.95, at=0.5),
    care_review_in_time=Change(before=0.84, after=0.95, at=0.5),
    core_group_in_time=Change(before=0.66, after=0.90, at=0.5),
    visit_in_time=Change(before=0.70, after=0.93, at=0.5),
    complaint_in_time=Change(before=0.45, after=0.80, at=0.5),
    seen_alone=Change(before=0.60, after=0.86, at=0.75),
    reasons_recorded=Change(before=0.50, after=0.86, at=0.75),
    took_part=Change(before=0.48, after=0.76, at=0.75),
    referred_again=Change(before=0.52, after=0.36, at=0.75),
    slipping_teams=(),
)
"""After a notice, in the order that such things get better: the workforce a quarter of the way, what has a
time limit half way, and the quality of the work three quarters of the way."""

DRIFTING = replace(
    STEADY,
    assessment_in_time=Change(before=0.86, after=0.62, at=1 / 2),
    conference_in_time=Change(before=0.80, after=0.58, at=1 / 2),
    protection_review_in_time=Change(before=0.93, after=0.80, at=1 / 2),
    care_review_in_time=Change(before=0.93, after=0.80, at=1 / 2),
    visit_in_time=Change(before=0.93, after=0.74, at=1 / 2),
    slipping_teams=(),
    posts_vacant=Change(before=0.13, after=0.28, at=1 / 4),
    vacancies_covered=Change(before=0.736, after=0.62, at=1 / 4),
    workers_leave=Change(before=0.12, after=0.26, at=1 / 4),
    off_sick=Change(before=0.035, after=0.048, at=1 / 4),
    worker_missing=Change(before=0.02, after=0.10, at=1 / 2),
    supervision_in_time=Change(before=0.86, after=0.60, at=1 / 2),
    oversight_in_time=Change(before=0.84, after=0.60, at=1 / 2),
    core_group_in_time=Change(before=0.86, after=0.64, at=1 / 2),
    complaint_in_time=Change(before=0.70, after=0.45, at=1 / 2),
)
"""On its way to inadequate: from a quarter of the way workers leave and agency staff stand in for them, and
half way through everything that has a time limit slips."""

UNEVEN = replace(
    STEADY,
    slipping_teams=(
        ("Safeguarding Team North", 0.62),
        ("Safeguarding Team South", 0.66),
        ("Children in Care Team One", 0.70),
    ),
)
"""Sound on the whole, and a few teams hide in it that miss their visits."""

MIGRATED = replace(STEADY, recording_changed=2 / 3)
"""Practice is steady; two thirds of the way a new case system damages how it is recorded."""

SCENARIOS: Mapping[str, Scenario] = MappingProxyType(
    {
        "steady": STEADY,
        "improving": IMPROVING,
        "drifting": DRIFTING,
        "uneven": UNEVEN,
        "migrated": MIGRATED,
        "mixed": MIXED,
    }
)
