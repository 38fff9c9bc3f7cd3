"""Cross-checks of what was read; each that fails is a doubt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from goldenthread.findings.cover import Cover
from goldenthread.findings.judgements import Judgements
from goldenthread.findings.model import Finding


def cross_check(cover: Cover, judgements: Judgements, findings: Sequence[Finding]) -> tuple[str, ...]:
    """One plain sentence for each cross-check that fails."""
    return (
        *_missing_judgements(cover, judgements),
        *_dates_and_framework(cover, judgements),
        *_limiting_rules(judgements),
        *_empty_lists(cover, judgements, findings),
    )


def _missing_judgements(cover: Cover, judgements: Judgements) -> Iterator[str]:
    if not cover.layout.graded:
        return
    for entry in judgements.framework.judgements:
        expected = cover.board_reviewed if entry.optional else True
        if expected and entry.id not in judgements.grades:
            yield f"No grade was found for “{entry.name}”."
        if entry.optional and not expected and entry.id in judgements.grades:
            yield f"A grade was found for “{entry.name}”, which the title does not mention."


def _dates_and_framework(cover: Cover, judgements: Judgements) -> Iterator[str]:
    start, framework = cover.inspection_start, judgements.framework
    if start and not framework.in_force(start):
        yield f"The inspection began on {start}, when “{framework.name}” was not in force."


def _limiting_rules(judgements: Judgements) -> Iterator[str]:
    for rule in judgements.framework.limiting_rules:
        limiting = [name for name in rule.judgements if judgements.grades.get(name) == rule.grade]
        for limited, grade in rule.then.items():
            if limiting and judgements.grades.get(limited, grade) != grade:
                yield f"“{limiting[0]}” is {rule.grade} but “{limited}” is not, against the framework's rule."


def _empty_lists(cover: Cover, judgements: Judgements, findings: Sequence[Finding]) -> Iterator[str]:
    if not any(finding.for_whom == "authority" for finding in findings):
        yield "No list of what the authority needs to improve was found."
    best = judgements.framework.scale[0].code
    below_best = judgements.grades.get("lscb", best) != best
    if cover.board_reviewed and below_best and not any(finding.for_whom == "lscb" for finding in findings):
        yield "No list of what the safeguarding board needs to improve was found."
