"""Refusals: a command that cannot be done. Mapped once at the edge to a status and a sentence.

RefusedError
  MissingError   404  the thing is not there (or not yours: the answer is the same)
  DeniedError    403  you may not do this
  ConflictError  409  somebody was faster, or the state does not allow it
  InvalidError   422  what was given cannot be used; `fields` says where and why
"""

from collections.abc import Mapping


class RefusedError(Exception):
    """Base of every refusal: a stable code and parameters, rendered as a sentence at the edge."""

    code = "refused"

    def __init__(self, **params: str) -> None:
        super().__init__(f"{self.code} {params}" if params else self.code)
        self.params = params


class MissingError(RefusedError):
    """The thing asked for is not there."""

    code = "missing"


class DeniedError(RefusedError):
    """The actor may not do this."""

    code = "denied"


class ConflictError(RefusedError):
    """The state of things does not allow it now."""

    code = "conflict"


class InvalidError(RefusedError):
    """What was given cannot be used; `fields` maps a field (or path) to codes of what is wrong."""

    code = "invalid"

    def __init__(self, fields: Mapping[str, str] | None = None, **params: str) -> None:
        super().__init__(**params)
        self.fields = dict(fields or {})
