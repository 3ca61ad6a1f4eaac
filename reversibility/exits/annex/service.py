"""Produce the annex of a contract in French and English, and keep both as they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from exports.annex import Annex, render
from reversibility.contracts.queries import get_contract
from reversibility.exits.annex.building import build_annex
from reversibility.exits.annex.gathering import AnnexMaterial
from reversibility.exits.annex.queries import list_annexes
from reversibility.exits.models import AnnexDocument
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.dates import Locale
from reversibility.kernel.digest import sha256
from reversibility.kernel.ids import new_id

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


def keep_annexes(
    session: Session,
    actor: Actor,
    contract_id: UUID,
    drafts: Sequence[AnnexDraft],
    *,
    now: datetime,
) -> int:
    """Keep an edition; return its number. One that says the same as the last is not kept again."""
    actor.require(Permission.EXIT_PRODUCE)
    contract = get_contract(session, actor, contract_id, today=now.date())
    earlier = list_annexes(session, actor, contract.id)
    last = earlier[0] if earlier else None
    if last is not None and last.said_sha256 == drafts[0].said_sha256:
        return last.number
    number = last.number + 1 if last else 1
    rows = [
        AnnexDocument(
            id=new_id(now),
            practice_id=actor.practice_id,
            contract_id=contract.id,
            number=number,
            filename=annex_name(draft.locale),
            locale=draft.locale,
            said_sha256=draft.said_sha256,
            made_at=now,
            made_by=actor.label,
            sha256=sha256(draft.content),
            content=draft.content,
        )
        for draft in drafts
    ]
    session.add_all(rows)
    content = {"number": number, "files": {row.filename: row.sha256 for row in rows}}
    subject = journal.Subject(type="contract", id=contract.id)
    journal.record(session, actor, "contract.annex_kept", subject, now=now, content=content)
    return number
