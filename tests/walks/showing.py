"""The pages of the house in a real browser: which ones there are, who opens them, the server."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

from flask import Flask
from playwright.sync_api import Browser, BrowserContext
from werkzeug.serving import make_server

from tests.walks.routes import Route, addresses, routes
from tests.walks.visitors import NOBODY, UNSIGNED, VISITORS, Visitor
from tests.walks.world import World

LANGUAGES = ("fr", "en")
WIDE, NARROW = 1200, 390
_MISSING = 404


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A page, and who looks at it."""

    endpoint: str
    address: str
    visitor: Visitor


def with_everything(folder: Path) -> dict[str, str]:
    """Return the settings that switch on every page; the identity provider is never asked here."""
    secret = folder / "oidc-secret"
    secret.parent.mkdir(parents=True, exist_ok=True)
    secret.write_text("for pictures only", encoding="utf-8")
    return {
        "components_page": "yes",
        "oidc_issuer": "https://identite.example",
        "oidc_client_id": "reversibilite",
        "oidc_client_secret_file": str(secret),
        "oidc_name": "Identité Exemple",
    }


def shown_pages(visitors: dict[str, Visitor]) -> Iterator[Shown]:
    """Find every page of the app: what answers GET with a whole document, for who may open it."""
    app = next(iter(visitors.values())).app
    browsers = {name: visitor.browser() for name, visitor in visitors.items()}
    found: set[str] = set()
    for route in routes(app):
        if route.endpoint in found or "GET" not in route.methods or "<path:" in route.rule.rule:
            continue
        for name in _readers(route):
            address = addresses(app, route, visitors[name].world.here.rows)
            with browsers[name].get(address) as answer:
                is_document = answer.mimetype == "text/html" and b"<html" in answer.get_data()
                # Within the practice, a row that is missing is answered by the one error page.
            is_missing = answer.status_code == _MISSING and route.audience != "public"
            is_page = is_document and "Location" not in answer.headers and not is_missing
            if is_page:
                found.add(route.endpoint)
                yield Shown(endpoint=route.endpoint, address=address, visitor=visitors[name])
    statement = visitors[UNSIGNED]
    yield Shown(endpoint="audit.show_statement", address="/audit/engagement", visitor=statement)
    yield Shown(endpoint="not_found", address="/nulle-part", visitor=visitors["owner"])


def visitors_of(app: Flask, world: World) -> dict[str, Visitor]:
    """Return everybody who looks at pages of the practice, by name."""
    engine = app.extensions["reversibility"].engine
    names = (*VISITORS, UNSIGNED)
    return {name: Visitor(name=name, app=app, engine=engine, world=world) for name in names}


def _readers(route: Route) -> tuple[str, ...]:
    """Name who looks: nobody where the page is public; else one who may."""
    if route.audience == "public":
        return (NOBODY,)
    return tuple(name for name in VISITORS if name in route.roles)[:1]


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve the app on a free port of this machine; give its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def signed_in(browser: Browser, visitor: Visitor, url: str, **options: object) -> BrowserContext:
    """Open a window in which the visitor is signed in."""
    context = browser.new_context(bypass_csp=True, **options)  # type: ignore[arg-type]
    name = visitor.app.config["SESSION_COOKIE_NAME"]
    kept = visitor.browser().get_cookie(name)
    if kept is not None and visitor.name != NOBODY:
        context.add_cookies([{"name": name, "value": kept.value, "url": url}])
    return context
