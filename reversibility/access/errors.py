"""Refusals of the accesses."""

from reversibility.kernel.errors import InvalidError


class RoleUnknownError(InvalidError):
    """The platform has no such role."""

    code = "access.role_unknown"
