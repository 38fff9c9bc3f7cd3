"""What somebody puts their name to when a paper is released."""

from __future__ import annotations

from typing import Any

from goldenthread.web.papers.models import Paper

STATEMENT = "I have read this paper and release it to everybody who may see papers."


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
    }
