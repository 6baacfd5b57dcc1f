"""One Chromium for all browser tests: the system's own, never a downloaded one."""

from __future__ import annotations

import os
import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

# Playwright's synchronous interface runs an event loop in this thread; Django would take it for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

expect.set_options(timeout=10_000)  # a machine of two cores serves, stores and browses all at once
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
NO_CHROMIUM = "NO CHROMIUM ON THIS MACHINE: browser tests did not run. Install Debian's package chromium."


def chromium() -> str | None:
    """Where the system's Chromium is."""
    if Path("/usr/bin/chromium").exists():
        return "/usr/bin/chromium"
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.flaky(reruns=1))  # the summary names each that needed it


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if chromium() is None:
        terminalreporter.write_line(NO_CHROMIUM, red=True, bold=True)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = chromium()
    if executable is None:
        if os.environ.get("CI") == "true":
            pytest.fail(NO_CHROMIUM)
        pytest.skip(NO_CHROMIUM)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # playwright closes its pipes late
        with sync_playwright() as playwright:
            running = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
            yield running
            running.close()


@pytest.fixture
def visit(browser: Browser, live_server) -> Iterator[Visit]:
    """`visit("/krize/", width=360)` opens a page of the site as a Czech visitor would and returns it."""
    visits = Visit(browser, live_server.url)
    yield visits
    visits.close()


class Visit:
    """Opens pages in windows of a given kind and closes them all at the end."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser = browser
        self.address = address
        self.windows: dict[tuple[object, ...], BrowserContext] = {}

    def __call__(self, path: str, *, width: int = 1280, **kind: object) -> Page:
        """`kind`: options of a Playwright context, such as `color_scheme="dark"` or `java_script_enabled=False`."""
        key = (width, *sorted(kind.items()))
        if key not in self.windows:
            size = {"width": width, "height": 900 if width > 640 else 740}
            self.windows[key] = self.browser.new_context(viewport=size, locale="cs-CZ", **kind)
        page = self.windows[key].pages[0] if self.windows[key].pages else self.windows[key].new_page()
        page.goto(self.address + path)
        return page

    def close(self) -> None:
        for window in self.windows.values():
            window.close()
