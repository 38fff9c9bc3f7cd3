"""From a figure to evidence: the scorecard, one measure, the children behind it, back, and the figure pinned.
In a browser, at two widths, by keyboard where it matters, and without script."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from goldenthread.web.evidence.models import Exhibit
from web_figures import assessments, few_measures, registered
from web_people import person

Page = Any
Axe = Callable[[Page], list[str]]
WIDTHS = (1280, 320)
MEASURE = "Assessments completed within 45 working days"
DRAWN = assessments(
    *(f"{month} North 20 5" for month in ("2025-10", "2025-11", "2025-12")),
    *(f"{month} North 8 17" for month in ("2026-01", "2026-02", "2026-03")),
    "2026-03 South 3 0",
)


@pytest.fixture
def figures(own_database: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Records loaded; their figures follow by themselves."""
    few_measures(monkeypatch)
    registered(tmp_path / "store", DRAWN)


def _fine(browser: Page, axe: Axe) -> None:
    """Nothing that axe finds, and no scrolling sideways, wide and narrow."""
    for width in WIDTHS:
        browser.set_viewport_size({"width": width, "height": 900})
        assert axe(browser) == []
        assert browser.evaluate("document.documentElement.scrollWidth") <= width
    browser.set_viewport_size({"width": WIDTHS[0], "height": 900})


def _press(browser: Page, name: str, *, role: str = "link") -> None:
    """Open something by keyboard alone."""
    thing = browser.get_by_role(role, name=name, exact=True).first
    thing.focus()
    browser.keyboard.press("Enter")


def test_from_the_scorecard_to_evidence(
    figures: None, browser: Page, sign_in_browser: Callable[..., None], axe: Axe
) -> None:
    said: list[str] = []
    browser.on("console", lambda message: said.append(message.text))
    manager = person("team_manager", team="North")
    sign_in_browser(browser, manager)

    _press(browser, "Performance")
    browser.wait_for_url("**/performance/")
    browser.get_by_text("1 clearly worse").first.wait_for()
    _fine(browser, axe)

    _press(browser, MEASURE)
    browser.wait_for_url("**/performance/assessment_45wd/")
    chart = browser.get_by_role("img", name=re.compile("Line chart of"))
    assert chart.evaluate("picture => picture.complete && picture.naturalWidth > 0")
    _fine(browser, axe)

    _press(browser, "See the children")
    browser.wait_for_url("**/children/**")
    browser.get_by_text("25 rows are within your reach").wait_for()
    _fine(browser, axe)
    _press(browser, "Not counted")
    browser.get_by_text("17 rows are within your reach").wait_for()
    _there_and_back(browser)

    _press(browser, MEASURE)  # the way back, above the heading
    browser.wait_for_url("**/performance/assessment_45wd/")
    browser.get_by_label("Which figure").select_option(label="In February 2026: 32.0% (8 of 25)")
    _press(browser, "Pin as evidence", role="button")
    browser.get_by_text(f"{MEASURE}, February 2026").first.wait_for()
    assert Exhibit.objects.get().ref.figure.sentence == "In February 2026: 32.0% (8 of 25)."  # type: ignore[union-attr]
    assert said == []


def _there_and_back(browser: Page) -> None:
    """A child's timeline, where the site has one, and back to the list."""
    timeline = browser.get_by_role("link", name=re.compile("^Timeline of C"))
    if timeline.count():
        timeline.first.click()
        browser.wait_for_url("**/practice/children/**")
        browser.go_back()
        browser.wait_for_url("**/performance/**")


def test_without_script_the_table_is_open_and_every_step_works(
    figures: None, chromium: Any, live_site: str, sign_in_browser: Callable[..., None]
) -> None:
    context = chromium.new_context(base_url=live_site, java_script_enabled=False)
    page = context.new_page()
    sign_in_browser(page, person("action_owner"))
    page.goto("/performance/assessment_45wd/")
    page.get_by_role("cell", name="December 2025").wait_for()
    page.get_by_role("button", name="Pin as evidence").click()
    page.get_by_text(f"{MEASURE}, March 2026").first.wait_for()
    context.close()


def test_the_catalogue_and_a_chairs_pages_have_nothing_axe_finds(
    figures: None, browser: Page, sign_in_browser: Callable[..., None], axe: Axe
) -> None:
    sign_in_browser(browser, person("independent_chair"))
    for address in ("/performance/", "/performance/assessment_45wd/", "/performance/cpp_second_2yr/"):
        browser.goto(address)
        _fine(browser, axe)
    browser.goto("/performance/catalogue/?q=45")
    browser.get_by_text(f"Definition of {MEASURE}", exact=True).click()
    _fine(browser, axe)
