"""Documents that people file: the smallest of each type, and a draft around them."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Engine

from probes.interface import VerdictField
from reversibility.evidence.models import ProofKind, ProofRow
from reversibility.evidence.proofs import ProofDraft, add_proof
from reversibility.store.session import transaction
from tests.factories.evidence import House

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(24)
JPEG = b"\xff\xd8\xff\xe0" + bytes(24)


def make_draft(house: House, **overrides: object) -> ProofDraft:
    """Make the registrar's certificate that names the declared holder of the domain."""
    draft = ProofDraft(
        asset_id=house.domain_id,
        field=VerdictField.HOLDER,
        kind=ProofKind.REGISTRAR_CERTIFICATE,
        title="Attestation de titularité",
        dated_on=date(2026, 11, 3),
        matches_declaration=True,
        filename="attestation.pdf",
        content=PDF,
    )
    return replace(draft, **overrides)  # type: ignore[arg-type]  # fields of ProofDraft


def file_proof(engine: Engine, house: House, now: datetime, **overrides: object) -> ProofRow:
    """File a document."""
    draft = make_draft(house, **overrides)
    with transaction(engine, house.actor.practice_id) as session:
        return add_proof(session, house.actor, draft, today=now.date(), now=now)
