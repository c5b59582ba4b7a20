"""Pages in a real browser: Debian's Chromium, driven by Playwright, with no network."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
PAINTED = "html[data-painted]"


@dataclass
class Visit:
    """A page that a reader looks at.

    Attributes
    ----------
    page
        Playwright's.
    errors
        What the console says.
    asked
        What the page asked for, beside itself.
    """

    page: Any
    errors: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    if CHROMIUM is None:
        pytest.skip("needs Chromium: apt-get install chromium")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Any) -> Iterator[Any]:
    contexts = []

    def go(file: Path, width: int = 1200, scheme: str = "light") -> Visit:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True
        )
        contexts.append(context)
        found = Visit(context.new_page())
        url = file.absolute().as_uri()
        found.page.on("console", lambda said: found.errors.append(said.text)
                      if said.type in ("error", "warning") else None)  # fmt: skip
        found.page.on("pageerror", lambda error: found.errors.append(str(error)))
        found.page.on("request", lambda request: found.asked.append(request.url)
                      if not request.url.startswith((url, "data:")) else None)  # fmt: skip
        found.page.goto(url)
        found.page.wait_for_selector(PAINTED, timeout=30_000)
        return found

    yield go
    for context in contexts:
        context.close()
