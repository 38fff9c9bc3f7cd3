"""The demonstration's site: its story ends at the plan its paper shows, with somebody for each role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db.models import Count
from django.test import Client
from django.utils import timezone

import goldenthread
import web_server
from goldenthread.cli import demonstration
from goldenthread.cli.story_days import STORY_AS_AT, moved, mover
from goldenthread.errors import InputRefused
from goldenthread.papers.plan import read_plan
from goldenthread.standards.calendar import is_working_day
from goldenthread.web.access.purposes import Purpose
from goldenthread.web.accounts.models import Team
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.roles import ROLES
from goldenthread.web.accounts.standing import LONDON, standing_of, today
from goldenthread.web.config.demo.calendar import on_the_day
from goldenthread.web.config.server import Running
from goldenthread.web.database.scope import scoped
from goldenthread.web.history.models import Entry, Signature
from goldenthread.web.history.verifying import verify
from goldenthread.web.inspection.models import Report
from goldenthread.web.intake.gate import children
from goldenthread.web.intake.models import CheckedSnapshot
from goldenthread.web.papers.models import Paper
from goldenthread.web.past.asking import as_it_was, end_of
from goldenthread.web.past.changes import changes
from goldenthread.web.past.queries import read_up_to
from goldenthread.web.plan.as_paper import as_paper
from goldenthread.web.plan.models import (
    ASKS_NOTHING,
    Action,
    DateChange,
    Evidence,
    Outcome,
    Requirement,
    Source,
)
from goldenthread.web.plan.queries import outline
from goldenthread.web.reminders.queries import preference_of
from web_demo import Told, made, tell, told_once, using

SYNTHETIC = Path(goldenthread.__file__).parent / "synthetic"


@pytest.fixture(scope="module")
def told(
    server: Running, testrun_uid: str, worker_id: str, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Told]:
    with told_once(server, run=testrun_uid, name=f"story_{worker_id}", blocker=django_db_blocker) as found:
        yield found


@pytest.fixture
def story(told: Told, settings: Any) -> Told:
    settings.STORE = told.folder / "store"
    return told


def test_it_ends_at_the_plan_of_its_paper(story: Told) -> None:
    plan = read_plan(story.folder / "plan.json")
    told_plan = as_paper(as_at=plan.as_at)
    assert told_plan is not None
    assert told_plan.title == plan.title
    assert told_plan.objectives == plan.objectives
    assert [replace(action, evidence=()) for action in told_plan.actions] == [
        replace(action, evidence=()) for action in plan.actions
    ]


def test_there_is_somebody_for_each_role_with_the_one_pass_phrase(story: Told) -> None:
    held = {role.key for person in story.people.values() for role in standing_of(person).roles}
    assert held == set(ROLES)
    assert all(person.check_password(story.password) for person in story.people.values())
    missing = [
        permission
        for permission in Permission
        if not any(standing_of(person).may(permission) for person in story.people.values())
    ]
    assert missing == []


def test_what_was_signed_in_it_holds_and_says_that_it_is_made_up(story: Told) -> None:
    signed = list(Signature.objects.all())
    assert {signature.about_kind for signature in signed} == {
        "action",
        "evidence",
        "impactjudgement",
        "paper",
        "reporting cycle",
    }
    assert {signature.how for signature in signed} == {"are made up: the demonstration signed for them"}
    found = verify(heads=story.folder.with_name("heads"))
    assert found.faults == ()
    assert found.signatures == len(signed)
    assert found.heads >= 2


def test_every_screen_has_something_to_show(story: Told) -> None:
    assert DateChange.objects.filter(outcome=Outcome.REFUSED).count() == 1
    asked = DateChange.objects.filter(outcome=Outcome.WAITING)
    assert {change.thing.code for change in asked} == {"A10", "O3"}
    waiting = Action.objects.get(state="claimed complete")
    assert waiting.claimed_on is not None
    assert (today() - waiting.claimed_on).days > 28
    assert dict(Source.objects.annotate(asks=Count("requirements")).values_list("kind", "asks")) == {
        "inspection report": 5,
        "improvement notice": 13,
        "peer review": 5,
        "monitoring letter": 2,
    }
    assert set(Report.objects.values_list("file", flat=True)) == {
        "inspection-report.pdf",
        "improvement-notice.pdf",
        "monitoring-visit-letter.txt",
    }


def test_no_words_of_the_story_are_cut_at_a_comma() -> None:
    """In the file's short form, a comma in words that are not quoted begins another name."""
    acts = yaml.safe_load((SYNTHETIC / "demo_story.yaml").read_text(encoding="utf-8"))["acts"]
    assert [act for act in acts if None in act.values()] == []


