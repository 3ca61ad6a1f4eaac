"""Microseconds of one answer of each form and of one judgement, beside the libraries."""

import json
from collections.abc import Callable, Iterator, Mapping
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
from tests.fuzz.records import OWN, Record
from tests.probes.judge.surveys import AGENCY, OTHER_AGENCY, PRACTICE, observation, survey

Row = tuple[str, float, dict[str, float | None]]
"""What was read, in how many microseconds, and in how many by each library; None: it fails."""

_RDAP = OWN / "rdap" / "company.json"
_OF_FORM: Mapping[Form, tuple[str, str]] = {
    Form.AFNIC: ("afnic", "afnic-company.txt"),
    Form.ICANN: ("verisign", "icann-thick.txt"),
    Form.DECLARED: ("nask", "nask.txt"),
    Form.DENIC: ("denic", "denic-holder.txt"),
    Form.DNSBELGIUM: ("dnsbelgium", "dnsbelgium-hidden.txt"),
    Form.EURID: ("eurid", "eurid-hidden.txt"),
    Form.NOMINET: ("nominet", "nominet-company.txt"),
    Form.REDES: ("redes", "redes.txt"),
    Form.REGISTRO_IT: ("registro-it", "registro-it-company.txt"),
    Form.RESTENA: ("restena", "restena-organisation.txt"),
    Form.SIDN: ("sidn", "sidn-early.txt"),
    Form.SWITCH: ("switch", "switch-company.txt"),
    Form.PYTHON_WHOIS: ("other-holder-wrong", "hostmaster-ua.txt"),
}
"""Of each form an answer of a registry that writes so, in our own records."""
_NO_BOOTSTRAP = SimpleNamespace(is_using_overrides=lambda: True)


def rows() -> Iterator[Row]:
    """Yield a row for each WHOIS form, RDAP, and the verdicts on one name."""
    for form, (registry, filename) in _OF_FORM.items():
        yield _whois(form, Record(raw=(OWN / "whois" / filename).read_bytes(), registry=registry))
    yield _rdap()
    yield "verdicts on one name", microseconds(_judgement()), {}


def afnic() -> tuple[float, float]:
    """Return the microseconds of one .fr answer with its holder, ours and python-whois'."""
    registry, filename = _OF_FORM[Form.AFNIC]
    record = Record(raw=(OWN / "whois" / filename).read_bytes(), registry=registry)
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
