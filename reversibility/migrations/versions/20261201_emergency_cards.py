"""The emergency card of a practice."""

import sqlalchemy as sa
from alembic import op

from reversibility.store.guards import scope_rows
from reversibility.store.types import Json

revision = "20261201_emergency_cards"
down_revision = "20261201_plans_ahead"
branch_labels = None
depends_on = None

TABLE = "emergency_cards"


def upgrade() -> None:
    """Make the table and its policy."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False, comment="UUIDv7."),
        sa.Column(
            "version",
            sa.Integer(),
            nullable=False,
            comment="How often it was written on; printing does not count.",
        ),
        sa.Column(
            "answers", Json, nullable=False, comment="What the register lacks, by name of the line."
        ),
        sa.Column(
            "changed_by",
            sa.String(length=200),
            nullable=False,
            comment="Who changed it last, as they were called that day.",
        ),
        sa.Column(
            "printed_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="When it was last printed, in UTC.",
        ),
        sa.Column(
            "printed_sha256",
            sa.String(length=64),
            nullable=False,
            comment="Digest of what it said then, the date aside.",
        ),
        sa.Column(
            "practice_id", sa.Uuid(), nullable=False, comment="The practice this row belongs to."
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practices.id"], name=op.f("fk_emergency_cards_practice_id_practices")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emergency_cards")),
        sa.UniqueConstraint("practice_id", name=op.f("uq_emergency_cards_practice_id")),
    )
    op.create_index("ix_emergency_cards_practice_id", TABLE, ["practice_id"], unique=False)
    scope_rows(op.get_bind(), TABLE)


def downgrade() -> None:
    """Remove it."""
    op.drop_table(TABLE)
