"""Ways through a long journal: by record, by person, by action."""

from alembic import op

revision = "20261130_journal_indexes"
down_revision = "20261130_retention"
branch_labels = None
depends_on = None

_INDEXES = {
    "ix_journal_entries_of_subject": ("practice_id", "subject_id", "sequence"),
    "ix_journal_entries_of_actor": ("practice_id", "actor_kind", "actor_id", "sequence"),
    "ix_journal_entries_of_action": ("practice_id", "action", "sequence"),
}


def upgrade() -> None:
    """Add them; an index is no change of the table, so its triggers stay."""
    for name, columns in _INDEXES.items():
        op.create_index(name, "journal_entries", list(columns))


def downgrade() -> None:
    """Take them away."""
    for name in _INDEXES:
        op.drop_index(name, "journal_entries")
