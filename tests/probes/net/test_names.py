"""Which names are probed, in which writing, and what is said of the others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.errors import NameRefusedError
from probes.interface import Message
from probes.names import read_host, read_name
from probes.texts import render


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Cabinet.FR", "cabinet.fr"),
        ("  cabinet.fr. ", "cabinet.fr"),
        ("Cabinet-Léa.fr", "xn--cabinet-la-j7a.fr"),
        ("faß.de", "xn--fa-hia.de"),  # IDNA 2008; IDNA 2003 would make it fass.de
        ("cabinet。fr", "cabinet.fr"),
        ("ab--cd.fr", "ab--cd.fr"),
        ("XN--CABINET-LA-J7A.fr", "xn--cabinet-la-j7a.fr"),
    ],
)
def test_a_name_is_brought_into_the_form_of_the_dns(typed: str, name: str) -> None:
    assert read_name(typed).name == name


def test_an_international_name_is_shown_in_its_own_writing() -> None:
    assert read_name("xn--cabinet-la-j7a.fr").display == "cabinet-léa.fr"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "NAM01_EMPTY"),
        ("   ", "NAM01_EMPTY"),
        ("cabinet", "NAM01_SINGLE_LABEL"),
        ("localhost", "NAM01_SINGLE_LABEL"),
        ("-cabinet.fr", "NAM01_MALFORMED"),
        ("cabinet-.fr", "NAM01_MALFORMED"),
        ("cab inet.fr", "NAM01_MALFORMED"),
        ("cabinet..fr", "NAM01_MALFORMED"),
        (".cabinet.fr", "NAM01_MALFORMED"),
        ("_dmarc.cabinet.fr", "NAM01_MALFORMED"),
        ("cabinet.fr\r\nHELO", "NAM01_MALFORMED"),
        ("a" * 64 + ".fr", "NAM01_TOO_LONG"),
        (".".join(["abcdefghi"] * 26) + ".fr", "NAM01_TOO_LONG"),
        ("é" * 5_000, "NAM01_TOO_LONG"),
        ("https://cabinet.fr/", "NAM01_NOT_ONLY_A_NAME"),
        ("contact@cabinet.fr", "NAM01_NOT_ONLY_A_NAME"),
        ("cabinet.fr:443", "NAM01_NOT_ONLY_A_NAME"),
        ("127.0.0.1", "NAM01_ADDRESS"),
        ("①②⑦.0.0.1", "NAM01_ADDRESS"),
        ("2130706433", "NAM01_ADDRESS"),
        ("0x7f.1", "NAM01_ADDRESS"),
        ("☃.fr", "NAM01_IDN"),
        ("\u202ecabinet.fr", "NAM01_IDN"),
        ("xn--zz.fr", "NAM01_IDN"),
        ("cabinet.local", "NAM01_SPECIAL_USE"),
        ("cabinet.test", "NAM01_SPECIAL_USE"),
        ("cabinet.onion", "NAM01_SPECIAL_USE"),
        ("1.0.0.127.in-addr.arpa", "NAM01_SPECIAL_USE"),
        ("co.uk", "NAM01_PUBLIC_SUFFIX"),
        ("a.kobe.jp", "NAM01_PUBLIC_SUFFIX"),
    ],
)
def test_what_cannot_be_probed_is_refused_with_a_sentence(typed: str, code: str) -> None:
    with pytest.raises(NameRefusedError) as refused:
        read_name(typed)
    assert refused.value.code == code
    said = Message(code=code, params=tuple(refused.value.params.items()))
    assert render(said, "fr") != render(said, "en")


def test_a_listed_suffix_lifts_the_refusal_of_special_names_and_is_itself_no_name() -> None:
    extra = ["fr.example"]
    assert read_name("cabinet.fr.example", extra).registered_name == "cabinet.fr.example"
    with pytest.raises(NameRefusedError, match="NAM01_PUBLIC_SUFFIX"):
        read_name("fr.example", extra)
    with pytest.raises(NameRefusedError, match="NAM01_SPECIAL_USE"):
        read_name("cabinet.autre.example", extra)


@pytest.mark.parametrize(
    ("name", "registered", "tenant"),
    [
        ("www.cabinet.fr", "cabinet.fr", "cabinet.fr"),
        ("www.cabinet.co.uk", "cabinet.co.uk", "cabinet.co.uk"),
        ("www.martin.avocat.fr", "avocat.fr", "martin.avocat.fr"),
        ("martin.notaires.fr", "notaires.fr", "martin.notaires.fr"),
        ("avocat.fr", "avocat.fr", "avocat.fr"),
    ],
)
def test_a_professional_suffix_is_registered_by_its_body_and_held_by_its_tenant(
    name: str, registered: str, tenant: str
) -> None:
    read = read_name(name)
    assert (read.registered_name, read.tenant_name) == (registered, tenant)


@pytest.mark.parametrize("host", ["NS1.Exemple.fr.", "_ns.exemple.fr", "a--b.exemple.fr"])
def test_a_peer_may_have_any_host_name(host: str) -> None:
    assert read_host(host) == host.lower().rstrip(".")


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "1.2", "[::1]", "a b.fr", "", "x", "a/b.fr", "a\nb.fr"]
)
def test_what_is_no_host_name_is_no_peer(host: str) -> None:
    with pytest.raises(NameRefusedError):
        read_host(host)


@given(st.text(max_size=300))
def test_any_text_is_either_read_or_refused(text: str) -> None:
    try:
        read = read_name(text)
    except NameRefusedError:
        return
    assert read.name.isascii()
    assert read.name.endswith(read.registered_name)
    assert read_name(read.name).name == read.name
