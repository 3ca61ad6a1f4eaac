"""Open an invitation: see who invites to what, and join."""

from flask import Blueprint, flash, make_response, redirect, render_template, request
from flask_security import current_user, hash_password, url_for_security
from werkzeug.wrappers import Response

from reversibility.accounts import invitations
from reversibility.accounts.errors import (
    InvitationExpiredError,
    InvitationForAnotherError,
    InvitationUnknownError,
    InvitationUsedError,
    InvitationWithdrawnError,
    PasswordWeakError,
)
from reversibility.accounts.invitations import OpenInvitation
from reversibility.http.refusals import sentence
from reversibility.http.seat import services
from reversibility.kernel import clock
from reversibility.kernel.errors import RefusedError
from reversibility.store.session import transaction
from reversibility.web.forms.passwords import PasswordForm
from reversibility.web.languages import current_language, gettext
from reversibility.web.practices import open_practice
from reversibility.web.shell import HOME

pages = Blueprint("joining", __name__)


@pages.get("/invitation/<token>")
def show(token: str) -> Response:
    """Show the invitation; looking does not use it."""
    if _joined_here(token):
        return redirect(HOME)
    shown = _opened(token)
    if current_user.is_authenticated and current_user.email != shown.email:
        raise InvitationForAnotherError(email=current_user.email)
    return _page(shown, PasswordForm())


@pages.post("/invitation/<token>")
def accept(token: str) -> Response:
    """Join: whoever has signed in at once, a newcomer with the password they choose."""
    shown = _opened(token)
    return _join(token, shown) if current_user.is_authenticated else _choose(token, shown)


@pages.errorhandler(InvitationUnknownError)
@pages.errorhandler(InvitationExpiredError)
@pages.errorhandler(InvitationUsedError)
@pages.errorhandler(InvitationWithdrawnError)
def show_useless(error: RefusedError) -> Response:
    """Say why the link opens nothing, and whom to ask."""
    html = render_template("joining/useless.html", detail=sentence(error, current_language()))
    return make_response(html, 404)


@pages.errorhandler(InvitationForAnotherError)
def show_other(error: InvitationForAnotherError) -> Response:
    """Say to whoever is signed in that the invitation is not theirs, and nothing of whose it is."""
    html = render_template("joining/other.html", detail=sentence(error, current_language()))
    return make_response(html, 403)


def _join(token: str, shown: OpenInvitation) -> Response:
    with transaction(services().engine, shown.practice_id) as rows:
        invitations.accept(rows, token, current_user.id, now=clock.now())
    open_practice(shown.practice_id)
    flash(gettext("Vous faites maintenant partie de «\u00a0%(name)s\u00a0».", name=shown.practice))
    return redirect(HOME)


def _choose(token: str, shown: OpenInvitation) -> Response:
    form = PasswordForm()
    if not form.validate():
        return _page(shown, form, status=422)
    try:
        with transaction(services().engine, shown.practice_id) as rows:
            invitations.accept_with_password(
                rows, token, form.password.data, hasher=hash_password, now=clock.now()
            )
    except PasswordWeakError as error:
        form.refuse(error)
        return _page(shown, form, status=422)
    # The same words whether or not the address had an account: the link must not tell.
    flash(
        gettext(
            "Connectez-vous pour entrer. Si vous aviez déjà un compte à cette adresse, son mot de "
            "passe n’a pas changé\u00a0: utilisez-le, puis acceptez l’invitation."
        )
    )
    return redirect(url_for_security("login", next=request.path))


def _opened(token: str) -> OpenInvitation:
    # Not a read-only unit of work: reading an invitation locks its row.
    with transaction(services().engine, None) as rows:
        return invitations.open_invitation(rows, token, now=clock.now())


def _joined_here(token: str) -> bool:
    # A newcomer signs in on the way back to this page, and has joined by then.
    if not current_user.is_authenticated:
        return False
    with transaction(services().engine, None, read_only=True) as rows:
        joined = invitations.find_joined(rows, token, current_user.id, now=clock.now())
    if joined is None:
        return False
    open_practice(joined)
    return True


def _page(shown: OpenInvitation, form: PasswordForm, *, status: int = 200) -> Response:
    html = render_template(
        "joining/show.html",
        invitation=shown,
        form=form,
        signed_in=current_user.is_authenticated,
    )
    return make_response(html, status)
