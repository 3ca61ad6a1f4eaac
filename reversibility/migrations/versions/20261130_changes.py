"""What two checks show differently, and what people said about it."""

import sqlalchemy as sa
from alembic import op

from reversibility.store.guards import protect_append_only, scope_rows

revision = "20261130_changes"
down_revision = "20261130_findings"
branch_labels = None
depends_on = None

TABLES = ("changes", "change_notes")
"""In the order in which they point to each other."""
INSTANT = sa.DateTime(timezone=True)
LINKS = {
    "asset_id": "assets",
    "unit_id": "units",
    "earlier_id": "observations",
    "later_id": "observations",
    "earlier_verdict_id": "verdicts",
    "later_verdict_id": "verdicts",
}
FIELDS = (
    "registration",
    "holder",
    "registrar",
    "expiry",
    "lock",
    "status",
    "name_servers",
    "mail_host",
    "dnssec",
    "certificate",
    "control",
)
KINDS = ("changed", "hidden", "shown", "appeared", "gone", "result")
SEVERITIES = ("info", "notice", "warning", "error", "critical")


def upgrade() -> None:
    """Make the tables, their guards and their policies."""
    _make_changes()
    _make_notes()
    connection = op.get_bind()
    for table in TABLES:
        protect_append_only(connection, table)
        scope_rows(connection, table)


def downgrade() -> None:
    """Remove them; the answers that they compare stay."""
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS reversibility_erase_changes()")


def _make_changes() -> None:
    op.create_table(
        "changes",
        _uuid("id", "UUIDv7."),
        _uuid("asset_id", "About."),
        _uuid("unit_id", "Seen in.", nullable=True),
        _text("name", 255, "The name probed, in ASCII."),
        _one_of("field", "changedfield", FIELDS, "What differs."),
        _one_of("kind", "changekind", KINDS, "In which way."),
        _one_of("severity", "severity", SEVERITIES, "How much it matters, as shipped that day."),
        _text("code", 60, "The tag of its sentence."),
        _text("who", 400, "Who said so, both times."),
        sa.Column("before", sa.Text(), nullable=False, comment="As published then."),
        sa.Column("after", sa.Text(), nullable=False, comment="As published at the later check."),
        _instant("earlier_at", "When it was last seen so."),
        _instant("later_at", "When it was seen otherwise."),
        _uuid("earlier_id", "The earlier answer.", nullable=True),
        _uuid("later_id", "The later answer.", nullable=True),
        _uuid("earlier_verdict_id", "The earlier result.", nullable=True),
        _uuid("later_verdict_id", "The later result.", nullable=True),
        *_of_practice("changes"),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_changes_{column}_{table}")
            )
            for column, table in LINKS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
    )
    op.create_index("ix_changes_of_asset", "changes", ["asset_id", "id"], unique=False)
    op.create_index("ix_changes_later_id", "changes", ["later_id"], unique=False)
    op.create_index("ix_changes_practice_id", "changes", ["practice_id"], unique=False)


def _make_notes() -> None:
    op.create_table(
        "change_notes",
        _uuid("id", "UUIDv7."),
        _uuid("change_id", "The change."),
        _one_of("mark", "changemark", ("seen", "explained", "open"), "What is said of it."),
        _text("text", 500, "In that person's words."),
        _text("written_by", 200, "As they were called that day."),
        _instant("written_at", "When, in UTC."),
        *_of_practice("change_notes"),
        sa.ForeignKeyConstraint(
            ["change_id"], ["changes.id"], name=op.f("fk_change_notes_change_id_changes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_notes")),
    )
    op.create_index("ix_change_notes_change_id", "change_notes", ["change_id"], unique=False)
    op.create_index("ix_change_notes_practice_id", "change_notes", ["practice_id"], unique=False)


def _uuid(name: str, comment: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), nullable=nullable, comment=comment)


def _text(name: str, length: int, comment: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False, comment=comment)


def _instant(name: str, comment: str) -> sa.Column[object]:
    return sa.Column(name, INSTANT, nullable=False, comment=comment)


def _one_of(name: str, kind: str, values: tuple[str, ...], comment: str) -> sa.Column[str]:
    allowed = sa.Enum(*values, name=kind, native_enum=False, create_constraint=True, length=32)
    return sa.Column(name, allowed, nullable=False, comment=comment)


def _of_practice(table: str) -> tuple[sa.Column[object], sa.ForeignKeyConstraint]:
    return (
        _uuid("practice_id", "The practice this row belongs to."),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practices.id"], name=op.f(f"fk_{table}_practice_id_practices")
        ),
    )
