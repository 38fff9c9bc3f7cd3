"""From a workbook to a child who waits: the analyst loads the lists; the team manager finds who is overdue,
opens the child, and goes back. In a browser, by keyboard where it matters, and without script."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from drawn import records
from goldenthread.records.annex_a import from_records, write_workbook
from web_access import page_of
from web_duties import ASSESSMENTS, MARCH, PEOPLE
from web_people import person
from web_text import told

Page = Any
WIDTHS = (1280, 360)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "Annex A.xlsx"
    made = records(MARCH, ssd_person=PEOPLE, ssd_cin_assessments=ASSESSMENTS)
    write_workbook(from_records(made), path, note="Made up")
    return path


def _fine(browser: Page, axe: Callable[[Page], list[str]]) -> None:
    """Nothing that axe finds, and no scrolling sideways, wide and narrow."""
    for width in WIDTHS:
        browser.set_viewport_size({"width": width, "height": 900})
        assert axe(browser) == []
        assert browser.evaluate("document.documentElement.scrollWidth") <= width
    browser.set_viewport_size({"width": WIDTHS[0], "height": 900})


def _menu(browser: Page, area: str) -> None:
    menu = browser.get_by_role("navigation", name="Menu")
    menu.get_by_role("link", name=area, exact=True).click()


def _load(browser: Page, workbook: Path) -> None:
    _menu(browser, "Records")
    browser.get_by_role("link", name="Load a workbook").click()
    browser.get_by_label("The workbook").set_input_files(workbook)
    browser.get_by_role("button", name="Load the workbook").click()
    browser.wait_for_url("**/records/loads/**")


def test_from_a_workbook_to_a_child_and_back(
    browser: Page, sign_in_browser: Callable[..., None], axe: Callable[[Page], list[str]], workbook: Path
) -> None:
    analyst = person("performance_analyst")
    manager = person("team_manager", team="North")
    said: list[str] = []
    browser.on("console", lambda message: said.append(message.text))

    sign_in_browser(browser, analyst)
    _menu(browser, "Records")
    _fine(browser, axe)  # empty
    browser.get_by_role("link", name="Load a workbook").click()
    browser.get_by_role("button", name="Load the workbook").click()
    browser.get_by_role("alert").get_by_text("Choose a workbook").wait_for()
    _fine(browser, axe)  # in error
    _load(browser, workbook)
    browser.get_by_text("Kept", exact=True).wait_for(timeout=30_000)  # the page shows itself again
    browser.get_by_text("5 rows of 5 rows were loaded as at 31 March 2026").wait_for()
    _fine(browser, axe)
    browser.get_by_role("link", name="The snapshot, and what it cannot say").click()
    _fine(browser, axe)
    browser.goto("/practice/")
    assert "C1" not in told(browser.content())  # under pseudonyms
    browser.get_by_role("button", name="Sign out").click()

    sign_in_browser(browser, manager)
    browser.get_by_role("link", name="3 assessments are overdue in your team").click()
    browser.get_by_text("3 children have an assessment overdue").wait_for()
    _fine(browser, axe)
    browser.get_by_role("link", name="C1", exact=True).focus()
    browser.keyboard.press("Enter")
    browser.get_by_role("heading", name="C1").wait_for()
    browser.get_by_text("1 duty is overdue, the longest by 38 working days").wait_for()
    assert browser.evaluate("document.querySelector(':target').textContent").strip().startswith("Assessment")
    _fine(browser, axe)
    browser.get_by_role("link", name="Overdue and due soon").click()
    assert browser.url.endswith("/practice/?duty=ts_assessment_45")
    browser.goto("/practice/teams/North/")
    _fine(browser, axe)
    browser.goto("/practice/duties/ts_assessment_45/")
    _fine(browser, axe)
    assert said == []


def test_those_from_outside_see_counts_and_no_way_to_a_child(
    browser: Page, sign_in_browser: Callable[..., None], axe: Callable[[Page], list[str]], settings: Any
) -> None:
    from goldenthread.web.database.scope import as_service
    from web_duties import duties

    with as_service("tests"):
        duties(settings.STORE)
    sign_in_browser(browser, person("independent_chair"))
    _menu(browser, "Practice")
    browser.get_by_text("Your role does not see children").wait_for()
    assert browser.locator("a[href*='/children/']").count() == 0
    _fine(browser, axe)
    browser.goto(page_of("C1"))
    browser.get_by_text("You do not have access to this page").wait_for()


def test_a_workbook_is_loaded_without_script(chromium: Any, live_site: str, workbook: Path) -> None:
    from web_people import PASSWORD

    analyst = person("performance_analyst")
    context = chromium.new_context(base_url=live_site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/people/sign-in/")
    page.get_by_label("Email address").fill(analyst.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    _load(page, workbook)
    for _ in range(60):
        if page.get_by_text("Kept", exact=True).count():
            break
        page.wait_for_timeout(500)
        page.get_by_role("link", name="Look again now").click()
    page.get_by_text("as at 31 March 2026;").wait_for()
    page.goto("/practice/")
    page.get_by_text("3 duties are overdue").wait_for()
    context.close()


def test_names_are_handed_in_by_whoever_may_see_all_of_them(
    browser: Page, sign_in_browser: Callable[..., None], axe: Callable[[Page], list[str]], settings: Any
) -> None:
    from goldenthread.web.database.scope import as_service
    from web_duties import duties

    with as_service("tests"):
        duties(settings.STORE)
    sign_in_browser(browser, person("director"))
    browser.goto("/records/")
    browser.get_by_role("link", name="Names for the children's identifiers").click()
    _fine(browser, axe)
    sent = {"name": "n.csv", "mimeType": "text/csv", "buffer": b"identifier,name\nC1,Made-up Ash\n"}
    browser.get_by_label("The file of names").set_input_files(sent)
    browser.get_by_role("button", name="Keep this file").click()
    browser.get_by_text("It names 1 child.").wait_for()
    browser.goto("/practice/")
    browser.get_by_role("link", name="Made-up Ash (C1)").wait_for()
    _fine(browser, axe)
