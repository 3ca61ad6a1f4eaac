"""The certificate of a site: what was shown, and why browsers would refuse it."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from probes.interface import Certificate, LookupState, Observation, Source
from probes.registry import observe_async
from probes.tls.certificate import read
from tests.fuzz.certificates import HOST, chains, in_pem
from tests.fuzz.certificates import NOW as MADE_AT
from tests.probes.net.stage import NAME, PEER, Stage
from tests.probes.net.timing import drip, silence, within
from tests.universe.certificates import Authority, make_authority, server_context


@pytest.fixture(autouse=True)
def _site(stage: Stage) -> None:
    stage.hosts = {NAME: (PEER,)}


async def _look(stage: Stage, roots: dict[str, object], **more: object) -> Observation:
    options = stage.options(**roots)
    with within(options.limits.deadline_seconds):
        survey = await observe_async(NAME, options, **more)
    (observation,) = [item for item in survey.observations if item.source is Source.TLS]
    return observation


SELF_SIGNED = list(chains())[2]
EC_KEY, UNKNOWN_KEY = bytes.fromhex("2a8648ce3d0201"), bytes.fromhex("2a8648ce3d0269")
KEY_ID, AUTHORITY_KEY_ID = bytes.fromhex("0603551d0e"), bytes.fromhex("0603551d23")


def test_a_key_of_a_kind_that_nobody_knows_is_no_reason_to_stop() -> None:
    pem = in_pem(SELF_SIGNED.replace(EC_KEY, UNKNOWN_KEY, 1))
    assert read(pem, HOST, (), MADE_AT).fault == "unknown_issuer"


def test_the_same_extension_twice_is_no_certificate() -> None:
    pem = in_pem(SELF_SIGNED.replace(KEY_ID, AUTHORITY_KEY_ID, 1))
    with pytest.raises(ValueError, match="uplicate"):
        read(pem, HOST, (), MADE_AT)


@pytest.mark.parametrize(
    ("kind", "fault"),
    [
        ("good", None),
        ("expired", "expired"),
        ("not_yet_valid", "not_yet_valid"),
        ("self_signed", "self_signed"),
        ("wrong_name", "wrong_name"),
        ("unknown_issuer", "unknown_issuer"),
    ],
)
async def test_each_fault_is_told_apart(
    stage: Stage,
    authority: Authority,
    roots: dict[str, object],
    tmp_path: Path,
    kind: str,
    fault: str | None,
) -> None:
    context = server_context(authority, [NAME], kind, tmp_path)
    await stage.tcp(PEER, 443, silence, ssl=context)
    observation = await _look(stage, roots)
    facts = observation.facts
    assert isinstance(facts, Certificate)
    assert (facts.fault, facts.trusted) == (fault, fault is None)
    assert [item.code for item in observation.messages] == (
        [f"TLS01_{fault.upper()}"] if fault else []
    )


async def test_the_chain_is_kept_in_pem_leaf_first(
    stage: Stage, server_tls: ssl.SSLContext, roots: dict[str, object]
) -> None:
    await stage.tcp(PEER, 443, silence, ssl=server_tls)
    observation = await _look(stage, roots)
    facts = observation.facts
    assert isinstance(facts, Certificate)
    chain = x509.load_pem_x509_certificates(observation.raw)
    assert facts.chain == tuple(item.subject.rfc4514_string() for item in chain)
    assert len(chain) == 2
    assert facts.names == ("rdap.reg.example", NAME)
    assert observation.server == f"{NAME} [{PEER}]"


async def test_validity_is_judged_by_the_day_of_the_question(
    stage: Stage, server_tls: ssl.SSLContext, roots: dict[str, object]
) -> None:
    await stage.tcp(PEER, 443, silence, ssl=server_tls)
    later = datetime.now(UTC) + timedelta(days=400)
    observation = await _look(stage, roots, now=lambda: later)
    assert isinstance(observation.facts, Certificate)
    assert observation.facts.fault == "expired"


async def test_the_site_may_be_another_host(
    stage: Stage, authority: Authority, roots: dict[str, object], tmp_path: Path
) -> None:
    stage.hosts = {f"www.{NAME}": (PEER,)}
    context = server_context(authority, [f"*.{NAME}"], "good", tmp_path)
    await stage.tcp(PEER, 443, silence, ssl=context)
    observation = await _look(stage, roots, site_host=f"www.{NAME}")
    assert isinstance(observation.facts, Certificate)
    assert (observation.facts.host, observation.facts.trusted) == (f"www.{NAME}", True)


async def test_a_star_does_not_stand_for_two_labels(
    stage: Stage, authority: Authority, roots: dict[str, object], tmp_path: Path
) -> None:
    stage.hosts = {f"a.b.{NAME}": (PEER,)}
    context = server_context(authority, [f"*.{NAME}"], "good", tmp_path)
    await stage.tcp(PEER, 443, silence, ssl=context)
    observation = await _look(stage, roots, site_host=f"a.b.{NAME}")
    assert isinstance(observation.facts, Certificate)
    assert observation.facts.fault == "wrong_name"


@pytest.mark.parametrize("peer", [silence, lambda _, writer: drip(writer, b"\x16\x03\x03" * 99)])
async def test_a_site_that_does_not_finish_its_handshake_is_cut(
    stage: Stage, roots: dict[str, object], peer
) -> None:
    await stage.tcp(PEER, 443, peer)
    observation = await _look(stage, roots)
    assert observation.state is LookupState.UNREACHABLE
    assert observation.messages[0].code in {"NET01_TIMED_OUT", "TLS02_HANDSHAKE_FAILED"}


async def test_a_site_that_speaks_no_tls_is_said(stage: Stage, roots: dict[str, object]) -> None:
    await stage.tcp(PEER, 443, lambda _, writer: drip(writer, b"HTTP/1.1 400 no\r\n", 0.001))
    observation = await _look(stage, roots)
    assert observation.messages[0].code == "TLS02_HANDSHAKE_FAILED"


def _pem(authority: Authority, folder: Path) -> bytes:
    server_context(authority, [NAME], "good", folder)
    return (folder / f"{NAME}.pem").read_bytes().partition(b"-----END PRIVATE KEY-----\n")[2]


def test_a_chain_found_good_before_is_judged_by_the_date_of_each_look(
    authority: Authority, tmp_path: Path
) -> None:
    pem, roots = _pem(authority, tmp_path), (authority.root.certificate,)
    first = read(pem, NAME, roots, authority.now)
    assert first.trusted
    assert read(pem, NAME, roots, authority.now + timedelta(hours=1)) == first
    assert read(pem, NAME, roots, authority.now + timedelta(days=61)).fault == "expired"
    assert read(pem, NAME, roots, authority.now - timedelta(days=31)).fault == "not_yet_valid"


def test_a_chain_found_good_before_is_good_for_no_other_host_and_no_other_roots(
    authority: Authority, tmp_path: Path
) -> None:
    pem, roots = _pem(authority, tmp_path), (authority.root.certificate,)
    assert read(pem, NAME, roots, authority.now).trusted
    assert read(pem, f"autre.{NAME}", roots, authority.now).fault == "wrong_name"
    others = (make_authority("Autre autorité", authority.now).root.certificate,)
    assert read(pem, NAME, others, authority.now).fault == "unknown_issuer"
