"""`subject-access`: everything about one child gathered, what may be about others written down to be
decided, and the answer once it is.

    goldenthread subject-access --child C1 --store STORE --out FOLDER     writes FOLDER/to-decide.csv
    (fill in its column `decision`: keep or redact)
    goldenthread subject-access --child C1 --store STORE --out FOLDER     writes FOLDER/answer.zip
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from goldenthread.cli.output import say, say_json
from goldenthread.errors import InputRefused
from goldenthread.papers.subject_access import Answer, bundle
from goldenthread.records.store import manifests
from goldenthread.records.subject import Decided, Sheet, Span, from_store, others_in, redacted, spans

TO_DECIDE, ANSWER = "to-decide.csv", "answer.zip"
SITE = "the site's own tables, the file of names and who looked (give --folder for them)"
_COLUMNS = ("key", "where", "why", "found", "text", "decision")
_RUNS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Found:
    """What was gathered about a child, what stands for others in it, and what was not searched."""

    child: str
    store: Path
    sheets: Sequence[Sheet]
    others: Mapping[str, str]
    not_searched: tuple[str, ...]


def from_a_store(store: Path, child: str) -> Found:
    """What a store alone holds."""
    if not manifests(store):
        raise InputRefused(source=store, why="holds no snapshot", what_to_do="give the store that is meant")
    return Found(child, store, from_store(store, child), others_in(store, but=child), (SITE,))


def answer(found: Found, *, out: Path, words: Sequence[str], on: date, json: bool) -> None:
    """Write what has to be decided, or the answer where everything is."""
    if not found.sheets:
        raise InputRefused(
            source=found.store, why="holds nothing about that child", what_to_do="check the identifier"
        )
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    queue = spans(found.sheets, child=found.child, others=found.others, words=words)
    decisions = _decided(out / TO_DECIDE)
    waiting = sum(span.key not in decisions for span in queue)
    if queue:
        _write_queue(out / TO_DECIDE, queue, decisions, _titles(found.sheets))
    if not waiting:
        _write_private(out / ANSWER, bundle(_made(found, queue, decisions, on=on)))
    _say(found, out=out, places=len(queue), waiting=waiting, json=json)


def _made(found: Found, queue: Sequence[Span], decisions: Mapping[str, Decided], *, on: date) -> Answer:
    newest = manifests(found.store)[-1]
    return Answer(
        child=found.child,
        authority=newest.authority,
        made_on=on,
        sheets=tuple(redacted(found.sheets, queue, decisions)),
        redacted=sum(decisions[span.key] == "redact" for span in queue),
        not_searched=found.not_searched,
        made_up=newest.made_up,
    )


def _say(found: Found, *, out: Path, places: int, waiting: int, json: bool) -> None:
    """Counts alone: what was found is a child's."""
    rows, sheets = sum(len(sheet.rows) for sheet in found.sheets), len(found.sheets)
    if json:
        told = {"rows": rows, "sheets": sheets, "places": places, "waiting": waiting}
        given = None if waiting else str(out / ANSWER)
        say_json({**told, "not_searched": list(found.not_searched), "answer": given})
        return
    say(f"{rows:,} rows from {sheets} places; {places:,} stretches may be about somebody else.")
    for what in found.not_searched:
        say(f"Not searched: {what}.")
    if waiting:
        say(f"{waiting:,} wait for a decision: fill in keep or redact in {out / TO_DECIDE},")
        say("then run this again.")
    else:
        say(f"The answer is {out / ANSWER}. It holds a child's record: read it through, and keep it safe.")


def _titles(sheets: Sequence[Sheet]) -> dict[tuple[str, str], str]:
    return {
        (sheet.name, column.name): f"{sheet.title}: {column.title}"
        for sheet in sheets
        for column in sheet.columns
    }


def _write_queue(
    path: Path, queue: Sequence[Span], decisions: Mapping[str, Decided], titles: Mapping[tuple[str, str], str]
) -> None:
    held = io.StringIO()
    writer = csv.writer(held)
    writer.writerow(_COLUMNS)
    for span in queue:
        where = titles[span.sheet, span.column]
        texts = [_unformulaic(text) for text in (where, span.why, span.found, span.text)]
        writer.writerow([span.key, *texts, decisions.get(span.key, "")])
    _write_private(path, held.getvalue().encode("utf-8-sig"))


def _decided(path: Path) -> dict[str, Decided]:
    """The decisions filled in so far. InputRefused for a word that is neither."""
    if not path.exists():
        return {}
    found: dict[str, Decided] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            decision = (row.get("decision") or "").strip().lower()
            if decision not in {"", "keep", "redact"}:
                raise InputRefused(
                    source=path,
                    why=f"has a decision in row {line} that is neither",
                    what_to_do="write keep or redact",
                )
            if decision:
                found[row["key"]] = "keep" if decision == "keep" else "redact"
    return found


def _unformulaic(text: str) -> str:
    """Text that a spreadsheet would run is set off with an apostrophe."""
    return f"'{text}" if text.startswith(_RUNS) else text


def _write_private(path: Path, content: bytes) -> None:
    """For its owner's eyes, whole or not at all."""
    beside = path.with_suffix(".part")
    beside.unlink(missing_ok=True)
    beside.touch(mode=0o600)
    beside.write_bytes(content)
    beside.replace(path)
