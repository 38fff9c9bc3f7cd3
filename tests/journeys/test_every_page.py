"""Every page of a demonstration, reached by its links: what axe finds, scrolling sideways, headings, what the
browser complains of, the keyboard.

In `make test`, once, as somebody who holds every role, axe at one width. With JOURNEYS=whole
(`make journeys`), at both widths, and as each person of the story too; a page whose skeleton has been seen is
not looked at again.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest

from crawl import kind, links
from goldenthread.web.accounts.actions import add_person, give_role
from goldenthread.web.accounts.models import Person, Team
from goldenthread.web.accounts.roles import ROLES
from goldenthread.web.accounts.standing import today
from goldenthread.web.config.server import Running
from goldenthread.web.database.scope import as_service
from goldenthread.web.history.actions import Service
from web_demo import Told, told_once

Page = Any
Axe = Callable[[Page], list[str]]
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 800}
WHOLE = os.environ.get("JOURNEYS") == "whole"
EVERYBODY = "everybody"
PEOPLE = (
    EVERYBODY, "director", "safeguarding", "manager", "worker", "lead", "principal", "analyst", "auditor",
    "secretary", "chair", "member", "observer", "administrator", "guardian", "reviewing", "portfolio",
)  # fmt: skip
_FILES = re.compile(r"\.(csv|xlsx|pdf|svg|ics|json)(\?|$)|/file/$|/changes/(csv|workbook)/")
_SEEN: set[str] = set()


@pytest.fixture(scope="module")
def told(
    server: Running, testrun_uid: str, worker_id: str, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Told]:
    with told_once(server, run=testrun_uid, name=f"pages_{worker_id}", blocker=django_db_blocker) as found:
        yield Told(found.folder, found.password, {**found.people, EVERYBODY: _everybody(found)})


def _everybody(found: Told) -> Person:
    """One person with every role: nobody in life, and a short way to every page."""
    by = Service("tests")
    with as_service("tests"):
        person = add_person(
            by=by, email="everybody@wexcombe.example", name="Every Madeup", password=found.password
        )
        for role in ROLES:
            ends = today() + timedelta(days=29)
            team = Team.objects.get(name="Safeguarding Team South")
            give_role(
                by=by,
                person=person,
                role=role,
                starts=today(),
                ends=ends,
                team=team,
                service_area=team.service_area,
            )
    return person


@pytest.fixture(scope="module")
def address(told: Told) -> Iterator[str]:
    """The running site of the demonstration."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.test.testcases import LiveServerThread

    thread = LiveServerThread("127.0.0.1", StaticFilesHandler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://127.0.0.1:{thread.port}"
    thread.terminate()
    thread.join()


@pytest.fixture
def open_as(chromium: Any, address: str, told: Told, settings: Any) -> Iterator[Callable[..., Page]]:
    """A browser's page, signed in as somebody of the story."""
    settings.STORE = told.folder / "store"
    contexts = []

    def opened(key: str, **about: Any) -> Page:
        context = chromium.new_context(base_url=address, viewport=WIDE, **about)
        contexts.append(context)
        page = context.new_page()
        page.goto("/people/sign-in/")
        page.get_by_label("Email address").fill(told.people[key].email)
        page.get_by_label("Password").fill(told.password)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(lambda url: "sign-in" not in url)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("key", PEOPLE if WHOLE else PEOPLE[:1])
def test_every_page_keeps_the_rules(key: str, open_as: Callable[..., Page], axe: Axe) -> None:
    page = open_as(key)
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(f"{page.url}: {said.text}") if _bad(said) else None)
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    wrong: list[str] = []
    visited = 0
    for href in _reached(page):
        visited += 1
        wrong += [f"{key} {href}: {fault}" for fault in _faults(page, axe)]
    assert visited >= (40 if key == EVERYBODY else 3)
    assert wrong + complaints == []


def _reached(page: Page) -> Iterator[str]:
    """Opens one page of each kind that links lead to; the caller looks at it before the next."""
    waiting, known, kinds = ["/"], {"/"}, set[str]()
    while waiting:
        href = waiting.pop(0)
        what = kind(href)
        if what in kinds or _FILES.search(href):
            continue
        kinds.add(what)
        answer = page.goto(href)
        assert answer.status == 200, f"{answer.status} {href}"
        html = page.content()
        yield href
        new = [link for link in links(html, at=href) if link not in known]
        known.update(new)
        waiting += new


