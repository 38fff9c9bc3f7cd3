"""What every answer carries, on every route and in every wrong turn; and that nobody is led elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path

from goldenthread.web.access.addresses import sealed
from goldenthread.web.accounts.policy import PUBLIC, policy
from goldenthread.web.accounts.roles import ROLES
from goldenthread.web.config.urls import urlpatterns as routes
from web_people import person

pytestmark = pytest.mark.django_db
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
CSP = {
    "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self'",
    "font-src": "'self'", "connect-src": "'self'", "form-action": "'self'", "frame-ancestors": "'none'",
    "base-uri": "'none'",
}  # fmt: skip
_EXAMPLES = {
    "uuid": "00000000-0000-0000-0000-000000000000",
    "int": "1",
    "slug": "a",
    "str": "a",
    "path": "a",
    "child": sealed("C1"),
}
# A service's token opens these, and no cookie: there is no form to forge.
_NO_FORM = {
    "/records/feed/",
    *("/api/openapi.json", "/api/indicators", "/api/indicators/<id>", "/api/figures"),
    *("/api/duties", "/api/snapshots", "/api/actions"),
}


@policy(PUBLIC)
def _fault(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


urlpatterns = [*routes, path("fault/", _fault)]


def _addresses(resolver: URLResolver, before: str = "/") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        address = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield re.sub(r"<(\w+):\w+>", lambda found: _EXAMPLES[found[1]], address)
        else:
            yield from _addresses(pattern, address)


ADDRESSES = sorted({*_addresses(get_resolver("goldenthread.web.config.urls"))})


def _wrong(answer: HttpResponse) -> list[str]:
    """What an answer lacks."""
    said = answer.headers.get("Content-Security-Policy", "")
    csp = dict(part.strip().split(" ", 1) for part in said.split(";") if part.strip())
    found = [name for name, value in HEADERS.items() if answer.headers.get(name) != value]
    found += [] if csp == CSP else ["Content-Security-Policy"]
    found += [] if answer.headers.get("Cache-Control") else ["Cache-Control"]
    return found + [name for name in ("Server", "X-Powered-By", "X-AspNet-Version") if name in answer.headers]


@pytest.fixture
def everybody(signed_in: Callable[..., Client]) -> Client:
    client = signed_in(person(*ROLES, team="North 1", service_area="Safeguarding", worker="Ann"))
    client.raise_request_exception = False
    return client


def test_every_route_answers_with_every_header_whoever_asks_and_however(everybody: Client) -> None:
    wrong, asked, statuses = [], 0, set[int]()
    for address in ADDRESSES:
        for client, methods in (
            (everybody, ("get", "post")),
            (Client(raise_request_exception=False), ("get",)),
        ):
            for method in methods:
                if address == "/people/sign-out/" and method == "post":
                    continue
                answer = getattr(client, method)(address)
                asked += 1
                statuses.add(answer.status_code)
                wrong += [f"{method} {address} {answer.status_code}: {lack}" for lack in _wrong(answer)]
                if "no-store" not in answer.headers.get("Cache-Control", ""):
                    wrong.append(f"{method} {address}: may be kept")
    assert wrong == []
    assert asked >= 200
    assert {200, 302, 403, 404, 405} <= statuses
    assert 500 not in statuses


@pytest.mark.parametrize(
    ("about", "status"),
    [
        ({"path": "/no/such/page/"}, 404),
        ({"path": "/fault/"}, 500),
        ({"path": "/people/sign-in"}, 301),  # without its slash
        ({"path": "/", "headers": {"Host": "elsewhere.example"}}, 400),
        ({"path": "/", "headers": {"Host": "elsewhere.example:80@testserver"}}, 400),
        ({"path": "/static/page/site.css"}, 200),
        ({"path": "/static/no-such-file.css"}, 404),
        ({"path": "/%00"}, 404),
    ],
)
def test_wrong_turns_and_files_carry_them_too(
    about: dict[str, object], status: int, settings: object
) -> None:
    settings.ROOT_URLCONF = __name__  # type: ignore[attr-defined]
    answer = Client(raise_request_exception=False).get(**about)  # type: ignore[arg-type]
    assert (answer.status_code, _wrong(answer)) == (status, [])
    if answer.streaming:
        assert b"".join(answer)
        answer.close()


def test_the_way_to_https_carries_them(settings: object) -> None:
    settings.SECURE_SSL_REDIRECT = True  # type: ignore[attr-defined]
    answer = Client().get("/people/sign-in/")
    assert (answer.status_code, answer["Location"]) == (301, "https://testserver/people/sign-in/")
    assert _wrong(answer) == []


def test_every_form_without_its_token_is_refused(everybody: Client) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = everybody.cookies
    answers = {address: client.post(address) for address in ADDRESSES if address not in _NO_FORM}
    assert {address for address, answer in answers.items() if answer.status_code != 403} == set()
    other = {
        address for address, answer in answers.items() if b"This form is out of date" not in answer.content
    }
    assert other == set()


@pytest.mark.parametrize(
    "wanted",
    ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "javascript:alert(1)",
     "https:elsewhere.example", "\thttps://elsewhere.example", "http://testserver@elsewhere.example"],
)  # fmt: skip
def test_nobody_is_sent_elsewhere(wanted: str, signed_in: Callable[..., Client]) -> None:
    from web_people import PASSWORD

    somebody = person("director")
    typed = {"email": somebody.email, "password": PASSWORD, "next": wanted}
    assert Client().post("/people/sign-in/", typed)["Location"] == "/"
    confirming = signed_in("director").post("/people/confirm/", {"password": PASSWORD, "next": wanted})
    assert confirming["Location"] == "/"


def test_no_page_of_a_fault_says_what_runs_the_site(settings: object) -> None:
    settings.ROOT_URLCONF = __name__  # type: ignore[attr-defined]
    client = Client(raise_request_exception=False)
    for address in ("/fault/", "/no/such/page/", "/health/", "/people/sign-in/"):
        answer = client.get(address)
        said = answer.content.decode() + str(answer.headers)
        assert not re.search(r"django|python|granian|traceback|postgres|\d+\.\d+\.\d+", said, re.IGNORECASE)
