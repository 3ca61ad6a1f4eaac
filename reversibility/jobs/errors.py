"""Refusals of background work."""

from reversibility.kernel.errors import ConflictError, InvalidError, MissingError


class RunMissingError(MissingError):
    """There is no such run in this practice."""

    code = "jobs.run_missing"


class NothingToDoError(InvalidError):
    """A run was asked for without anything to work on."""

    code = "jobs.nothing_to_do"


class ClaimLostError(ConflictError):
    """The unit was taken by another worker meanwhile: what this one made is not kept."""

    code = "jobs.claim_lost"
