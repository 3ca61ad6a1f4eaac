"""What is mutated: the project's own records, or a folder of recorded answers.

A folder holds `whois/<tld>__<name>__<source>.txt` and `rdap/<tld>__<name>__<source>.raw.json`. DNS
messages, certificates, pages and zone files are always of our own making.
"""

from dataclasses import dataclass
from pathlib import Path

from probes.whois.registries import registry_for
from tests.fuzz.certificates import chains
from tests.fuzz.dns_answers import dns_answers

OWN = Path(__file__).parents[1] / "probes" / "parse" / "records"
WORLD = Path(__file__).parents[1] / "universe" / "world"
NOBODYS = "exemple.test"


@dataclass(frozen=True, kw_only=True)
class Record:
    """An answer, and the name and registry that it is about."""

    raw: bytes
    domain: str = NOBODYS
    registry: str = ""
    """Empty for our own records, which are read as those of each registry."""
    query: bytes = b""
    """DNS only: the question it answers."""


@dataclass(frozen=True, kw_only=True)
class Records:
    """All of them, by protocol."""

    whois: tuple[Record, ...]
    rdap: tuple[Record, ...]
    dns: tuple[Record, ...]
    certificates: tuple[Record, ...]
    pages: tuple[Record, ...]
    zones: tuple[Record, ...]


def load(corpus: Path | None) -> Records:
    """Read a folder; None takes our own records. Raises ValueError for a folder without answers."""
    if corpus is None:
        whois = [Record(raw=path.read_bytes()) for path in sorted((OWN / "whois").glob("*.txt"))]
        rdap = [Record(raw=path.read_bytes()) for path in sorted((OWN / "rdap").glob("*.json"))]
    else:
        whois = [_recorded(path) for path in sorted((corpus / "whois").glob("*__*__*.txt"))]
        rdap = [_recorded(path) for path in sorted((corpus / "rdap").glob("*__*__*.raw.json"))]
    if not whois or not rdap:
        raise ValueError(f"{corpus} holds no answers; it needs whois/*.txt and rdap/*.raw.json")
    return Records(
        whois=tuple(whois),
        rdap=tuple(rdap),
        dns=tuple(Record(raw=reply, query=query) for query, reply in dns_answers()),
        certificates=tuple(Record(raw=chain) for chain in chains()),
        zones=tuple(Record(raw=path.read_bytes()) for path in sorted(WORLD.glob("zones/*.zone"))),
        pages=tuple(
            Record(raw=path.read_bytes()) for path in sorted((WORLD / "sites").glob("*.html"))
        ),
    )


def _recorded(path: Path) -> Record:
    domain = path.name.split("__")[1]
    return Record(raw=path.read_bytes(), domain=domain, registry=registry_for(domain))
