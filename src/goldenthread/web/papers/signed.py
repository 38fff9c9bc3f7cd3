"""What somebody puts their name to when a paper is released."""

from __future__ import annotations

from typing import Any

from goldenthread.disclosure.profiles import BOARD
from goldenthread.web.papers.models import Paper


def statement(paper: Paper) -> str:
    """What is signed: for whom it is, and that it was read."""
    return f"I have read this paper, which is for {paper.whom}, and release it to those who may open it."


def paper_record(paper: Paper) -> dict[str, Any]:
    """The file by its digest, and what it was made from."""
    return {
        "paper": str(paper),
        "authority": paper.authority,
        "records": paper.snapshot,
        "made up": paper.made_up,
        "made from": paper.inputs_digest,
        "made by": paper.made_by_name,
        "file": paper.digest,
        "bytes": paper.size,
        "released by": paper.released_by_name,
        # Papers released before there were others were all for the board: what was signed stays as it was.
        **({} if paper.audience == BOARD else {"for": paper.whom}),
    }
