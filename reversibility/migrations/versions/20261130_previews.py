"""Tables that were sent and wait for a yes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from reversibility.store.guards import scope_rows

revision = "20261130_previews"
down_revision = "20261130_annexes"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "table_previews",
        sa.Column("id", sa.Uuid(), nullable=False, comment="UUIDv7."),
        sa.Column("user_id", sa.Uuid(), nullable=False, comment="Whose; nobody else sees it."),
        sa.Column("created_at", INSTANT, nullable=False, comment="When, in UTC."),
        sa.Column("expires_at", INSTANT, nullable=False, comment="Useless from then on."),
        _text("filename", 255, "As it came; for display only."),
        _text("form", 20, "xlsx, or the encoding of a CSV file."),
        _text("separator", 1, "Between cells, of a CSV file."),
        _text("sheet", 255, "Which sheet, of a workbook."),
        sa.Column("rows", JSON, nullable=False, comment="Pairs: row number, cells."),
        sa.Column("choices", JSON, nullable=False, comment="What was decided about it."),
        sa.Column(
            "practice_id",
            sa.Uuid(),
            nullable=False,
            comment="The practice this row belongs to.",
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practices.id"], name=op.f("fk_table_previews_practice_id_practices")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_table_previews_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_table_previews")),
    )
    for name in ("practice_id", "user_id"):
        op.create_index(f"ix_table_previews_{name}", "table_previews", [name], unique=False)
    scope_rows(op.get_bind(), "table_previews")


def downgrade() -> None:
    """Remove it; what waits would have to be sent again."""
    op.drop_table("table_previews")


def _text(name: str, length: int, comment: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False, comment=comment)
