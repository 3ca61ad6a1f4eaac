"""A picture of every page, for people to look at: `python -m tests.walks.screens FOLDER [PART...]`.

Both languages, on a desk and on a telephone; a PART takes only the pages whose name has it in it.
"""

import logging
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import BrowserContext, sync_playwright

from reversibility.app import create_app
from reversibility.http.services import build
from reversibility.kernel import clock
from reversibility.migrations.run import upgrade
from reversibility.settings import Settings
from reversibility.store.session import make_engine
from tests.journeys.conftest import _FLAGS, CHROMIUM
from tests.walks.showing import (
    LANGUAGES,
    NARROW,
    WIDE,
    Shown,
    served,
    shown_pages,
    signed_in,
    visitors_of,
    with_everything,
)
from tests.walks.world import build_world


def main(folder: Path, parts: list[str]) -> None:
    """Furnish a house, open every page and take its picture."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        engine = make_engine(f"sqlite:///{data}/screens.db")
        upgrade(engine)
        world = build_world(engine, clock.now(), marked=False)
        services = build(Settings(data_dir=data, **with_everything(Path(data))))
        app = create_app(replace(services, engine=engine))
        visitors = visitors_of(app, world)
        pages = [page for page in shown_pages(visitors) if _is_wanted(page, parts)]
        with served(app) as url, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(_FLAGS))
            contexts = {
                name: signed_in(browser, visitors[name], url, reduced_motion="reduce")
                for name in {page.visitor.name for page in pages}
            }
            for page in pages:
                _take(contexts[page.visitor.name], url, page, folder)
            browser.close()
        services.close()
        engine.dispose()
    print(f"{len(pages) * 4} pictures in {folder}")


def _is_wanted(page: Shown, parts: list[str]) -> bool:
    return not parts or any(part in page.endpoint for part in parts)


def _take(context: BrowserContext, url: str, page: Shown, folder: Path) -> None:
    window = context.pages[0] if context.pages else context.new_page()
    for language in LANGUAGES:
        window.goto(f"{url}{page.address}?lang={language}")
        for width in (WIDE, NARROW):
            window.set_viewport_size({"width": width, "height": 900})
            # As tall as the page, or the bar at the bottom would stand in the middle of it.
            tall: int = window.evaluate("document.documentElement.scrollHeight")
            window.set_viewport_size({"width": width, "height": max(900, tall)})
            name = f"{page.endpoint}-{page.visitor.name}-{language}-{width}.png".replace(" ", "-")
            window.screenshot(path=folder / name, full_page=True)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "var/screens"), sys.argv[2:])
