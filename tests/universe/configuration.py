"""The probes' TOML, as an operator would write it for this Internet."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from probes.names import SPECIAL_USE
from tests.universe.world.records import RegistryEntry

# 127.10 is the world, 127.11 what is replayed; the rest of loopback stays refused.
ALLOWED = ("127.10.0.0/15",)


def write_options(
    path: Path,
    *,
    roots: Iterable[str],
    registries: Iterable[RegistryEntry],
    ports: Mapping[int, int],
    authority: str,
) -> None:
    """Write the file at once: who sees it sees all of it."""
    entries = list(registries)
    lines = ["# The test universe of Reversibility: a miniature Internet on loopback.", "", "[dns]"]
    lines += [f"roots = {_texts(roots)}", "", "[names]"]
    lines += [f"extra_suffixes = {_texts(_nobodys(entries))}", ""]
    for entry in entries:
        lines += _registry(entry)
    for host in sorted(_hosts(entries)):
        lines += ["[[budgets]]", f"host = {_text(host)}", "questions = 100", "seconds = 1.0", ""]
    lines += ["[pace]", "pause_seconds = 0.2", ""]
    lines += ["[tls]", f"roots = {_texts([authority])}", "", "[guard]"]
    lines += [f"allowed_addresses = {_texts(ALLOWED)}", "", "[ports]"]
    lines += [f"{service} = {number}" for service, number in sorted(ports.items())]
    draft = path.with_suffix(".new")
    draft.write_text("\n".join(lines) + "\n", encoding="utf-8")
    draft.replace(path)


def _nobodys(entries: Iterable[RegistryEntry]) -> list[str]:
    """Return the suffixes that the real Internet does not have, such as fr.example."""
    suffixes = {suffix for entry in entries for suffix in entry.suffixes}
    return sorted(suffix for suffix in suffixes if suffix.rpartition(".")[2] in SPECIAL_USE)


def _hosts(entries: Iterable[RegistryEntry]) -> set[str]:
    """Return who is asked; nobody has to be spared here."""
    asked = {urlsplit(entry.rdap).hostname or "" for entry in entries}
    return (asked | {entry.whois for entry in entries}) - {""}


def _registry(entry: RegistryEntry) -> list[str]:
    lines = ["[[registries]]", f"id = {_text(entry.id)}", f"suffixes = {_texts(entry.suffixes)}"]
    lines += [f"rdap = {_text(entry.rdap)}"] if entry.rdap else []
    lines += [f"whois = {_text(entry.whois)}"] if entry.whois else []
    return [*lines, ""]


def _texts(values: Iterable[str]) -> str:
    return f"[{', '.join(_text(value) for value in values)}]"


def _text(value: str) -> str:
    # A JSON string is a TOML basic string.
    return json.dumps(value)
