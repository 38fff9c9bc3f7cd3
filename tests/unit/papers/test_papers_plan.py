import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from goldenthread.errors import InputRefused
from goldenthread.papers.plan import (
    DeliveryState,
    Evidence,
    FindingAnswered,
    ImpactState,
    Plan,
    read_plan,
    to_json,
)
from unit.papers.papers_made_up import action, plan, plan_file

EVIDENCE = {
    "label": "Assessments in time",
    "as_at": "2026-10-31",
    "indicator": "assessment_45wd",
    "unit": "percent",
    "value": 82,
    "numerator": 41,
    "denominator": 50,
}


def test_a_plan_file_is_read_whole() -> None:
    read = plan(action(impact_state="evidenced", evidence=[EVIDENCE], workstream="Quality"))
    only = read.actions[0]
    assert read.objectives[0].answers == (FindingAnswered("madeupshire_2026-05-12.pdf", 1),)
    assert only.due == date(2026, 12, 31)
    assert (only.delivery_state, only.impact_state) == (DeliveryState.AGREED, ImpactState.EVIDENCED)
    assert only.evidence == (
        Evidence("Assessments in time", date(2026, 10, 31), "assessment_45wd", "percent", 82.0, 41, 50),
    )
    assert only.workstream == "Quality"
    assert only.agreed_on is None


def test_a_plan_written_and_read_again_is_the_same_plan() -> None:
    read = plan(action(evidence=[EVIDENCE]), action(id="A2", due=None, original_due=None))
    assert Plan.from_json(json.dumps(to_json(read)), source="plan.json") == read


def test_what_lies_ahead_is_kept_in_the_file_where_there_is_any() -> None:
    override = {"rag": "Amber", "reason": "Two vacancies", "author": "Lead", "until": "2026-11-30"}
    milestone = {"text": "Teams told", "due": "2026-11-13", "done_on": None}
    read = plan(
        action(forecast="2027-01-08", milestones=[milestone], override=override),
        action(id="A2", delivery_state="merged", merged_into="A1"),
        labels=[{"colour": "Signed off", "called": "Blue"}],
    )
    assert Plan.from_json(json.dumps(to_json(read)), source="plan.json") == read
    assert not {"forecast", "milestones", "override", "labels"} & set(to_json(plan(action()))["actions"][0])


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"override": {"rag": "Stopped"}}, "rag is 'Stopped', which nobody sets"),
        ({"override": {"rag": "Red", "reason": "x", "author": "y"}}, "until is missing"),
        ({"delivery_state": "merged"}, "merged_into and delivery_state do not agree"),
        ({"merged_into": "A2"}, "merged_into and delivery_state do not agree"),
        ({"delivery_state": "merged", "merged_into": "A1"}, "merged into A1, which is not another action"),
    ],
)
def test_a_colour_is_set_whole_and_an_action_is_merged_into_another(
    changed: dict[str, Any], why: str
) -> None:
    with pytest.raises(InputRefused, match=why):
        plan(action(**changed))


@pytest.mark.parametrize(
    ("changed", "place", "why"),
    [
        ({"due": "2026-13-01"}, "actions[1]", "due is '2026-13-01', which is not a date"),
        ({"title": "  "}, "actions[1]", "title is missing or empty"),
        ({"title": 3}, "actions[1]", "title is not text"),
        ({"slips": -1}, "actions[1]", "slips is not a whole number"),
        ({"slips": True}, "actions[1]", "slips is not a whole number"),
        ({"slips": None}, "actions[1]", "slips is missing"),
        ({"delivery_state": "done"}, "actions[1]", "delivery_state is 'done', which is not a word we know"),
        ({"evidence": "none"}, "actions[1]", "evidence is not a list"),
        ({"evidence": [{**EVIDENCE, "value": "82"}]}, "actions[1].evidence[1]", "value is not a number"),
        ({"evidence": [{**EVIDENCE, "denominator": None}]}, "actions[1].evidence[1]", "without both counts"),
        ({"evidence": ["a letter"]}, "actions[1].evidence[1]", "there is no set of named values"),
        ({"impact_state": "sustained"}, "actions[1]", "its impact is sustained but no evidence is listed"),
        ({"due": "2027-01-31"}, "actions[1]", "due is later than original_due but slips is 0"),
        ({"delivery_state": "signed off"}, "actions[1]", "it is signed off by nobody"),
        ({"signed_off_by": "Director"}, "actions[1]", "signed_off_by is filled but it is not signed off"),
        ({"objective": "O9"}, "the plan", "objective O9, which is not listed"),
    ],
)
def test_a_fault_is_refused_with_its_place_and_what_to_do(
    changed: dict[str, Any], place: str, why: str
) -> None:
    with pytest.raises(InputRefused) as refused:
        plan(action(**changed))
    assert f"in {place}, " in refused.value.why
    assert why in refused.value.why
    assert refused.value.source == "plan.json"
    assert refused.value.what_to_do


@pytest.mark.parametrize("owner", ["Head of assessment", "head of  assessment "])
def test_an_owner_cannot_sign_off_their_own_action(owner: str) -> None:
    with pytest.raises(InputRefused, match="its owner signed it off"):
        plan(action(delivery_state="signed off", signed_off_by=owner))


def test_ids_are_there_once() -> None:
    with pytest.raises(InputRefused, match="action A1 is there twice"):
        plan(action(), action())


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{'title': 1}", "it is not JSON (line 1, column 2)"),
        ("[]", "there is no set of named values"),
        ('{"title": "Plan"}', "as_at is missing"),
    ],
)
def test_what_is_not_a_plan_is_refused(text: str, why: str) -> None:
    with pytest.raises(InputRefused) as refused:
        Plan.from_json(text, source="plan.json")
    assert why in refused.value.why


def test_a_missing_or_unreadable_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match="there is no such file"):
        read_plan(tmp_path / "absent.json")
    bad = tmp_path / "bad.json"
    bad.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputRefused, match="it cannot be read as text"):
        read_plan(bad)


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text(plan_file(action()), encoding="utf-8-sig")
    assert read_plan(path).title == "Improvement plan"


def test_the_example_in_the_manual_is_a_plan() -> None:
    manual = Path(__file__).parents[3] / "docs" / "plan-file.md"
    example = manual.read_text(encoding="utf-8").split("```json\n")[1].split("```")[0]
    read = Plan.from_json(example, source="docs/plan-file.md")
    assert len(read.actions) >= 2
