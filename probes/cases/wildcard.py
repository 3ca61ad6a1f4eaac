"""WLD: a zone that answers for names nobody has chosen."""

from collections.abc import Iterator

from probes.cases.finding import Finding, Seen
from probes.interface import ZoneRecords


def answers(seen: Seen) -> Iterator[Finding]:
    """WLD01: a name drawn at random does not exist."""
    if seen.records is None:
        return
    for kind, code in (("A", "WLD01_ANY_ADDRESS"), ("TXT", "WLD01_ANY_TEXT")):
        if kind in (seen.records.wildcard or ()):
            yield seen.finding(code, ZoneRecords, zone=seen.records.zone)
