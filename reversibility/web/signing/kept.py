"""A session that ends in the middle of a form: what was typed is there after signing in again.

Kept for an hour, encrypted, for the person whose session it was and nobody else; never a password,
never a file. A form that another site made the browser send is not kept.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from flask import (
    Flask,
    current_app,
    flash,
    g,
    make_response,
    render_template,
    request,
    session,
    url_for,
)
from flask_security import current_user
from flask_wtf import FlaskForm
from flask_wtf.form import _Auto, _is_submitted
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response

from reversibility.accounts import kept_forms, sessions
from reversibility.http.seat import chosen_practice, services, sit_down
from reversibility.kernel import clock
from reversibility.store.session import transaction
from reversibility.web.languages import gettext
from reversibility.web.members import is_for_members
from reversibility.web.shell import HOME
from reversibility.web.signing.origin import TOKEN
from reversibility.web.signing.vault import Vault

RETURN = "reprise"
"""What names a kept form in the address of its page."""
_ENDED = 403
_SECRET = ("password", "csrf_token", "code", "token", "secret")


@dataclass(frozen=True, kw_only=True)
class EndedPage:
    """What somebody reads whose session ended before they sent a form."""

    sign_in: str
    is_kept: bool
    has_files: bool


def init_kept(app: Flask, vault: Vault) -> None:
    """Catch such forms, before their CSRF token is looked at: it went with the session."""
    app.extensions[_VAULT] = vault
    app.before_request(_catch)
    app.before_request(_give_back)
    # Every form of every page, also of pages that come later: none has to think of it.
    FlaskForm.Meta.wrap_formdata = _with_kept(FlaskForm.Meta.wrap_formdata)


def _catch() -> Response | None:
    if request.method != "POST" or not is_for_members(request.blueprint):
        return None
    if TOKEN not in session or current_user.is_authenticated:
        return None
    if "HX-Request" in request.headers:
        return Response(headers={"HX-Refresh": "true"})
    path = _page_of_form()
    kept = _keep(path) if request.blueprint != "account" and _is_ours() else None
    target = path if kept is None else f"{path}?{RETURN}={kept}"
    page = EndedPage(
        sign_in=url_for("security.login", next=target),
        is_kept=kept is not None,
        has_files=any(file.filename for file in request.files.values()),
    )
    return make_response(render_template("account/session_ended.html", page=page), _ENDED)


def _keep(path: str) -> UUID | None:
    fields = [
        (name, value)
        for name, values in request.form.lists()
        for value in values
        if not any(secret in name.lower() for secret in _SECRET)
    ]
    told = {"fields": fields, "practice": chosen_practice()}
    content = _vault().forms.encrypt(json.dumps(told).encode())
    with transaction(services().engine, None) as rows:
        user_id = sessions.find_former(rows, session[TOKEN])
        if user_id is None:
            return None
        return kept_forms.keep_form(rows, user_id, path, content, now=clock.now())


def _give_back() -> None:
    if request.method != "GET" or RETURN not in request.args or not current_user.is_authenticated:
        return
    try:
        form_id = UUID(request.args[RETURN])
    except ValueError:
        return
    with transaction(services().engine, None, read_only=True) as rows:
        found = kept_forms.find_form(
            rows, current_user.id, form_id, _vault().decrypt_form, now=clock.now()
        )
    if found is None or found[0] != request.path:
        return
    told = json.loads(found[1])
    if told["practice"] and told["practice"] != chosen_practice():
        sit_down(UUID(told["practice"]))
    g.kept_form = MultiDict(told["fields"])
    flash(
        gettext(
            "Voici ce que vous aviez saisi. Rien n’est encore enregistré\u00a0: relisez, "
            "choisissez de nouveau les fichiers s’il y en avait, puis enregistrez."
        )
    )


def _with_kept(wrap: Callable[..., Any]) -> Callable[..., Any]:
    if getattr(wrap, "gives_back", False):
        return wrap  # another app of this process has done it

    def wrap_formdata(meta: object, form: object, formdata: object) -> Any:  # noqa: ANN401 - as WTForms has it
        if formdata is _Auto and not _is_submitted() and "kept_form" in g:
            return g.kept_form
        return wrap(meta, form, formdata)

    wrap_formdata.gives_back = True  # type: ignore[attr-defined]
    return wrap_formdata


def _page_of_form() -> str:
    """Return the page that shows the form: mostly its own address, else where it was sent from."""
    came_from = urlsplit(request.referrer or "")
    candidates = [request.path]
    if came_from.netloc == request.host:
        candidates.append(came_from.path)
    return next(_pages(candidates), HOME)


def _pages(paths: Iterable[str]) -> Iterator[str]:
    adapter = current_app.create_url_adapter(request)
    for path in paths:
        try:
            if adapter is not None and adapter.match(path, method="GET"):
                yield path
        except (HTTPException, RequestRedirect):
            continue


def _is_ours() -> bool:
    origin = request.headers.get("Origin")
    if origin is not None:
        return urlsplit(origin).netloc == request.host
    return request.headers.get("Sec-Fetch-Site") == "same-origin"


def _vault() -> Vault:
    vault: Vault = current_app.extensions[_VAULT]
    return vault


_VAULT = "reversibility-vault"
