"""Writing the plan: forms keep what was typed, two editors see both texts; to the papers, and from a file."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from goldenthread.errors import InputRefused
from goldenthread.papers.plan import Plan, to_json
from goldenthread.web.accounts.permissions import FigureTier
from goldenthread.web.accounts.standing import today
from goldenthread.web.evidence.actions import freeze
from goldenthread.web.evidence.refs import EvidenceRef, FrozenFigure
from goldenthread.web.plan import actions, exhibits
from goldenthread.web.plan.as_paper import as_paper
from goldenthread.web.plan.load_file import load_plan
from goldenthread.web.plan.models import Action, Evidence, Objective, Requirement, Source
from goldenthread.web.plan.needs import needs
from web_people import MAKER, confirm, person
from web_plan import BOARD, action, agreed, claimed, fresh, objective, report, source

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]


def page_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def figure(numerator: int, denominator: int) -> EvidenceRef:
    frozen = FrozenFigure(
        indicator="assessment_45wd",
        definition_version=1,
        snapshot="abc",
        period_start=date(2026, 3, 1),
        period_end=date(2026, 3, 31),
        unit="percent",
        value=100 * numerator / denominator,
        numerator=numerator,
        denominator=denominator,
    )
    return EvidenceRef(
        kind="indicator",
        key="assessment_45wd",
        label="Assessments in time",
        as_of=date(2026, 3, 31),
        figure=frozen,
    )


# Two editors


def test_the_second_of_two_editors_sees_both_texts_and_may_still_save(signed_in: SignedIn) -> None:
    first, second = signed_in("improvement_lead"), signed_in("director")
    made = action(text="As it was")
    address = f"/plan/actions/{made.pk}/edit/"
    form = {"version": made.version, "owner_role": "Head", "workstream": ""}
    assert first.post(address, {**form, "text": "The first text"}).status_code == 302
    page = page_of(second.post(address, {**form, "text": "The second text"}))
    assert "Somebody else saved this while you were writing" in page
    assert "The first text" in page
    assert "The second text" in page
    assert fresh(made).text == "The first text"
    again = {**form, "version": made.version + 1, "text": "Both together"}
    assert second.post(address, again).status_code == 302
    assert fresh(made).text == "Both together"


def test_the_same_for_an_objective_and_for_the_answer_to_a_finding(signed_in: SignedIn) -> None:
    lead = signed_in("improvement_lead")
    requirement = source().requirements.first()
    assert requirement is not None
    one = objective()
    objective_form = {"version": one.version, "text": "Mine"}
    answer = {"version": 1, "disposition": "accepted", "severity": "priority", "reason": ""}
    for address, form in (
        (f"/plan/objectives/{one.pk}/edit/", objective_form),
        (f"/plan/requirements/{requirement.pk}/answer/", answer),
    ):
        assert lead.post(address, form).status_code == 302
        assert "Somebody else saved this" in page_of(lead.post(address, form))


def test_a_form_keeps_what_was_typed_and_says_what_is_wrong_twice(signed_in: SignedIn) -> None:
    lead = signed_in("improvement_lead")
    form = {"version": 0, "text": "Keep me", "due": "tomorrow"}
    page = page_of(lead.post(f"/plan/objectives/{objective().pk}/actions/add/", form))
    assert "Keep me" in page
    assert 'value="tomorrow"' in page
    assert page.count("Enter a date such as 31/3/2026") == 2
    assert page.count("Choose an owner, or enter the owner&#x27;s role") == 2


# Who may write

WRITES = {
    "add-objective": ("/plan/objectives/add/", {"director", "improvement_lead"}),
    "agree": ("/plan/actions/{action}/agree/", {"director", "improvement_lead", "board_secretary"}),
    "claim": (
        "/plan/actions/{action}/claim/",
        {"director", "improvement_lead", "head_of_service", "team_manager", "social_worker", "action_owner"},
    ),
    "sign-off": ("/plan/actions/{action}/sign-off/", {"director", "head_of_service"}),
    "stop": ("/plan/actions/{action}/stop/", {"director", "improvement_lead"}),
    "impact": ("/plan/actions/{action}/impact/", {"director", "head_of_service"}),
    "evidence": (
        "/plan/actions/{action}/evidence/add/",
        {"head_of_service", "team_manager", "social_worker", "action_owner"},
    ),
    "decision": ("/plan/actions/{action}/decision/", {"improvement_lead", "board_secretary"}),
}
ROLES = (
    *("director", "head_of_service", "team_manager", "social_worker", "improvement_lead", "action_owner"),
    *("performance_analyst", "auditor", "board_secretary", "independent_chair", "board_member"),
    *("government_observer", "administrator"),
)


@pytest.mark.parametrize("page", WRITES)
def test_who_may_open_a_form_and_who_is_refused(page: str, signed_in: SignedIn) -> None:
    address, allowed = WRITES[page]
    address = address.format(action=action().pk)
    # A page that signs first asks again who it is; whoever it lets in is not refused.
    found = {role for role in ROLES if signed_in(role).get(address).status_code in (200, 302)}
    assert found == allowed
    refused = {role for role in ROLES if signed_in(role).post(address).status_code == 403}
    assert refused == set(ROLES) - allowed


def test_the_buttons_are_those_this_person_may_press(signed_in: SignedIn) -> None:
    owner = signed_in("action_owner")
    made = agreed(action(owner.person))  # type: ignore[attr-defined]
    seen = {
        name: {
            label
            for label in (
                "Start it",
                "Claim it complete",
                "Sign it off",
                "Ask for a new date",
                "Edit it",
                "Stop it",
            )
            if f">{label}</a>" in client.get(f"/plan/actions/{made.pk}/").content.decode()
        }
        for name, client in (
            ("owner", owner),
            ("lead", signed_in("improvement_lead")),
            ("reader", signed_in("auditor")),
        )
    }
    assert seen == {
        "owner": {"Start it", "Claim it complete", "Ask for a new date"},
        "lead": {"Start it", "Claim it complete", "Ask for a new date", "Edit it", "Stop it"},
        "reader": set(),
    }


# Every form, once


def test_a_plan_is_made_by_its_forms_from_finding_to_sign_off(signed_in: SignedIn) -> None:
    lead, director = signed_in("improvement_lead"), signed_in("director")
    owner, secretary = signed_in("head_of_service"), signed_in("board_secretary")
    requirement = source().requirements.first()
    assert requirement is not None

    def done(client: Client, address: str, **form: Any) -> None:
        answer = client.post(f"/plan/{address}/", form)
        assert answer.status_code == 302, page_of(answer)

    def version() -> int:
        return Action.objects.get().version

    done(lead, "objectives/add", version=0, text="Seen in time", answers=[requirement.pk])
    one = Objective.objects.get()
    done(lead, f"objectives/{one.pk}/measures", indicator="assessment_45wd")
    person_ = owner.person  # type: ignore[attr-defined]
    done(
        lead,
        f"objectives/{one.pk}/actions/add",
        version=0,
        text="Check weekly",
        owner=person_.pk,
        due="1/6/2027",
    )
    at = f"actions/{Action.objects.get().pk}"
    done(secretary, f"{at}/agree", version=version(), due="1/6/2027", meeting=BOARD, on="1/3/2026")
    done(owner, f"{at}/start", version=version())
    done(owner, f"{at}/note", text="Going well")
    done(owner, f"{at}/new-date", version=version(), proposed="1/9/2027", why="Two teams left")
    change = Action.objects.get().date_changes.get()
    done(secretary, f"dates/{change.pk}", outcome="agreed", meeting=BOARD, on="2/3/2026", why="Heard")
    done(
        owner,
        f"{at}/evidence/add",
        kind="minute",
        label="Minutes",
        where="F",
        as_of=f"{today():%d/%m/%Y}",
        shows="Done",
    )
    confirm(director)
    done(director, f"evidence/{Evidence.objects.get().pk}/judge", judged="sufficient", why="Read", version=1)
    judged = {"impact": "evidenced", "why": "Visits rose", "evidence": Evidence.objects.get().pk}
    confirm(director)
    done(director, f"{at}/impact", version=version(), **judged)
    done(owner, f"{at}/claim", version=version(), words="Every team does it")
    confirm(director)
    done(director, f"{at}/sign-off", version=version(), words="I asked three teams")
    done(secretary, f"{at}/decision", meeting=BOARD, on="4/3/2026", text="Keep watching", why="")
    held = Action.objects.get()
    assert (held.state, held.impact, held.slips, held.due) == ("signed off", "evidenced", 1, date(2027, 9, 1))
    page = page_of(director.get(f"/plan/requirements/{requirement.pk}/"))
    for words in (
        "Seen in time",
        "Check weekly",
        "Minutes",
        "Every team does it",
        "Keep watching",
        "Signed off by",
    ):
        assert words in page
    done(lead, f"measures/{one.measures.get().pk}/remove")
    done(director, f"{at}/open-again", version=version(), why="One team stopped")
    done(lead, f"{at}/stop", version=version(), why="Replaced")
    assert Action.objects.get().state == "stopped"


# Evidence


def test_a_frozen_figure_is_pinned_by_whoever_froze_it_and_by_nobody_else(signed_in: SignedIn) -> None:
    manager, other = signed_in("team_manager"), signed_in("team_manager")
    made = action()
    exhibit = freeze(figure(41, 50), by=manager.person)  # type: ignore[attr-defined]
    address = f"/plan/pin/{exhibit.pk}/"
    assert other.get(address).status_code == 404
    assert "82.0% (41 of 50) in March 2026" in page_of(manager.get(address))
    form = {"action": made.pk, "shows": "Most are in time"}
    assert manager.post(address, form).status_code == 302
    assert "pinned to that action already" in page_of(manager.post(address, form))
    assert Evidence.objects.count() == 1


def test_evidence_stands_as_it_was_beside_todays_where_somebody_can_say(
    signed_in: SignedIn, settings: Any
) -> None:
    lead = person("head_of_service")
    piece = actions.pin(by=lead, action=action(), exhibit=freeze(figure(41, 50), by=lead), shows="Better")
    address = f"/plan/evidence/{piece.pk}/"
    client = signed_in("director")
    settings.EVIDENCE_TODAY = ""
    assert "Today's figure is not shown here" in page_of(client.get(address))
    settings.EVIDENCE_TODAY = "web_plan.todays_figure"
    page = page_of(client.get(address))
    assert "82.0% (41 of 50)" in page
    assert "90.0% (45 of 50)" in page
    assert "See this measure" in page
    unseen = page_of(signed_in("government_observer").get(address))
    assert "Today's figure is not shown here." in unseen
    assert "90.0% (45 of 50)" not in unseen
    assert "See this measure" not in unseen


def test_evidence_is_offered_to_be_judged_or_says_why_not_to_those_who_judge(signed_in: SignedIn) -> None:
    pinner = person("head_of_service")
    piece = actions.pin(by=pinner, action=action(), exhibit=freeze(figure(41, 50), by=pinner), shows="Better")
    seen = {}
    for who in (pinner, person("director"), person("auditor")):
        page = page_of(signed_in(who).get(f"/plan/evidence/{piece.pk}/"))
        seen[who] = ("Judge it" in page, "somebody else must judge it" in page)
    assert list(seen.values()) == [(False, True), (True, False), (False, False)]


@pytest.mark.parametrize(
    ("numerator", "denominator", "withheld"),
    [
        (41, 50, False),
        (5, 50, True),
        (6, 50, False),
        (45, 50, True),
        (44, 50, False),
        (0, 50, False),
        (3, 4, True),
    ],
)
def test_small_numbers_are_withheld_from_those_who_see_published_forms(
    numerator: int, denominator: int, withheld: bool
) -> None:
    """Of a figure that somebody typed: those of the records go by what was told."""
    frozen = figure(numerator, denominator)
    assert frozen.figure is not None
    typed = replace(frozen, figure=replace(frozen.figure, snapshot=""))
    shown = exhibits.shown_ref(typed, FigureTier.SUPPRESSED)
    assert shown.withheld is withheld
    assert bool(shown.base) is not withheld
    inside = exhibits.shown_ref(figure(numerator, denominator), FigureTier.INTERNAL)
    assert inside.base == f"{numerator} of {denominator}"


def test_a_figure_of_the_records_is_shown_outside_where_it_was_told_as_it_was_frozen(settings: Any) -> None:
    told, another = figure(41, 50), figure(40, 50)
    seen = {}
    for provider in ("web_plan.told_figures", ""):
        settings.FIGURES_TOLD = provider
        shown = exhibits.shown_refs([told, another], FigureTier.SUPPRESSED)
        seen[provider] = [one.base for one in shown]
    assert seen == {"web_plan.told_figures": ["41 of 50", ""], "": ["", ""]}
    assert [one.base for one in exhibits.shown_refs([another], FigureTier.INTERNAL)] == ["40 of 50"]


def test_no_page_shows_a_small_number_to_somebody_from_outside(signed_in: SignedIn) -> None:
    requirement = source().requirements.first()
    owner = person("head_of_service")
    made = action(owner, towards=objective(requirement))
    piece = actions.pin(by=owner, action=made, exhibit=freeze(figure(3, 47), by=owner), shows="Few")
    for role in ("independent_chair", "government_observer"):
        client = signed_in(role)
        for address in (f"actions/{made.pk}", f"evidence/{piece.pk}", f"requirements/{requirement.pk}"):
            page = page_of(client.get(f"/plan/{address}/"))
            assert "3 of 47" not in page
            assert "withheld" in page


# Today


def test_today_asks_each_for_what_is_theirs_to_do() -> None:
    owner, director = person("head_of_service"), person("director")
    lead, secretary = person("improvement_lead"), person("board_secretary")
    late = agreed(action(owner, text="Late one"), due=today() - timedelta(days=10))
    agreed(action(owner, text="Far one"), due=today() + timedelta(days=200))
    claimed(action(owner, text="Claimed one"), owner)
    actions.propose_date(
        by=owner, action=late, version=late.version, proposed=today() + timedelta(days=9), why="x", on=today()
    )

    def said(somebody: Any) -> list[tuple[str, bool]]:
        return [(need.sentence, need.late) for need in needs(somebody, on=today())]

    assert [(sentence[:24], is_late) for sentence, is_late in said(owner)] == [
        ("Your action A1, Late one", True)
    ]
    assert said(director) == [("1 action waits for your sign-off", False), *said(secretary)]
    assert said(secretary) == said(lead) == [("A new date for action A1 waits for a decision", False)]
    assert said(person("board_member")) == []


def test_what_nobody_answers_for_is_told_to_whoever_keeps_the_plan() -> None:
    agreed(action("Head of a made-up service"), due=today() - timedelta(days=10))
    source()
    late = "1 action is late and its owner does not sign in here: ask after it"
    sentences = [late, "2 findings have no objective yet"]
    for role, told in (("improvement_lead", True), ("auditor", False), ("board_member", False)):
        said = [need.sentence for need in needs(person(role), on=today())]
        assert [sentence in said for sentence in sentences] == [told, told], role


# To the papers and from a file

FILE = {
    "title": "Made-up plan",
    "as_at": "2026-03-31",
    "objectives": [
        {"id": "O1", "text": "Seen in time", "answers": [{"source": "madeupshire.pdf", "number": 1}]},
        {"id": "O2", "text": "Plans change lives", "answers": []},
    ],
    "actions": [
        {
            "id": "A1",
            "objective": "O1",
            "title": "Check weekly",
            "owner": "Head of safeguarding",
            "workstream": "Help and protection",
            "agreed_on": "2025-05-14",
            "original_due": "2025-09-30",
            "due": "2025-12-19",
            "slips": 1,
            "delivery_state": "signed off",
            "signed_off_by": "Director of children's services",
            "impact_state": "evidenced",
            "evidence": [
                {
                    "label": "Assessments in time",
                    "as_at": "2026-03-31",
                    "indicator": "assessment_45wd",
                    "unit": "percent",
                    "value": 82.0,
                    "numerator": 41,
                    "denominator": 50,
                }
            ],
        },
        {
            "id": "A2",
            "objective": "O2",
            "title": "Rewrite plans",
            "owner": "Designated nurse",
            "workstream": "",
            "agreed_on": None,
            "original_due": None,
            "due": None,
            "slips": 0,
            "delivery_state": "proposed",
            "signed_off_by": None,
            "impact_state": "none yet",
            "evidence": [],
        },
    ],
}


def read_file() -> Plan:
    return Plan.from_json(json.dumps(FILE), source="plan.json")


def test_a_plan_brought_in_from_a_file_goes_to_the_papers_as_it_was() -> None:
    head = person("head_of_service")
    load_plan(
        by=MAKER, plan=read_file(), reports=[report("One.", "Two.")], people={"Head of safeguarding": head}
    )
    assert as_paper(as_at=date(2026, 3, 31)) == read_file()
    assert to_json(as_paper(as_at=date(2026, 3, 31)) or read_file()) == FILE
    assert Requirement.objects.count() == 2
    assert Action.objects.get(code="A1").owner == head


def test_before_there_is_a_plan_the_papers_have_none() -> None:
    assert as_paper(as_at=date(2026, 3, 31)) is None


def test_a_plan_that_answers_a_finding_no_report_holds_is_refused_whole() -> None:
    with pytest.raises(InputRefused, match="answers its finding 1, which is not in the register"):
        load_plan(by=MAKER, plan=read_file(), reports=[])
    assert not Source.objects.exists()
    assert not Objective.objects.exists()


def test_a_plan_is_brought_into_an_empty_site_only() -> None:
    objective()
    with pytest.raises(InputRefused, match="there is a plan already"):
        load_plan(by=MAKER, plan=replace(read_file(), objectives=(), actions=()), reports=[])


def test_a_new_action_takes_the_next_free_number() -> None:
    load_plan(by=MAKER, plan=read_file(), reports=[report("One.")])
    assert action(towards=Objective.objects.get(code="O1")).code == "A3"
    assert objective().code == "O3"


def test_the_findings_an_objective_answers_are_ticked_and_shown_as_boxes(signed_in: SignedIn) -> None:
    first, second = source().requirements.all()
    address = f"/plan/objectives/{objective(first).pk}/edit/"
    page = page_of(signed_in("improvement_lead").get(address))
    assert page.count('class="govuk-checkboxes__input"') == 2
    assert f'value="{first.pk}" class="govuk-checkboxes__input" id="id_answers_0" checked' in page
    assert f'value="{second.pk}" class="govuk-checkboxes__input" id="id_answers_1">' in page
