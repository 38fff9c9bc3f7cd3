"""What a form was sent with."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict


def sent(request: HttpRequest) -> QueryDict | None:
    """The fields a form was sent with, none of them perhaps; None where the page is only being opened."""
    return request.POST if request.method == "POST" else None
