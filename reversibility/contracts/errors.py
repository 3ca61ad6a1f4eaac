"""Refusals of the contracts."""

from reversibility.kernel.errors import InvalidError, MissingError


class ContractMissingError(MissingError):
    """There is no such contract in this practice."""

    code = "contracts.contract_missing"


class ContractDatesError(InvalidError):
    """The dates of a contract contradict each other."""

    code = "contracts.dates"
