"""From an improvement notice to its requirements, clause by clause in its own words, and the dates it sets.

A notice is prose. What stands under a colon or a mark is a clause; a paragraph is one where it says what must
be done. What is not taken as a requirement though it stands among them is named in a doubt, as is whatever is
not certain: nothing is left out silently.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from goldenthread.findings.model import Finding, ImprovementNotice, NoticeDate
from goldenthread.findings.notice_blocks import Block
from goldenthread.findings.notice_dates import dates_in, day_of_issue
from goldenthread.findings.text import plain, tidy, unreadable

_TITLE = re.compile(r"(?:(?:statutory|formal|children(?:'s|s)? services) )*improvement notice(?:\W.*)?")
_SAYS_NOTICE = re.compile(r"\bthis (?:improvement )?notice\b", re.IGNORECASE)
_OBLIGES = re.compile(
    r"\b(?:must|shall|should|is to|are to|(?:is|are) required|(?:is|are) expected|expects?\b.{0,60}\bto"
    r"|the (?:council|authority|board|partners?) will|ensur(?:e|es|ing)|agree with)\b",
    re.IGNORECASE,
)
_BEGINS = re.compile(
    r"\b(?:measures|actions|requirements|steps|areas (?:for|of) improvement)\b|\b(?:must|shall)\b",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"failure to comply|consequences?\b|non-compliance|signed\b|signature|annex|appendix|definitions?\b"
    r"|interpretation\b|background\b|reasons? for\b|if the council (?:does|is|fails)\b",
    re.IGNORECASE,
)
_TO = re.compile(r"to\s*:\s*(?:name\s*:?\s*)?(.+)", re.IGNORECASE)
_NAME_WORD = r"(?:[A-Z][\w'’-]+|of|and|&|upon|with|the)"
_ISSUED_TO = re.compile(
    rf"\b(?:issued|given) to (?:the )?({_NAME_WORD}(?: {_NAME_WORD})*? (?:Council|Borough|Authority|Trust))\b"
)
_LABELLED_DATE = re.compile(
    r"(?:date(?:d|\s+of\s+(?:issue|notice|this\s+notice))?|issued(?:\s+on)?)\b\s*:?", re.IGNORECASE
)
_ISSUED_ON = re.compile(
    r"notice (?:is|was|has been) (?:being )?(?:issued|given)(?: to [^.;]{1,100}?)?,? on (?:the )?(?=\d)",
    re.IGNORECASE,
)
_OTHER_DAY = re.compile(r"because|following|publish|report|inspect", re.IGNORECASE)
_LONGEST_DATE = 40
_LONGEST_NAME = 80
_LONGEST = 1500  # characters; a longer requirement has probably swallowed another
_LONGEST_GROUP = 150
_QUOTED = 90


@dataclass
class _Clause:
    """A clause being gathered: its block, and what stands under it."""

    block: Block
    lead: str
    group: str | None
    where: str
    points: list[Block] = field(default_factory=list)  # bullets, and letters or numbers of the second rank


@dataclass
class _Reading:
    """The state of reading down a notice."""

    started: bool = False
    over: bool = False
    group: str | None = None
    lead: Block | None = None
    clauses: list[_Clause] = field(default_factory=list)
    open: _Clause | None = None
    unnumbered: int = 0
    bullets: int = 0
    last_number: int = 0
    passages: list[Block] = field(
        default_factory=list
    )  # everything after the measures begin: where dates are
    doubts: list[str] = field(default_factory=list)


def is_notice(blocks: Sequence[Block]) -> bool:
    """Whether a document is an improvement notice: by the title on its first page, and as it calls itself."""
    return _title(blocks) is not None and any(_SAYS_NOTICE.search(block.text) for block in blocks[1:])


def read_notice(
    blocks: Sequence[Block], *, file: str, sha256: str, doubts: Sequence[str] = ()
) -> ImprovementNotice:
    """The notice in its blocks. Ask `is_notice` first."""
    title = _title(blocks) or ""
    authority, about_authority = _authority(blocks)
    issued, about_issue = _issued(blocks)
    reading = _read(blocks)
    findings = tuple(_findings(reading))
    dates = tuple(_dates(reading, issued))
    said = (
        *doubts,
        *about_authority,
        *about_issue,
        *reading.doubts,
        *_checks(findings, dates, issued),
    )
    return ImprovementNotice(
        file=file,
        title=title,
        authority=authority,
        issued=issued,
        findings=findings,
        dates=dates,
        doubts=tuple(dict.fromkeys(said)),
        sha256=sha256,
    )


# The first page


def _title(blocks: Sequence[Block]) -> str | None:
    """The title, where a line of the first page is one by itself."""
    lines = (line for block in blocks if block.page == 1 for line in block.lines[:2])
    return next((line for line in lines if len(line) < 120 and _TITLE.fullmatch(plain(line))), None)


def _authority(blocks: Sequence[Block]) -> tuple[str | None, list[str]]:
    """Whom the notice is addressed to, and a doubt where that is not certain."""
    for block in blocks:
        if block.page == 1 and (found := _TO.match(block.text)):
            name = _name(found.group(1))
            if name:
                return name, []
    text = " ".join(block.text for block in blocks if block.page == 1)
    if found := _ISSUED_TO.search(text):
        return _name(found.group(1)) or None, []
    return None, ["The authority's name could not be told apart from the rest of the first page."]


def _name(text: str) -> str:
    """The name before its short form in brackets, its address or the next sentence."""
    name = re.split(r"\s*[(\[,;]|\s+address\b|\s*\.\s|:", text, maxsplit=1, flags=re.IGNORECASE)[0].strip(
        " ."
    )
    return name if len(name) <= _LONGEST_NAME else ""


def _issued(blocks: Sequence[Block]) -> tuple[date | None, list[str]]:
    """The day of issue: a labelled line's, the last being the signature's; else the opening sentence's."""
    days: dict[date, str] = {}
    for line in (line for block in blocks for line in block.lines):
        found = _LABELLED_DATE.match(line)
        if found:
            day, doubt = day_of_issue(line[found.end() :])
            if day:
                days.setdefault(day, doubt)
    if not days:
        days = _issued_in_words(blocks)
    if not days:
        return None, ["The day the notice was issued could not be read."]
    day, doubt = list(days.items())[-1]
    several = ["More than one day of issue is printed; the last is given."] if len(days) > 1 else []
    return day, [*([doubt] if doubt else []), *several]


