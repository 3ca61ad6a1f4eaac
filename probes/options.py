"""Options of the probes: one TOML file, or the defaults for the real Internet.

The same file serves an operator and the tests (`python -m tests.universe` prints the path of one).
Every key is optional; an unknown key is refused with its name.

    [dns]
    roots = ["127.0.10.1"]            # addresses of root name servers
    [names]
    extra_suffixes = ["fr.example"]   # public suffixes to add; lifts the special-use refusal
    [[registries]]
    id = "afnic"                      # parsers and holder rules key on this id
    suffixes = ["fr.example"]
    rdap = "https://rdap.nic.fr.example/"
    whois = "whois.nic.fr.example"
    [tls]
    roots = ["ca.pem"]                # PEM files beside this one; replaces the system's roots
    [guard]
    allowed_addresses = ["127.0.0.0/8"]   # allowed although not public
    [ports]                           # where a well-known port is really served
    53 = 5353
    [limits]
    deadline_seconds = 8.0            # per source, everything included
    connect_seconds = 3.0
    whois_bytes = 65536
    rdap_bytes = 262144
    redirects = 5
    [tables]
    folder = "tables"                 # beside this file: refreshed tables are kept here
    rdap = "https://data.iana.org/rdap/dns.json"
    suffixes = "https://publicsuffix.org/list/public_suffix_list.dat"
    tlds = "https://data.iana.org/TLD/tlds-alpha-by-domain.txt"
    whois = "whois.iana.org"          # asked about top-level domains, on port 43
    whois_questions = 100             # at most, in one refresh
    pause_seconds = 1.0               # between two of them
    deadline_seconds = 60.0           # per table fetched over https
    [pace]                            # many names at once, see docs/portfolio.md
    in_flight = 200                   # questions under way at most, over all registries
    margin = 0.05                     # share of each budget that is left unused
    patience_seconds = 60.0           # how long a question waits for its turn before it is given up
    pause_seconds = 5.0               # after "too many questions" without Retry-After; then doubled
    recovery_seconds = 600.0          # from half the budget back to all of it
    failures = 5                      # without an answer in a row, then the host rests
    rest_seconds = 15.0               # the first rest; then doubled, at most a quarter of an hour
    [[budgets]]                       # goes before what is shipped for this host
    host = "whois.nic.fr.example"
    questions = 60
    seconds = 60
    at_once = 1                       # how many of them may go without a distance
"""

import tomllib
from dataclasses import dataclass, field, fields, replace
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

from probes.errors import OptionsError

Network = IPv4Network | IPv6Network

