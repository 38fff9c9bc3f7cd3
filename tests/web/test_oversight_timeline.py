"""A child's timeline: what happened and what was owed, as the snapshot had it, for those in reach, with one
row that says who looked."""

# ruff: noqa: E501  (drawn tables are as wide as the model's names)

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goldenthread.standards.annex_a import standard
from goldenthread.standards.safeguarding_dataset import dataset
from goldenthread.web.access.models import ChildView
from goldenthread.web.access.purposes import Purpose, pseudonym
from goldenthread.web.oversight.timeline import EVENTS, duty_key
from web_access import page_of
from web_duties import duties
from web_text import told

pytestmark = pytest.mark.django_db

REFERRALS = """
cine_referral_id | cine_person_id | cine_referral_date | cine_referral_source_code | cine_referral_team
R1               | C1             | 2025-11-28         | 1A                        | North
R2               | C5             | 2026-01-10         | 1A                        | South
"""
PLANS = """
cppl_cp_plan_id | cppl_person_id | cppl_cp_plan_start_date | cppl_cp_plan_initial_category
P1              | C1             | 2026-02-02              | NEG
"""
VISITS = """
cppv_cp_visit_id | cppv_person_id | cppv_cp_plan_id | cppv_cp_visit_date | cppv_cp_visit_seen | cppv_cp_visit_seen_alone
V1               | C1             | P1              | 2026-02-10         | Y                  | Y
V2               | C1             | P1              | 2026-02-20         | N                  |
"""
PEOPLE = "pers_person_id | pers_dob\nC1 | 2015-06-07\nC2 |\nC3 |\nC4 |\nC5 | 2016-01-02"


@pytest.fixture
def snapshot(settings: Any) -> str:
    return duties(
        settings.STORE,
        ssd_person=PEOPLE,
        ssd_cin_episodes=REFERRALS,
        ssd_cp_plans=PLANS,
        ssd_cp_visits=VISITS,
    )


def _page(client: Client, child: str) -> str:
    answer = client.get(page_of(child))
    assert answer.status_code == 200
    return answer.content.decode()


