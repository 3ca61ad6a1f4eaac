"""Letters, facts and situations are pieces too; a final letter keeps a translation for reading."""

import sqlalchemy as sa
from alembic import op

from reversibility.store.guards import protect_append_only, release_append_only

revision = "20261201_written_pieces"
down_revision = "20261201_by_asset"
branch_labels = None
depends_on = None

LOOKING = (
    "observations", "verdicts", "proofs", "exit_documents", "changes", "contract_papers",
    "annex_documents",
)  # fmt: skip
"""Tables whose triggers look into the tombstones: SQLite renames no table that one names."""
WRITTEN = ("letter_documents", "contract_events", "event_remarks", "told_situations")
"""Tables whose content can go from now on."""
BEFORE = ("answer", "result", "proof", "produced", "notes", "draft", "paper")
ADDED = ("letter", "fact", "situation")


def upgrade() -> None:
    """Let pieces be letters, facts and situations; let the erasing of their content pass."""
    for table in WRITTEN:
        release_append_only(op.get_bind(), table)
    op.add_column(
        "letter_documents",
        sa.Column(
            "locale",
            sa.String(length=2),
            nullable=False,
            server_default="",
            comment="Language of a translation for reading; empty for the letter itself.",
        ),
    )
    _allow(*BEFORE, *ADDED)
    for table in WRITTEN:
        protect_append_only(op.get_bind(), table, erasable=True)


def downgrade() -> None:
    """Refuse it again, and forget what was erased so and the translations."""
    for written in WRITTEN:
        release_append_only(op.get_bind(), written)
    release_append_only(op.get_bind(), "erasures")
    op.execute("DELETE FROM letter_documents WHERE locale <> ''")
    with op.batch_alter_table("letter_documents") as table:
        table.drop_column("locale")
    for name in ("secret_pieces", "erasures"):
        for kind in ADDED:
            op.execute(f"DELETE FROM {name} WHERE piece_kind = '{kind}'")  # noqa: S608 - names of ours
    _allow(*BEFORE)
    for written in WRITTEN:
        protect_append_only(op.get_bind(), written, erasable=False)


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