# IANA root hints (https://www.internic.net/domain/named.root), IPv4, read 2026-11-23.
ROOT_SERVERS = (
    "198.41.0.4", "170.247.170.2", "192.33.4.12", "199.7.91.13", "192.203.230.10", "192.5.5.241",
    "192.112.36.4", "198.97.190.53", "192.36.148.17", "192.58.128.30", "193.0.14.129",
    "199.7.83.42", "202.12.27.33",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Registry:
    """A registry as configured: where it answers for its suffixes."""

    id: str
    suffixes: tuple[str, ...]
    rdap: str = ""
    whois: str = ""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Bounds on what a peer can cost us."""

    deadline_seconds: float = 8.0
    connect_seconds: float = 3.0
    whois_bytes: int = 65_536
    rdap_bytes: int = 262_144
    page_bytes: int = 1_048_576
    """Of a page, more is not read."""
    redirects: int = 5


@dataclass(frozen=True, kw_only=True)
class TableOptions:
    """Where refreshed tables are kept, and where a refresh takes them from."""

    folder: Path | None = None
    """None: nothing is kept, the tables are those shipped."""
    rdap: str = "https://data.iana.org/rdap/dns.json"
    suffixes: str = "https://publicsuffix.org/list/public_suffix_list.dat"
    tlds: str = "https://data.iana.org/TLD/tlds-alpha-by-domain.txt"
    whois: str = "whois.iana.org"
    whois_questions: int = 100
    pause_seconds: float = 1.0
    deadline_seconds: float = 60.0


@dataclass(frozen=True, kw_only=True)
class PaceOptions:
    """How patiently many names are asked about."""

    in_flight: int = 200
    margin: float = 0.05
    patience_seconds: float = 60.0
    pause_seconds: float = 5.0
    recovery_seconds: float = 600.0
    failures: int = 5
    rest_seconds: float = 15.0


@dataclass(frozen=True, kw_only=True)
class HostBudget:
    """How many questions a service host is asked in how many seconds, as configured."""

    host: str
    questions: int
    seconds: float
    at_once: int = 1


@dataclass(frozen=True, kw_only=True)
class ProbeOptions:
    """Everything a probe may be told."""

    dns_roots: tuple[str, ...] = ROOT_SERVERS
    extra_suffixes: tuple[str, ...] = ()
    registries: tuple[Registry, ...] = ()
    tls_roots: tuple[Path, ...] = ()
    allowed_addresses: tuple[Network, ...] = ()
    ports: tuple[tuple[int, int], ...] = ()
    limits: Limits = field(default_factory=Limits)
    tables: TableOptions = field(default_factory=TableOptions)
    pace: PaceOptions = field(default_factory=PaceOptions)
    budgets: tuple[HostBudget, ...] = ()

    def port(self, well_known: int) -> int:
        """Return where a well-known port is really served."""
        return dict(self.ports).get(well_known, well_known)


Table = dict[str, object]

_SECTIONS = {
    "dns", "names", "registries", "tls", "guard", "ports", "limits", "tables", "pace", "budgets",
}  # fmt: skip


def load(path: Path | None) -> ProbeOptions:
    """Read options from a TOML file; None gives the defaults. Raises OptionsError."""
    if path is None:
        return ProbeOptions()
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise OptionsError(path, f"cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise OptionsError(path, f"is not TOML: {error}") from error
    try:
        return _options(table, path.parent)
    except (TypeError, ValueError, KeyError) as error:
        raise OptionsError(path, str(error)) from error


def _options(table: Table, folder: Path) -> ProbeOptions:
    _only(table, _SECTIONS, "the file")
    dns, names, tls, guard = (_table(table, key) for key in ("dns", "names", "tls", "guard"))
    _only(dns, {"roots"}, "[dns]")
    _only(names, {"extra_suffixes"}, "[names]")
    _only(tls, {"roots"}, "[tls]")
    _only(guard, {"allowed_addresses"}, "[guard]")
    ports = _table(table, "ports")
    return ProbeOptions(
        dns_roots=tuple(str(ip_address(text)) for text in _texts(dns, "roots")) or ROOT_SERVERS,
        extra_suffixes=_texts(names, "extra_suffixes"),
        registries=tuple(_registry(item) for item in _tables(table, "registries")),
        tls_roots=tuple(folder / name for name in _texts(tls, "roots")),
        allowed_addresses=tuple(ip_network(text) for text in _texts(guard, "allowed_addresses")),
        ports=tuple((int(key), _integer(ports, key)) for key in ports),
        limits=_limits(_table(table, "limits")),
        tables=_refreshed(_table(table, "tables"), folder),
        pace=_pace(_table(table, "pace")),
        budgets=tuple(_budget(item) for item in _tables(table, "budgets")),
    )


def _registry(item: Table) -> Registry:
    _only(item, {"id", "suffixes", "rdap", "whois"}, "[[registries]]")
    values = {key: item.get(key, "") for key in ("id", "rdap", "whois")}
    for key, value in values.items():
        if not isinstance(value, str):
            raise TypeError(f"[[registries]] {key} must be text")
    if not values["id"]:
        raise ValueError("[[registries]] needs an id, such as id = 'afnic'")
    return Registry(
        id=str(values["id"]),
        suffixes=_texts(item, "suffixes"),
        rdap=str(values["rdap"]),
        whois=str(values["whois"]),
    )


def _limits(table: Table) -> Limits:
    known = {entry.name for entry in fields(Limits)}
    _only(table, known, "[limits]")
    numbers: Table = {**_numbers(table, known, "[limits]", Limits())}
    return replace(Limits(), **numbers)  # type: ignore[arg-type]  # kinds are those of the defaults


def _pace(table: Table) -> PaceOptions:
    known = {entry.name for entry in fields(PaceOptions)}
    _only(table, known, "[pace]")
    numbers: Table = {**_numbers(table, known, "[pace]", PaceOptions())}
    pace = replace(PaceOptions(), **numbers)  # type: ignore[arg-type]  # kinds are the defaults'
    if pace.margin >= 1:
        raise ValueError("[pace] margin must be a share below 1, such as 0.05")
    return pace


def _budget(item: Table) -> HostBudget:
    numbers = {"questions", "seconds", "at_once"}
    _only(item, {"host"} | numbers, "[[budgets]]")
    host = item.get("host", "")
    if not isinstance(host, str) or not host:
        raise ValueError("[[budgets]] needs a host, such as host = 'whois.nic.fr'")
    for key in ("questions", "seconds"):
        if key not in item:
            raise ValueError(f"[[budgets]] of {host} lacks {key}, such as {key} = 60")
    default = HostBudget(host=host.lower(), questions=1, seconds=1.0)
    given: Table = {**_numbers(item, numbers, "[[budgets]]", default)}
    budget = replace(default, **given)  # type: ignore[arg-type]  # kinds are the defaults'
    if not 0 < budget.at_once <= budget.questions:
        raise ValueError(f"[[budgets]] of {host}: at_once is from 1 to the number of questions")
    return budget


def _refreshed(table: Table, folder: Path) -> TableOptions:
    texts = {"folder", "rdap", "suffixes", "tlds", "whois"}
    numbers = {"whois_questions", "pause_seconds", "deadline_seconds"}
    _only(table, texts | numbers, "[tables]")
    given: Table = {}
    for key in texts & set(table):
        value = table[key]
        if not isinstance(value, str) or not value:
            raise TypeError(f"[tables] {key} must be text")
        given[key] = folder / value if key == "folder" else value
    for key in {"rdap", "suffixes", "tlds"} & set(given):
        url = urlsplit(str(given[key]))
        if url.scheme != "https" or not url.hostname or "@" in url.netloc:
            raise ValueError(f"[tables] {key} must be an https address without a password")
    given |= _numbers(table, numbers & set(table), "[tables]", TableOptions())
    return replace(TableOptions(), **given)  # type: ignore[arg-type]  # names and kinds are checked


def _numbers(table: Table, keys: set[str], where: str, defaults: object) -> dict[str, float]:
    numbers = {}
    for key in keys & set(table):
        value = table[key]
        if not isinstance(value, int | float) or value <= 0:
            raise TypeError(f"{where} {key} must be a number above 0")
        numbers[key] = type(getattr(defaults, key))(value)
    return numbers


def _only(table: Table, known: set[str], where: str) -> None:
    unknown = sorted(set(table) - known)
    if unknown:
        raise ValueError(
            f"{where} has the unknown key {unknown[0]!r}; known are: {', '.join(sorted(known))}"
        )


def _table(table: Table, key: str) -> Table:
    value = table.get(key, {})
    if not isinstance(value, dict):
        raise TypeError(f"[{key}] must be a table")
    return cast("Table", value)


def _tables(table: Table, key: str) -> list[Table]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise TypeError(f"[[{key}]] must be a list of tables")
    return cast("list[Table]", value)


def _texts(table: Table, key: str) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise TypeError(f"{key} must be a list of texts")
    return tuple(cast("list[str]", value))


def _integer(table: Table, key: str) -> int:
    value = table[key]
    if not isinstance(value, int) or not 0 < value < 65_536:  # noqa: PLR2004 - a port
        raise TypeError(f"[ports] {key} must be a port number")
    return value
