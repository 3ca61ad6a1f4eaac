"""Refusals of a table that somebody sends."""

from reversibility.kernel.errors import ConflictError, InvalidError


class TableUnreadableError(InvalidError):
    """The file is no table that can be read; the fault of `file` says why."""

    code = "table.unreadable"


class PreviewChangedError(ConflictError):
    """The register changed since the preview was shown, so that it would do something else."""

    code = "table.preview_changed"


class PreviewBlockedError(ConflictError):
    """Something in the preview is still to be corrected or decided."""

    code = "table.preview_blocked"
