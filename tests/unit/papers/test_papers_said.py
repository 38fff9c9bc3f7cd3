"""What owners said at a meeting, as a paper carries it: beside the measure, and for readers inside alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from goldenthread.disclosure.profiles import audience
from goldenthread.papers.board_view import board_view
from goldenthread.papers.content import BoardPaper
from goldenthread.papers.said import Said, said_of, said_of_measure
from unit.papers.papers_made_up import month_figures, paper

COMMENTARY = {"text": "More came in March.", "by": "Ann Owner", "on": "9 April 2026"}
CHALLENGE = {"text": "What of South?", "by": "The board", "on": "14 April 2026"}
ANSWER = {"text": "South caught up.", "by": "Ann Owner", "on": "15 April 2026"}
STEP = {"what": "Read each late one", "stands": "Ann Owner, due 1 May 2026"}


@pytest.mark.parametrize(
    ("frozen", "words"),
    [
        (
            {"commentary": COMMENTARY, "challenges": [], "corrective actions": []},
            [("What its owner says (Ann Owner, 9 April 2026):", "More came in March.")],
        ),
        (
            {"commentary": {}, "challenges": [{**CHALLENGE, "answer": ANSWER}], "corrective actions": [STEP]},
            [
                ("Put to them (The board, 14 April 2026):", "What of South?"),
                ("Answered (Ann Owner, 15 April 2026):", "South caught up."),
                ("What is done about it:", "Read each late one. Ann Owner, due 1 May 2026"),
            ],
        ),
        (
            {"commentary": {}, "challenges": [{**CHALLENGE, "answer": {}}], "corrective actions": []},
            [
                ("Put to them (The board, 14 April 2026):", "What of South?"),
                ("Answered:", "Not before the meeting."),
            ],
        ),
    ],
)
def test_words_come_in_the_order_they_were_said(frozen: dict[str, Any], words: list[tuple[str, str]]) -> None:
    assert said_of_measure("Ann Owner", frozen).words == tuple(words)


def said() -> Said:
    frozen = {"commentary": COMMENTARY, "challenges": [], "corrective actions": [STEP]}
    return Said(
        meeting="A made-up board, 30 April 2026",
        frozen_on=date(2026, 4, 30),
        as_at=date(2026, 3, 31),
        snapshot="5d1f",
        measures={"in_time": said_of_measure("Ann Owner", frozen), "cla": said_of_measure("Bob Owner", {})},
    )


def test_it_is_the_same_however_it_is_kept() -> None:
    assert Said.from_json(said().to_json()) == said()


def test_an_owner_who_wrote_nothing_is_named_and_a_measure_nobody_answers_for_says_nothing() -> None:
    assert said_of(said(), "cla") == [
        ["What its owner says:", "Bob Owner had written nothing before the meeting."]
    ]
    assert said_of(said(), "another") == said_of(None, "in_time") == []


def made_for(reader: str) -> BoardPaper:
    return paper(
        figures=month_figures("in_time", [(60, 80), (61, 80), (70, 80)]),
        reader=audience(reader, on=date(2026, 11, 30)),
        said=said(),
    )


@pytest.mark.parametrize("reader", ["board", "internal"])
def test_readers_inside_have_the_words_beside_the_measure(reader: str) -> None:
    view = board_view(made_for(reader))
    (measure,) = [one for area in view["areas"] for one in (*area["measures"], *area["told"])]
    assert "More came in March." in str(measure)
    assert "due 1 May 2026" in str(measure)
    assert "A made-up board, 30 April 2026" in view["said"]
    assert view["withheld"] == []


@pytest.mark.parametrize("reader", ["partners", "scrutiny", "observer", "published"])
def test_readers_outside_are_told_that_the_words_are_left_out(reader: str) -> None:
    view = board_view(made_for(reader))
    assert "More came in March." not in str(view)
    assert any("What owners said of the measures" in one for one in view["withheld"])


def test_a_paper_says_whom_it_is_for() -> None:
    titles = {reader: board_view(made_for(reader))["title"] for reader in ("board", "internal", "scrutiny")}
    assert titles == {
        "board": "Children’s services improvement: board paper",
        "internal": "Children’s services improvement: paper for those who work in the service",
        "scrutiny": "Children’s services improvement: paper for elected members on scrutiny",
    }
    assert board_view(made_for("internal"))["for_whom"].startswith("For those who work in the service")
