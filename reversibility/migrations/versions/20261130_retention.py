"""Secret pieces, tombstones of what was erased, periods of retention and holds.

The append-only tables whose content can be erased get triggers that allow just that.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from reversibility.store.guards import protect_append_only, scope_rows

revision = "20261130_retention"
down_revision = "20261130_mandates"
branch_labels = None
depends_on = None

TABLES = ("secret_pieces", "erasures", "retention_periods", "legal_holds", "purge_turns")
"""In the order in which they are made."""
INSTANT = sa.DateTime(timezone=True)
ERASABLE = ("observations", "verdicts", "proofs", "exit_documents")
KINDS = ("answer", "result", "proof", "produced", "notes")


def upgrade() -> None:
    """Make the tables, then the triggers that look into them."""
    _make_marks()
    _make_periods()
    connection = op.get_bind()
    for table in TABLES:
        scope_rows(connection, table)
    for table in ("erasures", *ERASABLE):
        protect_append_only(connection, table)


def downgrade() -> None:
    """Remove them; what was erased stays erased, and nothing can be erased any more."""
    connection = op.get_bind()
    for table in ERASABLE:
        protect_append_only(connection, table, erasable=False)
    for table in reversed(TABLES):
        op.drop_table(table)


def _make_marks() -> None:
    op.create_table(
        "secret_pieces",
        _kind(),
        sa.Column("piece_id", sa.Uuid(), nullable=False, comment="Which one."),
        _text("marked_by", 200, "As they were called that day."),
        _instant("marked_at"),
        *_of_practice("secret_pieces"),
        sa.PrimaryKeyConstraint("piece_kind", "piece_id", name=op.f("pk_secret_pieces")),
    )
    _index("secret_pieces")
    op.create_table(
        "erasures",
        _id(),
        _kind("What it was."),
        sa.Column("piece_id", sa.Uuid(), nullable=False, comment="Which one."),
        _text("rule", 40, "The retention rule that asked for it; empty = a person."),
        _text("reason", 500, "Why, in that person's words."),
        _text("erased_by", 200, "As they were called that day."),
        _instant("erased_at"),
        *_of_practice("erasures"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasures")),
        sa.UniqueConstraint(
            "practice_id",
            "piece_kind",
            "piece_id",
            name=op.f("uq_erasures_practice_id_piece_kind_piece_id"),
        ),
    )
    _index("erasures")


def _make_periods() -> None:
    op.create_table(
        "retention_periods",
        _id(),
        _text("rule", 40, "Id of the rule, in periods.toml."),
        sa.Column("months", sa.Integer(), nullable=False, comment="How long, in calendar months."),
        _text("changed_by", 200, "As they were called that day."),
        _instant("changed_at"),
        *_of_practice("retention_periods"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_periods")),
        sa.UniqueConstraint(
            "practice_id", "rule", name=op.f("uq_retention_periods_practice_id_rule")
        ),
    )
    _index("retention_periods")
    op.create_table(
        "legal_holds",
        _id(),
        _link("asset_id", "What is held; empty = all that the practice has."),
        _link("exit_id", "The exit whose hold this lifts; empty = set by hand."),
        _text("reason", 500, "Why it is held, or lifted."),
        _text("set_by", 200, "As they were called that day."),
        _instant("set_at"),
        sa.Column("lifted_by", sa.String(length=200), comment="As they were called that day."),
        sa.Column("lifted_at", INSTANT, comment="No longer held from then on."),
        *_of_practice("legal_holds"),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["assets.id"], name=op.f("fk_legal_holds_asset_id_assets")
        ),
        sa.ForeignKeyConstraint(
            ["exit_id"], ["exits.id"], name=op.f("fk_legal_holds_exit_id_exits")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_holds")),
    )
    _index("legal_holds")
    op.create_table(
        "purge_turns",
        sa.Column("practice_id", sa.Uuid(), nullable=False, comment="Whose."),
        sa.Column(
            "ended_at",
            INSTANT,
            nullable=True,
            comment="When nothing was left to purge, in UTC; empty before the first purge.",
        ),
        sa.Column(
            "counted_at",
            INSTANT,
            nullable=True,
            comment="When what goes next was counted, in UTC.",
        ),
        sa.Column(
            "outlook",
            sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
            nullable=False,
            comment="By rule: how many go next, how many are held, from when.",
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practices.id"], name=op.f("fk_purge_turns_practice_id_practices")
        ),
        sa.PrimaryKeyConstraint("practice_id", name=op.f("pk_purge_turns")),
    )
    op.create_index("ix_purge_turns_ended_at", "purge_turns", ["ended_at"], unique=False)


def _id() -> sa.Column[object]:
    return sa.Column("id", sa.Uuid(), nullable=False, comment="UUIDv7.")


def _kind(comment: str = "What it is.") -> sa.Column[str]:
    kinds = sa.Enum(*KINDS, name="piecekind", native_enum=False, create_constraint=True, length=32)
    return sa.Column("piece_kind", kinds, nullable=False, comment=comment)


def _text(name: str, length: int, comment: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False, comment=comment)


def _instant(name: str, comment: str = "When, in UTC.") -> sa.Column[object]:
    return sa.Column(name, INSTANT, nullable=False, comment=comment)


def _link(name: str, comment: str) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), comment=comment)


def _of_practice(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    comment = "The practice this row belongs to."
    return (
        sa.Column("practice_id", sa.Uuid(), nullable=False, comment=comment),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practices.id"], name=op.f(f"fk_{table}_practice_id_practices")
        ),
    )


def _index(table: str) -> None:
    op.create_index(f"ix_{table}_practice_id", table, ["practice_id"], unique=False)
