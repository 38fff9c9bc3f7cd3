"""One history from many snapshots, drawn: the latest version counts, what vanishes is kept and marked,
windows join or leave a gap, and what was known on a day can be asked for."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import drawn
from goldenthread.clocks.engine import all_clocks
from goldenthread.errors import InputRefused
from goldenthread.indicators import compute
from goldenthread.records import store
from goldenthread.records.history import ENDED, LOST, VANISHED, History, combined
from goldenthread.records.store import NOTE_SCHEMA, Kind, Reading, Source
from goldenthread.standards.calendar import add_months

JANUARY, FEBRUARY, MARCH = date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)
CONTACTS, EARLY_HELP = "ssd_contacts", "ssd_early_help_episodes"
CIN, ASSESSMENTS, PLANS = "ssd_cin_episodes", "ssd_cin_assessments", "ssd_cp_plans"
HEADINGS = {
    CONTACTS: "cont_contact_id | cont_person_id | cont_contact_date | cont_contact_source_code",
    EARLY_HELP: "earl_episode_id | earl_person_id | earl_episode_start_date | earl_episode_end_date",
    CIN: "cine_referral_id | cine_person_id | cine_referral_date | cine_close_date | cine_in_need",
    ASSESSMENTS: "cina_assessment_id|cina_person_id|cina_assessment_start_date|cina_assessment_auth_date",
    PLANS: "cppl_cp_plan_id | cppl_person_id | cppl_cp_plan_start_date | cppl_cp_plan_end_date",
}


class Files:
    """A store that workbooks are loaded into, one after another."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.count = folder, 0

    def load(
        self, as_at: date, *, kind: Kind = "annex_a", kept_on: date | None = None, **tables: str
    ) -> None:
        self.count += 1
        held = {name: f"{HEADINGS[name]}\n{rows}" for name, rows in tables.items()}
        is_whole = kind == "dataset"
        records = drawn.records(
            as_at,
            history="complete" if is_whole else "window",
            window_start=date(2024, 1, 1) if is_whole else add_months(as_at, -6),
            **held,
        )
        reading = Reading(
            records=records,
            kind=kind,
            sources=(Source("made.xlsx", str(self.count)),),
            lists={},
            notes=pl.DataFrame(schema=NOTE_SCHEMA),
            set_aside=pl.DataFrame(),
            queried_cells=pl.DataFrame(),
            made_up=True,
        )
        store.keep(reading, self.folder, kept_on=kept_on)

    def history(self, known_on: date | None = None) -> History:
        return combined(self.folder, known_on=known_on)

    def rows(self, table: str, *columns: str) -> list[tuple[object, ...]]:
        return sorted(self.history().records.table(table).select(*columns).collect().rows())

    def set_by(self, table: str) -> list[tuple[object, ...]]:
        frame = self.history().set_by.get(table)
        return [] if frame is None else frame.select(frame.columns[0], "why", "last_seen", "missed").rows()


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


def test_events_of_every_window_are_held_and_the_latest_version_of_each_counts(files: Files) -> None:
    files.load(JANUARY, ssd_contacts="K1 | C1 | 2025-08-01 | 1A\nK2 | C2 | 2026-01-05 | 1A")
    files.load(MARCH, ssd_contacts="K2 | C2 | 2026-01-05 | 5\nK3 | C3 | 2026-03-05 | 6")
    assert files.rows(CONTACTS, "cont_contact_id", "cont_contact_source_code") == [
        ("K1", "1A"),
        ("K2", "5"),
        ("K3", "6"),
    ]
    covered = files.history().records.can_say(CONTACTS)
    assert (covered.history, covered.window_start, covered.window_end) == ("joined", date(2025, 7, 31), MARCH)
    assert files.set_by(CONTACTS) == []


