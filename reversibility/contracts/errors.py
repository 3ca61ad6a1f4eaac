"""Refusals of the contracts."""

from reversibility.kernel.errors import ConflictError, InvalidError, MissingError


class ContractMissingError(MissingError):
    """There is no such contract in this practice."""

    code = "contracts.contract_missing"


class ContractDatesError(InvalidError):
    """The dates of a contract contradict each other."""

    code = "contracts.dates"


class ContractChangedError(ConflictError):
    """Somebody else changed this contract since the form was shown."""

    code = "contracts.contract_changed"


class ClausesChangedError(ConflictError):
    """Somebody else answered about the clauses of this contract since they were shown."""

    code = "contracts.clauses_changed"


class PaperMissingError(MissingError):
    """There is no such paper in this practice, or it was withdrawn."""

    code = "contracts.paper_missing"


class PaperInvalidError(InvalidError):
    """The paper, or what was said of it, cannot be kept; `fields` says what and why."""

    code = "contracts.paper_invalid"


class PaperWithdrawnError(ConflictError):
    """The paper was withdrawn already."""

    code = "contracts.paper_withdrawn"


class EventMissingError(MissingError):
    """There is no such fact in this practice, or another line took its place."""

    code = "contracts.event_missing"


class EventInvalidError(InvalidError):
    """A fact, or what was observed about it, cannot be kept; `fields` says what and why."""

    code = "contracts.event_invalid"


class EventCorrectedError(ConflictError):
    """Somebody corrected this line already."""

    code = "contracts.event_corrected"


class DutiesChangedError(ConflictError):
    """Somebody else changed who does what under this contract since it was shown."""

    code = "contracts.duties_changed"


class DutyInvalidError(InvalidError):
    """Who does what cannot be kept as it was said; `fields` names the rows."""

    code = "contracts.duty_invalid"


class BasisChangedError(ConflictError):
    """Somebody else changed what the papers say since it was shown."""

    code = "contracts.basis_changed"


class BasisInvalidError(InvalidError):
    """What papers say cannot be kept as it was written; `fields` names the elements."""

    code = "contracts.basis_invalid"
