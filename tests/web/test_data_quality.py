"""Data quality: what wants putting right, whose it is and what changed, to each reader as far as they reach."""

# ruff: noqa: E501  (drawn tables are as wide as the model's names)

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goldenthread.records import checks
from goldenthread.records.checks import asking, checked
from goldenthread.records.store import and_before, manifests, open_snapshot
from goldenthread.web.access.models import ChildView
from goldenthread.web.database.scope import as_service
from goldenthread.web.history.models import Entry
from goldenthread.web.intake import actions_of_checks, checking, quality
from goldenthread.web.intake.models import CheckCount, CheckedSnapshot
from goldenthread.web.intake.queries import latest, store
from web_access import restricted
from web_duties import HELD, PEOPLE
from web_people import person
from web_store import registered
from web_text import told

pytestmark = pytest.mark.django_db
FEBRUARY, MARCH = date(2026, 2, 28), date(2026, 3, 31)
PAGE, WORKBOOK = "/records/quality/", "/records/quality/to-put-right.xlsx"
CHECK = "referral-closes-before"
REFERRALS = "cine_referral_id | cine_person_id | cine_referral_date | cine_close_date | cine_in_need | cine_referral_team | cine_referral_worker_id"
# closes before it was made: then R1 and R2; now R2, R3 and R4
THEN = f"""
{REFERRALS}
R1 | C1 | 2026-01-05 | 2026-01-04 | Y | North | Ann
R2 | C2 | 2026-01-05 | 2026-01-04 | Y | North | Ben
"""
NOW = f"""
{REFERRALS}
R1 | C1 | 2026-01-05 | 2026-01-24 | Y | North | Ann
R2 | C2 | 2026-01-05 | 2026-01-04 | Y | North | Ben
R3 | C3 | 2026-03-05 | 2026-03-04 | Y | South | Cay
R4 | C5 | 2026-03-06 | 2026-03-04 | Y | South | Dee
"""


def told_at(client: Client, address: str) -> str:
    return told(client.get(address).content.decode())


FEW = ("birth-blank", "pers-gender-blank", "pers-ethnicity-blank", CHECK, "supr-date-blank")


@pytest.fixture
def twice(settings: Any, monkeypatch: pytest.MonkeyPatch) -> CheckedSnapshot:
    few = tuple(one for one in checks.catalogue() if one.id in FEW)
    for module in (checks, asking):  # three hundred others would find nothing here, and take seconds
        monkeypatch.setattr(module, "catalogue", lambda: few)
    for day, referrals in ((FEBRUARY, THEN), (MARCH, NOW)):
        registered(settings.STORE, day, ssd_person=PEOPLE, ssd_involvements=HELD, ssd_cin_episodes=referrals)
    held = actions_of_checks.refill(latest())
    assert held is not None
    return held


def at(check: str = CHECK, **asked: str) -> str:
    said = "&".join(f"{name}={value}" for name, value in asked.items())
    return f"{PAGE}{check}/?{said}"


# The counts -----------------------------------------------------------------------------------------------


def test_the_counts_are_those_of_the_command_line(twice: CheckedSnapshot) -> None:
    held = manifests(store())
    said = checked(*(open_snapshot(store(), one) for one in and_before(held[-1], held)))
    command = {one.check.id: (one.rows, one.came, one.went) for one in said.outcomes if one.rows or one.went}
    with as_service("tests"):
        every = quality.counts(quality.Narrowed(), quality.Whose(every=True))
        kept = {one.id: one for show in ("", "gone") for one in quality.by_check(every, show=show)}
    site = {id: (one.rows, one.came, one.went) for id, one in kept.items()}
    assert site == command
    assert site[CHECK] == (3, 2, 1)


def test_they_are_made_once_for_each_snapshot_and_again_when_it_changes(
    twice: CheckedSnapshot, settings: Any
) -> None:
    assert actions_of_checks.in_line()
    assert checking.work() == 0
    registered(settings.STORE, date(2026, 4, 30), ssd_person=PEOPLE)
    assert not actions_of_checks.in_line()
    assert checking.work() == 1
    assert CheckedSnapshot.objects.get().as_at == date(2026, 4, 30)


def test_a_fault_leaves_the_older_counts_standing_and_is_said(
    twice: CheckedSnapshot, settings: Any, monkeypatch: pytest.MonkeyPatch, signed_in: Callable[..., Client]
) -> None:
    registered(settings.STORE, date(2026, 4, 30), ssd_person=PEOPLE)

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(actions_of_checks, "_counted", broken)
    assert checking.work() == 1
    assert checking.work() == 0  # not tried again until the records change
    page = told_at(signed_in("performance_analyst"), PAGE)
    assert "Newer records have been loaded, but could not be checked: a fault of ours" in page
    assert "Records as at 31 March 2026" in page


