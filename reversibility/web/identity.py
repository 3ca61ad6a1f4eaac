"""Link one's own account to the identity provider, or unlink it; not there when none is set."""

from dataclasses import dataclass

from flask import Blueprint, abort, current_app, flash, redirect, render_template, url_for
from flask_security import auth_required, current_user
from flask_security.utils import check_and_update_authn_fresh
from werkzeug.wrappers import Response

from reversibility.accounts import identities
from reversibility.accounts.identities import IdentityLine
from reversibility.accounts.presence import AccountEvent
from reversibility.http.identity.errors import ProviderError
from reversibility.http.identity.provider import Provider
from reversibility.http.seat import services
from reversibility.store.session import transaction
from reversibility.web.languages import gettext
from reversibility.web.members import members_only
from reversibility.web.signing.journey import Purpose, explain, find_provider, set_out
from reversibility.web.telling import tell_practices

pages = members_only(Blueprint("identity", __name__))


@dataclass(frozen=True, kw_only=True)
class IdentityPage:
    """The provider, and whether it opens this account."""

    provider: str
    line: IdentityLine | None


@pages.get("/compte/fournisseur-d-identite")
@auth_required(
    "session",
    within=lambda: current_app.config["SECURITY_FRESHNESS"],
    grace=lambda: current_app.config["SECURITY_FRESHNESS_GRACE_PERIOD"],
)
def show() -> str:
    """Show whether the provider opens this account."""
    provider = _provider()
    with transaction(services().engine, None, read_only=True) as rows:
        line = identities.find_own(rows, current_user.id, provider.issuer)
    page = IdentityPage(provider=provider.name, line=line)
    return render_template("account/identity.html", page=page)


@pages.post("/compte/fournisseur-d-identite/relier")
def link() -> Response:
    """Send somebody to the provider, to be known there."""
    provider = _provider()
    if not _is_fresh():
        return redirect(url_for("identity.show"))  # which asks who it is
    try:
        return set_out(provider, Purpose.ADD, person=str(current_user.id))
    except ProviderError as error:
        current_app.logger.warning("identity provider: %s", error)
        flash(explain(provider, error.fault), "problem")
        return redirect(url_for("identity.show"))


@pages.post("/compte/fournisseur-d-identite/delier")
def unlink() -> Response:
    """Let the provider open this account no more."""
    provider = _provider()
    if not _is_fresh():
        return redirect(url_for("identity.show"))
    with transaction(services().engine, None) as rows:
        is_gone = identities.remove(rows, current_user.id, provider.issuer)
    if is_gone:
        tell_practices(current_user, AccountEvent.IDENTITY_REMOVED, {"name": provider.name})
    flash(gettext("«\u00a0%(name)s\u00a0» n’ouvre plus votre compte.", name=provider.name))
    return redirect(url_for("identity.show"))


def _is_fresh() -> bool:
    config = current_app.config
    return bool(
        check_and_update_authn_fresh(
            config["SECURITY_FRESHNESS"], config["SECURITY_FRESHNESS_GRACE_PERIOD"]
        )
    )


def _provider() -> Provider:
    return find_provider() or abort(404)
