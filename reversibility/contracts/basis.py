"""What a contract rests on: what each paper proves, and what is missing. Pure but for `tell_basis`.

How strong a paper is, is a fact about kinds of papers with its source; never a forecast.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from reversibility.contracts.basis_models import BasisElement, Element
from reversibility.contracts.errors import (
    BasisChangedError,
    BasisInvalidError,
    ContractMissingError,
)
from reversibility.contracts.models import Contract
from reversibility.contracts.paper_models import PaperKind
from reversibility.contracts.paper_queries import PaperLine, list_papers
from reversibility.journal import service as journal
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.digest import sha256
from reversibility.kernel.text import has_hidden

LONGEST_SAYING = 1_000


class Strength(StrEnum):
    """How much a paper shows of what was agreed, by its kind."""

    AGREED = "agreed"
    """Both sides said yes to it in writing."""
    KNOWN = "known"
    """It binds if it was known and accepted: something else has to show that."""
    DONE = "done"
    """It shows that the contract was carried out."""
    BEGINNING = "beginning"
    """It makes what is said likely, and wants to be completed."""


STRENGTHS = {
    PaperKind.SIGNED_CONTRACT: Strength.AGREED,
    PaperKind.AMENDMENT: Strength.AGREED,
    PaperKind.ACCEPTANCE: Strength.AGREED,
    PaperKind.ORDER: Strength.BEGINNING,
    PaperKind.QUOTE: Strength.BEGINNING,
    PaperKind.GENERAL_TERMS: Strength.KNOWN,
    PaperKind.INVOICE: Strength.DONE,
    PaperKind.PAYMENT: Strength.DONE,
    PaperKind.DELIVERABLE: Strength.DONE,
    PaperKind.ACCEPTANCE_REPORT: Strength.AGREED,
    PaperKind.EXCHANGE: Strength.BEGINNING,
    PaperKind.ANSWER: Strength.BEGINNING,
}
"""The kinds that say what was agreed; the others tell of what came after."""


class Gap(StrEnum):
    """What is missing for a contract that can be shown."""

    NO_PAPER = "no_paper"
    NO_ACCEPTANCE = "no_acceptance"
    """A quote, and nothing that says yes to it."""
    NO_QUOTE = "no_quote"
    """A yes, and not what it was said to."""
    TERMS_NOT_ACCEPTED = "terms_not_accepted"
    """General terms, and nothing that shows that they were accepted."""
    NO_PAYMENT = "no_payment"
    PRINTED_MAIL = "printed_mail"
    """A mail that was printed: its headers are lost."""


def gaps_of(papers: Collection[PaperLine]) -> tuple[Gap, ...]:
    """Return what is missing among the papers that count."""
    papers = [paper for paper in papers if paper.counts]
    kinds = {paper.kind for paper in papers}
    if not kinds & set(STRENGTHS):
        return (Gap.NO_PAPER,)
    if PaperKind.SIGNED_CONTRACT in kinds:
        return ()
    accepted = PaperKind.ACCEPTANCE in kinds
    printed = any(
        paper.kind in {PaperKind.ACCEPTANCE, PaperKind.EXCHANGE}
        and paper.media_type != "message/rfc822"
        for paper in papers
    )
    found = {
        Gap.NO_ACCEPTANCE: not accepted,
        Gap.NO_QUOTE: accepted and not kinds & {PaperKind.QUOTE, PaperKind.ORDER},
        Gap.TERMS_NOT_ACCEPTED: PaperKind.GENERAL_TERMS in kinds and not accepted,
        Gap.NO_PAYMENT: not kinds & {PaperKind.INVOICE, PaperKind.PAYMENT},
        Gap.PRINTED_MAIL: printed,
    }
    return tuple(gap for gap, is_there in found.items() if is_there)


@dataclass(frozen=True, kw_only=True)
class Saying:
    """What was agreed on one element, in the words of a paper."""

    says: str = ""
    paper_id: UUID | None = None


def find_basis(session: Session, actor: Actor, contract_id: UUID) -> dict[Element, Saying]:
    """Return what the papers of a contract say, by element; elements without any are left out."""
    actor.require(Permission.CONTRACT_READ)
    return {name: _read(row) for name, row in _rows(session, actor, contract_id).items()}


def basis_digest(sayings: Mapping[Element, Saying]) -> str:
    """Return what tells whether sayings are still those that somebody was looking at."""
    told = sorted((name.value, repr(each)) for name, each in sayings.items() if each != Saying())
    return sha256(repr(told).encode())


def tell_basis(
    session: Session,
    actor: Actor,
    contract_id: UUID,
    sayings: dict[Element, Saying],
    *,
    seen: str,
    now: datetime,
) -> bool:
    """Keep what the papers say of each element; return whether anything is new.

    Only papers of this contract that count can be named; raises BasisInvalidError, and
    BasisChangedError when somebody else changed what they say since `seen`.
    """
    actor.require(Permission.CONTRACT_WRITE)
    contract = _locked(session, actor, contract_id)
    known = {line.id for line in list_papers(session, actor, contract_id) if line.counts}
    faults = {name.value: code for name, each in sayings.items() if (code := _fault(each, known))}
    if faults:
        raise BasisInvalidError(faults)
    rows = _rows(session, actor, contract_id)
    fresh = {name: each for name, each in sayings.items() if _differs(rows.get(name), each)}
    if not fresh:
        return False
    if seen != basis_digest({name: _read(row) for name, row in rows.items()}):
        raise BasisChangedError(name=contract.title)
    before = {name.value: rows[name].says for name in fresh if name in rows}
    for name, each in fresh.items():
        row = rows.get(name)
        if row is None:
            row = BasisElement(
                practice_id=actor.practice_id,
                contract_id=contract_id,
                element=name,
                answered_at=now,
                answered_by=actor.label,
            )
            session.add(row)
        row.says, row.paper_id = each.says, each.paper_id
        row.answered_at, row.answered_by = now, actor.label
    after = {name.value: each.says for name, each in fresh.items()}
    content = {"before": {"basis": before}, "after": {"basis": after}}
    subject = journal.Subject(type="contract", id=contract_id)
    journal.record(session, actor, "contract.basis_told", subject, now=now, content=content)
    return True


def _fault(saying: Saying, known: Collection[UUID]) -> str:
    if saying.paper_id is not None and saying.paper_id not in known:
        return "paper_gone"
    if len(saying.says) > LONGEST_SAYING:
        return f"too_long:{LONGEST_SAYING}"
    return "control_character" if has_hidden(saying.says, lines=True) else ""


def _differs(row: BasisElement | None, saying: Saying) -> bool:
    if row is None:
        return saying != Saying()
    return (row.says, row.paper_id) != (saying.says, saying.paper_id)


def _rows(session: Session, actor: Actor, contract_id: UUID) -> dict[Element, BasisElement]:
    rows = session.scalars(
        select(BasisElement).where(
            BasisElement.contract_id == contract_id,
            BasisElement.practice_id == actor.practice_id,
        )
    )
    return {row.element: row for row in rows}


def _read(row: BasisElement) -> Saying:
    return Saying(says=row.says, paper_id=row.paper_id)


def _locked(session: Session, actor: Actor, contract_id: UUID) -> Contract:
    row = session.scalar(
        select(Contract)
        .where(Contract.id == contract_id, Contract.practice_id == actor.practice_id)
        .with_for_update()
    )
    if row is None:
        raise ContractMissingError
    return row