def _issued_in_words(blocks: Sequence[Block]) -> dict[date, str]:
    """The day in "this notice is issued to the Council on 3 June 2025". A day further on in its sentence may
    be the report's."""
    for block in blocks:
        if (found := _ISSUED_ON.search(block.text)) and not _OTHER_DAY.search(found.group()):
            day, doubt = day_of_issue(block.text[found.end() :][:_LONGEST_DATE])
            if day:
                return {day: doubt}
    return {}


# The clauses


def _read(blocks: Sequence[Block]) -> _Reading:
    reading = _Reading()
    for block in blocks:
        if not reading.started and not _starts(block):
            continue
        reading.started = True
        _take(reading, block)
    return reading


def _starts(block: Block) -> bool:
    """Whether the measures begin here: until then a notice says to whom and why."""
    if _TITLE.fullmatch(plain(block.text)):
        return False
    introduces = block.heading or block.text.endswith(":")
    return bool((introduces and _BEGINS.search(block.text)) or re.search(r"\b(?:must|shall)\b", block.text))


def _take(reading: _Reading, block: Block) -> None:
    if _heads(block):
        _take_heading(reading, block)
        return
    if reading.over:
        return
    reading.passages.append(block)
    if not block.rank:
        _take_paragraph(reading, block)
    elif _is_under(reading, block):
        assert reading.open is not None
        reading.open.points.append(block)
    else:
        _take_clause(reading, block)