def test_an_event_that_vanishes_is_kept_marked_and_not_counted(files: Files) -> None:
    """Corrected in the case system: the contact was on the 6th, not the 5th."""
    files.load(JANUARY, ssd_contacts="C1 5th | C1 | 2026-01-05 | 1A")
    files.load(FEBRUARY, ssd_contacts="C1 6th | C1 | 2026-01-06 | 1A")
    assert files.rows(CONTACTS, "cont_contact_id") == [("C1 6th",)]
    assert files.set_by(CONTACTS) == [("C1 5th", VANISHED, JANUARY, FEBRUARY)]


def test_an_event_that_comes_back_counts_again(files: Files) -> None:
    files.load(JANUARY, ssd_contacts="K1 | C1 | 2026-01-05 | 1A")
    files.load(FEBRUARY, ssd_contacts="K2 | C2 | 2026-01-06 | 1A")
    files.load(MARCH, ssd_contacts="K1 | C1 | 2026-01-05 | 5\nK2 | C2 | 2026-01-06 | 1A")
    assert len(files.rows(CONTACTS, "cont_contact_id")) == 2
    assert files.set_by(CONTACTS) == []


# February's window reaches back to 28 August.
@pytest.mark.parametrize(("day", "expected"), [("2025-08-28", True), ("2025-08-27", False)])
def test_only_a_file_that_looks_back_so_far_can_miss_an_event(files: Files, day: str, expected: bool) -> None:
    files.load(JANUARY, ssd_contacts=f"K1 | C1 | {day} | 1A")
    files.load(FEBRUARY, ssd_contacts="")
    assert (files.set_by(CONTACTS) != []) is expected
    assert (files.rows(CONTACTS, "cont_contact_id") == []) is expected


def test_an_assessment_open_in_one_file_and_missing_from_the_next_has_vanished(files: Files) -> None:
    """List 4 shows what is open or ended in the window: had it ended, it would be there."""
    files.load(JANUARY, ssd_cin_assessments="A1 | C1 | 2025-03-01 |\nA2 | C2 | 2025-03-01 | 2025-08-02")
    files.load(FEBRUARY, ssd_cin_assessments="A3 | C3 | 2026-02-01 |")
    assert files.rows(ASSESSMENTS, "cina_assessment_id") == [("A2",), ("A3",)]
    assert files.set_by(ASSESSMENTS) == [("A1", VANISHED, JANUARY, FEBRUARY)]


def test_early_help_no_longer_shown_has_ended_and_is_open_no_more(files: Files) -> None:
    """List 2 shows what began in the window or is open: one that began before it goes when it ends."""
    files.load(JANUARY, ssd_early_help_episodes="E1 | C1 | 2025-08-01 |")
    files.load(FEBRUARY, ssd_early_help_episodes="E2 | C2 | 2026-02-01 |")
    ends = files.rows(EARLY_HELP, "earl_episode_id", "earl_episode_end_date")
    assert ends == [("E1", FEBRUARY), ("E2", None)]
    assert files.set_by(EARLY_HELP) == [("E1", ENDED, JANUARY, FEBRUARY)]


def test_an_episode_of_need_that_gave_way_keeps_its_referral_and_is_open_no_more(files: Files) -> None:
    """List 6 shows a child's last episode alone: how the one before it ended is not told."""
    files.load(JANUARY, ssd_cin_episodes="R1 | C1 | 2025-08-01 | | Y\nR2 | C2 | 2025-08-02 | 2026-01-09 | Y")
    files.load(FEBRUARY, ssd_cin_episodes="R3 | C1 | 2026-02-01 | | Y")
    assert files.rows(CIN, "cine_referral_id", "cine_in_need") == [("R1", "N"), ("R2", "Y"), ("R3", "Y")]
    assert files.set_by(CIN) == [("R1", ENDED, JANUARY, FEBRUARY)]
    records = files.history().records
    (open_now,) = compute.figures(records, all_clocks(records), ids=["cin_count"]).to_dicts()
    assert open_now["numerator"] == 1


def test_what_only_the_latest_file_can_say_is_what_the_latest_file_says(tmp_path: Path) -> None:
    """Lists 7 and 8 hold each child's last plan and period of care: an older file's are not added."""
    files = Files(tmp_path)
    files.load(JANUARY, ssd_cp_plans="P1 | C1 | 2025-10-01 |")
    files.load(FEBRUARY, ssd_cp_plans="P2 | C1 | 2026-02-10 |")
    assert files.rows(PLANS, "cppl_cp_plan_id") == [("P2",)]


