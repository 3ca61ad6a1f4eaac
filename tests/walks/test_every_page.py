"""Every page in a browser, found from the routes: axe finds nothing, all of it fits the screen.

Both languages, on a desk and on a telephone; one browser, one sign-in for each role.
"""

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import Engine

from tests.architecture.source import ROOT
from tests.walks.showing import (
    LANGUAGES,
    NARROW,
    WIDE,
    Shown,
    served,
    shown_pages,
    signed_in,
    visitors_of,
)
from tests.walks.walking import tell
from tests.walks.world import World
from tests.web.conftest import AppMaker

AXE = Path(__file__).with_name("axe") / "axe.min.js"
_FURTHER = {"data.older_pieces", "changes.show_older"}
"""The next part of a list, under the title of its first."""
_RUN = """async () => {
  const found = await axe.run(document, {resultTypes: ['violations'], preload: false});
  const where = each => each.nodes.map(node => node.target).join(' ');
  return found.violations.map(each => `${each.id}: ${where(each)}`);
}"""
_LOOK = """() => ({
  title: document.title,
  language: document.documentElement.lang,
  headings: document.querySelectorAll('h1').length,
  overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
})"""


@pytest.fixture
def windows(
    shown_app: Flask, shown_world: World, browser: Browser
) -> Iterator[list[tuple[Shown, str, BrowserContext]]]:
    """Return every page with the window of whoever looks at it."""
    visitors = visitors_of(shown_app, shown_world)
    pages = list(shown_pages(visitors))
    with served(shown_app) as url:
        contexts = {
            name: signed_in(browser, visitors[name], url, reduced_motion="reduce")
            for name in {page.visitor.name for page in pages}
        }
        for context in contexts.values():
            context.add_init_script(path=AXE)  # sent once, and there on every page
        yield [(page, url, contexts[page.visitor.name]) for page in pages]
        for context in contexts.values():
            context.close()


def test_every_page_can_be_read_by_everybody_and_fits_the_screen(
    windows: list[tuple[Shown, str, BrowserContext]], capsys: pytest.CaptureFixture[str]
) -> None:
    faults: list[str] = []
    for language in LANGUAGES:
        titles: Counter[str] = Counter()
        for shown, url, context in windows:
            window = context.pages[0] if context.pages else context.new_page()
            found = look(window, f"{url}{shown.address}", language)
            faults += [f"{shown.endpoint} ({language}): {fault}" for fault in found]
            if shown.endpoint not in _FURTHER:
                titles[window.title()] += 1
        faults += [
            f"({language}) {n} pages are called {title}" for title, n in titles.items() if n > 1
        ]
    tell(faults)
    with capsys.disabled():
        print(
            f"\naxe: {len(windows)} pages x {len(LANGUAGES)} languages x 2 widths, 0 violations",
            end="",
        )


def look(window: Page, address: str, language: str) -> list[str]:
    """Return what is wrong with a page, on a desk and on a telephone."""
    window.set_viewport_size({"width": WIDE, "height": 900})
    window.goto(f"{address}?lang={language}")
    faults = []
    for width in (WIDE, NARROW):
        window.set_viewport_size({"width": width, "height": 900})
        seen: dict[str, Any] = window.evaluate(_LOOK)
        faults += [f"{width} px: {each}" for each in window.evaluate(_RUN)]
        if seen["overflow"] > 0:
            faults.append(f"{width} px: {seen['overflow']} px wider than the screen")
    if seen["language"] != language:
        faults.append(f"lang is {seen['language']!r}")
    if seen["headings"] != 1:
        faults.append(f"{seen['headings']} headings of the first level")
    return faults


def test_the_pages_of_the_first_start_can_be_read_by_everybody(
    make_app: AppMaker, sqlite: Engine, browser: Browser
) -> None:
    app = make_app(sqlite)
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["first_start_code"] = "01930000-0000-7000-8000-0000000000ff"
    known = client.get_cookie("session")
    assert known is not None
    faults: list[str] = []
    with served(app) as url, browser.new_context(bypass_csp=True) as context:
        context.add_init_script(path=AXE)
        window = context.new_page()
        for language in LANGUAGES:
            context.clear_cookies()
            faults += look(window, f"{url}/premier-demarrage", language)
            context.add_cookies([{"name": "session", "value": known.value, "url": url}])
            faults += look(window, f"{url}/premier-demarrage", language)
    tell(faults)


def test_axe_is_the_one_that_is_named_with_its_licence() -> None:
    digest = sha256(AXE.read_bytes()).hexdigest()
    assert digest in (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8")
