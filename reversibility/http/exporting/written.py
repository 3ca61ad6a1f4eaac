"""What a practice file carries of what was billed, lost, weighed, written and asked for."""

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
from reversibility.exits.requests.models import HandoverItem, HandoverRequest
from reversibility.kernel.actor import Actor, Permission
from reversibility.pieces.models import PieceKind
from reversibility.pieces.queries import not_erased

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
    "kind", "locale", "channel", "created_at", "planned_on", "days", "values", "subject",
    "deadline_on", "accepted", "final_at", "sent_on", "sent_by", "received_on", "answered_on",
    "answer", "closed_on",
)  # fmt: skip
REQUEST = ("number", "answer_by", "made_at", "made_by", "sent_on", "channel", "released_at")
ITEM = ("about", "said", "state", "settled_on", "words", "reply", "settled_by")


@dataclass(frozen=True, kw_only=True)
class Written:
    """The rows of one practice, by contract; files by letter, as name and digest."""

    charges: Mapping[UUID, Sequence[Charge]]
    losses: Mapping[UUID, Sequence[Loss]]
    letters: Mapping[UUID, Sequence[Letter]]
    files: Mapping[UUID, Sequence[tuple[str, str]]]
    weighings: Mapping[UUID, Weighing]
    requests: Mapping[UUID, Sequence[HandoverRequest]]
    items: Mapping[UUID, Sequence[HandoverItem]]
    """By request."""


def read_written(session: Session, actor: Actor) -> Written:
    """Read what was billed, lost, written and weighed."""
    actor.require(Permission.REGISTER_EXPORT)
    files: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for letter_id, name, digest in session.execute(
        select(LetterDocument.letter_id, LetterDocument.filename, LetterDocument.sha256)
        .where(not_erased(actor, PieceKind.LETTER, LetterDocument.id))
        .order_by(LetterDocument.filename)
    ):
        files[letter_id].append((name, digest))
    return Written(
        charges=_by_contract(
            session.scalars(select(Charge).order_by(Charge.invoiced_on, Charge.id))
        ),
        losses=_by_contract(session.scalars(select(Loss).order_by(Loss.dated_on, Loss.id))),
        letters=_by_contract(
            session.scalars(select(Letter).order_by(Letter.created_at, Letter.id))
        ),
        files=files,
        weighings={row.contract_id: row for row in session.scalars(select(Weighing))},
        requests=_by_contract(
            session.scalars(select(HandoverRequest).order_by(HandoverRequest.number))
        ),
        items=_by(
            session.scalars(select(HandoverItem).order_by(HandoverItem.position)), "request_id"
        ),
    )


def told_of(rows: Written, contract_id: UUID, asset_slugs: Mapping[UUID, str]) -> dict[str, Any]:
    """Return what a contract's part of a practice file says of them."""
    weighing = rows.weighings.get(contract_id)
    return {
        "charges": [_named(row, CHARGE) for row in rows.charges.get(contract_id, ())],
        "losses": [_named(row, LOSS) for row in rows.losses.get(contract_id, ())],
        "weighing": dict(weighing.answers) if weighing else {},
        "letters": _letters(rows, contract_id),
        "requests": [
            {
                **_named(row, REQUEST),
                "items": [
                    {
                        "asset": asset_slugs.get(item.asset_id) if item.asset_id else None,
                        **_named(item, ITEM),
                    }
                    for item in rows.items.get(row.id, ())
                ],
            }
            for row in rows.requests.get(contract_id, ())
        ],
    }


def _letters(rows: Written, contract_id: UUID) -> list[dict[str, Any]]:
    """Write letters in the order in which they were begun; `follows` counts in it from 1."""
    written = rows.letters.get(contract_id, ())
    numbers = {row.id: number for number, row in enumerate(written, start=1)}
    return [
        {
            **_named(row, LETTER),
            "follows": numbers.get(row.follows_id) if row.follows_id else None,
            "files": [
                {"filename": name, "sha256": digest} for name, digest in rows.files.get(row.id, ())
            ],
        }
        for row in written
    ]


def _named(row: object, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _by_contract(rows: Iterable[_Row]) -> Mapping[UUID, list[_Row]]:
    return _by(rows, "contract_id")


def _by(rows: Iterable[_Row], name: str) -> Mapping[UUID, list[_Row]]:
    found: dict[UUID, list[_Row]] = defaultdict(list)
    for row in rows:
        key: UUID = getattr(row, name)
        found[key].append(row)
    return found
