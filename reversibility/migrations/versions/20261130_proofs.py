"""Documents filed as proof of who holds an asset or who gets in, and their withdrawal."""

import sqlalchemy as sa
from alembic import op

from reversibility.store.guards import protect_append_only, scope_rows

revision = "20261130_proofs"
down_revision = "20261124_plan_playbooks"
branch_labels = None
depends_on = None

TABLES = ("proofs", "proof_withdrawals")
"""In the order in which they point to each other."""
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables, their guards and their policies."""
    _make_proofs()
    _make_withdrawals()
    connection = op.get_bind()
    for table in TABLES:
        protect_append_only(connection, table)
        scope_rows(connection, table)


def downgrade() -> None:
    """Remove them, documents included."""
    for table in reversed(TABLES):
        op.drop_table(table)


def _make_proofs() -> None:
    op.create_table(
        "proofs",
        sa.Column("id", sa.Uuid(), nullable=False, comment="UUIDv7."),
        sa.Column("asset_id", sa.Uuid(), nullable=False, comment="About."),
        sa.Column(
            "field",
            _one_of(
                "verdictfield",
                "holder",
                "registrar",
                "expiry",
                "name_servers",
                "mail_host",
                "certificate",
                "lock",
                "control",
            ),
            nullable=False,
            comment="What it shows: holder, or control (who gets in).",
        ),
        sa.Column(
            "kind",
            _one_of(
                "proofkind",
                "registrar_certificate",
                "registrar_answer",
                "invoice",
                "contract",
                "role_screenshot",
                "other",
            ),
            nullable=False,
            comment="What it is.",
        ),
        _text("title", 200, "As named by whoever filed it."),
        sa.Column("dated_on", sa.Date(), nullable=False, comment="The date the document bears."),
        sa.Column(
            "matches_declaration",
            sa.Boolean(),
            nullable=False,
            comment="Whoever filed it read it, and says that it says what is declared.",
        ),
        _text(
            "declaration_digest",
            64,
            "Of what was declared then; differs once the register changes.",
        ),
        _text("filename", 120, "Made safe; for display only."),
        _text("media_type", 40, "Told by its first bytes."),
        _text("sha256", 64, "Of the content."),
        sa.Column("content", sa.LargeBinary(), nullable=False, comment="Exactly what was filed."),
        _text("added_by", 200, "As they were called that day."),
        sa.Column("added_at", INSTANT, nullable=False, comment="When, in UTC."),
        _practice(),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["assets.id"], name=op.f("fk_proofs_asset_id_assets")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practices.id"], name=op.f("fk_proofs_practice_id_practices")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proofs")),
    )
    op.create_index("ix_proofs_asset_id", "proofs", ["asset_id"], unique=False)
    op.create_index("ix_proofs_practice_id", "proofs", ["practice_id"], unique=False)


def _make_withdrawals() -> None:
    op.create_table(
        "proof_withdrawals",
        sa.Column("proof_id", sa.Uuid(), nullable=False, comment="The document."),
        _text("reason", 500, "Why it no longer counts."),
        _text("withdrawn_by", 200, "As they were called that day."),
        sa.Column("withdrawn_at", INSTANT, nullable=False, comment="When, in UTC."),
        _practice(),
        sa.ForeignKeyConstraint(
            ["proof_id"], ["proofs.id"], name=op.f("fk_proof_withdrawals_proof_id_proofs")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"],
            ["practices.id"],
            name=op.f("fk_proof_withdrawals_practice_id_practices"),
        ),
        sa.PrimaryKeyConstraint("proof_id", name=op.f("pk_proof_withdrawals")),
    )
    op.create_index(
        "ix_proof_withdrawals_practice_id", "proof_withdrawals", ["practice_id"], unique=False
    )


def _text(name: str, length: int, comment: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False, comment=comment)


def _practice() -> sa.Column[object]:
    comment = "The practice this row belongs to."
    return sa.Column("practice_id", sa.Uuid(), nullable=False, comment=comment)


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
