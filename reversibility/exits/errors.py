"""Refusals of the exits."""

from reversibility.kernel.errors import ConflictError, InvalidError, MissingError


class AnnexMissingError(MissingError):
    """There is no such annex in this practice."""

    code = "exits.annex_missing"


class ExitMissingError(MissingError):
    """There is no such exit in this practice."""

    code = "exits.exit_missing"


class DocumentMissingError(MissingError):
    """There is no such document in this practice."""

    code = "exits.document_missing"


class NothingToLeaveError(ConflictError):
    """The contract covers no asset: there is nothing to plan."""

    code = "exits.nothing_to_leave"


class SilenceUnprovedError(InvalidError):
    """A provider is called silent only after two dated messages without an answer."""

    code = "exits.silence_unproved"