def _told(page: str) -> list[str]:
    """The timeline's lines as plain words, without duties."""
    lines = re.findall(r"<li[^>]*><time[^>]*>([^<]+)</time> <strong>(.+?)</li>", page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", f"{day} {rest}").split()) for day, rest in lines]


def test_what_happened_is_told_the_latest_first(snapshot: str, signed_in: Callable[..., Client]) -> None:
    told = _told(_page(signed_in("director"), "C1"))
    assert [line.partition(" :")[0] for line in told] == [
        "20 Feb Visited, protection plan",
        "10 Feb Visited, protection plan",
        "2 Feb Protection plan began",
        "1 Dec Assessment started North, Ann",
        "28 Nov Referred",
    ]
    assert "The child was not seen" in told[0]
    assert "Seen alone" in told[1]
    assert "Neglect" in told[2]


def test_what_is_owed_now_comes_first_with_its_rule(snapshot: str, signed_in: Callable[..., Client]) -> None:
    page = _page(signed_in("director"), "C1")
    assert "2 duties are overdue, the longest by 38 working days, and 1 more is running." in page
    owed = page.partition("Owed now")[2].partition("What happened")[0]
    assert owed.index("Assessment") < owed.index("Protection plan visit") < owed.index("Review conference")
    assert "45 working days from the start of the assessment, counted from 1 Dec 2025" in owed


def test_a_row_of_the_overdue_list_opens_the_child_at_that_duty(
    snapshot: str, signed_in: Callable[..., Client]
) -> None:
    client = signed_in("director")
    listed = client.get("/practice/?duty=ts_assessment_45").content.decode()
    href = re.search(rf'href="({page_of("C1")}[^"#]*)#([^"]+)"', listed)
    assert href
    page = client.get(href[1].replace("&amp;", "&")).content.decode()
    assert f'id="{href[2]}"' in page
    assert 'href="/practice/?duty=ts_assessment_45"' in page or "?duty=ts_assessment_45" in page  # and back


def test_a_duty_is_named_without_its_records_identifier() -> None:
    from datetime import date

    key = duty_key(clock="ts_assessment_45", about="A1", started=date(2025, 12, 1))
    assert re.fullmatch(r"duty-[0-9a-f]{10}", key)
    assert key != duty_key(clock="ts_assessment_45", about="A2", started=date(2025, 12, 1))


# role                   team     worker  C1   C3
REACH = [
    ("director", "", "", 200, 200),
    ("team_manager", "North", "", 200, 404),
    ("team_manager", "South", "", 404, 200),
    ("social_worker", "", "Ann", 200, 404),
    ("social_worker", "", "Ben", 404, 404),
    ("performance_analyst", "", "", 404, 404),  # knows children by pseudonym only
    ("improvement_lead", "", "", 403, 403),
    ("independent_chair", "", "", 403, 403),
    ("board_member", "", "", 403, 403),
    ("government_observer", "", "", 403, 403),
    ("administrator", "", "", 403, 403),
]


@pytest.mark.parametrize(("role", "team", "worker", "c1", "c3"), REACH)
def test_who_may_open_which_child(
    role: str, team: str, worker: str, c1: int, c3: int, snapshot: str, signed_in: Callable[..., Client]
) -> None:
    client = signed_in(role, team=team, worker=worker)
    assert client.get(page_of("C1")).status_code == c1
    assert client.get(page_of("C3")).status_code == c3


def test_a_child_out_of_reach_is_answered_like_one_there_is_none_of(
    snapshot: str, signed_in: Callable[..., Client]
) -> None:
    client = signed_in("team_manager", team="South")
    out, none = client.get(page_of("C1")), client.get(page_of("C99"))
    assert (out.status_code, none.status_code) == (404, 404)
    assert told(out.content.decode()) == told(none.content.decode())


def test_the_analyst_opens_a_pseudonym_and_learns_no_more(
    snapshot: str, signed_in: Callable[..., Client]
) -> None:
    page = _page(signed_in("performance_analyst"), pseudonym("C1", Purpose.OVERSIGHT))
    assert "pseudonym" in page
    assert "Protection plan began" in page
    assert not re.search(r"\bC1\b|2015|\bP1\b|\bA1\b", page)


def test_each_look_is_written_down_once_with_why(snapshot: str, signed_in: Callable[..., Client]) -> None:
    from goldenthread.web.accounts.standing import standing_on, today
    from goldenthread.web.database.scope import tell

    for client, purpose in (
        (signed_in("social_worker", worker="Ann"), "working with the child"),
        (signed_in("team_manager", team="North"), "oversight of practice"),
    ):
        _page(client, "C1")
        tell(standing_on(client.person, on=today()).database_scope(client.person.reference))
        look = ChildView.objects.get(person=client.person.reference)
        assert (look.purpose, look.what, set(look.children)) == (purpose, "A child's timeline", {"C1"})


def test_lines_of_others_are_counted_and_not_shown(snapshot: str, signed_in: Callable[..., Client]) -> None:
    """North owes C5 an assessment; South holds C5 and made the referral."""
    page = _page(signed_in("team_manager", team="North"), "C5")
    assert "1 line of this timeline belongs to others" in page
    assert "Referred" not in page
    assert "Referred" in _page(signed_in("team_manager", team="South"), "C5")


def test_a_child_of_whom_nothing_is_told_is_not_found(
    settings: Any, signed_in: Callable[..., Client]
) -> None:
    duties(settings.STORE, ssd_cin_assessments="cina_assessment_id\nA0")
    assert signed_in("director").get(page_of("C1")).status_code == 404


def test_more_events_ask_the_database_no_more(
    settings: Any, signed_in: Callable[..., Client], django_assert_num_queries: Callable[..., Any]
) -> None:
    client = signed_in("director")
    duties(settings.STORE)
    client.get(page_of("C1"))
    with CaptureQueriesContext(connection) as asked:
        client.get(page_of("C1"))
    many = "cppv_cp_visit_id | cppv_person_id | cppv_cp_plan_id | cppv_cp_visit_date\n" + "\n".join(
        f"V{day} | C1 | P1 | 2026-02-{day:02}" for day in range(3, 28)
    )
    duties(settings.STORE, ssd_cp_plans=PLANS, ssd_cp_visits=many)
    with django_assert_num_queries(len(asked)):
        client.get(page_of("C1"))


def test_every_event_reads_fields_the_model_has() -> None:
    for event in EVENTS:
        fields = dataset().tables[event.table].field_names
        assert {event.day, event.team or event.day, event.worker or event.day} <= set(fields)
        blank = dict.fromkeys(fields)
        assert event.more(blank) == ""
        assert event.when(blank) in (True, False)
    assert standard().code_sets


# --- names


NAMES = "identifier,name,link\n*,,https://cases.example/child/{identifier}\nC1,Made-up Ash,\nC3,Made-up Cedar,https://other.example/3\n"


@pytest.fixture
def named(settings: Any, tmp_path: Any) -> None:
    settings.IDENTITY = tmp_path / "names.csv"
    settings.IDENTITY.write_text(NAMES)


def test_those_who_may_know_see_names_and_the_way_into_the_case_system(
    snapshot: str, named: None, signed_in: Callable[..., Client]
) -> None:
    client = signed_in("team_manager", team="North")
    for page in (client.get("/practice/").content.decode(), _page(client, "C1")):
        assert "Made-up Ash (C1)" in page
        assert 'href="https://cases.example/child/C1" rel="noreferrer"' in page
        assert "Cedar" not in page


def test_nobody_else_sees_a_name(snapshot: str, named: None, signed_in: Callable[..., Client]) -> None:
    for role in ("performance_analyst", "improvement_lead", "independent_chair"):
        page = signed_in(role).get("/practice/").content.decode()
        assert "Made-up Ash" not in page
        assert "cases.example" not in page
    both = signed_in("performance_analyst", "team_manager", team="South")
    page = both.get("/practice/?show=soon").content.decode()
    assert "Made-up Cedar" in page
    assert "Made-up Ash" not in page + both.get("/practice/").content.decode()
    assert "Made-up Ash" not in _page(signed_in("performance_analyst"), pseudonym("C1", Purpose.OVERSIGHT))
