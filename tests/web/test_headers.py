"""What every answer carries, and what is kept by a browser."""

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import Headers

from tests.web.pages import read


@pytest.mark.parametrize("address", ["/connexion", "/static/css/base.css", "/nulle-part"])
def test_every_answer_restricts_what_a_page_may_load_and_who_may_frame_it(
    client: FlaskClient, address: str
) -> None:
    headers = _headers(client, address)
    assert headers["Content-Security-Policy"].startswith("default-src 'self';")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in headers


def test_over_https_the_browser_is_told_to_stay_there(client: FlaskClient) -> None:
    answer = client.get("/connexion", base_url="https://registre.cabinet.example")
    assert "max-age" in answer.headers["Strict-Transport-Security"]


def test_a_page_is_not_kept_on_a_shared_computer(client: FlaskClient) -> None:
    for address in ("/connexion", "/composants", "/nulle-part"):
        assert "no-store" in client.get(address).headers["Cache-Control"]


def test_a_static_file_is_kept_under_the_address_that_names_its_content(
    client: FlaskClient,
) -> None:
    address = next(
        link["href"]
        for link in read(client.get("/connexion")).all("link")
        if "base.css" in link["href"]
    )
    assert "?v=" in address
    assert "immutable" in _headers(client, address)["Cache-Control"]
    assert "immutable" not in _headers(client, "/static/css/base.css")["Cache-Control"]


def _headers(client: FlaskClient, address: str) -> Headers:
    with client.get(address) as answer:  # closes the file it would send
        return answer.headers
