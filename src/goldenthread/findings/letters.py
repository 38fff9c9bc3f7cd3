"""From a visit's letter, a paper about one, or a committee's minutes to what each asks, in its own words.

What is asked stands in a list that says so ("areas for priority action", "what needs to improve"); a letter
without one says in its sentences what has to be done, and minutes in their resolutions and requests. The rest
is narrative and is not proposed. What is proposed on less than a list, and a resolution that asks nothing, is
named in a doubt: a person accepts, splits, joins or corrects.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from goldenthread.findings.dates import date_span, printed_dates
from goldenthread.findings.inspectors import names_in
from goldenthread.findings.model import (
    FOCUSED_VISIT,
    MINUTES,
    MONITORING_VISIT,
    Finding,
    Kind,
    Letter,
    NoticeDate,
    Passage,
)
from goldenthread.findings.notice_blocks import Block
from goldenthread.findings.notice_dates import dates_in, day_of_issue
from goldenthread.findings.text import plain, straight, tidy, unreadable

_HEAD = 3000  # characters in which a document says what it is
_VISITS = (
    (FOCUSED_VISIT, re.compile(r"\b(?:focuss?ed|assurance) visit\b")),
    (MONITORING_VISIT, re.compile(r"\bmonitoring visit\b")),
)
_MINUTES = re.compile(r"(?:(?:draft |public )?minutes\b.{0,90}|.{0,60}\bminutes):?")
_MET = re.compile(
    r"\b(?:committee|panel|commission|board|cabinet|council|members|chair\w*|it was)\b.{0,30}"
    r"\b(?:noted|resolved|requested|agreed|considered|received|welcomed)\b|\bresolved\b"
)
_FROM_INSPECTORS = re.compile(r"\bthis (?:letter|report) summarises\b|^dear\b|\binspectors for this visit\b")
_PRIORITY = re.compile(r"\bpriority (?:and immediate )?actions?\b|\bswift and decisive action\b")
_IMPROVE = re.compile(
    r"\bneeds? to improve\b|\bareas? (?:of .{0,40})?(?:for|in need of|requiring|that needs?|needing)"
    r" (?:further |priority )?(?:improvement|development)\b|\bas being in need of improvement\b"
    r"|^(?:further )?recommendations?\b|\bin need of improvement\b"
)
_STRENGTH = re.compile(r"\bstrengths?\b|\bwhat is working well\b|\bworking well\b")
_EARLIER = re.compile(
    r"\b(?:previous|last|earlier)\b.{0,40}\b(?:inspection|visit)|\bprogress\b|\baction plan\b"
)
_DUTY = re.compile(
    r"\b(?:must|should)\b(?! have\b)|\bneeds? (?:\w+ )?to\b|\b(?:is|are) (?:still )?(?:needed|required)\b"
    r"|\brequires? (?:\w+ )?(?:improvement|attention|work|action|strengthening|development|embedding)\b",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(
    r"\b(?:children|young people|families|parents|carers|care leavers|they|who|what|you|i|adopters)"
    r" (?:\w+ )?(?:must|should|needs? to)\b|\b(?:if|when|where) (?:required|needed)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:committee|sub-?committee|panel|commission|board|cabinet|chair(?:man|woman|person)?|vice-chair|members?"
    r"|councillors?|cllr\.? [A-Z][\w'’-]+)\b(?: \w+){0,3}? (?:requested|asked|recommended|resolved"
    r"|instructed|urged|agreed that|required|sought)\b"
    r"|\bit was (?:agreed|resolved|recommended|requested) (?:that|to)\b"
    r"|\brequest(?:s|ed)? (?:was|were) made\b|\(action\b",
    re.IGNORECASE,
)
_ANSWERED = re.compile(
    r"\band (?:was|were) (?:advised|informed|told|assured)\b"
    r"|\basked (?:whether|if|how|why|what|when|who|about|the committee|members|to note)\b",
    re.IGNORECASE,
)
_RESOLUTION = re.compile(
    r"(?:it was )?(?:(?:unanimously )?resolved|agreed|decisions?|recommended|recommendations?|actions?"
    r"|action points?)"
    r"(?:\b\s*[:–—-]\s*|\s+(?=that\b)|$)",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"\b(?:(?:be|is|are|was|were) (?:noted|received|approved|agreed as|confirmed|accepted)|correct record"
    r"|as a (?:correct|true|accurate)|to (?:note|receive|approve)\b|that .{0,60}\bbe thanked|apologies"
    r"|declarations? of interest)\b",
    re.IGNORECASE,
)
_SENTENCES = re.compile(r"(?<=[.?!])\s+(?=[A-Z‘“(])")
_VISIT_TO = re.compile(
    r"\bvisit (?:to|in|at|of) (?:the )?(?P<name>.{2,90}?)(?:'s)?(?: local authority)?(?:'s)?"
    r" children's (?:social care )?services",
    re.IGNORECASE,
)
_NAME_WORD = r"(?:[A-Z][\w'&-]+|and|of|upon|&)"
_PLACE = re.compile(rf"\bvisit (?:to|in|at) (?:the )?(?P<name>[A-Z][\w'&-]+(?: {_NAME_WORD})*)")
_COUNCIL = re.compile(r"\b(?P<name>(?:[A-Z][\w'&-]+ |of |and |upon ){1,7}(?:Council|Borough))\b")
_VISITED = re.compile(r"\bvisit\b.{0,300}?\b(?:on|between|from|dates?:?) (?=\d)", re.IGNORECASE)
_INSPECTORS = re.compile(r"inspectors? for this visit (?:was|were) (?P<names>[^.]+)", re.IGNORECASE)
_LEAD = re.compile(r"lead inspectors?\s*:\s*(?P<names>[^.\n]+)", re.IGNORECASE)
_DATED = re.compile(r".{0,400}?(?:Date|DATE|dated?)\s*:\s*(?=\d)")
_SUBJECT = re.compile(r".*?\bSubject\s*:\s*(?P<subject>.+?)\s*(?:Date\s*:.*)?", re.DOTALL)
_LONGEST, _QUOTED, _TITLE = 1500, 90, 160


@dataclass
class _Asked:
    """Something asked, being gathered: its block, and the points under it."""

    kind: Kind
    block: Block
    text: str
    where: str
    group: str | None
    points: list[str] = field(default_factory=list)


@dataclass
class _Reading:
    """The state of reading down a letter."""

    kind: Kind | None = None  # of the list that is open
    headed: bool = False  # by a heading of its own, so that paragraphs without a mark belong to it too
    group: str | None = None
    paragraph: str = ""  # the last printed number
    points: int = 0
    plain: int = 0
    asked: list[_Asked] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def letter_kind(blocks: Sequence[Block]) -> str | None:
    """Which of the letters a document is, by what it calls itself where it begins; None where none."""
    head, length = [], 0
    for block in blocks:
        head.append(block)
        length += len(block.text)
        if length > _HEAD:
            break
    text = plain(" ".join(block.text for block in head))
    lines = [plain(line) for block in head for line in block.lines]
    whole = plain(" ".join(block.text for block in blocks))
    if any(_MINUTES.fullmatch(line) for line in lines) and _MET.search(whole):
        return MINUTES
    found = [(match.start(), kind) for kind, visit in _VISITS if (match := visit.search(text))]
    return min(found)[1] if found else None


def read_letter(
    blocks: Sequence[Block], *, kind: str, file: str, sha256: str, doubts: Sequence[str] = ()
) -> Letter:
    """The letter in its blocks, read as one of its kind."""
    reading = _read_minutes(blocks) if kind == MINUTES else _read_visit(blocks)
    findings = tuple(_finding(number, one) for number, one in enumerate(_asking(reading), start=1))
    head = straight(" ".join(block.text for block in blocks if block.page <= 2))
    authority = _authority(head)
    start, end = _visited(head) if kind != MINUTES else (None, None)
    issued = _issued(blocks, head)
    said = [*doubts, *reading.doubts, *_checks(findings, authority, issued, (kind, start))]
    return Letter(
        file=file,
        title=_title(blocks, kind),
        authority=authority,
        issued=issued,
        findings=findings,
        dates=tuple(_dates(findings, issued)),
        doubts=tuple(dict.fromkeys(said)),
        sha256=sha256,
        kind=kind,
        visit_start=start,
        visit_end=end,
        lead_inspector=_lead(head),
        strengths=tuple(
            Passage(_words(one), one.block.page) for one in reading.asked if one.kind == "strength"
        ),
    )


# A visit's letter, or a paper about a visit


def _read_visit(blocks: Sequence[Block]) -> _Reading:
    reading = _Reading()
    for block in blocks:
        _take(reading, block)
    if not _asking(reading) and _is_from_inspectors(blocks):
        _take_from_sentences(reading, blocks)
    return reading


def _asking(reading: _Reading) -> list[_Asked]:
    return [one for one in reading.asked if one.kind != "strength"]


def _is_from_inspectors(blocks: Sequence[Block]) -> bool:
    """Whether inspectors wrote it: a council's own paper tells what they said and what was done since."""
    return any(_FROM_INSPECTORS.search(plain(block.text)) for block in blocks[:40])