def test_the_plan_can_be_seen_as_it_was_on_each_day_of_the_story(story: Told) -> None:
    """What a day is said to have been like is what the trail says was done by then."""
    days = sorted({at.astimezone(LONDON).date() for at in Entry.objects.values_list("when", flat=True)})
    assert len(days) > 20
    counts = []
    for day in days:
        moment = end_of(day)
        with as_it_was(moment):
            rows = [row for strand in outline(as_at=day) for row in strand.rows]
            signed = {row.action.code for row in rows if row.action.state == "signed off"}
        acts = Entry.objects.filter(about_kind="action", when__lte=moment)
        proposed = acts.filter(act__in=("proposed the action", "brought the action in"))
        assert len(rows) == proposed.values("about_key").distinct().count(), day
        counts.append((len(rows), len(signed)))
    assert counts[-1] > counts[len(counts) // 2] > counts[0]


def test_somebody_has_a_meetings_changes_to_read_and_reminders_of_their_own(story: Told) -> None:
    director = story.people["director"]
    read = read_up_to(director)
    assert read is not None
    assert changes(read, timezone.now()).things
    assert preference_of(director).rhythm == "weekly"


def test_a_paper_is_released_and_a_draft_waits(story: Told) -> None:
    draft, released = Paper.objects.filter(audience="board").order_by("-as_at")
    assert (draft.released, released.released) == (False, True)
    assert released.released_at is not None
    assert released.released_at.date() < draft.as_at
    outside = Paper.objects.exclude(audience="board")
    assert {one.audience for one in outside if one.released and one.withheld} == {
        "scrutiny",
        "partners",
        "observer",
    }


def test_the_history_tells_of_the_days_of_the_story(story: Told) -> None:
    assert Entry.objects.latest("when").when <= timezone.now()
    agreed = Entry.objects.filter(act="agreed the action").earliest("when")
    assert (today() - agreed.when.date()).days > 300


@pytest.mark.parametrize(
    ("key", "needed"),
    [
        ("director", "Your action A7, A funded three-year workforce plan"),
        ("director", "waits for you to release it"),
        ("director", "1 action waits for your sign-off"),
        ("safeguarding", "overdue in"),
        ("manager", "overdue in your team"),
        ("worker", "in your own caseload"),
        ("lead", "1 action is late and its owner does not sign in here: ask after it"),
        ("secretary", "A new date for action A10 waits for a decision"),
        ("chair", "is released, and you have not opened it yet"),
        ("member", "is released, and you have not opened it yet"),
        ("observer", "is released, and you have not opened it yet"),
        ("principal", "commentaries wait to be read and challenged by"),
        ("lead", "The newest evidence of 1 action has gone stale"),
        ("director", "A review of yours, The third year of the workforce plan"),
        ("auditor", "Nothing needs you now."),
        ("administrator", "Nothing needs you now."),
    ],
)
def test_today_says_what_needs_each_of_them(key: str, needed: str, story: Told) -> None:
    client = Client()
    client.force_login(story.people[key], backend="goldenthread.web.accounts.backend.EmailAndPassword")
    assert needed in client.get("/").content.decode()


def test_told_again_nothing_is_told_twice(story: Told) -> None:
    before = Entry.objects.count()
    kept = demonstration.kept_in(story.folder)
    assert kept is not None
    demonstration.fill(story.folder, kept)
    assert Entry.objects.count() == before


def test_evidence_is_frozen_from_the_records_of_the_time(story: Told) -> None:
    refs = [evidence.exhibit.ref for evidence in Evidence.objects.select_related("exhibit")]
    figures = [ref.figure for ref in refs if ref.figure]
    older = Paper.objects.order_by("as_at")[0]
    assert {figure.snapshot for figure in figures} == {older.snapshot}
    assert all(figure.value is not None for figure in figures)


def test_scopes_show_something(story: Told) -> None:
    """The manager's team and the worker's name are those of the records."""
    import polars as pl

    from goldenthread.clocks.engine import all_clocks

    def reached(key: str) -> int:
        open_now = pl.col("status").is_in(["due", "due_soon", "overdue"])
        person = story.people[key]
        with scoped(standing_of(person).database_scope(person.reference)):
            return children(
                by=person,
                purpose=Purpose.OVERSIGHT,
                what="A test",
                rows=lambda records: all_clocks(records).filter(open_now),
            ).total

    whole, service, team, own = (reached(key) for key in ("director", "safeguarding", "manager", "worker"))
    assert whole > service > team > own > 0
    assert Team.objects.filter(name="Safeguarding Team South", service_area="Safeguarding Service").exists()


def test_the_records_have_been_put_to_the_checks(story: Told) -> None:
    held = CheckedSnapshot.objects.get()
    assert held.asked > 0


def test_with_another_report_the_plan_starts_empty(story: Told, server: Running, worker_id: str) -> None:
    """Nobody here knows what that authority will do about it: its findings wait in the register."""
    from goldenthread.synthetic.report import write_report

    name = f"another-{worker_id}.pdf"
    about = {"authority": "Nowhere Borough Council", "framework": "sif_2013", "published": date(2015, 5, 12)}
    findings = write_report(story.folder / name, **about).findings  # type: ignore[arg-type]
    kept = demonstration.kept_in(story.folder)
    assert kept is not None
    with using(server, f"another_{worker_id}", template=web_server.TEMPLATE):
        tell(story.folder, replace(kept, report=name))
        asked = Requirement.objects.exclude(kind__in=ASKS_NOTHING)  # its strengths are kept beside them
        assert asked.count() == len(findings)
        assert as_paper(as_at=today()) is None
        assert Paper.objects.count() == 0


def test_no_day_is_played_in_production(settings: Any) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, name="production")
    with pytest.raises(RuntimeError), on_the_day(date(2026, 1, 5)):
        pass


