"""What the paper says of the plan: as at the plan's own day, and without what was stopped."""

from __future__ import annotations

from goldenthread.papers.board_view import board_view
from goldenthread.papers.plan import Plan
from unit.papers.papers_made_up import action, manifest, paper, plan


def said(given: Plan) -> str:
    return paper(plan=given).headlines[-1].answer


def reason(given: Plan) -> str:
    return str(board_view(paper(plan=given))["plan"]["objectives"][0]["actions"][0]["reason"])


def test_lateness_is_as_at_the_plans_day_whenever_the_records_are() -> None:
    assert manifest().as_at.isoformat() == "2026-10-31"
    on_the_day = plan(action(due="2026-11-10", original_due="2026-11-10"), as_at="2026-11-10")
    after = plan(action(due="2026-11-10", original_due="2026-11-10"), as_at="2026-11-11")
    assert said(on_the_day).startswith("0 of 1 action are late")
    assert said(after).startswith("1 of 1 action is late")
    assert reason(on_the_day) == "due 10 Nov 2026, no working days left"
    assert reason(after) == "due 10 Nov 2026, 1 working day late"


def test_what_was_stopped_is_shown_and_not_counted() -> None:
    stopped = action(id="A2", delivery_state="stopped", due="2026-01-05", original_due="2026-01-05")
    given = plan(action(), stopped)
    assert "of 1 action " in said(given)
    assert len(board_view(paper(plan=given))["plan"]["objectives"][0]["actions"]) == 2
    assert said(plan(stopped)) == "The improvement plan holds no action yet."
