"""Saved views of the register's list."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from reversibility.store.guards import scope_rows

revision = "20261130_saved_views"
down_revision = "20261130_drafts"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "saved_views",
        sa.Column("id", sa.Uuid(), nullable=False, comment="UUIDv7."),
        sa.Column("name", sa.String(length=60), nullable=False, comment="How people call it."),
        sa.Column("filters", JSON, nullable=False, comment="By the names of the filters."),
        sa.Column(
            "saved_by",
            sa.String(length=200),
            nullable=False,
            comment="As they were called that day.",
        ),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False, comment="When, in UTC."),
        sa.Column(
            "practice_id", sa.Uuid(), nullable=False, comment="The practice this row belongs to."
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practices.id"], name=op.f("fk_saved_views_practice_id_practices")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_views")),
        sa.UniqueConstraint("practice_id", "name", name=op.f("uq_saved_views_practice_id_name")),
    )
    op.create_index(op.f("ix_saved_views_practice_id"), "saved_views", ["practice_id"])
    scope_rows(op.get_bind(), "saved_views")


def downgrade() -> None:
    """Take it away."""
    op.drop_table("saved_views")
