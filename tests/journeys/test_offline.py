"""The service cannot be reached: a page says so in plain words; nothing of a register is kept."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.conftest import House, empty_house, serving

_KEPT = """async () => {
    const names = await caches.keys();
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return requests.flat().map((request) => new URL(request.url).pathname);
}"""


def test_where_the_service_stopped_the_browser_says_so_in_our_words(
    tmp_path: Path, open_page: Callable[..., Page]
) -> None:
    house: House = empty_house(tmp_path)
    house.command("db", "upgrade")
    page = open_page(width=390, keeps_offline_page=True)
    with serving(house, "--without-worker"):
        page.goto(f"{house.url}/fiches")
        page.evaluate("async () => { await navigator.serviceWorker.ready; }")
        page.goto(f"{house.url}/fiches")
        kept = page.evaluate(_KEPT)
    page.context.set_offline(True)
    page.goto(f"{house.url}/registre")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Le service est injoignable pour le moment."
    )
    assert page.evaluate("getComputedStyle(document.querySelector('.btn-primary')).color") == (
        "rgb(255, 255, 255)"  # the look is there too
    )
    assert {path for path in kept if not path.startswith("/static/")} == {"/hors-ligne"}
