"""Passkeys in a real browser, whose authenticator is a virtual one; and every page of signing in: what axe
finds, at two widths, by keyboard, and without script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from goldenthread.web.accounts.models import Person
from goldenthread.web.signin.models import Authenticator, Passkey
from goldenthread.web.signin.providers import SecondFactor, SignInSettings
from web_people import PASSWORD, person
from web_second_proof import app_code

Page = Any
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 800}
READY = "form[data-ready]"  # the script is there


@pytest.fixture
def opened(chromium: Any, live_site: str, settings: Any) -> Iterator[Callable[..., Page]]:
    """Pages of browsers of their own, at a name: passkeys are bound to one."""
    settings.SIGN_IN = SignInSettings(SecondFactor.ALL)
    contexts = []

    def open_one(**about: Any) -> Page:
        context = chromium.new_context(base_url=live_site.replace("127.0.0.1", "localhost"), **about)
        contexts.append(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()


def _authenticator(page: Page, *, owner: bool = True) -> None:
    """A device of the browser's; `owner` False: it does not know its owner's finger."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": owner,
                "automaticPresenceSimulation": True,
            }
        },
    )


def _door(page: Page, somebody: Person) -> None:
    page.goto("/people/sign-in/")
    page.get_by_label("Email address").fill(somebody.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")


def _arrived(page: Page, heading: str) -> None:
    page.get_by_role("heading", name=heading, exact=True).wait_for()


def _make(page: Page, name: str) -> None:
    """From the first sign-in to a passkey made."""
    page.get_by_role("button", name="Set up a passkey").click()
    page.locator(READY).wait_for()
    page.get_by_label("What to call it").fill(name)
    page.keyboard.press("Enter")


def _use(page: Page, button: str) -> None:
    page.locator(READY).wait_for()
    page.get_by_role("button", name=button).click()


def _sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/people/sign-in/")


def test_a_passkey_is_set_up_used_for_both_proofs_and_for_confirming(
    opened: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    page, somebody = opened(), person("administrator")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda fault: said.append(str(fault)))
    _authenticator(page)
    _door(page, somebody)
    page.get_by_role("button", name="Set up a passkey").click()
    page.locator(READY).wait_for()
    assert axe(page) == []
    page.get_by_label("What to call it").fill("work laptop")
    page.keyboard.press("Enter")
    _arrived(page, "Your recovery codes")
    assert axe(page) == []
    page.get_by_role("button", name="I have kept them").click()
    assert Passkey.objects.get().person == somebody

    _sign_out(page)  # both proofs at once
    page.get_by_role("link", name="Sign in with a passkey").click()
    _arrived(page, "Sign in with a passkey")
    assert axe(page) == []
    _use(page, "Use a passkey")
    page.get_by_role("button", name="Sign out").wait_for()

    _sign_out(page)  # the second after a pass phrase
    _door(page, somebody)
    _arrived(page, "Your second proof")
    assert axe(page) == []
    _use(page, "Use a passkey")
    page.get_by_role("button", name="Sign out").wait_for()

    page.goto("/people/confirm/?next=/sign-in/")
    assert axe(page) == []
    _use(page, "Confirm with a passkey")
    _arrived(page, "How you sign in")
    assert page.get_by_text("work laptop", exact=True).is_visible()
    assert axe(page) == []
    page.get_by_role("button", name="Remove the passkey work laptop").click()
    page.get_by_text("It is removed.").wait_for()
    assert not Passkey.objects.exists()
    assert said == []  # nothing breaks the content security policy


def test_a_device_that_does_not_know_its_owner_opens_nothing(opened: Callable[..., Page]) -> None:
    page, somebody = opened(), person("director")
    _authenticator(page, owner=False)
    _door(page, somebody)
    _make(page, "found on a train")
    page.get_by_text("No passkey was used").wait_for()
    assert not Passkey.objects.exists()


def test_an_app_is_set_up_and_used_by_keyboard_without_script(opened: Callable[..., Page]) -> None:
    page, somebody = opened(java_script_enabled=False, viewport=NARROW), person("director")
    _door(page, somebody)
    _arrived(page, "Set up a second proof")
    _tab_to(page, "Set up an app")
    page.keyboard.press("Enter")
    _arrived(page, "Set up an authenticator app")
    key = page.locator("code").inner_text()
    picture = page.locator("main img")
    assert picture.bounding_box()["width"] <= NARROW["width"]
    assert page.request.get(picture.get_attribute("src")).headers["content-type"] == "image/svg+xml"
    page.get_by_label("Code from your authenticator app").fill(app_code(key))
    page.keyboard.press("Enter")
    _arrived(page, "Your recovery codes")
    assert page.locator("code").count() == 10
    _tab_to(page, "I have kept them: go on")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Sign out").click()
    Authenticator.objects.update(last_step=0)
    _door(page, somebody)
    page.get_by_label("Code from your authenticator app").fill(app_code(key))
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Sign out").wait_for()
    page.goto("/sign-in/")
    assert page.get_by_text("This one").is_visible()


def _tab_to(page: Page, name: str) -> None:
    wanted = page.get_by_role("button", name=name)
    for _ in range(30):
        page.keyboard.press("Tab")
        if wanted.and_(page.locator(":focus")).count():
            return
    pytest.fail(f"Tab does not reach {name}")


def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    opened: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    page, somebody = opened(), person("administrator")
    other = person("director")

    def look() -> None:
        assert axe(page) == [], page.url
        for size in (NARROW, WIDE):
            page.set_viewport_size(size)
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], page.url

    _door(page, somebody)
    _arrived(page, "Set up a second proof")
    look()
    page.goto("/sign-in/set-up/authenticator/")
    look()
    key = page.locator("code").inner_text()
    page.get_by_label("Code from your authenticator app").fill("1")
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    look()
    page.get_by_label("Code from your authenticator app").fill(app_code(key))
    page.keyboard.press("Enter")
    _arrived(page, "Your recovery codes")
    for address in (
        "/sign-in/",
        f"/sign-in/people/{other.public_id}/",
        "/sign-in/resets/",
        "/people/confirm/",
    ):
        page.goto(address)
        look()
    page.goto("/sign-in/services/")
    page.get_by_label("Name").fill("Case system")
    page.get_by_label("Purpose").fill("Sends the lists in")
    page.keyboard.press("Enter")
    _arrived(page, "Confirm that it is you")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    _arrived(page, "Case system")
    page.get_by_label("Load children's records").check()
    page.get_by_label("Last day").fill("31/12/2026")
    page.get_by_role("button", name="Make a token").click()
    page.get_by_role("alert").wait_for()
    look()
    page.goto("/sign-in/services/")
    look()
