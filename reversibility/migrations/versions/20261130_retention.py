"""Secret pieces, holds and what was purged."""

revision = "20261130_retention"
down_revision = "20261130_mandates"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them."""


def downgrade() -> None:
    """Take them away."""
