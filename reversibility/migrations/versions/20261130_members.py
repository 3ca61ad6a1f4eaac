"""Invitations, and memberships that end."""

revision = "20261130_members"
down_revision = "20261130_sign_in"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them."""


def downgrade() -> None:
    """Take them away."""
