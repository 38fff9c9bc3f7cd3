"""All that a paper is made from, frozen: the snapshot's name, the reports and the plan as they stood."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from goldenthread import __version__
from goldenthread.disclosure.profiles import BOARD, audience
from goldenthread.findings.model import SourceDocument, document_from_json
from goldenthread.papers.alongside import Alongside
from goldenthread.papers.plan import Plan, to_json
from goldenthread.papers.said import Said
from goldenthread.records.store import manifests, open_snapshot


@dataclass(frozen=True)
class Inputs:
    """What goes into a paper. `version` is that of the program that sets it; `alongside` what stood beside
    each measure's figures that day: targets, marks on charts, what is published; `beside` the practice
    records that stood beside the snapshot; `audience` whom it is for; `said` what owners said of the measures
    at a meeting. A paper made before there were such has none."""

    snapshot: str
    reports: tuple[SourceDocument, ...]
    plan: Plan | None
    version: str = __version__
    alongside: Mapping[str, Alongside] = field(default_factory=dict)
    beside: tuple[str, ...] = ()
    audience: str = BOARD
    said: Said | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "snapshot": self.snapshot,
            "reports": [report.to_json() for report in self.reports],
            "plan": to_json(self.plan) if self.plan else None,
            "version": self.version,
            **({"alongside": self._alongside()} if self.alongside else {}),
            **({"beside": list(self.beside)} if self.beside else {}),
            **({"audience": self.audience} if self.audience != BOARD else {}),
            **({"said": self.said.to_json()} if self.said else {}),
        }

    def _alongside(self) -> dict[str, Any]:
        return {id: one.to_json() for id, one in self.alongside.items()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Inputs:
        plan = data["plan"]
        return cls(
            snapshot=data["snapshot"],
            reports=tuple(document_from_json(report) for report in data["reports"]),
            plan=Plan.from_json(json.dumps(plan), source="the plan") if plan else None,
            version=data["version"],
            alongside={id: Alongside.from_json(one) for id, one in data.get("alongside", {}).items()},
            beside=tuple(data.get("beside", ())),
            audience=data.get("audience", BOARD),
            said=Said.from_json(data["said"]) if "said" in data else None,
        )

    @property
    def digest(self) -> str:
        """The same for the same inputs, in whatever order their parts were written down."""
        text = json.dumps(self.to_json(), sort_keys=True, ensure_ascii=False)
        return sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class SetPaper:
    """A paper as set: its file, what it withholds in sentences, and what its readers are told by now."""

    content: bytes
    withheld: tuple[str, ...] = ()
    told: Mapping[str, int | None] = field(default_factory=dict)


def set_paper(inputs: Inputs, *, store: Path, told: Mapping[str, int | None]) -> SetPaper:
    """The paper, for readers who were told so much before. Raises LookupError where the store no longer holds
    the snapshot, or what stood beside it, or there is no such audience."""
    from goldenthread.papers.compose import compose
    from goldenthread.papers.render import board_paper_pdf
    from goldenthread.records.history import with_beside

    held = {one.snapshot: one for one in manifests(store)}
    manifest, *beside = (held[name] for name in (inputs.snapshot, *inputs.beside))
    paper = compose(
        manifest,
        with_beside(store, open_snapshot(store, manifest), beside),
        reports=inputs.reports,
        plan=inputs.plan,
        alongside=inputs.alongside or None,
        beside=beside,
        reader=None if inputs.audience == BOARD else audience(inputs.audience, on=manifest.as_at),
        told=told,
        said=inputs.said,
    )
    return SetPaper(board_paper_pdf(paper), paper.withheld, paper.told)


def reports_of(data: Mapping[str, Any]) -> Sequence[str]:
    """The files of the reports in a paper, without reading all of its inputs."""
    return [str(report["file"]) for report in data["reports"]]
