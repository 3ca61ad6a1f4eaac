"""Which profession a practice is of, as far as its own words tell."""

import unicodedata
from enum import StrEnum


class Profession(StrEnum):
    """The professions whose words differ; anything else is OTHER."""

    LAWYER = "lawyer"
    ACCOUNTANT = "accountant"
    DOCTOR = "doctor"
    """Every practice of health."""
    NOTARY = "notary"
    OTHER = "other"


_SAID = {
    Profession.LAWYER: ("avocat", "69.10z"),
    Profession.ACCOUNTANT: ("comptab", "expertise-compt", "69.20z"),
    Profession.NOTARY: ("notair", "notaria", "etude notar"),
    Profession.DOCTOR: (
        "medec", "medic", "dent", "kine", "infirm", "sage-femme", "ophtalm", "radiolog", "pharmac",
        "sante", "orthophon", "osteo", "psych", "86.",
    ),
}  # fmt: skip


def profession_of(activity: str) -> Profession:
    """Return the profession that an activity names: `médecine générale`, `86.21Z`, `avocats`."""
    plain = unicodedata.normalize("NFKD", activity.casefold()).encode("ascii", "ignore").decode()
    for profession, words in _SAID.items():
        if any(word in plain for word in words):
            return profession
    return Profession.OTHER
