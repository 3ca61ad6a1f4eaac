"""Tables that arrive whole and are not taken: each fault by its tag, nothing written."""

import json

import pytest

from probes.tables.table import Kind
from tests.probes.net.publishers import (
    Publishers,
    rdap_file,
    refused,
    suffix_file,
    top_level_file,
)


def _with_service(suffixes: list[str], urls: list[str]) -> dict[str, object]:
    """Return a bootstrap with one more service, in the place of what it names before."""
    whole = rdap_file()
    kept = [
        [[suffix for suffix in service[0] if suffix not in suffixes], service[1]]
        for service in whole["services"]
    ]
    return {**whole, "services": [*kept, [suffixes, urls]]}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (rdap_file(services=[]), "TAB02_TOO_FEW"),
        (rdap_file(services={"fr": "https://rdap.nic.fr/"}), "TAB01_SHAPE"),
        (rdap_file(services=rdap_file()["services"][:300]), "TAB02_TOO_FEW"),
        (rdap_file(publication="soon"), "TAB01_SHAPE"),
        (rdap_file(publication=7), "TAB01_SHAPE"),
        (rdap_file(day="2020-11-05T23:00:01Z"), "TAB02_OLDER"),
        (rdap_file(day="2037-01-01T00:00:00Z"), "TAB02_FUTURE"),
        (rdap_file(services=[*rdap_file()["services"], [["fr"], ["https://x.example/"]]]),
         "TAB01_ENTRY"),
        (rdap_file(services=[*rdap_file()["services"], [["zz"], []]]), "TAB01_ENTRY"),
        (_with_service(["cabinet.fr"], ["https://rdap.example/"]), "TAB02_NOT_TOP_LEVEL"),
        (_with_service([".fr"], ["https://rdap.example/"]), "TAB02_NOT_TOP_LEVEL"),
        (_with_service([""], ["https://rdap.example/"]), "TAB02_NOT_TOP_LEVEL"),
        (_with_service(["FR\u202e"], ["https://rdap.example/"]), "TAB02_NOT_TOP_LEVEL"),
        (_with_service(["fr"], ["http://rdap.nic.fr/"]), "TAB02_CLEAR"),
        (_with_service(["fr"], ["https://user:secret@rdap.nic.fr/"]), "TAB02_SERVER"),
        (_with_service(["fr"], ["https://rdap.nic.fr:8443/"]), "TAB02_SERVER"),
        (_with_service(["fr"], ["https://127.0.0.1/"]), "TAB02_SERVER"),
        (_with_service(["fr"], ["https://[::1]/"]), "TAB02_SERVER"),
        (_with_service(["fr"], ["https://localhost/"]), "TAB02_SERVER"),
        (_with_service(["fr"], ["https://2130706433/"]), "TAB02_SERVER"),
        (_with_service(["fr"], ["ftp://rdap.nic.fr/"]), "TAB02_SERVER"),
        (_with_service(["fr"], ["https://rdap.nic.fr/?name="]), "TAB02_SERVER"),
        (_with_service(["fr"], [f"https://rdap.nic.fr/{'x' * 3_000}"]), "TAB02_SERVER"),
        (_with_service(["fr"], ["https://rdap.nic.fr/\r\nHost: x"]), "TAB02_SERVER"),
        (_with_service(["zz"], [7]), "TAB01_SHAPE"),
    ],
)  # fmt: skip
async def test_a_bootstrap_that_is_not_to_be_taken(
    publishers: Publishers, content: object, code: str
) -> None:
    publishers.files["/rdap/dns.json"] = json.dumps(content).encode()
    assert await refused(publishers, Kind.RDAP) == code


@pytest.mark.parametrize("content", [b"[]", b"7", b"[" * 900_000, b"\xff\xfe{}", b"9" * 5_000])
async def test_a_bootstrap_that_is_no_object(publishers: Publishers, content: bytes) -> None:
    publishers.files["/rdap/dns.json"] = content
    assert await refused(publishers, Kind.RDAP) in {"TAB01_NOT_JSON", "TAB01_NOT_TEXT"}


async def test_a_bootstrap_without_fr(publishers: Publishers) -> None:
    services = [
        [[suffix for suffix in service[0] if suffix != "fr"], service[1]]
        for service in rdap_file()["services"]
    ]
    publishers.files["/rdap/dns.json"] = json.dumps(rdap_file(services=services)).encode()
    assert await refused(publishers, Kind.RDAP) == "TAB02_MISSING"


