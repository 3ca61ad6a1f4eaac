"""Parties and people are changed on pages: who changed them last, and the lock of people."""

import sqlalchemy as sa
from alembic import op

revision = "20261130_parties"
down_revision = "20261130_identities"
branch_labels = None
depends_on = None

TABLES = ("parties", "persons")


def upgrade() -> None:
    """Add the columns; nobody has changed the rows that are there."""
    op.add_column(
        "persons",
        sa.Column(
            "version",
            sa.Integer(),
            nullable=False,
            server_default="1",  # of the rows that are there
            comment="Optimistic lock.",
        ),
    )
    for table in TABLES:
        op.add_column(
            table,
            sa.Column(
                "changed_by",
                sa.String(length=200),
                nullable=False,
                server_default="",
                comment="Who changed it last, as they were called that day; empty = nobody.",
            ),
        )


def downgrade() -> None:
    """Take them away."""
    for table in TABLES:
        op.drop_column(table, "changed_by")
    op.drop_column("persons", "version")
