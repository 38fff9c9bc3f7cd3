"""Long lists, a page at a time, keeping the filters in the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

ROWS = 50


@dataclass(frozen=True)
class Paged:
    """One page of a list, and the addresses of its neighbours ("" where there is none)."""

    page: Page[Any]
    before: str
    after: str

    @property
    def rows(self) -> Any:
        return self.page.object_list


def paged(request: HttpRequest, rows: Any, *, size: int = ROWS) -> Paged:
    """The page of `rows` the address asks for; a page that is not there gives the nearest one that is."""
    page = Paginator(rows, size).get_page(request.GET.get("page"))
    before = _address(request, page.previous_page_number()) if page.has_previous() else ""
    after = _address(request, page.next_page_number()) if page.has_next() else ""
    return Paged(page=page, before=before, after=after)


class Sliced(Sequence[Any]):
    """A list of which only one page is in hand, from its `start`, for `paged`."""

    def __init__(self, rows: Sequence[Any], total: int, *, start: int) -> None:
        self._rows, self._total, self._start = rows, total, start

    def __len__(self) -> int:
        return self._total

    def __getitem__(self, place: Any) -> Any:
        return self._rows


def page_asked(request: HttpRequest) -> int:
    """The number of the page asked for, before it is known how many there are; 1 where none is."""
    text = request.GET.get("page", "")
    return max(1, int(text)) if text.isdecimal() and len(text) < 7 else 1


def _address(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"
