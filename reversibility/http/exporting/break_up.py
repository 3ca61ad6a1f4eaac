"""What happens and happened with a provider, as a practice file carries it.

Papers that show a fact are not carried: they are named apart, and filed again after a move.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from reversibility.contracts.event_models import ContractEvent, EventRemark
from reversibility.exits.qualifying.models import ToldSituation

_OF_SITUATION = (
    "told_at", "choices", "last_answer_on", "announced_end_on", "last_deliverable_on",
    "deadline_on", "unanswered",
)  # fmt: skip
_OF_EVENT = ("kind", "happened_on", "happened_at", "facts", "author", "effect", "because")


def situation_document(row: ToldSituation) -> dict[str, Any]:
    """Write what was answered one day; what it led to follows from it."""
    return {name: getattr(row, name) for name in _OF_SITUATION}


def event_documents(
    rows: Sequence[ContractEvent], remarks: Mapping[UUID, Sequence[EventRemark]]
) -> list[dict[str, Any]]:
    """Write facts in the order in which they were noted; `corrects` counts in it from 1."""
    numbers = {row.id: number for number, row in enumerate(rows, start=1)}
    return [
        {
            **{name: getattr(row, name) for name in _OF_EVENT},
            "corrects": numbers[row.corrects_id] if row.corrects_id else None,
            "remarks": [
                {"text": each.text, "dated_on": each.dated_on} for each in remarks.get(row.id, ())
            ],
        }
        for row in rows
    ]


"""What a practice file carries of accounts, answers and letters: facts, and the names of files."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from reversibility.contracts.money.models import Charge, Loss
from reversibility.exits.deciding.models import Weighing
from reversibility.exits.letters.models import Letter, LetterDocument
from reversibility.kernel.actor import Actor, Permission

_Row = TypeVar("_Row")
CHARGE = (
    "kind", "label", "reference", "invoiced_on", "net_cents", "vat_rate", "paid_cents", "due_on",
    "paid_on", "accepted_cents", "period_from", "period_to", "served_until", "exhibit",
    "disputed_on", "dispute",
)  # fmt: skip
LOSS = (
    "dated_on", "kind", "label", "amount_cents", "method", "is_direct", "is_foreseeable", "exhibit",
)  # fmt: skip
LETTER = (
    "kind", "locale", "channel", "planned_on", "days", "values", "subject", "deadline_on",
    "final_at", "sent_on", "sent_by", "received_on", "answered_on", "answer", "closed_on",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class BreakUp:
    """The rows of one practice, by contract; files by letter, as name and digest."""

    charges: Mapping[UUID, Sequence[Charge]]
    losses: Mapping[UUID, Sequence[Loss]]
    letters: Mapping[UUID, Sequence[Letter]]
    files: Mapping[UUID, Sequence[tuple[str, str]]]
    weighings: Mapping[UUID, Weighing]


def read_break_up(session: Session, actor: Actor) -> BreakUp:
    """Read what was billed, lost, written and weighed."""
    actor.require(Permission.REGISTER_EXPORT)
    files: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for letter_id, name, digest in session.execute(
        select(LetterDocument.letter_id, LetterDocument.filename, LetterDocument.sha256).order_by(
            LetterDocument.filename
        )
    ):
        files[letter_id].append((name, digest))
    return BreakUp(
        charges=_by(session.scalars(select(Charge).order_by(Charge.invoiced_on, Charge.id))),
        losses=_by(session.scalars(select(Loss).order_by(Loss.dated_on, Loss.id))),
        letters=_by(session.scalars(select(Letter).order_by(Letter.created_at, Letter.id))),
        files=files,
        weighings={row.contract_id: row for row in session.scalars(select(Weighing))},
    )


def told_of(rows: BreakUp, contract_id: UUID) -> dict[str, Any]:
    """Return what a contract's part of a practice file says of them."""
    weighing = rows.weighings.get(contract_id)
    return {
        "charges": [_named(row, CHARGE) for row in rows.charges.get(contract_id, ())],
        "losses": [_named(row, LOSS) for row in rows.losses.get(contract_id, ())],
        "weighing": dict(weighing.answers) if weighing else {},
        "letters": [
            {
                **_named(row, LETTER),
                "files": [
                    {"filename": name, "sha256": digest}
                    for name, digest in rows.files.get(row.id, ())
                ],
            }
            for row in rows.letters.get(contract_id, ())
        ],
    }


def _named(row: object, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _by(rows: Iterable[_Row]) -> Mapping[UUID, list[_Row]]:
    found: dict[UUID, list[_Row]] = defaultdict(list)
    for row in rows:
        contract_id: UUID = getattr(row, "contract_id")  # noqa: B009 - of any of the three
        found[contract_id].append(row)
    return found
