"""Overdue and due soon: everybody sees the children they answer for, named as far as their role goes, with
counts that match the list, and each look is written down."""

# ruff: noqa: E501  (drawn tables are as wide as the model's names)

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from goldenthread.clocks.engine import CLOCKS
from goldenthread.papers.duties import NO_TEAM
from goldenthread.papers.outward import EVERY_TEAM
from goldenthread.web.access.addresses import opened
from goldenthread.web.access.models import ChildView
from goldenthread.web.access.purposes import Purpose, pseudonym
from goldenthread.web.access.queries import Fence
from goldenthread.web.accounts.standing import standing_of, standing_on, today
from goldenthread.web.database.scope import as_service
from goldenthread.web.history.models import Entry
from goldenthread.web.oversight import reach
from goldenthread.web.oversight.models import ClockRow, TeamCount
from goldenthread.web.oversight.needs import _lines, needs
from goldenthread.web.oversight.reach import teams_in_reach
from goldenthread.web.oversight.sentences import two_weeks
from goldenthread.web.oversight.team_figures import Told, shown_to
from goldenthread.web.oversight.words import DUTIES, limits_in_words
from web_access import page_of
from web_duties import MARCH, duties
from web_people import person
from web_queries import queries_of
from web_text import told

pytestmark = pytest.mark.django_db
SEEN_AS = re.compile(r'href="/practice/children/([^/"]+)/')


@pytest.fixture
def snapshot(settings: Any) -> str:
    return duties(settings.STORE)


def _page(client: Client, address: str = "/practice/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return told(answer.content.decode())


def _children(page: str) -> list[str]:
    found = SEEN_AS.findall(page.partition("<table")[2].partition("</table")[0])
    return [opened(address) for address in found]


@pytest.mark.usefixtures("snapshot")
@pytest.mark.parametrize(
    ("role", "how", "seen"),
    [
        ("director", {}, {"C1", "C2", "C3", "C4", "C5"}),
        ("team_manager", {"team": "South"}, {"C3", "C4", "C5"}),
        ("social_worker", {"worker": "Ann"}, {"C1", "C5"}),
        ("social_worker", {}, set()),
    ],
)
def test_whose_duties_a_reach_covers(role: str, how: dict[str, str], seen: set[str]) -> None:
    """The condition itself, asked where the database's own fence hides nothing."""
    theirs = reach.within(standing_on(person(role, **how), on=today()))
    with as_service("tests"):
        assert {row.child_id for row in ClockRow.objects.filter(theirs)} == seen


# role                   team     area            worker  overdue, the longest first
SEEN = [
    ("director", "", "", "", ["C1", "C2", "C5"]),
    ("head_of_service", "North", "Assessment", "", ["C1", "C2", "C5"]),
    ("team_manager", "North", "", "", ["C1", "C2", "C5"]),
    ("team_manager", "South", "", "", ["C5"]),  # North's assessment of a child that South holds
    ("social_worker", "North", "", "Ben", ["C2"]),
    ("social_worker", "", "", "Dee", ["C5"]),
    ("team_manager", "East", "", "", []),
]


@pytest.mark.parametrize(("role", "team", "area", "worker", "seen"), SEEN)
def test_one_sees_what_is_overdue_for_the_children_one_answers_for(
    role: str, team: str, area: str, worker: str, seen: list[str],
    snapshot: str, signed_in: Callable[..., Client],
) -> None:  # fmt: skip
    page = _page(signed_in(role, team=team, service_area=area, worker=worker))
    assert _children(page) == seen if seen else "Nothing is overdue." in page


def test_the_analyst_sees_all_of_them_and_nobody_by_name(
    snapshot: str, signed_in: Callable[..., Client]
) -> None:
    page = _page(signed_in("performance_analyst"))
    assert _children(page) == [pseudonym(child, Purpose.OVERSIGHT) for child in ("C1", "C2", "C5")]
    assert not re.search(r"\bC[1-5]\b", page)


def test_two_roles_never_name_a_child_that_neither_would(
    snapshot: str, signed_in: Callable[..., Client]
) -> None:
    page = _page(signed_in("performance_analyst", "team_manager", team="South"))
    assert _children(page) == [pseudonym("C1", Purpose.OVERSIGHT), pseudonym("C2", Purpose.OVERSIGHT), "C5"]


@pytest.mark.parametrize("role", ["board_member", "government_observer", "administrator", None])
def test_those_who_see_no_figures_see_nothing(
    role: str | None, snapshot: str, signed_in: Callable[..., Client]
) -> None:
    client = signed_in(role) if role else signed_in()
    for address in ("/practice/", page_of("C1"), "/practice/teams/North/", "/practice/list.csv"):
        assert client.get(address).status_code == 403


@pytest.mark.parametrize("role", ["independent_chair", "improvement_lead", "auditor", "board_secretary"])
def test_those_who_see_no_children_see_counts_by_team(
    role: str, snapshot: str, signed_in: Callable[..., Client]
) -> None:
    client = signed_in(role)
    page = _page(client)
    assert "North" in page
    assert not re.search(r"\bC[1-5]\b", page)
    assert ("withheld" in page) is (role == "independent_chair")
    allotted = role == "auditor"  # whose children come with a sample: this one is out of reach, not the page
    assert client.get(page_of("C1")).status_code == (404 if allotted else 403)
    assert ChildView.objects.count() == 0


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/practice/", "3 duties are overdue, for 3 children; the longest wait is 38 working days."),
        ("/practice/?duty=ts_assessment_45", "3 children have an assessment overdue; the longest wait is 38 working days."),
        ("/practice/?duty=ts_cp_visit", "No child has a protection plan visit overdue."),
        ("/practice/?worker=Ben", "1 duty is overdue, for 1 child; the longest wait is 16 working days."),
        ("/practice/?show=soon", "1 duty falls due in the two weeks after 31 March 2026."),
        ("/practice/?show=soon&duty=ts_cp_visit", "No protection plan visits fall due in the two weeks after 31 March 2026."),
    ],
)  # fmt: skip
def test_the_first_sentence_answers_the_question(
    address: str, sentence: str, snapshot: str, signed_in: Callable[..., Client]
) -> None:
    assert sentence in _page(signed_in("director"), address)


