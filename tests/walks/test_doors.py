"""What every door holds against: headers, cookies, sessions, addresses, sizes, tampering."""

from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient
from itsdangerous import TimestampSigner
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from reversibility.kernel.actor import Actor
from tests.walks.leaks import content_of
from tests.walks.routes import addresses, routes
from tests.walks.visitors import NOBODY, Visitor
from tests.walks.walking import tell
from tests.walks.world import World
from tests.web.conftest import AppMaker, choose_password, let_in, sign_in

_EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_POLICY = (
    "default-src 'self'", "base-uri 'none'", "object-src 'none'", "frame-ancestors 'none'",
    "form-action 'self'",
)  # fmt: skip
_MEGABYTES_TAKEN = {
    "proofs.add": 26, "importing.send": 26, "contract_papers.add": 26, "mails.take": 64,
    "letters.send": 26, "letters.answer": 26,
}  # fmt: skip
_MAY_BE_KEPT = {"static", "security.static", "guides.print_leaflet"}  # the same for everybody
_ELSEWHERE = (
    "https://hotefaux.example/",
    "//hotefaux.example/",
    "///hotefaux.example",
    "/\\hotefaux.example",
    "\\\\hotefaux.example",
    "/\t/hotefaux.example",
    "javascript:alert(1)",
    "https:hotefaux.example",
    "http:///hotefaux.example",
    "/%0d%0aSet-Cookie:a=b",
)
_OUTSIDE = (
    "../settings.py",
    "..%2f..%2fsettings.py",
    "..%5c..%5csettings.py",
    "%2e%2e/%2e%2e/settings.py",
    "....//....//settings.py",
    "/etc/passwd",
    "%2fetc%2fpasswd",
    "css/../../settings.py",
    "css/%00base.css",
    "C:/windows/win.ini",
    "~root/.profile",
)


@pytest.fixture
def visitor(walked_app: Flask, walked: Engine, world: World) -> Visitor:
    return Visitor(name="manager", app=walked_app, engine=walked, world=world)


@pytest.fixture
def nobody(walked_app: Flask, walked: Engine, world: World) -> Visitor:
    return Visitor(name=NOBODY, app=walked_app, engine=walked, world=world)


@pytest.mark.parametrize("name", ["manager", NOBODY])
def test_every_answer_carries_the_headers_that_protect_it(
    name: str, walked_app: Flask, walked: Engine, world: World
) -> None:
    visitor = Visitor(name=name, app=walked_app, engine=walked, world=world)
    browser, faults = visitor.browser(), []
    for route in routes(walked_app):
        for method in {"GET", *route.methods}:
            address = addresses(walked_app, route, world.here.rows)
            with browser.open(address, method=method) as answer:
                faults += [f"{method} {address}: {fault}" for fault in _missing(answer)]
                if route.endpoint not in _MAY_BE_KEPT and not _is_kept_nowhere(answer):
                    faults.append(f"{method} {address} may be kept on a shared computer")
    tell(faults)


