"""What an auditor takes away: the ownership report, and the pack of the evidence behind it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from exports.dossier import FieldRow, Language, Practice
from exports.ownership_report import Asset, Note, Report, Signed, render
from exports.pack import Label, PackKind, build
from probes.interface import VerdictField
from reversibility.accounts.queries import PracticeSheet, get_practice
from reversibility.catalogues.models import Catalogue
from reversibility.evidence.queries import ProofContent, RawAnswer, list_raw
from reversibility.evidence.standing import Standing, list_standings
from reversibility.exits.dossier.evidence import Exhibits, evidence_rows
from reversibility.exits.dossier.fields import declared_accesses, field_rows
from reversibility.exits.gathering import join_documents
from reversibility.exits.words import Words
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.dates import Locale
from reversibility.mandates.errors import MandateOverError
from reversibility.mandates.models import Scope
from reversibility.mandates.queries import MandateSheet, NoteLine, StatementLine, list_notes

LOCALES: tuple[Locale, ...] = ("fr", "en")


@dataclass(frozen=True, kw_only=True)
class OwnershipMaterial:
    """Everything a report is made from; afterwards no database is needed."""

    practice: PracticeSheet
    mandate: MandateSheet
    statement: StatementLine
    standings: tuple[Standing, ...]
    answers: tuple[RawAnswer, ...]
    """What the results rest on, in the order of the report."""
    contents: Mapping[UUID, ProofContent]
    """The files of the documents that were filed, as far as a pack holds."""
    notes: tuple[NoteLine, ...]
    made_at: datetime


def report_name(locale: Locale) -> str:
    """Return the file name of the report in a language."""
    return f"ownership-report-{locale}.pdf"


PACK_NAME = "ownership-pack.zip"


def gather_ownership(
    session: Session, actor: Actor, mandate: MandateSheet, catalogue: Catalogue, *, now: datetime
) -> OwnershipMaterial:
    """Read what the report of a mandate is made from: only what its holder may see."""
    actor.require(Permission.REPORT_TAKE)
    if mandate.statement is None:
        raise MandateOverError
    standings = list_standings(session, actor, catalogue)
    return OwnershipMaterial(
        practice=get_practice(session, actor),
        mandate=mandate,
        statement=mandate.statement,
        standings=standings,
        answers=_answers(session, actor, standings),
        contents=join_documents(session, actor, standings),
        notes=list_notes(session, actor),
        made_at=now,
    )


def produce_report(material: OwnershipMaterial, locale: Locale, *, time_zone: str) -> bytes:
    """Write the report in one language; takes about half a second."""
    return render(_report(material, Words(locale=locale), time_zone))


def produce_pack(material: OwnershipMaterial, *, time_zone: str) -> bytes:
    """Write both reports, and pack them with every raw answer and document."""
    files = {
        f"data/{report_name(locale)}": produce_report(material, locale, time_zone=time_zone)
        for locale in LOCALES
    }
    files |= Exhibits.of(material, material.standings).files()
    scope = _scope(material.mandate, Words(locale="en"))
    label = Label(
        practice=material.practice.legal_name,
        provider=f"{scope} ({material.mandate.person})",
        made_at=material.made_at,
        kind=PackKind.OWNERSHIP,
    )
    return build(files, label)


def _report(material: OwnershipMaterial, words: Words, time_zone: str) -> Report:
    exhibits = Exhibits.of(material, material.standings)
    mandate, signed = material.mandate, material.statement
    return Report(
        language=Language(words.locale),
        practice=_practice(material.practice),
        auditor=mandate.person,
        scope=_scope(mandate, words),
        starts_on=mandate.starts_on,
        ends_on=mandate.ends_on,
        made_at=material.made_at,
        statement=Signed(
            name=signed.signed_name,
            at=signed.signed_at,
            version=signed.text_version,
            sha256=signed.text_sha256,
        ),
        assets=tuple(
            Asset(
                name=standing.asset.name,
                kind=words.text(standing.kind.short),
                fields=_fields(standing, exhibits, words),
                notes=_notes(standing.asset.id, material.notes, words),
            )
            for standing in material.standings
        ),
        evidence=evidence_rows(exhibits, words),
        time_zone=time_zone,
    )


def _fields(standing: Standing, exhibits: Exhibits, words: Words) -> tuple[FieldRow, ...]:
    judged = {words.field(field): line.declared for field, line in standing.verdicts.items()}
    rows = [
        # What the practice should do is advice to it, not a finding.
        replace(row, declared=row.declared or judged.get(row.label, ""), next_step="")
        for row in field_rows(standing, exhibits, words)
    ]
    entry = words.field(VerdictField.CONTROL)
    if standing.grants and entry not in {row.label for row in rows}:
        rows.append(
            FieldRow(
                label=entry,
                declared=declared_accesses(standing, words),
                declared_by=standing.asset.declared_by,
                declared_on=standing.asset.declared_on,
            )
        )
    return tuple(rows)


def _notes(asset_id: UUID, notes: Collection[NoteLine], words: Words) -> tuple[Note, ...]:
    labels = {field.value: words.field(field) for field in VerdictField}
    return tuple(
        Note(
            text=note.text,
            about=labels.get(note.field, ""),
            author=note.written_by,
            at=note.written_at,
        )
        for note in notes
        if note.asset_id == asset_id
    )


def _practice(practice: PracticeSheet) -> Practice:
    town = " ".join(part for part in (practice.postcode, practice.city) if part)
    return Practice(
        name=(practice.trading_names or (practice.legal_name,))[0],
        legal_name=practice.legal_name,
        address=", ".join(part for part in (practice.street, town) if part),
        siren=practice.siren,
    )


def _scope(mandate: MandateSheet, words: Words) -> str:
    if mandate.scope is Scope.PRACTICE:
        return words.say("scope_practice")
    return words.say(f"scope_{mandate.scope}", name=mandate.scope_name)


def _answers(
    session: Session, actor: Actor, standings: Collection[Standing]
) -> tuple[RawAnswer, ...]:
    wanted = {
        basis.observation_id: None
        for standing in standings
        for verdict in standing.verdicts.values()
        for basis in verdict.bases
    }
    found = {answer.id: answer for answer in list_raw(session, actor, list(wanted))}
    return tuple(found[each] for each in wanted if each in found)
