"""Refusals of a table that somebody sends."""

from reversibility.kernel.errors import ConflictError, InvalidError, MissingError


class TableUnreadableError(InvalidError):
    """The file is no table that can be read; the fault of `file` says why."""

    code = "table.unreadable"


class PreviewMissingError(MissingError):
    """The preview is over, was confirmed already, or is somebody else's."""

    code = "table.preview_missing"


class PreviewChangedError(ConflictError):
    """The register changed since the preview was shown, so that it would do something else."""

    code = "table.preview_changed"


class PreviewBlockedError(ConflictError):
    """Something in the preview is still to be corrected or decided."""

    code = "table.preview_blocked"
