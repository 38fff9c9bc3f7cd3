"""Long lists, a page at a time, keeping the filters in the address."""

from __future__ import annotations

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


def _address(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"