def _take(reading: _Reading, block: Block) -> None:
    announces = block.heading or block.text.endswith(":")
    opened = _list_kind(block.text) if announces else None
    if block.rank == "number":
        reading.paragraph = block.label
    if opened:
        _open(reading, block, opened)
    elif block.heading or _is_numbered_heading(reading, block):
        reading.kind, reading.group = None, block.text.rstrip(": ")
    elif reading.kind:
        _take_in_list(reading, block)


def _is_numbered_heading(reading: _Reading, block: Block) -> bool:
    """A chapter's short number and name, where no list is open."""
    short = block.rank == "number" and "." not in block.label and len(block.text) < _TITLE / 2
    return short and reading.kind is None and not block.whole


def _list_kind(text: str) -> Kind | None:
    """What a list's heading or its introduction says stands under it."""
    words = plain(text)
    if len(words) > _TITLE * 2 or _EARLIER.search(words):
        return None
    if _PRIORITY.search(words):
        return "priority_action"
    if _IMPROVE.search(words):
        return "area_for_improvement"
    return "strength" if _STRENGTH.search(words) else None


def _open(reading: _Reading, block: Block, kind: Kind) -> None:
    """A list begins. An introduction under the list's own heading only goes on with it."""
    reading.kind, reading.headed, reading.points = kind, block.heading, 0
    if block.heading:
        reading.group = block.text.rstrip(": ")


