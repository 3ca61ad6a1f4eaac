"""Requests to a provider that answers, and what it handed over."""

import sqlalchemy as sa
from alembic import op

from reversibility.store.guards import scope_rows
from reversibility.store.types import Json

revision = "20261201_handover"
down_revision = "20261201_letters"
branch_labels = None
depends_on = None

REQUESTS, ITEMS = "handover_requests", "handover_items"
_STATES = ("asked", "received", "partly", "refused", "not_applicable")


def upgrade() -> None:
    """Make both tables and their policies."""
    _make_requests()
    _make_items()
    for table, parent in ((REQUESTS, "contract_id"), (ITEMS, "request_id")):
        for column in (parent, "practice_id"):
            op.create_index(f"ix_{table}_{column}", table, [column], unique=False)
        scope_rows(op.get_bind(), table)


def downgrade() -> None:
    """Remove both."""
    op.drop_table(ITEMS)
    op.drop_table(REQUESTS)


def _make_requests() -> None:
    op.create_table(
        REQUESTS,
        _id("id", "UUIDv7."),
        _id("contract_id", "The contract it is about."),
        sa.Column("number", sa.Integer(), nullable=False, comment="Of this contract: 1, 2 ..."),
        sa.Column(
            "answer_by", sa.Date(), nullable=False, comment="By when an answer is asked for."
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False, comment="When, in UTC."),
        _text("made_by", 200, "As they were called that day."),
        sa.Column(
            "sent_on",
            sa.Date(),
            nullable=True,
            comment="When the practice sent it; the service sends nothing.",
        ),
        _text("channel", 60, "How it was sent."),
        sa.Column(
            "released_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="From when the provider answers no more for the service, in UTC.",
        ),
        _id("signed_paper_id", "The receipt both sides signed.", nullable=True),
        _id("practice_id", "The practice this row belongs to."),
        _points(REQUESTS, "contract_id", "contracts"),
        _points(REQUESTS, "signed_paper_id", "contract_papers"),
        _points(REQUESTS, "practice_id", "practices"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_requests")),
        sa.UniqueConstraint(
            "contract_id", "number", name=op.f("uq_handover_requests_contract_id_number")
        ),
    )


def _make_items() -> None:
    state = sa.Enum(
        *_STATES, name="itemstate", native_enum=False, create_constraint=True, length=32
    )
    op.create_table(
        ITEMS,
        _id("id", "UUIDv7."),
        _id("request_id", "The request it stands in."),
        sa.Column(
            "position", sa.Integer(), nullable=False, comment="Place in the request: 1, 2 ..."
        ),
        _id("asset_id", "What it belongs to; empty = nothing of the register.", nullable=True),
        _text("about", 200, "How that was called that day."),
        sa.Column(
            "said",
            Json,
            nullable=False,
            comment="What is asked for, by language; as typed, both are the same.",
        ),
        sa.Column("state", state, nullable=False, comment="What became of it."),
        sa.Column("settled_on", sa.Date(), nullable=True, comment="The day of that."),
        sa.Column(
            "words",
            sa.Text(),
            nullable=False,
            comment="The provider's own words where it hands over less.",
        ),
        sa.Column(
            "reply",
            sa.Text(),
            nullable=False,
            comment="What the provider observed on it, as given.",
        ),
        _id("paper_id", "The paper that shows it.", nullable=True),
        _text("settled_by", 200, "Who noted it, as they were called that day."),
        _id("practice_id", "The practice this row belongs to."),
        _points(ITEMS, "request_id", REQUESTS),
        _points(ITEMS, "asset_id", "assets"),
        _points(ITEMS, "paper_id", "contract_papers"),
        _points(ITEMS, "practice_id", "practices"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_items")),
        sa.UniqueConstraint(
            "request_id", "position", name=op.f("uq_handover_items_request_id_position")
        ),
    )


def _id(name: str, comment: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), nullable=nullable, comment=comment)


def _text(name: str, length: int, comment: str) -> sa.Column[object]:
    return sa.Column(name, sa.String(length=length), nullable=False, comment=comment)


def _points(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))
