"""Many recorded answers at once: JSON lines in, one JSON object per line out, in the same order."""

import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TextIO

from probes.interface import LookupState, Parsed, Registration
from probes.published.names import ascii_name
from probes.rdap.parse import parse as parse_rdap
from probes.same_name import about_another_name
from probes.whois.parse import parse as parse_whois
from probes.whois.registries import registry_for

MOST_BYTES = 1_048_576

Answer = dict[str, object]

_TYPES = {"whois", "rdap"}
_REGISTERED = {LookupState.REGISTERED: True, LookupState.AVAILABLE: False}


@dataclass(frozen=True, kw_only=True)
class Task:
    """One line: a file that holds an answer, the name it is about, and the protocol."""

    path: Path
    domain: str
    type: str


def run(lines: Iterable[str | bytes], out: TextIO) -> None:
    """Answer each line with one line; a line or a file that cannot be used gets `{"error"}`."""
    for line in lines:
        began = time.perf_counter()
        answer = _answer(line)
        answer["ms"] = round((time.perf_counter() - began) * 1000, 2)
        out.write(json.dumps(answer) + "\n")
        out.flush()


def _answer(line: str | bytes) -> Answer:
    try:
        task = _task(line)
    except ValueError as fault:
        return {"error": str(fault)}
    try:
        with task.path.open("rb") as file:
            raw = file.read(MOST_BYTES)
    except (OSError, ValueError) as fault:  # ValueError: a path no file can have
        why = fault.strerror if isinstance(fault, OSError) else fault
        return {"error": f"{str(task.path)!r} cannot be read: {why}."}
    return flat(read_answer(task, raw))


def read_answer(task: Task, raw: bytes) -> Parsed:
    """Read one recorded answer; one about another name than the one asked for is not believed."""
    if task.type == "rdap":
        parsed = parse_rdap(raw)
    else:
        parsed = parse_whois(task.domain, registry_for(task.domain), raw)
    return about_another_name(parsed, ascii_name(task.domain))


def _task(line: str | bytes) -> Task:
    """Read a line; raises ValueError with what to write instead."""
    wanted = 'Write {"path": ..., "domain": ..., "type": "whois" or "rdap"}.'
    try:
        item = json.loads(line)
    except ValueError as fault:
        raise ValueError(f"This line is not JSON ({fault}). {wanted}") from fault
    if not isinstance(item, dict):
        raise ValueError(f"This line is not a JSON object. {wanted}")  # noqa: TRY004 - one fault, one type
    path, domain, kind = (item.get(key) for key in ("path", "domain", "type"))
    if not isinstance(path, str) or not isinstance(domain, str) or kind not in _TYPES:
        raise ValueError(f"This line lacks a path, a domain or a known type. {wanted}")
    return Task(path=Path(path), domain=domain, type=kind)


def flat(parsed: Parsed) -> Answer:
    """Return what was read under the keys of the corpus; None where nothing is published."""
    registration = parsed.registration or Registration()
    holder = registration.registrant
    name, organization = (holder.name, holder.organization) if holder else (None, None)
    return {
        "registered": _REGISTERED.get(parsed.state),
        "state": parsed.state.value,
        "parser": parsed.parser,
        "domain": registration.domain,
        "registrar": registration.registrar,
        "registrar_id": registration.registrar_id,
        "registrant_name": name,
        "registrant_organization": organization,
        "registrant_email": holder.email if holder else None,
        "registrant_country": holder.country if holder else None,
        "created": _iso(registration.created),
        "updated": _iso(registration.updated),
        "expires": _iso(registration.expires),
        "name_servers": list(registration.name_servers),
        "statuses": list(registration.statuses),
        "dnssec": registration.dnssec,
        "owner": organization or name,
        "privacy": registration.privacy.value,
    }


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value else None