def _take_in_list(reading: _Reading, block: Block) -> None:
    assert reading.kind is not None
    last = reading.asked[-1] if reading.points and reading.asked else None
    if last and _is_point(last, block):
        last.points.append(block.text)
    elif block.rank in ("bullet", "letter", "roman") or (block.rank == "number" and reading.headed):
        _add(reading, block)
    elif not block.rank and reading.headed and not block.text.endswith(":"):
        _add_unmarked(reading, block, last)
    elif not block.text.endswith(":"):
        reading.kind = None


def _add_unmarked(reading: _Reading, block: Block, last: _Asked | None) -> None:
    """A paragraph under a list's own heading: one of the list where the first of them had no mark either."""
    if last is not None and last.block.rank:
        reading.kind = None
        return
    _add(reading, block)
    reading.doubts.append(
        f"On page {block.page} a paragraph without a mark is proposed under “{reading.group}”."
    )


def _is_point(last: _Asked, block: Block) -> bool:
    """Whether a bullet belongs to what stands above it: set further in, and of another mark or announced."""
    if block.rank != "bullet" or block.depth <= last.block.depth + 0.5:
        return False
    return last.block.rank == "bullet" or block.sign != last.block.sign or last.text.endswith(":")


def _add(reading: _Reading, block: Block) -> None:
    assert reading.kind is not None
    reading.points += 1
    where = f"point {reading.points}"
    if block.rank == "number":
        where = f"paragraph {block.label}"
    elif reading.paragraph and not reading.headed:
        where = f"paragraph {reading.paragraph}, {where}"
    reading.asked.append(_Asked(reading.kind, block, block.text, where, reading.group))


def _take_from_sentences(reading: _Reading, blocks: Sequence[Block]) -> None:
    """Each sentence that says what has to be done, where no list does."""
    group: str | None = None
    place = 0
    for block in blocks:
        if block.heading:
            group, place = block.text.rstrip(": "), 0
            continue
        place += 1
        where = f"paragraph {block.label}" if block.rank == "number" else f"unnumbered paragraph {place}"
        for sentence in _SENTENCES.split(block.text):
            if _DUTY.search(sentence) and not _OF_OTHERS.search(sentence) and sentence.endswith((".", ";")):
                reading.asked.append(_Asked("area_for_improvement", block, sentence, where, group))
    if reading.asked:
        reading.doubts.append(
            "No list of what needs to improve was found: sentences that say what has to be done are proposed."
        )


# Minutes


def _read_minutes(blocks: Sequence[Block]) -> _Reading:
    reading = _Reading()
    for block in blocks:
        if block.heading and not _RESOLUTION.match(block.text):
            reading.kind, reading.group = None, block.text.rstrip(": ")
            reading.plain = reading.points = 0
            continue
        if block.rank == "number":
            reading.paragraph = block.label
        reading.plain += 1
        _take_minute(reading, block)
    return reading