@pytest.mark.parametrize("asked", ["", "team=North", "worker=Ann", "show=soon", "show=soon&team=South"])
def test_the_counts_of_the_tabs_are_the_lengths_of_their_lists(
    asked: str, snapshot: str, signed_in: Callable[..., Client]
) -> None:
    client = signed_in("director")
    tabs = re.search(r'aria-label="Duties">(.*?)</nav>', _page(client, f"/practice/?{asked}"), re.DOTALL)
    assert tabs
    for href, count in re.findall(r'href="([^"]+)"[^>]*>[^(]+\((\d+)\)', tabs[1]):
        address = href if href.startswith("/") else f"/practice/{href}"
        assert len(_children(_page(client, address.replace("&amp;", "&")))) == int(count), href


@pytest.mark.parametrize(
    "asked", ["duty=nonsense", "show=nonsense", "page=99", "page=x", "team=' OR 1=1", "worker=" + "x" * 500]
)
def test_an_address_that_makes_no_sense_is_still_answered(
    asked: str, snapshot: str, signed_in: Callable[..., Client]
) -> None:
    assert _page(signed_in("director"), f"/practice/?{asked}")


def test_each_look_writes_one_row_with_everybody_shown(
    snapshot: str, signed_in: Callable[..., Client]
) -> None:
    client = signed_in("team_manager", team="North")
    _page(client)
    look = _looks_of(client)[0]
    assert sorted(look["children"]) == ["C1", "C2", "C5"]
    assert (look["purpose"], look["identified"], look["snapshot"]) == (
        "oversight of practice",
        True,
        snapshot,
    )
    assert len(_looks_of(client)) == 1


