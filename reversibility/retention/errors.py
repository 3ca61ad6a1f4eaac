"""Refusals of retention."""

from reversibility.kernel.errors import ConflictError, InvalidError, MissingError


class PieceMissingError(MissingError):
    """There is no such piece in this practice."""

    code = "retention.piece_missing"


class HoldMissingError(MissingError):
    """There is no such hold in this practice, or it was lifted."""

    code = "retention.hold_missing"


class HeldError(ConflictError):
    """A hold covers this piece: nothing of it is erased until the hold is lifted."""

    code = "retention.held"


class PeriodsInvalidError(InvalidError):
    """A period cannot be used; `fields` says which and why."""

    code = "retention.periods_invalid"


class ReasonInvalidError(InvalidError):
    """The reason cannot be kept."""

    code = "retention.reason_invalid"


class NameInvalidError(InvalidError):
    """What was typed is too little to tell a person by."""

    code = "retention.name_invalid"
