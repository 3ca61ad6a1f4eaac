"""Reading a folder of recordings: `whois/*.txt` beside `*.json`, and `rdap/*.raw.json`.

A file is called `<tld>__<name>__<source>`; the name is taken from `query` in the JSON beside it,
where there is one. Names under `example` are left out: the world's own registries live there.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.universe.errors import UniverseError

# Who answers for the holder: "Registrar WHOIS Server:", and "Whois Server:" in older records.
REFERRAL = re.compile(
    rb"^[ \t]*(?:registrar )?whois server:[ \t]*([a-z0-9.-]+)[ \t]*\r?$",
    re.IGNORECASE | re.MULTILINE,
)
HOLDER = re.compile(rb"(?im)^[ \t]*(?:registrant|owner|holder)")


@dataclass(frozen=True, kw_only=True)
class Recording:
    """One recorded answer: to whom it refers, and whether it speaks of the holder itself."""

    body: bytes
    referral: str = ""
    has_holder: bool = False


@dataclass(kw_only=True)
class Name:
    """Everything recorded about one name."""

    whois: list[Recording] = field(default_factory=list)
    rdap: list[Recording] = field(default_factory=list)
    name_servers: set[str] = field(default_factory=set)


def read(folder: Path) -> dict[str, Name]:
    """Read a folder; raises UniverseError with what to do when there is nothing to replay."""
    names: defaultdict[str, Name] = defaultdict(Name)
    for path in sorted(folder.glob("whois/*.txt")):
        expected = _expected(path.with_suffix(".json"))
        name = names[_name(path, expected)]
        name.whois.append(_whois(path.read_bytes()))
        name.name_servers |= set(expected.get("name_servers") or ())
    for path in sorted(folder.glob("rdap/*.raw.json")):
        expected = _expected(path.with_name(path.name.replace(".raw.json", ".expected.json")))
        names[_name(path, expected)].rdap.append(_rdap(path.read_bytes()))
    replayed = {name: found for name, found in names.items() if not name.endswith(".example")}
    if not replayed:
        raise UniverseError(
            f"There is nothing to replay in {folder}: give a folder that holds whois/*.txt or "
            "rdap/*.raw.json with names such as fr__nom.fr__source.txt."
        )
    return replayed


def related(body: bytes) -> Iterator[str]:
    """Yield the addresses of the registrar's own RDAP answer, as an answer gives them."""
    for link in _members(body).get("links") or ():
        href = link.get("href") if isinstance(link, dict) and link.get("rel") == "related" else ""
        if isinstance(href, str) and href.startswith("https://") and "/domain/" in href:
            yield href


def _whois(body: bytes) -> Recording:
    found = REFERRAL.search(body)
    referral = found[1].decode("ascii").lower() if found else ""
    return Recording(body=body, referral=referral, has_holder=bool(HOLDER.search(body)))


def _rdap(body: bytes) -> Recording:
    entities = _members(body).get("entities") or ()
    roles = {role for entity in entities if isinstance(entity, dict) for role in _roles(entity)}
    referral = next(related(body), "")
    return Recording(body=body, referral=referral, has_holder="registrant" in roles)


def _roles(entity: dict[str, Any]) -> list[str]:
    roles = entity.get("roles")
    return [str(role).lower() for role in roles] if isinstance(roles, list) else []


def _members(body: bytes) -> dict[str, Any]:
    """Read a recorded answer as far as it can be read; some are broken, and served as such."""
    try:
        members = json.loads(body)
    except ValueError:
        return {}
    return members if isinstance(members, dict) else {}


def _expected(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        expected = json.loads(path.read_bytes())
    except ValueError as fault:
        raise UniverseError(f"{path} is not JSON ({fault}); mend it or take it away.") from fault
    return expected if isinstance(expected, dict) else {}


def _name(path: Path, expected: dict[str, Any]) -> str:
    parts = path.name.split("__")
    name = expected.get("query") or (parts[1] if len(parts) > 2 else "")
    if not isinstance(name, str) or "." not in name:
        raise UniverseError(
            f"{path} does not say which name was asked: call it <tld>__<name>__<source>, or put "
            '"query" into the JSON beside it.'
        )
    return name.lower()
