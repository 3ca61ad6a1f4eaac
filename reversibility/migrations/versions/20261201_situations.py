"""Situations as they were told, and what of the first hour is done."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from reversibility.store.guards import protect_append_only, scope_rows

revision = "20261201_situations"
down_revision = "20261201_listed"
branch_labels = None
depends_on = None

CASES = (
    "proceedings",
    "closing",
    "death",
    "sale",
    "security",
    "handover_refused",
    "announced_stop",
    "silence",
    "paid_undelivered",
    "unmaintained",
    "planned_end",
    "open",
)
SITUATIONS = ("cooperative", "silent", "contested", "insolvent")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Make both tables, their guard and their policies."""
    op.create_table("told_situations", *_situation(), *_keys("told_situations", "id"))
    op.create_table("first_hour_steps", *_step(), *_keys("first_hour_steps", "contract_id", "step"))
    op.create_index("ix_told_situations_contract_id", "told_situations", ["contract_id"])
    for table in ("told_situations", "first_hour_steps"):
        op.create_index(f"ix_{table}_practice_id", table, ["practice_id"])
        scope_rows(op.get_bind(), table)
    protect_append_only(op.get_bind(), "told_situations")


def downgrade() -> None:
    """Remove both, what was told included."""
    op.drop_table("first_hour_steps")
    op.drop_table("told_situations")


def _situation() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("id", sa.Uuid(), nullable=False, comment="UUIDv7."),
        _contract(),
        _json("choices", "Answers: codes by question."),
        _day("last_answer_on", "When it last answered."),
        _day("announced_end_on", "When it says it stops."),
        _day("last_deliverable_on", "Last delivery."),
        _day("deadline_on", "The next deadline of the profession that needs the service."),
        _json("unanswered", "Dated messages without an answer: sent_on, channel."),
        sa.Column("led_to", _enum("case", CASES), nullable=False, comment="What it led to."),
        _json("also", "Cases beside it: codes."),
        sa.Column(
            "situation",
            _enum("situation", SITUATIONS),
            nullable=True,
            comment="The route of the playbooks; none while the case is open.",
        ),
        _json("reasons", "Why: codes and parameters."),
        _json("urgencies", "What makes it urgent: codes and parameters."),
        sa.Column(
            "score", sa.Integer(), nullable=False, comment="How urgent: the sum of the points."
        ),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False, comment="When, in UTC."),
        _text("told_by", 200, "As they were called that day."),
        _practice(),
    )


def _step() -> tuple[sa.Column[object], ...]:
    return (
        _contract(),
        _text("step", 40, "Catalogue id, such as freeze."),
        sa.Column(
            "done_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="When it was ticked, in UTC.",
        ),
        _text("done_by", 200, "As they were called that day."),
        _practice(),
    )


def _keys(table: str, *primary: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contracts.id"], name=op.f(f"fk_{table}_contract_id_contracts")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practices.id"], name=op.f(f"fk_{table}_practice_id_practices")
        ),
        sa.PrimaryKeyConstraint(*primary, name=op.f(f"pk_{table}")),
    )


def _contract() -> sa.Column[object]:
    return sa.Column(
        "contract_id", sa.Uuid(), nullable=False, comment="The contract with that provider."
    )


def _practice() -> sa.Column[object]:
    return sa.Column(
        "practice_id", sa.Uuid(), nullable=False, comment="The practice this row belongs to."
    )


def _json(name: str, comment: str) -> sa.Column[object]:
    return sa.Column(name, JSON, nullable=False, comment=comment)


def _day(name: str, comment: str) -> sa.Column[object]:
    return sa.Column(name, sa.Date(), nullable=True, comment=comment)


def _text(name: str, length: int, comment: str) -> sa.Column[object]:
    return sa.Column(name, sa.String(length=length), nullable=False, comment=comment)


def _enum(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
