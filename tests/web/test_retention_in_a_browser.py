"""Retention and subject access in a real browser: axe finds nothing at two widths, nothing scrolls sideways,
and a removal is confirmed by keyboard."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.standing import today
from goldenthread.web.database.scope import scoped
from goldenthread.web.retention import actions, carrying_out, request_actions
from goldenthread.web.retention.fence import with_all_eyes
from web_people import PASSWORD, person
from web_retention import GONE, HELD, STAYS, a_store

Page = Any
WHOLE = os.environ.get("RETENTION") == "whole"
SIZES = ((1280, 900), (320, 800))


@pytest.fixture
def guardian(live_site: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Person:
    """Somebody who keeps records, on a site with a removal proposed and a request being answered."""
    monkeypatch.setattr(carrying_out, "wake", lambda: None)
    with scoped(with_all_eyes()):
        a_store(Path(settings.STORE))
        somebody, other = person("information_guardian"), person("information_guardian")
        actions.place_hold(by=somebody, child=HELD, kind="legal", reason="a made-up claim", starts=today())
        run = actions.make_dry_run(by=other, as_at=today())
        actions.propose(by=other, run=run, why="the schedule of 2026")
        request_actions.open_request(
            by=somebody, child=STAYS, asked_by="Asking Madeup", capacity="subject", received=today()
        )
    return somebody


def look(page: Page, axe: Callable[[Page], list[str]], *, shots: Path | None, name: str) -> None:
    """What axe finds, and whether anything scrolls sideways; axe at both widths where all is asked for."""
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        if WHOLE or width == SIZES[-1][0]:
            assert axe(page) == [], (page.url, width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (page.url, width)
        if shots:
            page.screenshot(path=str(shots / f"{name}-{width}.png"), full_page=True)


def test_every_page_of_it(
    browser: Page, guardian: Person, sign_in_browser: Callable[..., None], axe: Callable[[Page], list[str]]
) -> None:
    shots = Path(os.environ["SHOTS"]) if "SHOTS" in os.environ else None
    sign_in_browser(browser, guardian)
    seen = {}
    for name, link in (
        ("home", "/retention/"),
        ("periods", "/retention/periods/"),
        ("period", "/retention/periods/child_in_need/"),
        ("holds", "/retention/holds/"),
        ("hold", "/retention/holds/new/"),
        ("requests", "/retention/requests/"),
        ("new-request", "/retention/requests/new/"),
    ):
        browser.goto(link)
        look(browser, axe, shots=shots, name=name)
        seen[name] = browser.content()
    assert GONE not in seen["home"]

    browser.goto("/retention/")
    browser.get_by_role("link", name="Dry run of").first.click()
    look(browser, axe, shots=shots, name="dry-run")
    browser.goto("/retention/")
    browser.get_by_role("link", name="Purge").first.click()
    look(browser, axe, shots=shots, name="purge")
    browser.goto("/retention/requests/")
    browser.get_by_role("link", name="Request of").first.click()
    look(browser, axe, shots=shots, name="request")
    browser.get_by_role("button", name="Gather what is held").click()
    look(browser, axe, shots=shots, name="gathered")
    browser.get_by_role("link", name="Keep or redact").click()
    look(browser, axe, shots=shots, name="redaction")
    browser.goto("/retention/holds/new/")
    browser.get_by_role("button", name="Place the hold").click()
    look(browser, axe, shots=shots, name="hold-error")


def test_confirming_a_removal_by_keyboard_alone(
    browser: Page, guardian: Person, sign_in_browser: Callable[..., None]
) -> None:
    sign_in_browser(browser, guardian)
    browser.goto("/retention/")
    _to(browser, "Purge")
    browser.keyboard.press("Enter")
    browser.wait_for_url("**/purges/**")
    _to(browser, "Confirm the removal")
    browser.keyboard.press("Enter")
    browser.wait_for_url("**/people/confirm/**")
    browser.get_by_label("Password").focus()
    browser.keyboard.type(PASSWORD)
    browser.keyboard.press("Enter")
    browser.wait_for_url("**/purges/*/confirm/")
    _to(browser, "Remove the records")
    browser.keyboard.press("Enter")
    browser.wait_for_url(lambda address: address.endswith("/") and "confirm" not in address)
    assert browser.get_by_role("status").first.inner_text().startswith("The removal is confirmed")
    carrying_out.work()
    browser.reload()
    assert "1 child’s record was removed" in browser.content()


def _to(page: Page, words: str) -> None:
    """Tab until what has the focus begins with these words."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("(document.activeElement.innerText || '').trim()").startswith(words):
            return
    raise AssertionError(f"never came to {words}")
