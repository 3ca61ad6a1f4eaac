"""Annexes of contracts are pieces too: their content can go, with its tombstone."""

from alembic import op

from reversibility.store.guards import protect_append_only

revision = "20261201_annex_pieces"
down_revision = "20261201_agreements"
branch_labels = None
depends_on = None

TABLE = "annex_documents"


def upgrade() -> None:
    """Let the erasing of an annex pass."""
    protect_append_only(op.get_bind(), TABLE, erasable=True)


def downgrade() -> None:
    """Refuse it again."""
    protect_append_only(op.get_bind(), TABLE, erasable=False)
