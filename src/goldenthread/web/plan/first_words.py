"""What a first action may be called, from the words of what was asked: what to do, told to whoever does it.
Only the sentence is turned round; where that cannot be done surely the words stay as they are."""

from __future__ import annotations

import re

_WHO = (
    r"(?:the )?(?:(?:local )?authority|council|county council|city council|borough|trust|service|board"
    r"|department|leaders?|senior leaders|managers|board partners|partners)"
)
_MODAL = r"(?:must|shall|should|(?:is|are) (?:required|expected) to|needs? to|ha(?:s|ve) to|will)"
_TOLD = re.compile(
    rf"(?:in particular,? )?{_WHO} {_MODAL} (?:also )?(?!be |not |have )(?P<do>\w.+)", re.I | re.S
)
_EXPECTED = re.compile(rf"(?:we|i|ministers?) expects? {_WHO} to (?P<do>\w.+)", re.I | re.S)
_SUFFERS = re.compile(
    rf"(?P<what>[^,;:.]{{3,90}}?) (?:{_MODAL}|to) be (?P<rest>\w.+)",
    re.I | re.S,
)
_LEAD = re.compile(r"(?P<lead>[^:]{3,200}):\s+(?P<clause>\w.+)", re.S)
_ENSURING = re.compile(r"\b(?:ensuring|ensure)(?: that)?$", re.I)
_ENDS_IN_TOLD = re.compile(rf"\b(?:{_MODAL}|to)$", re.I)
_ASKS = re.compile(rf"\b(?:{_MODAL}|to)\b", re.I)
_BETTER = re.compile(r"(?:the |an? )?(?P<rest>(?:greater|better|more|stronger) .+)", re.I | re.S)
_NOUN = re.compile(
    r"the (?:overall )?(?:timeliness|quality|consistency|effectiveness|accuracy|impact|stability|sufficiency"
    r"|application|use|pace|range|availability|oversight|strength|recording|experiences?|supervision) .+",
    re.I | re.S,
)
_LIST_END = re.compile(r"[;,](?: and| or)?$")
_DOING = {
    "ensuring": "ensure",
    "improving": "improve",
    "developing": "develop",
    "strengthening": "strengthen",
    "reviewing": "review",
    "establishing": "establish",
    "providing": "provide",
    "increasing": "increase",
    "reducing": "reduce",
    "implementing": "implement",
    "making": "make",
    "taking": "take",
    "embedding": "embed",
    "putting": "put",
    "agreeing": "agree",
}
_VERBS = {*_DOING.values(), "work", "report", "complete", "set", "revise", "appoint", "train", "secure"}


def as_something_to_do(asked: str) -> str:
    """The words of a requirement as an action's: "The council must check visits." becomes "Check visits."."""
    text = _LIST_END.sub("", " ".join(asked.split()))
    return _capital(_under_its_lead(text) or _turned(text) or text)


def _under_its_lead(text: str) -> str:
    """A clause of a list without what leads in to all of them: "The council must: check visits"."""
    found = _LEAD.fullmatch(text)
    if found is None or not _ASKS.search(found["lead"]):
        return ""
    clause = found["clause"]
    if _ENSURING.search(found["lead"]):
        return f"ensure {clause[0].lower()}{clause[1:]}"
    told = _ENDS_IN_TOLD.search(found["lead"]) or clause.split()[0].casefold() in _VERBS
    return clause if told else _turned(clause)


def _turned(text: str) -> str:
    if found := _TOLD.fullmatch(text) or _EXPECTED.fullmatch(text):
        return found["do"]
    first, _, rest = text.partition(" ")
    if first.casefold() in _DOING:
        return f"{_DOING[first.casefold()]} {rest}"
    if first.casefold() in _VERBS:
        return ""
    if found := _SUFFERS.fullmatch(text):
        return f"ensure that {_lower(found['what'])} {_is(found['what'])} {found['rest']}"
    if found := _BETTER.fullmatch(text):
        return f"secure {_lower(found['rest'])}"
    return f"improve {_lower(text)}" if _NOUN.fullmatch(text) else ""


def _is(what: str) -> str:
    """Are, of a plural: told by the last word before any "of", "in" or the like."""
    head = re.split(r"\s+(?:of|in|for|to|with|by|from)\s+", what, maxsplit=1)[0]
    last = head.split()[-1]
    return "are" if (last.endswith("s") and not last.endswith("ss")) or " and " in head else "is"


def _lower(text: str) -> str:
    """Without the capital of a sentence's first word; a name or an abbreviation keeps its own."""
    second = text[1:2]
    return text if second.isupper() else text[0].lower() + text[1:]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