def _take_minute(reading: _Reading, block: Block) -> None:
    resolution = _RESOLUTION.match(block.text)
    if resolution:
        reading.kind = "committee_request"
        if rest := block.text[resolution.end() :].strip():
            _resolve(reading, block, rest)
    elif reading.kind and (block.rank or block.text[:5].lower().startswith(("that ", "to "))):
        _resolve(reading, block, block.text)
    else:
        reading.kind = None
        for sentence in _SENTENCES.split(block.text):
            if _ASKS.search(sentence) and not _ANSWERED.search(sentence):
                _resolve(reading, block, sentence)


def _resolve(reading: _Reading, block: Block, text: str) -> None:
    if _NOTHING.search(text):
        reading.doubts.append(f"On page {block.page} a resolution asks nothing further: “{_quoted(text)}”")
        return
    numbered = block.rank == "number"
    where = f"paragraph {reading.paragraph}" if numbered else f"unnumbered paragraph {reading.plain}"
    reading.asked.append(_Asked("committee_request", block, text, where, reading.group))


def _quoted(text: str) -> str:
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED].rsplit(' ', 1)[0]} …"


# What was asked, and what the first page says


def _finding(number: int, one: _Asked) -> Finding:
    return Finding(
        number=number,
        kind=one.kind,
        for_whom="authority",
        group=one.group,
        text=_words(one),
        tags=(),
        page=one.block.page,
        paragraph=one.where,
    )


def _words(one: _Asked) -> str:
    text = one.text
    for place, point in enumerate(one.points):
        text = f"{text} {point}" if place == 0 and text.endswith(":") else f"{text.rstrip(' ;')}; {point}"
    return tidy(text).rstrip(" ;")


def _title(blocks: Sequence[Block], kind: str) -> str:
    """The line that says what it is, else its first heading."""
    words = {MINUTES: _MINUTES}.get(kind) or dict(_VISITS).get(kind, _MINUTES)
    lines = [line for block in blocks[:30] for line in block.lines if len(line) < _TITLE]
    named = next((line for line in lines if words.search(plain(line))), "")
    heading = next((block.text for block in blocks if block.heading), "")
    if subject := _SUBJECT.fullmatch(named):
        return subject["subject"]
    return (named or heading or kind.replace("_", " ").capitalize()).strip()


def _authority(head: str) -> str | None:
    for pattern in (_VISIT_TO, _PLACE, _COUNCIL):
        if found := pattern.search(head):
            return found["name"].strip(" ,") if len(found["name"]) < 80 else None
    return None


def _visited(head: str) -> tuple[date | None, date | None]:
    """The first and the last day of the visit."""
    for found in _VISITED.finditer(head):
        if days := printed_dates(date_span(head[found.end() :])):
            return days[0], days[-1]
    return None, None


def _issued(blocks: Sequence[Block], head: str) -> date | None:
    """Its own day: labelled, else a line of the first page that is a date and nothing more."""
    if (labelled := _DATED.match(head)) and (day := day_of_issue(head[labelled.end() :][:40])[0]):
        return day
    for line in (line for block in blocks if block.page == 1 for line in block.lines):
        span = date_span(line)
        if len(span) >= len(line.rstrip(". ")) and (days := printed_dates(span)) and len(days) == 1:
            return days[0]
    return None


def _lead(head: str) -> str | None:
    found = _LEAD.search(head) or _INSPECTORS.search(head)
    return names_in(found["names"]) if found else None


def _dates(findings: Sequence[Finding], issued: date | None) -> Iterator[NoticeDate]:
    for one in findings:
        for day in dates_in(one.text, page=one.page, issued=issued):
            yield replace(day, what="date set") if day.what == "date set" else day


def _checks(
    findings: Sequence[Finding], authority: str | None, issued: date | None, visit: tuple[str, date | None]
) -> Iterator[str]:
    kind, start = visit
    if authority is None:
        yield "The authority's name could not be told apart from the rest of the first page."
    if issued is None:
        yield "The document's own date could not be read."
    if kind != MINUTES and start is None:
        yield "The days of the visit could not be read."
    if not findings:
        yield "Nothing that it asks was found: what it asks, if anything, is to be added by hand."
    for one in findings:
        if unreadable(one.text):
            yield f"Line {one.number} on page {one.page} holds characters that could not be read."
        if len(one.text) > _LONGEST:
            yield f"Line {one.number} on page {one.page} is long and may be more than one."
