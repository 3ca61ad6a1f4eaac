"""The four situations in which a provider is left."""

from enum import StrEnum


class Situation(StrEnum):
    """What happens with the provider; on screen it is named so, never by a judgement."""

    COOPERATIVE = "cooperative"
    SILENT = "silent"
    CONTESTED = "contested"
    INSOLVENT = "insolvent"
