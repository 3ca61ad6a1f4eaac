"""Produce the exit plan in French and English and the handover pack, and keep them."""

from collections.abc import Mapping
from dataclasses import dataclass

from exports.pack import Label, build
from exports.plan_pdf import render
from reversibility.exits.dossier import build_dossier
from reversibility.exits.dossier.evidence import Exhibits
from reversibility.exits.dossier.parts import exchanges, happenings
from reversibility.exits.gathering import Material
from reversibility.exits.register_file import register_json
from reversibility.exits.service import DocumentDraft, Edition
from reversibility.exits.words import Words
from reversibility.kernel.dates import Locale
from reversibility.kernel.digest import sha256

LOCALES: tuple[Locale, ...] = ("fr", "en")
PDF, ZIP = "application/pdf", "application/zip"
PACK = "handover-pack.zip"


@dataclass(frozen=True, kw_only=True)
class Produced:
    """The files of one edition, not yet kept."""

    edition: Edition
    drafts: tuple[DocumentDraft, ...]


def plan_name(locale: Locale) -> str:
    """Return the file name of the plan in a language."""
    return f"exit-plan-{locale}.pdf"


def produce(material: Material, *, made_by: str, time_zone: str) -> Produced:
    """Write both plans and the pack; needs no database, and takes about a second."""
    register = register_json(material)
    digest = sha256(register)
    plans = {
        locale: render(build_dossier(material, locale, register_sha256=digest, time_zone=time_zone))
        for locale in LOCALES
    }
    drafts = [
        DocumentDraft(filename=plan_name(locale), media_type=PDF, locale=locale, content=plan)
        for locale, plan in plans.items()
    ]
    kinds = sorted({standing.kind.id for standing in material.planned})
    pack = build(
        _pack_files(material, register, _to_hand_over(material, plans, digest, time_zone)),
        _label(material),
    )
    drafts.append(DocumentDraft(filename=PACK, media_type=ZIP, locale="", content=pack))
    edition = Edition(
        exit_id=material.case.id,
        number=material.number,
        register_sha256=digest,
        catalogue_version=material.catalogue.version,
        playbooks={name: material.catalogue.digests[name] for name in ("", *kinds)},
        made_by=made_by,
    )
    return Produced(edition=edition, drafts=tuple(drafts))


def _to_hand_over(
    material: Material, plans: Mapping[Locale, bytes], digest: str, time_zone: str
) -> Mapping[Locale, bytes]:
    """Return the plans of the pack: whoever takes over gets neither chronology nor letters."""
    words = Words(locale=LOCALES[0])
    if not (happenings(material) or exchanges(material, words)):
        return plans
    return {
        locale: render(
            build_dossier(
                material, locale, register_sha256=digest, time_zone=time_zone, in_full=False
            )
        )
        for locale in LOCALES
    }


def _pack_files(
    material: Material, register: bytes, plans: Mapping[Locale, bytes]
) -> dict[str, bytes]:
    files = {f"data/{plan_name(locale)}": plan for locale, plan in plans.items()}
    files["data/register.json"] = register
    return files | Exhibits.of(material, material.planned).files()


def _label(material: Material) -> Label:
    return Label(
        practice=material.practice.legal_name,
        provider=material.provider.name,
        made_at=material.made_at,
    )