def test_windows_that_do_not_join_leave_a_gap_that_is_said(files: Files) -> None:
    files.load(
        date(2025, 3, 31),
        ssd_cin_assessments="A1 | C1 | 2025-03-01 |",
        ssd_contacts="K1 | C1 | 2025-03-01 | 1A",
    )
    files.load(MARCH, ssd_cin_assessments="", ssd_contacts="K2 | C2 | 2026-03-01 | 1A")
    history = files.history()
    assert history.gaps == ((date(2025, 4, 1), date(2025, 9, 29)),)
    covered = history.records.can_say(CONTACTS)
    assert (covered.history, covered.window_start) == ("window", date(2025, 9, 30))
    assert files.set_by(ASSESSMENTS) == [("A1", LOST, date(2025, 3, 31), MARCH)]
    figures = compute.figures(
        history.records, all_clocks(history.records), ids=["contacts_count"], period="month"
    )
    assert min(figures["period_start"]) == date(2025, 10, 1)  # March 2025 is absent, not small


# A window that begins the day after the last one ended joins it.
@pytest.mark.parametrize(("days_between", "gaps"), [(0, 0), (1, 1)])
def test_windows_join_to_the_day(files: Files, days_between: int, gaps: int) -> None:
    ends = add_months(MARCH, -6) - timedelta(days=1 + days_between)
    files.load(ends, ssd_contacts="")
    files.load(MARCH, ssd_contacts="")
    assert len(files.history().gaps) == gaps
    assert (files.history().records.can_say(CONTACTS).history == "joined") is (gaps == 0)


def test_full_history_wins_at_its_date_and_nothing_is_added_to_it(files: Files) -> None:
    files.load(FEBRUARY, ssd_contacts="K1 | C1 | 2026-01-05 | 1A")
    files.load(MARCH, kind="dataset", ssd_contacts="D1 | C1 | 2026-01-05 | 1A")
    files.load(MARCH, ssd_contacts="K1 | C1 | 2026-01-05 | 1A\nK2 | C2 | 2026-03-05 | 1A")
    assert files.rows(CONTACTS, "cont_contact_id") == [("D1",)]
    assert files.history().records.can_say(CONTACTS).history == "complete"


def test_a_later_workbook_stands_without_the_full_history_before_it(files: Files) -> None:
    files.load(FEBRUARY, kind="dataset", ssd_contacts="D1 | C1 | 2026-01-05 | 1A")
    files.load(MARCH, ssd_contacts="K1 | C1 | 2026-01-05 | 1A")
    assert files.rows(CONTACTS, "cont_contact_id") == [("K1",)]
    assert len(files.history(known_on=FEBRUARY).made_from) == 1
    assert files.history(known_on=FEBRUARY).records.can_say(CONTACTS).history == "complete"


def test_what_a_later_full_history_no_longer_holds_is_kept_and_marked(files: Files) -> None:
    files.load(FEBRUARY, kind="dataset", ssd_contacts="D1 | C1 | 2026-01-05 | 1A\nD2 | C2 | 2023-01-05 | 1A")
    files.load(MARCH, kind="dataset", ssd_contacts="D3 | C3 | 2026-03-05 | 1A")
    assert files.rows(CONTACTS, "cont_contact_id") == [("D3",)]
    assert files.set_by(CONTACTS) == [("D1", VANISHED, FEBRUARY, MARCH)]  # D2 lies before its window


def test_what_was_known_on_a_day_is_what_files_of_that_day_said(files: Files) -> None:
    files.load(JANUARY, ssd_contacts="K1 | C1 | 2026-01-05 | 1A")
    files.load(MARCH, ssd_contacts="K1 | C1 | 2026-01-05 | 5")

    def sources(known_on: date) -> list[object]:
        table = files.history(known_on).records.table(CONTACTS).collect()
        return table["cont_contact_source_code"].to_list()

    assert (sources(MARCH - timedelta(days=1)), sources(MARCH)) == (["1A"], ["5"])
    with pytest.raises(InputRefused, match="held nothing on 2026-01-30"):
        files.history(JANUARY - timedelta(days=1))


