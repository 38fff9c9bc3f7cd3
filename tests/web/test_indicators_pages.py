"""The scorecard, the catalogue and a measure's page: what each says, to whom, and at what cost."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from goldenthread.web.access.models import ChildView
from goldenthread.web.access.purposes import Purpose, pseudonym
from goldenthread.web.accounts.standing import standing_of, today
from goldenthread.web.config import evidence_kinds
from goldenthread.web.database.scope import scoped
from goldenthread.web.evidence.models import Exhibit
from goldenthread.web.indicators import evidence, needs
from goldenthread.web.indicators.models import Chart
from web_figures import assessments, few_measures, held
from web_people import person
from web_queries import queries_of

pytestmark = pytest.mark.django_db

HOME, CATALOGUE = "/performance/", "/performance/catalogue/"
MEASURE = "/performance/assessment_45wd/"
CHILDREN, CHART, CSV, PIN = (
    f"{MEASURE}children/",
    f"{MEASURE}chart.svg",
    f"{MEASURE}figures.csv",
    f"{MEASURE}pin/",
)
STEADY = [f"{month} North 20 5" for month in ("2025-10", "2025-11", "2025-12")]
WORSE = [f"{month} North 8 17" for month in ("2026-01", "2026-02", "2026-03")]
CLEARLY_WORSE = assessments(*STEADY, *WORSE)
MARCH = assessments("2026-02 North 6 3", "2026-03 North 8 2", "2026-03 South 30 9")
SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    few_measures(monkeypatch)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


def _text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return " ".join(unescape(answer.content.decode()).split())


# Who may open what: the scorecard, a measure, its children, its file; and may pin
WHO = [
    ("director", 200, 200, 403),
    ("head_of_service", 200, 200, 302),
    ("team_manager", 200, 200, 302),
    ("social_worker", 200, 200, 302),
    ("improvement_lead", 200, 403, 403),
    ("action_owner", 200, 403, 302),
    ("performance_analyst", 200, 200, 403),
    ("auditor", 200, 403, 403),
    ("board_secretary", 200, 403, 403),
    ("independent_chair", 200, 403, 403),
    ("board_member", 403, 403, 403),
    ("government_observer", 403, 403, 403),
    ("administrator", 403, 403, 403),
]


@pytest.mark.parametrize(("role", "figures", "children", "pin"), WHO, ids=[who[0] for who in WHO])
def test_who_may_open_what(
    signed_in: SignIn, store: Path, role: str, figures: int, children: int, pin: int
) -> None:
    held(store, MARCH)
    client = signed_in(role, team="North", service_area="Assessment")
    for address in (HOME, CATALOGUE, MEASURE, CHART, CSV):
        assert client.get(address).status_code == figures, address
    assert client.get(CHILDREN).status_code == children
    assert client.post(PIN, {"figure": "2026-03-31"}).status_code == pin


@pytest.mark.parametrize("address", [HOME, CATALOGUE, MEASURE, CHILDREN, CHART, CSV])
def test_nobody_is_sent_to_sign_in(address: str) -> None:
    assert Client().get(address).headers["Location"].startswith("/people/sign-in/")


@pytest.mark.parametrize(
    "address",
    [
        "/performance/no_such_measure/",
        "/performance/no_such_measure/chart.svg",
        "/performance/no_such_measure/children/",
        f"{CHILDREN}?end=2031-01-31",
        f"{CHILDREN}?end=nonsense",
        "/performance/cla_count/chart.svg",  # known, and without a figure here
        "/performance/cla_count/children/",
    ],
)
def test_what_is_not_there_is_not_found(signed_in: SignIn, store: Path, address: str) -> None:
    held(store, MARCH)
    assert signed_in("director").get(address).status_code == 404


def test_before_the_first_load_the_pages_say_what_will_be_here(signed_in: SignIn) -> None:
    analyst = signed_in("performance_analyst")
    assert "There are no figures yet." in _text(analyst, HOME)
    assert "Load records" in _text(analyst, HOME)
    assert "Load records" not in _text(signed_in("director"), HOME)
    assert "no records are loaded yet" in _text(analyst, CATALOGUE)
    assert "no records are loaded" in _text(analyst, MEASURE)
    assert analyst.get(CHILDREN).status_code == 404


def test_the_scorecard_says_in_a_sentence_what_has_clearly_moved(signed_in: SignIn, store: Path) -> None:
    held(store, CLEARLY_WORSE)
    page = _text(signed_in("director"), HOME)
    assert "Of 155 measures, 5 have a figure in the records as at 31 March 2026." in page
    assert (
        "a year before: 1 clearly worse, 2 with no clear change and 2 that cannot be judged this way." in page
    )
    assert "Clear fall: worse" in page


def test_a_row_has_both_counts_the_change_since_and_what_is_overdue(signed_in: SignIn, store: Path) -> None:
    held(store, MARCH + "\nA99 | C1 | 2025-12-01 |  | North | Ann | Y")
    page = _text(signed_in("director"), HOME)
    assert '<strong>77.6%</strong> <span class="gt-nowrap">(38 of 49)</span>' in page
    assert "Up from 66.7% (6 of 9) in February 2026" in page
    assert "Open now: 1 of 1 overdue; the longest is" in page


@pytest.mark.parametrize(
    ("query", "measures"),
    [
        ("", 5),
        ("?area=assessment", 5),
        ("?area=cla", 0),
        ("?show=worse", 1),
        ("?show=better", 0),
        ("?show=moved", 1),
    ],
)
def test_the_filters_leave_what_they_say(signed_in: SignIn, store: Path, query: str, measures: int) -> None:
    held(store, CLEARLY_WORSE)
    page = _text(signed_in("director"), HOME + query)
    assert page.count('data-label="Measure"') == measures
    assert 'aria-current="true">' in page
    assert f"({measures})</a>" in page


def test_the_catalogue_is_searched_by_every_word(signed_in: SignIn, store: Path) -> None:
    held(store, MARCH)
    client = signed_in("board_secretary")
    assert "155 measures found." in _text(client, CATALOGUE)
    assert "1 measure found." in _text(client, f"{CATALOGUE}?q=median+ASSESSMENT")
    nothing = _text(client, f"{CATALOGUE}?q=%3Cb%3Enonsense")
    assert "No measure fits." in nothing
    assert 'value="<b>nonsense"' in nothing  # typed text is kept (and was escaped: the reader unescaped it)


def test_the_catalogue_gives_each_definition_in_full(signed_in: SignIn, store: Path) -> None:
    held(store, MARCH)
    page = _text(signed_in("auditor"), f"{CATALOGUE}?q=assessment_45wd")
    for said in (
        "A family waits for help while an assessment drifts.",
        "Higher is better",
        "Verified: a consulted source",
        "Child and family assessments: everything dated in the period",
        "assessment_45wd/1",
        "Per cent; events in the period",
    ):
        assert said in page, said


def test_a_measure_the_records_cannot_answer_says_why(signed_in: SignIn, store: Path) -> None:
    held(store, MARCH)
    page = _text(signed_in("director"), "/performance/cpp_second_2yr/")
    assert "These records cannot answer this measure: it looks 24 months back" in page
    assert "cpp_second_2yr/1" in page
    assert "it looks 24 months back" in _text(signed_in("director"), HOME)


def test_a_measures_page_says_it_draws_it_and_gives_the_table(signed_in: SignIn, store: Path) -> None:
    held(store, MARCH)
    page = _text(signed_in("director"), MEASURE)
    assert "In March 2026: 77.6% (38 of 49)." in page
    assert 'alt="Line chart of Assessments completed within 45 working days' in page
    assert '<details class="govuk-details" open>' in page
    assert "Records as at 31 March 2026. Definition assessment_45wd/1. Base: Assessments authorised" in page
    assert page.index(">South<") < page.index(">North<")  # nine late there, two here


def test_quarters_are_those_of_the_financial_year(signed_in: SignIn, store: Path) -> None:
    held(store, MARCH)
    page = _text(signed_in("director"), f"{MEASURE}?step=quarter")
    assert "From 1 January 2026 to 31 March 2026: 75.9% (44 of 58)." in page


def test_the_chart_is_drawn_once_and_its_words_are_inside_it(signed_in: SignIn, store: Path) -> None:
    held(store, MARCH)
    client = signed_in("director")
    first, again = client.get(CHART), client.get(CHART)
    assert first.headers["Content-Type"] == "image/svg+xml"
    assert first.content == again.content
    assert b"Line chart of Assessments completed within 45 working days" in first.content
    with scoped(standing_of(client.person).database_scope("person:1")):  # type: ignore[attr-defined]
        assert Chart.objects.count() == 1


# South has 30 of 39, North 8 of 10: North's two late would give themselves away, and South's nine with them
def test_those_from_outside_are_shown_no_small_number_anywhere(signed_in: SignIn, store: Path) -> None:
    held(store, MARCH)
    chair, inside = signed_in("independent_chair"), signed_in("director")
    for address in (MEASURE, CSV):
        assert "withheld (small)" in _text(chair, address)
        assert "withheld (small)" not in _text(inside, address)
    rows = list(csv.DictReader(io.StringIO(chair.get(CSV).content.decode("utf-8-sig"))))
    assert {row["team"]: row["value"] for row in rows if row["period_end"] == "2026-03-31"} == {
        "": str(100 * 38 / 49),
        "North": "withheld (small)",
        "South": "withheld (small)",
    }
    assert b"66.7%" not in chair.get(CHART).content  # February: 6 of 9
    assert b"66.7%" in inside.get(CHART).content
    assert "66.7%" not in _text(chair, HOME)
    assert "the longest is" not in _text(chair, HOME)


def test_a_withheld_latest_figure_is_said_to_be_so(signed_in: SignIn, store: Path) -> None:
    held(store, assessments("2026-02 North 20 20", "2026-03 North 9 2"))
    chair = signed_in("independent_chair")
    page = _text(chair, MEASURE)
    assert "In March 2026: withheld (small)." in page
    assert "latest withheld (small)" in page
    assert "81.8%" not in page
    assert b"81.8%" not in chair.get(CHART).content
    assert "Where a figure is withheld as small, the line has a gap." in chair.get(CHART).content.decode()


def test_no_cell_of_the_file_is_a_formula(signed_in: SignIn, store: Path) -> None:
    held(store, MARCH.replace("South |", "=1+1 |"))
    answer = signed_in("director").get(CSV)
    assert "attachment" in answer.headers["Content-Disposition"]
    teams = {row["team"] for row in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))}
    assert teams == {"", "North", "'=1+1"}


def test_a_manager_sees_the_children_of_the_team_and_the_look_is_written_down(
    signed_in: SignIn, store: Path
) -> None:
    held(store, MARCH)
    manager = signed_in("team_manager", team="North")
    page = _text(manager, CHILDREN)
    assert "In March 2026: 77.6% (38 of 49). 10 rows are within your reach." in page
    assert page.index("> C18 <".replace(" ", "")) < page.index(">C10<")  # those late come first
    with scoped(standing_of(manager.person).database_scope(manager.person.reference)):  # type: ignore[attr-defined]
        look = ChildView.objects.get()
    assert look.what == "Behind a figure: Assessments completed within 45 working days, 2026-03-31"
    assert sorted(look.children) == sorted(f"C{n}" for n in range(10, 20))


def test_an_analyst_sees_stand_in_names_only(signed_in: SignIn, store: Path) -> None:
    held(store, MARCH)
    page = _text(signed_in("performance_analyst"), f"{CHILDREN}?team=North")
    assert "In March 2026: 80.0% (8 of 10). 10 rows are within your reach" in page
    assert pseudonym("C10", Purpose.OVERSIGHT) in page
    assert ">C10<" not in page


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("", 49),
        ("?counted=no", 11),
        ("?counted=yes&team=South", 30),
        ("?step=month&end=2026-02-28", 9),
        ("?step=quarter&end=2026-03-31", 58),
        ("?team=Nowhere", 0),
        ("?page=nonsense", 49),
    ],
)
def test_every_number_leads_to_its_children(signed_in: SignIn, store: Path, query: str, rows: int) -> None:
    held(store, MARCH)
    page = _text(signed_in("director"), CHILDREN + query)
    assert page.count('data-label="Child"') == min(rows, 50)


def test_long_lists_come_a_page_at_a_time(signed_in: SignIn, store: Path) -> None:
    held(store, MARCH)
    director = signed_in("director")
    second = _text(director, f"{CHILDREN}?step=quarter&end=2026-03-31&page=2")
    assert second.count('data-label="Child"') == 8
    assert "Page 2 of 2" in second
    assert "There is no such page of this list." in _text(director, f"{CHILDREN}?page=9")


def test_a_pinned_figure_is_frozen_with_all_that_made_it(signed_in: SignIn, store: Path) -> None:
    filled = held(store, MARCH)
    client = signed_in("team_manager", team="North")
    client.post(PIN, {"figure": "2026-02-28"})
    exhibit = Exhibit.objects.get()
    figure = exhibit.ref.figure
    assert figure is not None
    assert (exhibit.kind, exhibit.key) == ("indicator", "assessment_45wd")
    assert exhibit.label == "Assessments completed within 45 working days, February 2026"
    assert (figure.numerator, figure.denominator, figure.snapshot) == (6, 9, filled.snapshot)
    assert figure.sentence == "In February 2026: 66.7% (6 of 9)."
    assert exhibit.pinned_by_name == client.person.name  # type: ignore[attr-defined]


def test_pinning_goes_on_to_the_plan(signed_in: SignIn, store: Path) -> None:
    held(store, MARCH)
    answer = signed_in("action_owner").post(PIN, {"figure": "2026-03-31"})
    assert answer.headers["Location"] in (f"/plan/pin/{Exhibit.objects.get().pk}/", MEASURE)


@pytest.mark.parametrize(
    ("sent", "fault"),
    [({}, "Choose which figure to pin"), ({"figure": "2031-01-31"}, "Choose a figure from the list")],
)
def test_a_figure_that_is_not_there_is_not_pinned(
    signed_in: SignIn, store: Path, sent: dict[str, str], fault: str
) -> None:
    held(store, MARCH)
    answer = signed_in("action_owner").post(PIN, sent)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count(fault) == 2  # at the top, and beside the field
    assert "<title>Error: " in page
    assert not Exhibit.objects.exists()


def test_frozen_evidence_stands_beside_the_figure_of_today(signed_in: SignIn, store: Path) -> None:
    held(store, MARCH)
    client = signed_in("action_owner")
    client.post(PIN, {"figure": "2026-03-31"})
    client.post(f"{PIN}?step=quarter", {"figure": "2026-03-31"})
    held(
        store,
        assessments("2026-03 North 8 2", "2026-05 North 9 0", "2026-06 North 5 5"),
        as_at=today_in_2026(),
    )
    month, quarter = reversed(Exhibit.objects.all())
    with scoped(standing_of(client.person).database_scope("person:1")):  # type: ignore[attr-defined]
        now, this_quarter = (evidence_kinds.as_today(one.ref) for one in (month, quarter))
    assert month.ref.figure.sentence == "In March 2026: 77.6% (38 of 49)."  # type: ignore[union-attr]
    assert now is not None
    assert now.figure.sentence == "In June 2026: 50.0% (5 of 10)."  # type: ignore[union-attr]
    assert this_quarter.figure.sentence == "From 1 April 2026 to 30 June 2026: 73.7% (14 of 19)."  # type: ignore[union-attr]


def today_in_2026() -> Any:
    from datetime import date

    return date(2026, 6, 30)


def test_evidence_of_another_kind_is_not_ours_to_say() -> None:
    from dataclasses import replace
    from datetime import date

    from goldenthread.web.evidence.refs import EvidenceRef

    ref = EvidenceRef(kind="minute", key="assessment_45wd", label="A minute", as_of=date(2026, 3, 31))
    assert evidence.today(ref) is None
    assert evidence.today(replace(ref, kind="indicator", key="no_such_measure")) is None
    assert evidence.today(replace(ref, kind="indicator", key="cla_count")) is None


@pytest.mark.parametrize(
    ("role", "told"), [("director", 1), ("improvement_lead", 1), ("team_manager", 0), ("administrator", 0)]
)
def test_those_who_answer_for_the_service_are_told_what_is_worse(store: Path, role: str, told: int) -> None:
    held(store, CLEARLY_WORSE)
    somebody = person(role, team="North")
    with scoped(standing_of(somebody).database_scope(somebody.reference)):
        found = needs.needs(somebody, on=today())
    assert [need.sentence for need in found] == [
        "1 measure is clearly worse than three months before, or a year before"
    ] * told
    assert all(need.href == "/performance/?show=worse" for need in found)


def test_nobody_is_told_of_what_is_not_worse(store: Path) -> None:
    held(store, MARCH)
    director = person("director")
    with scoped(standing_of(director).database_scope(director.reference)):
        assert needs.needs(director, on=today()) == []


def test_more_children_teams_and_months_ask_the_database_no_more(signed_in: SignIn, store: Path) -> None:
    pages = [HOME, CATALOGUE, MEASURE, CHILDREN, f"{CHILDREN}?counted=no"]
    client = signed_in("director")
    held(store, assessments("2026-03 North 2 1"))
    queries_of(client, pages)
    few = queries_of(client, pages)
    many = [f"2026-0{month} Team{team} 5 1" for month in (1, 2, 3) for team in range(9)]
    held(store, assessments(*many))
    queries_of(client, pages)
    assert queries_of(client, pages) == few
    assert all(0 < asked <= 20 for asked in few.values())
