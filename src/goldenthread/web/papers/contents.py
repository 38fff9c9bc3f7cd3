"""What a paper will hold, section by section, each with its source and what is missing from it: said before
it is made, without making it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from goldenthread.disclosure.profiles import Audience
from goldenthread.findings.model import ImprovementNotice, SourceDocument
from goldenthread.papers import inspections
from goldenthread.papers.plan import Plan
from goldenthread.papers.said import Said
from goldenthread.papers.wording import capital, counted, joined, plain_number
from goldenthread.records.store import Manifest
from goldenthread.web.intake.beside import beside_of, in_words
from goldenthread.web.intake.models import Snapshot
from goldenthread.web.intake.queries import manifest_of, store


@dataclass(frozen=True)
class Section:
    """A section of the paper: what it will hold, and what it will not, in sentences."""

    title: str
    holds: str
    missing: tuple[str, ...] = ()


_LEFT_OUT = (
    "What owners said at a meeting, the longest delays, what each team has overdue and the numbers frozen as"
    " evidence are left out. What the plan says stands as it was written: read it with these readers in mind"
    " before the paper is released."
)


def told_to(reader: Audience) -> Section:
    """How readers are told figures, and why."""
    title = capital(reader.title)
    if reader.profile is None:
        said = "Figures as counted, small numbers included: in confidence, and not for publication."
        return Section(title, said)
    return Section(
        title,
        f"Counts from 1 to {reader.profile.most_small} are withheld, and so are percentages built on them and"
        " whatever a small one could be worked out from, here or in what such readers were told before.",
        (_LEFT_OUT,),
    )


def sections(
    snapshot: Snapshot, *, reports: Sequence[SourceDocument], plan: Plan | None, said: Said | None = None
) -> list[Section]:
    """The paper's sections, under the names they have in it."""
    manifest = manifest_of(snapshot)
    return [
        _found(reports, authority=manifest.authority),
        _plan(plan, reports),
        *([_said(said)] if said else []),
        *_from_records(manifest.snapshot, tuple(one.snapshot for one in beside_of(snapshot)), store()),
        _data(manifest, in_words(beside_of(snapshot))),
    ]


def _found(reports: Sequence[SourceDocument], *, authority: str) -> Section:
    title = "What inspectors found"
    if not reports:
        return Section(title, "Nothing.", ("No report is chosen, so no finding is shown.",))
    findings = sum(len(report.findings) for report in reports)
    said = tuple(filter(None, (inspections.elsewhere(report, authority=authority) for report in reports)))
    kinds = Counter(inspections.noun(one) for one in reports)
    named = joined([counted(number, noun) for noun, number in kinds.items()])
    notices = any(isinstance(one, ImprovementNotice) for one in reports)
    asked = "finding or requirement" if notices else "finding"
    return Section(
        title,
        f"{named} with {counted(findings, asked, 'findings and requirements' if notices else 'findings')}.",
        said,
    )


def _plan(plan: Plan | None, reports: Sequence[SourceDocument]) -> Section:
    title = "The plan"
    if plan is None:
        return Section(title, "Nothing.", ("There is no plan, or it was left out.",))
    holds = (
        f"{counted(len(plan.objectives), 'objective')} and {counted(len(plan.actions), 'action')},"
        " as they stand when you make the paper."
    )
    left = _unanswered(plan, reports)
    said = (f"{counted(left, 'finding is', 'findings are')} answered by no objective; the paper says which.",)
    return Section(title, holds, said if left else ())


def _said(said: Said) -> Section:
    """Beside the measures, in the board's version."""
    written = sum(bool(one.words) for one in said.measures.values())
    return Section("What owners said", f"Of {counted(written, 'measure')}. {said.introduction}")


def _unanswered(plan: Plan, reports: Sequence[SourceDocument]) -> int:
    answered = {(answer.source, answer.number) for one in plan.objectives for answer in one.answers}
    return sum(
        (report.file, finding.number) not in answered
        for report in reports
        for finding in report.findings
        if finding.for_whom == "authority"
    )


@lru_cache(maxsize=8)  # a snapshot never changes
def _from_records(identity: str, beside: tuple[str, ...], folder: Path) -> tuple[Section, Section]:
    """How we are doing, and what is overdue: what the snapshot can answer, with what stands beside it, and
    what it cannot."""
    from goldenthread.clocks.engine import CLOCKS, unanswerable
    from goldenthread.indicators import catalogue
    from goldenthread.papers import gaps
    from goldenthread.papers.words import published_words
    from goldenthread.records.history import with_beside
    from goldenthread.records.store import manifests, open_snapshot

    held = {one.snapshot: one for one in manifests(folder)}
    manifest = held[identity]
    records = with_beside(folder, open_snapshot(folder, manifest), [held[name] for name in beside])
    without = catalogue.unanswerable(records)
    clock_gaps = unanswerable(records)
    whole = {gap.clock for gap in clock_gaps if gap.whole}
    shown = len(catalogue.INDICATORS) - len(without)
    return (
        Section(
            "How we are doing",
            f"{shown} of {len(catalogue.INDICATORS)} measures, for the service and by team.",
            tuple(gaps.sentences(_nothing_set_aside(manifest), unanswerable=without, duties=())),
        ),
        Section(
            "What is overdue, by team",
            f"{len(CLOCKS) - len(whole)} of {len(CLOCKS)} duties with a time limit.",
            tuple(
                gaps.sentences(
                    _nothing_set_aside(manifest),
                    unanswerable=gaps.of_clocks(clock_gaps, published_words().clocks),
                    duties=(),
                )
            ),
        ),
    )


def _nothing_set_aside(manifest: Manifest) -> Manifest:
    """The manifest without its rows: those are said once, under what the data cannot say."""
    from dataclasses import replace

    return replace(manifest, lists={})


def _data(manifest: Manifest, beside: str) -> Section:
    read = sum(counts.rows_read for counts in manifest.lists.values())
    aside = sum(counts.rows_set_aside for counts in manifest.lists.values())
    said = (f"{counted(aside, 'row')} of {plain_number(read)} read could not be used and were set aside.",)
    return Section(
        "What the data cannot say",
        f"Everything named as missing here, with the reason, so that a board can weigh it. {beside}".rstrip(),
        said if aside else (),
    )
