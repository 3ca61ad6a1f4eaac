"""Passkeys, second factors, sessions and attempts to sign in."""

revision = "20261130_sign_in"
down_revision = "20261130_proofs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them."""


def downgrade() -> None:
    """Take them away."""