def _looks_of(client: Any) -> list[dict[str, Any]]:
    from goldenthread.web.accounts.standing import standing_on
    from goldenthread.web.database.scope import tell

    tell(standing_on(client.person, on=today()).database_scope(client.person.reference))
    return list(ChildView.objects.values("children", "purpose", "identified", "snapshot", "what"))


def test_what_is_due_soon_stands_beside_what_is_overdue(
    snapshot: str, signed_in: Callable[..., Client]
) -> None:
    client = signed_in("director")
    page = _page(client)
    beside = page.partition("govuk-grid-column-one-third")[2]
    assert "C3" in beside
    assert "C4" not in page
    assert "C3" in _looks_of(client)[0]["children"]


def test_in_order_of_team_and_worker_across_pages(snapshot: str, signed_in: Callable[..., Client]) -> None:
    page = _page(signed_in("director"), "/practice/?group=worker")
    assert re.findall(r'<h3 class="govuk-heading-s">([^:]+):', page) == ["Ann", "Ben"]


def test_a_row_says_the_rule_and_what_it_counts_from(snapshot: str, signed_in: Callable[..., Client]) -> None:
    page = _page(signed_in("team_manager", team="North"))
    assert "45 working days from the start of the assessment, counted from 1 Dec 2025" in page
    assert "38 working days late" in page


def test_the_age_of_the_records_is_said(snapshot: str, signed_in: Callable[..., Client]) -> None:
    assert "Records as at 31 March 2026, " in _page(signed_in("director"))


@pytest.mark.parametrize(("days", "words"), [(0, "in the next two weeks"), (7, "in the next two weeks"), (8, "in the two weeks after 31 March 2026")])  # fmt: skip
def test_the_next_two_weeks_are_only_called_so_while_they_are(days: int, words: str) -> None:
    assert two_weeks(MARCH, MARCH + timedelta(days=days)) == words


def test_what_the_source_cannot_tell_is_said_on_the_duty(
    snapshot: str, signed_in: Callable[..., Client]
) -> None:
    client = signed_in("director")
    assert "this clock counts from the assessment&#x27;s start" in _page(
        client, "/practice/?duty=ts_assessment_45"
    )
    assert "this clock counts from the assessment" in _page(client, "/practice/duties/ts_assessment_45/")


def test_before_the_first_load_there_is_a_first_step(signed_in: Callable[..., Client]) -> None:
    manager, analyst = signed_in("team_manager", team="North"), signed_in("performance_analyst")
    assert "no records have been loaded" in _page(manager)
    assert "Load a workbook" not in _page(manager)
    assert "Load a workbook" in _page(analyst)
    assert manager.get("/practice/teams/North/").status_code == 404


# --- by name


@pytest.mark.parametrize(
    ("team", "worker", "named"), [("North", "", True), ("South", "", False), ("South", "Ann", False)]
)
def test_a_duty_that_is_nobodys_is_named_to_its_own_team_alone(team: str, worker: str, named: bool) -> None:
    row = ClockRow(child_id="C1", team="North", worker="", held_team="North", held_worker="")
    reader = standing_on(person("team_manager", "social_worker", team=team, worker=worker), on=today())
    assert reach.is_identified(row, reader, Fence({}, frozenset())) is named


# --- download


def test_those_who_may_take_the_list_away_and_the_row_it_leaves(
    snapshot: str, signed_in: Callable[..., Client]
) -> None:
    head = signed_in("head_of_service", team="North", service_area="Assessment")
    answer = head.get("/practice/list.csv?worker=Ann")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["child"], row["working days late"], row["state"]) for row in rows] == [
        ("C1", "38", "overdue"), ("C5", "11", "overdue"),
    ]  # fmt: skip
    entry = Entry.objects.get(act="downloaded a list of duties")
    assert entry.details == {"rows": 2, "narrowed": {"worker": "Ann"}}
    assert _looks_of(head)[-1]["what"] == "Overdue and due soon: downloaded"


def test_the_analyst_takes_pseudonyms_away(snapshot: str, signed_in: Callable[..., Client]) -> None:
    text = signed_in("performance_analyst").get("/practice/list.csv").content.decode()
    assert pseudonym("C1", Purpose.OVERSIGHT) in text
    assert not re.search(r"\bC[1-5]\b", text)


