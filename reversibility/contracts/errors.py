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
