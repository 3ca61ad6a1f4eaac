"""Mandates of auditors and guests, their statements and notes."""

import sqlalchemy as sa
from alembic import op

from reversibility.store.guards import protect_append_only, scope_rows

revision = "20261130_mandates"
down_revision = "20261130_members"
branch_labels = None
depends_on = None

TABLES = ("mandates", "mandate_statements", "mandate_notes")
"""In the order in which they point to each other."""
APPEND_ONLY = ("mandate_statements", "mandate_notes")
INSTANT = sa.DateTime(timezone=True)
ROLES = ("owner", "manager", "contributor", "auditor", "provider_guest")


def upgrade() -> None:
    """Make the tables, their guards and their policies."""
    _make_mandates()
    _make_statements()
    _make_notes()
    connection = op.get_bind()
    for table in APPEND_ONLY:
        protect_append_only(connection, table)
    for table in TABLES:
        scope_rows(connection, table)


def downgrade() -> None:
    """Remove them, statements and notes included."""
    for table in reversed(TABLES):
        op.drop_table(table)


def _make_mandates() -> None:
    op.create_table(
        "mandates",
        sa.Column("id", sa.Uuid(), nullable=False, comment="UUIDv7."),
        sa.Column("version", sa.Integer(), nullable=False, comment="Optimistic lock."),
        sa.Column("user_id", sa.Uuid(), nullable=False, comment="Who."),
        sa.Column(
            "role", _one_of("role", *ROLES), nullable=False, comment="auditor or provider_guest."
        ),
        sa.Column(
            "scope",
            _one_of("scope", "practice", "provider", "contract"),
            nullable=False,
            comment="How much it covers.",
        ),
        sa.Column("starts_on", sa.Date(), nullable=False, comment="First day."),
        sa.Column("ends_on", sa.Date(), nullable=False, comment="Last day, inclusive."),
        sa.Column("opens_at", INSTANT, nullable=False, comment="When the first day begins."),
        sa.Column("closes_at", INSTANT, nullable=False, comment="When the last day is over."),
        _text("granted_by", 200, "As they were called that day."),
        sa.Column("granted_at", INSTANT, nullable=False, comment="When, in UTC."),
        sa.Column(
            "party_id", sa.Uuid(), nullable=True, comment="The provider, if the scope is one."
        ),
        sa.Column(
            "contract_id", sa.Uuid(), nullable=True, comment="The contract, if the scope is one."
        ),
        sa.Column("ended_at", INSTANT, nullable=True, comment="When it was ended before its time."),
        sa.Column("ended_by", sa.String(length=200), nullable=True, comment="By whom."),
        _practice(),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_mandates_period")),
        sa.CheckConstraint(
            "(scope = 'provider') = (party_id IS NOT NULL)",
            name=op.f("ck_mandates_provider_scope"),
        ),
        sa.CheckConstraint(
            "(scope = 'contract') = (contract_id IS NOT NULL)",
            name=op.f("ck_mandates_contract_scope"),
        ),
        _points("mandates", "user_id", "users"),
        _points("mandates", "party_id", "parties"),
        _points("mandates", "contract_id", "contracts"),
        _points("mandates", "practice_id", "practices"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandates")),
    )
    op.create_index("ix_mandates_user_id", "mandates", ["user_id"], unique=False)
    op.create_index("ix_mandates_practice_id", "mandates", ["practice_id"], unique=False)


def _make_statements() -> None:
    table = "mandate_statements"
    op.create_table(
        table,
        sa.Column("mandate_id", sa.Uuid(), nullable=False, comment="Under which mandate."),
        _text("text_version", 20, "Version of the text."),
        _text("locale", 2, "fr or en: the text that was read."),
        sa.Column("text", sa.Text(), nullable=False, comment="The text itself."),
        _text("text_sha256", 64, "Of the text, UTF-8."),
        _text("signed_name", 200, "As typed by who signed."),
        sa.Column("signed_at", INSTANT, nullable=False, comment="When, in UTC."),
        _practice(),
        _points(table, "mandate_id", "mandates"),
        _points(table, "practice_id", "practices"),
        sa.PrimaryKeyConstraint("mandate_id", name=op.f(f"pk_{table}")),
    )
    op.create_index(f"ix_{table}_practice_id", table, ["practice_id"], unique=False)


def _make_notes() -> None:
    table = "mandate_notes"
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False, comment="UUIDv7."),
        sa.Column("mandate_id", sa.Uuid(), nullable=False, comment="Under which mandate."),
        sa.Column("asset_id", sa.Uuid(), nullable=False, comment="About which asset."),
        _text("field", 32, "About which result, such as holder; empty = the asset as a whole."),
        sa.Column("text", sa.Text(), nullable=False, comment="As typed."),
        _text("written_by", 200, "As they were called that day."),
        sa.Column("written_at", INSTANT, nullable=False, comment="When, in UTC."),
        _practice(),
        _points(table, "mandate_id", "mandates"),
        _points(table, "asset_id", "assets"),
        _points(table, "practice_id", "practices"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    for column in ("asset_id", "mandate_id", "practice_id"):
        op.create_index(f"ix_{table}_{column}", table, [column], unique=False)


def _text(name: str, length: int, comment: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False, comment=comment)


def _practice() -> sa.Column[object]:
    comment = "The practice this row belongs to."
    return sa.Column("practice_id", sa.Uuid(), nullable=False, comment=comment)


def _points(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
