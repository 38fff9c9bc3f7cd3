"""One made-up child's life as it unfolds: who they are, who holds their case, and the rows written so far."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from random import Random

from goldenthread.synthetic import days
from goldenthread.synthetic.chance import Bands, between
from goldenthread.synthetic.days import Day
from goldenthread.synthetic.rows import KEY_COLUMNS, PERSON_COLUMNS, PREFIXES, Row
from goldenthread.synthetic.scenario import Change, Scenario
from goldenthread.synthetic.staff import Staff, Team

# Days a worker keeps a case before it passes to another.
_HOLDS_FOR = Bands((20, 120, 22), (121, 300, 30), (301, 600, 28), (601, 1200, 20))
_DETAIL_BEFORE_WINDOW = 400
# How a worker came to hold a case, as the return of children looked after has it.
_FIRST, _FROM_ANOTHER_TEAM, _AS_THE_MANAGER_CHOSE, _FROM_A_LEAVER = "FCONTA", "TSPROC", "MANAGE", "LEFTRL"


@dataclass(frozen=True)
class Setting:
    """What is the same for every child of a made-up authority."""

    scenario: Scenario
    staff: Staff
    areas: int
    window_start: Day
    end: Day

    def share(self, change: Change, day: Day) -> float:
        """The level of a changing share on a day."""
        return change.share((day - self.window_start) / max(1, self.end - self.window_start))


class Life:
    """One child, and everything that has happened so far.

    Stages draw from `rng`, write with `add`, and may write past the end of the window: what comes after it is
    cut off when the records are made, so that open work stays open.
    """

    def __init__(self, *, number: int, rng: Random, setting: Setting) -> None:
        self.number = number
        self.rng = rng
        self.setting = setting
        self.person_id = f"W{number:06d}"
        self.born: Day = 0
        self.area = between(rng, 0, setting.areas - 1)
        self.disabled = False
        self.asylum = False
        self.died: Day | None = None
        self.left_care: Day | None = None  # when a young person entitled to leaving care services left care
        self.active_until: Day = 0
        self.rows: dict[str, list[Row]] = defaultdict(list)
        self.team: Team | None = None
        self._held_from: Day = 0
        # Of who holds the case among the team's workers; None where nobody does.
        self._place: float | None = None
        self._how_come = _FIRST

    # drawing

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def between(self, low: int, high: int) -> int:
        return between(self.rng, low, high)

    # dates

    @property
    def horizon(self) -> Day:
        """The last day anything is made up for."""
        return self.setting.end

    @property
    def adult(self) -> Day:
        """The eighteenth birthday."""
        return days.add_years(self.born, 18)

    def age(self, day: Day) -> int:
        """Whole years, below zero before birth (near enough for choosing what is likely)."""
        return (day - self.born) // 365

    def detailed(self, until: Day) -> bool:
        """Whether a spell that ended then needs its visits and reviews: not if long before the window."""
        return until >= self.setting.window_start - _DETAIL_BEFORE_WINDOW

    def in_time(self, change: Change, day: Day) -> bool:
        """Whether a duty is kept in time, or another share holds, as things stood on a day."""
        return self.chance(self.setting.share(change, day))

    # writing

    def add(self, table: str, **fields: str | int | float | None) -> str:
        """Writes a row and gives its key; the key and the child are filled in."""
        rows = self.rows[table]
        key = f"{PREFIXES[table]}{self.number:06d}-{len(rows) + 1:03d}"
        fields[KEY_COLUMNS[table]] = key
        if table in PERSON_COLUMNS:
            fields[PERSON_COLUMNS[table]] = self.person_id
        rows.append(fields)
        return key

    def touch(self, day: Day) -> None:
        """Notes that the child was known to the service on this day."""
        self.active_until = max(self.active_until, day)

    # who holds the case

    @property
    def team_id(self) -> str | None:
        return self.team.id if self.team else None

    def visits_in_time(self, day: Day) -> bool:
        """Whether the team that holds the case makes the visit after this day in time."""
        return self.in_time(self.team.visit_in_time, day) if self.team else self.chance(0.9)

    def worker_on(self, day: Day) -> str | None:
        """Who holds the case on a day since it came to the team."""
        if self.team is None or self._place is None:
            return None
        *_, last = self.team.rota.held(self._place, self._held_from, max(day, self._held_from))
        return last.worker

    def hold(self, kind: str, day: Day) -> None:
        """Passes the case to a team of this kind."""
        team = self.setting.staff.team(kind, self.area)
        if self.team is team:
            return
        self._write_holding(day - 1)
        self._how_come = _FROM_ANOTHER_TEAM if self.team else _FIRST
        self.team, self._held_from = team, day
        missing = self.in_time(self.setting.scenario.worker_missing, day)
        self._place = None if missing else self.rng.random()

    def release(self, day: Day) -> None:
        """Ends the case."""
        self._write_holding(day)
        self.team = self._place = None
        self.touch(day)

    def keep_open(self) -> None:
        """Writes who holds a case that is open when the window ends."""
        self._write_holding(self.horizon + 1)

    def _write_holding(self, until: Day) -> None:
        if self.team is None or until < self._held_from:
            return
        while (change := self._held_from + self._holds_for(self._held_from)) < min(until, self.horizon):
            self._write_involvements(change - 1)
            self._held_from, self._place = change, self.rng.random()
            self._how_come = _AS_THE_MANAGER_CHOSE
        self._write_involvements(until)

    def _holds_for(self, day: Day) -> int:
        stay = self.setting.share(self.setting.scenario.workers_stay, day)
        return max(1, int(_HOLDS_FOR.draw(self.rng) * stay))

    def _write_involvements(self, until: Day) -> None:
        """One for each worker who held the case since it was given: those who leave pass it on."""
        start = self._held_from
        if self.team is None or self._place is None:
            self._write_involvement(None, start, until, self._how_come)
            return
        for held in self.team.rota.held(self._place, start, until):
            how_come = _FROM_A_LEAVER if held.is_handed_over else self._how_come
            self._write_involvement(held.worker, held.start, held.end, how_come)

    def _write_involvement(self, worker: str | None, start: Day, end: Day, how_come: str) -> None:
        self.add(
            "ssd_involvements",
            invo_professional_id=worker,
            invo_professional_role_id="allocated",
            invo_professional_team=self.team_id,
            invo_involvement_start_date=start,
            invo_involvement_end_date=end,
            invo_worker_change_reason=how_come,
        )
