"""Microseconds of one answer of each form and of one judgement, beside the libraries."""

import json
from collections.abc import Callable, Iterator
from types import SimpleNamespace

import whois
import whoisit
from whodap.response import DomainResponse

from probes.interface import Source
from probes.judge import judge
from probes.rdap.parse import parse as parse_rdap
from probes.whois.parse import parse as parse_whois
from probes.whois.registries import Form
from tests.bench.figures import microseconds
from tests.fuzz.judging import DECLARED
from tests.fuzz.records import OWN, Record, load
from tests.fuzz.subjects import records_of_form
from tests.probes.judge.surveys import AGENCY, OTHER_AGENCY, PRACTICE, observation, survey

Row = tuple[str, float, dict[str, float | None]]
"""What was read, in how many microseconds, and in how many by each library; None: it fails."""

_RDAP = OWN / "rdap" / "company.json"
_NO_BOOTSTRAP = SimpleNamespace(is_using_overrides=lambda: True)


def rows() -> Iterator[Row]:
    """Yield a row for each WHOIS form, RDAP, and the verdicts on one name."""
    records = load(None).whois
    for form in Form:
        if form is not Form.OTHER:
            yield _whois(form, records_of_form(form, records)[0])
    yield _rdap()
    yield "verdicts on one name", microseconds(_judgement()), {}


def afnic() -> tuple[float, float]:
    """Return the microseconds of one .fr answer with its holder, ours and python-whois'."""
    record = Record(raw=(OWN / "whois" / "afnic-company.txt").read_bytes(), registry="afnic")
    _, ours, peers = _whois(Form.AFNIC, record)
    theirs = peers["python-whois"]
    assert theirs is not None
    return ours, theirs


def _whois(form: Form, record: Record) -> Row:
    text = record.raw.decode("utf-8", "replace")
    parsed = parse_whois(record.domain, record.registry, record.raw)
    name = (parsed.registration.domain if parsed.registration else None) or record.domain
    ours = microseconds(lambda: parse_whois(record.domain, record.registry, record.raw))
    theirs = _time_of(lambda: whois.WhoisEntry.load(_as_of(record.registry, name), text))
    return f"WHOIS {form}", ours, {"python-whois": theirs}


def _as_of(registry: str, name: str) -> str:
    """Return the name under a suffix by which python-whois picks its parser."""
    suffixes = {"afnic": "fr", "eurid": "eu", "dnsbelgium": "be", "denic": "de", "nominet": "co.uk"}
    return f"{name.split('.', maxsplit=1)[0]}.{suffixes.get(registry, name.rpartition('.')[2])}"


def _rdap() -> Row:
    raw = _RDAP.read_bytes()
    name = json.loads(raw)["ldhName"]
    peers = {
        "whoisit": _time_of(lambda: whoisit.parse(_NO_BOOTSTRAP, "domain", name, json.loads(raw))),
        "whodap": _time_of(lambda: DomainResponse.from_json(raw).to_whois_dict()),
    }
    return "RDAP", microseconds(lambda: parse_rdap(raw)), peers


def _judgement() -> Callable[[], object]:
    """Judge what both protocols say of one name, on every declared field."""
    parsed = parse_rdap(_RDAP.read_bytes())
    seen = survey(
        *(observation(source, "nic.example", parsed.state, parsed.registration)
          for source in (Source.RDAP, Source.WHOIS))
    )  # fmt: skip
    return lambda: judge(seen, DECLARED, PRACTICE, (AGENCY, OTHER_AGENCY))


def _time_of(read: Callable[[], object]) -> float | None:
    try:
        read()
    except Exception:  # noqa: BLE001 - whatever a library raises on a real answer is its answer
        return None
    return microseconds(read)
