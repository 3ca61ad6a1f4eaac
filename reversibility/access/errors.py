"""Refusals of the accesses."""

from reversibility.kernel.errors import InvalidError, MissingError


class RoleUnknownError(InvalidError):
    """The platform has no such role."""

    code = "access.role_unknown"


class GrantMissingError(MissingError):
    """There is no such access in force in this practice's register."""

    code = "access.grant_missing"