def _heads(block: Block) -> bool:
    """A heading, or an introduction that stands for one ("Failure to comply with this notice:")."""
    closing = block.text.endswith(":") and not block.rank and len(block.text) < 150
    return block.heading or bool(closing and _ENDS.match(block.text))


def _take_heading(reading: _Reading, block: Block) -> None:
    reading.over = bool(_ENDS.match(block.text))
    reading.group = block.text.rstrip(": ")
    reading.lead = reading.open = None
    reading.unnumbered = reading.bullets = 0


def _take_paragraph(reading: _Reading, block: Block) -> None:
    """A paragraph without a mark: words that introduce clauses, the rest of a clause, or one of its own."""
    if _LABELLED_DATE.match(block.text) or re.match(r"signed\b", block.text, re.IGNORECASE):
        reading.over = True
        return
    if block.text.endswith(":"):
        reading.lead, reading.open = block, None
        reading.bullets = reading.unnumbered = 0
        return
    if reading.open is not None and block.depth > reading.open.block.depth + 4:
        reading.open.points.append(block)
        return
    reading.open = None
    if not _OBLIGES.search(block.text):
        _set_aside(reading, block)
        return
    reading.unnumbered += 1
    where = f"unnumbered paragraph {reading.unnumbered}"
    if block.text[:1].islower() or reading.bullets:
        reading.doubts.append(f"On page {block.page} a clause has no mark; it is given as {where}.")
    group = _short(reading.lead.text) if reading.lead else reading.group
    reading.clauses.append(_Clause(block, "", group, where))


def _set_aside(reading: _Reading, block: Block) -> None:
    reading.doubts.append(
        f"On page {block.page} a passage was not taken as a requirement: “{_quoted(block.text)}”"
    )


def _quoted(text: str) -> str:
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED].rsplit(' ', 1)[0]} …"


def _is_under(reading: _Reading, block: Block) -> bool:
    """Whether a marked block belongs to the clause above it."""
    above = reading.open
    if above is None:
        return False
    if above.block.rank in ("number", "letter") and block.rank != above.block.rank:
        return not (block.rank == "number" and "." not in block.label)
    if above.block.rank == "bullet" and block.rank == "bullet":
        deeper = block.depth > above.block.depth + 0.5
        other = block.sign != above.block.sign and (bool(above.points) or above.block.text.endswith(":"))
        return deeper or other
    if above.block.rank == "bullet":
        return block.rank in ("letter", "roman") and above.block.text.endswith(":")
    return False


def _take_clause(reading: _Reading, block: Block) -> None:
    lead = reading.lead.text if reading.lead and block.text[:1].islower() else ""
    under = reading.lead is not None or block.rank != "number"
    _check_number(reading, block)
    clause = _Clause(block, lead, _group(reading), _where(reading, block))
    if not under and not _OBLIGES.search(block.text) and not block.text.endswith(":"):
        _set_aside(reading, block)
        reading.open = None
        return
    reading.clauses.append(clause)
    reading.open = clause


def _where(reading: _Reading, block: Block) -> str:
    if block.label:
        return f"paragraph {block.label}"
    reading.bullets += 1
    return f"point {reading.bullets}"


def _group(reading: _Reading) -> str | None:
    """The heading a clause stands under, else the words that introduce it."""
    if reading.group:
        return reading.group
    return _short(reading.lead.text) if reading.lead else None


def _short(text: str) -> str:
    """Introducing words as a heading."""
    words = text.rstrip(": ")
    return words if len(words) <= _LONGEST_GROUP else f"{words[:_LONGEST_GROUP].rsplit(' ', 1)[0]} …"


