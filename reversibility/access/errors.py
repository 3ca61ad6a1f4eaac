"""Refusals of the accesses."""

from reversibility.kernel.errors import ConflictError, InvalidError, MissingError


class RoleUnknownError(InvalidError):
    """The platform has no such role."""

    code = "access.role_unknown"


class GrantMissingError(MissingError):
    """There is no such access in force in this practice's register."""

    code = "access.grant_missing"


class StillInForceError(ConflictError):
    """Somebody who is to leave the register still gets in somewhere."""

    code = "access.still_in_force"
