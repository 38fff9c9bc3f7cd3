"""A job title's roles, and cover, from proposal to confirmation in a browser: wide and at phone width."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from goldenthread.web.accounts.standing import standing_on, today
from web_people import PASSWORD, person

NARROW = {"width": 320, "height": 640}


def _sound(browser: Any, axe: Callable[[Any], list[str]], name: str) -> None:
    """Axe has nothing to say, and at 320 pixels nothing lies beyond the edge."""
    for size in ({"width": 1280, "height": 800}, NARROW):
        browser.set_viewport_size(size)
        assert axe(browser) == []
        wide = browser.evaluate("document.documentElement.scrollWidth")
        assert wide <= size["width"], f"{name} is {wide} wide"
        if os.environ.get("SHOTS"):
            browser.screenshot(path=f"{os.environ['SHOTS']}/{name}-{size['width']}.png", full_page=True)


def test_a_title_and_cover_are_proposed_by_one_and_confirmed_by_another(
    browser: Any, sign_in_browser: Callable[..., None], axe: Callable[[Any], list[str]]
) -> None:
    administrator, guardian = person("administrator"), person("information_guardian")
    head = person("head_of_service", name="Ann Madeup", service_area="Safeguarding")
    ben = person(name="Ben Madeup")
    sign_in_browser(browser, administrator)
    browser.goto("/people/titles/")
    browser.get_by_label("Job title").fill("Quality officer")
    browser.get_by_label("Auditor of practice").check()
    browser.get_by_label("Moderator of audits").check()
    browser.get_by_role("button", name="Keep the title").click()
    _sound(browser, axe, "titles")
    browser.goto(f"/people/{ben.public_id}/role/")
    browser.get_by_label("Job title").select_option("Quality officer")
    _sound(browser, axe, "role")
    browser.get_by_role("button", name="Propose it").click()
    browser.goto(f"/people/{head.public_id}/cover/")
    browser.get_by_label("Deputy").select_option("Ben Madeup")
    browser.get_by_label("Last day").fill(today().strftime("%d/%m/%Y"))
    _sound(browser, axe, "cover")
    browser.get_by_role("button", name="Propose it").click()
    browser.goto(f"/people/{ben.public_id}/")
    _sound(browser, axe, "person")
    browser.get_by_role("button", name="Sign out").click()
    sign_in_browser(browser, guardian)
    for _ in range(2):
        browser.goto("/people/to-confirm/")
        _sound(browser, axe, "to-confirm")
        browser.get_by_role("link", name="Answer it").first.click()
        _sound(browser, axe, "proposal")
        browser.get_by_role("button", name="Confirm it").click()
        browser.get_by_label("Password").fill(PASSWORD)
        browser.get_by_role("button", name="Confirm").click()
        browser.get_by_role("button", name="Confirm it").click()
    assert {role.label for role in standing_on(ben, on=today()).roles} == {
        "Auditor of practice",
        "Moderator of audits",
        "Head of service, covering Ann Madeup",
    }
    browser.get_by_role("button", name="Sign out").click()
    sign_in_browser(browser, ben)
    browser.goto("/people/me/")
    _sound(browser, axe, "me")
