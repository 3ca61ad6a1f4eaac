"""What can be refused about findings."""

from reversibility.kernel.errors import InvalidError, MissingError


class FindingMissingError(MissingError):
    """Nothing of the kind needs attention (any more)."""

    code = "findings.missing"


class AcceptanceInvalidError(InvalidError):
    """A finding cannot be left as it is without a reason and a day within two years."""

    code = "findings.acceptance_invalid"
