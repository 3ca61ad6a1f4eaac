"""Pages that show a draft, filled: axe finds nothing, all of it fits the screen."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from playwright.sync_api import Browser
from sqlalchemy import Engine

from reversibility.kernel import clock
from reversibility.kernel.actor import Role
from tests.factories.looks import keep_draft
from tests.universe.running import running
from tests.walks.showing import LANGUAGES, served
from tests.walks.test_every_page import AXE, look
from tests.walks.walking import tell
from tests.web.conftest import AppMaker
from tests.web.house import furnish, seat

NAMES = ("kine-lumiere.fr.example", "expertise-quai.fr.example", "vide.fr.example")


def test_a_filled_draft_can_be_read_by_everybody_and_fits_the_screen(
    make_app: AppMaker, sqlite: Engine, browser: Browser, tmp_path: Path
) -> None:
    now = clock.now()
    house = furnish(sqlite, now)
    # In a thread, as a worker does: the browser's own event loop runs in this one.
    with running(tmp_path / "universe") as universe, ThreadPoolExecutor(1) as worker:
        options = universe.options
        asked = [
            worker.submit(keep_draft, sqlite, house.actor, each, options, now) for each in NAMES
        ]
        runs = [each.result() for each in asked]
    app = make_app(sqlite)
    client = seat(app, sqlite, house, Role.MANAGER, now)
    name = app.config["SESSION_COOKIE_NAME"]
    kept = client.get_cookie(name)
    assert kept is not None
    faults: list[str] = []
    with served(app) as url, browser.new_context(bypass_csp=True) as context:
        context.add_cookies([{"name": name, "value": kept.value, "url": url}])
        context.add_init_script(path=AXE)
        window = context.new_page()
        for language in LANGUAGES:
            for run_id in runs:
                address = f"{url}/registre/decouverte/{run_id}"
                faults += look(window, address, language)
                assert window.locator("li.evidence").count() > 3
            faults += look(window, f"{url}/registre/decouverte/{runs[0]}/3", language)
    tell(faults)
