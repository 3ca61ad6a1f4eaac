"""Refusals of the accounts of a contract."""

from reversibility.kernel.errors import ConflictError, InvalidError, MissingError


class ChargeMissingError(MissingError):
    """There is no such charge in this practice."""

    code = "contracts.charge_missing"


class LossMissingError(MissingError):
    """There is no such loss in this practice."""

    code = "contracts.loss_missing"


class MoneyInvalidError(InvalidError):
    """What was declared of a charge or a loss cannot be used."""

    code = "contracts.money_invalid"


class MoneyChangedError(ConflictError):
    """Somebody else changed this line since the form was shown."""

    code = "contracts.money_changed"
