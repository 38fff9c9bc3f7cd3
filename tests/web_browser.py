"""One headless Chromium for a whole test process, whichever folder's tests ask for it first.

Playwright allows one running instance in a thread, and two folders of tests lend the same fixtures.
"""

from __future__ import annotations

import atexit
import os
import shutil
from functools import cache
from typing import Any

FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


def found() -> str | None:
    """Where Chromium is: $CHROMIUM, or the usual places."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@cache
def chromium() -> Any:
    """The browser, started once and closed when the process ends."""
    from playwright.sync_api import sync_playwright

    playwright = sync_playwright().start()
    atexit.register(playwright.stop)
    return playwright.chromium.launch(executable_path=found(), args=list(FLAGS))
