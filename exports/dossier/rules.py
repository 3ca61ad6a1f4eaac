"""What must hold in a dossier before anything is made from it."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from exports.dossier.model import Asset, Dossier, Evidence
from exports.errors import DossierError

SHA256 = re.compile(r"[0-9a-f]{64}")
EVIDENCE_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,11}")
MAX_WEIGHT = 4


def check(dossier: Dossier) -> Dossier:
    """Give the dossier back when it is coherent; name the first value that is not."""
    for path, fault in _faults(dossier):
        raise DossierError(path, fault)
    return dossier


def _faults(dossier: Dossier) -> Iterator[tuple[str, str]]:
    yield from _head_faults(dossier)
    yield from _band_faults(dossier)
    yield from _matrix_faults(dossier)
    yield from _evidence_faults(dossier.evidence)
    yield from _asset_faults(dossier)


def _head_faults(dossier: Dossier) -> Iterator[tuple[str, str]]:
    yield from _instant_faults("made_at", dossier.made_at)
    if not SHA256.fullmatch(dossier.register_sha256):
        yield "register_sha256", "64 lower-case hexadecimal digits are expected"
    for path, text in (("practice.name", dossier.practice.name), ("provider", dossier.provider)):
        if not text.strip():
            yield path, "a name is expected"
    try:
        ZoneInfo(dossier.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield "time_zone", f"{dossier.time_zone!r} is not a time zone known to this machine"


def _band_faults(dossier: Dossier) -> Iterator[tuple[str, str]]:
    for index, block in enumerate(dossier.band):
        if not 1 <= block.weight <= MAX_WEIGHT:
            yield f"band[{index}].weight", f"1 to {MAX_WEIGHT} is expected, not {block.weight}"


def _matrix_faults(dossier: Dossier) -> Iterator[tuple[str, str]]:
    matrix = dossier.matrix
    if matrix.parties and [party.is_practice for party in matrix.parties] != [True] + [False] * (
        len(matrix.parties) - 1
    ):
        yield "matrix.parties", "the practice comes first, and once"
    for index, row in enumerate(matrix.rows):
        if len(row.cells) != len(matrix.parties):
            yield (
                f"matrix.rows[{index}].cells",
                f"{len(matrix.parties)} cells are expected, one a party, not {len(row.cells)}",
            )


def _evidence_faults(evidence: Iterable[Evidence]) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for index, item in enumerate(evidence):
        path = f"evidence[{index}]"
        if not EVIDENCE_NUMBER.fullmatch(item.number):
            yield f"{path}.number", "up to 12 letters, digits and hyphens are expected"
        if item.number in seen:
            yield f"{path}.number", f"{item.number} is used twice"
        seen.add(item.number)
        if not SHA256.fullmatch(item.sha256):
            yield f"{path}.sha256", "64 lower-case hexadecimal digits are expected"
        yield from _instant_faults(f"{path}.asked_at", item.asked_at)


def _asset_faults(dossier: Dossier) -> Iterator[tuple[str, str]]:
    known = {item.number for item in dossier.evidence}
    seen: set[str] = set()
    for index, asset in enumerate(dossier.assets):
        path = f"assets[{index}]"
        if asset.id in seen:
            yield f"{path}.id", f"{asset.id!r} is used twice"
        seen.add(asset.id)
        yield from _field_faults(path, asset, known)
        yield from _step_faults(path, asset)


def _field_faults(path: str, asset: Asset, known: set[str]) -> Iterator[tuple[str, str]]:
    for index, row in enumerate(asset.fields):
        where = f"{path}.fields[{index}]"
        unknown = [number for number in row.evidence if number not in known]
        if unknown:
            yield f"{where}.evidence", f"{unknown[0]} is not among the evidence of this dossier"
        if row.observed_at is not None:
            yield from _instant_faults(f"{where}.observed_at", row.observed_at)


def _step_faults(path: str, asset: Asset) -> Iterator[tuple[str, str]]:
    """Find a step that stands before one it waits for; without any there is no cycle."""
    before: set[int] = set()
    for index, step in enumerate(asset.steps):
        where = f"{path}.steps[{index}]"
        if step.number in before:
            yield f"{where}.number", f"{step.number} is used twice"
        late = [number for number in step.after if number not in before]
        if late:
            yield f"{where}.after", f"step {late[0]} must stand before step {step.number}"
        before.add(step.number)


def _instant_faults(path: str, instant: datetime) -> Iterator[tuple[str, str]]:
    if instant.utcoffset() != timedelta(0):
        yield path, "an aware time in UTC is expected"
