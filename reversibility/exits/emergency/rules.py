"""The lines of the card that the register lacks. Pure."""

from collections.abc import Mapping

INSURANCES = ("legal", "cyber", "liability")
"""Legal protection, cyber, professional liability: in the order of the first hour."""
OF_INSURANCE = ("name", "policy", "phone", "delay")
CALLS = ("lead", "lawyer", "body")
"""Who leads, the lawyer, the professional body."""
ACTING = ("deputy", "locum")
"""Who holds a mandate of the practice, and the colleague who may stand in."""
OF_CONTACT = ("name", "phone", "detail")
ENVELOPE, NOTES = "envelope", "notes"
LONGEST = 120

FIELDS = (
    *(f"{insurance}_{part}" for insurance in INSURANCES for part in OF_INSURANCE),
    *(f"{contact}_{part}" for contact in (*CALLS, *ACTING) for part in OF_CONTACT),
    ENVELOPE,
    NOTES,
)


def kept(answers: Mapping[str, str]) -> dict[str, str]:
    """Return the lines that say something, each on one line and no longer than the card holds."""
    trimmed = {name: " ".join(answers.get(name, "").split())[:LONGEST] for name in FIELDS}
    return {name: text for name, text in trimmed.items() if text}