def test_every_cookie_is_out_of_reach_of_scripts_and_of_other_sites(
    walked_app: Flask, visitor: Visitor, world: World
) -> None:
    browser, faults = visitor.browser(), []
    for route in routes(walked_app):
        address = addresses(walked_app, route, world.here.rows)
        for method in route.methods:
            with browser.open(f"{address}?lang=en", method=method) as answer:
                for cookie in answer.headers.getlist("Set-Cookie"):
                    if not {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; ")):
                        faults.append(f"{method} {address}: {cookie}")
                    if "Domain=" in cookie:
                        faults.append(f"{method} {address}: {cookie} goes to other hosts")
    tell(faults)


def test_no_address_in_a_question_leads_to_another_site(
    walked_app: Flask, visitor: Visitor, nobody: Visitor, world: World
) -> None:
    faults = []
    for each in (visitor, nobody):
        browser = each.browser()
        for route in routes(walked_app):
            address = addresses(walked_app, route, world.here.rows)
            for elsewhere in _ELSEWHERE if "GET" in route.methods else ():
                asked = {"next": elsewhere, "url": elsewhere}
                with browser.get(address, query_string=asked) as answer:
                    location = answer.headers.get("Location", "/")
                if not _stays(location):
                    faults.append(
                        f"{each.name}: GET {address}?next={elsewhere} leads to {location}"
                    )
                if "Location" not in answer.headers:
                    break  # a page, which leads nowhere whatever is asked
    tell(faults)


@pytest.mark.parametrize("host", ["hotefaux.example", "hotefaux.example:80@service.example"])
def test_a_false_host_name_turns_up_in_no_answer(
    walked_app: Flask, visitor: Visitor, nobody: Visitor, world: World, host: str
) -> None:
    faults = []
    for each in (visitor, nobody):
        for route in routes(walked_app):
            address = addresses(walked_app, route, world.here.rows)
            headers = {"Host": host, "X-Forwarded-Host": host, "Forwarded": f"host={host}"}
            with each.browser().get(address, headers=headers) as answer:
                read = f"{answer.headers}{content_of(answer)}"
                if "hotefaux" in read:
                    at = read.index("hotefaux")
                    faults.append(f"{each.name}: GET {address} shows …{read[at - 60 : at + 30]}")
    tell(faults)


def test_a_body_that_is_too_large_is_refused_by_every_form(
    walked_app: Flask, visitor: Visitor, world: World
) -> None:
    faults = []
    for route in routes(walked_app):
        if "POST" not in route.methods:
            continue
        size = (_MEGABYTES_TAKEN.get(route.endpoint, 0) + 1) * 2**20
        address = addresses(walked_app, route, world.here.rows)
        answer = visitor.browser().post(
            address,
            data=f"{urlencode(visitor.form())}&note=".encode() + b"x" * size,
            content_type="application/x-www-form-urlencoded",
        )
        if answer.status_code not in {403, 413}:
            faults.append(f"POST {address} took {size} bytes: {answer.status_code}")
    tell(faults)


def test_a_method_in_a_header_or_a_field_changes_nothing(
    walked_app: Flask, visitor: Visitor, world: World
) -> None:
    faults, browser = [], visitor.browser()
    readable = {
        addresses(walked_app, route, world.here.rows)
        for route in routes(walked_app)
        if "GET" in route.methods
    }
    for route in routes(walked_app):
        address = addresses(walked_app, route, world.here.rows)
        for method in ("PUT", "PATCH", "DELETE", "TRACE"):
            with browser.open(address, method=method) as answer:
                if answer.status_code not in {404, 405}:
                    faults.append(f"{method} {address}: {answer.status_code}")
        if address not in readable:
            override = {"X-HTTP-Method-Override": "POST", "X-Method-Override": "POST"}
            with browser.get(f"{address}?_method=POST", headers=override) as answer:
                if answer.status_code != 405:
                    faults.append(f"GET as POST {address}: {answer.status_code}")
    tell(faults)


def test_no_path_leads_out_of_the_folder_of_files(walked_app: Flask) -> None:
    doors = [rule.rule for rule in walked_app.url_map.iter_rules() if "<path:" in rule.rule]
    assert doors
    for address in (door[: door.index("<path:")] + each for door in doors for each in _OUTSIDE):
        with walked_app.test_client().get(address) as answer:
            assert answer.status_code in {301, 302, 308, 400, 404}, address
            assert _stays(answer.headers.get("Location", "/")), address
            assert b"root:" not in answer.get_data()


def test_a_cookie_that_was_tampered_with_is_no_session(visitor: Visitor) -> None:
    browser = visitor.browser()
    name = visitor.app.config["SESSION_COOKIE_NAME"]
    genuine = browser.get_cookie(name)
    assert genuine is not None
    assert browser.get("/registre").status_code == 200
    payload, stamp, signature = genuine.value.rsplit(".", 2)
    for value in (
        f"{payload[:-2]}AA.{stamp}.{signature}",
        f"{payload}.{stamp}.{signature[::-1]}",
        f"{payload}.AAAAAA.{signature}",
        f"{payload}.{stamp}.",
        "x" * 4000,
        "",
        "..",
        "eyJfdXNlcl9pZCI6IjEifQ",
    ):
        assert _leads_to_sign_in(visitor, value), value
    assert browser.get("/registre").status_code == 200


def test_a_cookie_signed_with_another_key_is_no_session(visitor: Visitor) -> None:
    browser = visitor.browser()
    name = visitor.app.config["SESSION_COOKIE_NAME"]
    with browser.session_transaction() as genuine:
        content = dict(genuine)
    key = visitor.app.config["SECRET_KEY"]
    visitor.app.config["SECRET_KEY"] = "a key of somebody else's"
    forger = visitor.app.test_client()
    with forger.session_transaction() as forged:
        forged.update(content)
    cookie = forger.get_cookie(name)
    visitor.app.config["SECRET_KEY"] = key
    assert cookie is not None
    assert _leads_to_sign_in(visitor, cookie.value)


def test_a_cookie_that_is_too_old_is_no_session(visitor: Visitor) -> None:
    with visitor.browser().session_transaction() as genuine:
        content = dict(genuine)
    signer = SecureCookieSessionInterface().get_signing_serializer(visitor.app)
    assert signer is not None
    assert not _leads_to_sign_in(visitor, str(signer.dumps(content)))
    signer.signer = _SignedLongAgo
    assert _leads_to_sign_in(visitor, str(signer.dumps(content)))


def test_a_session_that_somebody_else_prepared_is_not_the_one_that_is_signed_in(
    make_app: AppMaker, sqlite: Engine, actor: Actor
) -> None:
    app = make_app(sqlite)
    victim, attacker = app.test_client(), app.test_client()
    choose_password(victim, let_in(sqlite, actor))
    attacker.get("/connexion")
    prepared = attacker.get_cookie("session")
    assert prepared is not None
    victim.set_cookie("session", prepared.value)
    assert sign_in(victim) == "/"
    genuine = victim.get_cookie("session")
    assert genuine is not None
    assert genuine.value != prepared.value
    assert victim.get("/registre").status_code == 200
    assert attacker.get("/registre").status_code == 302


def test_no_link_signs_anybody_out(walked_app: Flask, visitor: Visitor, world: World) -> None:
    browser, faults = visitor.browser(), []
    for route in routes(walked_app):
        if "GET" not in route.methods:
            continue
        browser.get(addresses(walked_app, route, world.here.rows)).close()
        if browser.get("/contrats").status_code != 200:
            faults.append(f"GET {route.rule.rule} ended the session")
            browser = visitor.browser()
    tell(faults)


class _SignedLongAgo(TimestampSigner):
    def get_timestamp(self) -> int:
        return super().get_timestamp() - 400 * 24 * 3600


def _missing(answer: TestResponse) -> list[str]:
    headers = answer.headers
    found = [
        f"{name} is {headers.get(name)}"
        for name, value in _EVERYWHERE.items()
        if headers.get(name) != value
    ]
    policy = headers.get("Content-Security-Policy", "")
    found += [f"no {each} in the policy" for each in _POLICY if each not in policy]
    if "unsafe" in policy:
        found.append("an unsafe policy")
    if "Server" in headers or "X-Powered-By" in headers:
        found.append("it says what it runs on")
    return found


def _is_kept_nowhere(answer: TestResponse) -> bool:
    return "no-store" in answer.headers.get("Cache-Control", "")


def _stays(location: str) -> bool:
    """Whether a browser that follows this stays with us: it reads a backslash as a slash."""
    read = location.replace("\\", "/").replace("\t", "")
    return read.startswith(("/", "http://localhost/")) and not read.startswith("//")


def _leads_to_sign_in(visitor: Visitor, value: str) -> bool:
    client: FlaskClient = visitor.app.test_client()
    client.set_cookie(visitor.app.config["SESSION_COOKIE_NAME"], value)
    answer = client.get("/registre")
    return answer.status_code == 302 and answer.headers["Location"].startswith("/connexion")
