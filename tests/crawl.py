"""Every page a person can reach by following links: each kind of page once or a few times, not each child."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve

Fetch = Callable[[str], tuple[str, str]]  # address -> (content type, text)
_ELSEWHERE = re.compile(r"^(https?:|mailto:|#)")


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value]


def links(html: str, *, at: str) -> list[str]:
    """The addresses a page leads to within the site, in its order, without their fragments."""
    parser = _Links()
    parser.feed(html)
    ours = (href for href in parser.found if not _ELSEWHERE.match(href))
    return list(dict.fromkeys(urljoin(at, href).partition("#")[0] for href in ours))


def kind(address: str) -> str:
    """Which page it is, apart from which thing it shows: the name of its route."""
    path = urlsplit(address).path
    try:
        return str(resolve(path).view_name)
    except Resolver404:
        return f"unknown {path}"


def reachable(fetch: Fetch, *, start: str = "/", each: int = 1) -> Iterator[tuple[str, str, str]]:
    """(kind, address, text) of the pages reached from `start`, at most `each` of one kind."""
    waiting, seen, counts = [start], {start}, Counter[str]()
    while waiting:
        address = waiting.pop(0)
        what = kind(address)
        if counts[what] >= each:
            continue
        counts[what] += 1
        content_type, text = fetch(address)
        yield what, address, text
        if not content_type.startswith("text/html"):
            continue
        for href in links(text, at=address):
            if href not in seen:
                seen.add(href)
                waiting.append(href)
