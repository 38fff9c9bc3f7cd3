"""Who led an inspection, as the first pages or the record at the end print it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from goldenthread.findings.pages import Document
from goldenthread.findings.text import straight
from goldenthread.standards.frameworks import cover_labels

_LABEL = re.compile(r"(?:lead|reporting|managing) inspectors?\b\s*:?\s*", re.IGNORECASE)
_TITLES = re.compile(
    r"\b(?:(?:her|his) majesty's (?:senior )?inspectors?|(?:senior )?s?hmi|ofsted(?: senior)? inspectors?"
    r"|(?:regional|regulatory|senior|social care|children's|assistant|inspection) .{0,40}"
    r"(?:inspectors?|managers?|directors?))\b|\(s?hmi\)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*(?:,|;|&|\band\b|\(|\)|/)\s*")
_NAME = re.compile(r"[A-Z][\w'’-]*\.?(?: (?:[A-Z][\w'’-]*\.?|de|van|der|von|la|al|le|di)){1,4}")
_MOST_LINES = 3


def read_lead(document: Document) -> str | None:
    """The name of whoever led it, several joined by "and"; None where no page says so."""
    for page, text in enumerate(document.plain_texts, start=1):
        if _LABEL.search(text):
            for place, line in enumerate(lines := document.raw_lines(page)):
                if names := _names_after(line, lines[place + 1 : place + _MOST_LINES]):
                    return _joined(names)
    return None


def _names_after(line: str, following: Sequence[str]) -> list[str]:
    """The names on a line that says who led, and on those that go on with it."""
    label = _LABEL.match(line)
    if label is None:
        return []
    said = line[label.end() :]
    for more in following:
        if said and not said.endswith((",", " and", "-")):
            break
        said = f"{said} {more}"
    return list(_names(said))


def names_in(text: str) -> str | None:
    """The names a passage begins with, several joined by "and"; None where it begins with none."""
    names = list(_names(text))
    return _joined(names) if names else None


def _names(text: str) -> Iterator[str]:
    """The names in what follows the label: titles left out, and nothing after the first that is no name."""
    others = "|".join(cover_labels().others)
    said = re.split(rf"\b(?:{others})", straight(text), maxsplit=1, flags=re.IGNORECASE)[0]
    said = re.sub(r"(?<=\w)- (?=[A-Z])", "-", _TITLES.sub(",", said))
    for part in _BETWEEN.split(said):
        if not part.strip(" .,"):
            continue
        if not _NAME.fullmatch(part.strip(" .,")):
            return
        yield part.strip(" .,")


def _joined(names: Sequence[str]) -> str:
    *before, last = names
    return f"{', '.join(before)} and {last}" if before else last
