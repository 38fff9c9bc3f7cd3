"""The plan as submitted, as a PDF: what was kept, its digest and its days, and the same bytes each time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from goldenthread.papers.submitted import Submitted, submitted_pdf
from unit.papers.test_papers_render import pages

_ACTION = {
    "code": "A1",
    "text": "Look at #every *open* assessment",
    "owner": "Head of a made-up service",
    "workstream": "",
    "due": "2027-03-31",
    "state": "in progress",
    "impact": "none yet",
}
SENT = Submitted(
    content={
        "title": "Madeupshire improvement plan",
        "objectives": [
            {
                "code": "O1",
                "text": "Children are seen in time",
                "answers": [{"source": "report.pdf", "number": 2}],
                "actions": [_ACTION, {**_ACTION, "code": "A2", "due": ""}],
            },
            {"code": "O2", "text": "Plans hold", "answers": [], "actions": []},
        ],
    },
    digest="ab12" * 16,
    kind="Final plan or statement of action",
    to_whom="the regulator",
    sent_on=date(2026, 11, 2),
    kept_by="Lead Made",
    kept_on=date(2026, 11, 3),
)


def test_it_holds_what_was_kept_with_its_digest_and_its_days() -> None:
    said = " ".join(" ".join(pages(submitted_pdf(SENT))).split())
    for words in (
        "Madeupshire improvement plan",
        "sent to the regulator on 2 November 2026",
        "Kept by Lead Made on 3 November 2026",
        "2 objectives and 2 actions",
        "O1 Children are seen in time",
        "Answers finding 2 of report.pdf",
        "Look at #every *open* assessment",
        "31 March 2027",
        "No date",
        "No action yet",
    ):
        assert words in said, words
    assert "ab12" * 16 in said.replace(" ", "")


def test_the_same_submission_gives_the_same_bytes_and_another_gives_others() -> None:
    assert submitted_pdf(SENT) == submitted_pdf(SENT)
    assert submitted_pdf(SENT) != submitted_pdf(replace(SENT, digest="cd34" * 16))