def test_a_correction_was_known_from_the_day_it_was_loaded(files: Files) -> None:
    loaded = date(2026, 5, 20)
    files.load(JANUARY, kept_on=date(2026, 2, 3), ssd_contacts="K1 | C1 | 2026-01-05 | 1A")
    files.load(JANUARY, kept_on=loaded, ssd_contacts="K1 | C1 | 2026-01-05 | 5\nK2 | C2 | 2026-01-06 | 5")

    def heights(known_on: date | None) -> int:
        return files.history(known_on).records.table(CONTACTS).collect().height

    assert [heights(day) for day in (JANUARY, loaded - timedelta(days=1), loaded, None)] == [1, 1, 2, 2]
    assert files.set_by(CONTACTS) == []  # a corrected version takes the whole place of the one before


# Files a month apart, of the days of half a year: which contacts each shows, and how it codes them.
shown = st.dictionaries(st.sampled_from(["K1", "K2", "K3"]), st.sampled_from(["1A", "5"]), max_size=3)
FEW = {"K1": date(2025, 6, 1), "K2": date(2025, 8, 15), "K3": date(2025, 10, 1)}


@settings(max_examples=25, deadline=None)
@given(st.lists(shown, min_size=1, max_size=4), st.integers(1, 8))
def test_by_hand_for_any_files(files_shown: list[dict[str, str]], months_apart: int) -> None:
    """A second opinion in plain Python: a dictionary of the last that was said of each contact."""
    with tempfile.TemporaryDirectory() as folder:
        files = Files(Path(folder))
        ends = [add_months(date(2025, 9, 30), months_apart * place) for place in range(len(files_shown))]
        for as_at, contacts in zip(ends, files_shown, strict=True):
            rows = "\n".join(f"{key} | C1 | {FEW[key]} | {code}" for key, code in contacts.items())
            files.load(as_at, ssd_contacts=rows)
        standing, gone = _by_hand(ends, files_shown)
        assert dict(files.rows(CONTACTS, "cont_contact_id", "cont_contact_source_code")) == standing
        assert {key for key, *_ in files.set_by(CONTACTS)} == gone


def _by_hand(ends: list[date], shown: list[dict[str, str]]) -> tuple[dict[str, str], set[str]]:
    said, last = {}, {}
    for place, contacts in enumerate(shown):
        for key, code in contacts.items():
            said[key], last[key] = code, place
    after = {key: ends[place + 1] for key, place in last.items() if place + 1 < len(ends)}
    gone = {key for key, end in after.items() if FEW[key] >= add_months(end, -6)}
    return {key: code for key, code in said.items() if key not in gone}, gone


def test_a_list_left_out_of_the_newest_file_is_absent_and_not_old(files: Files) -> None:
    files.load(FEBRUARY, ssd_contacts="K1 | C1 | 2026-01-05 | 1A", ssd_early_help_episodes="")
    newest = drawn.records(
        MARCH, history="window", window_start=add_months(MARCH, -6), ssd_early_help_episodes=""
    )
    kept = {EARLY_HELP: newest.frames[EARLY_HELP]}
    reading = Reading(
        records=type(newest)(MARCH, newest.authority, kept, {EARLY_HELP: newest.can_say(EARLY_HELP)}),
        kind="annex_a",
        sources=(Source("without list 1", "x"),),
        lists={},
        notes=pl.DataFrame(schema=NOTE_SCHEMA),
        set_aside=pl.DataFrame(),
        queried_cells=pl.DataFrame(),
    )
    store.keep(reading, files.folder)
    records = files.history().records
    assert records.can_say(CONTACTS).history == "absent"
    assert records.table(CONTACTS).collect().is_empty()
    assert records.can_say(EARLY_HELP).history == "joined"
