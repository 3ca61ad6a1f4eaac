"""A page of a large register reads that page, and not the whole register."""

import sqlalchemy as sa
from alembic import op

revision = "20261201_listed"
down_revision = "20261201_contract_papers"
branch_labels = None
depends_on = None

IN_USE = sa.text("retired_at IS NULL")


def upgrade() -> None:
    """Make the two indexes."""
    for name, columns in (
        ("ix_assets_listed", [sa.text("importance DESC"), "created_at", "id"]),
        ("ix_assets_counted", ["kind", "retired_at"]),
    ):
        op.create_index(
            name, "assets", ["practice_id", *columns], sqlite_where=IN_USE, postgresql_where=IN_USE
        )


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_assets_counted", "assets")
    op.drop_index("ix_assets_listed", "assets")