@pytest.mark.parametrize("role", ["director", "team_manager", "social_worker", "improvement_lead"])
def test_nobody_else_downloads(role: str, snapshot: str, signed_in: Callable[..., Client]) -> None:
    client = signed_in(role, team="North", worker="Ann")
    assert client.get("/practice/list.csv").status_code == 403
    assert "list.csv" not in client.get("/practice/").content.decode()


def test_no_cell_of_a_download_runs_in_a_spreadsheet(signed_in: Callable[..., Client], settings: Any) -> None:
    odd = "cina_assessment_id | cina_person_id | cina_assessment_start_date | cina_assessment_team | cina_assessment_worker_id\nA1 | C1 | 2025-12-01 | =1+1 | @SUM(A1)"
    duties(settings.STORE, ssd_cin_assessments=odd)
    text = signed_in("performance_analyst").get("/practice/list.csv").content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert {"'=1+1", "'@SUM(A1)"} <= set(cells)
    assert not [cell for cell in cells if cell.startswith(("=", "@", "+"))]


# --- team


def test_a_teams_page_gives_its_duties_by_worker(snapshot: str, signed_in: Callable[..., Client]) -> None:
    page = _page(signed_in("team_manager", team="North"), "/practice/teams/North/")
    assert "3 duties are overdue" in page
    by_worker = page.partition("What each worker has open")[2]
    assert by_worker.index("Ann") < by_worker.index("Ben")


# role              team     worker  North's page
TEAM = [
    ("director", "", "", 200),
    ("team_manager", "North", "", 200),
    ("team_manager", "South", "", 200),  # of North's duties, the one to a child South holds
    ("team_manager", "East", "", 404),
    ("social_worker", "", "Ben", 200),
    ("social_worker", "", "Cay", 404),
]


@pytest.mark.parametrize(("role", "team", "worker", "status"), TEAM)
def test_a_team_out_of_reach_is_answered_like_none(
    role: str, team: str, worker: str, status: int, snapshot: str, signed_in: Callable[..., Client]
) -> None:
    client = signed_in(role, team=team, worker=worker)
    assert client.get("/practice/teams/North/").status_code == status
    assert client.get("/practice/teams/No such/").status_code == 404


def test_another_teams_page_shows_only_what_is_in_reach(
    snapshot: str, signed_in: Callable[..., Client]
) -> None:
    assert _children(_page(signed_in("team_manager", team="South"), "/practice/teams/North/")) == ["C5"]


# --- rules


def test_every_clock_has_words_and_limits() -> None:
    assert set(DUTIES) == set(CLOCKS)
    assert all(limits_in_words(duty) for duty in DUTIES.values())


@pytest.mark.parametrize("clock", CLOCKS)
def test_every_rule_has_a_page(clock: str, signed_in: Callable[..., Client]) -> None:
    assert DUTIES[clock].rule.title in _page(
        signed_in("team_manager", team="North"), f"/practice/duties/{clock}/"
    )


def test_a_rule_there_is_none_of_is_not_found(signed_in: Callable[..., Client]) -> None:
    assert signed_in("director").get("/practice/duties/ts_none/").status_code == 404


# --- Today


# role                 team     worker  line
NEEDS = [
    ("team_manager", "North", "", "3 assessments are overdue in your team"),
    ("social_worker", "", "Ben", "1 assessment is overdue in your own caseload"),
    ("director", "", "", "3 assessments are overdue in the whole service"),
]


@pytest.mark.parametrize(("role", "team", "worker", "line"), NEEDS)
def test_today_says_what_is_overdue_with_whoever_answers_for_it(
    role: str, team: str, worker: str, line: str, snapshot: str, signed_in: Callable[..., Client]
) -> None:
    page = signed_in(role, team=team, worker=worker).get("/").content.decode()
    assert line in page
    assert 'href="/practice/?duty=ts_assessment_45"' in page


