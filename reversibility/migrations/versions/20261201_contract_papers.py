"""Papers of contracts, which are pieces whose content can go."""

import sqlalchemy as sa
from alembic import op

from reversibility.store.guards import protect_append_only, release_append_only, scope_rows

revision = "20261201_contract_papers"
down_revision = "20261201_exit_tasks"
branch_labels = None
depends_on = None

LOOKING = ("observations", "verdicts", "proofs", "exit_documents", "changes")
"""Tables whose triggers look into the tombstones: SQLite renames no table that one names."""
BEFORE = ("answer", "result", "proof", "produced", "notes", "draft")
KINDS = (
    "signed_contract", "amendment", "quote", "acceptance", "order", "general_terms", "invoice",
    "payment", "deliverable", "acceptance_report", "exchange", "letter", "proof_of_sending",
    "proof_of_receipt", "answer", "handover_receipt", "capture", "officer_report",
    "public_notice", "counsel", "mediation", "other",
)  # fmt: skip
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Let a piece be a paper; make the tables, their guards and their policies."""
    _allow(*BEFORE, "paper")
    op.create_table("contract_papers", *_paper_columns(), *_paper_constraints())
    op.create_index(
        "ix_contract_papers_contract_id", "contract_papers", ["contract_id"], unique=False
    )
    op.create_table("paper_withdrawals", *_withdrawal_columns(), *_withdrawal_constraints())
    for table in ("contract_papers", "paper_withdrawals"):
        op.create_index(f"ix_{table}_practice_id", table, ["practice_id"], unique=False)
        protect_append_only(op.get_bind(), table)
        scope_rows(op.get_bind(), table)


def downgrade() -> None:
    """Remove them, papers included."""
    op.drop_table("paper_withdrawals")
    op.drop_table("contract_papers")
    release_append_only(op.get_bind(), "erasures")
    for table in ("secret_pieces", "erasures"):
        op.execute(f"DELETE FROM {table} WHERE piece_kind = 'paper'")  # noqa: S608 - names of ours
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


def _paper_columns() -> tuple[sa.Column[object], ...]:
    kind = sa.Enum(*KINDS, name="paperkind", native_enum=False, create_constraint=True, length=32)
    return (
        sa.Column("id", sa.Uuid(), nullable=False, comment="UUIDv7."),
        sa.Column("contract_id", sa.Uuid(), nullable=False, comment="Of which contract."),
        sa.Column("kind", kind, nullable=False, comment="What it is."),
        _text("title", 200, "As named by whoever filed it."),
        sa.Column("dated_on", sa.Date(), nullable=False, comment="The date the paper bears."),
        _text("filename", 120, "Made safe; for display only."),
        _text("media_type", 40, "Told by its first bytes."),
        _text("sha256", 64, "Of the content."),
        sa.Column("content", sa.LargeBinary(), nullable=False, comment="Exactly what was filed."),
        _text("added_by", 200, "As they were called that day."),
        sa.Column("added_at", INSTANT, nullable=False, comment="When, in UTC."),
        _of_practice(),
    )


def _paper_constraints() -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contracts.id"], name=op.f("fk_contract_papers_contract_id_contracts")
        ),
        _practice_key("contract_papers"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_papers")),
    )


def _withdrawal_columns() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("paper_id", sa.Uuid(), nullable=False, comment="The paper."),
        _text("reason", 500, "Why it no longer counts."),
        _text("withdrawn_by", 200, "As they were called that day."),
        sa.Column("withdrawn_at", INSTANT, nullable=False, comment="When, in UTC."),
        _of_practice(),
    )


def _withdrawal_constraints() -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["paper_id"],
            ["contract_papers.id"],
            name=op.f("fk_paper_withdrawals_paper_id_contract_papers"),
        ),
        _practice_key("paper_withdrawals"),
        sa.PrimaryKeyConstraint("paper_id", name=op.f("pk_paper_withdrawals")),
    )


def _text(name: str, length: int, comment: str) -> sa.Column[object]:
    return sa.Column(name, sa.String(length=length), nullable=False, comment=comment)


def _of_practice() -> sa.Column[object]:
    comment = "The practice this row belongs to."
    return sa.Column("practice_id", sa.Uuid(), nullable=False, comment=comment)


def _practice_key(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["practice_id"], ["practices.id"], name=op.f(f"fk_{table}_practice_id_practices")
    )
