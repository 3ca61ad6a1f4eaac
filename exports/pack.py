"""The handover pack: a BagIt 1.0 bag (RFC 8493) in a zip file; same files, same bytes."""

import io
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from exports.errors import PackError
from exports.manifest import MANIFEST, TAG_MANIFEST, dump, sha256
from exports.names import collision, is_portable

PAYLOAD = "data/"
EVIDENCE = "data/evidence/"
EXHIBITS = "data/exhibits/"
BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
ZIP_YEARS = range(1980, 2108)
PLAIN_FILE = 0o100644


class PackKind(StrEnum):
    """What a pack is for.

    Its value is the bag's folder: RFC 8493 wants a bag packed from its parent, so that it unpacks
    into one folder.
    """

    HANDOVER = "handover-pack"
    OWNERSHIP = "ownership-pack"
    EXHIBITS = "exhibit-pack"


_READMES = {
    PackKind.HANDOVER: "pack_readme.txt",
    PackKind.OWNERSHIP: "ownership_readme.txt",
    PackKind.EXHIBITS: "exhibits_readme.txt",
}
_SAID = {
    PackKind.HANDOVER: "Handover pack, leaving",
    PackKind.OWNERSHIP: "Ownership evidence,",
    PackKind.EXHIBITS: "Chronology and exhibits,",
}


@dataclass(frozen=True, kw_only=True)
class Label:
    """What is written on the pack."""

    practice: str
    provider: str
    """Who is left; of an ownership pack: the scope, and who took it away."""
    made_at: datetime
    """Aware, UTC; also the date of every file in the zip."""
    kind: PackKind = PackKind.HANDOVER


def build(files: Mapping[str, bytes], label: Label) -> bytes:
    """Pack files under their paths (`data/register.json`) with manifests and a README.

    Raises PackError when a path would not mean the same file on every system.
    """
    _check(files, label)
    tags = {
        "README.txt": _readme(label),
        "bag-info.txt": _bag_info(files, label),
        "bagit.txt": BAGIT,
        MANIFEST: dump({path: sha256(content) for path, content in files.items()}),
    }
    tags[TAG_MANIFEST] = dump({path: sha256(content) for path, content in tags.items()})
    return _zip({**tags, **{path: files[path] for path in sorted(files)}}, label)


def evidence_path(number: str, source: str, raw: bytes) -> str:
    """Give the path of a raw answer: `data/evidence/P-001-rdap.json`, `.txt` or `.bin`."""
    slug = re.sub(r"[^a-z0-9]+", "-", source.lower()).strip("-") or "piece"
    return f"{EVIDENCE}{number}-{slug[:40]}.{_extension(raw)}"


def document_path(number: str, kind: str, media_type: str) -> str:
    """Give the path of a filed document: `data/evidence/D-001-registrar-certificate.pdf`."""
    slug = re.sub(r"[^a-z0-9]+", "-", kind.lower()).strip("-") or "document"
    return f"{EVIDENCE}{number}-{slug[:40]}.{_ENDINGS.get(media_type, 'bin')}"


def exhibit_path(number: int, kind: str, filename: str) -> str:
    """Give the path of an exhibit: `data/exhibits/003-invoice.pdf`."""
    slug = re.sub(r"[^a-z0-9]+", "-", kind.lower()).strip("-") or "exhibit"
    ending = re.sub(r"[^a-z0-9]", "", filename.lower().rpartition(".")[2])[:8] or "bin"
    return f"{EXHIBITS}{number:03}-{slug[:40]}.{ending}"


_ENDINGS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}


def _extension(raw: bytes) -> str:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return "bin"
    try:
        return "json" if isinstance(json.loads(text), dict | list) else "txt"
    except (ValueError, RecursionError):
        printable = text.translate(dict.fromkeys(map(ord, "\r\n\t"))).isprintable()
        return "txt" if printable else "bin"


def _check(files: Mapping[str, bytes], label: Label) -> None:
    if not files:
        raise PackError("a pack holds at least one file")
    for path in files:
        if not path.startswith(PAYLOAD) or not is_portable(path):
            raise PackError(
                f"{path!r} cannot stand in a pack: under data/, letters, digits, dot, hyphen and "
                "underscore only"
            )
    same = collision(sorted(files))
    if same:
        raise PackError(f"{same!r} and another path differ by letter case only")
    if label.made_at.utcoffset() is None or label.made_at.year not in ZIP_YEARS:
        raise PackError("the pack's date must be an aware time between 1980 and 2107")


def _bag_info(files: Mapping[str, bytes], label: Label) -> bytes:
    octets = sum(len(content) for content in files.values())
    return (
        f"Source-Organization: {_one_line(label.practice)}\n"
        f"External-Description: {_SAID[label.kind]} {_one_line(label.provider)}\n"
        f"Bagging-Date: {label.made_at.astimezone(UTC).date().isoformat()}\n"
        f"Payload-Oxum: {octets}.{len(files)}\n"
        "Bag-Software-Agent: Reversibility\n"
    ).encode()


def _readme(label: Label) -> bytes:
    made_at = label.made_at.astimezone(UTC)
    return (
        Path(__file__)
        .with_name(_READMES[label.kind])
        .read_text(encoding="utf-8")
        .format(
            practice=_one_line(label.practice),
            provider=_one_line(label.provider),
            made_at=f"{made_at:%Y-%m-%d %H:%M:%S} UTC",
        )
        .encode("utf-8", "replace")
    )


def _one_line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _zip(files: Mapping[str, bytes], label: Label) -> bytes:
    """Store without compression: compressed bytes would depend on the version of zlib."""
    buffer = io.BytesIO()
    moment = label.made_at.astimezone(UTC)
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for path, content in files.items():
            entry = zipfile.ZipInfo(f"{label.kind}/{path}", moment.timetuple()[:6])
            entry.create_system = 3  # Unix, whatever machine makes the pack
            entry.external_attr = PLAIN_FILE << 16
            archive.writestr(entry, content)
    return buffer.getvalue()
