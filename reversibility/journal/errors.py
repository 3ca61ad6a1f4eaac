"""Refusals of the journal."""

from reversibility.kernel.errors import MissingError


class EntryMissingError(MissingError):
    """There is no such entry in this practice's journal."""

    code = "journal.entry_missing"
