"""What differs between two checks of one name. Pure functions: nothing here asks anybody."""

from probes.changes.compare import compare
from probes.changes.model import ChangedField, ChangeKind, Difference
from probes.changes.results import ResultBefore, result_change
from probes.changes.said import sentence, shown

__all__ = [
    "ChangeKind",
    "ChangedField",
    "Difference",
    "ResultBefore",
    "compare",
    "result_change",
    "sentence",
    "shown",
]
