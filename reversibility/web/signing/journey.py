"""To the identity provider and back: one journey at a time for a browser, once, in ten minutes.

What has to be the same on return stands in the signed cookie of the browser that left, so that no
other can come back in its place. It is taken out before anything is asked: a journey ends once.
"""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hmac import compare_digest
from typing import cast

from flask import Flask, current_app, make_response, render_template, request, session, url_for
from werkzeug.wrappers import Response

from reversibility.http.identity.errors import Fault, ProviderError
from reversibility.http.identity.provider import Identity, Provider, Return, make_provider
from reversibility.http.seat import services
from reversibility.http.services import Services
from reversibility.kernel import clock
from reversibility.web.languages import gettext

LONGEST = timedelta(minutes=10)
_EXTENSION = "reversibility-identity-provider"
_PLACE = "journey"
_LONGEST_CODE = 4_096


class Purpose(StrEnum):
    """What somebody is identified for."""

    SIGN_IN = "sign_in"
    ADD = "add"


@dataclass(frozen=True, kw_only=True)
class Journey:
    """What a browser left with."""

    purpose: str
    target: str
    """The page they wanted; whoever redirects there checks that it is ours."""
    person: str
    """Who was signed in; empty for nobody."""
    started: str
    state: str
    nonce: str
    verifier: str


def init_journeys(app: Flask, services: Services) -> None:
    """Keep the provider, and let templates name it; its name is empty when none is set."""
    provider = make_provider(services.settings)
    app.extensions[_EXTENSION] = provider
    app.jinja_env.globals["identity_provider"] = provider.name if provider else ""


def find_provider() -> Provider | None:
    """Return the provider that is set, or None."""
    return cast("Provider | None", current_app.extensions[_EXTENSION])


def set_out(
    provider: Provider, purpose: Purpose, *, target: str = "", person: str = ""
) -> Response:
    """Answer with the way to the provider; raises ProviderError.

    A page, and no redirect: what a form may lead to is this service alone (form-action 'self'), and
    browsers hold redirects to that too.
    """
    now = clock.now()
    leaving = provider.depart(_return_address(), now=now)
    session[_PLACE] = asdict(
        Journey(
            purpose=purpose,
            target=target,
            person=person,
            started=now.isoformat(),
            state=leaving.state,
            nonce=leaving.nonce,
            verifier=leaving.verifier,
        )
    )
    page = make_response(render_template("provider/leave.html", url=leaving.url))
    page.headers["Refresh"] = f"0; url={leaving.url}"
    return page


def take_journey() -> Journey | None:
    """Return the journey that ends with this request, or None; it ends but once."""
    kept, state = session.get(_PLACE), request.args.get("state", "")
    if not isinstance(kept, dict):
        return None
    journey = Journey(**kept)
    if not compare_digest(journey.state.encode(), state.encode()):
        return None  # and it stays: a stranger's link must not end it
    session.pop(_PLACE)
    is_late = clock.now() - datetime.fromisoformat(journey.started) > LONGEST
    return None if is_late else journey


def identify(provider: Provider, journey: Journey) -> Identity:
    """Say who comes back; raises ProviderError."""
    refusal, code = request.args.get("error"), request.args.get("code", "")
    if refusal is not None:
        is_no = refusal in {"access_denied", "interaction_required", "login_required"}
        raise ProviderError(Fault.DENIED if is_no else Fault.FAILED, f"response: {refusal}")
    if not code or len(code) > _LONGEST_CODE:
        raise ProviderError(Fault.FAILED, "response without a code")
    back = Return(
        code=code,
        issuer=request.args.get("iss"),
        nonce=journey.nonce,
        verifier=journey.verifier,
    )
    return provider.identify(back, _return_address(), now=clock.now())


def explain(provider: Provider, fault: Fault) -> str:
    """Return what happened and what to do; nothing the provider wrote."""
    sentences = {
        Fault.DENIED: gettext(
            "«\u00a0%(name)s\u00a0» n’a pas dit qui vous êtes\u00a0: la demande a été refusée ou "
            "abandonnée. Recommencez, ou connectez-vous avec votre mot de passe.",
            name=provider.name,
        ),
        Fault.EXPIRED: gettext(
            "Cette demande d’identification a expiré ou a déjà servi. "
            "Recommencez depuis cette page."
        ),
        Fault.FAILED: gettext(
            "«\u00a0%(name)s\u00a0» n’a pas pu vous identifier. Connectez-vous avec votre mot de "
            "passe ou une clé d’accès, et prévenez la personne qui gère ce service.",
            name=provider.name,
        ),
        Fault.UNREACHABLE: gettext(
            "«\u00a0%(name)s\u00a0» ne répond pas. Réessayez dans quelques minutes, ou "
            "connectez-vous avec votre mot de passe ou une clé d’accès.",
            name=provider.name,
        ),
        Fault.BUSY: gettext(
            "«\u00a0%(name)s\u00a0» met trop de temps à répondre. Réessayez dans une minute, ou "
            "connectez-vous avec votre mot de passe ou une clé d’accès.",
            name=provider.name,
        ),
        Fault.UNTRUSTED: gettext(
            "La réponse de «\u00a0%(name)s\u00a0» n’a pas pu être vérifiée\u00a0: rien n’a été "
            "ouvert. Connectez-vous avec votre mot de passe ou une clé d’accès, et prévenez la "
            "personne qui gère ce service.",
            name=provider.name,
        ),
    }
    return sentences[fault]


def _return_address() -> str:
    # The one that is registered with the provider, whatever name the browser used.
    return services().settings.public_url + url_for("provider.come_back")