def test_they_name_no_child_and_only_the_site_writes_them(twice: CheckedSnapshot) -> None:
    fields = {field.name for field in CheckCount._meta.fields}
    assert fields == {"id", "of_check", "severity", "table", "team", "worker", "rows", "came", "went"}
    assert CheckCount.objects.count() == 0  # nobody has said who asks


# The page of all of it ------------------------------------------------------------------------------------


def test_the_page_says_what_to_put_right_and_what_changed(
    twice: CheckedSnapshot, signed_in: Callable[..., Client]
) -> None:
    page = told_at(signed_in("performance_analyst"), PAGE)
    assert "begin with the errors, which cannot be so" in page
    assert "Since 28 February 2026," in page
    assert "Records as at 31 March 2026," in page
    assert "South" in page
    assert "C3" not in page


def test_the_gravest_come_first_and_those_with_most_rows_before_others(twice: CheckedSnapshot) -> None:
    with as_service("tests"):
        found = quality.by_check(quality.counts(quality.Narrowed(), quality.Whose(every=True)))
    places = [(quality.SEVERITIES.index(one.severity), -one.rows) for one in found]
    assert places == sorted(places)
    assert len({severity for severity, _ in places}) > 1


@pytest.mark.parametrize(
    ("role", "held", "rows"),
    [
        ("performance_analyst", {}, 3),
        ("administrator", {}, 3),
        ("team_manager", {"team": "South"}, 2),
        ("team_manager", {"team": "North"}, 1),
        ("social_worker", {"worker": "Dee"}, 1),
    ],
)
def test_counts_are_of_those_one_answers_for(
    role: str, held: dict[str, str], rows: int, twice: CheckedSnapshot, signed_in: Callable[..., Client]
) -> None:
    page = told_at(signed_in(role, **held), at())
    assert f"{rows} row{'s are' if rows > 1 else ' is'} so in the records as at 31 March 2026" in page


@pytest.mark.parametrize("role", ["improvement_lead", "inspector", "elected_member"])
def test_nobody_else_sees_any_of_it(
    role: str, twice: CheckedSnapshot, signed_in: Callable[..., Client]
) -> None:
    client = signed_in(role)
    assert [client.get(one).status_code for one in (PAGE, at(), WORKBOOK)] == [403, 403, 403]


def test_the_queries_do_not_grow_with_the_rows(
    twice: CheckedSnapshot, signed_in: Callable[..., Client]
) -> None:
    client = signed_in("performance_analyst")
    client.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        client.get(PAGE)
    with as_service("tests"):
        one = CheckCount.objects.first()
        assert one is not None
        CheckCount.objects.bulk_create(
            CheckCount(of_check=one.of_check, severity=one.severity, table=one.table, rows=1, team=f"T{n}")
            for n in range(60)
        )
    with CaptureQueriesContext(connection) as many:
        client.get(PAGE)
    assert len(many) == len(few) < 25


def test_before_any_records_the_page_says_what_will_be_here(signed_in: Callable[..., Client]) -> None:
    assert "will be counted here once records are loaded" in told_at(signed_in("performance_analyst"), PAGE)


# A check's own page ---------------------------------------------------------------------------------------


def test_a_manager_sees_the_children_and_what_stands_there(
    twice: CheckedSnapshot, signed_in: Callable[..., Client]
) -> None:
    page = told_at(signed_in("team_manager", team="South"), at())
    assert "C3" in page
    assert "C5" in page
    assert "C2" not in page
    assert "close date: <strong>4 Mar 2026</strong>" in page
    assert "Where it comes from" in page


def test_under_pseudonyms_no_cell_says_who_a_child_is(
    twice: CheckedSnapshot, signed_in: Callable[..., Client]
) -> None:
    page = told_at(signed_in("performance_analyst"), at())
    assert "P-" in page
    assert "close date" in page
    assert not any(word in page for word in ("C3", "R3", "2026-03-04", "4 Mar"))


def test_what_came_and_what_went_are_lists_of_their_own(
    twice: CheckedSnapshot, signed_in: Callable[..., Client]
) -> None:
    client = signed_in("reviewing_officer")
    came, went = told_at(client, at(show="new")), told_at(client, at(show="gone"))
    assert [child in came for child in ("C1", "C2", "C3", "C5")] == [False, False, True, True]
    assert [child in went for child in ("C1", "C2", "C3", "C5")] == [True, False, False, False]


def test_a_look_is_written_down_before_the_page_is_served(
    twice: CheckedSnapshot, signed_in: Callable[..., Client]
) -> None:
    signed_in("team_manager", team="South").get(at())
    with as_service("tests"):
        look = ChildView.objects.get()
    assert (look.purpose, look.children, look.identified) == ("putting records right", ["C3", "C5"], True)
    assert look.what == f"Check of records: {CHECK}"


