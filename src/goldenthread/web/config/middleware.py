"""What wraps every request: the headers of its answer, and the transaction its view runs in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import SimpleTemplateResponse

from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.service import ServiceCaller
from goldenthread.web.accounts.standing import standing_of
from goldenthread.web.database.scope import DatabaseScope, tell
from goldenthread.web.page.once import one_effect

GetResponse = Callable[[HttpRequest], HttpResponse]


class Headers:
    """Nothing of a page is kept by a browser or a proxy, but for static files, which have names of their
    own."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response


class OneScopedTransaction:
    """Runs the view, and renders its page, inside one transaction in which PostgreSQL knows who is asking.

    Done here rather than by ATOMIC_REQUESTS, because the scope must be set in the same transaction, before
    the view. An exception undoes everything the view wrote; the page it becomes is made by Django as ever.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponseBase:
        with transaction.atomic():
            if isinstance(request.user, Person):
                tell(standing_of(request.user).database_scope(request.user.reference))
            elif isinstance(request.user, ServiceCaller):
                tell(DatabaseScope(person=request.user.reference))
            else:
                tell(DatabaseScope(person=""))
            # A view that reads its upload itself must be let to before anybody asks for the fields sent with
            # it: it is exempt from the check of the token for the same reason, and does both within.
            acts = view if getattr(view, "csrf_exempt", False) else one_effect(view)
            response = acts(request, *args, **kwargs)
            if isinstance(response, SimpleTemplateResponse):
                response.render()
            return response
