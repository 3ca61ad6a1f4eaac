"""What is concluded without a pattern: whose a host is, and who else may send or receive."""

from datetime import UTC, datetime

import pytest

from probes.asking import Target
from probes.discovery.inferring import RULES
from probes.discovery.inferring.seen import Seen
from probes.discovery.model import Evidence, Hit, TraceSource
from probes.interface import Survey
from probes.names import read_name
from probes.options import ProbeOptions, Registry

NOW = datetime(2026, 11, 30, 8, 30, tzinfo=UTC)


def _seen(
    *evidence: tuple[str, str], name: str = "cabinet.fr", address: str = "192.0.2.80"
) -> Seen:
    return Seen(
        target=Target(
            name=read_name(name), registry=Registry(id="afnic", suffixes=("fr",)), site_host=name
        ),
        options=ProbeOptions(),
        survey=Survey(
            name=name,
            registered_name=name,
            registry="afnic",
            observations=(),
            started_at=NOW,
            finished_at=NOW,
        ),
        evidence=tuple(
            Evidence(source=TraceSource(source), place="", text=text) for source, text in evidence
        ),
        addresses=(address,),
    )


def _said(rule: str, seen: Seen) -> list[str]:
    hits: tuple[Hit, ...] = ()
    return [hit.provider for hit in RULES[rule](seen, hits)]


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("ip4:198.51.100.7", ["198.51.100.7"]),
        ("ip4:192.0.2.80", []),
        ("ip4:192.0.2.0/24", []),
        ("a:serveur.agence.example", ["agence.example"]),
        ("a:mail.cabinet.fr", []),
        ("include:_spf.courrier.example", ["courrier.example"]),
        ("include:spf.messagerie.example", []),
        ("ip4:pas-une-adresse", ["pas-une-adresse"]),
        ("mx", []),
        ("all", []),
    ],
)
def test_only_servers_that_nothing_explains_are_asked_about(word: str, said: list[str]) -> None:
    seen = _seen(("spf", word), ("mx", "mx1.messagerie.example"))
    assert _said("spf_ip", seen) == said


def test_mail_under_the_name_itself_sits_with_the_hosting() -> None:
    seen = _seen(("mx", "mail.cabinet.fr"))
    assert len(_said("mx_self", seen)) == 1
    assert _said("mx_other", seen) == []


def test_reports_to_oneself_are_no_question() -> None:
    assert _said("dmarc_reports", _seen(("dmarc", "…@cabinet.fr"))) == []
    assert _said("dmarc_reports", _seen(("dmarc", "…@agence.example"))) == ["agence.example"]


def test_under_a_professional_suffix_only_the_own_name_is_ones_own() -> None:
    seen = _seen(("mx", "mx.autre.avocat.fr"), name="durand.avocat.fr")
    assert seen.is_own("www.durand.avocat.fr")
    assert not seen.is_own("consultation.avocat.fr")
    assert _said("mx_other", seen) == ["avocat.fr"]
