"""National Framework tags, which reports of 2024 onwards print in many spellings after a finding."""

from __future__ import annotations

import re

from goldenthread.standards.frameworks import national_framework_tags

_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}
_NUMBER = rf"(?:\d|{'|'.join(_WORDS)})"
_ANY = re.compile(r"\b(?:outcome|enabler|principle)", re.IGNORECASE)
_BRACKETS = re.compile(r"[(\[]([^()\[\]]{3,160})[)\]]")
_UNBRACKETED = re.compile(r"[^.;]*\bnational framework\b[^.;]*", re.IGNORECASE)


def read_tags(text: str) -> tuple[str, ...]:
    """Tags such as "outcome_4" and "enabler_2" named in a finding, in order and once each.

    They stand in brackets, or beside the words "national framework".

    >>> read_tags("The quality of plans. (national framework, outcome four and enabler 2)")
    ('outcome_4', 'enabler_2')
    """
    if not _ANY.search(text):
        return ()
    families = "|".join(national_framework_tags())
    named = re.compile(
        rf"\b({families})s?\b[\s:\-–]*({_NUMBER}(?:(?:\s*,\s*|\s+and\s+|\s*&\s*){_NUMBER})*)\b", re.IGNORECASE
    )
    found = [
        f"{family.lower()}_{_digit(number)}"
        for stretch in (*_BRACKETS.findall(text), *_UNBRACKETED.findall(_BRACKETS.sub("", text)))
        for family, numbers in named.findall(stretch)
        for number in re.findall(_NUMBER, numbers, re.IGNORECASE)
    ]
    return tuple(dict.fromkeys(found))


def _digit(number: str) -> int:
    return int(number) if number.isdigit() else _WORDS[number.lower()]
