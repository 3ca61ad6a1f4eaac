"""Signing in with the operator's identity provider; the pages are not there when none is set."""

from typing import cast

from flask import Blueprint, abort, current_app, flash, redirect, request, url_for
from flask_security import current_user, login_user
from flask_security.proxies import _security
from flask_security.utils import _get_post_action_redirect
from werkzeug.wrappers import Response

from reversibility.accounts import identities
from reversibility.accounts.errors import IdentityTakenError
from reversibility.accounts.models import User
from reversibility.accounts.presence import AccountEvent
from reversibility.http.identity.errors import Fault, ProviderError
from reversibility.http.identity.provider import Identity, Provider
from reversibility.http.refusals import sentence
from reversibility.http.seat import services
from reversibility.kernel import clock
from reversibility.store.session import transaction
from reversibility.web.languages import current_language, gettext
from reversibility.web.shell import HOME
from reversibility.web.signing.journey import (
    Journey,
    Purpose,
    explain,
    find_provider,
    identify,
    set_out,
    take_journey,
)
from reversibility.web.telling import tell_practices

pages = Blueprint("provider", __name__)
_LONGEST_TARGET = 500


@pages.post("/connexion/fournisseur-d-identite")
def leave() -> Response:
    """Send somebody who wants to sign in to the provider."""
    provider = _provider()
    if current_user.is_authenticated:
        return redirect(HOME)
    target = request.form.get("next", "")[:_LONGEST_TARGET]
    try:
        return set_out(provider, Purpose.SIGN_IN, target=target)
    except ProviderError as error:
        return _tell_fault(provider, error, target)


@pages.get("/connexion/fournisseur-d-identite/retour")
def come_back() -> Response:
    """Take whoever comes back from the provider to where they wanted to go, or say why not."""
    provider, journey = _provider(), take_journey()
    if journey is None or not _is_theirs(journey):
        return _tell_fault(provider, ProviderError(Fault.EXPIRED, "no such journey"))
    try:
        identity = identify(provider, journey)
    except ProviderError as error:
        return _tell_fault(provider, error, journey.target)
    if journey.purpose == Purpose.ADD:
        return _add(provider, identity)
    return _sign_in(provider, journey, identity)


def _is_theirs(journey: Journey) -> bool:
    if journey.purpose != Purpose.ADD:
        return True
    # They may have signed out meanwhile, and somebody else in.
    return current_user.is_authenticated and str(current_user.id) == journey.person


def _sign_in(provider: Provider, journey: Journey, identity: Identity) -> Response:
    if current_user.is_authenticated:
        return redirect(HOME)
    person = _find_person(identity)
    if person is None:
        # The same for an account that is closed: nobody learns here who has one.
        flash(
            gettext(
                "Aucun compte d’ici n’est relié à cette identité de «\u00a0%(name)s\u00a0». "
                "Connectez-vous une fois avec votre mot de passe ou une clé d’accès, puis reliez "
                "votre compte depuis «\u00a0Sécurité de votre compte\u00a0».",
                name=provider.name,
            ),
            "problem",
        )
        return _to_sign_in(journey.target)
    second = _security.two_factor_plugins.tf_enter(person, False, "oidc", next_loc=journey.target)
    if second is not None:
        return cast("Response", second)
    login_user(person, authn_via=["oidc"])
    return redirect(_get_post_action_redirect("SECURITY_POST_LOGIN_VIEW", {"next": journey.target}))


def _find_person(identity: Identity) -> User | None:
    with transaction(services().engine, None) as rows:
        user_id = identities.find_person(rows, identity.issuer, identity.subject, now=clock.now())
    return cast("User | None", user_id and _security.datastore.find_user(id=user_id))


def _add(provider: Provider, identity: Identity) -> Response:
    try:
        with transaction(services().engine, None) as rows:
            is_new = identities.add(
                rows, current_user.id, identity.issuer, identity.subject, now=clock.now()
            )
    except IdentityTakenError as error:
        flash(sentence(error, current_language()), "problem")
        return redirect(url_for("identity.show"))
    if is_new:
        tell_practices(current_user, AccountEvent.IDENTITY_ADDED, {"name": provider.name})
    flash(
        gettext(
            "Votre compte est relié\u00a0: «\u00a0%(name)s\u00a0» l’ouvre désormais aussi.",
            name=provider.name,
        )
    )
    return redirect(url_for("identity.show"))


def _tell_fault(provider: Provider, error: ProviderError, target: str = "") -> Response:
    current_app.logger.warning("identity provider: %s", error)
    flash(explain(provider, error.fault), "problem")
    if current_user.is_authenticated:
        return redirect(url_for("identity.show"))
    return _to_sign_in(target)


def _to_sign_in(target: str) -> Response:
    return redirect(url_for("security.login", next=target or None))


def _provider() -> Provider:
    return find_provider() or abort(404)
