"""The thread in a browser: a report is read in and accepted, answered by an objective and an action, shown by
evidence, claimed by its owner, refused to the owner's own signature, and signed off by somebody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from goldenthread.synthetic.report import write_report
from goldenthread.web.accounts.models import Person
from goldenthread.web.plan.models import Action
from web_people import PASSWORD, person

SignIn = Callable[[Any, Person], None]


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "madeupshire.pdf"
    write_report(path, framework="ilacs_2023", published=date(2025, 5, 12))
    return path


def as_somebody(browser: Any, sign_in_browser: SignIn, somebody: Person) -> None:
    if browser.url.startswith("http"):
        browser.get_by_role("button", name="Sign out").click()
    sign_in_browser(browser, somebody)


def press(browser: Any, name: str) -> None:
    with browser.expect_navigation():
        browser.get_by_role("button", name=name, exact=True).click()


def follow(browser: Any, name: str) -> None:
    with browser.expect_navigation():
        browser.get_by_role("main").get_by_role("link", name=name, exact=True).click()


@pytest.mark.parametrize("width", [1280, 320])
def test_from_a_report_to_a_sign_off_by_somebody_else(
    browser: Any,
    sign_in_browser: SignIn,
    axe: Callable[[Any], list[str]],
    report: Path,
    width: int,
) -> None:
    browser.set_viewport_size({"width": width, "height": 900})
    lead = person("improvement_lead", name="Lee Madeup")
    owner = person("head_of_service", name="Olu Madeup")
    director = person("director", name="Dee Madeup")

    def well() -> None:
        assert axe(browser) == []
        assert browser.evaluate("document.documentElement.scrollWidth") <= width

    # A file that is no report is refused; the report is read, corrected and accepted.
    as_somebody(browser, sign_in_browser, lead)
    browser.goto("/inspection/")
    follow(browser, "Read in a document")
    wrong = report.with_name("letter.pdf")
    wrong.write_text("Dear all")
    browser.get_by_label("Inspection report").set_input_files(wrong)
    press(browser, "Read it")
    browser.get_by_role("alert").get_by_text("letter.pdf: it is not a PDF").wait_for()
    well()
    browser.get_by_label("Inspection report").set_input_files(report)
    press(browser, "Read it")
    browser.get_by_text("has been read").wait_for()
    well()
    follow(browser, "Correct finding 1")
    browser.get_by_label("The finding, in the report's words").fill("Children wait too long to be assessed.")
    press(browser, "Save the finding")
    browser.get_by_role("button", name="Accept").click()
    browser.get_by_text("are in the register").wait_for()
    well()

    # The finding is answered by an objective, and the objective by an action, which the board agrees.
    browser.get_by_role("link", name="1. Children wait too long").click()
    browser.get_by_text("No objective answers this finding yet.").wait_for()
    follow(browser, "Add an objective")
    browser.get_by_label("What will be different for children?").fill("Children are assessed in time")
    press(browser, "Save")
    follow(browser, "Add an action")
    browser.get_by_label("What will be done?").fill("A manager looks at day 10")
    browser.get_by_label("Owner", exact=True).select_option(label="Olu Madeup")
    well()
    press(browser, "Save")
    follow(browser, "Agree it")
    browser.get_by_label("Due date").fill("30/6/2027")
    browser.get_by_label("Meeting", exact=True).fill("Improvement Board")
    browser.get_by_label("Date of the meeting").fill("1/3/2026")
    press(browser, "Record that it is agreed")
    browser.get_by_text("The action is agreed.").wait_for()
    well()
    action = browser.url

    # The owner starts it, shows evidence, claims it, and may not sign it off.
    as_somebody(browser, sign_in_browser, owner)
    browser.goto(action)
    follow(browser, "Start it")
    press(browser, "Start it")
    follow(browser, "Add evidence")
    browser.get_by_label("Minute of a meeting").check()
    browser.get_by_label("Its name").fill("Minutes of the front door group")
    browser.get_by_label("Where it is found").fill("Improvement folder")
    browser.get_by_label("Its date").fill("1 March 2026")
    browser.get_by_label("What does it show?").fill("Each manager looks at day 10")
    press(browser, "Add the evidence")
    follow(browser, "Claim it complete")
    press(browser, "Claim it complete")
    browser.get_by_role("alert").get_by_text("Enter what shows that it is done").wait_for()
    well()
    browser.get_by_label("What shows that it is done?").fill("Every team's list shows the check")
    press(browser, "Claim it complete")
    browser.get_by_text("You own this action, so somebody else must sign it off.").wait_for()
    assert browser.get_by_role("link", name="Sign it off").count() == 0
    browser.goto(f"{action}sign-off/")
    browser.get_by_text("You own this action, so somebody else must sign it off.").wait_for()
    assert browser.get_by_role("button", name="Sign it off").count() == 0
    well()

    # Somebody else is told on Today, and signs it off; the thread shows it all.
    as_somebody(browser, sign_in_browser, director)
    browser.get_by_role("link", name="1 action waits for your sign-off").click()
    browser.get_by_role("main").get_by_role("link", name="Sign it off").click()
    browser.get_by_label("Password").fill(PASSWORD)  # asked again: others rely on what is signed
    press(browser, "Confirm")
    browser.get_by_label("What satisfied you?").fill("I asked three teams")
    press(browser, "Sign it off")
    browser.get_by_text("The action is signed off.").wait_for()
    browser.get_by_text("Matches what stands today").wait_for()
    well()
    follow(browser, "Finding 1 of madeupshire.pdf")
    for words in (
        "Children wait too long",
        "As first read",
        "A manager looks at day 10",
        "Signed off by Dee Madeup",
    ):
        browser.get_by_text(words).first.wait_for()
    well()
    held = Action.objects.get()
    assert (held.state, held.signed_off_by) == ("signed off", director)


def test_a_thread_prints_on_two_sides(browser: Any, sign_in_browser: SignIn, tmp_path: Path) -> None:
    import pypdfium2

    from web_plan import action, claimed, objective, source

    owner = person("head_of_service")
    requirement = source("Children wait too long for their assessment to end. " * 4).requirements.get()
    towards = objective(requirement)
    for number in range(4):
        claimed(
            action(owner, towards=towards, text=f"Do the made-up thing number {number} in every team"), owner
        )
    sign_in_browser(browser, person("director"))
    browser.goto(f"/plan/requirements/{requirement.pk}/")
    printed = tmp_path / "thread.pdf"
    browser.pdf(path=printed, format="A4")
    document = pypdfium2.PdfDocument(printed)
    assert len(document) <= 2
    document.close()


def test_an_action_is_claimed_by_keyboard_without_script(
    chromium: Any, live_site: str, sign_in_browser: SignIn
) -> None:
    from web_plan import action, agreed

    owner = person("head_of_service")
    made = agreed(action(owner))
    context = chromium.new_context(base_url=live_site, java_script_enabled=False)
    page = context.new_page()
    sign_in_browser(page, owner)
    page.goto(f"/plan/actions/{made.pk}/claim/")
    page.get_by_label("What shows that it is done?").focus()
    page.keyboard.type("Every team does it")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/plan/actions/{made.pk}/")
    assert Action.objects.get().state == "claimed complete"
    context.close()