def test_who_may_see_no_child_sees_counts_alone_and_leaves_no_look(
    twice: CheckedSnapshot, signed_in: Callable[..., Client]
) -> None:
    page = told_at(signed_in("administrator"), at())
    assert "3 rows are so" in page
    assert not any(child in page for child in ("C2", "C3", "C5", "P-"))
    with as_service("tests"):
        assert not ChildView.objects.exists()


def test_a_restricted_child_is_counted_and_not_listed(
    twice: CheckedSnapshot, signed_in: Callable[..., Client]
) -> None:
    restricted("C3")
    page = told_at(signed_in("team_manager", team="South"), at())
    assert "2 rows are so" in page
    assert "1 more row is counted and not listed: about children you may not see" in page
    assert "C3" not in page


def test_no_address_on_the_pages_of_checks_holds_a_child(
    twice: CheckedSnapshot, signed_in: Callable[..., Client]
) -> None:
    client = signed_in("reviewing_officer")
    page = client.get(PAGE).content.decode()
    own = [part.split('"')[0] for part in (page + client.get(at()).content.decode()).split('href="')[1:]]
    assert not any(child in one for one in own if "quality" in one or one[0] == "?" for child in ("C3", "C5"))


def test_a_check_that_is_not_there_is_not_found(
    twice: CheckedSnapshot, signed_in: Callable[..., Client]
) -> None:
    assert signed_in("performance_analyst").get(at("no-such-check")).status_code == 404


def test_a_check_that_could_not_be_asked_says_why(
    twice: CheckedSnapshot, signed_in: Callable[..., Client]
) -> None:
    page = told_at(signed_in("performance_analyst"), at("supr-date-blank"))
    assert "This could not be checked: the records do not carry practice_supervision" in page


# Taken away -----------------------------------------------------------------------------------------------


def _book(client: Client, address: str = WORKBOOK) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def test_the_workbook_has_the_rows_of_the_area_and_who_took_it_is_written_down(
    twice: CheckedSnapshot, signed_in: Callable[..., Client]
) -> None:
    person("team_manager", team="South", service_area="Children in care")
    client = signed_in("head_of_service", service_area="Children in care")
    book = _book(client, f"{WORKBOOK}?check={CHECK}")
    rows = list(book["ssd_cin_episodes"].iter_rows(min_row=2, values_only=True))
    assert {row[4] for row in rows} == {"C3", "C5"}
    with as_service("tests"):
        look = ChildView.objects.get()
    assert (look.taken_away, look.what) == (2, "Rows to put right: downloaded")
    entry = Entry.objects.get(act="downloaded the rows to put right")
    assert entry.details == {"rows": 2, "narrowed": {"check": CHECK}}


def test_an_analysts_workbook_tells_nobodys_name(
    twice: CheckedSnapshot, signed_in: Callable[..., Client]
) -> None:
    book = _book(signed_in("performance_analyst"))
    cells = {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell}
    assert not cells & {"C1", "C2", "C3", "C5", "R2", "R3", "R4"}
    assert not any("2026-03-04" in cell for cell in cells)


def test_a_days_quota_holds_for_it_and_what_is_refused_was_not_looked_at(
    twice: CheckedSnapshot, signed_in: Callable[..., Client], settings: Any
) -> None:
    settings.MOST_TAKEN_AWAY_A_DAY = [(date(2026, 1, 1), 2)]
    answer = signed_in("performance_analyst").get(f"{WORKBOOK}?check={CHECK}")
    assert answer.status_code == 429
    assert "This file has 3 rows about children" in told(answer.content.decode())
    with as_service("tests"):
        assert not ChildView.objects.exists()


def test_who_may_take_no_list_away_is_offered_no_workbook(
    twice: CheckedSnapshot, signed_in: Callable[..., Client]
) -> None:
    client = signed_in("team_manager", team="South")
    assert client.get(WORKBOOK).status_code == 403
    assert "to-put-right.xlsx" not in client.get(PAGE).content.decode()


# Today ----------------------------------------------------------------------------------------------------


def test_today_tells_whoever_answers_for_the_records(
    twice: CheckedSnapshot, signed_in: Callable[..., Client]
) -> None:
    with as_service("tests"):
        errors = quality.in_all(quality.counts(quality.Narrowed(), quality.Whose(every=True))).error
    assert f"{errors} errors are in the records" in told_at(signed_in("performance_analyst"), "/")
    assert "errors are in the records" not in told_at(signed_in("team_manager", team="South"), "/")


def test_where_no_error_is_left_today_tells_of_the_queries_that_came(
    twice: CheckedSnapshot, signed_in: Callable[..., Client]
) -> None:
    with as_service("tests"):
        CheckCount.objects.filter(severity="error").delete()
        CheckCount.objects.filter(severity="query").update(came=1)
        new = CheckCount.objects.filter(severity="query").count()
    page = told_at(signed_in("performance_analyst"), "/")
    assert f"{new} queries are new in the records" in page
    assert f"{PAGE}?severity=query&amp;show=new" in page
