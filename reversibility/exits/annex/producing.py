"""Print the annex of a contract in French and English; needs no database."""

from collections.abc import Sequence
from dataclasses import dataclass

from exports.annex import Annex, render
from reversibility.exits.annex.building import build_annex
from reversibility.exits.annex.gathering import AnnexMaterial
from reversibility.kernel.dates import Locale

LOCALES: tuple[Locale, ...] = ("fr", "en")


@dataclass(frozen=True, kw_only=True)
class AnnexDraft:
    """An annex in one language, not yet kept."""

    locale: Locale
    said_sha256: str
    """Of the French text, for both: they are one edition."""
    content: bytes


def annex_name(locale: Locale) -> str:
    """Return the file name of the annex in a language."""
    return f"reversibility-annex-{locale}.pdf"


def write_annexes(material: AnnexMaterial, *, number: int, time_zone: str) -> tuple[Annex, ...]:
    """Write both languages; quick, and needs no database."""
    return tuple(
        build_annex(material, locale, number=number, time_zone=time_zone) for locale in LOCALES
    )


def print_annexes(annexes: Sequence[Annex]) -> tuple[AnnexDraft, ...]:
    """Print both languages; takes about a second."""
    return tuple(
        AnnexDraft(locale=locale, said_sha256=annexes[0].content_sha256, content=render(annex))
        for locale, annex in zip(LOCALES, annexes, strict=True)
    )
