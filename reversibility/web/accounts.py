"""Set a password by a one-time link."""

from dataclasses import dataclass

from flask import Blueprint, flash, make_response, redirect, render_template
from flask_security import hash_password
from werkzeug.wrappers import Response

from reversibility.accounts import service as accounts
from reversibility.accounts.errors import LinkUselessError, PasswordWeakError
from reversibility.accounts.presence import AccountEvent
from reversibility.http.refusals import sentence
from reversibility.http.seat import services
from reversibility.kernel import clock
from reversibility.store.session import transaction
from reversibility.web.forms.passwords import PasswordForm
from reversibility.web.languages import current_language, gettext
from reversibility.web.security import SIGN_IN
from reversibility.web.telling import tell_practices

pages = Blueprint("accounts", __name__)


@dataclass(frozen=True, kw_only=True)
class LinkPage:
    """For whom the link is."""

    name: str
    email: str


@pages.get("/lien/<token>")
def show_link(token: str) -> Response:
    """Ask for a password; looking at the page does not use the link."""
    return _link_page(_person(token), PasswordForm())


@pages.post("/lien/<token>")
def set_password(token: str) -> Response:
    """Set the password, then let the person sign in with it."""
    page, form = _person(token), PasswordForm()
    if not form.validate():
        return _link_page(page, form, status=422)
    try:
        with transaction(services().engine, None) as session:
            user = accounts.set_password(
                session, token, form.password.data, hasher=hash_password, now=clock.now()
            )
    except PasswordWeakError as error:
        form.refuse(error)
        return _link_page(page, form, status=422)
    tell_practices(user, AccountEvent.PASSWORD_SET, {"way": "link"})
    flash(gettext("Votre mot de passe est enregistré. Connectez-vous."), "done")
    return redirect(SIGN_IN)


@pages.errorhandler(LinkUselessError)
def show_useless(error: LinkUselessError) -> Response:
    """Say the same for a link that is unknown, used or expired."""
    html = render_template("accounts/link_useless.html", detail=sentence(error, current_language()))
    return make_response(html, 404)


def _person(token: str) -> LinkPage:
    # Not a read-only unit of work: reading a link locks its row.
    with transaction(services().engine, None) as session:
        user = accounts.open_link(session, token, now=clock.now())
        return LinkPage(name=user.name, email=user.email)


def _link_page(page: LinkPage, form: PasswordForm, *, status: int = 200) -> Response:
    html = render_template("accounts/link.html", page=page, form=form)
    return make_response(html, status)