@pytest.mark.parametrize("role", ["performance_analyst", "improvement_lead", "board_member"])
def test_those_who_do_not_act_on_children_are_not_asked_to(role: str, snapshot: str) -> None:
    with as_service("tests"):
        assert needs(person(role), on=date(2026, 4, 1)) == []


# --- growth


GROWING = [
    *("/practice/", "/practice/?show=soon", "/practice/?group=worker", "/practice/teams/North/"),
    *("/practice/list.csv", "/"),
]


def test_more_children_ask_the_database_no_more(signed_in: Callable[..., Client], settings: Any) -> None:
    client = signed_in("head_of_service", team="North", service_area="Assessment")
    duties(settings.STORE)
    queries_of(client, GROWING)
    before = queries_of(client, GROWING)
    many = range(1, 80)
    people = "pers_person_id\n" + "\n".join(f"C{n}" for n in many)
    assessments = (
        "cina_assessment_id | cina_person_id | cina_assessment_start_date | cina_assessment_team | cina_assessment_worker_id\n"
        + "\n".join(f"A{n} | C{n} | 2025-12-01 | North | Worker {n % 9}" for n in many)
    )
    duties(settings.STORE, ssd_person=people, ssd_cin_assessments=assessments)
    assert queries_of(client, GROWING) == before


# --- the weeks ahead


# due: C3 on 9 April, in two weeks · C4 in May · overdue: C1, C2, C5, all with North
AHEAD = [
    ("director", "", "", "0 duties fall due in the next week, 1 in two weeks and 1 in four weeks."),
    ("team_manager", "South", "", "0 duties fall due in the next week, 1 in two weeks and 1 in four weeks."),
    ("team_manager", "North", "", "Nothing falls due in the next four weeks."),
    ("social_worker", "", "Cay", "0 duties fall due in the next week, 1 in two weeks and 1 in four weeks."),
]


@pytest.mark.parametrize(("role", "team", "worker", "sentence"), AHEAD)
def test_the_weeks_ahead_count_what_falls_due_with_those_one_answers_for(
    role: str, team: str, worker: str, sentence: str, snapshot: str, signed_in: Callable[..., Client]
) -> None:
    assert sentence in _page(signed_in(role, team=team, worker=worker), "/practice/ahead/")


def test_the_weeks_ahead_name_no_child_and_leave_no_look(
    snapshot: str, signed_in: Callable[..., Client]
) -> None:
    page = _page(signed_in("director"), "/practice/ahead/")
    assert not re.search(r"\bC[1-5]\b", page)
    with as_service("tests"):
        assert ChildView.objects.count() == 0


def test_what_will_be_late_at_the_present_pace_is_counted_by_worker_and_duty(
    settings: Any, signed_in: Callable[..., Client]
) -> None:
    heading = "cina_assessment_id | cina_person_id | cina_assessment_start_date | cina_assessment_auth_date | cina_assessment_team | cina_assessment_worker_id"
    done = "".join(f"\nD{n} | C{n} | 2026-02-02 | 2026-03-02 | North | Ann" for n in range(1, 6))
    # Five in eight weeks: the fourth in the line is done on day 45. Of four running, all are due in two weeks.
    running = "".join(f"\nR{n} | C{n} | 2026-02-02 | | North | Ann" for n in range(1, 5))
    duties(settings.STORE, ssd_cin_assessments=f"{heading}{done}{running}")
    page = _page(signed_in("team_manager", team="North"), "/practice/ahead/")
    assert "At the present pace 4 of those 4 will be late." in page
    assert "4 (4 late)" in page
    assert "By worker, the most expected late first" in page
    assert "By team, the most expected late first" in _page(signed_in("director"), "/practice/ahead/")


def test_the_weeks_ahead_of_no_records_say_so(signed_in: Callable[..., Client]) -> None:
    assert "no records have been loaded" in _page(signed_in("director"), "/practice/ahead/")


