"""Numbers that name a company for certain: SIREN, SIRET and VAT numbers, with valid check digits.

A SIRET is a SIREN and five digits, a French VAT number is two characters and a SIREN: all three
come down to the SIREN. A VAT number of another country stands for itself.
"""

import re
from collections.abc import Iterable, Iterator

from stdnum.eu import vat
from stdnum.fr import siren, siret, tva

from probes.interface import Contact, Identity

_SIREN_LENGTH = 9
_SIRET_LENGTH = 14
# A type under which a registry publishes such a number. Others (a DUNS number has nine digits too)
# are no company numbers of ours.
_TYPES = re.compile(r"siren|siret|rcs|vat|tva", re.IGNORECASE)
_DIGITS = r"(?:\d[ .\u00a0\u202f]?)"
_LABELLED = re.compile(
    rf"\b(?:siren|siret|r\.?c\.?s|tva|vat)\b[^\d\n]{{0,40}}({_DIGITS}{{9,14}})", re.IGNORECASE
)
# "123 456 782 RCS Paris" is as common as "RCS Paris 123 456 782".
_BEFORE_RCS = re.compile(rf"(?<!\d)({_DIGITS}{{9}})\s*r\.?c\.?s\b", re.IGNORECASE)
_FRENCH_VAT = re.compile(rf"\bFR[ .]?[0-9A-HJ-NP-Z]{{2}}[ .]?{_DIGITS}{{9}}(?!\d)")


def numbers_of(identity: Identity) -> frozenset[str]:
    """Return the numbers by which a practice or a provider is known; invalid ones are left out."""
    return _read((identity.siren, identity.vat))


def published_numbers(contact: Contact, holder_text: str) -> frozenset[str]:
    """Return the numbers published for the holder: in fields of their own, or inside its name."""
    fields = (value for kind, value in contact.identifiers if _TYPES.search(kind))
    return _read((*fields, *_inside(holder_text)))


def without_numbers(text: str) -> str:
    """Return a name without the numbers written into it and the words that announce them."""
    for pattern in (_LABELLED, _BEFORE_RCS, _FRENCH_VAT):
        text = pattern.sub(" ", text)
    return text


def shown(number: str) -> str:
    """Return a number as people write it: a SIREN in groups of three."""
    if len(number) != _SIREN_LENGTH:
        return number
    return "\u00a0".join((number[:3], number[3:6], number[6:]))


def company_number(text: str) -> str | None:
    """Return the SIREN, or the foreign VAT number, that a text is; None when it is neither."""
    compact = re.sub(r"[\W_]", "", text).upper()
    if not compact or not compact.isascii():
        return None
    if compact.isdigit():
        return _siren(compact)
    if compact.startswith("FR"):
        return compact[-_SIREN_LENGTH:] if tva.is_valid(compact) else None
    return compact if vat.is_valid(compact) else None


def _siren(digits: str) -> str | None:
    # La Poste's establishments have their own SIRET check; `stdnum.fr.siret` knows it.
    if len(digits) == _SIRET_LENGTH and not siret.is_valid(digits):
        return None
    number = digits[:_SIREN_LENGTH]
    is_one = len(digits) in (_SIREN_LENGTH, _SIRET_LENGTH) and siren.is_valid(number)
    return number if is_one and number.strip("0") else None


def _read(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(number for text in texts if (number := company_number(text)))


def _inside(text: str) -> Iterator[str]:
    for pattern in (_LABELLED, _BEFORE_RCS):
        for found in pattern.finditer(text):
            digits = re.sub(r"\D", "", found[1])
            # Digits that follow the number (a postcode) may have been taken along.
            yield digits if company_number(digits) else digits[:_SIREN_LENGTH]
    for found in _FRENCH_VAT.finditer(text):
        yield found[0]
