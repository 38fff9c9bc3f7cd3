"""Cross-checks of what was read; each that fails is a doubt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from goldenthread.findings.cover import Cover
from goldenthread.findings.judgements import Judgements
from goldenthread.findings.model import Finding
from goldenthread.standards.frameworks import Framework


def cross_check(cover: Cover, judgements: Judgements, findings: Sequence[Finding]) -> tuple[str, ...]:
    """One plain sentence for each cross-check that fails."""
    return (
        *_missing_judgements(cover, judgements),
        *_dates_and_framework(cover, judgements),
        *_untagged(judgements, findings),
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


def broken_rules(framework: Framework, grades: Mapping[str, str]) -> tuple[str, ...]:
    """One sentence for each of the framework's limiting rules that a set of grades breaks."""
    labels = {grade.code: grade.label for grade in framework.scale}
    return tuple(
        f"“{framework.judgement(name).name}” is {labels[rule.grade]}, so by the framework's rule"
        f" “{framework.judgement(limited).name}” is {labels[grade]}; {labels[grades[limited]]} is published."
        for rule in framework.limiting_rules
        for name in rule.judgements
        for limited, grade in rule.then.items()
        if grades.get(name) == rule.grade and grades.get(limited, grade) != grade
    )


def _untagged(judgements: Judgements, findings: Sequence[Finding]) -> Iterator[str]:
    """Where a report's findings are tagged, one without a tag may have lost it in the reading."""
    expected = judgements.framework.tagged or any(finding.tags for finding in findings)
    for finding in findings:
        if expected and not finding.tags:
            yield f"Finding {finding.number} on page {finding.page} names no part of the National Framework."


def _empty_lists(cover: Cover, judgements: Judgements, findings: Sequence[Finding]) -> Iterator[str]:
    if not any(finding.for_whom == "authority" for finding in findings):
        yield "No list of what the authority needs to improve was found."
    best = judgements.framework.scale[0].code
    below_best = judgements.grades.get("lscb", best) != best
    if cover.board_reviewed and below_best and not any(finding.for_whom == "lscb" for finding in findings):
        yield "No list of what the safeguarding board needs to improve was found."
