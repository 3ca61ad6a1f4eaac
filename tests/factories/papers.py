"""Papers of contracts: a mail, and a draft around it."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Engine

from reversibility.contracts.paper_models import PaperKind, PaperRow
from reversibility.contracts.papers import PaperDraft, add_paper
from reversibility.kernel.actor import Actor
from reversibility.store.session import transaction

MAIL = (
    b"From: Studio Exemple <contact@studio.example>\r\n"
    b"Date: Tue, 3 Mar 2026 09:11:58 +0100\r\n"
    b"Subject: Re: devis\r\n\r\nBonjour,\r\n"
)


def make_paper(contract_id: UUID, **overrides: object) -> PaperDraft:
    """Make the mail by which a quote was accepted."""
    draft = PaperDraft(
        contract_id=contract_id,
        kind=PaperKind.ACCEPTANCE,
        title="Acceptation du devis de mars",
        dated_on=date(2026, 3, 3),
        filename="Re devis.eml",
        content=MAIL,
    )
    return replace(draft, **overrides)  # type: ignore[arg-type]  # fields of PaperDraft


def file_paper(
    engine: Engine, actor: Actor, contract_id: UUID, now: datetime, **overrides: object
) -> PaperRow:
    """File a paper."""
    draft = make_paper(contract_id, **overrides)
    with transaction(engine, actor.practice_id) as session:
        return add_paper(session, actor, draft, today=now.date(), now=now)