def _faults(page: Page, axe: Axe) -> list[str]:
    """What is wrong with the page that is open; nothing more is asked of one whose like has been seen."""
    headings = page.locator("h1").count()
    found = [] if headings == 1 else [f"{headings} first headings"]
    skeleton = sha256(page.evaluate(_SKELETON).encode()).hexdigest()
    if skeleton in _SEEN:
        return found
    _SEEN.add(skeleton)
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        if size is WIDE or WHOLE:
            found += [f"at {size['width']}: {violation}" for violation in axe(page)]
        across = page.evaluate("document.documentElement.scrollWidth")
        found += [f"{across} wide at {size['width']}"] if across > size["width"] else []
    page.set_viewport_size(WIDE)
    return found


# The page's elements, their classes and roles in order, without its words; rows that repeat count once.
_SKELETON = """() => {
    const kinds = new Set();
    const walk = (node, path) => {
        const mine = [path, node.tagName, node.getAttribute('class'), node.getAttribute('role')].join('>');
        kinds.add(mine);
        for (const child of node.querySelectorAll(":scope > *")) walk(child, mine);
    };
    walk(document.body, '');
    return [...kinds].join('\\n');
}"""


_SHOWS_FOCUS = """thing => {
    const style = getComputedStyle(thing);
    return style.outlineStyle !== 'none' || style.boxShadow !== 'none';
}"""


def _bad(said: Any) -> bool:
    return said.type in {"error", "warning"}


@pytest.mark.parametrize(
    ("key", "href", "name"),
    [
        ("lead", "/papers/new/", "Make the paper"),
        ("director", "/", "Sign out"),
        ("director", "/plan/actions/7/", "Claim it complete"),
        ("manager", "/practice/", "Group by team and worker"),
        ("administrator", "/people/add/", "Add"),
        ("analyst", "/records/load/", "Load the workbook"),
    ],
)
def test_the_keyboard_reaches_the_main_action_and_shows_where_it_is(
    key: str, href: str, name: str, open_as: Callable[..., Page]
) -> None:
    page = open_as(key)
    page.goto(href)
    wanted = page.get_by_role("button", name=name, exact=True).or_(
        page.get_by_role("link", name=name, exact=True)
    )
    for _ in range(80):
        page.keyboard.press("Tab")
        if wanted.first.evaluate("thing => thing === document.activeElement"):
            break
    else:
        pytest.fail(f"Tab does not reach {name} on {href}")
    assert wanted.first.evaluate(_SHOWS_FOCUS), "the focus cannot be seen"


def test_the_skip_link_comes_first_and_leads_to_the_page(open_as: Callable[..., Page]) -> None:
    page = open_as("director")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_thread_is_followed_without_script(open_as: Callable[..., Page]) -> None:
    """From Today to a claim, its evidence, the measure behind it, and the children who wait: by links and
    forms alone."""
    page = open_as("director", java_script_enabled=False)
    page.get_by_role("link", name=re.compile("waits for your sign-off")).click()
    page.get_by_role("link", name=re.compile("^A4")).first.click()
    assert page.get_by_text("Dip sample of thirty child in need plans").first.is_visible()
    page.goto("/plan/actions/1/")
    page.get_by_role("link", name=re.compile("^Assessments completed within 45 working days")).first.click()
    assert page.get_by_role("heading", level=1).is_visible()
    page.goto("/performance/assessment_45wd/")
    assert page.get_by_role("table").first.is_visible() or page.get_by_text("Show as table").is_visible()
    page.goto("/practice/")
    page.locator("td a.govuk-link[href*='/practice/children/']").first.click()
    assert page.get_by_role("heading", level=1).is_visible()
    page.goto("/plan/actions/7/note/")
    page.get_by_label(re.compile("note|happened|progress", re.IGNORECASE)).first.fill("Two years are funded.")
    page.get_by_role("button", name=re.compile("Add|Save|note", re.IGNORECASE)).last.click()
    assert page.get_by_text("Two years are funded.").first.is_visible()
