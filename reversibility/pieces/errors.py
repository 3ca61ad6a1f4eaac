"""Refusals about pieces."""

from reversibility.kernel.errors import ConflictError


class ContentErasedError(ConflictError):
    """The content of this piece was erased; its date, author and reason are all that is left."""

    code = "pieces.content_erased"
