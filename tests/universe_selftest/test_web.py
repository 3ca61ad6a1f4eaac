"""RDAP and web sites: what they say, with which certificate, and the hostile modes."""

import contextlib
import json
import ssl
import zlib

import pytest

from tests.universe import Universe
from tests.universe_selftest.clients import get, get_plain, rdap

AFNIC = "rdap.nic.fr.example"
THIN = "rdap.registry.com.example"
REGISTRAR = "rdap.registrar-exemple.com.example"
WEB = "web1.hebergeur-exemple.com.example"
PATH = "/domain/cabinet-exemple.fr.example"
SITE = "cabinet-exemple.fr.example"


def test_the_registry_publishes_the_agency_with_its_number(universe: Universe) -> None:
    holder = _holder(rdap(universe, AFNIC, PATH))
    assert ["org", {}, "text", "STUDIO EXEMPLE WEB"] in holder["vcardArray"][1]
    assert holder["publicIds"] == [{"type": "SIREN", "identifier": "222222226"}]


def test_the_registry_masks_a_person(universe: Universe) -> None:
    answer = rdap(universe, AFNIC, "/domain/dr-martin.fr.example")
    assert _holder(answer)["handle"] == "ANO00-FRNIC"
    assert "Claire" not in json.dumps(answer)


def test_a_thin_registry_links_to_the_registrar_that_knows_the_holder(universe: Universe) -> None:
    thin = rdap(universe, THIN, "/com/v1/domain/CABINET-RDV.COM.EXAMPLE")
    assert [entity["roles"] for entity in thin["entities"]] == [["registrar"]]
    target = next(link["href"] for link in thin["links"] if link["rel"] == "related")
    assert target == f"https://{REGISTRAR}/domain/cabinet-rdv.com.example"
    thick = rdap(universe, REGISTRAR, "/domain/cabinet-rdv.com.example")
    assert "SELARL Cabinet médical Exemple" in json.dumps(_holder(thick), ensure_ascii=False)


def test_a_free_name_is_not_found(universe: Universe) -> None:
    head, body = get(universe, AFNIC, "/domain/libre.fr.example")
    assert head.startswith(b"HTTP/1.1 404 ")
    assert json.loads(body)["errorCode"] == 404


def test_a_lie_is_told_over_rdap_too(universe: Universe) -> None:
    universe.set_mode(AFNIC, "lying_name")
    assert rdap(universe, AFNIC, PATH)["ldhName"] != SITE
    universe.set_mode(AFNIC, "lying_holder")
    assert _holder(rdap(universe, AFNIC, PATH))["handle"] == "AH1-FRNIC"


def test_a_throttling_server_says_when_to_come_back(universe: Universe) -> None:
    universe.set_mode(AFNIC, "throttled")
    head, _ = get(universe, AFNIC, PATH)
    assert head.startswith(b"HTTP/1.1 429 ")
    assert b"\r\nRetry-After: 30" in head


@pytest.mark.parametrize(
    ("mode", "status"), [("refused", 403), ("unavailable", 503), ("html", 200), ("empty", 200)]
)
def test_a_server_may_have_no_data_to_give(universe: Universe, mode: str, status: int) -> None:
    universe.set_mode(AFNIC, mode)
    head, body = get(universe, AFNIC, PATH)
    assert head.startswith(f"HTTP/1.1 {status} ".encode())
    assert b"objectClassName" not in body


def test_a_megabyte_of_blanks_follows_a_well_formed_answer(universe: Universe) -> None:
    universe.set_mode(AFNIC, "one_megabyte")
    _, body = get(universe, AFNIC, PATH)
    assert len(body) > 1_000_000
    assert json.loads(body)["ldhName"] == SITE


def test_a_stalling_server_gives_one_byte_at_a_time(universe: Universe) -> None:
    universe.set_mode(AFNIC, "stalling")
    assert get(universe, AFNIC, PATH, bytes_wanted=2) == (b"HT", b"")


def test_a_server_may_tear_the_connection_down(universe: Universe) -> None:
    universe.set_mode(AFNIC, "reset")
    received = b"", b""
    # TLS libraries differ in what they make of it: an end, or a reset.
    with contextlib.suppress(ConnectionResetError):
        received = get(universe, AFNIC, PATH)
    assert received == (b"", b"")
    assert universe.questions(AFNIC) == (f"GET {AFNIC}{PATH}",)


def test_redirects_may_go_in_a_circle_or_into_the_private_network(universe: Universe) -> None:
    universe.set_mode(AFNIC, "redirect_loop")
    assert _location(get(universe, AFNIC, PATH)[0]) == f"https://{AFNIC}{PATH}/encore"
    assert _location(get(universe, AFNIC, f"{PATH}/encore")[0]) == f"https://{AFNIC}{PATH}"
    universe.set_mode(AFNIC, "redirect_to_private")
    assert _location(get(universe, AFNIC, PATH)[0]) == "https://10.0.0.1/"


def test_a_bomb_is_small_on_the_wire_and_large_when_read(universe: Universe) -> None:
    universe.set_mode(AFNIC, "gzip_bomb")
    head, body = get(universe, AFNIC, PATH)
    assert b"Content-Encoding: gzip" in head
    assert len(body) < 100_000
    assert len(zlib.decompress(body, 31)) == 64 * 1_048_576


@pytest.mark.parametrize("site", [SITE, f"www.{SITE}", "bon.certificats.fr.example"])
def test_a_good_site_is_trusted_under_its_names(universe: Universe, site: str) -> None:
    head, body = get(universe, WEB, "/", site=site)
    assert head.startswith(b"HTTP/1.1 200 ")
    assert b"<title>" in body


@pytest.mark.parametrize(
    ("site", "reason"),
    [
        ("expire", "has expired"),
        ("futur", "not yet valid"),
        ("auto-signe", "self-signed"),
        ("autre-nom", "Hostname mismatch"),
        ("autorite-inconnue", "unable to get local issuer"),
    ],
)
def test_a_bad_certificate_is_bad_in_its_own_way(
    universe: Universe, site: str, reason: str
) -> None:
    with pytest.raises(ssl.SSLCertVerificationError, match=reason):
        get(universe, WEB, "/", site=f"{site}.certificats.fr.example")


def test_the_plain_port_sends_to_the_secure_one(universe: Universe) -> None:
    head = get_plain(universe, WEB, "/contact", site=SITE)
    assert _location(head) == f"https://{SITE}/contact"


def _holder(answer: dict) -> dict:
    return next(entity for entity in answer["entities"] if "registrant" in entity["roles"])


def _location(head: bytes) -> str:
    lines = head.decode().split("\r\n")
    return next(line.partition(": ")[2] for line in lines if line.startswith("Location: "))
