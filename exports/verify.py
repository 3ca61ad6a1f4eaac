"""Check a handover pack with nothing but the pack: every file must be the one that was packed.

Works on a machine that has never seen the service: standard library only, no network, nothing
unpacked to disk. The first fault found is the answer.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import IO

from exports.archive import Archive, ArchiveFaultError, open_archive
from exports.errors import ManifestError
from exports.manifest import MANIFEST, TAG_MANIFEST, parse, sha256
from exports.names import escapes

BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
PAYLOAD = "data/"


@dataclass(frozen=True, kw_only=True)
class Fault:
    """The first thing that is wrong: a code of `messages.toml` and its parameters."""

    code: str
    path: str = ""
    """The file concerned, inside the pack."""
    line: int = 0


@dataclass(frozen=True, kw_only=True)
class Report:
    """What checking a pack gave."""

    fault: Fault | None = None
    files: int = 0
    """How many files were checked, manifests included."""
    fingerprint: str = ""
    """SHA-256 of the tag manifest: the same for the same pack, to be compared by other means."""

    @property
    def whole(self) -> bool:
        """True when every file is the one that was packed."""
        return self.fault is None


def verify(pack: Path) -> Report:
    """Check the pack at this path; OSError when it cannot be opened."""
    with pack.open("rb") as file:
        return verify_file(file)


def verify_file(file: IO[bytes]) -> Report:
    """Check a pack that is already open."""
    try:
        archive = open_archive(file)
        base = _base(archive)
        tag_digests, fingerprint = _check_tags(archive, base)
        payload = _check_payload(archive, base)
    except ArchiveFaultError as fault:
        return Report(fault=Fault(code=fault.code, path=fault.path))
    except _ManifestFaultError as fault:
        return Report(fault=Fault(code="VERIFY_MANIFEST_FORM", path=fault.path, line=fault.line))
    return Report(files=len(tag_digests) + 1 + len(payload), fingerprint=fingerprint)


class _ManifestFaultError(Exception):
    def __init__(self, path: str, line: int) -> None:
        super().__init__(f"{path} {line}")
        self.path = path
        self.line = line


def _base(archive: Archive) -> str:
    """Give the folder of the bag: the only one at the top, or none."""
    tops = {path.partition("/")[0] + "/" for path in archive.entries if "/" in path}
    bags = sorted(top for top in tops if top + "bagit.txt" in archive.entries)
    if "bagit.txt" in archive.entries:
        return ""
    if not bags:
        raise ArchiveFaultError("VERIFY_REMOVED", "bagit.txt")
    strangers = sorted(path for path in archive.entries if not path.startswith(bags[0]))
    if strangers:
        raise ArchiveFaultError("VERIFY_ADDED", strangers[0])
    return bags[0]


def _check_tags(archive: Archive, base: str) -> tuple[dict[str, str], str]:
    """Check README, bag-info and the manifest itself against the tag manifest."""
    digests = _manifest(archive, base, TAG_MANIFEST)
    for path in ("bagit.txt", MANIFEST):
        if path not in digests:
            raise ArchiveFaultError("VERIFY_NOT_LISTED", path)
    present = {path for path in _inside(archive, base) if not path.startswith(PAYLOAD)}
    _compare(archive, base, digests, present - {TAG_MANIFEST})
    if archive.read(base + "bagit.txt") != BAGIT:
        raise ArchiveFaultError("VERIFY_NOT_OUR_BAG", "bagit.txt")
    return digests, sha256(archive.read(base + TAG_MANIFEST))


def _check_payload(archive: Archive, base: str) -> dict[str, str]:
    digests = _manifest(archive, base, MANIFEST)
    present = {path for path in _inside(archive, base) if path.startswith(PAYLOAD)}
    _compare(archive, base, digests, present)
    return digests


def _manifest(archive: Archive, base: str, name: str) -> dict[str, str]:
    if base + name not in archive.entries:
        raise ArchiveFaultError("VERIFY_REMOVED", name)
    try:
        digests = parse(archive.read(base + name))
    except ManifestError as error:
        raise _ManifestFaultError(name, error.line) from error
    for number, path in enumerate(digests, start=1):
        misplaced = path.startswith(PAYLOAD) != (name == MANIFEST)
        if escapes(path) or misplaced:
            raise _ManifestFaultError(name, number)
    return digests


def _compare(archive: Archive, base: str, digests: dict[str, str], present: set[str]) -> None:
    for path, digest in digests.items():
        if path not in present:
            raise ArchiveFaultError("VERIFY_REMOVED", path)
        if archive.digest(base + path) != digest:
            raise ArchiveFaultError("VERIFY_CHANGED", path)
    added = sorted(present - digests.keys())
    if added:
        raise ArchiveFaultError("VERIFY_ADDED", added[0])


def _inside(archive: Archive, base: str) -> list[str]:
    return [path.removeprefix(base) for path in archive.entries]