@pytest.mark.parametrize(
    "as_at", [date(2026, 3, 31), date(2026, 2, 28), date(2028, 2, 29), date(2025, 12, 31)]
)
def test_the_story_moves_with_its_records(as_at: date) -> None:
    move = mover(as_at)
    assert move(STORY_AS_AT) == as_at
    days = [STORY_AS_AT - timedelta(days=n) for n in range(1, 400)]
    assert all(is_working_day(move(day)) for day in days)
    assert [move(day) for day in days] == sorted((move(day) for day in days), reverse=True)
    assert max(move(day) for day in days) <= as_at


def test_days_move_wherever_they_stand() -> None:
    data = {"due": "2026-03-31", "acts": [{"day": date(2026, 3, 31), "text": "since 2026-03-31"}], "slips": 2}
    on = date(2026, 10, 31)
    assert moved(data, mover(on)) == {
        "due": "2026-10-31",
        "acts": [{"day": on, "text": "since 2026-03-31"}],
        "slips": 2,
    }


def test_what_is_there_is_left_alone_and_never_taken_for_something_else(story: Told, tmp_path: Path) -> None:
    out = story.folder
    first, paper = demonstration.kept_in(out), (out / "board-paper.pdf").stat()
    assert made(out) == first
    assert (out / "board-paper.pdf").stat().st_mtime_ns == paper.st_mtime_ns
    with pytest.raises(InputRefused, match="was made with the made-up report"):
        made(out, as_at=date(2024, 1, 31))
    with pytest.raises(InputRefused, match="not a month's last day"):
        made(out, as_at=date(2024, 1, 30))
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(InputRefused, match="did not make"):
        made(tmp_path, fresh=True)
    assert (tmp_path / "letter.txt").exists()
