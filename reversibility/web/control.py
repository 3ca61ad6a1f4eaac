"""Show that one can act on a name or a site: what to place, where, and what was seen of it."""

from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from reversibility.evidence.challenges import (
    cancel_challenge,
    request_challenge,
    request_check,
)
from reversibility.evidence.declarations import challenge_method
from reversibility.evidence.errors import ChallengeNotOfferedError, NameRefusedError
from reversibility.evidence.queries import find_challenge
from reversibility.http.refusals import sentence
from reversibility.http.seat import Desk, reading, services, writing
from reversibility.kernel.actor import Permission
from reversibility.register.queries import get_asset
from reversibility.web.languages import current_language, gettext
from reversibility.web.members import members_only
from reversibility.web.sheets.control import ControlPage, control_page

pages = members_only(Blueprint("control", __name__))

_PATH = "/registre/<uuid:asset_id>/preuve-de-controle"


@pages.get(_PATH)
def show(asset_id: UUID) -> str:
    """Show what to place, or what came of it."""
    with reading() as desk:
        page = _page(desk, asset_id)
    return render_template("control/show.html", page=page, refused="")


@pages.post(_PATH)
def begin(asset_id: UUID) -> Response:
    """Make a new request; show what to place."""
    try:
        with writing() as desk:
            request_challenge(
                desk.session, desk.actor, asset_id, services().probe_options, now=desk.now
            )
    except NameRefusedError as error:
        return _refuse(asset_id, sentence(error, current_language()))
    return redirect(url_for(".show", asset_id=asset_id))


@pages.post(f"{_PATH}/<uuid:challenge_id>/verifier")
def verify(asset_id: UUID, challenge_id: UUID) -> Response:
    """Look whether the value is in place; show how far that is."""
    with writing() as desk:
        get_asset(desk.session, desk.actor, asset_id)
        run = request_check(desk.session, desk.actor, challenge_id, now=desk.now)
    services().queue.enqueue(run.units)
    return redirect(url_for("checks.show", run_id=run.id))


@pages.post(f"{_PATH}/<uuid:challenge_id>/annuler")
def cancel(asset_id: UUID, challenge_id: UUID) -> Response:
    """Take a request back."""
    with writing() as desk:
        get_asset(desk.session, desk.actor, asset_id)
        cancel_challenge(desk.session, desk.actor, challenge_id, now=desk.now)
    flash(gettext("La demande est annulée\u00a0: la valeur affichée ne compte plus."))
    return redirect(url_for(".show", asset_id=asset_id))


def _page(desk: Desk, asset_id: UUID) -> ControlPage:
    desk.actor.require(Permission.EVIDENCE_PROBE)
    asset = get_asset(desk.session, desk.actor, asset_id)
    method = challenge_method(asset.kind)
    if method is None:
        raise ChallengeNotOfferedError(asset=asset.name)
    challenge = find_challenge(desk.session, desk.actor, asset_id, now=desk.now)
    return control_page(asset, method, challenge)


def _refuse(asset_id: UUID, why: str) -> Response:
    with reading() as desk:
        page = _page(desk, asset_id)
    return make_response(render_template("control/show.html", page=page, refused=why), 422)
