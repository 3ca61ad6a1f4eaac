"""Drafts of discovery are pieces whose content goes."""

import sqlalchemy as sa
from alembic import op

from reversibility.store.guards import protect_append_only, release_append_only

revision = "20261130_drafts"
down_revision = "20261130_previews"
branch_labels = None
depends_on = None

LOOKING = ("observations", "verdicts", "proofs", "exit_documents", "changes")
"""Tables whose triggers look into the tombstones: SQLite renames no table that one names."""
BEFORE = ("answer", "result", "proof", "produced", "notes")


def upgrade() -> None:
    """Let a piece be a draft."""
    _allow(*BEFORE, "draft")


def downgrade() -> None:
    """Forget which drafts were erased; they stay empty."""
    release_append_only(op.get_bind(), "erasures")
    for table in ("secret_pieces", "erasures"):
        op.execute(f"DELETE FROM {table} WHERE piece_kind = 'draft'")  # noqa: S608 - names of ours
    _allow(*BEFORE)


def _allow(*kinds: str) -> None:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    for name in LOOKING:
        release_append_only(op.get_bind(), name)
    for name in ("secret_pieces", "erasures"):
        with op.batch_alter_table(name) as table:
            table.drop_constraint(op.f(f"ck_{name}_piecekind"), type_="check")
            table.create_check_constraint(
                op.f(f"ck_{name}_piecekind"), sa.text(f"piece_kind IN ({listed})")
            )
    for name in ("erasures", *LOOKING):
        protect_append_only(op.get_bind(), name)
