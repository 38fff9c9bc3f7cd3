"""From the plan and the records to the board's paper: made by one, refused to the maker, released by another,
read by a board member. Without script, then once more with it for the rules of accessibility."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from goldenthread.web.accounts.standing import today
from goldenthread.web.papers.models import Paper
from web_figures import assessments, few_measures, registered
from web_people import PASSWORD, person

Page = Any
WIDTHS = (1280, 320)
DRAWN = assessments("2026-01 North 20 5", "2026-02 North 22 4", "2026-03 North 24 3")


@pytest.fixture
def records(own_database: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few_measures(monkeypatch)
    registered(tmp_path / "store", DRAWN)


@pytest.fixture
def no_script(chromium: Any, live_site: str) -> Iterator[Page]:
    """A browser that runs no script at all."""
    context = chromium.new_context(base_url=live_site, java_script_enabled=False, accept_downloads=True)
    yield context.new_page()
    context.close()


def test_a_paper_is_made_released_and_read_without_script(
    records: None, no_script: Page, sign_in_browser: Callable[..., None]
) -> None:
    secretary, director = person("board_secretary"), person("director")
    member = person("board_member")
    member.memberships.update(agreed_until=today())  # without its agreement the board's paper is not for it

    sign_in_browser(no_script, secretary)
    no_script.get_by_role("link", name="Papers").click()
    no_script.get_by_role("link", name="Make a paper").first.click()
    assert no_script.get_by_text("The paper would be as at 31 March 2026").is_visible()
    assert no_script.get_by_text("There is no plan, or it was left out.").is_visible()
    no_script.get_by_role("button", name="Make the paper").click()
    no_script.get_by_role("link", name="Download the draft").wait_for(timeout=60_000)  # the page looks again
    assert no_script.get_by_text("You made this draft: it waits for somebody else").is_visible()
    assert no_script.get_by_role("link", name="Release the paper").count() == 0
    _sign_out(no_script)

    sign_in_browser(no_script, member)
    no_script.goto("/papers/")
    assert no_script.get_by_text("No paper has been released yet.").is_visible()
    _sign_out(no_script)

    sign_in_browser(no_script, director)
    no_script.get_by_role("link", name="waits for you to release it").click()
    no_script.get_by_role("link", name="Release the paper").click()
    no_script.get_by_label("Password").fill(PASSWORD)  # asked again: others rely on what is signed
    no_script.get_by_role("button", name="Confirm").click()
    no_script.get_by_role("button", name="Sign and release it").click()
    assert no_script.get_by_text("The paper is released").is_visible()
    _sign_out(no_script)

    sign_in_browser(no_script, member)
    no_script.goto("/papers/")
    with no_script.expect_download() as coming:
        no_script.get_by_role("link", name="Download Board paper as at 31 March 2026").click()
    content = Path(coming.value.path()).read_bytes()
    paper = Paper.objects.get()
    assert sha256(content).hexdigest() == paper.digest
    assert coming.value.suggested_filename == paper.file_name
    assert paper.as_at == date(2026, 3, 31)


def test_its_pages_keep_the_rules_wide_and_narrow(
    records: None,
    browser: Page,
    sign_in_browser: Callable[..., None],
    axe: Callable[[Page], list[str]],
) -> None:
    sign_in_browser(browser, person("board_secretary"))
    browser.goto("/papers/new/")
    _fine(browser, axe)
    browser.get_by_role("button", name="Make the paper").focus()
    browser.keyboard.press("Enter")
    browser.get_by_role("link", name="Download the draft").wait_for(timeout=60_000)
    _fine(browser, axe)
    browser.goto("/papers/")
    _fine(browser, axe)


def _sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/**")


def _fine(page: Page, axe: Callable[[Page], list[str]]) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