def _check_number(reading: _Reading, block: Block) -> None:
    if block.rank != "number" or not block.label.isdigit():
        return
    number = int(block.label)
    if reading.last_number and number not in (1, reading.last_number + 1):
        reading.doubts.append(
            f"On page {block.page} the printed number {number} stands where {reading.last_number + 1}"
            " was expected."
        )
    reading.last_number = number


# From clauses to requirements


@dataclass(frozen=True)
class _Said:
    """A requirement's words, and where they stand."""

    text: str
    where: str
    group: str | None
    page: int


def _findings(reading: _Reading) -> Iterator[Finding]:
    said = [one for clause in reading.clauses for one in _said(clause, reading.doubts)]
    for number, one in enumerate(said, start=1):
        yield Finding(
            number=number,
            kind="notice_requirement",
            for_whom="authority",
            group=one.group,
            text=one.text,
            tags=(),
            page=one.page,
            paragraph=one.where,
        )


def _said(clause: _Clause, doubts: list[str]) -> Iterator[_Said]:
    """A clause's requirements: itself with its bullets, or each of the lettered clauses under it."""
    lead = f"{clause.lead} " if clause.lead else ""
    own = f"{lead}{clause.block.text}"
    lettered = [point for point in clause.points if point.rank in ("letter", "roman", "number")]
    if not lettered or clause.block.rank == "bullet":
        if own.endswith(":") and not clause.points:
            doubts.append(f"On page {clause.block.page} {clause.where} announces points that were not found.")
        yield _Said(_with_points(own, clause.points), clause.where, clause.group, clause.block.page)
        return
    first = clause.points.index(lettered[0])
    top = _with_points(own, clause.points[:first])
    introduces = top.endswith(":")
    if not introduces:
        yield _Said(top, clause.where, clause.group, clause.block.page)
    for point, under in _families(clause.points[first:], lettered[0].rank):
        words = _with_points(f"{top} {point.text}" if introduces else point.text, under)
        where = f"paragraph {point.label}" if "." in point.label else f"{clause.where}({point.label})"
        yield _Said(words, where, clause.group, point.page)


def _families(points: Sequence[Block], rank: str) -> list[tuple[Block, list[Block]]]:
    """Each point of a rank with what stands under it."""
    families: list[tuple[Block, list[Block]]] = []
    for point in points:
        # A lettered list passes (i) on its way from (h) to (j).
        if point.rank == rank or (rank == "letter" and point.label == "i" and families[-1][0].label == "h"):
            families.append((point, []))
        else:
            families[-1][1].append(point)
    return families


def _with_points(text: str, points: Sequence[Block]) -> str:
    """The words with their sub-points joined by "; "."""
    for place, point in enumerate(points):
        if (place == 0 and text.endswith(":")) or not point.rank:
            text = f"{text} {point.text}"
        else:
            text = f"{text.rstrip(' ;')}; {point.text}"
    return tidy(text).rstrip(" ;")


# The dates, and what can be checked


def _dates(reading: _Reading, issued: date | None) -> Iterator[NoticeDate]:
    seen: set[tuple[str, str]] = set()
    for block in reading.passages:
        for one in dates_in(block.text, page=block.page, issued=issued):
            if (one.wording, one.printed) not in seen:
                seen.add((one.wording, one.printed))
                yield one


def _checks(findings: Sequence[Finding], dates: Sequence[NoticeDate], issued: date | None) -> Iterator[str]:
    for one in findings:
        if unreadable(one.text):
            yield f"Requirement {one.number} on page {one.page} holds characters that could not be read."
        if len(one.text) > _LONGEST:
            yield f"Requirement {one.number} on page {one.page} is long and may be more than one."
    if not dates:
        yield "No date that the notice sets was found."
    for day in dates:
        if day.last is None:
            yield (
                f"The date “{day.printed}” on page {day.page} could not be counted:"
                " the day of issue is not known."
            )
        if day.what == "date set":
            yield f"What falls on “{day.printed}” (page {day.page}) could not be told from its sentence."