def _suffixes_with(rule: str, section: str = "ICANN") -> str:
    end = f"// ===END {section} DOMAINS==="
    return suffix_file().replace(end, f"{rule}\n{end}")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (suffix_file("2020-10-21"), "TAB02_OLDER"),
        (suffix_file("2037-10-21"), "TAB02_FUTURE"),
        (suffix_file("2036-99-99"), "TAB01_SHAPE"),
        (suffix_file().replace("// VERSION", "// version"), "TAB01_SHAPE"),
        (suffix_file().replace("// ===BEGIN ICANN DOMAINS===", ""), "TAB01_SECTIONS"),
        (suffix_file().replace("===BEGIN PRIVATE", "===BEGIN ICANN"), "TAB01_SECTIONS"),
        (suffix_file().partition("// ===BEGIN PRIVATE")[0], "TAB01_SECTIONS"),
        (f"{suffix_file()}fr.example\n", "TAB01_SECTIONS"),
        (suffix_file().replace("\nfr\n", "\n"), "TAB02_MISSING"),
        (_suffixes_with("cabinet-martin.fr"), "TAB02_ADDED"),
        (_suffixes_with("*.fr"), "TAB02_ADDED"),
        (_suffixes_with("!nic.fr"), "TAB02_ADDED"),
        (_suffixes_with("avocat.fr"), "TAB02_ADDED"),
        (_suffixes_with("google.com"), "TAB02_ADDED"),
        (_suffixes_with("*.fr", "PRIVATE"), "TAB02_READS"),
        (_suffixes_with("*.avocat.fr", "PRIVATE"), "TAB02_READS"),
        (_suffixes_with("*.com", "PRIVATE"), "TAB02_READS"),
        (_suffixes_with("*"), "TAB01_ENTRY"),
        (_suffixes_with("a..fr"), "TAB01_ENTRY"),
        (_suffixes_with("x" * 70), "TAB01_ENTRY"),
        (_suffixes_with("é" * 70), "TAB01_ENTRY"),
        (_suffixes_with("\x1b[31mfr"), "TAB01_ENTRY"),
        (_suffixes_with("<p>"), "TAB01_ENTRY"),
    ],
)
async def test_a_suffix_list_that_is_not_to_be_taken(
    publishers: Publishers, content: str, code: str
) -> None:
    publishers.files["/list/psl.dat"] = content.encode()
    assert await refused(publishers, Kind.SUFFIXES) == code


async def test_a_suffix_list_that_has_lost_many_rules(publishers: Publishers) -> None:
    lines = suffix_file().splitlines(keepends=True)
    kept = [line for line in lines if not line.rstrip().endswith((".jp", ".no"))]
    publishers.files["/list/psl.dat"] = "".join(kept).encode()
    assert await refused(publishers, Kind.SUFFIXES) == "TAB02_TOO_FEW"


async def test_a_suffix_list_without_the_professions(publishers: Publishers) -> None:
    text = suffix_file()
    for suffix in ("avocat.fr", "medecin.fr", "notaires.fr", "pharmacien.fr"):
        text = text.replace(f"\n{suffix}\n", "\n")
    publishers.files["/list/psl.dat"] = text.encode()
    assert await refused(publishers, Kind.SUFFIXES) == "TAB02_MISSING"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (top_level_file().removesuffix("\n"), "TAB01_SHAPE"),
        (top_level_file()[1:], "TAB01_SHAPE"),
        (top_level_file("cabinet.fr"), "TAB02_NOT_TOP_LEVEL"),
        (top_level_file("<p>"), "TAB02_NOT_TOP_LEVEL"),
        (top_level_file("7"), "TAB02_NOT_TOP_LEVEL"),
        (top_level_file(without=("fr",)), "TAB02_MISSING"),
        (top_level_file()[:6_000] + "\n", "TAB02_TOO_FEW"),
    ],
)
async def test_a_list_of_top_level_domains_that_is_not_to_be_believed(
    publishers: Publishers, content: str, code: str
) -> None:
    publishers.files["/TLD/tlds.txt"] = content.encode()
    assert await refused(publishers, Kind.WHOIS) == code
    assert publishers.asked == []
