"""What happened with a provider: facts, the papers that show them, what the provider observes."""

import sqlalchemy as sa
from alembic import op

from reversibility.store.guards import protect_append_only, scope_rows

revision = "20261201_what_happened"
down_revision = "20261201_emergency_cards"
branch_labels = None
depends_on = None

TABLES = ("contract_events", "event_papers", "event_remarks")
KINDS = (
    "deliverable",
    "call",
    "message",
    "promise",
    "announcement",
    "incident",
    "invoice",
    "payment",
    "access_loss",
    "letter",
    "our_action",
)


def upgrade() -> None:
    """Make the tables, their guards and their policies."""
    op.create_table(
        "contract_events",
        *_event(),
        _points("contract_events", "contract_id", "contracts"),
        _points("contract_events", "corrects_id", "contract_events"),
        _points("contract_events", "practice_id", "practices"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_events")),
        sa.UniqueConstraint("corrects_id", name=op.f("uq_contract_events_corrects_id")),
    )
    op.create_table(
        "event_papers",
        _id("event_id", "The fact."),
        _id("paper_id", "The paper."),
        _practice(),
        _points("event_papers", "event_id", "contract_events"),
        _points("event_papers", "paper_id", "contract_papers"),
        _points("event_papers", "practice_id", "practices"),
        sa.PrimaryKeyConstraint("event_id", "paper_id", name=op.f("pk_event_papers")),
    )
    op.create_table(
        "event_remarks",
        *_remark(),
        _points("event_remarks", "event_id", "contract_events"),
        _points("event_remarks", "paper_id", "contract_papers"),
        _points("event_remarks", "practice_id", "practices"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_remarks")),
    )
    op.create_index("ix_contract_events_contract_id", "contract_events", ["contract_id"])
    op.create_index("ix_event_remarks_event_id", "event_remarks", ["event_id"])
    for table in TABLES:
        op.create_index(f"ix_{table}_practice_id", table, ["practice_id"])
        protect_append_only(op.get_bind(), table)
        scope_rows(op.get_bind(), table)


def downgrade() -> None:
    """Remove them, what was noted included."""
    for table in reversed(TABLES):
        op.drop_table(table)


def _event() -> tuple[sa.Column[object], ...]:
    return (
        _id("id", "UUIDv7."),
        _id("contract_id", "Of which contract."),
        sa.Column(
            "kind",
            sa.Enum(*KINDS, name="eventkind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
            comment="What it is.",
        ),
        sa.Column("happened_on", sa.Date(), nullable=False, comment="On which day."),
        sa.Column(
            "happened_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="When, in UTC; none = the day alone is known.",
        ),
        sa.Column("facts", sa.Text(), nullable=False, comment="What happened, without comment."),
        _text("author", 200, "Who did it, said it or saw it."),
        _text("effect", 500, "What it changed for the practice."),
        _id("corrects_id", "The line that this one takes the place of.", nullable=True),
        _text("because", 500, "Why it was corrected."),
        *_recorded(),
        _practice(),
    )


def _remark() -> tuple[sa.Column[object], ...]:
    return (
        _id("id", "UUIDv7."),
        _id("event_id", "The fact."),
        sa.Column("text", sa.Text(), nullable=False, comment="As the provider wrote it."),
        sa.Column("dated_on", sa.Date(), nullable=False, comment="When the provider wrote it."),
        _id("paper_id", "The paper it came in.", nullable=True),
        *_recorded(),
        _practice(),
    )


def _recorded() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column(
            "recorded_at", sa.DateTime(timezone=True), nullable=False, comment="When, in UTC."
        ),
        _text("recorded_by", 200, "As they were called that day."),
    )


def _practice() -> sa.Column[object]:
    return _id("practice_id", "The practice this row belongs to.")


def _id(name: str, comment: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), nullable=nullable, comment=comment)


def _text(name: str, length: int, comment: str) -> sa.Column[object]:
    return sa.Column(name, sa.String(length=length), nullable=False, comment=comment)


def _points(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name)
