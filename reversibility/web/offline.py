"""The page that a browser shows when this service cannot be reached, and what keeps it there.

Browsers keep it with the look of the pages, and nothing else: no page of a register is ever kept.
"""

from flask import Blueprint, make_response, render_template, url_for
from werkzeug.wrappers import Response

from reversibility.web.filters import static_url

pages = Blueprint("offline", __name__)

LOOK = (
    "logo.svg",
    "vendor/tabler.min.css",
    "css/tokens.css",
    "css/base.css",
    "css/shell.css",
    "css/parts.css",
)


@pages.get("/hors-ligne")
def show() -> str:
    """Say that the service cannot be reached, and that nothing is lost."""
    return render_template("offline/show.html")


@pages.get("/hors-ligne.js")
def keeper() -> Response:
    """Hand over the script that browsers run beside the pages (a service worker)."""
    kept = [url_for("offline.show"), *(static_url(name) for name in LOOK)]
    response = make_response(render_template("offline/keeper.js", kept=kept))
    response.mimetype = "text/javascript"
    return response
