"""A made-up improvement notice, for the demonstration and to test the reader.

Every page says that it is made up. Its words are in `templates/notice_text.yaml`.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from goldenthread.findings.model import Finding, ImprovementNotice, NoticeDate
from goldenthread.standards.calendar import add_months
from goldenthread.synthetic.report import DEMO_AUTHORITY, long_day, set_pdf

_REPORTS = (4, 7, 10)  # months after the notice in which the chair reports
_REVIEW, _TARGETS = 13, 18
_PLAN = 2


def write_notice(
    path: Path, *, authority: str = DEMO_AUTHORITY, issued: date, report_published: date
) -> ImprovementNotice:
    """Write a made-up notice to `path` (PDF) and return what it says, as the reader should read it. The same
    arguments give the same bytes."""
    words = _words()
    days = _days(issued)
    said = {
        "authority": authority,
        "published": long_day(report_published),
        **{name: printed for name, (printed, _, _) in days.items()},
    }
    sections = [_section(entry, said) for entry in words["sections"]]
    _number(sections)
    content = {
        **{name: words[name] for name in ("title", "notice", "address", "signed")},
        "authority": authority,
        "issued": long_day(issued),
        "sections": sections,
    }
    pdf, pages = set_pdf("notice", {"report": json.dumps(content)}, issued)
    path.write_bytes(pdf)
    found = [replace(finding, page=pages[mark]) for mark, finding in _findings(sections)]
    return ImprovementNotice(
        file=path.name,
        title=words["title"],
        authority=authority,
        issued=issued,
        findings=tuple(found),
        dates=tuple(_dates(sections, days, pages, issued)),
        doubts=(),
        sha256=hashlib.sha256(pdf).hexdigest(),
    )


@functools.cache
def _words() -> dict[str, Any]:
    source = resources.files(__package__) / "templates" / "notice_text.yaml"
    loaded: dict[str, Any] = yaml.safe_load(source.read_text(encoding="utf-8"))
    return loaded


def _days(issued: date) -> dict[str, tuple[str, date, date]]:
    """Each date the notice names: as printed, and its first and last day."""
    days = {f"report_{place}": _month(issued, months) for place, months in enumerate(_REPORTS, start=1)}
    review = add_months(issued, _REVIEW)
    return {**days, "review": (long_day(review), review, review), "targets": _month(issued, _TARGETS)}


def _month(issued: date, months: int) -> tuple[str, date, date]:
    first = add_months(issued.replace(day=1), months)
    return f"{first:%B} {first.year}", first, add_months(first, 1) - timedelta(days=1)


def _section(entry: Mapping[str, Any], said: Mapping[str, str]) -> dict[str, Any]:
    paragraphs = [
        {
            "text": one["text"].format(**said),
            "letters": [{"text": text} for text in one.get("letters", ())],
            "bullets": list(one.get("bullets", ())),
        }
        for one in entry["paragraphs"]
    ]
    return {
        "heading": entry["heading"],
        "requires": entry.get("requires", True),
        "paragraphs": paragraphs,
    }


def _number(sections: list[dict[str, Any]]) -> None:
    """Paragraphs numbered through the notice, and a mark of its own for each of them and each letter."""
    paragraph = mark = 0
    for section in sections:
        section["first"] = paragraph + 1
        for one in section["paragraphs"]:
            paragraph, mark = paragraph + 1, mark + 1
            one["printed"], one["number"] = paragraph, mark
            for letter in one["letters"]:
                mark += 1
                letter["number"] = mark


def _findings(sections: list[dict[str, Any]]) -> Iterator[tuple[int, Finding]]:
    """(the mark it stands at, the requirement) for each."""
    number = 0
    for section in sections:
        for one in section["paragraphs"] if section["requires"] else ():
            for mark, text, where in _said(one):
                number += 1
                yield (
                    mark,
                    Finding(
                        number, "notice_requirement", "authority", section["heading"], text, (), 0, where
                    ),
                )


def _said(one: Mapping[str, Any]) -> Iterator[tuple[int, str, str]]:
    where = f"paragraph {one['printed']}"
    for place, letter in enumerate(one["letters"]):
        text = f"{one['text']} {letter['text']}".rstrip(";")
        yield letter["number"], text, f"{where}({chr(ord('a') + place)})"
    if not one["letters"]:
        points = "; ".join(point.rstrip(";") for point in one["bullets"])
        yield one["number"], f"{one['text']} {points}".strip(), where


def _dates(
    sections: list[dict[str, Any]],
    days: Mapping[str, tuple[str, date, date]],
    pages: Mapping[int, int],
    issued: date,
) -> Iterator[NoticeDate]:
    what = {"review": "review", "targets": "targets to be met"}
    for one in (one for section in sections for one in section["paragraphs"]):
        page, text = pages[one["number"]], one["text"]
        if "within two months" in text:
            printed = "within two months of the issue of this notice"
            last = add_months(issued, _PLAN)
            yield NoticeDate("improvement plan due", printed, text, None, last, page, _PLAN, "months")
        for name, (printed, first, last) in days.items():
            if printed in text:
                yield NoticeDate(what.get(name, "progress report"), printed, text, first, last, page)
