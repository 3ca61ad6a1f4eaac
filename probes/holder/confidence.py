"""How sure a reading of the holder is: one documented figure per class of reason.

The figures rank the classes and place each on one side of the threshold. They are not measured
frequencies; weights fitted on separate data will replace them.
"""

from probes.interface import HolderClass, Message, Reading

STATED = 0.99
"""The source says so itself (a number with valid check digits, a hidden field, nothing at all)."""
LINKED = 0.95
"""The exact name, and a town, mail domain, phone or street in common."""
NAMED = 0.90
"""The exact name of two distinctive words or more, and nothing that speaks against it."""
UNLIKE = 0.90
"""Another name, and nothing in common."""
THRESHOLD = 0.85
"""At or above: the holder is decided. Below: the verdict is `inconclusive`."""
CONTESTED = 0.60
"""A name that fits beside a fact that does not, or a name too common to stand alone."""
GUESS = 0.50
"""Something in common, nothing decided."""


def is_decided(reading: Reading) -> bool:
    """Whether a reading is sure enough for a verdict."""
    return reading.confidence >= THRESHOLD


def reading(holder: HolderClass, sure: float, *reasons: Message) -> Reading:
    """Build a reading."""
    return Reading(holder=holder, confidence=sure, reasons=reasons)
