"""Refusals of the decision aid."""

from reversibility.kernel.errors import ConflictError


class WeighingChangedError(ConflictError):
    """Somebody else answered since the questions were shown."""

    code = "contracts.weighing_changed"
