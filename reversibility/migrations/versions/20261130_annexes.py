"""The reversibility annexes of contracts, kept as they were made."""

import sqlalchemy as sa
from alembic import op

from reversibility.store.guards import protect_append_only, scope_rows

revision = "20261130_annexes"
down_revision = "20261130_challenges"
branch_labels = None
depends_on = None

TABLE = "annex_documents"


def upgrade() -> None:
    """Make the table, its guard and its policy."""
    op.create_table(TABLE, *_columns(), *_constraints())
    op.create_index("ix_annex_documents_contract_id", TABLE, ["contract_id"], unique=False)
    op.create_index("ix_annex_documents_practice_id", TABLE, ["practice_id"], unique=False)
    connection = op.get_bind()
    protect_append_only(connection, TABLE, erasable=False)  # its content could not go then
    scope_rows(connection, TABLE)


def downgrade() -> None:
    """Remove it, annexes included."""
    op.drop_table(TABLE)


def _columns() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("id", sa.Uuid(), nullable=False, comment="UUIDv7."),
        sa.Column("contract_id", sa.Uuid(), nullable=False, comment="The contract it belongs to."),
        sa.Column(
            "number",
            sa.Integer(),
            nullable=False,
            comment="Edition of the annex of this contract: 1, 2 ...",
        ),
        _text("filename", 120, "As offered for download."),
        _text("locale", 2, "fr or en."),
        _text("said_sha256", 64, "Digest of what it says, date and number aside."),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False, comment="When, in UTC."),
        _text("made_by", 200, "Who asked for it."),
        _text("sha256", 64, "Of the file."),
        sa.Column("content", sa.LargeBinary(), nullable=False, comment="The file."),
        sa.Column(
            "practice_id", sa.Uuid(), nullable=False, comment="The practice this row belongs to."
        ),
    )


def _constraints() -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contracts.id"], name=op.f("fk_annex_documents_contract_id_contracts")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practices.id"], name=op.f("fk_annex_documents_practice_id_practices")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annex_documents")),
    )


def _text(name: str, length: int, comment: str) -> sa.Column[object]:
    return sa.Column(name, sa.String(length=length), nullable=False, comment=comment)
