"""Signing in and Today in a real browser: axe finds nothing, at two widths, by keyboard, and without
script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from web_people import PASSWORD, person


@pytest.mark.parametrize("width", [320, 1280])
def test_sign_in_and_today_have_nothing_axe_finds(
    browser: Any, axe: Callable[[Any], list[str]], sign_in_browser: Callable[..., None], width: int
) -> None:
    browser.set_viewport_size({"width": width, "height": 800})
    browser.goto("/people/sign-in/")
    assert axe(browser) == []
    browser.get_by_role("button", name="Sign in").click()
    assert browser.get_by_role("alert").is_visible()
    assert browser.title().startswith("Error: ")
    assert axe(browser) == []
    sign_in_browser(browser, person("director"))
    assert axe(browser) == []
    assert browser.evaluate("document.documentElement.scrollWidth") <= width


def test_nothing_breaks_the_content_security_policy(
    browser: Any, sign_in_browser: Callable[..., None]
) -> None:
    said: list[str] = []
    browser.on("console", lambda message: said.append(message.text))
    browser.on("pageerror", lambda fault: said.append(str(fault)))
    sign_in_browser(browser, person("director"))
    assert said == []
    assert browser.evaluate("document.body.classList.contains('govuk-frontend-supported')")


def test_signing_in_by_keyboard_alone(browser: Any) -> None:
    somebody = person("director")
    browser.goto("/people/sign-in/")
    browser.keyboard.press("Tab")
    assert browser.evaluate("document.activeElement.textContent") == "Skip to main content"
    browser.get_by_label("Email address").focus()
    browser.keyboard.type(somebody.email)
    browser.keyboard.press("Tab")
    browser.keyboard.type(PASSWORD)
    browser.keyboard.press("Enter")
    browser.wait_for_url(lambda address: "sign-in" not in address)
    assert browser.get_by_role("heading", name="Today").is_visible()


def test_without_script_one_signs_in_and_out_all_the_same(chromium: Any, live_site: str) -> None:
    somebody = person("director")
    context = chromium.new_context(base_url=live_site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.get_by_label("Email address").fill(somebody.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Sign out").click()
    assert page.get_by_role("heading", name="Sign in").is_visible()
    context.close()
