"""Print the annex of a contract in French and English; needs no database."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from exports.annex import Annex, render
from exports.dossier import Language
from reversibility.exits.annex.building import build_annex
from reversibility.exits.annex.gathering import AnnexMaterial
from reversibility.kernel.dates import Locale
from reversibility.kernel.text import slug

LOCALES: tuple[Locale, ...] = ("fr", "en")
_LONGEST_PARTY = 36
"""Two of them, the title and the day stay below what is kept of a file name."""
_TITLES = {Language.FR: "annexe-reversibilite", Language.EN: "reversibility-annex"}


@dataclass(frozen=True, kw_only=True)
class AnnexDraft:
    """An annex in one language, not yet kept."""

    locale: Locale
    filename: str
    said_sha256: str
    """Of the French text, for both: they are one edition."""
    content: bytes


def annex_name(annex: Annex) -> str:
    """Return the file name of an annex: between whom, and of which day, as it is filed away."""
    day = annex.made_at.astimezone(ZoneInfo(annex.time_zone)).date()
    parties = (slug(each.name, longest=_LONGEST_PARTY) for each in (annex.practice, annex.provider))
    return "_".join((_TITLES[annex.language], *parties, f"{day.isoformat()}.pdf"))


def write_annexes(material: AnnexMaterial, *, number: int, time_zone: str) -> tuple[Annex, ...]:
    """Write both languages; quick, and needs no database."""
    return tuple(
        build_annex(material, locale, number=number, time_zone=time_zone) for locale in LOCALES
    )


def print_annexes(annexes: Sequence[Annex]) -> tuple[AnnexDraft, ...]:
    """Print both languages; takes about a second."""
    return tuple(
        AnnexDraft(
            locale=locale,
            filename=annex_name(annex),
            said_sha256=annexes[0].content_sha256,
            content=render(annex),
        )
        for locale, annex in zip(LOCALES, annexes, strict=True)
    )
