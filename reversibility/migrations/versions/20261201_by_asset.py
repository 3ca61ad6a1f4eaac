"""What is known of a hundred assets is read without going through all of the practice."""

from alembic import op

revision = "20261201_by_asset"
down_revision = "20261201_handover"
branch_labels = None
depends_on = None

_TABLES = ("access_grants", "proofs", "verdicts")


def upgrade() -> None:
    """Add an index to each; an index is no change of the table, so its triggers stay."""
    for table in _TABLES:
        op.create_index(f"ix_{table}_by_asset", table, ["practice_id", "asset_id"])


def downgrade() -> None:
    """Take them away."""
    for table in _TABLES:
        op.drop_index(f"ix_{table}_by_asset", table)
