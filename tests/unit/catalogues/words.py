"""What texts of the catalogue must look like, and words that never stand there."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from reversibility.catalogues.models import Text

_THIN, _WIDE = "\u202f", "\u00a0"
_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_UNITS = "jours?|mois|ans?|heures?|minutes?|secondes?|chiffres|caractères|euros|€|%"

FRENCH = {
    "a fine no-break space stands before ; ! ?": re.compile(rf"[^{_THIN}][;!?]"),
    "a no-break space stands before :": re.compile(rf"[^{_WIDE}]:(?!//)"),
    "a fine no-break space stands inside « »": re.compile(rf"«[^{_THIN}]|[^{_THIN}]»"),
    "a no-break space stands between a number and its unit": re.compile(rf"\d ({_UNITS})\b"),
    "a no-break space stands inside a date": re.compile(rf"\b(\d+|1er) ({_MONTHS})"),
    "a no-break space stands after n° and art.": re.compile(r"\b(n°|art\.) "),
    "thousands are parted by a fine no-break space": re.compile(r"\d[ ,]\d{3}\b"),
    "the apostrophe is ’": re.compile(r"'"),
    "quotes are « »": re.compile(r"[\"“”]"),
    "no exclamation mark": re.compile(r"!"),
    "no dash as punctuation": re.compile(r" [\u2013\u2014-] "),
    "one space between words": re.compile(r"  | $|^ | ,"),
    "courriel, not mail": re.compile(r"\b(e-?mails?|mails?)\b", re.IGNORECASE),
}
ENGLISH = {
    "no space before punctuation": re.compile(rf"[ {_THIN}{_WIDE}][;:!?,.](?!\w)"),
    "the apostrophe is ’": re.compile(r"'"),
    "quotes are “ ”": re.compile(r"[\"«»]"),
    "no exclamation mark": re.compile(r"!"),
    "no dash as punctuation": re.compile(r" [\u2013\u2014-] "),
    "one space between words": re.compile(r"  | $|^ "),
    "an amount is €250": re.compile(r"\d ?€"),
}
# Glossary, section 8, and the review of the content, section 5.
NEVER_FR = re.compile(
    r"\b(hostile|fauti(f|ve)|défaillant|otage|malveillant|abusi(f|ve)|fraud\w+|menteu\w+|verdict|"
    r"irréfutable|infalsifiable|opposable|garanti|preuves?|actifs? numériques?|"
    r"droits? d’accès|vous avez droit|chances? de gagner|"
    r"constat(?! (à|de|d’)( un)? (commissaire|huissier))|"
    r"(?<!hébergeur )certifiée?s?|"
    r"sous-traitants?(?! (de données|ultérieur|du prestataire))|"
    r"ne répond plus|l’agence)\b",
    re.IGNORECASE,
)
NEVER_EN = re.compile(
    r"\b(hostile|hostage|faulty|at fault|defaulting|malicious|abusive|fraud\w*|liar|rogue|verdict|"
    r"irrefutable|tamper-proof|guaranteed?|certified(?! (host|health))|"
    r"you are entitled|chances of winning|digital assets?)\b",
    re.IGNORECASE,
)
# The glossary: « propriétaire » only as the name of a platform's role or button, in quotes.
OWNER_FR = re.compile(r"\bpropriétaires?\b", re.IGNORECASE)
QUOTED_FR = re.compile(r"«[^»]*»")


def every_text(value: object, path: str = "") -> Iterator[tuple[str, Text]]:
    """Yield each text of a catalogue value with where it stands."""
    if isinstance(value, Text):
        yield path, value
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from every_text(item, f"{path}[{getattr(item, 'id', index)}]")
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from every_text(item, f"{path}.{key}")
    elif is_dataclass(value):
        for field in fields(value):
            yield from every_text(getattr(value, field.name), f"{path}.{field.name}")


def faults(text: Text) -> list[str]:
    """Return what is wrong in a text, in words."""
    found = [
        f"{rule}: {match[0]!r} in {text.fr!r}"
        for rule, pattern in FRENCH.items()
        if (match := pattern.search(text.fr))
    ]
    found += [
        f"{rule}: {match[0]!r} in {text.en!r}"
        for rule, pattern in ENGLISH.items()
        if (match := pattern.search(text.en))
    ]
    found += [f"never say {word[0]!r}: {text.fr!r}" for word in NEVER_FR.finditer(text.fr)]
    found += [f"never say {word[0]!r}: {text.en!r}" for word in NEVER_EN.finditer(text.en)]
    return found
