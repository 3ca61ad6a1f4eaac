"""Sign in by the identity provider as a browser would: press, leave, come back."""

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories.identity_provider import OpenIdProvider
from tests.web.pages import read

LEAVE = "/connexion/fournisseur-d-identite"
BACK = "/connexion/fournisseur-d-identite/retour"
PAGE = "/compte/fournisseur-d-identite"


def leave(client: FlaskClient, press: str = LEAVE, page: str = "/connexion", **form: str) -> str:
    """Press the button; return the address at the provider that it leads to."""
    token = read(client.get(page)).form["csrf_token"]
    answer = client.post(press, data={"csrf_token": token} | form)
    assert answer.status_code == 200, answer.headers.get("Location")
    address = answer.headers["Refresh"].partition("url=")[2]
    assert address in {link["href"] for link in read(answer).all("a")}
    return address


def go(client: FlaskClient, provider: OpenIdProvider, **form: str) -> TestResponse:
    """Go to the provider from the sign-in page, and come back."""
    return client.get(back_from(provider, leave(client, **form)))


def link(client: FlaskClient, provider: OpenIdProvider) -> TestResponse:
    """Link one's account to the provider."""
    return client.get(back_from(provider, leave(client, f"{PAGE}/relier", PAGE)))


def back_from(provider: OpenIdProvider, address: str) -> str:
    """Return the path here that the provider sends a browser back to."""
    location = provider.visit(address)
    assert location.startswith(f"http://127.0.0.1:8000{BACK}?")
    return location.removeprefix("http://127.0.0.1:8000")


def said(client: FlaskClient, answer: TestResponse) -> str:
    """Return the text of the page that an answer leads to."""
    assert answer.status_code == 302
    return read(client.get(answer.headers["Location"])).text