# overdue of each duty                                  | lines: the worst alone, and the others in one
LINES = [
    ([3], [3]),
    ([3, 1, 2, 5, 4, 6], [3, 1, 2, 5, 4, 6]),
    ([3, 1, 2, 5, 4, 6, 7], [3, 5, 4, 6, 7, "3 duties of 2 other kinds are overdue in your team"]),
]


@pytest.mark.parametrize(("overdue", "lines"), LINES)
def test_today_names_the_duties_most_overdue_and_counts_the_others_together(
    overdue: list[int], lines: list[Any]
) -> None:
    found = _lines(dict(zip(DUTIES, overdue, strict=False)), where="your team")
    told = [one.count if "duty=" in one.href else one.sentence for one in found]
    assert told == lines
    assert sum(one.count for one in found) == sum(overdue)


def test_a_teams_duties_are_told_in_words_and_those_it_has_none_of_are_left_out() -> None:
    counts = [
        TeamCount(clock=clock, team=team, overdue=overdue, soon=0)
        for clock, team, overdue in (
            ("ts_assessment_45", "North", 12), ("ts_assessment_45", "South", 3), ("ts_icpc_15", "North", 40),
        )
    ]  # fmt: skip
    assessments = dict.fromkeys(("ts_assessment_45", team) for team in ("North", "South", EVERY_TEAM))
    told = Told(assessments | {("ts_icpc_15", "North"): 40, ("ts_icpc_15", EVERY_TEAM): 40})
    internal, outside = (shown_to(counts, told=tier, within="soon").tables[0] for tier in (None, told))
    assert [[cell.text for cell in row] for row in internal.rows] == [
        ["North", "Assessments 12, Initial conferences 40"],
        ["South", "Assessments 3"],
    ]
    assert [[cell.text for cell in row] for row in outside.rows] == [
        ["North", "Assessments withheld, Initial conferences 40"],
        ["South", "Assessments withheld"],
    ]


@pytest.mark.parametrize(
    ("counted", "told", "shown"),
    [
        ({"North": 12, "South": 9}, {"North": 12, "South": 9, EVERY_TEAM: 21}, {"North", "South"}),
        ({"North": 12, "South": 9}, {"North": 12, "South": None, EVERY_TEAM: None}, {"North"}),
        ({"North": 12, "South": 9}, {"North": 12, "South": 8, EVERY_TEAM: 20}, {"North"}),  # since changed
        ({"North": 12, "South": 9}, {}, set()),  # nobody was told anything yet
        ({"North": 12, "South": 0}, {"North": 12, EVERY_TEAM: 12}, {"North", "South"}),  # owes none of it
        ({"North": 12, "": 9}, {"North": 12, NO_TEAM: 9, EVERY_TEAM: 21}, {"North", ""}),
        ({"North": 0, "South": 0}, {}, {"North", "South"}),  # a nought is no secret
    ],
)
def test_a_teams_count_is_shown_outside_where_it_was_told(
    counted: dict[str, int], told: dict[str, int | None], shown: set[str]
) -> None:
    held = Told({("ts_assessment_45", team): count for team, count in told.items()})
    assert counted.keys() - held.hides_overdue("ts_assessment_45", counted) == shown


def test_what_is_due_is_withheld_with_the_whole_of_its_duty() -> None:
    counted = {"North": 12, "South": 9}
    open_, shut = (Told({("ts_icpc_15", EVERY_TEAM): whole}) for whole in (21, None))
    assert open_.hides_soon("ts_icpc_15", counted) == set()
    assert shut.hides_soon("ts_icpc_15", counted) == {"North", "South"}


@pytest.mark.parametrize(
    ("role", "about", "reached"),
    [
        ("director", {}, {"North", "South"}),
        ("team_manager", {"team": "North"}, {"North"}),
        ("social_worker", {"worker": "Ann"}, set()),  # a caseload is no team
        ("improvement_lead", {}, set()),
    ],
)
def test_a_team_is_reached_by_those_who_answer_for_it(
    role: str, about: dict[str, str], reached: set[str]
) -> None:
    assert teams_in_reach(standing_of(person(role, **about)), ["North", "South"]) == reached
