"""Helpers of these tests: read a record as the probes would."""

from pathlib import Path

from probes.interface import Contact, Parsed, Registration
from probes.rdap.parse import parse as parse_rdap
from probes.whois.parse import parse as parse_whois

RECORDS = Path(__file__).with_name("records")


def whois(record: str, domain: str = "exemple.test", registry: str = "icann") -> Parsed:
    return parse_whois(domain, registry, (RECORDS / "whois" / record).read_bytes())


def rdap(record: str, status: int = 200) -> Parsed:
    return parse_rdap((RECORDS / "rdap" / record).read_bytes(), status)


def facts(parsed: Parsed) -> Registration:
    assert parsed.registration is not None, parsed
    return parsed.registration


def holder(parsed: Parsed) -> Contact:
    registrant = facts(parsed).registrant
    assert registrant is not None, parsed
    return registrant
