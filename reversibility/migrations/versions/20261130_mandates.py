"""Mandates of auditors and guests, their statements and notes."""

revision = "20261130_mandates"
down_revision = "20261130_members"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them."""


def downgrade() -> None:
    """Take them away."""
